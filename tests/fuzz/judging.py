"""Put damaged files through the intake and hold what comes out against what is promised."""

from __future__ import annotations

import os
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from compendium.intake.bounded import read_all
from compendium.intake.draft import Draft
from compendium.intake.source import SourceRefused
from compendium.system import limits
from tests.fuzz.mutations import damaged
from tests.fuzz.seeds import Seed

BATCH = 40
SECONDS, MEMORY = 60, 1536
_UNFORESEEN = re.compile(r"（(\w+(?: [\w.]+:\d+)?)）")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")


@dataclass(slots=True)
class Figures:
    """What became of the files: how many of a kind were read and refused, what is not foreseen or wrong."""

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    unforeseen: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    largest: int = 0

    def take(self, path: Path, result: tuple[Draft, ...] | SourceRefused) -> None:
        """Count one file and judge its refusal."""
        if isinstance(result, tuple):
            self.read[path.suffix] += 1
            return
        self.refused[path.suffix] += 1
        words = str(result)
        if not words.startswith(f"{path.name}：") or not _CHINESE.search(words) or "Traceback" in words:
            self.faults.append(f"{path.name}：拒绝的话不合要求：{words[:200]}")
        if ("格式，无法读取（" in words or "意外中断" in words) and (found := _UNFORESEEN.search(words)):
            self.unforeseen[found[1]] += 1


class Peak:
    """The most memory that all processes below this one held at one time, looked at often."""

    def __init__(self) -> None:
        self.bytes = 0
        self._ended = threading.Event()

    def watch(self) -> None:
        """Look until told to stop."""
        while not self._ended.wait(0.05):
            self.bytes = max(self.bytes, _below(os.getpid()))

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()


@contextmanager
def measured() -> Iterator[Peak]:
    """Measure memory during the block."""
    peak = Peak()
    thread = threading.Thread(target=peak.watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        peak.stop()
        thread.join()


def _below(root: int) -> int:
    parents: dict[int, int] = {}
    held: dict[int, int] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path("/proc", name, "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue
        parents[int(name)], held[int(name)] = int(fields[1]), int(fields[21]) * 4096
    return sum(size for pid, size in held.items() if _descends(pid, root, parents))


def _descends(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid in parents and pid != root:
        pid = parents[pid]
        if pid == root:
            return True
    return False


def fuzz(seeds: Sequence[Seed], seed: int, folder: Path, count: int, figures: Figures) -> None:
    """Damage and read so many files; the same seed makes the same files."""
    random = Random(seed)
    paths = []
    for number in range(count):
        sound = random.choice(seeds)
        path = folder / f"第{number}件{sound.suffix}"
        path.write_bytes(damaged(sound.data, random))
        paths.append(path)
    started = time.monotonic()
    for path, result in zip(paths, read_all(paths), strict=True):
        figures.take(path, result)
    figures.slowest = max(figures.slowest, time.monotonic() - started)
    for path in paths:
        path.unlink()


def over(seconds: float, peak: int) -> list[str]:
    """What is beyond the bound that is promised for one file."""
    found = []
    if seconds > SECONDS:
        found.append(f"用了 {seconds:.1f} 秒")
    if peak > MEMORY * limits.MIB:
        found.append(f"用了 {peak // limits.MIB}MB 内存")
    return found
