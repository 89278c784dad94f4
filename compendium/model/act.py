"""One act in one version: its text, its history and when it takes effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from compendium.model.blocks import Block, Para
from compendium.model.change import Change, Modification
from compendium.model.correction import Correction
from compendium.model.kinds import ActKind, EventKind
from compendium.model.provision import Level, Provision


@dataclass(frozen=True, slots=True)
class Event:
    """One step in the life of an act, as its 题注 tells it.

    `decision` is the title of the deciding instrument without its outer 《》; `ordinal` the N of 第N次修正;
    `number` a 令号 or 公告号; `words` the words it was read from, empty when staff entered it.
    """

    kind: EventKind
    date: date
    body: str = ""
    session: str = ""
    decision: str = ""
    ordinal: int = 0
    number: str = ""
    words: str = ""


class Basis(StrEnum):
    """How the day of effect is known."""

    STATED = "stated"  # the text or its decision says it
    NOT_STATED = "not-stated"  # unknown; the day given is that of adoption, and answers say so
    UNDETERMINED = "undetermined"  # the law itself leaves it to a later act (由…另行规定)


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


Day = date  # within classes that have a field of that name

FrontRole = Literal["cover", "docNumber", "docTitle", "history", "tocTitle", "toc"]


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line before the text proper: 公布令, number, title, 题注 or 目录, in the order of the source.

    A line of the 目录 has its rank in `level` and the eId it stands for in `target`, empty when none fits.
    """

    role: FrontRole
    para: Para
    level: int = 0
    target: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """An 附件 with its own title and structure."""

    eid: str
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
        return Provision(Level.PARAGRAPH, self.eid, self.eid, self.num, self.heading, children=self.body)


@dataclass(frozen=True, slots=True)
class Act:
    """One expression of one work: the text of an act as it reads from `date` on, in one language.

    `work` is the FRBR work URI, `date` names the expression and its file: the day of effect of the
    first commencement, or the day of adoption while that is not stated; `former` are the days that named it
    before, which links from outside still use. `modifications` is what it does to
    other works, `changes` what a decision did to the version before to make this one.
    """

    work: str
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
        """The version named by another day; the day it had is remembered."""
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
