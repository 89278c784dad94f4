"""Folding: what counts as the same text when searching. Only for matching, never for display.

White space and invisible characters are dropped, so that a phrase is found across lines, 款 and 项; full
and half width are equal (，and ,), so are upper and lower case, curly and straight quotation marks, and the
ways to write zero (零 〇 ○ ◯ Ｏ O o). 繁体 stays distinct.

Every character folds by itself: fold(a + b) == fold(a) + fold(b). So a text contains a phrase as printed
only if the folded text contains the folded phrase, and positions can be mapped back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from unicodedata import category, normalize

_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_SAME = {ord(c): '"' for c in "“”„‟〝〞〟"} | {ord(c): "'" for c in "‘’‚‛"} | {ord(c): "〇" for c in "oO○◯零"}
_WIDTH_FORMS = range(0xFF00, 0xFFF0)


class _Table(dict[int, str]):
    """A translation table that fills itself as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_char(chr(code))
        return folded


def fold_char(char: str) -> str:
    """Fold one character: to nothing, one character, or seldom more (ß)."""
    narrow = normalize("NFKC", char) if ord(char) in _WIDTH_FORMS else char
    plain = narrow.casefold().translate(_SAME)
    return "".join(c for c in plain if not c.isspace() and category(c) not in _INVISIBLE)


_TABLE = _Table()


def fold(text: str) -> str:
    """Fold a text or a phrase.

    >>> fold("二○二四年，　ＡＢＣ“甲”") == fold('二〇二四年, abc"甲"')
    True
    """
    return text.translate(_TABLE)


def fold_map(text: str) -> tuple[str, list[int]]:
    """Fold a text, and tell for each folded character where it stands in the original.

    >>> fold_map("甲 Ｂ")
    ('甲b', [0, 2])
    """
    pieces = [_TABLE[ord(char)] for char in text]
    offsets = [position for position, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), offsets


_DROPPED = re.compile(r"[\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def unfold(text: str, folded: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find where spans of a folded text stand in the original.

    >>> unfold("甲 Ｂ丙", "甲b丙", [(1, 2)])
    [(2, 3)]
    """
    dropped = [match.start() for match in _DROPPED.finditer(text)]
    if len(text) - len(dropped) == len(folded):
        before = [position - number for number, position in enumerate(dropped)]
        found = [(a + bisect_right(before, a), b + bisect_right(before, b - 1)) for a, b in spans]
        if all(fold(text[a:b]) == folded[c:d] for (a, b), (c, d) in zip(found, spans, strict=True)):
            return found
    _, offsets = fold_map(text)  # something else was dropped, or became longer
    return [(offsets[a], offsets[b - 1] + 1) for a, b in spans]
