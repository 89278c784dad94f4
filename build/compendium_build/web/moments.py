"""Pages that resolve a moment: which version held on which day, and the address of the latest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from functools import partial

from compendium.catalog import Work
from compendium.days import day_words
from compendium.timeline import Status, end_of, standing, start_of
from compendium_build.addresses import dates_page, latest_page, relative, version_page, work_page
from compendium_build.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.wording import version_name

_HOLDS = frozenset({Status.IN_FORCE})


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both included, None for open; how the work stood, and the version that held."""

    first: date | None
    last: date | None
    status: Status
    index: int
    certain: bool

    @property
    def words(self) -> str:
        """The days in words."""
        if self.first is None:
            return f"{day_words(self.last)}以前" if self.last else "全部日期"
        return (
            f"{day_words(self.first)}至{day_words(self.last)}"
            if self.last
            else f"{day_words(self.first)}以后"
        )


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


def moment_artifacts(site: Site, work: Work) -> Iterator[Artifact]:
    """The page of periods and the address of the latest version."""
    facts = site.edition.current(work)
    names = [version_name(work.expressions, index) for index in range(len(work.expressions))]
    told = [astuple(period) for period in periods(work)]
    key = site.key("dates", work.folder, facts.title, names, told)
    yield Artifact(dates_page(work), key, partial(_dates, site, work))
    key = site.key("latest", work.folder, facts.title)
    yield Artifact(latest_page(work), key, partial(_latest, site, work))


def _dates(site: Site, work: Work) -> bytes:
    page = dates_page(work)
    versions = work.expressions
    rows = [
        (
            period,
            version_name(versions, period.index),
            relative(page, version_page(work, versions[period.index])),
        )
        for period in reversed(periods(work))
    ]
    undated = [
        (version_name(versions, index), relative(page, version_page(work, facts)))
        for index, facts in enumerate(versions)
        if start_of(facts)[0] is None
    ]
    return site.render(
        "dates.html",
        page,
        title=site.edition.current(work).title,
        work_href=relative(page, work_page(work)),
        periods=rows,
        undated=undated,
        holds=_HOLDS,
        uncertain=any(not period.certain for period, _, _ in rows if period.status in _HOLDS),
    )


def _latest(site: Site, work: Work) -> bytes:
    page = latest_page(work)
    title = site.edition.current(work).title
    return site.render("latest.html", page, title=title, href=relative(page, work_page(work)))
