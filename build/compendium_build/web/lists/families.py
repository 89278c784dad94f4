"""Lists by kind, status, issuing body, year and keyword, with the pages from which one chooses among them.

Another order is the compendium's own: 编, 章, 节 with what stands in each, and what has no place yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import partial

from compendium.intake.identify import slug_of
from compendium.law.kinds import ActKind
from compendium.law.timeline import Status
from compendium.library.catalog import Work
from compendium.library.config import Category
from compendium_build.edition.addresses import (
    ALL_WORKS,
    CLASSES,
    ISSUERS,
    KEYWORDS,
    UNCLASSED,
    YEARS,
    Page,
    chosen_list,
    class_page,
    kind_list,
    relative,
    status_list,
)
from compendium_build.edition.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.language import Tongue, kind_name, status_name
from compendium_build.web.lists.lists import Listing, Row, Trail, listing_artifacts, year_of

STATUSES = (
    Status.IN_FORCE,
    Status.NOT_YET,
    Status.NOT_HELD,
    Status.SUSPENDED,
    Status.REPEALED,
    Status.EXPIRED,
)
"""The statuses that a work can have; only a version can be 已修改."""

Pairs = list[tuple[Work, Row]]


@dataclass(frozen=True, slots=True)
class Family:
    """Lists of one sort and the page that offers them; `groups` are (heading, lists)."""

    page: Page
    name: str
    lead: str
    groups: tuple[tuple[str, tuple[Listing, ...]], ...]

    @property
    def lists(self) -> tuple[Listing, ...]:
        """All its lists, in order."""
        return tuple(listing for _, lists in self.groups for listing in lists)


def every_list(site: Site, pairs: Pairs, tongue: Tongue) -> list[Listing]:
    """List the lists that have no choosing page of their own: everything, each kind, each status."""
    above = ((tongue["all_works"], ALL_WORKS),)

    def chosen(page: Page, name: str, rows: Iterable[Row]) -> Listing:
        return Listing(page=page, name=name, rows=tuple(rows), trail=above)

    kinds = [
        chosen(kind_list(kind), kind_name(kind, tongue), (row for work, row in pairs if work.kind is kind))
        for kind in ActKind
    ]
    statuses = {
        status: chosen(
            status_list(status),
            status_name(status, tongue),
            (row for work, row in pairs if site.edition.standing(work).status is status),
        )
        for status in STATUSES
    }
    for rare in (Status.SUSPENDED, Status.NOT_HELD):  # unlike the others, which people look for
        if not statuses[rare].rows:
            del statuses[rare]
    return [
        Listing(page=ALL_WORKS, name=tongue["all_works"], rows=tuple(row for _, row in pairs)),
        *(listing for listing in kinds if listing.rows),
        *statuses.values(),
    ]


def families(site: Site, pairs: Pairs, tongue: Tongue) -> list[Family]:
    """Group the lists by issuing body, by year, by keyword."""
    return [_issuers(site, pairs, tongue), _years(pairs, tongue), _keywords(site, pairs, tongue)]


def _issuers(site: Site, pairs: Pairs, tongue: Tongue) -> Family:
    held: dict[str, list[Row]] = defaultdict(list)
    for work, row in pairs:
        held[site.edition.current(work).issuer].append(row)
    names = _named(held)
    above = ((tongue["issuers"], ISSUERS),)
    lists = [
        Listing(
            page=chosen_list(ISSUERS, names[name]),
            name=name or tongue["no_issuer"],
            rows=tuple(rows),
            trail=above,
            is_law=bool(name),
        )
        for name, rows in sorted(held.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))
    ]
    return Family(ISSUERS, tongue["issuers"], tongue["issuers_lead"], (("", tuple(lists)),))


def _years(pairs: Pairs, tongue: Tongue) -> Family:
    held: dict[int, list[Row]] = defaultdict(list)
    for work, row in pairs:
        held[year_of(work) or 0].append(row)
    above = ((tongue["years"], YEARS),)
    lists = {
        year: Listing(
            page=chosen_list(YEARS, str(year) if year else "unknown"),
            name=tongue["year"].format(n=year) if year else tongue["no_year"],
            rows=tuple(rows),
            trail=above,
        )
        for year, rows in sorted(held.items(), reverse=True)
    }
    decades: dict[str, list[Listing]] = defaultdict(list)
    for year, listing in lists.items():
        decades[f"{year // 10 * 10}–{year // 10 * 10 + 9}" if year else tongue["no_year"]].append(listing)
    groups = tuple((decade, tuple(found)) for decade, found in decades.items())
    return Family(YEARS, tongue["years"], tongue["years_lead"], groups)


def _keywords(site: Site, pairs: Pairs, tongue: Tongue) -> Family:
    held: dict[str, list[Row]] = defaultdict(list)
    for work, row in pairs:
        for word in dict.fromkeys(site.edition.current(work).keywords):
            held[word].append(row)
    names = _named(held)
    above = ((tongue["keywords"], KEYWORDS),)
    letters: dict[str, list[Listing]] = defaultdict(list)
    for word in sorted(held, key=lambda word: names[word]):
        page = chosen_list(KEYWORDS, names[word])
        listing = Listing(page=page, name=word, rows=tuple(held[word]), trail=above, is_law=True)
        letters[names[word][0].upper()].append(listing)
    lead = tongue["keywords_lead"] if held else tongue["no_keywords"]
    groups = tuple((letter, tuple(found)) for letter, found in letters.items())
    return Family(KEYWORDS, tongue["keywords"], lead, groups)


def _named(held: Iterable[str]) -> dict[str, str]:
    """Names in pinyin for addresses; two words of one sound are told apart by a number."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for word in sorted(held):
        name = base = slug_of(word) if word else "unknown"
        number = 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        names[word] = name
    return names


