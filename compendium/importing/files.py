"""Find the files to import and read them, several side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from compendium.importing.outcome import Outcome
from compendium.intake.bounded import read_all
from compendium.intake.draft import Draft
from compendium.intake.source import SourceRefused

READABLE = (".docx", ".doc", ".odt", ".rtf", ".html", ".htm", ".mht", ".mhtml", ".md", ".txt", ".pdf")


def sources(paths: Iterable[Path]) -> list[Path]:
    """The files to import: those named, and in folders all that have a readable form."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.suffix.lower() in READABLE and p.is_file())
            found += [p for p in inside if not p.name.startswith((".", "~$"))]
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def read_drafts(
    paths: Sequence[Path], progress: Callable[[int, int], None] | None = None
) -> list[Draft | Outcome]:
    """Read all files in bounded children; one that can't be read becomes an outcome with its reason."""
    return [
        Outcome(path, refused=str(read)) if isinstance(read, SourceRefused) else read
        for path, read in zip(paths, read_all(paths, progress), strict=True)
    ]
