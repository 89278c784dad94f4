"""The texts to show, in files that a browser takes for the hits on a page only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from compendium.library.facts import Facts
from compendium_build.websearch.pools import Place, Pool

_PROVISIONS = 45


def chunk_count(versions: Sequence[Facts]) -> int:
    """How many files the texts of a work are divided into; told without reading them."""
    return max(len(facts.labels) for facts in versions) // _PROVISIONS + 1


def chunk_values(pool: Pool, chunks: int) -> list[dict[str, Any]]:
    """What each file says of its units: text, and where it stands in which versions.

    A place is [eId, label, number of its headings]; the versions follow where the unit has several places.
    """
    standing: list[dict[Place, list[int]]] = [defaultdict(list) for _ in pool.units]
    for version, places in enumerate(pool.versions):
        for place in places:
            standing[place.unit][place].append(version)
    units: list[list[Any]] = [[] for _ in range(chunks)]
    headings: list[dict[tuple[str, ...], int]] = [{} for _ in range(chunks)]
    for unit, places_of_unit in zip(pool.units, standing, strict=True):
        chunk = pool.chunk_of(unit, chunks)
        known = headings[chunk]
        rows = [_row(place, held, known, len(places_of_unit) > 1) for place, held in places_of_unit.items()]
        units[chunk].append([unit.text, rows])
    return [
        {"headings": list(map(list, known)), "units": rows}
        for known, rows in zip(headings, units, strict=True)
    ]


def _row(place: Place, versions: list[int], known: dict[tuple[str, ...], int], several: bool) -> list[Any]:
    row = [place.eid, place.label, known.setdefault(place.headings, len(known))]
    return [*row, versions] if several else row
