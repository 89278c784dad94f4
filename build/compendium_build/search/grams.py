"""Characters and pairs of characters: what a folded text is indexed by, and how they are written as words.

Every run of characters is found: one character by itself, a longer run by its pairs. For an engine that cuts
at spaces, a text is its pairs in order, then each of its characters once; ASCII becomes full width, so that
no engine takes any of it for punctuation or syntax.
"""

from __future__ import annotations

from itertools import pairwise

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_MOST = 24


def grams_of(folded: str) -> set[str]:
    """All characters and all pairs of neighbouring characters of a folded text.

    >>> sorted(grams_of("甲乙甲"))
    ['乙', '乙甲', '甲', '甲乙']
    """
    return set(folded) | {a + b for a, b in pairwise(folded)}


def grams_for(phrase: str) -> list[str]:
    """Grams that every text with the phrase has; a spread of them is enough where hits are verified.

    >>> grams_for("甲"), grams_for("甲乙丙")
    (['甲'], ['甲乙', '乙丙'])
    """
    if len(phrase) < 2:
        return [phrase]
    last = len(phrase) - 2
    step = max(-(-last // (_MOST - 1)), 1)
    starts = dict.fromkeys([*range(0, last, step), last])
    return list(dict.fromkeys(phrase[start : start + 2] for start in starts))


def words_of(folded: str) -> str:
    """A folded text as words: its pairs in order, then each of its characters.

    >>> words_of("甲a甲")
    '甲ａ ａ甲 甲 ａ'
    """
    wide = folded.translate(_WIDE)
    return " ".join([*map("".join, pairwise(wide)), *dict.fromkeys(wide)])


def words_for(run: str) -> list[str]:
    """The words that stand in a row wherever a folded run does.

    >>> words_for("甲"), words_for("甲a甲")
    (['甲'], ['甲ａ', 'ａ甲'])
    """
    wide = run.translate(_WIDE)
    return [wide] if len(wide) < 2 else list(map("".join, pairwise(wide)))
