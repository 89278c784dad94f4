"""What the browser is given first: every work and version, the days, the files.

With it alone titles, issuers, numbers, days, statuses and classes are told; what stands in the texts is
looked up in the files of `postings`, and what they read in those of `chunks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from compendium.law.kinds import ActKind
from compendium.law.timeline import Status, version_status
from compendium.library.catalog import Work
from compendium.library.config import Category
from compendium.library.facts import Facts
from compendium_build.edition.edition import Edition
from compendium_build.search.documents import NEVER, Part
from compendium_build.websearch.pools import Place, Pool, versions_of

FORMAT = 2
"""Raise it when the files change their form, so that no script reads those of another."""

PART_CODES = {
    Part.TITLE: "T",
    Part.FRONT: "F",
    Part.HEADING: "H",
    Part.PROVISION: "P",
    Part.ATTACHMENT: "A",
    Part.CONCLUSIONS: "C",
}
STATUSES = (
    Status.NOT_YET,
    Status.IN_FORCE,
    Status.SUPERSEDED,
    Status.REPEALED,
    Status.EXPIRED,
    Status.SUSPENDED,
    Status.NOT_HELD,
)
_LANGUAGES = ("zho", "eng")


def directory_value(
    edition: Edition, works: Sequence[Work], pools: Sequence[Pool], files: Mapping[str, Any]
) -> dict[str, Any]:
    """The directory; `files` tells the number of files of each sort and their stamps."""
    kinds = list(ActKind)
    issuers = sorted({facts.issuer for work in works for facts, _ in versions_of(work)})
    return {
        "format": FORMAT,
        "day": edition.as_of.toordinal(),
        "kinds": [[kind.value, kind.chinese] for kind in kinds],
        "issuers": issuers,
        "statuses": [status.value for status in STATUSES],
        "classes": list(_classes(edition.scheme)),
        **files,
        "works": [_work(edition, work, pool, issuers) for work, pool in zip(works, pools, strict=True)],
    }


def _classes(scheme: Sequence[Category], depth: int = 0) -> list[list[Any]]:
    """The classes in order, as [id, title, depth]."""
    out: list[list[Any]] = []
    for category in scheme:
        out.append([category.id, category.title, depth])
        out += _classes(category.children, depth + 1)
    return out


def _work(edition: Edition, work: Work, pool: Pool, issuers: Sequence[str]) -> list[Any]:
    """[folder, parts of the units, number of the version shown, versions]."""
    versions = versions_of(work)
    current = edition.current(work)
    parts = "".join(PART_CODES[unit.part] for unit in pool.units)
    shown = next(n for n, (facts, _) in enumerate(versions) if facts is current)
    rows = []
    title = ""
    for (facts, interval), places in zip(versions, pool.versions, strict=True):
        rows.append(
            _version(
                work,
                facts,
                interval=interval,
                places=places,
                units=len(pool.units),
                issuers=issuers,
                before=title,
            )
        )
        title = facts.title
    return [work.folder, parts, shown, rows]


def _version(
    work: Work,
    facts: Facts,
    *,
    interval: tuple[date | None, date | None],
    places: Sequence[Place],
    units: int,
    issuers: Sequence[str],
    before: str,
) -> list[Any]:
    """[date, language, title or 0 for the last one's, issuer, number, start, until, statuses, units, …]."""
    start, until = ((day.toordinal() if day else NEVER) for day in interval)
    row: list[Any] = [
        facts.date.isoformat(),
        _LANGUAGES.index(facts.language),
        0 if facts.title == before else facts.title,
        issuers.index(facts.issuer),
        facts.number,
        start,
        until if until != NEVER else 0,
        _statuses(work, facts),
        _ranges([place.unit for place in places], units),
        list(facts.subjects),
        _own_days(places),
    ]
    while not row[-1]:
        row.pop()
    return row


def _statuses(work: Work, facts: Facts) -> list[int]:
    """The status of a version through time: each followed by the day from which the next one holds."""
    versions = work.expressions if facts in work.expressions else work.translations
    index = versions.index(facts)
    days = sorted(_turning_days(work))
    told = [(date.min, version_status(versions, index, days[0] - timedelta(days=1)))] if days else []
    told += [(day, version_status(versions, index, day)) for day in days]
    told = told or [(date.min, version_status(versions, index, facts.date))]
    out: list[int] = []
    for status, run in groupby(told, key=lambda row: row[1]):
        first = next(run)[0]
        out += ([first.toordinal()] if out else []) + [STATUSES.index(status)]
    return out


def _turning_days(work: Work) -> set[date]:
    """All days on which the status of a version can change."""
    days = {facts.date for facts in (*work.expressions, *work.translations)}
    for facts in (*work.expressions, *work.translations):
        days |= {commencement.date for commencement in facts.commencements if commencement.date}
        days |= {event.date for event in facts.events}
    return {day for day in days if day > date.min}


def _ranges(units: Sequence[int], of_all: int) -> list[int]:
    """A list of numbers as [first, how many, first, how many …]; nothing when it is all there are, in order.

    >>> _ranges([0, 1, 2], 3), _ranges([0, 1, 7, 3], 8)
    ([], [0, 2, 7, 1, 3, 1])
    """
    out: list[int] = []
    for unit in units:
        if out and unit == out[-2] + out[-1]:
            out[-1] += 1
        else:
            out += [unit, 1]
    return [] if out == [0, of_all] else out


def _own_days(places: Sequence[Place]) -> list[int]:
    """The places that begin on a day of their own, as [order, day, order, day …]."""
    return [number for order, place in enumerate(places) if place.begins for number in (order, place.begins)]
