"""A work as a list shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from compendium.catalog import Work
from compendium.days import UNKNOWN_DAY
from compendium.timeline import Status, first_day
from compendium_build.addresses import version_page, work_page
from compendium_build.web.context import Site
from compendium_build.web.saying import kind_name, standing_words, status_name
from compendium_build.web.words import Tongue


@dataclass(frozen=True, slots=True)
class Row:
    """A work in a list. `translated` is its title in English, with the page that has the translation.

    `stem` is the slug by which lists are ordered, `mark` the class that shows the status.
    """

    title: str
    page: str
    words: str
    status: str
    mark: str
    kind: str
    issuer: str
    number: str
    stem: str
    translated: tuple[str, str] | None = None


_MARK = {
    Status.IN_FORCE: "in-force",
    Status.NOT_YET: "to-come",
    Status.SUPERSEDED: "to-come",
    Status.REPEALED: "ended",
    Status.EXPIRED: "ended",
}


def mark_of(status: Status) -> str:
    """The class of the style sheet for a status."""
    return _MARK[status]


def row(site: Site, work: Work, stem: str, tongue: Tongue) -> Row:
    """What a list says of a work."""
    facts, now = site.edition.current(work), site.edition.standing(work)
    english = work.translation_of(facts)
    shown = (english.title, version_page(work, english)) if english and tongue.is_english else None
    return Row(
        facts.title,
        work_page(work),
        standing_words(work.expressions, now.index, site.edition.as_of, tongue),
        status_name(now.status, tongue),
        mark_of(now.status),
        kind_name(work.kind, tongue),
        facts.issuer,
        facts.number,
        stem,
        shown,
    )


def in_order(site: Site, tongue: Tongue) -> list[tuple[Work, Row]]:
    """All works with their rows, in the pinyin order of their titles."""
    works = site.edition.catalog.works
    stems = index_stems([work.slug for work in works])
    rows = [(work, row(site, work, stems[work.slug], tongue)) for work in works]
    return sorted(rows, key=lambda pair: (pair[1].stem, pair[1].page))


def index_stems(slugs: Sequence[str]) -> dict[str, str]:
    """The slugs without the place name that most of them begin with, for it would put all under one letter.

    >>> index_stems(["hai-pu-shi-gang-kou", "hai-pu-shi-xiao-fang", "hai-pu-yi-jian"])["hai-pu-shi-gang-kou"]
    'gang-kou'
    """
    stems = {slug: slug for slug in slugs}
    while stems:
        first, count = Counter(stem.partition("-")[0] for stem in stems.values()).most_common(1)[0]
        if count < 2 or count * 2 <= len(stems):
            break
        prefix = f"{first}-"
        shorter = {slug: stem.removeprefix(prefix) for slug, stem in stems.items()}
        if shorter == stems:
            break
        stems = shorter
    return stems


def year_of(work: Work) -> int | None:
    """The year in which an act was first made; None where that is not told."""
    first: date = first_day(work.expressions[0])
    return None if first == UNKNOWN_DAY else first.year
