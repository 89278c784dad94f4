"""What has happened and what is to come: lists of what is new, about to come, ended; the change log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date
from functools import partial
from itertools import groupby

from compendium.law.days import BEIJING, UNKNOWN_DAY, day_words
from compendium.law.kinds import ENDING, LASTING, EventKind
from compendium.law.names import quoted
from compendium.law.timeline import OVER, Status, end_of, start_of
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.wording import pending_words
from compendium_build.edition.addresses import (
    CHANGE_LOG,
    ENDED,
    RECENT,
    UPCOMING,
    Page,
    change_log,
    relative,
    version_page,
    work_page,
)
from compendium_build.edition.artifacts import Artifact
from compendium_build.edition.edition import Edition, Happening, happenings, work_happenings
from compendium_build.web.context import Site
from compendium_build.web.language import Tongue, happened, happened_in_short, on

MOST = 60
_NEVER = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happens to an act on a day; `day` is empty while none is fixed.

    `short` says what in a word, `words` whole; `is_law` that these words are the law's own and Chinese.
    """

    iso: str
    day: str
    title: str
    page: Page
    short: str
    words: str
    is_law: bool = False
    entered: str = ""


def past_lines(site: Site, tongue: Tongue) -> list[Line]:
    """List all that has happened by the edition's day, the newest first."""
    entered = entered_on(site.edition)
    day = site.edition.as_of
    told = [h for h in happenings(site.edition) if UNKNOWN_DAY < h.event.date <= day]
    return [_line(h, entered, tongue) for h in told]


def _line(happening: Happening, entered: dict[str, date], tongue: Tongue) -> Line:
    event, facts = happening.event, happening.facts
    day = entered.get(facts.path)
    return Line(
        iso=event.date.isoformat(),
        day=on(event.date, tongue),
        title=facts.title,
        page=version_page(happening.work, facts),
        short=happened_in_short(event.kind, happening.is_partial, tongue),
        words=happened(happening, tongue),
        is_law=False,
        entered=day.isoformat() if day else "",
    )


def entered_on(edition: Edition) -> dict[str, date]:
    """Tell by path the day each version first entered the corpus; empty where there are no commits."""
    found: dict[str, date] = {}
    for step in edition.past.steps if edition.past else ():
        for path, digest in step.files.items():
            if digest:
                found.setdefault(path, step.when.astimezone(BEIJING).date())
    return found


def coming_lines(site: Site, tongue: Tongue) -> list[Line]:
    """List what is about to take effect or to end, the nearest first, what has no day yet last."""
    found = [row for work in site.edition.catalog.works for row in _coming(site, work, tongue)]
    found.sort(key=lambda row: (row[0], row[1], row[2]))
    return [
        Line(
            iso="" if day is _NEVER else day.isoformat(),
            day="" if day is _NEVER else on(day, tongue),
            title=title,
            page=page,
            short=words,
            words=words,
        )
        for day, title, page, words in found
    ]


def _coming(site: Site, work: Work, tongue: Tongue) -> Iterator[tuple[date, str, Page, str]]:
    day = site.edition.as_of
    now = site.edition.standing(work)
    if now.status in OVER:
        return
    for index, facts in enumerate(work.expressions):
        page = version_page(work, facts)
        start, _ = start_of(facts)
        if start is None:
            yield _NEVER, facts.title, page, tongue["open_day"]
        elif start > day:
            yield start, facts.title, page, tongue["new_text_starts" if index else "starts"]
        if index >= now.index:
            yield from _partly(facts, page, day, tongue)
    for happening in work_happenings(work):
        event = happening.event
        if event.kind in LASTING - ENDING and event.date > day:
            said = happened_in_short(event.kind, happening.is_partial, tongue)
            yield event.date, happening.facts.title, version_page(work, happening.facts), said
    end = end_of(work.expressions)
    if end and end[0] > day:
        yield (
            end[0],
            work.title,
            work_page(work),
            tongue["repealed_from" if end[1] is EventKind.REPEAL else "expires"],
        )


