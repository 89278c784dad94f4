"""Other ways to search the same pieces: each is built, asked for its first 20, and for everything."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
from whoosh.query import Phrase, Term

from benchmarks.search_corpus import Texts
from compendium_build.search.engine import words_for, words_of

TOP = 20


class Peer(ABC):
    """One way; `build` makes its index in a folder, `top` gives the best ids, `every` all."""

    name = ""

    @abstractmethod
    def build(self, texts: Texts, folder: Path) -> None: ...

    @abstractmethod
    def top(self, run: str) -> Sequence[str]: ...

    @abstractmethod
    def every(self, run: str) -> set[str]: ...


class Scan(Peer):
    """Looking at every text in memory."""

    name = "plain scan"

    def build(self, texts: Texts, folder: Path) -> None:
        self._texts = texts.folded

    def top(self, run: str) -> Sequence[str]:
        found = [(text.count(run) / len(text), key) for key, text in self._texts.items() if run in text]
        return [key for _, key in sorted(found, reverse=True)[:TOP]]

    def every(self, run: str) -> set[str]:
        return {key for key, text in self._texts.items() if run in text}


class WhooshPeer(Peer):
    """Whoosh with positions, over words that a function cuts."""

    def words(self, text: str) -> list[str]:
        return words_of(text).split(" ")

    def asked(self, run: str) -> list[str]:
        return words_for(run)

    def build(self, texts: Texts, folder: Path) -> None:
        schema = Schema(id=ID(stored=True), own=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True))
        index = create_in(str(folder), schema)
        writer = index.writer(limitmb=256)
        for key, text in texts.folded.items():
            writer.add_document(id=key, own=" ".join(self.words(text)))
        writer.commit()
        self._searcher: Any = index.searcher()

    def _query(self, run: str) -> Any:
        words = self.asked(run)
        return Term("own", words[0]) if len(words) == 1 else Phrase("own", words)

    def top(self, run: str) -> Sequence[str]:
        return [hit["id"] for hit in self._searcher.search(self._query(run), limit=TOP)]

    def every(self, run: str) -> set[str]:
        return {hit["id"] for hit in self._searcher.search(self._query(run), limit=None)}


class WhooshPairs(WhooshPeer):
    """Whoosh over characters and pairs."""

    name = "whoosh, pairs"


class WhooshJieba(WhooshPeer):
    """Whoosh over the words of a segmenter."""

    name = "whoosh, jieba words"

    def words(self, text: str) -> list[str]:
        import jieba

        return [word for word in jieba.cut(text) if word.strip()]

    def asked(self, run: str) -> list[str]:
        return self.words(run)


class Fts5(Peer):
    """SQLite's FTS5 with positions, over characters and pairs."""

    name = "SQLite FTS5, pairs"

    def build(self, texts: Texts, folder: Path) -> None:
        self._keys = list(texts.folded)
        self._db = sqlite3.connect(folder / "fts.sqlite")
        self._db.execute("CREATE VIRTUAL TABLE t USING fts5(own, tokenize='ascii', content='')")
        rows = ((number, words_of(texts.folded[key])) for number, key in enumerate(self._keys))
        self._db.executemany("INSERT INTO t(rowid, own) VALUES (?, ?)", rows)
        self._db.commit()

    def _ids(self, run: str, rest: str) -> list[str]:
        sql = f"SELECT rowid FROM t WHERE t MATCH ? {rest}"
        return [self._keys[row[0]] for row in self._db.execute(sql, (f'"{" ".join(words_for(run))}"',))]

    def top(self, run: str) -> Sequence[str]:
        return self._ids(run, f"ORDER BY rank LIMIT {TOP}")

    def every(self, run: str) -> set[str]:
        return set(self._ids(run, ""))


class Tantivy(Peer):
    """tantivy with positions, over characters and pairs."""

    name = "tantivy, pairs"

    def build(self, texts: Texts, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", stored=True, fast=True)
        builder.add_text_field("own", tokenizer_name="whitespace")
        self._schema = builder.build()
        index = tantivy.Index(self._schema, str(folder))
        writer = index.writer(64_000_000, 1)
        self._keys = list(texts.folded)
        for number, key in enumerate(self._keys):
            document = tantivy.Document()
            document.add_unsigned("id", number)
            document.add_text("own", words_of(texts.folded[key]))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def _query(self, run: str) -> tantivy.Query:
        words: list[Any] = words_for(run)
        if len(words) == 1:
            return tantivy.Query.term_query(self._schema, "own", words[0])
        return tantivy.Query.phrase_query(self._schema, "own", words)

    def top(self, run: str) -> Sequence[str]:
        found = self._searcher.search(self._query(run), TOP).hits
        return [self._keys[self._searcher.doc(address)["id"][0]] for _, address in found]

    def every(self, run: str) -> set[str]:
        limit = max(self._searcher.num_docs, 1)
        found: Iterable[Any] = self._searcher.search(self._query(run), limit, order_by_field="id").hits
        return {self._keys[number] for number, _ in found}


PEERS: tuple[type[Peer], ...] = (Scan, WhooshPairs, WhooshJieba, Fts5, Tantivy)
