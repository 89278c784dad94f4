"""Match the provisions of two texts: by their wIds, then by their words.

Tables are matched row by row, and rows cell by cell, so that a row added is told as a row added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import partial

from compendium.compare.align import pairs
from compendium.compare.marks import deleted, equal, inserted, mark
from compendium.compare.order import merged
from compendium.compare.places import Standings, standings
from compendium.compare.rows import Kind, Role, Row, Side
from compendium.compare.wording import Sides, compare_words, wording
from compendium.law.act import Act, Cell, Provision, Table
from compendium.law.identifiers import EId
from compendium.law.kinds import HEADED, Level

TELLING = 10
"""Characters from which equal words make two provisions without a common wId one."""
_CLASS = {
    Level.ARTICLE: "unit",
    Level.LEVEL: "unit",
    Level.PARAGRAPH: "paragraph",
    Level.RECITAL: "recital",
    Level.POINT: "item",
    Level.INDENT: "item",
    Level.SUBINDENT: "item",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The pairs of a comparison, either way, by the identity of the provision."""

    old: Standings
    new: Standings
    before: dict[int, Provision] = field(default_factory=dict)
    after: dict[int, Provision] = field(default_factory=dict)
    stated: dict[int, tuple[Provision, ...]] = field(default_factory=dict)
    given: dict[int, tuple[Provision, ...]] = field(default_factory=dict)

    def pair(self, old: Provision, new: Provision) -> None:
        """Take two provisions to be one."""
        self.before[id(new)] = old
        self.after[id(old)] = new

    def partner(self, new: Provision) -> Provision | None:
        """Find the provision before of one after."""
        return self.before.get(id(new))

    def successor(self, old: Provision) -> Provision | None:
        """Find the provision after of one before."""
        return self.after.get(id(old))

    def sources(self, new: Provision) -> list[Provision]:
        """List the 条 before that have given text to a 条 after, its own first."""
        found = [self.partner(new), *self.stated.get(id(new), ())]
        found += [self._unit(self.old, self.partner(p)) for p in _below(new)]
        return _distinct(found)

    def receivers(self, old: Provision) -> list[Provision]:
        """List the 条 after that have taken text from a 条 before, its own first."""
        found = [self.successor(old), *self.given.get(id(old), ())]
        found += [self._unit(self.new, self.successor(p)) for p in _below(old)]
        return _distinct(found)

    @staticmethod
    def _unit(where: Standings, provision: Provision | None) -> Provision | None:
        return where[id(provision)].unit if provision is not None else None


def match(before: Act, after: Act, origins: Mapping[EId, Sequence[EId]]) -> Matching:
    """Pair the provisions of two texts; `origins` names by eId what is known of splits and joins."""
    matching = Matching(old=standings(before), new=standings(after))
    _by_wid(before, after, matching)
    for levels in (("unit", "recital"), ("paragraph", "item")):
        _by_words(before, after, levels, matching)
    _stated(before, after, origins, matching)
    _renewed(after, matching)
    return matching


def _class_of(provision: Provision) -> str:
    return provision.level.value if provision.level in HEADED else _CLASS[provision.level]


def _by_wid(before: Act, after: Act, matching: Matching) -> None:
    by_wid: dict[tuple[str, str], Provision] = {}
    for provision in before.provisions():
        by_wid.setdefault((_class_of(provision), provision.wid), provision)
    for provision in after.provisions():
        old = by_wid.pop((_class_of(provision), provision.wid), None)
        if old is not None:
            matching.pair(old, provision)


def _by_words(before: Act, after: Act, levels: tuple[str, ...], matching: Matching) -> None:
    """Pair what is left where its words are the same and occur once."""
    old = _once(p for p in before.provisions() if matching.successor(p) is None and _class_of(p) in levels)
    new = _once(p for p in after.provisions() if matching.partner(p) is None and _class_of(p) in levels)
    for key, provision in new.items():
        if key in old:
            _pair_all(old[key], provision, matching)


def _pair_all(old: Provision, new: Provision, matching: Matching) -> None:
    """Pair two provisions of the same words, and what stands below them."""
    if matching.partner(new) is None and matching.successor(old) is None:
        matching.pair(old, new)
        if [words(p) for p in old.children] == [words(p) for p in new.children]:
            for one, other in zip(old.children, new.children, strict=True):
                _pair_all(one, other, matching)


