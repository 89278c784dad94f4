"""The tantivy engine: a Rust library in a wheel. It keeps positions, so every run is a phrase of pairs."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from shutil import copytree

import tantivy

from compendium.querying import fold
from compendium.querying.formula import All, Formula, Has, Some
from compendium_build.search.documents import Document
from compendium_build.search.engine import DamagedIndex, Reader, Writer, words_for, words_of
from compendium_build.search.local_reader import LocalReader
from compendium_build.search.pieces import PieceWriter
from compendium_build.search.versions import Shelf

_FOLDER = "tantivy"
_MEMORY = 64_000_000
_FORMAT = 2
"""Indexes of the first kept what had been deleted."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("version", indexed=True, fast=True)
    builder.add_unsigned_field("number", stored=True, fast=True)
    builder.add_text_field("own", tokenizer_name="whitespace", index_option="position")
    return builder.build()


class TantivyWriter:
    """A new state of the index."""

    def __init__(self, folder: Path, base: Path | None) -> None:
        self._pieces = PieceWriter(folder, base)
        place = folder / _FOLDER
        if base:
            copytree(base / _FOLDER, place)
            index = tantivy.Index.open(str(place))
        else:
            place.mkdir()
            index = tantivy.Index(_schema(), str(place))
        self._schema = index.schema
        self._writer = index.writer(_MEMORY, 1)

    def delete(self, versions: Iterable[int]) -> None:
        """Delete all pieces of these versions."""
        for number in versions:
            self._pieces.delete(number)
            # not by term: a number given as a term is signed, and finds nothing in an unsigned field
            term = tantivy.Query.term_query(self._schema, "version", number)
            self._writer.delete_documents_by_query(term)

    def add(self, version: int, documents: Iterable[Document]) -> None:
        """Add the pieces of a version."""
        rows = list(documents)
        self._pieces.add(version, rows)
        for order, row in enumerate(rows):
            document = tantivy.Document()
            document.add_unsigned("version", version)
            document.add_unsigned("number", version << 16 | order)
            document.add_text("own", words_of(fold(row.text)))
            self._writer.add_document(document)

    def commit(self) -> None:
        """Write everything to disk."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._pieces.commit()

    def cancel(self) -> None:
        """Forget everything."""
        self._writer.rollback()
        self._pieces.cancel()


class TantivyReader(LocalReader):
    """An open index."""

    def __init__(self, folder: Path, shelf: Shelf, index: tantivy.Index) -> None:
        super().__init__(folder, shelf)
        self._schema = index.schema
        self._searcher = index.searcher()

    def _candidates(self, formula: Formula) -> Iterable[int]:
        limit = max(self._searcher.num_docs, 1)
        found = self._searcher.search(self._query(formula), limit, count=False, order_by_field="number")
        return [number for number, _ in found.hits]

    def _query(self, formula: Formula) -> tantivy.Query:
        match formula:
            case Has(_, run):
                words = words_for(run)
                if len(words) > 1:
                    return tantivy.Query.phrase_query(self._schema, "own", list(words))
                return tantivy.Query.term_query(self._schema, "own", words[0], "basic")
            case Some(parts):
                should = tantivy.Occur.Should
                return tantivy.Query.boolean_query([(should, self._query(part)) for part in parts])
            case All(parts):
                must = tantivy.Occur.Must
                return tantivy.Query.boolean_query([(must, self._query(part)) for part in parts])
            case _:
                raise TypeError(formula)

    def _close(self) -> None:
        del self._searcher


class TantivyEngine:
    """A search engine written in Rust, used through its library."""

    name = "tantivy"

    @property
    def stamp(self) -> str:
        """Its name and version, and what was changed in how it is used."""
        return f"tantivy {version('tantivy')} {_FORMAT}"

    def writer(self, folder: Path, base: Path | None) -> Writer:
        """Begin a new state in an empty folder."""
        return TantivyWriter(folder, base)

    def reader(self, folder: Path, shelf: Shelf) -> Reader:
        """Open the state in the folder."""
        try:
            return TantivyReader(folder, shelf, tantivy.Index.open(str(folder / _FOLDER)))
        except (ValueError, OSError) as error:
            raise DamagedIndex(folder) from error
