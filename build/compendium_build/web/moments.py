"""Pages that resolve a moment: which version held on which day, and the address of the latest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date
from functools import partial

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.timeline import Status, start_of
from compendium_build.addresses import (
    dates_page,
    former_page,
    latest_page,
    relative,
    version_page,
    work_page,
)
from compendium_build.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.periods import Period, periods
from compendium_build.web.saying import on, status_name, title_in, version_label, version_words
from compendium_build.web.words import Tongue, tongue_of, tongues_of


@dataclass(frozen=True, slots=True)
class Text:
    """A version to be read: its name, its address, and whether it is in the language of the page."""

    name: str
    href: str
    own: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A period as the page tells it; `holds` when a text was in force."""

    period: Period
    days: str
    status: str
    holds: bool
    text: Text


def moment_artifacts(site: Site, work: Work) -> Iterator[Artifact]:
    """The page of periods, in English too for what is translated, and the address of the latest version."""
    facts = site.edition.current(work)
    told = [astuple(period) for period in periods(work)]
    translated = [(item.title, item.date.isoformat()) for item in work.translations]
    for tongue in tongues_of(work):
        page = tongue.page(dates_page(work))
        names = [version_words(work.expressions, index, tongue) for index in range(len(work.expressions))]
        key = site.key("dates", tongue.code, work.folder, facts.title, names, translated, told)
        yield Artifact(page, key, partial(_dates, site, work, tongue))
    for version, day in former_days(work):
        key = site.key("former", work.folder, version.title, version.date.isoformat(), day.isoformat())
        yield Artifact(former_page(work, version, day), key, partial(_former, site, work, version, day))
    key = site.key("latest", work.folder, facts.title)
    yield Artifact(latest_page(work), key, partial(_latest, site, work))


def _dates(site: Site, work: Work, tongue: Tongue) -> bytes:
    page = tongue.page(dates_page(work))
    current = site.edition.current(work)
    translated = work.translation_of(current) if tongue.is_english else None
    undated = [index for index, facts in enumerate(work.expressions) if start_of(facts)[0] is None]
    return site.render(
        "dates.html",
        dates_page(work),
        tongue if work.translations else None,
        title=title_in(work, current, tongue),
        work_href=relative(page, version_page(work, translated) if translated else work_page(work)),
        periods=[_row(work, period, page, tongue) for period in reversed(periods(work))],
        undated=[_text(work, index, page, tongue) for index in undated],
    )


def _row(work: Work, period: Period, page: str, tongue: Tongue) -> Row:
    return Row(
        period,
        days_of(period, tongue),
        status_name(period.status, tongue),
        period.status is Status.IN_FORCE,
        _text(work, period.index, page, tongue),
    )


def days_of(period: Period, tongue: Tongue) -> str:
    """The days in words."""
    first, last = (on(day, tongue) if day else "" for day in (period.first, period.last))
    if first:
        return tongue["between_days" if last else "from_day"].format(first=first, last=last, day=first)
    return tongue["before_day"].format(day=last) if last else tongue["all_days"]


def _text(work: Work, index: int, page: str, tongue: Tongue) -> Text:
    facts = work.expressions[index]
    translated = work.translation_of(facts) if tongue.is_english else None
    return Text(
        version_label(work.expressions, index, tongue),
        relative(page, version_page(work, translated or facts)),
        not tongue.is_english or translated is not None,
    )


def _latest(site: Site, work: Work) -> bytes:
    page = latest_page(work)
    title = site.edition.current(work).title
    return site.render("latest.html", page, title=title, href=relative(page, work_page(work)), former="")


def _former(site: Site, work: Work, facts: Facts, day: date) -> bytes:
    page, tongue = former_page(work, facts, day), tongue_of(facts)
    days = {"former": on(day, tongue), "now": on(facts.date, tongue)}
    href = relative(page, version_page(work, facts))
    return site.render(
        "latest.html",
        page,
        alone=tongue,
        title=facts.title,
        href=href,
        former=tongue["renamed"].format(**days),
    )


def forwarding(work: Work) -> Iterator[str]:
    """The pages of a work that only lead on to another."""
    yield latest_page(work)
    yield from (former_page(work, facts, day) for facts, day in former_days(work))


def former_days(work: Work) -> Iterator[tuple[Facts, date]]:
    """The days that named a version before and name none now, the addresses of which lead on to it."""
    for versions in (work.expressions, work.translations):
        taken = {facts.date for facts in versions}
        for facts in versions:
            yield from ((facts, day) for day in facts.former if day not in taken)
