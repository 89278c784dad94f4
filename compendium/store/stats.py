"""Digests of working files by what the system says of them: only what changed is read again."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from compendium.law.identifiers import CorpusPath, Digest

_HEAD = "compendium stats 1"
_FRESH = 2_000_000_000
"""Nanoseconds: what changed so recently may change again without a new time, on coarse file systems."""


class Stats:
    """What was hashed before, kept in the user's own cache.

    A digest stands for a file as long as its size, inode, time of writing and time of change are the same;
    the last of these no program can set at will.
    """

    def __init__(self, folder: Path, fresh: bool = False) -> None:
        self._path = folder / "stats"
        self._known = {} if fresh else _load(self._path)
        self._used: dict[str, str] = {}
        self._changed = fresh

    def get(self, path: CorpusPath, state: os.stat_result) -> Digest | None:
        """Return the digest of a file that has not changed since it was hashed."""
        mark, _, digest = self._known.get(path, "").rpartition(" ")
        if not mark or mark != _mark(state):
            return None
        self._used[path] = self._known[path]
        return Digest(digest)

    def put(self, path: CorpusPath, state: os.stat_result, digest: Digest) -> None:
        """Remember the digest of a file; `state` was taken before it was read."""
        if time.time_ns() - max(state.st_ctime_ns, state.st_mtime_ns) < _FRESH:
            return
        self._used[path] = f"{_mark(state)} {digest}"
        self._changed = True

    def save(self) -> None:
        """Keep what was used; without a folder to keep it in, the next run hashes again."""
        if not self._changed:
            return
        lines = [_HEAD, *(f"{line} {path}" for path, line in self._used.items())]
        fresh = self._path.with_name(f"stats.{os.getpid()}")
        with suppress(OSError):
            fresh.write_bytes(os.fsencode("\0".join(lines)))
            fresh.replace(self._path)
        self._changed = False


def _mark(state: os.stat_result) -> str:
    return f"{state.st_size} {state.st_ino} {state.st_mtime_ns} {state.st_ctime_ns}"


def _load(path: Path) -> dict[str, str]:
    """Read what was kept; anything else than what was written here is no record."""
    try:
        head, *lines = os.fsdecode(path.read_bytes()).split("\0")
    except (OSError, ValueError):
        return {}
    if head != _HEAD:
        return {}
    found = {}
    for line in lines:
        parts = line.split(" ", 5)
        if len(parts) == 6:
            found[parts[5]] = " ".join(parts[:5])
    return found
