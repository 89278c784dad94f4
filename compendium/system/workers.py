"""Worker processes: silent at Ctrl-C, which ends the program, and the program ends its workers.

Between documents they give memory back to the system (`give_back`).
"""

from __future__ import annotations

import ctypes
import signal
from multiprocessing import forkserver, resource_tracker


def be_silent() -> None:
    """Leave Ctrl-C to the parent; SIGTERM ends a worker without a word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def start_forkserver() -> None:
    """Start the server that forks workers, unless it runs; Ctrl-C is held back in it and in all it forks.

    Without that there is a moment in each of them, before any code of ours, when Python answers Ctrl-C with a
    traceback. What is held back when a process starts stays so.
    """
    resource_tracker.ensure_running()  # it would let the signals through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def give_back() -> None:
    """Let the system have the memory that layout no longer needs, where the C library can."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
