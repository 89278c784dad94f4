"""All that staff keep beside the texts of a corpus, read and held against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from compendium.catalog import Catalog, UnknownWork, Work
from compendium.companions.disclosure import DISCLOSURE_FILE, Disclosed, read_disclosure
from compendium.companions.interpretations import (
    INTERPRETATIONS_FILE,
    Interpretation,
    read_interpretations,
)
from compendium.companions.standards import STANDARDS_FILE, Standard, read_standards
from compendium.toml_table import BadConfig


@dataclass(frozen=True, slots=True)
class Companions:
    """What there is beside the texts; `relying` are the works that rely on a standard, by its number,
    `interpretations` those of each work, by its folder."""

    standards: tuple[Standard, ...] = ()
    relying: Mapping[str, tuple[Work, ...]] = field(default_factory=dict)
    disclosed: tuple[Disclosed, ...] = ()
    interpretations: Mapping[str, tuple[Interpretation, ...]] = field(default_factory=dict)


def read_companions(catalog: Catalog) -> Companions:
    """Read every table of the corpus.

    Raises:
        BadConfig: one can't be used; the file and the line are named.
    """
    files = catalog.files
    held = frozenset(files.paths())
    standards = read_standards(files.read(STANDARDS_FILE)) if STANDARDS_FILE in held else ()
    disclosed = read_disclosure(files.read(DISCLOSURE_FILE)) if DISCLOSURE_FILE in held else ()
    relying = {
        item.number: tuple(_work(catalog, item, name) for name in item.regulations) for item in standards
    }
    interpretations = {}
    folders = {work.folder: work for work in catalog.works}
    for path in sorted(held):
        folder, _, name = path.rpartition("/")
        if name == INTERPRETATIONS_FILE:
            if folder not in folders:
                raise BadConfig("所在的文件夹里没有法规的文本，解读材料要放在法规的文件夹里", 0, path)
            days = [facts.date for facts in folders[folder].expressions]
            interpretations[folder] = read_interpretations(files.read(path), path, held, days)
    return Companions(standards, relying, disclosed, interpretations)


def _work(catalog: Catalog, standard: Standard, name: str) -> Work:
    """The work that a table names by title or folder."""
    try:
        return catalog.find(name)
    except UnknownWork as error:
        raise BadConfig(f"标准 {standard.number}：{error}", standard.line, standard.file) from None
