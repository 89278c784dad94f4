"""Standard input and output as they are found: closed, full, in another encoding, read by nobody."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TextIO


def prepare() -> None:
    """Make output work in whatever state the program was started.

    A closed stream would be taken by the next file that is opened; it is given to nobody instead. Characters
    that an encoding doesn't have, and bytes of file names that are not UTF-8, are written as their codes.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = _writable(sys.stdout, 1)
    sys.stderr = _writable(sys.stderr, 2)


def _writable(stream: TextIO | None, number: int) -> TextIO:
    if stream is None:
        stream = open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if isinstance(stream, io.TextIOWrapper):
        ascii_only = stream.encoding.lower().replace("-", "") in ("ascii", "usascii", "ansi_x3.41968")
        stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="backslashreplace")
    return stream


def flush() -> None:
    """Write out what is held back.

    Raises:
        BrokenPipeError: the reader has gone.
        OSError: it can't be written.
    """
    if sys.stdout is not None:
        sys.stdout.flush()


def is_output_at_fault() -> bool:
    """Whether standard output can't be written: what it holds back fails again."""
    try:
        flush()
    except (OSError, ValueError):
        return True
    return False


def give_up_output() -> None:
    """Let nobody have what could not be written, so that nothing complains of it at the end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def say(words: str) -> None:
    """Write a line to standard error; where nobody listens, nothing."""
    with suppress(OSError, ValueError):
        print(words, file=sys.stderr, flush=True)
