"""The home page, the explanations, and the page for addresses that don't exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from compendium.catalog import Work
from compendium.days import day_words
from compendium.timeline import Status, end_of, start_of
from compendium_build.addresses import (
    ABOUT,
    ALL_WORKS,
    HOME,
    NOT_FOUND,
    STYLE,
    absolute,
    relative,
    version_page,
    work_page,
)
from compendium_build.artifacts import Artifact
from compendium_build.news import happenings
from compendium_build.web.context import Site
from compendium_build.web.lists import STATUSES, Listing
from compendium_build.wording import event_words, pending_words

RECENT = 12
_NEVER = date.max

Item = tuple[str, str, str, str, str]
"""An ISO day, the day in words, a title, a page, and what happens."""


def home_artifacts(site: Site, listings: list[Listing]) -> Iterator[Artifact]:
    """The home page, 说明 and 404."""
    revision = site.edition.revision[:12]
    lists = tuple((item.page, item.name, len(item.rows)) for item in listings)
    news, ahead = tuple(recent(site)), tuple(upcoming(site))
    key = site.key("home", revision, lists, news, ahead)
    yield Artifact(HOME, key, partial(_home, site, lists, news, ahead))
    key = site.key("about", revision, site.edition.base_url)
    yield Artifact(ABOUT, key, partial(_about, site))
    key = site.key("404", site.edition.base_url)
    yield Artifact(NOT_FOUND, key, partial(_not_found, site))


def recent(site: Site) -> list[Item]:
    """The last events by the edition's day."""
    told = [h for h in happenings(site.edition) if h.event.date <= site.edition.as_of]
    return [
        (
            h.event.date.isoformat(),
            day_words(h.event.date),
            h.facts.title,
            version_page(h.work, h.facts),
            ("部分条文" if h.is_partial else "") + event_words(h.event),
        )
        for h in told[:RECENT]
    ]


def upcoming(site: Site) -> list[Item]:
    """What is about to take effect or to end, the nearest first, what has no day yet last."""
    found = [row for work in site.edition.catalog.works for row in _upcoming(site, work)]
    found.sort(key=lambda row: (row[0], row[1], row[2]))
    return [
        (
            "" if day is _NEVER else day.isoformat(),
            "" if day is _NEVER else day_words(day),
            title,
            page,
            words,
        )
        for day, title, page, words in found
    ]


def _upcoming(site: Site, work: Work) -> Iterator[tuple[date, str, str, str]]:
    day = site.edition.as_of
    now = site.edition.standing(work)
    if now.status in (Status.REPEALED, Status.EXPIRED):
        return
    for index, facts in enumerate(work.expressions):
        page = version_page(work, facts)
        start, _ = start_of(facts)
        if start is None:
            yield _NEVER, facts.title, page, "施行日期另行规定"
        elif start > day:
            yield start, facts.title, page, "修改后的文本施行" if index else "施行"
        if index < now.index:
            continue
        for commencement in facts.commencements[1:]:
            if words := pending_words(commencement, day):
                yield commencement.date or _NEVER, facts.title, page, f"部分条文{words}"
    end = end_of(work.expressions)
    if end and end[0] > day:
        yield end[0], work.title, work_page(work), end[1].chinese


def _home(
    site: Site, lists: tuple[tuple[str, str, int], ...], news: tuple[Item, ...], ahead: tuple[Item, ...]
) -> bytes:
    to = partial(relative, HOME)
    rows = [(to(page), name, count) for page, name, count in lists]
    statuses = {status.value for status in STATUSES}
    return site.render(
        "home.html",
        HOME,
        revision=site.edition.revision[:12],
        total=rows[0][2],
        all_href=to(ALL_WORKS),
        about=to(ABOUT),
        kinds=[row for row in rows[1:] if row[1] not in statuses],
        statuses=[row for row in rows if row[1] in statuses],
        news=[(*item[:3], to(item[3]), item[4]) for item in news],
        ahead=[(*item[:3], to(item[3]), item[4]) for item in ahead],
    )


def _about(site: Site) -> bytes:
    return site.render(
        "about.html",
        ABOUT,
        revision=site.edition.revision[:12],
        base_url=site.edition.base_url.rstrip("/"),
    )


def _not_found(site: Site) -> bytes:
    """The page that a server shows at any address that leads nowhere."""
    edition = site.edition
    return site.render(
        "404.html",
        NOT_FOUND,
        home_href=absolute(edition, HOME),
        all_href=absolute(edition, ALL_WORKS),
        public_style=absolute(edition, STYLE) if edition.base_url else "",
    )
