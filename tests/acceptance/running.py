"""Run the command line in a process of its own and measure it: seconds, and memory with its children."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MAIN = "from compendium_cli.main import main; main()"
_INTERVAL = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended. `peak` is the highest memory of the process and its children together, in MB."""

    code: int
    out: str
    err: str
    seconds: float
    peak: float

    @property
    def json(self) -> Any:
        """What the command printed, as JSON.

        Raises:
            RuntimeError: it printed no JSON; its error output is told.
        """
        try:
            return json.loads(self.out)
        except ValueError:
            raise RuntimeError(self.err or self.out or f"exit {self.code}, no output") from None


def run(corpus: Path | None, *arguments: str | Path) -> Run:
    """Run `compendium` on a corpus to its end."""
    place = ["--corpus", str(corpus)] if corpus else []
    command = [sys.executable, "-c", _MAIN, *place, *map(str, arguments)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err) as process:
            peak = _watch(process)
        seconds = time.perf_counter() - started
        return Run(process.returncode, _read(out), _read(err), seconds, peak)


def _read(file: Any) -> str:
    file.seek(0)
    return str(file.read().decode())


def _watch(process: subprocess.Popen[bytes]) -> float:
    """Wait for the end; the peak memory in MB."""
    peak = 0
    while True:
        peak = max(peak, sum(map(_memory, _family(process.pid))))
        try:
            process.wait(_INTERVAL)
        except subprocess.TimeoutExpired:
            continue
        # Without /proc only the largest child ever is known.
        return peak / 1024 or resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _memory(pid: int) -> int:
    """Kilobytes of a process; pages that processes share are divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
