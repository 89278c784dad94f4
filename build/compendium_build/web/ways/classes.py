"""The compendium's own order: 编, 章, 节 with what stands in each, and what has no place yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import partial

from compendium.catalog import Work
from compendium.config import Category
from compendium_build.addresses import CLASSES, UNCLASSED, class_page, relative
from compendium_build.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.ways.families import Pairs
from compendium_build.web.ways.listing import Listing, Trail, listing_artifacts
from compendium_build.web.ways.rows import Row
from compendium_build.web.words import Tongue


@dataclass(frozen=True, slots=True)
class Shelf:
    """A 编, 章 or 节 with its works in order; `own` stand in it and in none of those below."""

    category: Category
    number: str
    own: tuple[Row, ...]
    below: tuple[Shelf, ...]

    @property
    def count(self) -> int:
        """How many works stand in it and below; one that stands in two places below counts once."""
        return len(self.pages)

    @property
    def pages(self) -> frozenset[str]:
        """The pages of the works in it and below."""
        return frozenset(row.page for row in self.own).union(*(shelf.pages for shelf in self.below))

    @property
    def page(self) -> str:
        """Its address."""
        return class_page(self.category.id)


def shelves(site: Site, pairs: Pairs) -> tuple[list[Shelf], tuple[Row, ...]]:
    """The scheme with the works on it, and the works that have no place in it."""
    held: dict[str, list[Row]] = defaultdict(list)
    known = {item.id for top in site.edition.scheme for item in top.walk()}
    unclassed = []
    for work, row in pairs:
        places = [place for place in subjects_of(site, work) if place in known]
        for place in dict.fromkeys(places):
            held[place].append(row)
        if not places:
            unclassed.append(row)
    return [_shelf(top, held, f"{n}") for n, top in enumerate(site.edition.scheme, 1)], tuple(unclassed)


def subjects_of(site: Site, work: Work) -> tuple[str, ...]:
    """The classes of the version shown, or else of the latest that has any."""
    current = site.edition.current(work)
    return current.subjects or next((f.subjects for f in reversed(work.expressions) if f.subjects), ())


def _shelf(category: Category, held: Mapping[str, list[Row]], number: str) -> Shelf:
    below = tuple(_shelf(child, held, f"{number}.{n}") for n, child in enumerate(category.children, 1))
    return Shelf(category, number, tuple(held.get(category.id, ())), below)


def class_artifacts(site: Site, pairs: Pairs, tongue: Tongue) -> Iterator[Artifact]:
    """The overview, a page for each class, and the list of what has none."""
    tops, unclassed = shelves(site, pairs)
    key = site.key("classes", tongue.code, [_told(top) for top in tops], len(unclassed))
    yield Artifact(tongue.page(CLASSES), key, partial(_overview, site, tops, len(unclassed), tongue))
    above: Trail = ((tongue["classes"], CLASSES),)
    for top in tops:
        yield from _pages(site, top, above, tongue)
    listing = Listing(UNCLASSED, tongue["unclassed"], unclassed, tongue["unclassed_lead"], above)
    yield from listing_artifacts(site, listing, tongue)


def _told(shelf: Shelf) -> list[object]:
    """What the pages above show of a class."""
    category = shelf.category
    return [category.id, category.title, category.english, shelf.count, [_told(item) for item in shelf.below]]


def class_name(category: Category, tongue: Tongue) -> tuple[str, bool]:
    """The name of a class, and whether it is Chinese on an English page."""
    if tongue.is_english and category.english:
        return category.english, False
    return category.title, tongue.is_english


def _pages(site: Site, shelf: Shelf, above: Trail, tongue: Tongue) -> Iterator[Artifact]:
    rows = [astuple(row) for part in (shelf, *shelf.below) for row in part.own]
    key = site.key("class", tongue.code, above, _told(shelf), rows)
    yield Artifact(tongue.page(shelf.page), key, partial(_page, site, shelf, above, tongue))
    name, _ = class_name(shelf.category, tongue)
    for child in shelf.below:
        yield from _pages(site, child, (*above, (name, shelf.page)), tongue)


def _overview(site: Site, tops: list[Shelf], unclassed: int, tongue: Tongue) -> bytes:
    to = partial(relative, tongue.page(CLASSES))

    def link(shelf: Shelf) -> tuple[str, str, bool, int]:
        return (to(tongue.page(shelf.page)), *class_name(shelf.category, tongue), shelf.count)

    tree = [
        (link(top), [(link(chapter), [link(s) for s in chapter.below]) for chapter in top.below])
        for top in tops
    ]
    return site.render(
        "classes.html",
        CLASSES,
        tongue,
        tree=tree,
        unclassed=unclassed,
        unclassed_href=to(tongue.page(UNCLASSED)),
    )


def _page(site: Site, shelf: Shelf, above: Trail, tongue: Tongue) -> bytes:
    """A class: the works in it, and those of its children where there are no more classes below these."""
    to = partial(relative, tongue.page(shelf.page))

    def rows(part: Shelf) -> list[tuple[str, Row, tuple[str, str] | None]]:
        def shown(row: Row) -> tuple[str, str] | None:
            return (row.translated[0], to(row.translated[1])) if row.translated else None

        return [(to(row.page), row, shown(row)) for row in part.own]

    whole = not any(child.below for child in shelf.below)
    parts = [
        (
            child.category.id,
            *class_name(child.category, tongue),
            to(tongue.page(child.page)),
            child.count,
            rows(child) if whole else [],
            [
                (to(tongue.page(item.page)), *class_name(item.category, tongue), item.count)
                for item in child.below
            ],
        )
        for child in shelf.below
    ]
    name, is_law = class_name(shelf.category, tongue)
    return site.render(
        "class.html",
        shelf.page,
        tongue,
        name=name,
        is_law=is_law,
        count=shelf.count,
        trail=[(title, to(tongue.page(path))) for title, path in above],
        own=rows(shelf),
        parts=parts,
    )
