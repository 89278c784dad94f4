"""An act in one version: its text, its history and when it takes effect.

From the inside out: what stands within a provision (paragraphs, tables and what they are made of);
编章节条款项目, a provision and what stands below it; 勘误 and 录入更正, where the record was wrong and not
the law, with what was put right and why; events and days of effect; the act as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from compendium.law.changes import Change, Modification
from compendium.law.identifiers import NO_EID, EId, Uri, WId
from compendium.law.kinds import ActKind, EventKind, Level

SpanStyle = Literal["sup", "sub", "b", "i", "u"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters whose form carries meaning, such as the 2 of CO₂."""

    style: SpanStyle
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in the text; `src` is relative to the folder of the work."""

    src: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, standing at the place of its mark."""

    marker: str
    text: str


Inline = str | Span | Image | Note


@dataclass(frozen=True, slots=True)
class Para:
    """One printed paragraph."""

    runs: tuple[Inline, ...]

    @property
    def text(self) -> str:
        """The characters of the paragraph, those of its notes included where their marks stand."""
        return "".join(inline_text(run) for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    paras: tuple[Para, ...]
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row; `caption` is the line that the source attaches to it."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""

    @property
    def text(self) -> str:
        """The caption and the cells in reading order."""
        cells = ("".join(p.text for p in cell.paras) for row in self.rows for cell in row)
        return self.caption + "".join(cells)


Block = Para | Table


def inline_text(run: Inline) -> str:
    """Return the characters of one run; an image has none."""
    if isinstance(run, str):
        return run
    if isinstance(run, Span):
        return run.text
    if isinstance(run, Note):
        return run.marker + run.text
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A numbered or unnumbered piece of the text, with what stands below it.

    `num` is as printed (第十条之一, （三）), empty for a 款. `blocks` is the provision's own text: all of
    it for a leaf, what comes before the children otherwise. `tail` comes after the children.
    `period` names the Commencement that holds for it where it differs from the act's.
    """

    level: Level
    eid: EId
    wid: WId
    num: str = ""
    heading: str = ""
    blocks: tuple[Block, ...] = ()
    children: tuple[Provision, ...] = ()
    tail: tuple[Block, ...] = ()
    period: str = ""
    line: int = field(default=0, compare=False)

    def walk(self) -> Iterator[Provision]:
        """Walk this provision and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def text(self) -> str:
        """All characters of the provision in reading order, its number and heading included."""
        own = "".join(block.text for block in self.blocks)
        below = "".join(child.text for child in self.children)
        return self.num + self.heading + own + below + "".join(block.text for block in self.tail)


@dataclass(frozen=True, slots=True)
class CorrectedWords:
    """Words that were wrong and those that stand there now; one of the two may be empty, not both.

    `eid` is the provision of the corrected text, or of the old one for words that were too many; it is
    empty for what stands outside the provisions: 标题, 题注, 目录, 落款, 施行日期.
    """

    eid: EId
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right; when we knew it is the commit's day, `date` that on which its `source` printed it.

    With a `source` it is an official erratum (勘误), which whoever issued the text has announced there;
    without one the editors have put right what they had taken in wrong (录入更正).
    """

    reason: str
    places: tuple[CorrectedWords, ...] = ()
    source: str = ""
    date: date | None = None

    @property
    def is_official(self) -> bool:
        """Whether it is an erratum that whoever issued the text has announced."""
        return bool(self.source)


Day = date  # within classes that have a field of that name


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step in the life of an act, as its 题注 tells it.

    `decision` is the title of the deciding instrument without its outer 《》; `ordinal` the N of 第N次修正;
    `number` a 令号 or 公告号; `words` the words it was read from, empty when staff entered it. `until` is the
    first day on which a suspension is over or an extended text holds no more; `places` are the provisions
    that are suspended or resumed, none meaning all, and `area` is the place in which.
    """

    kind: EventKind
    date: date
    body: str = ""
    session: str = ""
    decision: str = ""
    ordinal: int = 0
    number: str = ""
    words: str = ""
    until: Day | None = None
    places: tuple[WId, ...] = ()
    area: str = ""


class Basis(StrEnum):
    """How the day of effect is known."""

    STATED = "stated"  # the text or its decision says it
    COMPUTED = "computed"  # the text says how to count it (自公布之日起30日后)
    NOT_STATED = "not-stated"  # unknown; the day given is that of adoption, and answers say so
    UNDETERMINED = "undetermined"  # the law itself leaves it to a later act (由…另行规定)

    @property
    def is_known(self) -> bool:
        """Whether the law gives the day, by its date or by the way to count it."""
        return self in (Basis.STATED, Basis.COMPUTED)


@dataclass(frozen=True, slots=True)
class Commencement:
    """When a text, or some of its provisions, takes effect; `date` is None only when undetermined."""

    id: str
    date: date | None
    basis: Basis
    words: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text was taken from; `sha256` is that of the file's bytes."""

    file: str = ""
    sha256: str = ""
    gazette: str = ""


FrontRole = Literal["cover", "docNumber", "docTitle", "history", "tocTitle", "toc"]


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line before the text proper: 公布令, number, title, 题注 or 目录, in the order of the source.

    A line of the 目录 has its rank in `level` and the eId it stands for in `target`, empty when none fits.
    """

    role: FrontRole
    para: Para
    level: int = 0
    target: EId = NO_EID


@dataclass(frozen=True, slots=True)
class Attachment:
    """An 附件 with its own title and structure."""

    eid: EId
    num: str
    heading: str
    body: tuple[Provision, ...] = ()

    @property
    def text(self) -> str:
        """All characters of the attachment in reading order."""
        return self.num + self.heading + "".join(p.text for p in self.body)

    @property
    def provision(self) -> Provision:
        """The attachment as one provision, for what treats both alike."""
        return Provision(
            level=Level.PARAGRAPH,
            eid=self.eid,
            wid=WId(self.eid),
            num=self.num,
            heading=self.heading,
            children=self.body,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One expression of one work: the text of an act as it reads from `date` on, in one language.

    `work` is the FRBR work URI, `date` names the expression and its file: the day of effect of the
    first commencement, or the day of adoption while that is not stated; `former` are the days that named it
    before, which links from outside still use. `modifications` is what it does to
    other works, `changes` what a decision did to the version before to make this one.
    """

    work: Uri
    kind: ActKind
    date: date
    title: str
    language: str = "zho"
    short_title: str = ""
    issuer: str = ""
    number: str = ""
    subjects: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    source: Source = Source()
    events: tuple[Event, ...] = ()
    commencements: tuple[Commencement, ...] = ()
    front: tuple[FrontLine, ...] = ()
    preamble: tuple[Provision, ...] = ()
    body: tuple[Provision, ...] = ()
    conclusions: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    modifications: tuple[Modification, ...] = ()
    changes: tuple[Change, ...] = ()
    corrections: tuple[Correction, ...] = ()
    former: tuple[Day, ...] = ()

    def renamed(self, day: Day) -> Act:
        """Name the version by another day, and remember the day that named it."""
        if day == self.date:
            return self
        return replace(self, date=day, former=(*(d for d in self.former if d != day), self.date))

    def provisions(self) -> Iterator[Provision]:
        """Every provision of preamble, body and attachments in reading order."""
        roots = [*self.preamble, *self.body]
        for attachment in self.attachments:
            roots += attachment.body
        for root in roots:
            yield from root.walk()

    @property
    def decided(self) -> tuple[Day, ...]:
        """The days on which the decisions were adopted that made this version, as far as it states them."""
        return tuple(dict.fromkeys(change.decided for change in self.changes))

    @property
    def articles(self) -> tuple[Provision, ...]:
        """The 条 of the body, in order."""
        return tuple(p for root in self.body for p in root.walk() if p.level is Level.ARTICLE)

    @property
    def history(self) -> str:
        """The words of the 题注, as printed."""
        return "\n".join(line.para.text for line in self.front if line.role == "history")

    @property
    def text(self) -> str:
        """All characters of the act in reading order."""
        parts = [line.para.text for line in self.front]
        parts += [p.text for p in self.preamble + self.body]
        parts += [block.text for block in self.conclusions]
        parts += [attachment.text for attachment in self.attachments]
        return "".join(parts)
