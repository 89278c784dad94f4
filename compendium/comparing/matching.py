"""Which provision of one text is which of the other: by its wId, then by its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compendium.comparing.places import Standings, standings
from compendium.model import HEADED, Act, Level, Provision

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


@dataclass(frozen=True, slots=True)
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
        """The provision before of one after."""
        return self.before.get(id(new))

    def successor(self, old: Provision) -> Provision | None:
        """The provision after of one before."""
        return self.after.get(id(old))

    def sources(self, new: Provision) -> list[Provision]:
        """The 条 before that have given text to a 条 after, its own first."""
        found = [self.partner(new), *self.stated.get(id(new), ())]
        found += [self._unit(self.old, self.partner(p)) for p in _below(new)]
        return _distinct(found)

    def receivers(self, old: Provision) -> list[Provision]:
        """The 条 after that have taken text from a 条 before, its own first."""
        found = [self.successor(old), *self.given.get(id(old), ())]
        found += [self._unit(self.new, self.successor(p)) for p in _below(old)]
        return _distinct(found)

    @staticmethod
    def _unit(where: Standings, provision: Provision | None) -> Provision | None:
        return where[id(provision)].unit if provision is not None else None


def match(before: Act, after: Act, origins: Mapping[str, Sequence[str]]) -> Matching:
    """Pair the provisions of two texts; `origins` names by eId what is known of splits and joins."""
    matching = Matching(standings(before), standings(after))
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
    """All that a provision says, its number and those below it left out."""
    own = "".join(block.text for block in provision.blocks)
    tail = "".join(block.text for block in provision.tail)
    return provision.heading + own + "".join(words(child) for child in provision.children) + tail


def _stated(before: Act, after: Act, origins: Mapping[str, Sequence[str]], matching: Matching) -> None:
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
