"""A list of works on as many pages as it needs, with an index of letters that leads across them.

Each work is a `Row` of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import partial
from itertools import groupby

from compendium.law.days import UNKNOWN_DAY
from compendium.law.timeline import Status, first_day
from compendium.library.catalog import Work
from compendium_build.edition.addresses import Page, later_page, relative, version_page, work_page
from compendium_build.edition.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.language import Tongue, kind_name, standing_words, status_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A work in a list. `translated` is its title in English, with the page that has the translation.

    `stem` is the slug by which lists are ordered, `mark` the class that shows the status.
    """

    title: str
    page: Page
    words: str
    status: str
    mark: str
    kind: str
    issuer: str
    number: str
    stem: str
    translated: tuple[str, Page] | None = None


_MARK = {
    Status.IN_FORCE: "in-force",
    Status.NOT_YET: "to-come",
    Status.NOT_HELD: "to-come",
    Status.SUPERSEDED: "to-come",
    Status.SUSPENDED: "ended",
    Status.REPEALED: "ended",
    Status.EXPIRED: "ended",
}


def mark_of(status: Status) -> str:
    """Return the class of the style sheet for a status."""
    return _MARK[status]


def row(site: Site, work: Work, stem: str, tongue: Tongue) -> Row:
    """Gather what a list says about a work."""
    facts, now = site.edition.current(work), site.edition.standing(work)
    english = work.translation_of(facts)
    shown = (english.title, version_page(work, english)) if english and tongue.is_english else None
    return Row(
        title=facts.title,
        page=work_page(work),
        words=standing_words(work.expressions, now.index, site.edition.as_of, tongue),
        status=status_name(now.status, tongue),
        mark=mark_of(now.status),
        kind=kind_name(work.kind, tongue),
        issuer=facts.issuer,
        number=facts.number,
        stem=stem,
        translated=shown,
    )


def in_order(site: Site, tongue: Tongue) -> list[tuple[Work, Row]]:
    """List all works with their rows, in the pinyin order of their titles."""
    works = site.edition.catalog.works
    stems = index_stems([work.slug for work in works])
    rows = [(work, row(site, work, stems[work.slug], tongue)) for work in works]
    return sorted(rows, key=lambda pair: (pair[1].stem, pair[1].page))


def index_stems(slugs: Sequence[str]) -> dict[str, str]:
    """Strip slugs of the place name most begin with, which would put all under one letter.

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
    """Tell the year in which an act was first made; None where that is not told."""
    first: date = first_day(work.expressions[0])
    return None if first == UNKNOWN_DAY else first.year


MOST = 100
"""So many works stand on a page: what a telephone loads and scrolls without effort."""

Trail = tuple[tuple[str, Page], ...]
"""Pages above this one as (name, address in Chinese)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list: its address, name and works in the pinyin order of their titles.

    `is_law` says that the name is not of the interface but of the texts, and stays Chinese.
    """

    page: Page
    name: str
    rows: tuple[Row, ...]
    lead: str = ""
    trail: Trail = ()
    is_law: bool = False


def listing_artifacts(site: Site, listing: Listing, tongue: Tongue) -> Iterator[Artifact]:
    """Make the pages of a list."""
    parts = [listing.rows[at : at + MOST] for at in range(0, len(listing.rows), MOST)] or [()]
    letters = tuple(_letters(parts))
    told = (listing.page, listing.name, listing.lead, listing.trail, len(listing.rows), letters)
    for number, rows in enumerate(parts, 1):
        key = site.key("listing", tongue.code, told, number, [astuple(row) for row in rows])
        make = partial(
            _render, site, listing, tongue=tongue, number=number, of=len(parts), rows=rows, letters=letters
        )
        yield Artifact(tongue.page(later_page(listing.page, number)), key, make)


def _letters(parts: Sequence[Sequence[Row]]) -> Iterator[tuple[str, int]]:
    """Each letter and the page on which it begins."""
    seen: set[str] = set()
    for number, rows in enumerate(parts, 1):
        for row in rows:
            letter = row.stem[0].upper()
            if letter not in seen:
                seen.add(letter)
                yield letter, number


def _render(
    site: Site,
    listing: Listing,
    *,
    tongue: Tongue,
    number: int,
    of: int,
    rows: tuple[Row, ...],
    letters: tuple[tuple[str, int], ...],
) -> bytes:
    own = later_page(listing.page, number)
    to = partial(relative, tongue.page(own))

    def page(n: int) -> str:
        return to(tongue.page(later_page(listing.page, n)))

    first = dict(letters)
    groups = [(letter, list(found)) for letter, found in groupby(rows, key=lambda row: row.stem[0].upper())]
    return site.render(
        "listing.html",
        own,
        tongue,
        listing=listing,
        trail=[(name, to(tongue.page(path))) for name, path in listing.trail],
        groups=[
            (letter, [(to(row.page), row, _translated(row, to)) for row in found]) for letter, found in groups
        ],
        letters=[(letter, ("" if n == number else page(n)) + f"#letter-{letter}") for letter, n in letters],
        continued=[letter for letter, _ in groups if first[letter] != number],
        number=number,
        of=of,
        pages=[(n, page(n)) for n in range(1, of + 1)],
    )


def _translated(row: Row, to: partial[str]) -> tuple[str, str] | None:
    return (row.translated[0], to(row.translated[1])) if row.translated else None
