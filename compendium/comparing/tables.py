"""Tables compared row by row, and rows cell by cell: a row added is a row added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from compendium.align import pairs
from compendium.comparing.marks import deleted, equal, inserted, mark
from compendium.comparing.order import merged
from compendium.comparing.rows import Kind, Role, Row, Side
from compendium.comparing.wording import Sides, compare_words, wording
from compendium.model import Cell, Table

Line = tuple[Cell, ...]


def compare_tables(old: Table | None, new: Table | None, sides: Sides) -> Row:
    """Compare two tables; None where there is none. The caption stands in `heading`."""
    before, after = (replace(side, place=f"{side.place}附表") if side else None for side in sides)
    below = tuple(_rows(old.rows if old else (), new.rows if new else (), (before, after)))
    if old is None or new is None:
        caption = inserted(new.caption) if new else deleted(old.caption) if old else ()
        kind = Kind.ADDED if new else Kind.DELETED
        return Row(Role.TABLE, kind, before, after, caption, below=below)
    heading = mark(old.caption, new.caption)
    if old == new:
        return Row(Role.TABLE, Kind.UNCHANGED, before, after, heading, below=below)
    formal = old.caption == new.caption and all(row.form or row.kind is Kind.UNCHANGED for row in below)
    return Row(Role.TABLE, Kind.AMENDED, before, after, heading, below=below, form=formal)


def _rows(old: Sequence[Line], new: Sequence[Line], sides: Sides) -> Iterator[Row]:
    partners = _partners([_key(line) for line in old], [_key(line) for line in new])
    for i, j, moved in merged(partners, len(old)):
        before = _at(sides[0], f"第{i + 1}行") if i is not None else None
        after = _at(sides[1], f"第{j + 1}行") if j is not None else None
        one, other = old[i] if i is not None else None, new[j] if j is not None else None
        yield _row(one, other, (before, after), moved)


def _row(old: Line | None, new: Line | None, sides: Sides, moved: bool) -> Row:
    below = tuple(_cells(old or (), new or (), sides))
    if old is None or new is None:
        return Row(Role.TABLE_ROW, Kind.DELETED if new is None else Kind.ADDED, *sides, below=below)
    if old == new:
        return Row(Role.TABLE_ROW, Kind.MOVED if moved else Kind.UNCHANGED, *sides, below=below, moved=moved)
    formal = not moved and all(row.form or row.kind is Kind.UNCHANGED for row in below)
    return Row(Role.TABLE_ROW, Kind.AMENDED, *sides, below=below, moved=moved, form=formal)


def _cells(old: Line, new: Line, sides: Sides) -> Iterator[Row]:
    count = min(len(old), len(new))
    partners: list[int | None] = list(range(count)) if len(old) == len(new) else [None] * len(new)
    if old and new and len(old) != len(new):
        partners = _partners([wording(c.paras) for c in old], [wording(c.paras) for c in new])
    for i, j, moved in merged(partners, len(old)):
        before = _at(sides[0], f"第{i + 1}格") if i is not None else None
        after = _at(sides[1], f"第{j + 1}格") if j is not None else None
        one, other = old[i] if i is not None else None, new[j] if j is not None else None
        row = compare_words(
            Role.CELL, one.paras if one else None, other.paras if other else None, (before, after)
        )
        if one and other and row.kind is Kind.UNCHANGED and one != other:
            row = replace(row, kind=Kind.AMENDED, form=True, marks=equal(wording(other.paras)))
        kind = Kind.MOVED if moved and row.kind is Kind.UNCHANGED else row.kind
        yield replace(row, kind=kind, moved=moved, form=row.form and not moved)


def _partners(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """Pair equal lines in order; between those, as many as there were by place, else the most alike."""
    out: list[int | None] = [None] * len(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and i2 - i1 == j2 - j1):
            out[j1:j2] = range(i1, i2)
        elif tag == "replace":
            found = pairs(old[i1:i2], new[j1:j2])
            out[j1:j2] = _by_first_cell(old[i1:i2], new[j1:j2], found, i1)
    return out


def _by_first_cell(
    old: Sequence[str], new: Sequence[str], found: Sequence[int | None], start: int
) -> list[int | None]:
    """Complete a pairing with lines that begin with the same cell: their name in most tables."""
    names = {line.split("\t")[0]: i for i, line in enumerate(old) if i not in found and "\t" in line}
    out = []
    for line, partner in zip(new, found, strict=True):
        place = names.pop(line.split("\t")[0], None) if partner is None else partner
        out.append(None if place is None else start + place)
    return out


def _key(line: Line) -> str:
    return "\t".join(wording(cell.paras) for cell in line)


def _at(side: Side | None, step: str) -> Side | None:
    return replace(side, place=side.place + step) if side else None
