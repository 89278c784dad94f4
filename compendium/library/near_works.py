"""Works of a corpus whose titles are nearly the same, told by their facts.

A character more is told at once; another character, another word or a place only where the texts themselves
look like one: of one day or of one issuer, and built alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from compendium.law.kinds import DECISIONS, NATIONAL, ActKind
from compendium.law.names import quoted
from compendium.law.near_titles import Near, Nearness, NearTitles
from compendium.law.timeline import end_of, first_day, start_of
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts

_HIGHER = NATIONAL | {ActKind.DEPARTMENTAL_RULE, ActKind.JUDICIAL_INTERPRETATION}
_ALIKE = 0.9
"""The part of all places of two texts that both have, from which on they are built alike."""
_TOLD = 10
"""Places that a text needs for its structure to tell something."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two works with nearly the same title, the earlier first."""

    earlier: Facts
    later: Facts
    near: Near

    def words_on(self, facts: Facts) -> str:
        """Say on one of the two in what the other differs, and what that may mean."""
        other = self.earlier if facts is self.later else self.later
        told = f"与{quoted(other.title)}{self.near.words}"
        if self.near.kind is Nearness.TRIAL and first_day(self.earlier) < first_day(self.later):
            names = f"{quoted(self.earlier.title)}可能已被{quoted(self.later.title)}代替"
            return f"{told}；{names}，库中没有记载"
        return told


class NearWorks:
    """The works of a corpus by the titles of their versions; decisions are left out."""

    def __init__(self, catalog: Catalog) -> None:
        self._by_title: dict[str, list[Work]] = defaultdict(list)
        for work in catalog.works:
            for title in dict.fromkeys(facts.title for facts in work.expressions):
                if work.kind not in DECISIONS and work.expressions[0].language == "zho":
                    self._by_title[title].append(work)

    @cached_property
    def _titles(self) -> NearTitles:
        return NearTitles(self._by_title)

    def pairs(self, works: Iterable[Work]) -> Iterator[Pair]:
        """List the pairs that some works make with any of the corpus, each once."""
        seen: set[frozenset[str]] = set()
        for work in works:
            for other, near in self.near(work.expressions[-1]):
                both = frozenset((work.uri, other.uri))
                if len(both) == 2 and both not in seen and not _follows(work, other):
                    seen.add(both)
                    yield paired(work.expressions[-1], other.expressions[-1], near)

    def near(self, facts: Facts) -> Iterator[tuple[Work, Near]]:
        """List the works whose title is nearly that of a text, and that may be the same act or one anew."""
        if facts.kind in DECISIONS:
            return
        for near in self._titles.find(facts.title):
            for other in self._by_title[near.title]:
                if is_telling(near.kind, facts, other.expressions[-1]):
                    yield other, near


def paired(one: Facts, two: Facts, near: Near) -> Pair:
    """Put two texts in order of time; those of one day by their files."""
    earlier, later = sorted((one, two), key=lambda facts: (first_day(facts), facts.path))
    return Pair(earlier, later, near)


def is_telling(kind: Nearness, one: Facts, two: Facts) -> bool:
    """Whether nearly the same title of two texts is worth a person's look."""
    if (one.kind in _HIGHER) != (two.kind in _HIGHER):
        return False
    same_day = first_day(one) == first_day(two)
    match kind:
        case Nearness.TRIAL | Nearness.ADDED:
            return True
        case Nearness.PLACE:
            return same_day or (one.kind is two.kind and one.issuer == two.issuer != "")
        case _:
            return same_day and _built_alike(one, two)


def _built_alike(one: Facts, two: Facts) -> bool:
    places = [{eid for eid, _ in facts.labels} for facts in (one, two)]
    every = len(places[0] | places[1])
    return every >= _TOLD and len(places[0] & places[1]) >= _ALIKE * every


def _follows(one: Work, two: Work) -> bool:
    """Whether one of two works had ended when the other began, so that both never held together."""
    for before, after in ((one, two), (two, one)):
        end, start = end_of(before.expressions), start_of(after.expressions[0])[0]
        if end and start and end[0] <= start:
            return True
    return False
