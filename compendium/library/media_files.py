"""Which media files the texts and the 解读材料 of a work name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from compendium.law.identifiers import CorpusPath, Folder
from compendium.law.names import path_in
from compendium.library.catalog import Files
from compendium.library.staff_tables import INTERPRETATIONS_FILE

_NAMED = re.compile(rb"media/[^\s\"'<>]+")


def named_media(
    folder: Folder, files: Files, over: Mapping[CorpusPath, bytes | None] | None = None
) -> frozenset[CorpusPath]:
    """List the media that the versions of a work and its 解读材料 name.

    `over` are files about to be written over those that are there, None standing for removal.
    """
    over = over or {}
    paths = {*files.paths(), *over}
    named = [path for path in paths if path.startswith(f"{folder}/") and path.endswith(".xml")]
    tables = {path_in(folder, INTERPRETATIONS_FILE)} & paths
    texts = (over[path] if path in over else files.read(path) for path in (*named, *tables))
    return frozenset(
        path_in(folder, match[0].decode()) for text in texts for match in _NAMED.finditer(text or b"")
    )


def without_use(
    folder: Folder, files: Files, over: Mapping[CorpusPath, bytes | None], sources: Iterable[str]
) -> dict[CorpusPath, bytes | None]:
    """List those media, named as in the text (`media/x.png`), that nothing names any more."""
    gone = {path_in(folder, src) for src in sources} - set(over)
    gone &= set(files.paths())
    return dict.fromkeys(sorted(gone - named_media(folder, files, over))) if gone else {}
