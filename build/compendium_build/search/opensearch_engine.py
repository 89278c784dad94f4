"""The OpenSearch engine: a cluster for those who outgrow one machine, through the official client.

A fresh index is loaded under a name of its own; then the alias is moved to it in one step, so that other
programs that ask the alias notice nothing. Small changes go into the same index: new versions have
numbers that no open reader knows, and what is to be forgotten is deleted by the change after the next, when
nobody looks at it any more. What stands in the folder is only the index's name. The
reader turns a formula into one query, and the cluster counts the hits of each version.

    OPENSEARCH_URL      https://user:password@host:9200, several with commas
    OPENSEARCH_ALIAS    the alias, by default compendium
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from opensearchpy import OpenSearch, OpenSearchException
from opensearchpy.helpers import bulk

from compendium.law.problems import CompendiumError
from compendium.querying import fold
from compendium.querying.formula import All, Column, Flag, Formula, Has, Is, Some
from compendium_build.search.documents import BODIES, Document, Part
from compendium_build.search.engine import DamagedIndex, Found, Reader, Stored, Writer, words_for, words_of
from compendium_build.search.versions import Held, Shelf

_PAGE = 10_000
_INNER = 100
_BOOST = 2.0


class OpenSearchReader:
    """An index in the cluster, with the versions on the shelf."""

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
        """Read the pieces with these ids."""
        out = []
        for start in range(0, len(ids), _PAGE):
            body = {"ids": [str(number) for number in ids[start : start + _PAGE]]}
            docs = self._call(partial(self._client.mget, index=self._index, body=body))["docs"]
            out += [_stored(int(doc["_id"]), doc["_source"]) for doc in docs]
        return out

    def pieces(self, version: int) -> list[Stored]:
        """Read all pieces of a version, in order."""
        body = {"size": _PAGE, "query": {"term": {"version": version}}, "sort": ["number"]}
        return [_stored(int(hit["_id"]), hit["_source"]) for hit in self._search(body)["hits"]["hits"]]

    def count(self) -> int:
        """Count the pieces."""
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
    """Name the field that holds a column as words."""
    return f"{column.value}_words"


def query_of(formula: Formula) -> dict[str, Any]:
    """Write a formula in the cluster's query language; nothing in it is parsed there.

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
    return Stored(
        id=number,
        part=Part(part),
        eid=eid,
        label=label,
        headings=tuple(headings),
        below=tuple(below),
        text=text,
        folded=fold(text),
    )


URL, ALIAS = "OPENSEARCH_URL", "OPENSEARCH_ALIAS"
_FILE = "opensearch.json"
_BATCH = 500
_GRAMS = {"type": "text", "analyzer": "grams", "norms": False}
SETTINGS: dict[str, Any] = {
    "settings": {
        "number_of_shards": 1,
        "number_of_replicas": 1,
        # the words are pairs of characters, so any run of Chinese is a phrase; see grams.words_of
        "analysis": {"analyzer": {"grams": {"type": "custom", "tokenizer": "whitespace"}}},
        "max_terms_count": 65536,
    },
    "mappings": {
        "dynamic": "strict",
        # the grams are not kept beside the text they are made from
        "_source": {"excludes": [field_of(column) for column in Column]},
        "properties": {
            "version": {"type": "long"},
            "number": {"type": "long"},
            "flag": {"type": "keyword"},
            "piece": {"type": "object", "enabled": False},
            **{field_of(column): _GRAMS for column in Column},
        },
    },
}


