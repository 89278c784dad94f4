"""What is indexed: the printed text of a version, cut into the pieces that an answer names.

Every printed character but those of the 目录 stands in exactly one document: the title, the other lines
before the text, the heading of each 编章节, each 条 (or 一、 where a text has no 条), each paragraph of
the preamble, each item of an annex, the lines after the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from compendium.facts import Facts
from compendium.model import HEADED, Act, ActKind, Block, Level, Provision, Table
from compendium_build.search.fold import fold

NEVER = date.max.toordinal() + 1
"""The day of something that has no day: an open end, an undetermined beginning."""


class Part(StrEnum):
    """Which part of an act a document is."""

    TITLE = "title"
    FRONT = "front"
    HEADING = "heading"
    PROVISION = "provision"
    ATTACHMENT = "attachment"
    CONCLUSIONS = "conclusions"


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of one version. It holds for the days `start` <= day < `until` (proleptic ordinals).

    `id` is the file's path, # and what is unique in it; `eid` is where a link leads, empty for the whole
    act. `order` is its place in the file. `headings` are the 编章节 that it stands in.
    """

    id: str
    path: str
    order: int
    part: Part
    work: str
    kind: ActKind
    language: str
    date: date
    start: int
    until: int
    title: str
    issuer: str
    number: str
    eid: str
    label: str
    headings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    part: Part
    key: str
    eid: str
    text: str
    headings: tuple[str, ...] = ()
    label: str = ""


Interval = tuple[date | None, date | None]


def documents_of(act: Act, facts: Facts, interval: Interval) -> Iterator[Document]:
    """Cut a version into documents; `interval` is the time that it holds for."""
    labels = dict(facts.labels)
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
            start=start,
            until=until,
            title=act.title,
            issuer=act.issuer,
            number=act.number,
            eid=piece.eid,
            label=piece.label or labels.get(piece.eid, ""),
            headings=piece.headings,
            text=piece.text,
        )


def _pieces(act: Act) -> Iterator[_Piece]:
    printed = "\n".join(line.para.text for line in act.front if line.role == "docTitle")
    yield _Piece(Part.TITLE, "", "", printed if fold(act.title) in fold(printed) else act.title, label="标题")
    skip = ("docTitle", "toc", "tocTitle") if fold(act.title) in fold(printed) else ("toc", "tocTitle")
    front = "\n".join(line.para.text for line in act.front if line.role not in skip)
    if front:
        yield _Piece(Part.FRONT, "front", "", front, label="文前")
    for root in (*act.preamble, *act.body):
        yield from _cut(root, Part.PROVISION, ())
    if act.conclusions:
        yield _Piece(Part.CONCLUSIONS, "conclusions", "", _lines(act.conclusions), label="文末")
    for attachment in act.attachments:
        name = f"{attachment.num}　{attachment.heading}".strip("　")
        if name:
            yield _Piece(Part.HEADING, attachment.eid, attachment.eid, name)
        for root in attachment.body:
            yield from _cut(root, Part.ATTACHMENT, (name,))


def _cut(provision: Provision, part: Part, headings: tuple[str, ...]) -> Iterator[_Piece]:
    """Cut at the 条; what has 条 below it gives its heading, and its closing words if there are any."""
    if not _holds_articles(provision):
        yield _Piece(part, provision.eid, provision.eid, text_of(provision), headings)
        return
    own = _opening(provision)
    if own:
        yield _Piece(Part.HEADING, provision.eid, provision.eid, own, headings)
    name = _name(provision)
    for child in provision.children:
        yield from _cut(child, part, (*headings, name) if name else headings)
    if provision.tail:
        yield _Piece(part, f"{provision.eid}~tail", provision.eid, _lines(provision.tail), headings)


def _holds_articles(provision: Provision) -> bool:
    if provision.level in HEADED:
        return True
    return any(below.level is Level.ARTICLE for child in provision.children for below in child.walk())


def text_of(provision: Provision) -> str:
    """The text of a provision as printed, each 款 and 项 on a line of its own."""
    lines = [_opening(provision), *map(text_of, provision.children), _lines(provision.tail)]
    if provision.num and not provision.heading and not provision.blocks and provision.children:
        # 第一款 goes on in the line of the number
        lines[:2] = [_gap(provision).join(lines[:2])]
    return "\n".join(filter(None, lines))


def _opening(provision: Provision) -> str:
    """Number, heading and own text."""
    own = _lines(provision.blocks)
    if provision.heading:
        return "\n".join(filter(None, (_name(provision), own)))
    return _gap(provision).join(filter(None, (provision.num, own)))


def _name(provision: Provision) -> str:
    return _gap(provision).join(filter(None, (provision.num, provision.heading)))


def _gap(provision: Provision) -> str:
    """What stands between a number and its text: 第一条　甲, （一）乙."""
    if provision.num.isascii():
        return " "
    return "　" if provision.level in HEADED or provision.level is Level.ARTICLE else ""


def _lines(blocks: tuple[Block, ...]) -> str:
    return "\n".join(_table(block) if isinstance(block, Table) else block.text for block in blocks)


def _table(table: Table) -> str:
    rows = ("\t".join("".join(p.text for p in cell.paras) for cell in row) for row in table.rows)
    return "\n".join(filter(None, (table.caption, *rows)))
