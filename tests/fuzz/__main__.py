"""Run the fuzz for some minutes, then every bomb at full size; print the figures, exit 1 on any fault."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from compendium.intake.bounded import read_all
from compendium.intake.source import SourceRefused
from compendium.system import limits
from tests.fuzz.judging import BATCH, Figures, fuzz, measured, over
from tests.fuzz.seeds import KINDS, made, real
from tests.hostile_files import BOMBS, NESTS, ODD


def main() -> int:
    """Run both parts."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="把损坏的文件送入导入程序")
    parser.add_argument("--seed", type=int, default=14, help="随机数种子；同一种子产生同样的文件")
    parser.add_argument("--minutes", type=float, default=3, help="损坏文件的部分做几分钟")
    parser.add_argument("--without-bombs", action="store_true", help="不做炸弹文件的部分")
    options = parser.parse_args()
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="compendium-fuzz-") as name:
        _damage(Path(name), options.seed, options.minutes, figures)
        if not options.without_bombs:
            _explode(Path(name), figures)
    for fault in figures.faults:
        print(f"错误：{fault}", file=sys.stderr)
    print(f"不合要求的：{len(figures.faults)} 件")
    return 1 if figures.faults else 0


def _damage(folder: Path, seed: int, minutes: float, figures: Figures) -> None:
    """Damage files in batches until the time is up."""
    seeds = [*made(), *real()]
    until, batch = time.monotonic() + 60 * minutes, 0
    with measured() as peak:
        while time.monotonic() < until:
            fuzz(seeds, seed * 1_000_003 + batch, folder, BATCH, figures)
            batch += 1
    print(f"损坏的文件：种子 {seed}，{batch} 批，每批 {BATCH} 件，取自 {len(seeds)} 个完好的文件")
    print(f"{'':8}{'读出':>8}{'拒绝':>8}")
    for kind in KINDS:
        print(f"{kind:8}{figures.read[kind]:>10}{figures.refused[kind]:>10}")
    print(f"最慢一批 {figures.slowest:.1f} 秒；所有子进程合计最多 {peak.bytes // limits.MIB}MB")
    for what, count in figures.unforeseen.most_common(20):
        print(f"未预见而拒绝的：{what} {count} 次")


def _explode(folder: Path, figures: Figures) -> None:
    """Read every hostile file at full size, one at a time, under the limits that hold in use."""
    print(f"{'炸弹文件':24}{'kB':>8}{'秒':>8}{'MB':>8}  结果")
    for hostile in (*NESTS, *ODD, *BOMBS):
        path = hostile.write(folder, full=True)
        started = time.monotonic()
        with measured() as peak:
            result = read_all([path])[0]
        seconds = time.monotonic() - started
        words = str(result) if isinstance(result, SourceRefused) else "读出"
        size = path.stat().st_size // 1024
        print(
            f"{path.name:24}{size:>8}{seconds:>8.1f}{peak.bytes // limits.MIB:>8}  {words[:90]}", flush=True
        )
        figures.take(path, result)
        figures.faults += [f"{path.name}：{what}" for what in over(seconds, peak.bytes)]
        path.unlink()


if __name__ == "__main__":
    sys.exit(main())
