"""All days cut into periods where the standing of a work changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from compendium.catalog import Work
from compendium.timeline import Status, end_of, standing, start_of


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both included, None for open; how the work stood, and the version that held."""

    first: date | None
    last: date | None
    status: Status
    index: int
    certain: bool


def periods(work: Work) -> list[Period]:
    """All days cut where the standing of a work changes, the earliest first."""
    versions = work.expressions
    starts = {start for start, _ in map(start_of, versions) if start is not None}
    ends = {end[0] for index in range(len(versions)) if (end := end_of(versions, index))}
    cuts = sorted(starts | ends)
    days: list[date | None] = [None, *cuts]
    rows: list[Period] = []
    for first, following in zip(days, [*cuts, None], strict=True):
        day = first or (cuts[0] - timedelta(days=1) if cuts and cuts[0] > date.min else None)
        if day is None:
            continue
        now = standing(versions, day)
        last = following - timedelta(days=1) if following else None
        previous = rows[-1] if rows else None
        if previous and (previous.status, previous.index) == (now.status, now.index):
            rows[-1] = Period(previous.first, last, now.status, now.index, previous.certain)
        else:
            rows.append(Period(first, last, now.status, now.index, now.certain))
    return rows
