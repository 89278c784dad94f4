"""What is indexed: the printed text of a version, cut into the pieces that an answer names.

Every printed character but those of the 目录 stands in exactly one document: the title, the other lines
before the text, the heading of each 编章节, each 条 (or 一、 where a text has no 条), each paragraph of
the preamble, each item of an annex, the lines after the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from compendium.law.act import Act, Provision, Table
from compendium.law.identifiers import NO_EID, CorpusPath, EId, Uri
from compendium.law.kinds import HEADED, ActKind, Level
from compendium.library.facts import Facts
from compendium.querying.folding import fold
from compendium.text import flow
from compendium.text.flow import Grid, Heading, Item, Line

NEVER = date.max.toordinal() + 1
"""The day of something that has no day: an open end, an undetermined beginning."""


class Part(StrEnum):
    """The part of an act that a document is."""

    TITLE = "title"
    FRONT = "front"
    HEADING = "heading"
    PROVISION = "provision"
    ATTACHMENT = "attachment"
    CONCLUSIONS = "conclusions"


BODIES = (Part.PROVISION, Part.ATTACHMENT, Part.CONCLUSIONS)
"""The parts that 条文: means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One piece of one version. It holds for the days `start` <= day < `until` (proleptic ordinals).

    `id` is the file's path, # and what is unique in it; `eid` is where a link leads, empty for the whole
    act. `order` is its place in the file. `headings` are the 编章节 that it stands in. `own` is the day from
    which a provision holds that begins on a day of its own, else 0. `below` are the eIds of its 款 and 项.
    """

    id: str
    path: CorpusPath
    order: int
    part: Part
    work: Uri
    kind: ActKind
    language: str
    date: date
    start: int
    until: int
    title: str
    issuer: str
    number: str
    eid: EId
    label: str
    headings: tuple[str, ...]
    text: str
    own: int = 0
    below: tuple[EId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    part: Part
    key: str
    eid: EId
    text: str
    headings: tuple[str, ...] = ()
    label: str = ""
    period: str = ""
    below: tuple[EId, ...] = ()


Interval = tuple[date | None, date | None]


def documents_of(act: Act, facts: Facts, interval: Interval = (None, None)) -> Iterator[Document]:
    """Cut a version into documents; `interval` is the time that it holds for, where that is asked.

    A provision that begins on a day of its own is held by nobody before it.
    """
    labels = dict(facts.labels)
    own = {c.id: c.date.toordinal() if c.date else NEVER for c in act.commencements[1:]}
    start, until = ((day.toordinal() if day else NEVER) for day in interval)
    for order, piece in enumerate(_pieces(act)):
        yield Document(
            id=f"{facts.path}#{piece.key}",
            path=facts.path,
            order=order,
            part=piece.part,
            work=act.work,
            kind=act.kind,
            language=act.language,
            date=act.date,
            start=max(start, own.get(piece.period, start)),
            until=until,
            title=act.title,
            issuer=act.issuer,
            number=act.number,
            eid=piece.eid,
            label=piece.label or labels.get(piece.eid, ""),
            headings=piece.headings,
            text=piece.text,
            own=own.get(piece.period, 0),
            below=piece.below,
        )


def _pieces(act: Act) -> Iterator[_Piece]:
    printed = "\n".join(line.para.text for line in act.front if line.role == "docTitle")
    yield _Piece(
        part=Part.TITLE,
        key="",
        eid=NO_EID,
        text=printed if fold(act.title) in fold(printed) else act.title,
        label="标题",
    )
    skip = ("docTitle", "toc", "tocTitle") if fold(act.title) in fold(printed) else ("toc", "tocTitle")
    front = "\n".join(line.para.text for line in act.front if line.role not in skip)
    if front:
        yield _Piece(part=Part.FRONT, key="front", eid=NO_EID, text=front, label="文前")
    for root in (*act.preamble, *act.body):
        yield from _cut(root, Part.PROVISION, (), act.language)
    if act.conclusions:
        yield _Piece(
            part=Part.CONCLUSIONS,
            key="conclusions",
            eid=NO_EID,
            text=_text(flow.conclusions(act)),
            label="文末",
        )
    for attachment in act.attachments:
        name = flow.heading_of(attachment, act.language).text
        if name:
            yield _Piece(part=Part.HEADING, key=attachment.eid, eid=attachment.eid, text=name)
        for root in attachment.body:
            yield from _cut(root, Part.ATTACHMENT, (name,), act.language)


def _cut(
    provision: Provision, part: Part, headings: tuple[str, ...], language: str, period: str = ""
) -> Iterator[_Piece]:
    """Cut at the 条; what has 条 below it gives its heading, and its closing words if there are any."""
    period = provision.period or period
    if not _holds_articles(provision):
        below = tuple(each.eid for each in provision.walk())[1:]
        text = _text(flow.provision(provision, language))
        yield _Piece(
            part=part,
            key=provision.eid,
            eid=provision.eid,
            text=text,
            headings=headings,
            period=period,
            below=below,
        )
        return
    items = list(flow.provision(replace(provision, children=()), language))
    own = _text(item for item in items if not _is_tail(item))
    if own:
        yield _Piece(
            part=Part.HEADING,
            key=provision.eid,
            eid=provision.eid,
            text=own,
            headings=headings,
            period=period,
        )
    name = next((item.text for item in items if isinstance(item, Heading)), provision.num)
    for child in provision.children:
        yield from _cut(child, part, (*headings, name) if name else headings, language, period)
    if provision.tail:
        tail = _text(filter(_is_tail, items))
        yield _Piece(
            part=part,
            key=f"{provision.eid}~tail",
            eid=provision.eid,
            text=tail,
            headings=headings,
            period=period,
        )


def _holds_articles(provision: Provision) -> bool:
    if provision.level in HEADED:
        return True
    return any(below.level is Level.ARTICLE for child in provision.children for below in child.walk())


def _is_tail(item: Item) -> bool:
    return isinstance(item, (Line, Grid)) and item.tail


def _text(items: Iterable[Item]) -> str:
    """The text as printed, each 款 and 项 on a line of its own."""
    lines = (
        _table(item.table) if isinstance(item, Grid) else item.text
        for item in items
        if isinstance(item, (Heading, Line, Grid))
    )
    return "\n".join(filter(None, lines))


def _table(table: Table) -> str:
    rows = ("\t".join("".join(p.text for p in cell.paras) for cell in row) for row in table.rows)
    return "\n".join(filter(None, (table.caption, *rows)))
