"""Folding: what counts as the same text when searching. Only for matching, never for display.

White space and invisible characters are dropped, so that a phrase is found across lines, 款 and 项; full
and half width are equal (，and ,), so are upper and lower case, curly and straight quotation marks, and the
ways to write the zero of a year (〇 ○ ◯ Ｏ O o). 零 is a word of its own, and 繁体 stays distinct.

Every character folds by itself: fold(a + b) == fold(a) + fold(b). So a text contains a phrase as printed
only if the folded text contains the folded phrase, and positions can be mapped back.
"""

from __future__ import annotations

from unicodedata import category, normalize

_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_SAME = {ord(c): '"' for c in "“”„‟〝〞〟"} | {ord(c): "'" for c in "‘’‚‛"} | {ord(c): "〇" for c in "oO○◯"}
_WIDTH_FORMS = range(0xFF00, 0xFFF0)


class _Table(dict[int, str]):
    """A translation table that fills itself as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_char(chr(code))
        return folded


def fold_char(char: str) -> str:
    """What one character folds to: nothing, one character, or seldom more (ß)."""
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
