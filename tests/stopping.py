"""Commands run in a child process that is stopped at a chosen place, and what it left."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from compendium.store import checkpoint

FORK = multiprocessing.get_context("fork")
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
Prepare = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: code, output, the steps it came by, the processes that outlived it."""

    code: int | None
    out: str
    err: str
    left: tuple[int, ...]


def at_step(step: str, signum: int, times: int = 1) -> Prepare:
    """Send a signal to oneself at a step, `name` or `name:3` for the third of that name."""
    name, _, nth = step.partition(":")
    seen = 0

    def reached(at: str) -> None:
        nonlocal seen
        seen += at == name
        if at == name and seen == int(nth or 1):
            for _ in range(times):
                os.kill(os.getpid(), signum)

    def prepare() -> None:
        checkpoint.reached = reached

    return prepare


def run_stopped(
    folder: Path, arguments: list[str], prepare: Prepare, after: float = 0, signum: int = 0
) -> Ended:
    """Run a command in a session of its own; send it a signal after some seconds, if asked to."""
    out, err = folder / "stdout.txt", folder / "stderr.txt"
    for path in (out, err):
        path.unlink(missing_ok=True)
    process = FORK.Process(target=_command, args=(arguments, prepare, out, err))
    process.start()
    assert process.pid is not None
    if signum:
        while (
            not err.exists() and process.is_alive()
        ):  # until then it is Python's start that would be stopped
            time.sleep(0.01)
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signum)
    process.join(120)
    if process.exitcode is None:
        process.kill()
    return Ended(process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"), _left(process.pid))


def _command(arguments: list[str], prepare: Prepare, out: Path, err: Path) -> None:
    from compendium_cli.entry import main

    os.setsid()
    for number, path in ((1, out), (2, err)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), number)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # who runs the tests may have it ignored
    sys.argv = ["compendium", *arguments]
    prepare()
    main()


def _left(session: int) -> tuple[int, ...]:
    """The processes of a session that are still there after a moment to end."""
    until = time.monotonic() + 10
    while (found := tuple(_members(session))) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def _members(session: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                if int(fields[3]) == session and fields[0] != "Z":
                    yield int(entry.name)


def tree_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its content, but git's own and the locks."""
    found = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(".git/") and not name.endswith(".lock"):
            found[name] = path.read_bytes()
    return found
