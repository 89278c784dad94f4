"""One walk of an act: its headings, numbers, paragraphs and tables in the order in which they are read.

Every form of a text is a writer of this sequence: web, book, Word file, e-book, plain text, Markdown, the
documents of the search, comparisons, the control of what was printed, the new text of a decision. Where a
number runs in, what gap follows it and which rows of a table are head is decided here and nowhere else:

- the heading of a 编章节, and of any provision that has one, is an item of its own, its number included;
- another number waits for the first paragraph, and runs into it (第一条　甲; （一）乙), be it the provision's
  own or that of its first 款; where a table or another number comes first it has a line of its own;
- in a Chinese text a wide space follows the number of a 条, and stands before the heading of a 编章节 or a
  条, and none follows that of a 项 or 一、; in another language one space follows every number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compendium.law.act import Act, Attachment, Block, FrontLine, Para, Provision, Table
from compendium.law.identifiers import NO_EID, EId
from compendium.law.imprint import is_annotation
from compendium.law.kinds import HEADED, Level
from compendium.text.tables import head_rows

CHINESE = "zho"
WIDE = "\u3000"


@dataclass(frozen=True, slots=True)
class Lead:
    """The number of a provision that runs into the words after it.

    `gap` is what stands between, `depth` counts the headings above the provision.
    """

    provision: Provision
    gap: str
    depth: int


@dataclass(frozen=True, slots=True)
class Begin:
    """The beginning of a provision. `opens`: it is the first 款 of a 条 that has no words of its own.

    `alone`: it is the only one, and is cited as the 条. `depth` counts the headings above it.
    """

    provision: Provision
    depth: int
    opens: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """The end of a provision."""

    provision: Provision


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The heading of a provision or an attachment with its number; `gap` is what stands between them."""

    eid: EId
    num: str
    heading: str
    gap: str
    depth: int
    provision: Provision | None = None

    @property
    def text(self) -> str:
        """Number and heading as one line."""
        return self.gap.join(filter(None, (self.num, self.heading)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed paragraph: the numbers that run into it, and its words; None for numbers that stand alone.

    `source` is the eId of the provision that the words belong to, empty for what belongs to none; `first`
    is the opening block of that provision, `tail` one that comes after its children.
    """

    leads: tuple[Lead, ...]
    para: Para | None
    source: EId = NO_EID
    provision: Provision | None = None
    first: bool = False
    tail: bool = False

    @property
    def text(self) -> str:
        """The characters of the line, with the gaps between its numbers and its words."""
        return led(self.leads, None if self.para is None else self.para.text)

    @property
    def anchor(self) -> EId:
        """The eId of a provision that begins here and has no number or heading; else empty."""
        return _anchor(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table, and how many of its rows are its head."""

    table: Table
    heads: int
    source: EId = NO_EID
    provision: Provision | None = None
    first: bool = False
    tail: bool = False

    @property
    def anchor(self) -> EId:
        """The eId of a provision that begins here and has no number or heading; else empty."""
        return _anchor(self)


Item = Begin | End | Heading | Line | Grid


def _anchor(item: Line | Grid) -> EId:
    owner = item.provision
    return owner.eid if owner and item.first and not owner.num and not owner.heading else NO_EID


def led(leads: Sequence[Lead], words: str | None) -> str:
    """Join numbers to the words that they run into; without words nothing follows the last number."""
    numbers = "".join(lead.provision.num + lead.gap for lead in leads)
    return numbers + words if words is not None else numbers.rstrip()


def flow(act: Act) -> Iterator[Item]:
    """Walk the whole text after what stands before it: preamble, body, 落款, attachments."""
    yield from body(act)
    yield from conclusions(act)
    for attachment in act.attachments:
        yield from annex(attachment, act.language)


def body(act: Act) -> Iterator[Item]:
    """Walk the preamble and the body."""
    for root in (*act.preamble, *act.body):
        yield from provision(root, act.language)


def conclusions(act: Act) -> Iterator[Line | Grid]:
    """Walk the lines after the text: 落款."""
    yield from (_block(block, None, first=False, tail=False) for block in act.conclusions)


def signs(item: Line | Grid) -> bool:
    """Whether a line of the 落款 is a 署名 or a 成文日期, which stand at the right; 附注 and 版记 do not."""
    return isinstance(item, Line) and len(item.text) <= _BRIEF and not is_annotation(item.text)


_BRIEF = 30
"""Conclusions up to this many characters are a signature or a date."""


def annex(attachment: Attachment, language: str = CHINESE) -> Iterator[Item]:
    """Walk an attachment, its title as a heading (which is empty for one that has none)."""
    yield heading_of(attachment, language)
    for root in attachment.body:
        yield from provision(root, language, 1)


def heading_of(attachment: Attachment, language: str = CHINESE) -> Heading:
    """Return the title of an attachment as a heading, which may be empty."""
    return Heading(
        eid=attachment.eid, num=attachment.num, heading=attachment.heading, gap=_space(language), depth=0
    )


def provision(root: Provision, language: str = CHINESE, depth: int = 0) -> Iterator[Item]:
    """Walk a provision and what stands below it."""
    out: list[Item] = []
    waiting: list[Lead] = []
    _walk(root, language, depth=depth, waiting=waiting, out=out)
    return iter(out)


def front(act: Act) -> tuple[FrontLine, ...]:
    """Walk the lines before the text; the title is one in every form, even where the source has none."""
    if any(line.role == "docTitle" for line in act.front):
        return act.front
    return (FrontLine("docTitle", Para((act.title,))), *act.front)


def _walk(
    each: Provision,
    language: str,
    *,
    depth: int,
    waiting: list[Lead],
    out: list[Item],
    above: Provision | None = None,
) -> None:
    """`above` is the provision that has no words before this one, its first."""
    opens = above is not None and not each.num and not each.heading and each.level not in HEADED
    out.append(Begin(each, depth, opens, opens and above is not None and len(above.children) == 1))
    _body(each, language, depth, waiting, out)
    out.append(End(each))


def _body(each: Provision, language: str, depth: int, waiting: list[Lead], out: list[Item]) -> None:
    if each.level in HEADED or each.heading:
        _flush(waiting, out)
        out.append(
            Heading(
                eid=each.eid,
                num=each.num,
                heading=each.heading,
                gap=_between(each, language),
                depth=depth,
                provision=each,
            )
        )
        depth += each.level in HEADED
    elif each.num:
        _flush(waiting, out)
        waiting.append(Lead(each, _gap(each, language), depth))
    first = True
    for block in each.blocks:
        if not isinstance(block, Para):
            _flush(waiting, out)
        out.append(_block(block, each, first=first, tail=False, leads=waiting))
        waiting.clear()
        first = False
    bare = not each.blocks and each.level not in HEADED and bool(each.num or each.heading)
    for position, child in enumerate(each.children):
        _walk(
            child,
            language,
            depth=depth,
            waiting=waiting,
            out=out,
            above=each if bare and position == 0 else None,
        )
    _flush(waiting, out)
    for block in each.tail:
        out.append(_block(block, each, first=False, tail=True))


def _block(
    block: Block, owner: Provision | None, *, first: bool, tail: bool, leads: Iterable[Lead] = ()
) -> Line | Grid:
    source = owner.eid if owner else NO_EID
    if isinstance(block, Table):
        return Grid(
            table=block, heads=head_rows(block.rows), source=source, provision=owner, first=first, tail=tail
        )
    return Line(leads=tuple(leads), para=block, source=source, provision=owner, first=first, tail=tail)


def _flush(waiting: list[Lead], out: list[Item]) -> None:
    """Give the numbers that wait a line of their own."""
    if waiting:
        owner = waiting[-1].provision
        out.append(Line(leads=tuple(waiting), para=None, source=owner.eid, provision=owner))
        waiting.clear()


def _space(language: str) -> str:
    return WIDE if language == CHINESE else " "


def _between(each: Provision, language: str) -> str:
    """Between number and heading: 第一章　总则, 第一条　目的, 一、总体要求."""
    closed = each.level is Level.LEVEL and not each.num[-1:].isdecimal()  # 一、, unlike 1.1
    return "" if closed and language == CHINESE else _space(language)


def _gap(each: Provision, language: str) -> str:
    if language != CHINESE:
        return " "
    decimal = each.level is Level.LEVEL and each.num[-1:].isdecimal()
    return WIDE if each.level is Level.ARTICLE or decimal else ""
