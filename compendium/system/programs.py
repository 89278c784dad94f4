"""Programs run beside this one: in groups of their own, and ended with the run, their own children too.

A group of its own keeps the Ctrl-C of a terminal from hitting a program in the middle of an act: the signal
comes to this process, which ends the group when nothing is half done. Every place that starts a program does
so by `run`. Programs that read what others sent, such as pandoc, are started by `run_program`: in a child
they share its limits and its end.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from compendium.law.problems import CompendiumError
from compendium.system import ending
from compendium.system.limits import Limits

_groups: set[int] = set()


class ChildEnded(CompendiumError):
    """A program was not started, for the run is being ended."""

    def __init__(self, name: str) -> None:
        super().__init__(f"正在停止，没有运行 {name}")


@dataclass(frozen=True, slots=True)
class Finished:
    """What a program answered."""

    code: int
    out: bytes
    words: bytes


def run(
    command: Sequence[str],
    *,
    feed: bytes = b"",
    env: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> Finished:
    """Run a program to its end; when this is left otherwise, its whole group is killed.

    Raises:
        OSError: it can't be started.
        TimeoutError: it took longer than it was given.
        ChildEnded: the run is being ended.
    """
    with ending.unbroken():
        process = _started(command, env)
    try:
        with process:  # closes its pipes and waits
            try:
                out, words = process.communicate(feed, seconds)
            except subprocess.TimeoutExpired:
                raise TimeoutError(f"{command[0]}: {seconds} s") from None
            finally:
                if process.returncode is None:
                    _end_group(process.pid)
    finally:
        forget(process.pid)
    return Finished(process.returncode, out, words)


def _started(command: Sequence[str], env: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
    if ending.is_ending():
        raise ChildEnded(command[0])
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, env=dict(env) if env else None, process_group=0
    )
    mind(process.pid)
    if ending.is_ending():  # the signal came while a thread was starting it, and has not seen it
        _end_group(process.pid)
    return process


@contextmanager
def threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that run programs; what they have not begun when this is left by a failure is not done."""
    executor = ThreadPoolExecutor(count)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def mind(group: int) -> None:
    """Have a group of processes that was started otherwise end with the run."""
    _groups.add(group)


def forget(group: int) -> None:
    """Let go of a group that has ended."""
    _groups.discard(group)


def end_all() -> None:
    """Kill every group of ours, and the workers of every pool; wait for none of them."""
    for group in tuple(_groups):
        _end_group(group)
    pools = sys.modules.get("multiprocessing.process")
    for worker in pools.active_children() if pools else ():
        with suppress(OSError, ValueError, AttributeError):
            worker.kill()


def _end_group(group: int) -> None:
    with suppress(OSError):  # there is nobody left in it
        os.killpg(group, signal.SIGKILL)


ending.at_end(end_all)


_PR_SET_PDEATHSIG = 1
_inside: Limits | None = None


class ProgramSlow(Exception):
    """A program has not ended within the time it was given."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its code, below zero for a signal, and what it wrote."""

    code: int
    out: bytes
    err: bytes


def bound(limits: Limits) -> None:
    """Tell that this process is a child under limits, which hold for its programs too."""
    global _inside
    _inside = limits


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent is gone, however it went."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def run_program(
    command: Sequence[str], data: bytes = b"", *, memory: bool = True, timeout: float | None = None
) -> Ended:
    """Run a program; inside a child it stays in the child's group and under its limits.

    Without `memory` its address space is not limited, for those that reserve far more than they use; the
    parent's watch over what is resident holds for it all the same.

    Raises:
        ProgramSlow: it took longer than `timeout` and was killed.
    """
    limits = _inside

    def bounded() -> None:
        import resource

        assert limits is not None
        die_with_parent()
        amount = limits.tool_memory if memory else resource.RLIM_INFINITY
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (amount, resource.getrlimit(resource.RLIMIT_AS)[1]))

    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=timeout,
            check=False,
            # A child has one thread, which makes this safe; elsewhere nothing is set.
            preexec_fn=bounded if limits is not None else None,
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramSlow(command[0]) from error
    return Ended(done.returncode, done.stdout, done.stderr)
