"""The Whoosh engine: pure Python. It keeps which pieces hold which grams; the texts lie beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from shutil import copytree
from struct import Struct
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence
from whoosh.index import FileIndex
from whoosh.reading import IndexReader, TermNotFound
from whoosh.writing import SegmentWriter

from compendium.querying import fold
from compendium.querying.formula import All, Formula, Has, Some
from compendium_build.search.documents import Document
from compendium_build.search.engine import DamagedIndex, Reader, Writer, grams_for, grams_of
from compendium_build.search.local_reader import LocalReader
from compendium_build.search.pieces import PieceWriter
from compendium_build.search.versions import Shelf

_NAME = "MAIN"
_FOLDER = "whoosh"
_MEMORY_MB = 256
_NUMBER = Struct(">Q")
_FEW = 48
"""So few candidates are looked at sooner than narrowed further."""


class Grams(FieldType):  # type: ignore[misc]
    """A folded text, indexed by its grams."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)

    def index(self, value: str, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (gram, frequency, weight, nothing) for every gram."""
        return ((gram.encode(), 1, 1.0, b"") for gram in grams_of(value))

    def to_bytes(self, value: str) -> bytes:
        """Encode a gram."""
        return value.encode()


class NumberedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with segments named by the commit that made them, so that builds can be repeated."""

    length_stats = False  # lengths are for scoring, and Whoosh looks for their file at every posting

    def __init__(self, segment_id: str) -> None:
        super().__init__()
        self._segment_id = segment_id

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """Make the segment of this commit."""
        return W3Segment(self, indexname, segid=self._segment_id)


def _schema() -> Schema:
    return Schema(version=ID(), number=COLUMN(NumericColumn("Q")), own=Grams())


class WhooshWriter:
    """A new state of the index."""

    def __init__(self, folder: Path, base: Path | None) -> None:
        self._pieces = PieceWriter(folder, base)
        place = folder / _FOLDER
        if base:
            copytree(base / _FOLDER, place)
            index = FileIndex(FileStorage(str(place)), _schema(), _NAME)
        else:
            place.mkdir()
            index = FileIndex.create(FileStorage(str(place)), _schema(), _NAME)
        codec = NumberedCodec(f"{index.latest_generation() + 1:08}")
        # loose files: a compound one is put together in the order of the file system
        self._writer = SegmentWriter(index, codec=codec, compound=False, limitmb=_MEMORY_MB)

    def delete(self, versions: Iterable[int]) -> None:
        """Delete all pieces of these versions."""
        for number in versions:
            self._pieces.delete(number)
            self._writer.delete_by_term("version", str(number))

    def add(self, version: int, documents: Iterable[Document]) -> None:
        """Add the pieces of a version."""
        rows = list(documents)
        self._pieces.add(version, rows)
        for order, row in enumerate(rows):
            self._writer.add_document(version=str(version), number=version << 16 | order, own=fold(row.text))

    def commit(self) -> None:
        """Write everything to disk."""
        self._writer.commit()
        self._pieces.commit()

    def cancel(self) -> None:
        """Forget everything."""
        if not self._writer.is_closed:
            self._writer.cancel()
        self._pieces.cancel()


class WhooshReader(LocalReader):
    """An open index: the rarest grams give candidates."""

    def __init__(self, folder: Path, shelf: Shelf, reader: IndexReader) -> None:
        super().__init__(folder, shelf)
        self._reader = reader
        self._segments = [_Segment(leaf) for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]

    def _candidates(self, formula: Formula) -> Iterable[int]:
        try:
            return [number for segment in self._segments for number in segment.having(formula)]
        except Exception as error:  # files are read as they are needed; a cut one raises almost anything
            raise DamagedIndex(self.folder) from error

    def _close(self) -> None:
        self._reader.close()


class _Segment:
    """One segment of the index; document numbers are its own."""

    def __init__(self, leaf: Any) -> None:
        self._leaf = leaf
        self._numbers = leaf.column_reader("number")

    def having(self, formula: Formula) -> Iterator[int]:
        """Yield the pieces that may answer."""
        return (self._numbers[document] for document in self._documents(formula))

    def _documents(self, formula: Formula) -> set[int]:
        match formula:
            case Has(_, run):
                return self._having(grams_for(run))
            case Some(parts):
                return set().union(*map(self._documents, parts))
            case All(parts):
                runs = [gram for part in parts if isinstance(part, Has) for gram in grams_for(part.run)]
                others = [self._documents(part) for part in parts if not isinstance(part, Has)]
                found = [self._having(runs)] if runs else []
                return set.intersection(*found, *others)
            case _:
                raise TypeError(formula)

    def _having(self, grams: Iterable[str]) -> set[int]:
        """Documents that may have all of the grams: every one that does, and few others."""
        counted = sorted((int(self._leaf.doc_frequency("own", gram)), gram) for gram in set(grams))
        if not counted[0][0]:
            return set()
        found = self._postings(counted[0][1])
        for frequency, gram in counted[1:]:
            # reading a long list costs more than looking at a few texts
            if len(found) <= max(_FEW, frequency // 4):
                break
            found &= self._postings(gram)
        return found

    def _postings(self, gram: str) -> set[int]:
        try:
            return set(self._leaf.postings("own", gram).all_ids())
        except TermNotFound:
            return set()


class WhooshEngine:
    """Opens indexes for reading and writing."""

    name = "whoosh"

    @property
    def stamp(self) -> str:
        """Its name and version."""
        return f"whoosh {version('whoosh')}"

    def writer(self, folder: Path, base: Path | None) -> Writer:
        """Begin a new state in an empty folder."""
        return WhooshWriter(folder, base)

    def reader(self, folder: Path, shelf: Shelf) -> Reader:
        """Open the state in the folder."""
        try:
            index = FileIndex(FileStorage(str(folder / _FOLDER)), _schema(), _NAME)
            return WhooshReader(folder, shelf, index.reader())
        except Exception as error:  # a cut file makes Whoosh raise almost anything
            raise DamagedIndex(folder) from error
