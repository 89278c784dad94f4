"""The files of a corpus in memory, with what is to be written over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from compendium.akn import parse_act
from compendium.law.identifiers import CorpusPath, Digest
from compendium.law.names import parse_expression_path
from compendium.library.catalog import Catalog, Files, works_of
from compendium.library.facts import facts_of
from compendium.store import digest_of


@dataclass(frozen=True)
class Overlay:
    """A state of the corpus, and over it what is to be written (None: removed)."""

    base: Files
    over: Mapping[CorpusPath, bytes | None] = field(default_factory=dict)

    def paths(self) -> tuple[CorpusPath, ...]:
        """Every path, sorted."""
        held = {*self.base.paths(), *self.over}
        return tuple(sorted(path for path in held if self.over.get(path, b"") is not None))

    def read(self, path: CorpusPath) -> bytes:
        """The bytes of a file."""
        data = self.over.get(path)
        return self.base.read(path) if data is None else data

    def digest(self, path: CorpusPath) -> Digest:
        """The digest of a file, as git computes it."""
        data = self.over.get(path)
        return self.base.digest(path) if data is None else digest_of(data)

    def after(self, files: Mapping[CorpusPath, bytes | None]) -> Self:
        """This state with files written or removed."""
        return replace(self, over={**self.over, **files})


def catalog_after(catalog: Catalog, files: Mapping[CorpusPath, bytes | None]) -> Catalog:
    """The works as they will be once files are written or removed; only those files are read."""
    over = Overlay(catalog.files).after(files)
    held = (f for work in catalog.works for f in (*work.expressions, *work.translations))
    fresh = [
        facts_of(parse_act(data, path), path, over.digest(path))
        for path, data in files.items()
        if data is not None and parse_expression_path(path)
    ]
    kept = (facts for facts in held if facts.path not in files)
    return Catalog(works_of((*kept, *fresh)), over, catalog.bad)
