"""The search page in both languages: the form that the script brings to life, and what to do without it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from compendium.law.kinds import ActKind
from compendium.law.timeline import Status
from compendium_build.edition.addresses import (
    ALL_WORKS,
    HOME,
    SEARCH,
    SEARCH_DATA,
    SEARCH_SCRIPT,
    Page,
    kind_list,
    relative,
)
from compendium_build.edition.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.language import TONGUES, Tongue, kind_words, status_name

_FACETS = ("kind", "status", "issuer", "class", "year", "language")
_EXAMPLES = (
    ("优化 营商环境", "how_words"),
    ("“应当 依法”", "how_phrase"),
    ("罚款 或 处罚", "how_or"),
    ("消防 非 森林", "how_not"),
    ("标题:消防", "how_field"),
    ("处罚 近/10 公示", "how_near"),
    ("（甲 或 乙） 丙", "how_brackets"),
    ("消防条例第十条", "how_citation"),
    ("yhyshj", "how_pinyin"),
)


def search_page(site: Site) -> Iterator[Artifact]:
    """Make the pages; what they find is looked up in the files of `websearch`."""
    held = {work.kind for work in site.edition.catalog.works}
    kinds = [kind for kind in ActKind if kind in held]
    for tongue in TONGUES:
        key = site.key("search", tongue.code, [kind.value for kind in kinds])
        yield Artifact(tongue.page(SEARCH), key, partial(_render, site, kinds, tongue))


def _render(site: Site, kinds: list[ActKind], tongue: Tongue) -> bytes:
    to = partial(relative, tongue.page(SEARCH))
    return site.render(
        "search.html",
        SEARCH,
        tongue,
        data=to(Page(f"{SEARCH_DATA}/")),
        root=to(HOME).removesuffix(HOME),
        search_script=to(SEARCH_SCRIPT),
        all_works=to(tongue.page(ALL_WORKS)),
        kinds=[(to(tongue.page(kind_list(kind))), kind_words(kind, kind.chinese, tongue)) for kind in kinds],
        facets=[(facet, tongue[f"facet_{facet}"]) for facet in _FACETS],
        examples=_EXAMPLES,
        names=_names(kinds, tongue),
    )


def _names(kinds: list[ActKind], tongue: Tongue) -> str:
    """What the script finds in Chinese and shows in English."""
    if not tongue.is_english:
        return ""
    names = {kind.chinese: kind_words(kind, kind.chinese, tongue) for kind in kinds}
    names |= {status.value: status_name(status, tongue) for status in Status}
    names["中文"] = "Chinese"
    return json.dumps(names, ensure_ascii=False)
