"""A corpus as it would be: its files and its works with what is to be written over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from compendium.akn import parse_act
from compendium.law.identifiers import CorpusPath, Digest
from compendium.law.names import parse_expression_path
from compendium.library.catalog import Catalog, Files, works_of
from compendium.library.facts import facts_of
from compendium.store import digest_of


@dataclass(frozen=True)
class State:
    """The files of a corpus in memory: a snapshot, and over it what is to be written (None: removed)."""

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

    def versions(self) -> Iterator[tuple[CorpusPath, bytes]]:
        """The files of versions and translations, with their bytes."""
        for path in self.paths():
            if parse_expression_path(path):
                yield path, self.read(path)

    def after(self, files: Mapping[CorpusPath, bytes | None]) -> State:
        """This state with files written or removed."""
        return replace(self, over={**self.over, **files})


def with_files(catalog: Catalog, files: Mapping[CorpusPath, bytes | None]) -> Catalog:
    """Return the catalog as it will be with files written or removed (None); only these are read.

    Raises:
        BadXml: a file to be written is no version of an act.
    """
    held = (facts for work in catalog.works for facts in (*work.expressions, *work.translations))
    kept = [facts for facts in held if facts.path not in files]
    fresh = [
        facts_of(parse_act(data, path), path, digest_of(data))
        for path, data in files.items()
        if data is not None and parse_expression_path(path)
    ]
    bad = tuple(each for each in catalog.bad if each.path not in files)
    return Catalog(works_of([*kept, *fresh]), State(catalog.files).after(files), bad)
