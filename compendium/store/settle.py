"""Bring the working folder and the index up to a commit that has been made, after a crash as well.

Only a writer does so, under the lock: a reader looks through the journal and changes nothing.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from compendium.store import checkpoint
from compendium.store.blobs import Blobs
from compendium.store.errors import GitFailed, NotWritable, UnsafePath
from compendium.store.journal import Journal, Step, drop, load, sync
from compendium.store.paths import runs_through_link, scratch_name
from compendium.store.place import Place, head_of
from compendium.store.tree import committed, staged, working

_INDEX_PATIENCE = 10.0
_PAUSE = 0.05


def settle(place: Place, journal: Journal, held: int) -> None:
    """Finish what the journal says, then drop it.

    Only what still is as the writer found it is touched. Where HEAD has gone elsewhere since, nothing is.
    """
    at = replace(place, prefix=journal.prefix)
    heads = committed(at, head_of(at)) or {}
    steps = {path: step for path, step in journal.steps.items() if heads.get(path) == step.new}
    _update_files(at, journal.token, steps)
    _update_index(at, steps, held)
    checkpoint.reached("index")
    drop(place)
    checkpoint.reached("dropped")


def recover(place: Place, held: int) -> None:
    """Finish or forget the write of a process that died."""
    journal = load(place)
    if journal:
        settle(place, journal, held)


def _update_files(place: Place, token: str, steps: Mapping[str, Step]) -> None:
    """Write the new files aside, then replace or remove the working files, each in one stroke."""
    scratch = place.root / scratch_name(token)
    shutil.rmtree(scratch, ignore_errors=True)  # the name is this user's own random one, from his own journal
    aside = _write_aside(place, scratch, {p: s.new for p, s in steps.items() if s.new and s.new != s.working})
    try:
        for path, step in steps.items():
            now = _digest(place, path)
            if now != step.working or now == step.new:
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
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _digest(place: Place, path: str) -> str | None:
    """The digest of the working file; of what is no plain file, a name that no file has."""
    if runs_through_link(place.root, path):
        return ""
    try:
        state = working(place.root, path)
    except UnsafePath:
        return ""
    return state[0] if state else None


def _write_aside(place: Place, scratch: Path, digests: Mapping[str, str]) -> dict[str, Path]:
    """Write blobs to numbered files on the disk of the corpus."""
    if not digests:
        return {}
    scratch.mkdir(mode=0o700)
    (scratch / ".gitignore").write_text("*\n", encoding="utf-8")
    blobs = Blobs(place.door)
    aside = {path: scratch / str(number) for number, path in enumerate(digests)}
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
        place.door.run("update-index", "-z", "--index-info", feed=index_lines(place, due), held=(held,))
    # Without the times of the files git would have to read every one of them again at each status.
    with suppress(GitFailed):
        place.door.ask("update-index", "-q", "--refresh", held=(held,))


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
    while os.path.lexists(lock):
        if time.monotonic() >= until:
            raise NotWritable(place.root, f"索引被占用。如果没有别的 git 正在运行，请删除 {lock} 后再试")
        time.sleep(_PAUSE)
