"""The real texts by set: which files are regulations to take in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

SETS = ("shanghai", "elsewhere", "decisions", "triples", "word", "documents")
_READABLE = {".docx", ".doc", ".odt", ".rtf", ".html", ".htm", ".md", ".txt", ".pdf"}
_NOT_TEXTS = {
    "source.txt",  # says where a triple comes from
    "decision_part.txt",  # a piece cut out of decision.txt
}


def data_folder() -> Path:
    """The folder of real texts: COMPENDIUM_SHARED, or shared/data beside the project."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    return Path(os.environ.get("COMPENDIUM_SHARED", beside))


def files_of(data: Path, name: str) -> list[Path]:
    """The files of a set, in order."""
    return sorted(_files(data / name)) if (data / name).is_dir() else []


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.suffix.lower() in _READABLE and path.name not in _NOT_TEXTS and path.is_file():
            yield path