def _partly(facts: Facts, page: Page, day: date, tongue: Tongue) -> Iterator[tuple[date, str, Page, str]]:
    """The provisions that begin later than their text."""
    for commencement in facts.commencements[1:]:
        if words := pending_words(commencement, day):
            said = tongue["part_starts"] if tongue.is_english else f"部分条文{words}"
            yield commencement.date or _NEVER, facts.title, page, said


def ended_lines(site: Site, tongue: Tongue) -> list[Line]:
    """List the acts that have ended, the last first."""
    found = []
    for work in site.edition.catalog.works:
        now = site.edition.standing(work)
        if now.status in OVER:
            facts = site.edition.current(work)
            kind = EventKind.REPEAL if now.status is Status.REPEALED else EventKind.EXPIRY
            decision = next(
                (e.decision for f in work.expressions for e in f.events if e.kind is kind and e.decision), ""
            )
            day = now.ended or UNKNOWN_DAY
            short = happened_in_short(kind, False, tongue)
            words = quoted(decision) if decision else ""
            found.append(
                Line(
                    iso=day.isoformat(),
                    day=on(day, tongue),
                    title=facts.title,
                    page=work_page(work),
                    short=short,
                    words=words,
                    is_law=True,
                )
            )
    return sorted(found, key=lambda line: (line.iso, line.page), reverse=True)


def event_artifacts(site: Site, tongue: Tongue) -> Iterator[Artifact]:
    """List the pages of events."""
    past, coming, ended = past_lines(site, tongue), coming_lines(site, tongue), ended_lines(site, tongue)
    yield _page(site, RECENT, tongue["recent"], past[:MOST], tongue)
    yield _page(site, UPCOMING, tongue["upcoming"], coming, tongue)
    yield _page(site, ENDED, tongue["ended"], ended, tongue)
    years: dict[int, list[Line]] = defaultdict(list)
    for line in past:
        years[int(line.iso[:4])].append(line)
    counts = [(year, len(lines)) for year, lines in sorted(years.items(), reverse=True)]
    newest = counts[0][0] if counts else site.edition.as_of.year
    yield _log(site, CHANGE_LOG, year=newest, lines=years.get(newest, []), counts=counts, tongue=tongue)
    for year, lines in years.items():
        yield _log(site, change_log(year), year=year, lines=lines, counts=counts, tongue=tongue)


def _page(site: Site, page: Page, name: str, lines: list[Line], tongue: Tongue) -> Artifact:
    key = site.key("events", tongue.code, page, [astuple(line) for line in lines])
    make = partial(_render, site, page, name, lines, tongue)
    return Artifact(tongue.page(page), key, make)


def _render(site: Site, page: Page, name: str, lines: list[Line], tongue: Tongue) -> bytes:
    to = partial(relative, tongue.page(page))
    return site.render(
        "events.html", page, tongue, name=name, lines=[(line, to(line.page)) for line in lines]
    )


def _log(
    site: Site,
    page: Page,
    *,
    year: int,
    lines: list[Line],
    counts: list[tuple[int, int]],
    tongue: Tongue,
) -> Artifact:
    key = site.key("log", tongue.code, page, year, counts, [astuple(line) for line in lines])
    return Artifact(
        tongue.page(page),
        key,
        partial(_render_log, site, page, year=year, lines=lines, counts=counts, tongue=tongue),
    )


def _render_log(
    site: Site,
    page: Page,
    *,
    year: int,
    lines: list[Line],
    counts: list[tuple[int, int]],
    tongue: Tongue,
) -> bytes:
    to = partial(relative, tongue.page(page))
    months = [
        (month, _month(month, tongue), [(line, to(line.page)) for line in found])
        for month, found in groupby(lines, key=lambda line: line.iso[:7])
    ]
    return site.render(
        "log.html",
        page,
        tongue,
        year=year,
        months=months,
        count=len(lines),
        has_entered=any(line.entered for line in lines),
        years=[(to(tongue.page(change_log(n))), n, count, n == year) for n, count in counts],
    )


def _month(month: str, tongue: Tongue) -> str:
    first = date.fromisoformat(f"{month}-01")
    return f"{first:%B %Y}" if tongue.is_english else day_words(first).rpartition("月")[0] + "月"