def _once(provisions: Iterable[Provision]) -> dict[tuple[str, str], Provision]:
    found: dict[tuple[str, str], list[Provision]] = {}
    for provision in provisions:
        text = words(provision)
        if len(text) >= TELLING:
            found.setdefault((_class_of(provision), text), []).append(provision)
    return {key: group[0] for key, group in found.items() if len(group) == 1}


def words(provision: Provision) -> str:
    """Return all that a provision itself says, without its number and those below it."""
    own = "".join(block.text for block in provision.blocks)
    tail = "".join(block.text for block in provision.tail)
    return provision.heading + own + "".join(words(child) for child in provision.children) + tail


def _stated(before: Act, after: Act, origins: Mapping[EId, Sequence[EId]], matching: Matching) -> None:
    known = {p.eid: p for p in before.provisions()} if origins else {}
    for provision in after.provisions() if origins else ():
        units = [matching.old[id(known[e])].unit for e in origins.get(provision.eid, ()) if e in known]
        if unit := matching.new[id(provision)].unit:
            matching.stated[id(unit)] = (*matching.stated.get(id(unit), ()), *_distinct(units))
            for old in _distinct(units):
                matching.given[id(old)] = (*matching.given.get(id(old), ()), unit)


def _renewed(after: Act, matching: Matching) -> None:
    """Pair a 条 that has all it has from one that is gone and gave nothing to any other."""
    for provision in after.provisions():
        if _class_of(provision) == "unit" and matching.partner(provision) is None:
            sources = matching.sources(provision)
            gone = len(sources) == 1 and matching.successor(sources[0]) is None
            if gone and len(matching.receivers(sources[0])) == 1:
                matching.pair(sources[0], provision)


def _below(provision: Provision) -> Iterator[Provision]:
    for child in provision.children:
        yield from child.walk()


def _distinct(provisions: Iterable[Provision | None]) -> list[Provision]:
    return list({id(p): p for p in provisions if p is not None}.values())


Line = tuple[Cell, ...]


def compare_tables(old: Table | None, new: Table | None, sides: Sides) -> Row:
    """Compare two tables; None where there is none. The caption stands in `heading`."""
    before, after = (replace(side, place=f"{side.place}附表") if side else None for side in sides)
    below = tuple(_rows(old.rows if old else (), new.rows if new else (), (before, after)))
    if old is None or new is None:
        caption = inserted(new.caption) if new else deleted(old.caption) if old else ()
        kind = Kind.ADDED if new else Kind.DELETED
        return Row(role=Role.TABLE, kind=kind, before=before, after=after, heading=caption, below=below)
    heading = mark(old.caption, new.caption)
    if old == new:
        return Row(
            role=Role.TABLE, kind=Kind.UNCHANGED, before=before, after=after, heading=heading, below=below
        )
    formal = old.caption == new.caption and all(row.form or row.kind is Kind.UNCHANGED for row in below)
    return Row(
        role=Role.TABLE,
        kind=Kind.AMENDED,
        before=before,
        after=after,
        heading=heading,
        below=below,
        form=formal,
    )


def _rows(old: Sequence[Line], new: Sequence[Line], sides: Sides) -> Iterator[Row]:
    partners = _partners([_key(line) for line in old], [_key(line) for line in new])
    for i, j, moved in merged(partners, len(old)):
        before = _at(sides[0], f"第{i + 1}行") if i is not None else None
        after = _at(sides[1], f"第{j + 1}行") if j is not None else None
        one, other = old[i] if i is not None else None, new[j] if j is not None else None
        yield _row(one, other, (before, after), moved)


def _row(old: Line | None, new: Line | None, sides: Sides, moved: bool) -> Row:
    below = tuple(_cells(old or (), new or (), sides))
    row = partial(Row, role=Role.TABLE_ROW, before=sides[0], after=sides[1], below=below)
    if old is None or new is None:
        return row(kind=Kind.DELETED if new is None else Kind.ADDED)
    if old == new:
        return row(kind=Kind.MOVED if moved else Kind.UNCHANGED, moved=moved)
    formal = not moved and all(row.form or row.kind is Kind.UNCHANGED for row in below)
    return row(kind=Kind.AMENDED, moved=moved, form=formal)


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
