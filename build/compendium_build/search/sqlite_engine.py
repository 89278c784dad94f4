"""The SQLite engine: FTS5 over characters and pairs of characters, one file that never changes once written.

Neither positions nor contents are kept in it: the texts lie beside it and decide (see `local_reader`).
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from compendium.querying import fold
from compendium.querying.formula import All, Formula, Has, Some
from compendium_build.search.documents import Document
from compendium_build.search.engine import DamagedIndex, Reader, Writer, words_for, words_of
from compendium_build.search.local_reader import LocalReader
from compendium_build.search.pieces import PieceWriter, ReadOnly, close_new, open_new
from compendium_build.search.versions import Shelf

FILE = "grams.sqlite"
_SCHEMA = """
CREATE VIRTUAL TABLE gram USING fts5(own, tokenize='ascii', content='', detail=none, columnsize=0)
"""
_FORGET = "INSERT INTO gram(gram, rowid, own) VALUES ('delete', ?, ?)"


class SqliteWriter:
    """A new state of the index."""

    def __init__(self, folder: Path, base: Path | None) -> None:
        self._path = folder / FILE
        self._fresh = base is None
        self._pieces = PieceWriter(folder, base)
        if base:
            shutil.copyfile(base / FILE, self._path)
        self._db = open_new(self._path)
        if not base:
            self._db.execute(_SCHEMA)

    def delete(self, versions: Iterable[int]) -> None:
        """Delete all pieces of these versions; FTS5 must be told what it is to forget."""
        for version in versions:
            old = self._pieces.delete(version)
            self._db.executemany(_FORGET, [(piece.id, words_of(piece.folded)) for piece in old])

    def add(self, version: int, documents: Iterable[Document]) -> None:
        """Add the pieces of a version."""
        rows = list(documents)
        self._pieces.add(version, rows)
        words = [(version << 16 | order, words_of(fold(row.text))) for order, row in enumerate(rows)]
        self._db.executemany("INSERT INTO gram(rowid, own) VALUES (?, ?)", words)

    def commit(self) -> None:
        """Write everything to disk; what is built whole is also put in order for reading."""
        if self._fresh:
            self._db.execute("INSERT INTO gram(gram) VALUES ('optimize')")
        close_new(self._db, self._path)
        self._pieces.commit()

    def cancel(self) -> None:
        """Forget everything."""
        self._db.close()
        self._pieces.cancel()


class SqliteReader(LocalReader):
    """An open index; may be asked by several threads at once."""

    def __init__(self, folder: Path, shelf: Shelf) -> None:
        super().__init__(folder, shelf)
        self._file = ReadOnly(folder / FILE)
        self._file.db.execute("SELECT rowid FROM gram WHERE gram MATCH '的' LIMIT 1").fetchone()

    def _candidates(self, formula: Formula) -> Iterable[int]:
        sql = "SELECT rowid FROM gram WHERE gram MATCH ?"
        try:
            return [row[0] for row in self._file.db.execute(sql, (expression(formula),))]
        except sqlite3.Error as error:
            raise DamagedIndex(self.folder) from error

    def _close(self) -> None:
        self._file.close()


def expression(formula: Formula) -> str:
    """Write a formula of runs in FTS5's query language; every word is quoted and none of it is ASCII.

    >>> from compendium.querying.formula import Column
    >>> expression(All((Has(Column.OWN, "甲乙丙"), Has(Column.OWN, "丁"))))
    '(("甲乙" AND "乙丙") AND "丁")'
    """
    match formula:
        case Has(_, run):
            words = [f'"{word}"' for word in dict.fromkeys(words_for(run))]
            return f"({' AND '.join(words)})" if len(words) > 1 else words[0]
        case Some(parts):
            return f"({' OR '.join(map(expression, parts))})"
        case All(parts):
            return f"({' AND '.join(map(expression, parts))})"
        case _:
            raise TypeError(formula)


class SqliteEngine:
    """SQLite as it comes with Python."""

    name = "sqlite"

    @property
    def stamp(self) -> str:
        """Its name and version; the file can be read by any SQLite, but is built again by another."""
        return f"sqlite {sqlite3.sqlite_version}"

    def writer(self, folder: Path, base: Path | None) -> Writer:
        """Begin a new state in an empty folder."""
        return SqliteWriter(folder, base)

    def reader(self, folder: Path, shelf: Shelf) -> Reader:
        """Open the state in the folder."""
        try:
            return SqliteReader(folder, shelf)
        except sqlite3.Error as error:
            raise DamagedIndex(folder) from error
