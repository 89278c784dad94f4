"""Standard input and output as they are found: closed, full, in another encoding, read by nobody."""

from __future__ import annotations

import codecs
import io
import os
import sys
from contextlib import suppress
from typing import Any, TextIO


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


class _Output(io.FileIO):
    """An output that says in its failures that it is the output, and no file."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            error.filename = "标准输出"
            raise


def _writable(stream: TextIO | None, number: int) -> TextIO:
    raw = _Output(number, "w", closefd=False)
    encoding = stream.encoding if stream else "utf-8"
    if codecs.lookup(encoding).name == "ascii":
        encoding = "utf-8"
    made = io.TextIOWrapper(
        io.BufferedWriter(raw), encoding, "backslashreplace", line_buffering=number == 2 or raw.isatty()
    )
    if stream is not None:
        stream.flush()
    return made


def flush() -> None:
    """Write out what is held back.

    Raises:
        BrokenPipeError: the reader has gone.
        OSError: it can't be written.
    """
    if sys.stdout is not None:
        sys.stdout.flush()


def give_up_output() -> None:
    """Write out what can be written, and let nobody have the rest, so that nothing complains at the end."""
    with suppress(OSError, ValueError):
        flush()
        return
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def say(words: str) -> None:
    """Write a line to standard error; where nobody listens, nothing."""
    with suppress(OSError, ValueError):
        print(words.encode("utf-8", "backslashreplace").decode(), file=sys.stderr, flush=True)
