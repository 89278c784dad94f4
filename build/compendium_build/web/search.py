"""The search page: the form that the script brings to life, and what to do without it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from compendium.model import ActKind
from compendium_build.addresses import (
    ALL_WORKS,
    HOME,
    SEARCH,
    SEARCH_DATA,
    SEARCH_SCRIPT,
    kind_list,
    relative,
)
from compendium_build.artifacts import Artifact
from compendium_build.web.context import Site

_FACETS = (
    ("kind", "性质"),
    ("status", "状态"),
    ("issuer", "制定机关"),
    ("class", "分类"),
    ("year", "年份"),
    ("language", "语言"),
)


def search_page(site: Site) -> Iterator[Artifact]:
    """The page; what it finds is looked up in the files of `websearch`."""
    held = {work.kind for work in site.edition.catalog.works}
    kinds = [kind for kind in ActKind if kind in held]
    yield Artifact(SEARCH, site.key("search", [kind.value for kind in kinds]), partial(_render, site, kinds))


def _render(site: Site, kinds: list[ActKind]) -> bytes:
    to = partial(relative, SEARCH)
    return site.render(
        "search.html",
        SEARCH,
        data=to(f"{SEARCH_DATA}/"),
        root=to(HOME).removesuffix(HOME),
        search_script=to(SEARCH_SCRIPT),
        all_works=to(ALL_WORKS),
        kinds=[(to(kind_list(kind)), kind.chinese) for kind in kinds],
        facets=_FACETS,
    )
