"""Characters and pairs of characters: what a folded text is indexed by."""

from __future__ import annotations

from itertools import pairwise

_MOST = 24


def grams_of(folded: str) -> set[str]:
    """All characters and all pairs of neighbouring characters of a folded text.

    >>> sorted(grams_of("甲乙甲"))
    ['乙', '乙甲', '甲', '甲乙']
    """
    return set(folded) | {a + b for a, b in pairwise(folded)}


def grams_for(phrase: str) -> list[str]:
    """Grams that every text with the phrase has; a spread of them is enough, for hits are verified.

    >>> grams_for("甲"), grams_for("甲乙丙")
    (['甲'], ['甲乙', '乙丙'])
    """
    if len(phrase) < 2:
        return [phrase]
    last = len(phrase) - 2
    step = max(-(-last // (_MOST - 1)), 1)
    starts = dict.fromkeys([*range(0, last, step), last])
    return list(dict.fromkeys(phrase[start : start + 2] for start in starts))
