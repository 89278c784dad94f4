"""How a run ends before its time: what stands by then, told truly, with every child process ended.

One place knows what has been done for good. Whatever changes something that outlives the process (a commit,
a folder that takes the place of another, an edition made current) calls `done` with the words that a user is
to read, inside `unbroken`, so that no signal can fall between the act and its record.

The first signal ends the children and unwinds the run, so that context managers clear away what is half made.
A second ends the children that were started meanwhile; from the third on the process ends where it is, with
the same words and code. What swallows the first (a finaliser, somebody's bare `except`) doesn't keep the run
alive: no act begins after it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

SIGNALS = (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))
_AGAIN = 0.02
"""Seconds after which a signal is sent again that fell into a finaliser."""


class Interrupted(BaseException):
    """A person or the system asked the run to end. It is no Exception, so nothing catches it on the way."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum


_done: list[str] = []
_ways_out: list[Callable[[], None]] = []
_depth = 0
_waiting = 0
_arrivals: list[int] = []
_forks_minded = False


def done(words: str) -> None:
    """Record that something now stands, in the words that a user reads if the run ends here."""
    if words not in _done:
        _done.append(words)


def happened() -> tuple[str, ...]:
    """List what stands by now, in the order in which it was done."""
    return tuple(_done)


def forget() -> None:
    """Begin a new run in the same process, as tests do."""
    global _depth, _waiting
    _done.clear()
    _arrivals.clear()
    _depth = _waiting = 0


def at_end(way_out: Callable[[], None]) -> None:
    """Register what is called as soon as a signal ends the run: it ends children, and never waits."""
    if way_out not in _ways_out:
        _ways_out.append(way_out)


def is_ending() -> bool:
    """Whether a signal has asked the run to end."""
    return bool(_arrivals)


@contextmanager
def unbroken() -> Iterator[None]:
    """Hold signals back until the block is left, so that an act and its record are one.

    Raises:
        Interrupted: the run was asked to end before, or while the block ran.
    """
    global _depth
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if _arrivals and not _depth:
        raise Interrupted(_arrivals[0])
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
        if not _depth and _waiting:
            _raise_waiting()


def install() -> None:
    """Make SIGINT, SIGTERM and SIGHUP end the run alike; only the main thread of a program may ask for it.

    What the caller has the program ignore (`nohup`, a shell's job in the background) stays ignored.
    """
    global _forks_minded
    for signum in SIGNALS:
        if signum == signal.SIGTERM or signal.getsignal(signum) is not signal.SIG_IGN:
            signal.signal(signum, _arrived)
    sys.unraisablehook = _unraisable
    if not _forks_minded and hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_be_a_child)
        _forks_minded = True


def finish() -> None:
    """Ignore signals from now on: the run is over, and what it did has been told."""
    for signum in SIGNALS:
        signal.signal(signum, signal.SIG_IGN)


def _be_a_child() -> None:
    """A forked worker is ended by its parent and says nothing itself."""
    if signal.getsignal(signal.SIGTERM) is _arrived:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _ways_out.clear()


def _arrived(signum: int, frame: FrameType | None) -> None:
    global _waiting
    if _depth:
        _waiting = _waiting or signum
        return
    _arrivals.append(signum)
    for way_out in _ways_out:
        way_out()
    if len(_arrivals) == 1:
        raise Interrupted(signum)
    if len(_arrivals) > 2:
        _end_here()


def _raise_waiting() -> None:
    global _waiting
    signum, _waiting = _waiting, 0
    _arrived(signum, None)


def _end_here() -> None:
    """End without unwinding, for a run that doesn't come to its end."""
    with suppress(OSError):
        os.write(2, f"{words()}\n".encode())
    os._exit(exit_code(_arrivals[0]))


def _unraisable(args: UnraisableHookArgs) -> None:
    """Send a signal again that was raised in a finaliser, where Python can only print and forget it."""
    if not isinstance(args.exc_value, Interrupted):
        sys.__unraisablehook__(args)
        return
    signum = args.exc_value.signum
    _arrivals.clear()
    again = threading.Timer(_AGAIN, os.kill, (os.getpid(), signum))
    again.daemon = True
    again.start()


def signum_of_end() -> int:
    """Return the signal that asked the run to end; 0 when none has."""
    return _arrivals[0] if _arrivals else 0


def exit_code(signum: int) -> int:
    """Return the exit code of a run ended by a signal: 130 for SIGINT, 143 for SIGTERM, 129 for SIGHUP."""
    return 128 + signum


def stands() -> str:
    """Say what has been done by now, in a sentence; empty when nothing was."""
    return f"已经完成：{'；'.join(_done)}。其余没有改动。" if _done else ""


def words() -> str:
    """Say what a run that ends here has changed: nothing, or all that stands."""
    return f"已中断。中断之前{stands()}" if _done else "已中断，没有改动。"
