"""Several children side by side, each given one path at a time, watched, ended and replaced."""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compendium.system import limits
from compendium.system.bounded import HEAD, Done, Failed, How, attempt, end_group, memory_of, unpacked
from compendium.system.limits import Limits

_MOST = 8
_TICK = 0.1
_PATIENCE = 0.2  # most files are read sooner and need no look at their memory
_CHUNK = 1 << 20
_SIGNALS = {signal.SIGINT, signal.SIGTERM}
Tell = Callable[[int, int], None]


def run_bounded(
    work: Callable[[Path], Any],
    paths: Sequence[Path],
    records: tuple[str, ...],
    tell: Tell | None = None,
) -> list[Done[Any] | Failed]:
    """Do a piece of work on every path, each in a bounded child; the answers in the order of the paths.

    `records` are the modules whose classes an answer may hold. The children are forked, so `work` finds what
    the parent has loaded. Whatever ends this call, an interrupt too, ends the children and their programs.
    """
    if not paths:
        return []
    if not hasattr(os, "fork"):  # a system without children of this kind: words for all that can be caught
        return [_alone(work, path, records) for path in paths]
    crew = _Crew(work, records, limits.FILE)
    try:
        return crew.run(paths, tell)
    finally:
        crew.end()


def _alone(work: Callable[[Path], Any], path: Path, records: tuple[str, ...]) -> Done[Any] | Failed:
    kind, payload, _ = attempt(work, path)
    return unpacked(kind, payload, records)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold signals back, so that no child is forked or ended by half."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(slots=True, kw_only=True)
class _Child:
    """A child as its parent sees it; `position` is that of the path at hand, `cause` why it is killed."""

    pid: int
    requests: int
    answers: int
    base: int = 0
    position: int | None = None
    since: float = 0.0
    cause: How | None = None
    data: bytearray = field(default_factory=bytearray)


class _Crew:
    def __init__(self, work: Callable[[Path], Any], records: tuple[str, ...], limits: Limits) -> None:
        self._work, self._records, self._limits = work, records, limits
        self._children: dict[int, _Child] = {}
        self._ready = selectors.DefaultSelector()
        self._scratch = tempfile.mkdtemp(prefix="compendium-")
        self._answers: dict[int, Done[Any] | Failed] = {}
        self._looked = 0.0

    def run(self, paths: Sequence[Path], tell: Tell | None) -> list[Done[Any] | Failed]:
        """Feed the children until every path is answered, the largest first, so that all end together."""
        waiting = sorted(range(len(paths)), key=lambda n: _size(paths[n]))
        size = min(_cores(), _MOST, len(paths))
        while len(self._answers) < len(paths):
            while waiting and sum(c.position is not None for c in self._children.values()) < size:
                position = waiting.pop()
                self._give(self._idle() or self._fork(), position, paths[position])
            before = len(self._answers)
            self._wait(lambda: waiting.pop() if waiting else None, paths)
            if tell and len(self._answers) > before:
                tell(len(self._answers), len(paths))
        return [self._answers[n] for n in range(len(paths))]

    def end(self) -> None:
        """End every child with what it runs, and take away what they left on disk."""
        with _undisturbed():
            for child in list(self._children.values()):
                self._bury(child)
            self._ready.close()
            shutil.rmtree(self._scratch, ignore_errors=True)

    # ---- children

    def _idle(self) -> _Child | None:
        return next((c for c in self._children.values() if c.position is None), None)

    def _fork(self) -> _Child:
        with _undisturbed():
            asked, requests = os.pipe()
            answers, given = os.pipe()
            pid = os.fork()
            if not pid:
                from compendium.system.bounded import serve

                serve(asked, given, self._work, self._limits, self._scratch)
            with suppress(OSError):
                os.setpgid(pid, pid)  # here and in the child: whichever comes first
            os.close(asked)
            os.close(given)
            os.set_blocking(answers, False)
            child = self._children[pid] = _Child(pid=pid, requests=requests, answers=answers)
            self._ready.register(answers, selectors.EVENT_READ, child)
        child.base = memory_of([pid]).get(pid, 0)
        return child

    def _give(self, child: _Child, position: int, path: Path) -> None:
        name = os.fsencode(path)
        child.position, child.since = position, time.monotonic()
        with suppress(BrokenPipeError):  # a child that has just died is seen at its other end
            os.write(child.requests, len(name).to_bytes(4, "big") + name)

    def _bury(self, child: _Child) -> int:
        """End a child that may still live, and learn how it ended."""
        end_group(child.pid)
        self._children.pop(child.pid, None)
        with suppress(KeyError, ValueError):
            self._ready.unregister(child.answers)
        os.close(child.requests)
        os.close(child.answers)
        with suppress(ChildProcessError):
            return os.waitpid(child.pid, 0)[1]
        return 0

    # ---- answers

    def _wait(self, following: Callable[[], int | None], paths: Sequence[Path]) -> None:
        for key, _ in self._ready.select(_TICK):
            self._read(key.data, following, paths)
        now = time.monotonic()
        if now - self._looked >= _TICK:
            self._looked = now
            self._watch(now)

    def _read(self, child: _Child, following: Callable[[], int | None], paths: Sequence[Path]) -> None:
        try:
            more = os.read(child.answers, _CHUNK)
        except BlockingIOError:
            return
        if not more:
            self._died(child)
            return
        child.data += more
        if len(child.data) < HEAD.size:
            return
        kind, spent, size = HEAD.unpack_from(child.data)
        if size > self._limits.answer:
            child.cause = How.SIZE
            self._died(child)
        elif len(child.data) >= HEAD.size + size:
            payload, position = bytes(child.data[HEAD.size :]), child.position
            child.data, child.position = bytearray(), None
            if spent:
                with _undisturbed():
                    self._bury(child)
            elif (then := following()) is not None:
                self._give(child, then, paths[then])  # before the answer is unpacked: it has work to do
            if position is not None:
                self._answers[position] = unpacked(kind, payload, self._records)

    def _watch(self, now: float) -> None:
        """End those whose time or memory is used up."""
        busy = [c for c in self._children.values() if c.position is not None and now - c.since > _PATIENCE]
        held = memory_of([c.pid for c in busy]) if busy else {}
        for child in busy:
            if now - child.since > self._limits.seconds:
                child.cause = How.TIME
            elif held.get(child.pid, 0) - child.base > self._limits.memory:
                child.cause = How.MEMORY
            if child.cause is not None:
                self._died(child)

    def _died(self, child: _Child) -> None:
        with _undisturbed():
            status = self._bury(child)
        if child.position is not None:
            self._answers[child.position] = _failure(child.cause, status)


def _failure(cause: How | None, status: int) -> Failed:
    """What a child's end means for the work it had."""
    if cause is not None:
        return Failed(cause)
    signum = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if signum == signal.SIGXCPU:
        return Failed(How.TIME)
    if signum == signal.SIGKILL:  # not ours: the system was short of memory
        return Failed(How.MEMORY)
    return Failed(How.CRASH, signal.Signals(signum).name if signum else "")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
