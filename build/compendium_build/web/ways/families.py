"""Lists by kind, status, issuing body, year and keyword, and the pages from which one chooses among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from compendium.catalog import Work
from compendium.intake.identify import slug_of
from compendium.model import ActKind
from compendium.timeline import Status
from compendium_build.addresses import (
    ALL_WORKS,
    ISSUERS,
    KEYWORDS,
    YEARS,
    chosen_list,
    kind_list,
    relative,
    status_list,
)
from compendium_build.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.saying import kind_name, status_name
from compendium_build.web.ways.listing import Listing, listing_artifacts
from compendium_build.web.ways.rows import Row, year_of
from compendium_build.web.words import Tongue

STATUSES = (Status.IN_FORCE, Status.NOT_YET, Status.REPEALED, Status.EXPIRED)
"""The statuses that a work can have; only a version can be 已修改."""

Pairs = list[tuple[Work, Row]]


@dataclass(frozen=True, slots=True)
class Family:
    """Lists of one sort and the page that offers them; `groups` are (heading, lists)."""

    page: str
    name: str
    lead: str
    groups: tuple[tuple[str, tuple[Listing, ...]], ...]

    @property
    def lists(self) -> tuple[Listing, ...]:
        """All its lists, in order."""
        return tuple(listing for _, lists in self.groups for listing in lists)


def every_list(site: Site, pairs: Pairs, tongue: Tongue) -> list[Listing]:
    """The lists that have no choosing page of their own: everything, each kind, each status."""
    above = ((tongue["all_works"], ALL_WORKS),)

    def chosen(page: str, name: str, rows: Iterable[Row]) -> Listing:
        return Listing(page, name, tuple(rows), trail=above)

    kinds = [
        chosen(kind_list(kind), kind_name(kind, tongue), (row for work, row in pairs if work.kind is kind))
        for kind in ActKind
    ]
    return [
        Listing(ALL_WORKS, tongue["all_works"], tuple(row for _, row in pairs)),
        *(listing for listing in kinds if listing.rows),
        *(
            chosen(
                status_list(status),
                status_name(status, tongue),
                (row for work, row in pairs if site.edition.standing(work).status is status),
            )
            for status in STATUSES
        ),
    ]


def families(site: Site, pairs: Pairs, tongue: Tongue) -> list[Family]:
    """By issuing body, by year, by keyword."""
    return [_issuers(site, pairs, tongue), _years(pairs, tongue), _keywords(site, pairs, tongue)]


def _issuers(site: Site, pairs: Pairs, tongue: Tongue) -> Family:
    held: dict[str, list[Row]] = defaultdict(list)
    for work, row in pairs:
        held[site.edition.current(work).issuer].append(row)
    names = _named(held)
    above = ((tongue["issuers"], ISSUERS),)
    lists = [
        Listing(
            chosen_list(ISSUERS, names[name]),
            name or tongue["no_issuer"],
            tuple(rows),
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
            chosen_list(YEARS, str(year) if year else "unknown"),
            tongue["year"].format(n=year) if year else tongue["no_year"],
            tuple(rows),
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
        listing = Listing(page, word, tuple(held[word]), trail=above, is_law=True)
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
    """The choosing page and its lists."""
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
