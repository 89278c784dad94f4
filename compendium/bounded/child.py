"""The life of a child: bounded first, then one piece of work after another until it is told to end."""

from __future__ import annotations

import gc
import os
import resource
import signal
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from compendium.bounded import programs
from compendium.bounded.answers import HEAD, attempt
from compendium.bounded.group import own_memory
from compendium.bounded.limits import Limits
from compendium.bounded.programs import die_with_parent


def serve(requests: int, answers: int, work: Callable[[Path], Any], limits: Limits, scratch: str) -> None:
    """Do the work on each path that is asked for, and answer; never returns."""
    try:
        _settle(requests, answers, limits, scratch)
        start = own_memory()[1]
        while path := _asked(requests):
            _grant_time(limits)
            kind, payload, whole = attempt(work, path)
            spent = not whole or own_memory()[1] - start > limits.spent
            _send(answers, HEAD.pack(kind, spent, len(payload)) + payload)
            if spent:
                break
    finally:
        os._exit(0)  # nothing of the parent's is flushed, closed or run a second time


def _settle(requests: int, answers: int, limits: Limits, scratch: str) -> None:
    """Become a process of its own, with nothing open that belongs to the parent, under its limits."""
    programs.bound(limits)
    with suppress(OSError):
        os.setpgid(0, 0)
    die_with_parent()
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGXCPU):
        signal.signal(signum, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    gc.freeze()  # what the parent made is neither looked through nor closed here
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    for number in _open() - {0, 1, 2, requests, answers}:
        with suppress(OSError):
            os.close(number)
    tempfile.tempdir = scratch
    for kind, amount in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.written),
    ):
        _limit(kind, amount)
    if held := own_memory()[0]:  # without it a limit would be a guess
        _limit(resource.RLIMIT_AS, held + limits.memory)


def _open() -> set[int]:
    """The descriptors that are open here; the list itself is gone by the time it is used."""
    with suppress(OSError):
        return {int(name) for name in os.listdir("/dev/fd")}
    return set(range(1024))


def _limit(kind: int, amount: int) -> None:
    """Set a limit for this process and what it starts; systems that don't know it go without."""
    with suppress(OSError, ValueError):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (amount if hard == resource.RLIM_INFINITY else min(amount, hard), hard))


def _grant_time(limits: Limits) -> None:
    """Let the processor's clock end the work even if the parent is no longer there to do it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + limits.seconds) + 1)


def _asked(requests: int) -> Path | None:
    """The next path, or nothing when the parent has closed its end."""
    size = int.from_bytes(_exactly(requests, 4), "big")
    return Path(os.fsdecode(_exactly(requests, size))) if size else None


def _exactly(source: int, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = os.read(source, size - len(data))
        if not more:
            return b""
        data += more
    return data


def _send(answers: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(answers, view) :]
