"""The OpenSearch engine: a cluster for those who outgrow one machine, through the official client.

A fresh index is loaded under a name of its own; then the alias is moved to it in one step, so that other
programs that ask the alias notice nothing. Small changes go into the same index: new versions have
numbers that no open reader knows, and what is to be forgotten is deleted by the change after the next, when
nobody looks at it any more. What stands in the folder is only the index's name.

    OPENSEARCH_URL      https://user:password@host:9200, several with commas
    OPENSEARCH_ALIAS    the alias, by default compendium
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from opensearchpy import OpenSearch, OpenSearchException
from opensearchpy.helpers import bulk

from compendium.problems import CompendiumError
from compendium.querying import fold
from compendium.querying.formula import Column, Flag
from compendium_build.search.documents import BODIES, Document, Part
from compendium_build.search.engine import DamagedIndex, Reader, Writer
from compendium_build.search.grams import words_of
from compendium_build.search.opensearch_reader import OpenSearchReader, field_of
from compendium_build.search.versions import Shelf

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
    """There is no search server, or it does not answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"检索服务器不可用：{reason}。请检查环境变量 {URL}。")


def client_of(urls: str) -> OpenSearch:
    """A client of the cluster at some addresses; a node that does not answer is left for another."""
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
        """Make everything seen; a fresh index takes the alias from the one before."""
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
    """Which index a folder means.

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
        """Begin a new index, or to change the one that the base folder means."""
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
