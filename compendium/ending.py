"""How a run ends before its time: what stands by then, told truly, with every child process ended.

One place knows what has been done for good. Whatever changes something that outlives the process (a commit,
a folder that takes the place of another, an edition made current) calls `done` with the words that a user is
to read, inside `unbroken`, so that no signal can fall between the act and its record.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(BaseException):
    """A person or the system asked the run to end. It is no Exception, so nothing catches it on the way."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum


_done: list[str] = []
_depth = 0
_waiting = 0


def done(words: str) -> None:
    """Record that something now stands, in the words that a user reads if the run ends here."""
    _done.append(words)


def happened() -> tuple[str, ...]:
    """What stands by now, in the order in which it was done."""
    return tuple(_done)


def forget() -> None:
    """Begin a new run in the same process, as tests do."""
    _done.clear()


@contextmanager
def unbroken() -> Iterator[None]:
    """Hold signals back until the block is left, so that an act and its record are one."""
    global _depth
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
        if not _depth and _waiting:
            _raise_waiting()


def install() -> None:
    """Make SIGINT and SIGTERM end the run alike; only the main thread of a program may ask for it."""
    for signum in SIGNALS:
        signal.signal(signum, _arrived)


def _arrived(signum: int, frame: FrameType | None) -> None:
    global _waiting
    if _depth:
        _waiting = signum
        return
    raise Interrupted(signum)


def _raise_waiting() -> None:
    global _waiting
    signum, _waiting = _waiting, 0
    raise Interrupted(signum)


def exit_code(signum: int) -> int:
    """The exit code of a run that a signal ended: 130 for SIGINT, 143 for SIGTERM."""
    return 128 + signum


def words() -> str:
    """What a run that ends here has changed: nothing, or all that stands."""
    if not _done:
        return "已中断，没有改动。"
    return f"已中断。中断之前已经完成：{'；'.join(_done)}。其余没有改动。"
