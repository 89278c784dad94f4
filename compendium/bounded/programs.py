"""Programs that read what others sent, such as pandoc: in a child they share its limits and its end."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from compendium.bounded.limits import Limits

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
