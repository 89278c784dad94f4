"""What all pages share: the edition, its pictures, the frame around a page, and the templates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from compendium.catalog import Work
from compendium.days import day_words
from compendium.facts import Facts
from compendium.model import Act
from compendium.titles import quoted
from compendium_build.addresses import ABOUT, ALL_WORKS, FEED, HOME, NOT_FOUND, STYLE, absolute, relative
from compendium_build.artifacts import code_key, key_of
from compendium_build.edition import Edition

_MENU = ((HOME, "首页"), (ALL_WORKS, "全部法规"), (ABOUT, "说明"), (FEED, "订阅"))


@dataclass(frozen=True)
class Site:
    """An edition on its way to the web.

    `places` remembers where (title, eId) leads for those who cite it on a day.
    """

    edition: Edition
    places: dict[tuple[str, str, date], tuple[str, str] | None] = field(default_factory=dict)
    _held: dict[str, Act] = field(default_factory=dict)
    _labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def key(self, *parts: Any) -> str:
        """The key of a page: the program, what the frame shows, and the page's own sources."""
        edition = self.edition
        frame = (edition.title, edition.publisher, edition.as_of.isoformat())
        return key_of(code_key("jinja2", "markupsafe"), frame, *parts)

    def act(self, facts: Facts) -> Act:
        """The text of a version; the last one is kept, for most are shown on two pages running."""
        if facts.path not in self._held:
            act = self.edition.act(facts)
            self._held.clear()
            self._held[facts.path] = act
        return self._held[facts.path]

    def labels(self, facts: Facts) -> dict[str, str]:
        """The citation forms of a version's provisions by eId."""
        if facts.digest not in self._labels:
            self._labels[facts.digest] = short_labels(dict(facts.labels))
        return self._labels[facts.digest]

    def pictures(self, work: Work) -> tuple[str, ...]:
        """The files in the media folder of a work."""
        return self._pictures.get(work.folder, ())

    @cached_property
    def _pictures(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.edition.catalog.files.paths():
            folder, media, name = path.partition("/media/")
            if media and name:
                found[folder].append(path)
        return {folder: tuple(sorted(paths)) for folder, paths in found.items()}

    def render(self, template: str, page: str, **values: Any) -> bytes:
        """Fill a template for the page at an address."""
        edition = self.edition
        # A server shows the page for unknown addresses at any depth, where relative links lead astray.
        anywhere = page == NOT_FOUND and edition.base_url
        to = partial(absolute, edition) if anywhere else partial(relative, page)
        menu = [(to(path), name, path == page) for path, name in _MENU]
        html = (
            _templates()
            .get_template(template)
            .render(
                edition_title=edition.title,
                publisher=edition.publisher,
                as_of=day_words(edition.as_of),
                menu=menu,
                home=to(HOME),
                style=relative(page, STYLE),
                feed=to(FEED),
                **values,
            )
        )
        return html.encode()


def short_labels(labels: Mapping[str, str]) -> dict[str, str]:
    """Leave 第一款 out of what is cited where an article has no other 款.

    >>> short_labels({"art_1": "第一条", "art_1__para_1": "第一条第一款"})["art_1__para_1"]
    '第一条'
    """
    short = dict(labels)
    for eid in labels:
        article, para, rest = eid.partition("__para_1")
        if para and rest[:1] in ("", "_") and f"{article}__para_2" not in labels and article in labels:
            lead = labels[article]
            short[eid] = lead + labels[eid][len(lead) :].replace("第一款", "", 1)
    return short


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("compendium_build.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["quoted"] = quoted
    return environment
