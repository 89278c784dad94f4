"""The texts of an index: the pieces of each version, packed together, unpacked when first asked for."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from compendium.querying import fold
from compendium_build.search.documents import Document, Part
from compendium_build.search.engine import DamagedIndex, Stored

FILE = "pieces.sqlite"
_UNPACKED = 1200
"""So many versions are kept unpacked, some tens of kilobytes each."""


class PieceWriter:
    """A new file of texts, or a copy of one to be changed."""

    def __init__(self, folder: Path, base: Path | None) -> None:
        self._path = folder / FILE
        if base:
            shutil.copyfile(base / FILE, self._path)
        self._db = open_new(self._path)
        if not base:
            self._db.execute("CREATE TABLE version(no INTEGER PRIMARY KEY, pieces INTEGER, data BLOB)")

    def delete(self, version: int) -> list[Stored]:
        """Forget a version; its pieces as they were."""
        row = self._db.execute("SELECT data FROM version WHERE no = ?", (version,)).fetchone()
        self._db.execute("DELETE FROM version WHERE no = ?", (version,))
        return unpacked(version, row[0]) if row else []

    def add(self, version: int, documents: Iterable[Document]) -> None:
        """Keep a version."""
        rows = [(d.part.value, d.eid, d.label, d.headings, d.below, d.text) for d in documents]
        data = zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), 6)
        self._db.execute("INSERT INTO version VALUES (?,?,?)", (version, len(rows), data))

    def commit(self) -> None:
        """Write everything to disk."""
        close_new(self._db, self._path)

    def cancel(self) -> None:
        """Forget everything."""
        self._db.close()


class Pieces:
    """An open file of texts."""

    def __init__(self, folder: Path) -> None:
        self._file = ReadOnly(folder / FILE)
        row = self._file.db.execute("SELECT coalesce(sum(pieces), 0) FROM version").fetchone()
        self.count = int(row[0])
        self.of = lru_cache(_UNPACKED)(self._of)

    def _of(self, version: int) -> list[Stored]:
        """The pieces of a version, in order; its order is a piece's place in the list."""
        try:
            row = self._file.db.execute("SELECT data FROM version WHERE no = ?", (version,)).fetchone()
            return unpacked(version, row[0])
        except (sqlite3.Error, zlib.error, ValueError, TypeError) as error:
            raise DamagedIndex(self._file.path.parent) from error

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def unpacked(version: int, data: bytes) -> list[Stored]:
    """Unpack the pieces of a packed version."""
    return [
        Stored(
            id=version << 16 | order,
            part=Part(part),
            eid=eid,
            label=label,
            headings=tuple(heads),
            below=tuple(below),
            text=text,
            folded=fold(text),
        )
        for order, (part, eid, label, heads, below, text) in enumerate(json.loads(zlib.decompress(data)))
    ]


class ReadOnly:
    """A SQLite file that never changes, so that nothing is locked; a connection for each thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []

    @property
    def db(self) -> sqlite3.Connection:
        """This thread's connection."""
        held: sqlite3.Connection | None = getattr(self._local, "db", None)
        if held is None:
            uri = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            held = sqlite3.connect(uri, uri=True, check_same_thread=False)
            held.execute("PRAGMA mmap_size=1073741824")
            self._local.db = held
            self._open.append(held)
        return held

    def close(self) -> None:
        """Close all connections."""
        for db in self._open:
            db.close()


def open_new(path: Path) -> sqlite3.Connection:
    """Open a file that nobody reads yet: a crash leaves it behind, and it is never looked at."""
    db = sqlite3.connect(path)
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;")
    return db


def close_new(db: sqlite3.Connection, path: Path) -> None:
    """Commit, close, and see that it is on the disk."""
    db.commit()
    db.close()
    with path.open("rb+") as file:
        os.fsync(file.fileno())