def family_artifacts(site: Site, family: Family, tongue: Tongue) -> Iterator[Artifact]:
    """Make the choosing page and its lists."""
    told = [
        (heading, [(item.page, item.name, len(item.rows)) for item in lists])
        for heading, lists in family.groups
    ]
    key = site.key("family", tongue.code, family.page, family.name, family.lead, told)
    yield Artifact(tongue.page(family.page), key, partial(_render, site, family, tongue))
    for listing in family.lists:
        yield from listing_artifacts(site, listing, tongue)


def _render(site: Site, family: Family, tongue: Tongue) -> bytes:
    to = partial(relative, tongue.page(family.page))
    groups = [
        (heading, [(to(tongue.page(item.page)), item.name, len(item.rows), item.is_law) for item in lists])
        for heading, lists in family.groups
    ]
    return site.render("family.html", family.page, tongue, family=family, groups=groups)


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
    def pages(self) -> frozenset[Page]:
        """The pages of the works in it and below."""
        return frozenset(row.page for row in self.own).union(*(shelf.pages for shelf in self.below))

    @property
    def page(self) -> Page:
        """Its address."""
        return class_page(self.category.id)


def shelves(site: Site, pairs: Pairs) -> tuple[list[Shelf], tuple[Row, ...]]:
    """Put the works on the scheme, and return also the works that have no place in it."""
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
    """Return the classes of the version shown, or else of the latest that has any."""
    current = site.edition.current(work)
    return current.subjects or next((f.subjects for f in reversed(work.expressions) if f.subjects), ())


def _shelf(category: Category, held: Mapping[str, list[Row]], number: str) -> Shelf:
    below = tuple(_shelf(child, held, f"{number}.{n}") for n, child in enumerate(category.children, 1))
    return Shelf(category, number, tuple(held.get(category.id, ())), below)


def class_artifacts(site: Site, pairs: Pairs, tongue: Tongue) -> Iterator[Artifact]:
    """Make the overview, a page for each class, and the list of what has none."""
    tops, unclassed = shelves(site, pairs)
    key = site.key("classes", tongue.code, [_told(top) for top in tops], len(unclassed))
    yield Artifact(tongue.page(CLASSES), key, partial(_overview, site, tops, len(unclassed), tongue))
    above: Trail = ((tongue["classes"], CLASSES),)
    for top in tops:
        yield from _pages(site, top, above, tongue)
    listing = Listing(
        page=UNCLASSED, name=tongue["unclassed"], rows=unclassed, lead=tongue["unclassed_lead"], trail=above
    )
    yield from listing_artifacts(site, listing, tongue)


def _told(shelf: Shelf) -> list[object]:
    """What the pages above show of a class."""
    category = shelf.category
    return [category.id, category.title, category.english, shelf.count, [_told(item) for item in shelf.below]]


def class_name(category: Category, tongue: Tongue) -> tuple[str, bool]:
    """Name a class, and tell whether the name is Chinese on an English page."""
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
