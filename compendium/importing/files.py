"""Find the files to import and read them, many in parallel."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from compendium.importing.outcome import Outcome
from compendium.intake.draft import Draft, draft_of
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
    """Read all files, many in parallel; one that can't be read becomes an outcome with its reason."""
    out: list[Draft | Outcome] = []
    for position, result in enumerate(_results(paths), 1):
        out.append(result)
        if progress:
            progress(position, len(paths))
    return out


def _results(paths: Sequence[Path]) -> Iterator[Draft | Outcome]:
    workers = min(os.cpu_count() or 1, 8)
    if len(paths) < 24 or workers == 1:
        yield from map(read_one, paths)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(read_one, paths, chunksize=4)


def read_one(path: Path) -> Draft | Outcome:
    """Read one file into a draft, or say why not."""
    try:
        return draft_of(path)
    except SourceRefused as error:
        return Outcome(path, refused=str(error))
    except OSError as error:
        return Outcome(path, refused=f"{path.name}：打不开：{error.strerror or error}")
