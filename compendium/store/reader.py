"""Take a snapshot: of a commit, of HEAD with the edits over it, or of a plain folder."""

from __future__ import annotations

import contextlib
import stat
import time
from collections.abc import Mapping
from pathlib import Path

from compendium.store import journal as journals
from compendium.store.blobs import Blobs
from compendium.store.errors import NotWritable, UnknownRevision, UnsafeContent, UnsafeRepository, Unsettled
from compendium.store.lock import PATIENCE, locked
from compendium.store.place import Place, cache_folder, head_of
from compendium.store.snapshot import Snapshot
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

_TRIES = 5
_PAUSE = 0.02


def snapshot_of_folder(root: Path) -> Snapshot:
    """The files of a folder without git."""
    listed = listing(root)
    if listed.odd:
        raise UnsafeContent(listed.odd.items())
    stats = Stats(cache_folder(root))
    entries = digests(root, listed.files, stats)
    stats.save()
    return Snapshot(root, entries)


def snapshot_of_commit(place: Place, commit: str, blobs: Blobs) -> Snapshot:
    """The files of exactly one commit."""
    entries = committed(place, commit)
    if entries is None:
        raise UnknownRevision(commit[:12], "该版本中还没有这个法规库")
    return Snapshot(place.root, entries, commit, blobs=blobs)


def snapshot_of_work(place: Place, blobs: Blobs) -> Snapshot:
    """The last commit and, over it, what people have edited since.

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
    journal, head = journals.load(place), head_of(place)
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
    if (journals.load(place), head_of(place)) != (journal, head) or None in edited.values():
        return None
    held = {path: data for path, data in edited.items() if data is not None}
    entries = {path: digest for path, digest in entries.items() if path not in over}
    entries |= {path: digest for path, digest in over.items() if digest}
    return Snapshot(place.root, entries, head, tuple(sorted(over)), held, blobs)


def _work(place: Place, heads: Mapping[str, str]) -> dict[str, str]:
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


def _edited(root: Path, path: str, head: str | None, now: str | None, step: journals.Step | None) -> bool:
    """Whether somebody edited a file that differs from its commit: neither a writer under way nor git did."""
    if step and step.unfinished(now, head):
        return False
    return not (head and now and same_but_for_line_ends(root, path, head))


def _bytes(root: Path, path: str, digest: str) -> bytes | None:
    """The bytes of a working file, None when they are no longer those that were hashed."""
    state = working(root, path)
    return state[1] if state and state[0] == digest else None
