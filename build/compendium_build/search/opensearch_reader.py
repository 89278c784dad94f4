"""Asking the cluster: a formula becomes one query, the hits of each version are counted there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from opensearchpy import OpenSearch, OpenSearchException

from compendium.querying import fold
from compendium.querying.formula import All, Column, Formula, Has, Is, Some
from compendium_build.search.documents import Part
from compendium_build.search.engine import Found, Stored
from compendium_build.search.grams import words_for
from compendium_build.search.versions import Held, Shelf

_PAGE = 10_000
_INNER = 100
_BOOST = 2.0


class OpenSearchReader:
    """An index of the cluster, as the versions on the shelf are in it."""

    def __init__(
        self, client: OpenSearch, index: str, shelf: Shelf, failure: Callable[[str], Exception]
    ) -> None:
        self._client, self._index, self._shelf, self._failure = client, index, shelf, failure
        self._all = frozenset(shelf.by_no)

    def find(
        self, formula: Formula, held: Held, chosen: frozenset[int] | None, top: int, each: int = 0
    ) -> Found:
        """Find the pieces for which a formula holds among what holds."""
        query = _bounded(query_of(formula), sorted(held.versions), sorted(held.without))
        versions = max(len(held.versions), 1)
        aggregation = {"versions": {"terms": {"field": "version", "size": versions}}}
        answer = self._search({"size": 0, "query": query, "aggs": aggregation})
        buckets = answer["aggregations"]["versions"]["buckets"]
        counts = {int(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
        wanted = counts.keys() if chosen is None else counts.keys() & chosen
        if not top or not wanted:
            return Found(counts, ())
        within = _bounded(query, sorted(wanted), [])
        if 0 < each <= _INNER:
            return Found(counts, self._few_of_each(within, top, each))
        if sum(counts[number] for number in wanted) <= top:
            return Found(counts, self._every(within))
        return Found(counts, self._best(within, top))

    def _best(self, query: dict[str, Any], top: int) -> list[int]:
        """The hits that the cluster rates best."""
        body = {"size": min(top, _PAGE), "query": query, "_source": False, "sort": ["_score", "number"]}
        return [int(hit["_id"]) for hit in self._search(body)["hits"]["hits"]]

    def _few_of_each(self, query: dict[str, Any], top: int, each: int) -> list[int]:
        """At most so many hits of each version, those of the best versions first."""
        inner = {"name": "pieces", "size": each, "_source": False, "sort": ["_score", "number"]}
        collapse = {"field": "version", "inner_hits": inner}
        body = {"size": min(top, _PAGE), "query": query, "_source": False, "collapse": collapse}
        hits = self._search(body | {"sort": ["_score", "number"]})["hits"]["hits"]
        inside = (hit["inner_hits"]["pieces"]["hits"]["hits"] for hit in hits)
        return [int(piece["_id"]) for pieces in inside for piece in pieces][:top]

    def _every(self, query: dict[str, Any]) -> list[int]:
        """All hits, page by page."""
        body: dict[str, Any] = {"size": _PAGE, "query": query, "_source": False, "sort": ["number"]}
        found: list[int] = []
        while True:
            hits = self._search(body)["hits"]["hits"]
            found += [int(hit["_id"]) for hit in hits]
            if len(hits) < _PAGE:
                return found
            body["search_after"] = hits[-1]["sort"]

    def stored(self, ids: Sequence[int]) -> list[Stored]:
        """The pieces with these ids."""
        out = []
        for start in range(0, len(ids), _PAGE):
            body = {"ids": [str(number) for number in ids[start : start + _PAGE]]}
            docs = self._call(partial(self._client.mget, index=self._index, body=body))["docs"]
            out += [_stored(int(doc["_id"]), doc["_source"]) for doc in docs]
        return out

    def pieces(self, version: int) -> list[Stored]:
        """All pieces of a version, in order."""
        body = {"size": _PAGE, "query": {"term": {"version": version}}, "sort": ["number"]}
        return [_stored(int(hit["_id"]), hit["_source"]) for hit in self._search(body)["hits"]["hits"]]

    def count(self) -> int:
        """The number of pieces."""
        body = {"query": {"terms": {"version": sorted(self._all)}}}
        return int(self._call(lambda: self._client.count(index=self._index, body=body))["count"])

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _search(self, body: dict[str, Any]) -> Any:
        return self._call(lambda: self._client.search(index=self._index, body=body))

    def _call(self, ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except OpenSearchException as error:
            raise self._failure(str(error)) from error


def _bounded(query: dict[str, Any], versions: list[int], without: list[int]) -> dict[str, Any]:
    """A query among some versions, without some pieces."""
    bool_: dict[str, Any] = {"must": [query], "filter": [{"terms": {"version": versions}}]}
    if without:
        bool_["must_not"] = [{"terms": {"number": without}}]
    return {"bool": bool_}


def field_of(column: Column) -> str:
    """The field that holds a column as words."""
    return f"{column.value}_words"


def query_of(formula: Formula) -> dict[str, Any]:
    """A formula in the cluster's query language; nothing in it is parsed there.

    >>> query_of(Has(Column.OWN, "甲乙丙"))
    {'match_phrase': {'own_words': {'query': '甲乙 乙丙', 'boost': 1.0}}}
    """
    match formula:
        case Has(column, run):
            words = " ".join(words_for(run))
            boost = _BOOST if column is Column.TITLE else 1.0
            return {"match_phrase": {field_of(column): {"query": words, "boost": boost}}}
        case Is(flag):
            return {"term": {"flag": flag.value}}
        case Some(parts):
            return {"bool": {"should": list(map(query_of, parts)), "minimum_should_match": 1}}
        case All(parts, barred):
            bool_ = {"must": list(map(query_of, parts))}
            if barred:
                bool_["must_not"] = list(map(query_of, barred))
            return {"bool": bool_}


def _stored(number: int, source: dict[str, Any]) -> Stored:
    part, eid, label, headings, below, text = source["piece"]["data"]
    return Stored(number, Part(part), eid, label, tuple(headings), tuple(below), text, fold(text))
