"""Judged queries: how near the answers come to what a lawyer would want, as nDCG@10 and recall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log2
from pathlib import Path

from compendium_build.search import Index, Request, search

JUDGED = Path(__file__).with_name("judged.tsv")
_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the places it should find, (title, eId), each with its worth: 3 is what was meant."""

    query: str
    worth: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Quality:
    """The mean nDCG@10 and the mean share of the wanted places that are found at all."""

    queries: int
    ndcg: float
    recall: float


def judged() -> list[Judged]:
    """Read the table: query, title, places as eId=worth (title=3 for the act as a whole)."""
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for line in JUDGED.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            query, title, places = line.split("\t")
            for place in places.split():
                eid, _, worth = place.partition("=")
                found[query][title, "" if eid == "title" else eid] = int(worth)
    return [Judged(query, worth) for query, worth in found.items()]


def quality(index: Index, queries: Sequence[Judged], day: date, synonyms: bool) -> Quality:
    """Ask every query and hold the answers against the table."""
    rows = [_one(index, one, day, synonyms) for one in queries]
    count = len(rows)
    return Quality(count, sum(row[0] for row in rows) / count, sum(row[1] for row in rows) / count)


def _one(index: Index, one: Judged, day: date, synonyms: bool) -> tuple[float, float]:
    """nDCG@10 and recall of one query."""
    shown = places(index, Request(query=one.query, day=day, limit=50, per_work=_DEPTH, synonyms=synonyms))
    gain = sum(one.worth.get(place, 0) / log2(rank + 2) for rank, place in enumerate(shown[:_DEPTH]))
    best = sorted(one.worth.values(), reverse=True)[:_DEPTH]
    ideal = sum(worth / log2(rank + 2) for rank, worth in enumerate(best))
    every = set(
        places(index, Request(query=one.query, day=day, limit=1000, per_work=1000, synonyms=synonyms))
    )
    return gain / ideal, len(one.worth.keys() & every) / len(one.worth)


def places(index: Index, request: Request) -> list[tuple[str, str]]:
    """What an answer shows, from top to bottom: places cited, regulations named, hits by regulation."""
    answer = search(index, request)
    shown: list[tuple[str, str]] = [(jump.act.title, jump.eid) for jump in answer.jumps]
    shown += [(named.act.title, "") for named in answer.named]
    shown += [(hit.act.title, hit.eid) for hit in answer.hits]
    return list(dict.fromkeys(shown))
