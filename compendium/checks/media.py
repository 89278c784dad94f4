"""Rules on the files in the media folders: only what may be published, and only what is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from compendium.checks.rules import found
from compendium.law.identifiers import CorpusPath, Folder
from compendium.law.names import folder_of
from compendium.law.problems import CompendiumError, Problem
from compendium.library.catalog import Catalog, Files
from compendium.library.media_files import named_media
from compendium.media import fault_of

_FILE = re.compile(r"(.+)/media/[^/]+")


def media_files(catalog: Catalog, files: Files, chosen: Set[CorpusPath]) -> Iterator[Problem]:
    """M801, M802: the media of the works of which a file was chosen."""
    folders = {folder_of(path) for path in chosen}
    paths = [path for path in files.paths() if (at := _FILE.fullmatch(path)) and at[1] in folders]
    used: dict[Folder, frozenset[CorpusPath]] = {}
    for path in paths:
        folder = Folder(path.partition("/media/")[0])
        try:
            fault = fault_of(path, files.read(path))
        except CompendiumError as error:
            fault = str(error)
        if fault:
            yield found("M801", path, 1, fault)
        if folder not in used:
            used[folder] = named_media(folder, files)
        if path not in used[folder]:
            yield found("M802", path, 1, "没有用到")
