"""How documents lie in a Whoosh index: gram fields with their folded text as a column beside them.

No positions are kept: what the grams find is verified on the folded text, which is quicker than joining
positions in Python and makes the index smaller.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from struct import Struct
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, FieldType, Schema
from whoosh.formats import Existence

from compendium.model import ActKind
from compendium_build.search.documents import Document, Part
from compendium_build.search.fold import fold
from compendium_build.search.grams import grams_of
from compendium_build.search.query import Field

FIELD_NAMES = {
    Field.ANY: "text",
    Field.BODY: "text",
    Field.TITLE: "title",
    Field.ISSUER: "issuer",
    Field.NUMBER: "number",
}
OWN_TEXT = "text"
_HEAD = Struct(">BIII")
PARTS = tuple(Part)


def _texts() -> VarBytesColumn:
    return VarBytesColumn(write_offsets_cutoff=0)  # without stored offsets, opening adds up all lengths


class Grams(FieldType):  # type: ignore[misc]
    """A folded text, indexed by its grams and kept as a column."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)
        self.column_type = _texts()

    def index(self, value: str, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (gram, frequency, weight, nothing) for every gram."""
        return ((gram.encode(), 1, 1.0, b"") for gram in grams_of(value))

    def to_bytes(self, value: str) -> bytes:
        """Encode a gram or a text."""
        return value.encode()

    def from_bytes(self, data: bytes) -> str:
        """Decode a gram or a text."""
        return data.decode()


class NumberedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with segments named by the commit that made them, so that builds can be repeated."""

    length_stats = False  # lengths are for scoring, and Whoosh looks for their file at every posting

    def __init__(self, segment_id: str) -> None:
        super().__init__()
        self._segment_id = segment_id

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """Make the segment of this commit."""
        return W3Segment(self, indexname, segid=self._segment_id)


def make_schema() -> Schema:
    """The schema of an index."""
    grams = {name: Grams() for name in sorted(set(FIELD_NAMES.values()))}
    return Schema(
        path=ID(),
        head=COLUMN(_texts()),
        row=STORED(),
        **grams,
    )


def to_fields(document: Document) -> dict[str, Any]:
    """What Whoosh is given for a document; what is said of the whole act is indexed with the title only."""
    values = {"title": document.title, "issuer": document.issuer, "number": document.number}
    columns = {f"_stored_{name}": fold(value) for name, value in values.items()}
    indexed = values if document.part is Part.TITLE else dict.fromkeys(values, "")
    row = [getattr(document, field.name) for field in fields(document)]
    return {
        "path": document.path,
        "head": _head(document),
        "row": json.dumps(row, ensure_ascii=False, default=str),
        "text": fold(document.text),
        **{name: fold(value) for name, value in indexed.items()},
        **columns,
    }


def from_row(row: str) -> Document:
    """The document as it was given."""
    names = [field.name for field in fields(Document)]
    raw: dict[str, Any] = dict(zip(names, json.loads(row), strict=True))
    raw["part"], raw["kind"] = Part(raw["part"]), ActKind(raw["kind"])
    raw["date"], raw["headings"] = date.fromisoformat(raw["date"]), tuple(raw["headings"])
    return Document(**raw)


class Head(NamedTuple):
    """What is asked of every candidate before its text."""

    part: int
    start: int
    until: int
    order: int


def _head(document: Document) -> bytes:
    numbers = Head(PARTS.index(document.part), document.start, document.until, document.order)
    return _HEAD.pack(*numbers) + document.path.encode()


def head_of(data: bytes) -> Head:
    """The numbers in the head column."""
    return Head._make(_HEAD.unpack_from(data))


def path_of(data: bytes) -> str:
    """The path in the head column."""
    return data[_HEAD.size :].decode()
