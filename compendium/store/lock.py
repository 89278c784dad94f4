"""One writer at a time, by a lock that dies with its holder."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from compendium.store.errors import LockTimeout, NotWritable
from compendium.store.place import Place

PATIENCE = 30.0
_PAUSE = 0.02


@contextmanager
def locked(place: Place, seconds: float) -> Iterator[int]:
    """Hold the lock of the repository; yields the open file, for processes that are to hold it too."""
    try:
        held = os.open(place.lock, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise NotWritable(place.root, f"无法打开锁文件 {place.lock}（{error.strerror}）") from error
    try:
        _wait(held, place, seconds)
        os.ftruncate(held, 0)
        os.pwrite(held, str(os.getpid()).encode(), 0)
        yield held
    finally:
        os.close(held)  # closing, not unlocking: a git process still at work keeps its share


def _wait(held: int, place: Place, seconds: float) -> None:
    """Take the lock, or give up when time has run out."""
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                pid = os.pread(held, 20, 0).decode(errors="replace").strip()
                raise LockTimeout(place.lock, pid, seconds) from None
            time.sleep(_PAUSE)
        else:
            return
