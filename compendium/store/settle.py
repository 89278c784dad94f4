"""Bring the working folder and the index up to a commit that has been made, after a crash as well."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from compendium.problems import CompendiumError
from compendium.store import checkpoint
from compendium.store.errors import NotWritable
from compendium.store.gitio import Blobs, git, try_git
from compendium.store.journal import Journal, Step, drop, load, sync
from compendium.store.lock import locked
from compendium.store.paths import runs_through_link
from compendium.store.place import Place, cache_folder, head_of
from compendium.store.tree import committed, staged, working

_INDEX_PATIENCE = 10.0
_PAUSE = 0.05


def settle(place: Place, journal: Journal, held: int) -> None:
    """Finish what the journal says, then drop it.

    Only what still is as the writer found it is touched. Where HEAD has gone elsewhere since, nothing is.
    """
    at = replace(place, prefix=journal.prefix)
    heads = committed(at, head_of(at)) or {}
    steps = {
        path: step
        for path, step in journal.steps.items()
        if (heads[path].digest if path in heads else None) == step.new
    }
    _update_files(at, steps)
    _update_index(at, steps, held)
    checkpoint.reached("index")
    drop(place)
    checkpoint.reached("dropped")


def recover(place: Place, held: int) -> None:
    """Finish or forget the write of a process that died."""
    shutil.rmtree(place.scratch, ignore_errors=True)
    journal = load(place)
    if journal:
        settle(place, journal, held)


def recover_if_free(place: Place) -> None:
    """Recover when nobody is writing; a reader that may not write leaves all as it is."""
    if not place.journal.exists():
        return
    with contextlib.suppress(CompendiumError, OSError), locked(place, 0) as held:
        recover(place, held)


def _update_files(place: Place, steps: Mapping[str, Step]) -> None:
    """Write the new files aside, then replace or remove the working files, each in one stroke."""
    aside = _write_aside(place, {p: s.new for p, s in steps.items() if s.new and s.new != s.working})
    for path, step in steps.items():
        state = working(place.root, path)
        now = state[0].digest if state else None
        if now != step.working or now == step.new or runs_through_link(place.root, path):
            continue
        target = place.root / path
        if step.new is None:
            target.unlink()
            _remove_empty(place, path)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(aside[path], target)
        checkpoint.reached("file")
    sync({folder for path in steps if (folder := (place.root / path).parent).is_dir()})
    shutil.rmtree(place.scratch, ignore_errors=True)


def _write_aside(place: Place, digests: Mapping[str, str]) -> dict[str, Path]:
    """Write blobs to numbered files on the disk of the corpus."""
    cache_folder(place.root)
    place.scratch.mkdir(exist_ok=True)
    blobs = Blobs(place.top)
    aside = {path: place.scratch / str(number) for number, path in enumerate(digests)}
    for path, file in aside.items():
        file.write_bytes(blobs.read(digests[path]))
    sync(aside.values())
    return aside


def _remove_empty(place: Place, path: str) -> None:
    """Remove the folders that a removed file leaves empty, as git does."""
    parent = (place.root / path).parent
    while parent != place.root:
        try:
            parent.rmdir()
        except OSError:
            return
        parent = parent.parent


def _update_index(place: Place, steps: Mapping[str, Step], held: int) -> None:
    """Enter the new files in the index where it holds the old ones, so that what was staged stays staged."""
    before = staged(place)
    due = {p: s for p, s in steps.items() if before.get(p) == s.committed != s.new}
    if due:
        await_index(place, _INDEX_PATIENCE)
        git(place.top, "update-index", "-z", "--index-info", feed=index_lines(place, due), held=(held,))
    # Without the times of the files git would have to read every one of them again at each status.
    try_git(place.top, "update-index", "-q", "--refresh", held=(held,))


def index_lines(place: Place, steps: Mapping[str, Step]) -> Iterator[bytes]:
    """The steps as `git update-index --index-info` reads them, removals first."""
    yield from _lines(place, ((path, None) for path, step in steps.items() if step.new is None))
    yield from _lines(place, ((path, step.new) for path, step in steps.items() if step.new is not None))


def _lines(place: Place, entries: Iterable[tuple[str, str | None]]) -> Iterator[bytes]:
    """One line for each path."""
    for path, digest in entries:
        head = f"100644 {digest}" if digest else f"0 {'0' * 40}"
        yield os.fsencode(f"{head}\t{place.prefix}{path}\0")


def await_index(place: Place, seconds: float) -> None:
    """Wait while another git holds the index."""
    lock = place.git_dir / "index.lock"
    until = time.monotonic() + seconds
    while lock.exists():
        if time.monotonic() >= until:
            raise NotWritable(place.root, f"索引被占用。如果没有别的 git 正在运行，请删除 {lock} 后再试")
        time.sleep(_PAUSE)
