"""Pieces of the book on disk: what a worker is given, what it gives back, and the cache between builds."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from compendium.model import ActKind
from compendium_build.print.plan import Piece


@cache
def typesetting_key() -> str:
    """The hash of the program that typesets; what else the build chain publishes doesn't matter to pieces."""
    digest = hashlib.sha256()
    for package in ("compendium", "compendium_schema", "compendium_build.print"):
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix not in (".pyc", ".typed"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for package in ("weasyprint", "pikepdf"):
        digest.update(f"{package} {version(package)}".encode())
    return digest.hexdigest()


def kind_anchor(kind: ActKind) -> str:
    """The name of the place where the part for a kind opens."""
    return f"kind:{kind.value}"


@dataclass(frozen=True, slots=True)
class Job:
    """A piece to typeset, with the bytes of its texts and pictures by path."""

    piece: Piece
    book: str
    texts: dict[str, bytes]
    images: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Index:
    """What stands in a typeset piece.

    `plain` pages carry no number; `anchors` are (page, height); `outline` is (depth, label, anchor);
    `links` the anchors that its links lead to; `glyphs` those used of each font; `missing` the
    characters without a glyph and the regulation that has them.
    """

    pages: int
    plain: list[int]
    anchors: dict[str, tuple[int, float]]
    outline: list[tuple[int, str, str]]
    links: list[str]
    glyphs: dict[str, list[int]]
    missing: list[tuple[str, str]]


class PieceCache:
    """Typeset pieces by key; what is written half is never seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def pdf(self, key: str) -> Path:
        """The file of a piece."""
        return self.folder / f"{key}.pdf"

    def get(self, key: str) -> Index | None:
        """The index of a piece, None when it isn't held whole."""
        try:
            raw = json.loads((self.folder / f"{key}.json").read_bytes())
            if self.pdf(key).stat().st_size != raw.pop("size"):
                return None
            return Index(**raw)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, pdf: bytes, index: Index) -> None:
        """Hold a piece."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _replace(self.pdf(key), pdf)
        text = json.dumps(asdict(index) | {"size": len(pdf)}, ensure_ascii=False)
        _replace(self.folder / f"{key}.json", text.encode())

    def put_note(self, name: str, note: dict[str, object]) -> None:
        """Hold a note beside the pieces."""
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
        return len({path.stem for path in stale})


def _replace(path: Path, data: bytes) -> None:
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(data)
    os.replace(half, path)
