"""The processes of a child: how much memory they hold, and how they are ended, all of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_GROUP, _RESIDENT = 2, 21  # places in /proc/PID/stat after the name in brackets


def memory_of(groups: Collection[int]) -> dict[int, int]:
    """The bytes resident in each process group; empty where the system does not tell."""
    held = dict.fromkeys(groups, 0)
    try:
        entries = [name for name in os.listdir(_PROC) if name.isdigit()]
    except OSError:
        return {}
    for name in entries:
        with suppress(OSError, ValueError, IndexError):  # a process that has just ended
            fields = Path(_PROC, name, "stat").read_bytes().rpartition(b")")[2].split()
            group = int(fields[_GROUP])
            if group in held:
                held[group] += int(fields[_RESIDENT]) * _PAGE
    return held


def own_memory() -> tuple[int, int]:
    """The address space and the resident bytes of this process; zeros where the system does not tell."""
    try:
        total, resident = Path(_PROC, "self/statm").read_bytes().split()[:2]
    except (OSError, ValueError):
        return 0, 0
    return int(total) * _PAGE, int(resident) * _PAGE


def end_group(leader: int) -> None:
    """Kill a child and all that it started; it is still to be waited for."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.kill(leader, signal.SIGKILL)  # where it died before it had a group
