"""Snapshots, the states of a corpus: immutable, by path.

They are taken of a commit, of HEAD with the edits over it, or of a plain folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import stat
import time
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from compendium.law.identifiers import CorpusPath, Digest
from compendium.store import recover
from compendium.store.errors import (
    ChangedWhileReading,
    MissingFile,
    NotWritable,
    UnknownRevision,
    UnsafeContent,
    UnsafeRepository,
    Unsettled,
)
from compendium.store.objects import Blobs
from compendium.store.place import Place, cache_folder, head_of
from compendium.store.recover import PATIENCE, locked
from compendium.store.stats import Stats
from compendium.store.tree import (
    Listing,
    committed,
    digests,
    ignored,
    listing,
    same_but_for_line_ends,
    working,
)


class Snapshot(Mapping[CorpusPath, bytes]):
    """The files of a corpus in one state: a commit, a commit with edits over it, or a plain folder.

    `revision` is the commit, empty where there is none; `uncommitted` names the files whose content in this
    snapshot is not that of the commit, deleted ones included.
    """

    def __init__(
        self,
        root: Path,
        entries: Mapping[CorpusPath, Digest],
        revision: str = "",
        uncommitted: tuple[CorpusPath, ...] = (),
        edited: Mapping[CorpusPath, bytes] | None = None,
        blobs: Blobs | None = None,
    ) -> None:
        self.revision = revision
        self.uncommitted = uncommitted
        self._root = root
        self._entries = dict(sorted(entries.items()))
        self._edited = dict(edited or {})
        self._blobs = blobs

    def paths(self) -> tuple[CorpusPath, ...]:
        """Every path, relative to the corpus, sorted."""
        return tuple(self._entries)

    def digest(self, path: CorpusPath) -> Digest:
        """Return the digest of a file, as git computes it."""
        return self._entry(path)

    def read(self, path: CorpusPath) -> bytes:
        """Read the bytes of a file."""
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
        """Return the part of this snapshot in one folder; the paths stay as they are."""
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
    def digests(self) -> Mapping[CorpusPath, Digest]:
        """The digest of every path."""
        return MappingProxyType(self._entries)

    def _entry(self, path: CorpusPath) -> Digest:
        """The digest of a path that must be there."""
        try:
            return self._entries[path]
        except KeyError:
            raise MissingFile(path, self.revision) from None

    def __getitem__(self, path: CorpusPath) -> bytes:
        return self.read(path)

    def __contains__(self, path: object) -> bool:
        return path in self._entries

    def __iter__(self) -> Iterator[CorpusPath]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Snapshot) and self.tree_digest == other.tree_digest

    def __hash__(self) -> int:
        return hash(self.tree_digest)


_TRIES = 5
_PAUSE = 0.02


def snapshot_of_folder(root: Path) -> Snapshot:
    """Take the files of a folder without git."""
    listed = listing(root)
    if listed.odd:
        raise UnsafeContent(listed.odd.items())
    stats = Stats(cache_folder(root))
    entries = digests(root, listed.files, stats)
    stats.save()
    return Snapshot(root, entries)


def snapshot_of_commit(place: Place, commit: str, blobs: Blobs) -> Snapshot:
    """Take the files of exactly one commit."""
    entries = committed(place, commit)
    if entries is None:
        raise UnknownRevision(commit[:12], "该版本中还没有这个法规库")
    return Snapshot(place.root, entries, commit, blobs=blobs)


def snapshot_of_work(place: Place, blobs: Blobs) -> Snapshot:
    """Take the last commit and, over it, what people have edited since.

    While a writer is at work its commit and the working folder are not of one state, so the attempt is
    repeated; a corpus that is always being written is locked for the time of a reading.
    """
    for _ in range(_TRIES):
        taken = _attempt(place, blobs)
        if taken is not None:
            return taken
        time.sleep(_PAUSE)
    with contextlib.suppress(NotWritable), locked(place, PATIENCE):
        for _ in range(_TRIES):
            taken = _attempt(place, blobs)
            if taken is not None:
                return taken
    raise Unsettled(place.root)


def _attempt(place: Place, blobs: Blobs) -> Snapshot | None:
    """Take a snapshot; None when the corpus changed under it."""
    journal, head = recover.load(place), head_of(place)
    entries = committed(place, head) or {}
    steps = journal.steps if journal and journal.prefix == place.prefix else {}
    now = _work(place, entries)
    differing = sorted(path for path in {*entries, *now} if entries.get(path) != now.get(path))
    over = {
        path: now.get(path)
        for path in differing
        if _edited(place.root, path, entries.get(path), now.get(path), steps.get(path))
    }
    edited = {path: _bytes(place.root, path, digest) for path, digest in over.items() if digest}
    if (recover.load(place), head_of(place)) != (journal, head) or None in edited.values():
        return None
    held = {path: data for path, data in edited.items() if data is not None}
    entries = {path: digest for path, digest in entries.items() if path not in over}
    entries |= {path: digest for path, digest in over.items() if digest}
    return Snapshot(place.root, entries, head, tuple(sorted(over)), held, blobs)


def _work(place: Place, heads: Mapping[CorpusPath, Digest]) -> dict[CorpusPath, Digest]:
    """The digests of the working files that are committed, or that git does not ignore."""
    listed = listing(place.root)
    _refuse_bent_rules(place, listed)
    skipped = ignored(place, [path for path in (*listed.files, *listed.odd) if path not in heads])
    odd = [(path, reason) for path, reason in listed.odd.items() if path not in skipped]
    if odd:
        raise UnsafeContent(odd)
    files = {path: state for path, state in listed.files.items() if path not in skipped}
    stats = Stats(cache_folder(place.root))
    found = digests(place.root, files, stats)
    stats.save()
    return found


_RULES = (".gitignore", ".gitattributes")
_LONGEST_RULES = 1 << 20


def _refuse_bent_rules(place: Place, listed: Listing) -> None:
    """Refuse lists of git's that are no plain files of a bearable size, before git reads them.

    Raises:
        UnsafeContent: such a list of the corpus; UnsafeRepository: one above it.
    """
    bent = [(path, reason) for path, reason in listed.odd.items() if path.endswith(_RULES)]
    bent += [
        (path, "大得不合情理")
        for path, state in listed.files.items()
        if path.endswith(_RULES) and state.st_size > _LONGEST_RULES
    ]
    if bent:
        raise UnsafeContent(bent)
    above = [place.door.common / "info/exclude"]
    folder = place.root
    while folder != place.top:
        folder = folder.parent
        above += [folder / name for name in _RULES]
    for path in above:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            state = path.lstat()
            if not stat.S_ISREG(state.st_mode) or state.st_size > _LONGEST_RULES:
                raise UnsafeRepository(path, "不是普通文件，或者大得不合情理")


def _edited(
    root: Path, path: CorpusPath, head: Digest | None, now: Digest | None, step: recover.Step | None
) -> bool:
    """Whether somebody edited a file that differs from its commit: neither a writer under way nor git did."""
    if step and step.unfinished(now, head):
        return False
    return not (head and now and same_but_for_line_ends(root, path, head))


def _bytes(root: Path, path: CorpusPath, digest: Digest) -> bytes | None:
    """The bytes of a working file, None when they are no longer those that were hashed."""
    state = working(root, path)
    return state[1] if state and state[0] == digest else None
