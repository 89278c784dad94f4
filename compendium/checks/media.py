"""Rules on the files in the media folders: only what may be published, and only what is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from compendium.checks.rules import found
from compendium.law.problems import CompendiumError, Problem
from compendium.library.catalog import Catalog, Files
from compendium.library.staff_tables import INTERPRETATIONS_FILE
from compendium.media import fault_of

_FILE = re.compile(r"(.+)/media/[^/]+")
_SHOWN = re.compile(rb"media/[^\s\"'<>]+")


def media_files(catalog: Catalog, files: Files, chosen: Set[str]) -> Iterator[Problem]:
    """M801, M802: the media of the works of which a file was chosen."""
    folders = {path.rpartition("/")[0] for path in chosen}
    paths = [path for path in files.paths() if (at := _FILE.fullmatch(path)) and at[1] in folders]
    used: dict[str, frozenset[str]] = {}
    for path in paths:
        folder = path.partition("/media/")[0]
        try:
            fault = fault_of(path, files.read(path))
        except CompendiumError as error:
            fault = str(error)
        if fault:
            yield found("M801", path, 1, fault)
        if folder not in used:
            used[folder] = _used(folder, catalog, files)
        if path not in used[folder]:
            yield found("M802", path, 1, "没有用到")


def _used(folder: str, catalog: Catalog, files: Files) -> frozenset[str]:
    """The media that the versions of a work and its 解读材料 name."""
    tables = [f"{folder}/{INTERPRETATIONS_FILE}"]
    named = [path for path in files.paths() if path.startswith(f"{folder}/") and path.endswith(".xml")]
    texts = (files.read(path) for path in (*named, *(t for t in tables if t in files.paths())))
    return frozenset(f"{folder}/{match[0].decode()}" for text in texts for match in _SHOWN.finditer(text))
