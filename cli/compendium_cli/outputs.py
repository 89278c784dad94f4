"""Files that a user has asked for by name: whole or not at all, and recorded when they stand."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from compendium_build.edition.folders import write_whole

_STREAMS = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")


def hand_over(path: Path, data: bytes) -> None:
    """Write a result to the file that was named; to a device, a pipe or standard output (-) as it comes.

    Raises:
        OSError: it can't be written; a file that was there is as it was.
    """
    if str(path) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    elif _is_stream(path):
        with path.open("wb") as stream:
            stream.write(data)
    else:
        write_whole(path, data, f"已写入 {path}")


def _is_stream(path: Path) -> bool:
    """Whether it is there and no file of its own, so that nothing can take its place."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    if stat.S_ISREG(mode):
        return os.path.abspath(path).startswith(_STREAMS)
    return not stat.S_ISDIR(mode)
