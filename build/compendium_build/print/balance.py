"""Break titles into lines of like length, between words where that can be had."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from math import ceil, inf
from typing import Any

from compendium_build.print.clreq import may_break

SPLIT_WORD = 30.0
"""What breaking inside a word costs, as the square of a difference in em."""


def balanced(text: str, widths: Sequence[float], measure: float) -> list[int]:
    """Where the lines of a title begin that is wider than one line.

    >>> balanced("海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定", [1.0] * 30, 18.0)
    [14]
    """
    sums = [0.0, *accumulate(widths)]
    count = ceil(sums[-1] / measure)
    if count < 2:
        return []
    words = _word_starts(text)
    allowed = [at for at in range(1, len(text)) if may_break(text[at - 1], text[at])]
    for lines in range(count, count + 3):
        if (found := _even(sums, allowed, words, lines, measure)) is not None:
            return found
    return []


def _even(
    sums: list[float], allowed: list[int], words: frozenset[int], count: int, measure: float
) -> list[int] | None:
    """The most even way to make so many lines; None when they can't all fit."""
    end, aim = len(sums) - 1, sums[-1] / count
    ways: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for line in range(1, count + 1):
        after: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, path) in ways.items():
            for at in (end,) if line == count else allowed:
                width = sums[at] - sums[start]
                if at > start and width <= measure:
                    own = cost + (width - aim) ** 2 + (0 if at in words or at == end else SPLIT_WORD)
                    if own < after.get(at, (inf, []))[0]:
                        after[at] = own, [*path, at]
        ways = after
    return ways[end][1][:-1] if end in ways else None


_TERMS = re.compile(
    "法规全书|法规汇编|人民代表大会|常务委员会|人民政府|管理条例|地方性法规|政府规章|规范性文件"
    "|条例|办法|规定|细则|决定|（[^（）]{1,6}）"
)
"""Words of the field that a parser trained on common prose takes apart."""


def _word_starts(text: str) -> frozenset[int]:
    """Where a word begins.

    >>> sorted(_word_starts("海浦市法规全书（示例）"))
    [3, 7, 11]
    """
    starts = set(accumulate(len(word) for word in _parser().parse(text)))
    for term in _TERMS.finditer(text):
        starts -= set(range(term.start() + 1, term.end()))
    starts |= {at for at, char in enumerate(text) if char in "《（" and at}
    return frozenset(starts)


@cache
def _parser() -> Any:
    import budoux

    return budoux.load_default_simplified_chinese_parser()
