"""The Whoosh engine: pure Python, nothing to install beside it."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex
from whoosh.reading import TermNotFound
from whoosh.writing import LockError, SegmentWriter

from compendium_build.search.documents import Document
from compendium_build.search.engine import DamagedIndex, IndexBusy, Reader, Writer
from compendium_build.search.whoosh_reader import WhooshReader
from compendium_build.search.whoosh_schema import NumberedCodec, make_schema, to_fields

_NAME = "MAIN"
_MEMORY_MB = 256


class WhooshWriter:
    """Changes to a Whoosh index."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def delete(self, paths: frozenset[str]) -> None:
        """Delete all documents of these files that were committed before."""
        reader = self._writer.reader()
        for path in sorted(paths):
            try:
                numbers = list(reader.postings("path", path).all_ids())
            except TermNotFound:
                continue
            for number in numbers:
                self._writer.delete_document(number)
        reader.close()

    def add(self, document: Document) -> None:
        """Add a document."""
        self._writer.add_document(**to_fields(document))

    def commit(self) -> None:
        """Make all changes seen at once."""
        self._writer.commit()

    def cancel(self) -> None:
        """Forget all changes."""
        if not self._writer.is_closed:
            self._writer.cancel()


class WhooshEngine:
    """Opens indexes for reading and writing."""

    @property
    def name(self) -> str:
        """Its name and version."""
        return f"whoosh {version('whoosh')}"

    def writer(self, folder: Path) -> Writer:
        """Begin to change the index in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        storage, schema = FileStorage(str(folder)), make_schema()
        try:
            index = FileIndex(storage, schema, _NAME)
        except EmptyIndexError:
            index = FileIndex.create(storage, schema, _NAME)
        codec = NumberedCodec(f"{index.latest_generation() + 1:08}")
        try:
            # loose files: a compound one is put together in the order of the file system
            writer = SegmentWriter(index, codec=codec, compound=False, limitmb=_MEMORY_MB)
        except LockError:
            raise IndexBusy(folder) from None
        return WhooshWriter(writer)

    def reader(self, folder: Path) -> Reader:
        """Open the index in the folder."""
        try:
            index = FileIndex(FileStorage(str(folder)), make_schema(), _NAME)
            return WhooshReader(index.reader(), folder)
        except Exception as error:  # a cut file makes Whoosh raise almost anything
            raise DamagedIndex(folder) from error
