"""Pieces of the book on disk: what a worker is given, what it gives back, and the cache between builds.

The book's fonts are kept too, so that a build that uses no new glyph need not take them again.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from compendium.law.identifiers import CorpusPath
from compendium_build.edition.artifacts import part_key
from compendium_build.edition.folders import removed_on_failure
from compendium_build.print.plan import Piece
from compendium_build.print.typefaces import Typeface, Typefaces


def pack_faces(faces: Typefaces) -> bytes:
    """Write fonts as one byte string."""
    rows = [
        {**asdict(face), "file": len(face.file), "glyphs": [(g, *told) for g, told in face.glyphs.items()]}
        for face in faces.values()
    ]
    head = json.dumps(dict(zip(faces, rows, strict=True)), ensure_ascii=False)
    return b"\n".join((head.encode(), b"".join(face.file for face in faces.values())))


def unpack_faces(data: bytes) -> Typefaces:
    """Read fonts back.

    Raises:
        ValueError, KeyError, TypeError: this was not written by `pack_faces`.
    """
    head, _, rest = data.partition(b"\n")
    faces, place = {}, 0
    for name, row in json.loads(head).items():
        length = row.pop("file")
        glyphs = {glyph: (width, text) for glyph, width, text in row.pop("glyphs")}
        letters = {letter: (glyph, width) for letter, (glyph, width) in row.pop("letters").items()}
        faces[name] = Typeface(**row, file=rest[place : place + length], glyphs=glyphs, letters=letters)
        place += length
    if place != len(rest):
        raise ValueError("the fonts are not whole")
    return faces


@cache
def typesetting_key() -> str:
    """Hash the program that typesets; what else the build chain publishes doesn't matter to pieces."""
    parts = ("compendium", "compendium_schema", "compendium_build.print")
    return part_key(parts, "weasyprint", "pydyf")


@dataclass(frozen=True, slots=True)
class Job:
    """A piece to typeset, with the bytes of its texts and pictures by path."""

    piece: Piece
    book: str
    texts: dict[CorpusPath, bytes]
    images: dict[str, bytes]

    @property
    def key(self) -> str:
        """The key of the piece."""
        return self.piece.key


Slot = tuple[int, float, float, str]
"""Where the number of a page is printed: page, right end and base line in points, the anchor on that page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What stands in a typeset piece.

    `plain` pages carry no number; `anchors` are (page, height); `outline` is (depth, label, anchor);
    `links` the anchors that its links lead to; `glyphs` those used of each font (glyph, width, text);
    `missing` the characters without a glyph, regulation and place. `size` is that of a page;
    `ranges` are what stands on each page, as a dictionary tells it; `slots` the places for numbers of pages.
    """

    pages: int
    plain: list[int]
    anchors: dict[str, tuple[int, float]]
    outline: list[tuple[int, str, str]]
    links: list[str]
    glyphs: dict[str, list[tuple[int, int, str]]]
    missing: list[tuple[str, str, str]]
    size: tuple[float, float]
    ranges: list[str]
    slots: list[Slot]
    fingerprints: dict[str, str] = field(default_factory=dict)


class PieceCache:
    """Typeset pieces by key; what is written half is never seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, key: str) -> Path:
        """Name the file of a piece."""
        return self.folder / f"{key}.part"

    def get(self, key: str) -> Index | None:
        """Read the index of a piece, None when it isn't held whole."""
        try:
            raw = json.loads((self.folder / f"{key}.json").read_bytes())
            if self.file(key).stat().st_size != raw.pop("bytes"):
                return None
            return Index(**raw)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, part: bytes, index: Index) -> None:
        """Keep a piece."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _replace(self.file(key), part)
        text = json.dumps(asdict(index) | {"bytes": len(part)}, ensure_ascii=False)
        _replace(self.folder / f"{key}.json", text.encode())

    def faces(self, key: str) -> Typefaces | None:
        """Read fonts that were taken before."""
        try:
            return unpack_faces((self.folder / f"{key}.faces").read_bytes())
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put_faces(self, key: str, faces: Typefaces) -> None:
        """Keep fonts."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _replace(self.folder / f"{key}.faces", pack_faces(faces))

    def put_note(self, name: str, note: dict[str, object]) -> None:
        """Keep a note beside the pieces."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _replace(self.folder / f"{name}.json", json.dumps(note, ensure_ascii=False).encode())

    def get_note(self, name: str) -> bytes:
        """Read a note.

        Raises:
            OSError: there is none.
        """
        return (self.folder / f"{name}.json").read_bytes()

    def keep_only(self, keys: set[str]) -> int:
        """Drop all other pieces; return how many there were."""
        stale = [path for path in self.folder.glob("*.*") if path.stem not in keys]
        for path in stale:
            path.unlink(missing_ok=True)
        return sum(path.suffix == ".part" for path in stale)


def _replace(path: Path, data: bytes) -> None:
    half = path.with_name(f".{path.name}.half")
    with removed_on_failure(half):
        half.write_bytes(data)
        os.replace(half, path)
