"""The life of a child: bounded first, then one piece of work after another until it is told to end."""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from compendium.bounded.answers import FAILURE, HEAD, VALUE, How, packed
from compendium.bounded.group import own_memory
from compendium.bounded.limits import Limits

_PR_SET_PDEATHSIG = 1
_inside: Limits | None = None


def serve(requests: int, answers: int, work: Callable[[Path], Any], limits: Limits, scratch: str) -> None:
    """Do the work on each path that is asked for, and answer; never returns."""
    try:
        _settle(requests, answers, limits, scratch)
        start = own_memory()[1]
        while path := _asked(requests):
            _grant_time(limits)
            kind, payload, whole = _attempt(work, path)
            spent = not whole or own_memory()[1] - start > limits.spent
            _send(answers, HEAD.pack(kind, spent, len(payload)) + payload)
            if spent:
                break
    finally:
        os._exit(0)  # nothing of the parent's is flushed, closed or run a second time


def _settle(requests: int, answers: int, limits: Limits, scratch: str) -> None:
    """Become a process of its own, with nothing open that belongs to the parent, under its limits."""
    global _inside
    _inside = limits
    with suppress(OSError):
        os.setpgid(0, 0)
    _die_with_parent()
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
        (resource.RLIMIT_AS, own_memory()[0] + limits.memory),
    ):
        _limit(kind, amount)


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


def _die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent is gone, however it went."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


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


def _attempt(work: Callable[[Path], Any], path: Path) -> tuple[bytes, bytes, bool]:
    """Do one piece of work; whatever goes wrong becomes an answer, and the child isn't used again."""
    try:
        return VALUE, packed(work(path)), True
    except MemoryError:
        return FAILURE, How.MEMORY.encode(), False
    except RecursionError:
        return FAILURE, How.DEPTH.encode(), False
    except BaseException as error:
        return FAILURE, f"{How.ERROR} {_told(error)}".encode("utf-8", "replace"), False


def _told(error: BaseException) -> str:
    """The kind of an unforeseen error and where it arose, for those who maintain the program."""
    trace = error.__traceback__
    place = ""
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if "compendium" in str(file):
            place = f" {file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{place}"


def _send(answers: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(answers, view) :]


# ---- programs that a child runs


def run_program(
    command: Sequence[str], data: bytes = b"", *, memory: bool = True, timeout: float | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a program on what others sent; inside a child it stays in the child's group and under its limits.

    Without `memory` its address space is not limited, for those that reserve far more than they use; the
    parent's watch over what is resident holds for it all the same.
    """
    limits = _inside

    def bounded() -> None:
        assert limits is not None
        _die_with_parent()
        amount = limits.tool_memory if memory else resource.RLIM_INFINITY
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (amount, resource.getrlimit(resource.RLIMIT_AS)[1]))

    return subprocess.run(
        command,
        input=data,
        capture_output=True,
        timeout=timeout,
        check=False,
        # A child has one thread, which makes this safe; elsewhere nothing is set.
        preexec_fn=bounded if limits is not None else None,
    )
