"""One writer at a time, by a lock that dies with its holder."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager

from compendium.store.errors import LockTimeout, NotWritable
from compendium.store.place import Place
from compendium.system import system_words

PATIENCE = 30.0
_PAUSE = 0.02


@contextmanager
def locked(place: Place, seconds: float) -> Iterator[int]:
    """Hold the lock of the repository; yields the open file, for processes that are to hold it too."""
    held = _opened(place)
    try:
        _wait(held, place, seconds)
        os.ftruncate(held, 0)
        os.pwrite(held, str(os.getpid()).encode(), 0)
        yield held
    finally:
        os.close(held)  # closing, not unlocking: a git process still at work keeps its share


def _opened(place: Place) -> int:
    """Open the lock file; it stands in the repository, so it may have been sent: a link is not followed."""
    try:
        held = os.open(place.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666)
    except OSError as error:
        raise NotWritable(place.root, f"无法打开锁文件：{system_words(error)}") from error
    found = os.fstat(held)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
        os.close(held)
        raise NotWritable(place.root, f"锁文件 {place.lock} 不是普通文件，请删除后再试")
    return held


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
