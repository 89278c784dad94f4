"""The home page, the explanations, the page about the data, and the page for addresses that don't exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from functools import partial
from typing import Any

from compendium_build.data.forms_offered import forms_of
from compendium_build.data.records import archives_of
from compendium_build.edition.addresses import (
    ABOUT,
    ALL_WORKS,
    CATALOGUES,
    CHANGE_LOG,
    CLASSES,
    DATA,
    DISCLOSURE,
    ENDED,
    HOME,
    INDEX,
    INTERPRETATIONS,
    ISSUERS,
    KEYWORDS,
    NOT_FOUND,
    RECENT,
    SEARCH,
    STANDARDS,
    STYLE,
    UNCLASSED,
    UPCOMING,
    YEARS,
    Page,
    absolute,
    archive,
    relative,
    schema_file,
)
from compendium_build.edition.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.language import CHINESE, Tongue, status_name
from compendium_build.web.lists.events import Line, coming_lines, past_lines
from compendium_build.web.lists.families import STATUSES, Pairs, Shelf, class_name, shelves
from compendium_build.web.lists.lists import Listing

RECENT_MOST = 8
COMING_MOST = 8
_WAYS = (ISSUERS, YEARS, KEYWORDS, RECENT, UPCOMING, ENDED, CATALOGUES)
_WAY_WORDS = ("issuers", "years", "keywords", "recent", "upcoming", "ended", "catalogues")


def home_artifacts(site: Site, pairs: Pairs, lists: list[Listing], tongue: Tongue) -> Iterator[Artifact]:
    """List the home page, 说明, 数据 and, once, 404."""
    tops, unclassed = shelves(site, pairs)
    past = past_lines(site, tongue)[:RECENT_MOST]
    coming = coming_lines(site, tongue)[:COMING_MOST]
    values = _Values(site, tongue, lists, tops, len(unclassed), past, coming)
    yield Artifact(tongue.page(HOME), site.key("home", tongue.code, values.told), values.home)
    edition = site.edition
    key = site.key("about", tongue.code, edition.base_url)
    yield Artifact(tongue.page(ABOUT), key, partial(_about, site, tongue))
    forms = [form.ending for form in forms_of(edition)]
    key = site.key("data", tongue.code, edition.base_url, forms)
    yield Artifact(tongue.page(DATA), key, partial(_data, site, tongue))
    if tongue is CHINESE:
        yield Artifact(NOT_FOUND, site.key("404", edition.base_url), partial(_not_found, site))


class _Values:
    """What the home page shows."""

    def __init__(
        self,
        site: Site,
        tongue: Tongue,
        lists: list[Listing],
        tops: list[Shelf],
        unclassed: int,
        past: list[Line],
        coming: list[Line],
    ) -> None:
        self._site, self._tongue = site, tongue
        self._lists = [(item.page, item.name, len(item.rows)) for item in lists]
        self._tops = [
            (
                (top.page, *class_name(top.category, tongue), top.count),
                [(c.page, *class_name(c.category, tongue), c.count) for c in top.below],
            )
            for top in tops
        ]
        self._unclassed = unclassed
        self._past, self._coming = past, coming
        works = site.edition.catalog.works
        self._texts = sum(len(work.expressions) for work in works)
        self._tables = _tables(site, tongue)
        self._examples = _examples(site)

    @property
    def told(self) -> list[Any]:
        """All of it as plain values, for the key."""
        lines = [astuple(line) for line in (*self._past, *self._coming)]
        return [self._lists, self._tops, self._unclassed, lines, self._texts, self._tables, self._examples]

    def home(self) -> bytes:
        """Make the page."""
        tongue = self._tongue
        to = partial(relative, tongue.page(HOME))
        rows = [(to(tongue.page(page)), name, count) for page, name, count in self._lists]
        statuses = {status_name(status, tongue) for status in STATUSES}
        ways = zip(_WAYS, _WAY_WORDS, strict=True)
        return self._site.render(
            "home.html",
            HOME,
            tongue,
            total=rows[0][2],
            lead=tongue["lead"].format(works=rows[0][2], texts=self._texts),
            search=to(tongue.page(SEARCH)),
            examples=self._examples,
            classes=[
                (
                    (to(tongue.page(top[0])), *top[1:]),
                    [(to(tongue.page(item[0])), *item[1:]) for item in below],
                )
                for top, below in self._tops
            ],
            classes_href=to(tongue.page(CLASSES)),
            unclassed=(to(tongue.page(UNCLASSED)), self._unclassed),
            about=to(tongue.page(ABOUT)),
            kinds=[row for row in rows[1:] if row[1] not in statuses],
            statuses=[row for row in rows if row[1] in statuses],
            all=rows[0],
            ways=[(to(tongue.page(page)), tongue[key]) for page, key in ways]
            + [(to(page), name) for page, name in self._tables],
            past=[(line, to(line.page)) for line in self._past],
            coming=[(line, to(line.page)) for line in self._coming],
            changes=to(tongue.page(CHANGE_LOG)),
            upcoming=to(tongue.page(UPCOMING)),
        )


def _examples(site: Site) -> list[str]:
    """The keywords that occur most, as what one might search for."""
    every = map(site.edition.current, site.edition.catalog.works)
    counts = Counter(word for facts in every for word in facts.keywords)
    return [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:4]]


def _tables(site: Site, tongue: Tongue) -> list[tuple[Page, str]]:
    """The tables of staff that there are."""
    held = site.companions
    found = [(tongue.page(STANDARDS), tongue["standards"])] if held.standards else []
    if tongue is CHINESE:
        found += [(DISCLOSURE, tongue["disclosure"])] if held.disclosed else []
        found += [(INTERPRETATIONS, tongue["interpretations"])] if held.interpretations else []
    return found


def _about(site: Site, tongue: Tongue) -> bytes:
    return site.render(
        "about.en.html" if tongue.is_english else "about.html",
        ABOUT,
        tongue,
        base_url=site.edition.base_url.rstrip("/"),
        data=relative(tongue.page(ABOUT), tongue.page(DATA)),
    )


def _data(site: Site, tongue: Tongue) -> bytes:
    to = partial(relative, tongue.page(DATA))
    edition = site.edition
    return site.render(
        "data.en.html" if tongue.is_english else "data.html",
        DATA,
        tongue,
        archives=[(form, to(archive(form))) for form in archives_of(edition)],
        forms=[(form.name, form.ending, form.media) for form in forms_of(edition)],
        index=to(INDEX),
        index_address=absolute(edition, INDEX),
        schemas=[(name, to(schema_file(name))) for name in ("index", "work", "version")],
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
