"""A text as printed, paragraph by paragraph and table by table, each made of its pieces.

A piece is the smallest part of a text that has a name; `partners` tells which is which of another text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compendium.compare import Comparison, Kind, Role
from compendium.compare.align import pairs
from compendium.compare.wording import words_of
from compendium.law.act import Act, Cell, Para
from compendium.law.identifiers import NO_EID, EId
from compendium.law.kinds import HEADED, Level
from compendium.text import flow
from compendium.text.flow import Grid, Heading, Lead, Line

_ROOT = NO_EID
_NOWHERE = EId("\0")
_PARTS = frozenset({Role.WORDS, Role.TABLE, Role.TABLE_ROW, Role.CELL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text that stands alone: a number, a heading, a paragraph, a row of a table.

    `part` is number, heading, words, tail, or a part of the act outside its provisions. `gap` is what sets a
    number off from the words after it, `level` that of the provision, `source` what the text was taken from.
    """

    eid: EId
    part: str
    text: str
    gap: str = ""
    level: Level | None = None
    source: Para | tuple[Cell, ...] | None = None


def pieces(act: Act) -> list[Piece]:
    """Cut an act into its pieces in reading order; together they have all its characters."""
    out = [Piece(eid=_ROOT, part="title", text=act.title)]
    out += [
        Piece(eid=_ROOT, part=line.role, text=words_of(line.para), level=None, source=line.para)
        for line in act.front
    ]
    for item in flow.flow(act):
        match item:
            case Heading():
                level = item.provision.level if item.provision else None
                if item.num:
                    out.append(Piece(eid=item.eid, part="number", text=item.num, gap=item.gap, level=level))
                if item.heading:
                    out.append(Piece(eid=item.eid, part="heading", text=item.heading, level=level))
            case Line():
                out += map(_number, item.leads)
                if item.para is not None:
                    out.append(
                        Piece(
                            eid=item.source,
                            part=_part(item),
                            text=words_of(item.para),
                            level=_level(item),
                            source=item.para,
                        )
                    )
            case Grid():
                out += _table(item)
    return out


def _number(lead: Lead) -> Piece:
    owner = lead.provision
    return Piece(eid=owner.eid, part="number", text=owner.num, gap=lead.gap, level=owner.level)


def _part(item: Line | Grid) -> str:
    return "tail" if item.tail else "words" if item.provision else "conclusions"


def _level(item: Line | Grid) -> Level | None:
    return item.provision.level if item.provision else None


def _table(item: Grid) -> Iterator[Piece]:
    part, level = _part(item), _level(item)
    yield Piece(eid=item.source, part=f"{part}-caption", text=item.table.caption, level=level)
    for row in item.table.rows:
        cells = ("\n".join(words_of(p) for p in cell.paras) for cell in row)
        yield Piece(eid=item.source, part=f"{part}-row", text="\t".join(cells), level=level, source=row)


def partners(old: Sequence[Piece], new: Sequence[Piece], comparison: Comparison) -> list[int | None]:
    """Find for each piece after the one before that it was, as the comparison pairs their provisions."""
    named = _names(comparison)
    held = _grouped(old)
    out: list[int | None] = []
    groups = _grouped(new)
    place: dict[int, int | None] = {}
    for (eid, part), positions in groups.items():
        was = held.get((named.get(eid, _NOWHERE), part), []) if eid else held.get((_ROOT, part), [])
        place |= _paired(old, new, was, positions)
    for position in range(len(new)):
        out.append(place.get(position))
    return out


def _names(comparison: Comparison) -> Mapping[EId, EId]:
    """From the eId of every provision after to that before."""
    out: dict[EId, EId] = {}
    for row in comparison.walk():
        old, new = row.before, row.after
        if old and new and old.eid and new.eid and row.kind is not Kind.DEPARTED and row.role not in _PARTS:
            out.setdefault(new.eid, old.eid)
    return out


def _grouped(found: Sequence[Piece]) -> dict[tuple[EId, str], list[int]]:
    out: dict[tuple[EId, str], list[int]] = {}
    for position, piece in enumerate(found):
        out.setdefault((piece.eid, piece.part), []).append(position)
    return out


def _paired(
    old: Sequence[Piece], new: Sequence[Piece], was: Sequence[int], now: Sequence[int]
) -> dict[int, int | None]:
    """Pair the pieces of one name: by place where as many stand there, else the equal and alike ones."""
    if len(was) == len(now):
        return dict(zip(now, was, strict=True))
    found = pairs([old[i].text for i in was], [new[j].text for j in now])
    return {j: was[i] if i is not None else None for j, i in zip(now, found, strict=True)}


_TITLES = frozenset({"title", "docTitle"})
_MIDDLE = frozenset({"docNumber", "history", "tocTitle"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed paragraph: positions of its pieces, and the style it has in a Word file."""

    pieces: tuple[int, ...]
    style: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: the position of its caption and those of its rows."""

    caption: int
    rows: tuple[int, ...]


Printed = Paragraph | Rows


def printed(found: Sequence[Piece]) -> list[Printed]:
    """Put the pieces of an act into paragraphs: a number runs into the text that follows it."""
    return list(_printed(found))


def _printed(found: Sequence[Piece]) -> Iterator[Printed]:
    named = any(piece.part == "docTitle" for piece in found)
    lead: tuple[int, ...] = ()
    caption = -1
    rows: list[int] = []
    for position, piece in enumerate(found):
        if caption >= 0 and not piece.part.endswith("-row"):
            yield Rows(caption, tuple(rows))
            caption, rows = -1, []
        if piece.part.endswith("-row"):
            rows.append(position)
        elif piece.part.endswith("-caption"):
            if lead:
                yield Paragraph(lead, "LawText")
            lead, caption = (), position
            if piece.text:
                yield Paragraph((position,), "Head")
        elif piece.part == "number":
            if lead:
                yield Paragraph(lead, "LawText")
            lead = (position,)
        elif piece.part != "title" or not named:
            yield Paragraph((*lead, position), _style(piece))
            lead = ()
    if caption >= 0:
        yield Rows(caption, tuple(rows))
    if lead:
        yield Paragraph(lead, "LawText")


def _style(piece: Piece) -> str:
    if piece.part in _TITLES:
        return "Title"
    if piece.part == "heading" and (piece.level is None or piece.level in HEADED):
        return "LawHeading"
    return "LawCentred" if piece.part in _MIDDLE else "Plain" if piece.part == "toc" else "LawText"


def shown(piece: Piece, last: bool) -> str:
    """Return the characters that a piece prints: a number is set off from the words after it."""
    return piece.text if last else piece.text + piece.gap


def text_of(paragraph: Paragraph, found: Sequence[Piece]) -> str:
    """The characters of a paragraph."""
    end = paragraph.pieces[-1]
    return "".join(shown(found[at], at == end) for at in paragraph.pieces)


def lines_of(found: Sequence[Piece]) -> list[str]:
    """List the text as printed, a string for each paragraph and each paragraph of a cell."""
    out: list[str] = []
    for item in printed(found):
        if isinstance(item, Paragraph):
            out.append(text_of(item, found))
        else:
            out += [
                line for at in item.rows for cell in found[at].text.split("\t") for line in cell.split("\n")
            ]
    return out
