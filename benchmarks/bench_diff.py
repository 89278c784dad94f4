"""Time the comparison of two versions against xmldiff and difflib on the same pairs.

    python -m benchmarks.bench_diff [--limit 20]

The comparison tells what became of every provision and marks the words of each. difflib compares the lines
of the same texts, then the characters of the lines that differ, and once more all characters as one text;
xmldiff compares the trees of the same XML files.
Times are the best of three runs in one process; the slow two, xmldiff and all characters, run once.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from itertools import pairwise
from pathlib import Path

from rich.table import Table

from benchmarks.texts import CONSOLE, real_texts, regulations, said_source, seconds
from compendium.akn import write_act
from compendium.compare import compare, compare_texts
from compendium.compare.align import align
from compendium.intake.draft import draft_of
from compendium.law.act import Act
from compendium.law.identifiers import Uri
from compendium_build.changes.printed import pieces

WORK = Uri("/akn/cn-sh/act/difangxing-fagui/2000/fa-gui")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions, and the same as files."""

    name: str
    before: Act
    after: Act

    @property
    def files(self) -> tuple[bytes, bytes]:
        """The XML of both versions."""
        one, other = (replace(value, work=WORK) for value in (self.before, self.after))
        return write_act(one), write_act(other)


def version_pairs() -> list[tuple[str, Path, Path]]:
    """Texts that are there in two versions."""
    data = real_texts()
    found = []
    for path in sorted(data.glob("triples/*/before.md")) if data else []:
        found.append((path.parent.name, path, path.with_name("after.md")))
    named = defaultdict(list)
    for path in regulations():
        named[re.sub(r"\([-0-9]{10}\)", "", path.name)].append(path)
    for name, paths in named.items():
        found += [(name, before, after) for before, after in pairwise(sorted(paths))]
    return found


def by_difflib(pair: Pair) -> int:
    """Lines that differ, and the characters in which they do."""
    old, new = ([p.text for p in pieces(value)] for value in (pair.before, pair.after))
    count = 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            left, right = "\n".join(old[i1:i2]), "\n".join(new[j1:j2])
            count += len(SequenceMatcher(None, left, right, autojunk=False).get_opcodes())
    return count


def by_characters(pair: Pair) -> int:
    """The stretches of characters that differ, in the two texts as they are."""
    return len(SequenceMatcher(None, pair.before.text, pair.after.text, autojunk=False).get_opcodes())


def by_xmldiff(files: tuple[bytes, bytes]) -> int:
    """The actions that lead from the one tree to the other."""
    from xmldiff.main import diff_texts

    return len(diff_texts(*files))


def best(work: Callable[[], object]) -> float:
    """The shortest of three times."""
    return min(seconds(work)[0] for _ in range(3))


def main() -> None:
    """Print a line for each pair and the sums."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=0, help="how many pairs; 0 is all")
    wanted = parser.parse_args().limit
    found = version_pairs()
    table = Table(
        "pair", "字", "by wId ms", "by content ms", "difflib ms", "difflib 全文 ms", "xmldiff ms", box=None
    )
    sums = [0.0] * 5
    for name, old, new in found[: wanted or len(found)]:
        before = draft_of(old).act
        pair = Pair(name, before, align(before, draft_of(new).act))
        files = pair.files
        times = [
            best(partial(compare, pair.before, pair.after)),
            best(partial(compare_texts, pair.before, pair.after)),
            best(partial(by_difflib, pair)),
            seconds(partial(by_characters, pair))[0],
            seconds(partial(by_xmldiff, files))[0],
        ]
        sums = [total + one for total, one in zip(sums, times, strict=True)]
        table.add_row(name, str(len(pair.after.text)), *(f"{1000 * one:.1f}" for one in times))
    table.add_row("together", "", *(f"{1000 * one:.1f}" for one in sums))
    CONSOLE.print(f"{said_source()}，{table.row_count - 1} 对")
    CONSOLE.print(table)
    ratios = (one / sums[0] for one in sums[2:])
    told = zip(("difflib 逐行", "difflib 全文", "xmldiff"), ratios, strict=True)
    CONSOLE.print("以按身份比较为 1：" + "，".join(f"{name} {ratio:.1f}" for name, ratio in told))


if __name__ == "__main__":
    main()
