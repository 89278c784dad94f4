"""The answer of the index as a page that needs no script, and as JSON with whole addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from compendium.law.days import day_words
from compendium.library.config import Category
from compendium.querying.matching import Spans
from compendium_build.edition.addresses import SEARCH, relative, work_page
from compendium_build.search import Answer, Facet, Group, Hit, Sort, answer_object
from compendium_build.search.documents import Part
from compendium_build.serving.asking import Asked
from compendium_build.serving.editions import Shown
from compendium_build.serving.moments import AS_OF, Moment
from compendium_build.serving.openapi import Q

Pieces = Sequence[tuple[str, bool]]
"""A text in pieces, each with whether it is marked."""

SORTS = {Sort.RELEVANCE: "按相关程度", Sort.DATE: "按版本日期", Sort.TITLE: "按名称拼音"}
FACETS = {
    Facet.STATUS: "状态",
    Facet.KIND: "类别",
    Facet.ISSUER: "制定机关",
    Facet.CLASS: "分类",
    Facet.YEAR: "年份",
    Facet.LANGUAGE: "语言",
}


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit as it is shown."""

    label: str
    href: str
    headings: str
    pieces: Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """A regulation with its hits; `rest` are those that are not shown, `more` leads to them."""

    title: Pieces
    href: str
    group: Group
    hits: tuple[ShownHit, ...]
    rest: int
    more: str


def answer_page(shown: Shown, moment: Moment, asked: Asked, answer: Answer | None, trouble: str) -> bytes:
    """The page with the form and, where something was asked, the answer or what is wrong with it."""
    to = partial(relative, SEARCH)
    request = asked.request
    return shown.site.render(
        "results.html",
        SEARCH,
        request=request,
        when="all" if request.all_versions else "on" if moment.day else "",
        day=moment.day,
        as_of_words=day_words(moment.day) if moment.day else "",
        today=shown.day,
        sorts=SORTS,
        facets=_facets(shown, answer) if answer else [],
        trouble=trouble,
        answer=answer,
        groups=[_group(shown, asked, group, to) for group in answer.groups] if answer else [],
        to=to,
        suggested=[(words, _query(asked, q=words)) for words in answer.suggestions] if answer else [],
        everywhere=_query(asked, versions="all"),
        following=_query(asked, cursor=answer.cursor) if answer and answer.cursor else "",
        longest=Q.schema["maxLength"],
    )


def _query(asked: Asked, **changed: str) -> str:
    return "?" + urlencode(asked.pairs_with(**changed))


def _facets(shown: Shown, answer: Answer) -> list[tuple[str, str, list[tuple[str, str, int, bool]]]]:
    """The filters that tell hits apart: name, label, and values with their counts."""
    names = {each.id: each.title for top in shown.edition.scheme for each in _below(top)}
    out = []
    for facet, label in FACETS.items():
        counts = answer.facets[facet]
        if len(counts) > 1 or any(count.chosen for count in counts):
            values = [(c.value, names.get(c.value, c.label), c.hits, c.chosen) for c in counts]
            out.append((facet.value, label, values))
    return out


def _below(category: Category) -> Sequence[Category]:
    return tuple(category.walk())


def _group(shown: Shown, asked: Asked, group: Group, to: Callable[[str], str]) -> ShownGroup:
    act = group.act
    work = shown.edition.catalog.by_uri.get(act.work)
    living = work and act.language == "zho" and shown.edition.current(work).path == act.path
    href = to(work_page(work)) if work and living else to(act.address)
    titles = [hit for hit in group.hits if hit.part is Part.TITLE]
    hits = tuple(_hit(hit, to) for hit in group.hits if hit.part is not Part.TITLE)
    title = (
        _marked(act.title, titles[0].spans)
        if titles and titles[0].text == act.title
        else [(act.title, False)]
    )
    more = _query(asked, work=act.work, per_work="100") if group.total > len(group.hits) else ""
    return ShownGroup(
        title=title, href=href, group=group, hits=hits, rest=group.total - len(group.hits), more=more
    )


def _hit(hit: Hit, to: Callable[[str], str]) -> ShownHit:
    cut = hit.snippet
    pieces = [("…", False)] if cut.before else []
    pieces += _marked(cut.text.replace("\n", "　"), cut.spans)
    pieces += [("…", False)] if cut.after else []
    return ShownHit(hit.label or "全文", to(hit.address), " › ".join(hit.headings), pieces)


def _marked(text: str, spans: Spans) -> list[tuple[str, bool]]:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def answer_json(
    answer: Answer, asked: Asked, moment: Moment, revision: str, whole: Callable[[str], str]
) -> dict[str, Any]:
    """The answer for programs; `whole` makes an address of this server from one within the edition."""
    value = _placed(answer_object(answer), whole)
    day = {AS_OF: str(moment.day)} if moment.day else {}
    more = asked.pairs_with(cursor=answer.cursor, format="json", **day)
    following = whole(f"search/?{urlencode(more)}") if answer.cursor else None
    return {**value, "revision": revision, "next": following}


def _placed(value: Any, whole: Callable[[str], str]) -> Any:
    """The same values with whole addresses."""
    if isinstance(value, Mapping):
        return {k: whole(v) if k == "address" else _placed(v, whole) for k, v in value.items()}
    return [_placed(each, whole) for each in value] if isinstance(value, list) else value