class NoServer(CompendiumError):
    """A search server that is not there or does not answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"检索服务器不可用：{reason}。请检查环境变量 {URL}。")


def client_of(urls: str) -> OpenSearch:
    """Make a client of the cluster at some addresses; a node that does not answer is left for another."""
    hosts = [url.strip() for url in urls.split(",") if url.strip()]
    if not hosts:
        raise NoServer("没有写明地址")
    return OpenSearch(hosts, timeout=30, max_retries=3, retry_on_timeout=True)


class OpenSearchWriter:
    """A new index, or changes to one."""

    def __init__(self, client: OpenSearch, folder: Path, base: Path | None, alias: str) -> None:
        self._client, self._folder, self._alias = client, folder, alias
        held = read_pointer(base) if base else None
        self._fresh = held is None
        self._index = held["index"] if held else f"{alias}-{uuid4().hex[:12]}"
        self._doomed: list[int] = []
        if held:
            self._delete(held["doomed"])
        else:
            client.indices.create(index=self._index, body=SETTINGS)

    def delete(self, versions: Iterable[int]) -> None:
        """Forget these versions, when nobody reads them any more."""
        self._doomed = list(versions)

    def add(self, version: int, documents: Iterable[Document]) -> None:
        """Add the pieces of a version; what a change that died left under its number is deleted first."""
        if not self._fresh:
            self._delete([version])
        bulk(self._client, self._actions(version, documents), chunk_size=_BATCH)

    def commit(self) -> None:
        """Make everything visible; a fresh index takes the alias from the one before."""
        self._client.indices.refresh(index=self._index)
        if self._fresh:
            add = {"add": {"index": self._index, "alias": self._alias}}
            remove = {"remove": {"index": f"{self._alias}-*", "alias": self._alias, "must_exist": False}}
            self._client.indices.update_aliases(body={"actions": [remove, add]})
        pointer = {"index": self._index, "doomed": self._doomed}
        (self._folder / _FILE).write_text(json.dumps(pointer), encoding="utf-8")

    def cancel(self) -> None:
        """Take a fresh index away; in one that is changed nobody knows the new versions."""
        if self._fresh:
            self._client.indices.delete(index=self._index, ignore_unavailable=True)

    def _actions(self, version: int, documents: Iterable[Document]) -> Iterator[dict[str, Any]]:
        for order, document in enumerate(documents):
            number = version << 16 | order
            source = _source(version, number, document)
            yield {"_index": self._index, "_id": str(number), "_source": source}

    def _delete(self, versions: list[int]) -> None:
        if versions:
            query = {"query": {"terms": {"version": versions}}}
            self._client.delete_by_query(index=self._index, body=query, refresh=True, conflicts="proceed")


def _source(version: int, number: int, document: Document) -> dict[str, Any]:
    flag = Flag.WHOLE if document.part is Part.TITLE else Flag.BODY if document.part in BODIES else None
    columns = {
        Column.OWN: document.text,
        Column.TITLE: document.title,
        Column.ISSUER: document.issuer,
        Column.NUMBER: document.number,
    }
    place = (document.part.value, document.eid, document.label, document.headings, document.below)
    return {
        "version": version,
        "number": number,
        "flag": [flag.value] if flag else [],
        "piece": {"data": [*place, document.text]},
        **{field_of(column): words_of(fold(text)) for column, text in columns.items()},
    }


def read_pointer(folder: Path) -> dict[str, Any]:
    """Read which index a folder means.

    Raises:
        DamagedIndex: that can't be told.
    """
    try:
        raw = json.loads((folder / _FILE).read_bytes())
        return {"index": str(raw["index"]), "doomed": [int(number) for number in raw["doomed"]]}
    except (OSError, ValueError, KeyError, TypeError):
        raise DamagedIndex(folder) from None


class OpenSearchEngine:
    """A cluster, by its address."""

    name = "opensearch"

    def __init__(self, urls: str = "", alias: str = "") -> None:
        self._urls = urls or os.environ.get(URL, "")
        self._alias = alias or os.environ.get(ALIAS, "compendium")

    @property
    def stamp(self) -> str:
        """Its name and the form of its index."""
        return f"opensearch 1 {self._alias}"

    def writer(self, folder: Path, base: Path | None) -> Writer:
        """Begin a new index, or changes to the one that the base folder means."""
        try:
            return OpenSearchWriter(client_of(self._urls), folder, base, self._alias)
        except OpenSearchException as error:
            raise NoServer(str(error)) from error

    def reader(self, folder: Path, shelf: Shelf) -> Reader:
        """Open the index that a folder means."""
        index = read_pointer(folder)["index"]
        client = client_of(self._urls)
        try:
            if not client.indices.exists(index=index):
                raise DamagedIndex(folder)
        except OpenSearchException as error:
            raise NoServer(str(error)) from error
        return OpenSearchReader(client, index, shelf, NoServer)
