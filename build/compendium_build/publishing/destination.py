"""Where editions are published: a folder, or a bucket; what both can do, and what is handed to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from compendium_build.artifacts import MANIFEST
from compendium_build.publishing.manifest import CHANGES, EDITIONS, Manifest

INDEX = f"{EDITIONS}/index.json"
"""The editions that can be had, the newest first."""


@dataclass(frozen=True, slots=True)
class NewEdition:
    """An edition to publish: its manifest, where each file lies now, and what goes beside them.

    `before` is the edition it takes the place of, whose files are used again where they are the same;
    `index` lists the editions that are kept; `metadata` is signed, by path, in the order to write it.
    """

    manifest: Manifest
    data: bytes
    changes: bytes
    files: Mapping[str, Path]
    index: bytes
    metadata: Mapping[str, bytes]
    before: Manifest | None = None

    def own_files(self) -> dict[str, bytes]:
        """What the edition's own folder has besides the files themselves."""
        folder = f"{EDITIONS}/{self.manifest.edition}"
        return {f"{folder}/{CHANGES}": self.changes, f"{folder}/{MANIFEST}": self.data}

    def same_before(self) -> frozenset[str]:
        """The paths whose content the edition before has too."""
        if self.before is None or not self.before.edition:
            return frozenset()
        old = self.before.files
        return frozenset(path for path, entry in self.manifest.files.items() if old.get(path) == entry)


class Destination(Protocol):
    """A place where editions are published."""

    @property
    def name(self) -> str:
        """What people call it."""

    def mend(self) -> None:
        """Finish, or clear away, what a publication that died has left."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None where there is none."""

    def put_edition(self, new: NewEdition) -> None:
        """Publish an edition: whoever looks sees the one before or this one."""

    def put_metadata(self, metadata: Mapping[str, bytes]) -> None:
        """Write signatures anew, in their order; the edition stays."""
