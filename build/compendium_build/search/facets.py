"""Counting hits by facet: every filter is about versions, so the hits of each version are enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from compendium.model import ActKind
from compendium_build.search.api import Count
from compendium_build.search.request import Request
from compendium_build.search.versions import FACETS, Facet, Shelf

_LANGUAGES = {"zho": "中文", "eng": "英文"}


@dataclass(frozen=True, slots=True)
class Counts:
    """`chosen` are the versions that pass, `hits` the hits of every version, `total` those of the chosen."""

    chosen: frozenset[int]
    hits: Mapping[int, int]
    total: int
    facets: dict[Facet, tuple[Count, ...]]


def counted(shelf: Shelf, hits: Mapping[int, int], request: Request) -> Counts:
    """Count hits under each value of each facet.

    The counts of a facet leave its own filter aside: they tell what choosing another value would give.
    """
    chosen = []
    valued = shelf.values(request.day)
    filters = [(FACETS.index(facet), wanted) for facet, wanted in request.filters.items() if wanted]
    every = range(len(FACETS))
    hits_by: list[dict[str, int]] = [defaultdict(int) for _ in every]
    versions_by: list[dict[str, int]] = [defaultdict(int) for _ in every]
    for number, count in hits.items():
        if request.work and shelf.by_no[number].work != request.work:
            continue
        values = valued[number]
        failed = [at for at, wanted in filters if wanted.isdisjoint(values[at])]
        if len(failed) > 1:
            continue
        if not failed:
            chosen.append(number)
        for at in failed or every:
            for value in values[at]:
                hits_by[at][value] += count
                versions_by[at][value] += 1
    facets = {
        facet: tuple(_counts(facet, hits_by[at], versions_by[at], request)) for at, facet in enumerate(FACETS)
    }
    return Counts(frozenset(chosen), hits, sum(hits[number] for number in chosen), facets)


def _counts(
    facet: Facet, hits: Mapping[str, int], versions: Mapping[str, int], request: Request
) -> list[Count]:
    chosen = request.filters.get(facet, frozenset())
    values = {*hits, *chosen}
    found = [Count(v, label_of(facet, v), hits.get(v, 0), versions.get(v, 0), v in chosen) for v in values]
    if facet is Facet.YEAR:
        return sorted(found, key=lambda count: count.value, reverse=True)
    return sorted(found, key=lambda count: (-count.hits, count.value))


def label_of(facet: Facet, value: str) -> str:
    """What people call a value; classes are named by corpus.toml, which the index does not know."""
    if facet is Facet.KIND and value in set(ActKind):
        return ActKind(value).chinese
    return _LANGUAGES.get(value, value) if facet is Facet.LANGUAGE else value
