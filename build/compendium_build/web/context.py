"""What all pages share: the edition, its pictures, the frame around a page, and the templates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, partial
from typing import Any

from jinja2 import Environment

from compendium.compare.provision_history import Lives
from compendium.law.act import Act
from compendium.law.days import day_label
from compendium.law.identifiers import CorpusPath, Digest, EId, Folder, Uri
from compendium.law.names import folder_of, quoted
from compendium.law.terms import Terms
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.library.staff_tables import Companions, read_companions
from compendium_build.changes.report import Report
from compendium_build.edition.addresses import (
    ABOUT,
    ALL_WORKS,
    CHANGE_LOG,
    CLASSES,
    DATA,
    EDITION_STYLE,
    FEED,
    FEEDS_PAGE,
    HOME,
    NOT_FOUND,
    OPENSEARCH,
    SCRIPT,
    SEARCH,
    STYLE,
    Page,
    absolute,
    relative,
)
from compendium_build.edition.artifacts import code_key, key_of
from compendium_build.edition.edition import Edition
from compendium_build.edition.templates import environment_of
from compendium_build.web.language import CHINESE, CHINESE_TEXT, TONGUES, Tongue, on, other, place_in_english

_MENU = (
    (HOME, "home"),
    (CLASSES, "classes"),
    (ALL_WORKS, "all_works"),
    (CHANGE_LOG, "changes"),
    (DATA, "data"),
    (ABOUT, "about"),
)


_NO_NAMES = {"english_title": "", "english_publisher": ""}


@dataclass(frozen=True, kw_only=True)
class Site:
    """An edition on its way to the web.

    `places` remembers where (title, eId) leads for those who cite it on a day, `reports` the last 对照表.
    """

    edition: Edition
    places: dict[tuple[str, EId, date], tuple[Page, EId] | None] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    _lives: dict[Uri, Lives] = field(default_factory=dict)
    _terms: dict[CorpusPath, Terms] = field(default_factory=dict)
    _held: dict[CorpusPath, Act] = field(default_factory=dict)
    _labels: dict[Digest, dict[EId, str]] = field(default_factory=dict)

    def key(self, *parts: Any) -> str:
        """Make the key of a page from the program, what the frame shows, and the page's own sources."""
        edition = self.edition
        frame = (edition.title, edition.publisher, edition.as_of.isoformat(), edition_names(edition))
        return key_of(code_key("jinja2", "markupsafe"), frame, *parts)

    def act(self, facts: Facts) -> Act:
        """Read the text of a version; those of one work are kept while its pages and other forms are made."""
        if facts.path not in self._held:
            folder = folder_of(facts.path)
            if any(folder_of(path) != folder for path in self._held):
                self._held.clear()
            self._held[facts.path] = self.edition.act(facts)
        return self._held[facts.path]

    def lives(self, work: Work) -> Lives:
        """Tell the lives of a work's provisions; the last work's are kept, for all its pages tell them."""
        if work.uri not in self._lives:
            self._lives.clear()
            self._lives[work.uri] = Lives([self.act(facts) for facts in work.expressions])
        return self._lives[work.uri]

    def terms(self, facts: Facts) -> Terms:
        """Find the terms that a version defines; the last are kept, for most texts are shown on two pages."""
        if facts.path not in self._terms:
            self._terms.clear()
            self._terms[facts.path] = Terms(self.act(facts))
        return self._terms[facts.path]

    def labels(self, facts: Facts) -> dict[EId, str]:
        """Give the citation forms of a version's provisions by eId, in the language of its text."""
        if facts.digest not in self._labels:
            labels = short_labels(dict(facts.labels))
            if facts.language != CHINESE_TEXT:
                labels = {eid: place_in_english(label) for eid, label in labels.items()}
            self._labels[facts.digest] = labels
        return self._labels[facts.digest]

    def pictures(self, work: Work) -> tuple[CorpusPath, ...]:
        """List the files in the media folder of a work."""
        return self._pictures.get(work.folder, ())

    @cached_property
    def _pictures(self) -> dict[Folder, tuple[CorpusPath, ...]]:
        found: dict[Folder, list[CorpusPath]] = defaultdict(list)
        for path in self.edition.catalog.files.paths():
            folder, media, name = path.partition("/media/")
            if media and name:
                found[Folder(folder)].append(path)
        return {folder: tuple(sorted(paths)) for folder, paths in found.items()}

    @cached_property
    def companions(self) -> Companions:
        """What staff keep beside the texts."""
        return read_companions(self.edition.catalog)

    def render(
        self, template: str, page: Page, tongue: Tongue | None = None, alone: Tongue = CHINESE, **values: Any
    ) -> bytes:
        """Fill a template for the page at an address.

        A page of the interface names the `tongue` it speaks; its address is that of the Chinese one, and it
        has a fellow in the other language. Without a tongue it stands `alone`, in one language.
        """
        edition = self.edition
        words = tongue or alone
        own = tongue.page(page) if tongue else page
        # A server shows the page for unknown addresses at any depth, where relative links lead astray.
        anywhere = page == NOT_FOUND and edition.base_url
        to = partial(absolute, edition) if anywhere else partial(relative, own)
        menu = [(to(words.page(path)), words[key], words.page(path) == own) for path, key in _MENU]
        if not words.is_english:
            menu.append((to(FEEDS_PAGE), words["feed"], page == FEEDS_PAGE))
        fellow = other(words)
        languages = [row for row in values.get("languages", ()) if row[1]]
        elsewhere = next(((href, code, name) for name, code, href, here in languages if not here), None)
        html = (
            _templates()
            .get_template(template)
            .render(
                edition_title=edition.title,
                publisher=edition.publisher,
                as_of=on(edition.as_of, words),
                as_of_iso=edition.as_of.isoformat(),
                words=words,
                english_names=edition_names(edition) if words.is_english else _NO_NAMES,
                menu=menu,
                fellow=elsewhere
                or (to(fellow.page(page if tongue else HOME)), fellow.lang, words["other_language"]),
                alternates=[(each.lang, to(each.page(page))) for each in TONGUES] if tongue else [],
                opensearch=to(OPENSEARCH) if edition.base_url else "",
                home=to(words.page(HOME)),
                style=relative(own, STYLE),
                edition_style=relative(own, EDITION_STYLE),
                script=relative(own, SCRIPT),
                search_page=to(words.page(SEARCH)),
                feed=to(FEED),
                feeds=to(FEED if words.is_english else FEEDS_PAGE),
                **values,
            )
        )
        return html.encode()


def edition_names(edition: Edition) -> dict[str, str]:
    """Return the English names of the edition and its publisher, as far as corpus.toml gives them."""
    web = edition.config.web
    return {"english_title": web.english_title, "english_publisher": web.english_publisher}


def short_labels(labels: Mapping[EId, str]) -> dict[EId, str]:
    """Leave 第一款 out of what is cited where an article has no other 款.

    >>> short_labels({"art_1": "第一条", "art_1__para_1": "第一条第一款"})["art_1__para_1"]
    '第一条'
    """
    short = dict(labels)
    for eid in labels:
        head, para, rest = eid.partition("__para_1")
        article = EId(head)
        if para and rest[:1] in ("", "_") and f"{article}__para_2" not in labels and article in labels:
            lead = labels[article]
            short[eid] = lead + labels[eid][len(lead) :].replace("第一款", "", 1)
    return short


@cache
def _templates() -> Environment:
    environment = environment_of("compendium_build.web")
    environment.filters |= {"quoted": quoted, "day_label": day_label}
    return environment
