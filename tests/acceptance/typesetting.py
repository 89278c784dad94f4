"""Read the lines of a book back from its PDF and count what 中文排版需求 forbids."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path

NEVER_FIRST = frozenset("、，。；：！？）》〉」』】〕］”’·～%％‰℃")
NEVER_LAST = frozenset("（《〈「『【〔［“‘")
TOP, BOTTOM, EDGE, LEFT, RIGHT, FULL = 70.0, 675.0, 30.0, 64.5, 490.0, 430.0
"""The block of text, in points from the top left; thumb marks stand outside, indented lines right of LEFT.

A line that ends right of FULL fills the measure, whichever side the margin is on.
"""
_LINE = re.compile(
    r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</line>', re.DOTALL
)
_WORD = re.compile(r"<word [^>]*>(.*?)</word>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of the text: its page, its left end and right end, its characters."""

    page: int
    left: float
    right: float
    text: str


def lines_of(pdf: Path, first: int = 1, last: int = 0) -> Iterator[Line]:
    """The lines within the block of text, page by page."""
    pages = ["-f", str(first)] + (["-l", str(last)] if last else [])
    done = subprocess.run(
        ["pdftotext", "-bbox-layout", *pages, str(pdf), "-"], capture_output=True, check=True
    )
    for number, page in enumerate(done.stdout.decode().split("<page ")[1:], first):
        rows: dict[float, list[tuple[float, float, str]]] = {}
        for left, top, right, bottom, inside in _LINE.findall(page):
            if TOP < float(top) < BOTTOM and EDGE < float(left) < RIGHT:
                text = "".join(_WORD.findall(inside))
                for mark, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
                    text = text.replace(mark, letter)
                row = next((y for y in rows if abs(y - float(bottom)) < 4), float(bottom))
                rows.setdefault(row, []).append((float(left), float(right), text))
        for _, parts in sorted(rows.items()):
            parts.sort()
            yield Line(
                number, parts[0][0], max(part[1] for part in parts), "".join(part[2] for part in parts)
            )


_LETTER = re.compile(r"\s*[A-Z]\s*")  # over its part of the index


def findings(lines: Iterator[Line]) -> tuple[Counter[str], list[tuple[str, Line]]]:
    """Count lines that begin or end with the wrong mark, and last lines of one character.

    A paragraph of the law may itself end with an opening mark; only a line that goes on below is at fault.
    A character alone is at fault below a line that fills the measure; 附： or a letter of an index is not.
    """
    counts: Counter[str] = Counter()
    seen: list[tuple[str, Line]] = []
    above: Line | None = None
    for line, following in pairwise(chain(lines, (None,))):
        assert line is not None
        follows = above is not None and above.right > FULL
        above = line
        counts["行"] += 1
        wrong = []
        if line.left < LEFT:
            wrong += ["行首禁则"] if line.text[0] in NEVER_FIRST else []
            alone = sum(letter.isalnum() for letter in line.text) < 2 and not _LETTER.fullmatch(line.text)
            wrong += ["孤字"] if follows and alone else []
        if following and following.left < LEFT:
            wrong += ["行尾禁则"] if line.text[-1] in NEVER_LAST else []
        for name in wrong:
            counts[name] += 1
            seen.append((name, line))
    return counts, seen
