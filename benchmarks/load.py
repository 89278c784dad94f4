"""Ask a server on this machine as fast as some connections can, for some seconds: by wrk, or without it."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

_SCRIPT = """
local paths = {{}}
for line in io.lines("{list}") do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {{["Accept-Encoding"] = "gzip"}})
end
"""
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What a server stood: answers, those among them that were no success, and milliseconds."""

    answers: int
    failures: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


def load(
    port: int, paths: Sequence[str], connections: int, seconds: int, with_wrk: bool | None = None
) -> Load:
    """Ask for the paths in turn."""
    use = bool(shutil.which("wrk")) if with_wrk is None else with_wrk
    return (
        _by_wrk(port, paths, connections, seconds) if use else _by_python(port, paths, connections, seconds)
    )


def _by_wrk(port: int, paths: Sequence[str], connections: int, seconds: int) -> Load:
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder, "paths"), Path(folder, "ask.lua")
        listed.write_text("\n".join(paths) + "\n", "utf-8")
        script.write_text(_SCRIPT.format(list=listed), "utf-8")
        shape = ["-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
        command = ["wrk", *shape, "-s", str(script), f"http://127.0.0.1:{port}"]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    answers, taken = re.search(r"(\d+) requests in ([\d.]+)s", told).groups()  # type: ignore[union-attr]
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    failures = int(failed[1]) if failed else 0
    failures += sum(map(int, broken.groups())) if broken else 0
    return Load(int(answers), failures, float(taken), _part(told, "50%"), _part(told, "99%"))


def _part(told: str, name: str) -> float:
    found = re.search(rf"{name}\s+([\d.]+)(us|ms|s)", told)
    assert found, told
    return float(found[1]) * _UNITS[found[2]]


def _by_python(port: int, paths: Sequence[str], connections: int, seconds: int) -> Load:
    return asyncio.run(_asked(port, paths, connections, seconds))


async def _asked(port: int, paths: Sequence[str], connections: int, seconds: int) -> Load:
    turn, taken, failures = cycle(paths), list[float](), 0
    end = time.perf_counter() + seconds

    async def one() -> None:
        nonlocal failures
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        while time.perf_counter() < end:
            started = time.perf_counter()
            head = f"GET {next(turn)} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"
            writer.write(head.encode())
            answer = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", answer)
            await reader.readexactly(int(length[1]) if length else 0)
            taken.append((time.perf_counter() - started) * 1000)
            failures += answer[9:10] not in b"23"
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    taken.sort()
    passed = time.perf_counter() - began
    return Load(len(taken), failures, passed, taken[len(taken) // 2], taken[int(len(taken) * 0.99)])
