"""Lists of works: all titles, by kind, by status. A list is made from facts alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import partial
from itertools import groupby

from compendium.catalog import Work
from compendium.model import ActKind
from compendium.timeline import Status
from compendium_build.addresses import ALL_WORKS, kind_list, relative, status_list, work_page
from compendium_build.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.wording import status_words

STATUSES = (Status.IN_FORCE, Status.NOT_YET, Status.REPEALED, Status.EXPIRED)
"""The statuses that a work can have; only a version can be 已修改."""


@dataclass(frozen=True, slots=True)
class Row:
    """A work in a list."""

    title: str
    page: str
    status: str
    words: str
    kind: str
    issuer: str
    number: str
    stem: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page: its address, name, and works in the pinyin order of their titles."""

    page: str
    name: str
    rows: tuple[Row, ...]


def list_artifacts(site: Site, every: list[Listing]) -> Iterator[Artifact]:
    """The list pages."""
    tabs = tuple((listing.page, listing.name, len(listing.rows)) for listing in every)
    for listing in every:
        key = site.key("list", listing.name, tabs, [astuple(row) for row in listing.rows])
        yield Artifact(listing.page, key, partial(_render, site, listing, tabs))


def listings(site: Site) -> list[Listing]:
    """All lists: every title, each kind that has works, each status."""
    works = site.edition.catalog.works
    stems = index_stems([work.slug for work in works])
    rows = tuple(sorted((row(site, work, stems[work.slug]) for work in works), key=_place))

    def chosen(page: str, name: str) -> Listing:
        return Listing(page, name, tuple(row for row in rows if name in (row.kind, row.status)))

    kinds = [chosen(kind_list(kind), kind.chinese) for kind in ActKind]
    return [
        Listing(ALL_WORKS, "全部法规", rows),
        *(listing for listing in kinds if listing.rows),
        *(chosen(status_list(status), status.value) for status in STATUSES),
    ]


def _place(row: Row) -> tuple[str, str]:
    return row.stem, row.page


def index_stems(slugs: list[str]) -> dict[str, str]:
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


def row(site: Site, work: Work, stem: str) -> Row:
    """What a list says of a work."""
    facts, now = site.edition.current(work), site.edition.standing(work)
    return Row(
        facts.title,
        work_page(work),
        now.status.value,
        status_words(work.expressions, now.index, site.edition.as_of),
        work.kind.chinese,
        facts.issuer,
        facts.number,
        stem,
    )


def _render(site: Site, listing: Listing, tabs: tuple[tuple[str, str, int], ...]) -> bytes:
    to = partial(relative, listing.page)
    groups = [
        (letter.upper(), [(to(row.page), row) for row in rows])
        for letter, rows in groupby(listing.rows, key=lambda row: row.stem[0])
    ]
    return site.render(
        "list.html",
        listing.page,
        name=listing.name,
        count=len(listing.rows),
        tabs=[(to(page), name, count, page == listing.page) for page, name, count in tabs],
        groups=groups,
    )
