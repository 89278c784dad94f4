"""A state of the corpus: immutable, by path."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from compendium.store.blobs import Blobs
from compendium.store.errors import ChangedWhileReading, MissingFile
from compendium.store.tree import working


class Snapshot(Mapping[str, bytes]):
    """The files of a corpus in one state: a commit, a commit with edits over it, or a plain folder.

    `revision` is the commit, empty where there is none; `uncommitted` names the files whose content in this
    snapshot is not that of the commit, deleted ones included.
    """

    def __init__(
        self,
        root: Path,
        entries: Mapping[str, str],
        revision: str = "",
        uncommitted: tuple[str, ...] = (),
        edited: Mapping[str, bytes] | None = None,
        blobs: Blobs | None = None,
    ) -> None:
        self.revision = revision
        self.uncommitted = uncommitted
        self._root = root
        self._entries = dict(sorted(entries.items()))
        self._edited = dict(edited or {})
        self._blobs = blobs

    def paths(self) -> tuple[str, ...]:
        """Every path, relative to the corpus, sorted."""
        return tuple(self._entries)

    def digest(self, path: str) -> str:
        """The digest of a file, as git computes it."""
        return self._entry(path)

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        digest = self._entry(path)
        if path in self._edited:
            return self._edited[path]
        # The working file is read several times faster than the blob, and its digest tells if it is the same.
        state = working(self._root, path)
        if state and state[0] == digest:
            return state[1]
        if self._blobs:
            return self._blobs.read(digest)
        raise ChangedWhileReading(path)

    def under(self, prefix: str) -> Snapshot:
        """The part of this snapshot in one folder; the paths stay as they are."""
        folder = prefix.rstrip("/") + "/" if prefix.strip("/") else ""
        return Snapshot(
            self._root,
            {path: entry for path, entry in self._entries.items() if path.startswith(folder)},
            self.revision,
            tuple(path for path in self.uncommitted if path.startswith(folder)),
            {path: data for path, data in self._edited.items() if path.startswith(folder)},
            self._blobs,
        )

    @cached_property
    def tree_digest(self) -> str:
        """One digest over every path and digest: equal exactly when the content is."""
        total = hashlib.sha256()
        for path, digest in self._entries.items():
            total.update(f"file {digest} {path}\0".encode(errors="surrogateescape"))
        return total.hexdigest()

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of every path."""
        return MappingProxyType(self._entries)

    def _entry(self, path: str) -> str:
        """The digest of a path that must be there."""
        try:
            return self._entries[path]
        except KeyError:
            raise MissingFile(path, self.revision) from None

    def __getitem__(self, path: str) -> bytes:
        return self.read(path)

    def __contains__(self, path: object) -> bool:
        return path in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Snapshot) and self.tree_digest == other.tree_digest

    def __hash__(self) -> int:
        return hash(self.tree_digest)
