"""What is published of the real texts, read as if it came from elsewhere: how many files differ, by form."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from compendium.law.act import Act
from tests.reading_back import FORMS, ReadBack, published, read_back

_EACH = 6
"""One version of so many is read again: a Word file takes a third of a second."""


@dataclass(frozen=True, slots=True)
class Reread:
    """One form: files read again, those whose structure, title, events or day differ, those with hints."""

    form: str
    files: int
    differing: tuple[str, ...]
    hinted: int


def reread(folder: Path) -> list[Reread]:
    """Read a part of the web edition again."""
    with ProcessPoolExecutor() as pool:
        rows = [row for form in FORMS for row in pool.map(_one, _chosen(folder, form), chunksize=8)]
    return [_figures(form, [row for row in rows if row.form == form]) for form in FORMS]


def _chosen(folder: Path, form: str) -> list[tuple[Act, str, str, Path]]:
    return list(islice(published(folder, [form]), 0, None, _EACH))


def _one(version: tuple[Act, str, str, Path]) -> ReadBack:
    return read_back(*version)


def _figures(form: str, rows: Sequence[ReadBack]) -> Reread:
    differing = tuple(f"{row.place} {row.form} {row.differences[0][:80]}" for row in rows if row.differences)
    return Reread(form, len(rows), differing, sum(bool(row.warnings) for row in rows))
