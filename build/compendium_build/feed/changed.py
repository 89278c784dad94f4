"""Which provisions a version changed, found by comparing it with the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from compendium.comparing import Kind as Became
from compendium.comparing import KIND_NAMES, TEXTUAL, UNITS, Comparison, Role, compare
from compendium.model import Act, ModType

_TOLD = UNITS | {Role.ATTACHMENT, Role.RECITAL, Role.TITLE, Role.CONCLUSIONS}
_HEADINGS = {Role.PART, Role.SUBPART, Role.CHAPTER, Role.SECTION}
_ORDER = {kind: position for position, kind in enumerate(KIND_NAMES)}


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a provision: `place` is 第三条, `eid` its place now, `was` those before."""

    kind: Became
    place: str
    eid: str = ""
    was: tuple[str, ...] = ()


def changed_provisions(before: Act, after: Act) -> tuple[Changed, ...]:
    """Say what became of each 条, in the order of the text; a new number alone counts too.

    What the decision states of divided and joined 条 is followed. Its statements alone would not do:
    they speak of the text after, in which a deleted 条 has no place.
    """
    origins = {
        change.eid: change.was
        for change in after.changes
        if change.before == before.date and change.type in (ModType.SPLIT, ModType.JOIN)
    }
    return tuple(_of_rows(compare(before, after, origins)))


def _of_rows(comparison: Comparison) -> Iterator[Changed]:
    for row in comparison.walk():
        told = row.role in _TOLD and row.kind in TEXTUAL | {Became.RENUMBERED}
        headed = row.role in _HEADINGS and row.kind in (Became.ADDED, Became.DELETED, Became.AMENDED)
        if row.kind is Became.DEPARTED or not (told or headed):
            continue
        eid = row.after.eid if row.after else ""
        sides = row.origins or ((row.before,) if row.before else ())
        was = tuple(side.eid for side in sides if side.eid)
        yield Changed(row.kind, row.place, eid, was)


def changed_words(changes: Iterable[Changed], most: int = 30) -> str:
    """Say it in a sentence for each kind: 修改：第三条、第五条。新增：第六条."""
    rows = sorted(dict.fromkeys((c.kind, c.place) for c in changes), key=lambda row: _ORDER[row[0]])
    told = []
    for kind, group in groupby(rows, key=lambda row: row[0]):
        places = [place for _, place in group]
        more = f"等{len(places)}处" if len(places) > most else ""
        told.append(f"{KIND_NAMES[kind]}：{'、'.join(places[:most])}{more}。")
    return "".join(told)
