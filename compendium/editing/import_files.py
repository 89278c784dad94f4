"""Find the files that are to be imported, and read them, several side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from compendium.editing.import_outcome import Outcome
from compendium.intake.bounded import read_all
from compendium.intake.draft import Draft
from compendium.intake.source import SourceRefused

READABLE = (".docx", ".doc", ".odt", ".rtf", ".html", ".htm", ".mht", ".mhtml", ".md", ".txt", ".pdf")


def sources(paths: Sequence[Path]) -> list[Path | Outcome]:
    """List the files to import: those named, and in folders all that have a readable form.

    A link that is named is followed; one that lies in a folder is refused: whoever sent the folder may have
    pointed it at a file that he was not to have.
    """
    found: list[Path | Outcome] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if not p.name.startswith((".", "~$")))
            wanted = [p for p in inside if _wanted(p) and not (p.is_symlink() and p in paths)]
            found += [_link(p) if p.is_symlink() else p for p in wanted]
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _wanted(path: Path) -> bool:
    """Whether something in a folder is meant to be imported, or to lead to what is."""
    readable = path.suffix.lower() in READABLE
    return (readable or path.is_dir()) if path.is_symlink() else readable and path.is_file()


def _link(path: Path) -> Outcome:
    target = os.readlink(path)
    reason = f"是指向 {target} 的符号链接，文件夹里的链接不跟随；确要导入的，请单独写出它的路径"
    return Outcome(path=path, refused=f"{path.name}：{reason}")


def read_drafts(
    paths: Sequence[Path | Outcome], progress: Callable[[int, int], None] | None = None
) -> list[Draft | Outcome]:
    """Read all files in bounded children; one that can't be read becomes an outcome with its reason."""
    files = [path for path in paths if isinstance(path, Path)]
    read = dict(zip(files, read_all(files, progress), strict=True))
    out: list[Draft | Outcome] = []
    for path in paths:
        if isinstance(path, Outcome):
            out.append(path)
        elif isinstance(answer := read[path], SourceRefused):
            out.append(Outcome(path=path, refused=str(answer)))
        else:
            out += answer
    return out
