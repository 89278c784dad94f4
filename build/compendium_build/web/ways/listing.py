"""A list of works on as many pages as it needs, with an index of letters that leads across them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from itertools import groupby

from compendium_build.addresses import later_page, relative
from compendium_build.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.ways.rows import Row
from compendium_build.web.words import Tongue

MOST = 100
"""So many works stand on a page: what a telephone loads and scrolls without effort."""

Trail = tuple[tuple[str, str], ...]
"""Pages above this one as (name, address in Chinese)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its address, name and works in the pinyin order of their titles.

    `is_law` says that the name is not of the interface but of the texts, and stays Chinese.
    """

    page: str
    name: str
    rows: tuple[Row, ...]
    lead: str = ""
    trail: Trail = ()
    is_law: bool = False


def listing_artifacts(site: Site, listing: Listing, tongue: Tongue) -> Iterator[Artifact]:
    """The pages of a list."""
    parts = [listing.rows[at : at + MOST] for at in range(0, len(listing.rows), MOST)] or [()]
    letters = tuple(_letters(parts))
    told = (listing.page, listing.name, listing.lead, listing.trail, len(listing.rows), letters)
    for number, rows in enumerate(parts, 1):
        key = site.key("listing", tongue.code, told, number, [astuple(row) for row in rows])
        make = partial(_render, site, listing, tongue, number, len(parts), rows, letters)
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
