"""The life of a child: bounded first, then one piece of work after another until it is told to end.

What comes back from it are plain records in a frame, and nothing that a child could make us run. The memory
that a child's processes hold is measured, and all of them are ended together.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import resource
import signal
import struct
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

from compendium.system import programs
from compendium.system.limits import Limits
from compendium.system.programs import die_with_parent

T = TypeVar("T")
HEAD = struct.Struct("!cBQ")
"""Before each answer: a value or a failure, whether the child ends now, how many bytes follow."""

VALUE, FAILURE = b"v", b"f"


class How(StrEnum):
    """How a piece of work failed."""

    TIME = "time"
    MEMORY = "memory"
    DEPTH = "depth"
    SIZE = "size"
    CRASH = "crash"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What the work made."""

    value: T


@dataclass(frozen=True, slots=True)
class Failed:
    """The work was ended or came to nothing; `detail` is for a report to those who maintain the program."""

    how: How
    detail: str = ""


Answer = Done[T] | Failed


class _Records(pickle.Unpickler):
    """Makes records of the named modules only.

    Pickle is several times faster here than any plain encoding of a tree of records. A child that a file has
    taken over runs as this user already and gains nothing from us; still it shall not be handed a door, so
    no function can be named, and no class but those of the records.
    """

    def __init__(self, data: bytes, modules: tuple[str, ...]) -> None:
        super().__init__(io.BytesIO(data))
        self._modules = modules

    def find_class(self, module: str, name: str) -> Any:
        """Give a class of the records; refuse everything else."""
        known = module in self._modules or module.startswith(tuple(f"{m}." for m in self._modules))
        if known and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def attempt(work: Callable[[Path], Any], path: Path) -> tuple[bytes, bytes, bool]:
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


def packed(value: object) -> bytes:
    """Pack a record into bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(kind: bytes, payload: bytes, modules: tuple[str, ...]) -> Done[Any] | Failed:
    """Unpack the answer in a frame."""
    try:
        if kind == FAILURE:
            how, _, detail = payload.decode("utf-8", "replace").partition(" ")
            return Failed(How(how), detail[:300])
        return Done(_Records(payload, modules).load())
    except Exception as error:  # a child gone wrong may send anything
        return Failed(How.CRASH, f"{type(error).__name__}")


_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_GROUP, _RESIDENT = 2, 21  # places in /proc/PID/stat after the name in brackets


def memory_of(groups: Collection[int]) -> dict[int, int]:
    """Measure the bytes resident in each process group; empty where the system does not tell."""
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
    """Measure this process' address space and resident bytes; zeros where the system does not tell."""
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
