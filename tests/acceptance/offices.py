"""Word files, pages and PDFs made of the plain texts: how many are read otherwise than the plain text."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from compendium.intake.source import SourceRefused
from tests.acceptance.sets import files_of
from tests.offices import OFFICES, told_apart
from tests.reading_back import ReadBack

_SETS = ("shanghai", "elsewhere", "documents", "decisions")
_NATIONAL = 300
_EACH = {"pdf": 12}
"""Of the files of an office that takes long, one of so many is made."""


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """One office: files made, what is read otherwise, and how much of that has no hint."""

    office: str
    files: int
    differing: tuple[str, ...]
    unhinted: int


def made_and_read(data: Path) -> list[OfficeFigures]:
    """Make the files of every office and read them."""
    paths = _texts(data)
    with ProcessPoolExecutor() as pool:
        return [
            _figures(office, list(_rows(pool, paths[:: _EACH.get(office, 1)], office))) for office in OFFICES
        ]


def _rows(pool: ProcessPoolExecutor, paths: Sequence[Path], office: str) -> list[ReadBack]:
    rows = pool.map(_one, paths, [office] * len(paths), chunksize=8)
    return [row for row in rows if row is not None]


def _texts(data: Path) -> list[Path]:
    national = [path for path in files_of(data, "national") if path.suffix in (".md", ".txt")]
    chosen = random.Random(1).sample(national, min(_NATIONAL, len(national)))
    texts = [path for name in _SETS for path in files_of(data, name) if path.suffix in (".md", ".txt")]
    return [*texts, *chosen]


def _one(path: Path, office: str) -> ReadBack | None:
    """Nothing for a plain text that is refused itself."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return told_apart(path, office, Path(folder))
        except SourceRefused:
            return None


def _figures(office: str, rows: Sequence[ReadBack]) -> OfficeFigures:
    differing = [row for row in rows if row.differences]
    return OfficeFigures(
        office,
        len(rows),
        tuple(f"{row.place} {row.form} {row.differences[0][:80]}" for row in differing),
        sum(not row.warnings for row in differing),
    )
