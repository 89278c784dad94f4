"""Take a snapshot: of a commit, of HEAD with the edits over it, or of a plain folder."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from pathlib import Path

from compendium.store import journal as journals
from compendium.store.errors import NotWritable, UnknownRevision, Unsettled
from compendium.store.gitio import Blobs
from compendium.store.lock import PATIENCE, locked
from compendium.store.place import Place, head_of
from compendium.store.snapshot import Snapshot
from compendium.store.tree import Entry, committed, edits, folder, working

_TRIES = 5
_PAUSE = 0.02


def snapshot_of_folder(root: Path) -> Snapshot:
    """The files of a folder without git."""
    return Snapshot(root, folder(root))


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
    over = {
        path: state for path in edits(place) for state in _edited(place.root, path, entries.get(path), steps)
    }
    if (journals.load(place), head_of(place)) != (journal, head):
        return None
    edited = {path: state[1] for path, state in over.items() if state}
    for path, state in over.items():
        if state:
            entries[path] = state[0]
        else:
            del entries[path]
    return Snapshot(place.root, entries, head, tuple(sorted(over)), edited, blobs)


def _edited(
    root: Path, path: str, head: Entry | None, steps: Mapping[str, journals.Step]
) -> list[tuple[Entry, bytes] | None]:
    """The working file, or None for a removed one, if somebody edited it; nothing if nobody did."""
    state = working(root, path)
    now = state[0] if state else None
    if now == head:
        return []
    step = steps.get(path)
    if step and step.unfinished(now.digest if now else None, head.digest if head else None):
        return []
    return [state]
