"""Rules of the Chinese line: where it may break, which marks give up half their width, what stands apart.

中文排版需求 (CLREQ), W3C: 标点避头尾、标点挤压、中西间距、孤字; GB/T 15834 附录 on where marks may stand.
Widths are in em.
"""

from __future__ import annotations

OPEN = frozenset("（《〈「『【〔〖［｛“‘")
CLOSE = frozenset("）》〉」』】〕〗］｝”’、，。；：！？．")
NO_START = CLOSE | frozenset("·～‰％℃°′″々〻,.;:!?)]}%／/\u3000")
NO_END = OPEN | frozenset("([{￥＄£¥$#№")
PAIRED = frozenset("—…─")
HALF = 0.5
APART = 0.0625
"""Between 汉字 and letters or digits; CLREQ: up to a quarter, but readers of PDF take a tenth for a space."""


def is_latin(letter: str) -> bool:
    """Whether a character is one of those that are set as words: no 汉字, no full-width mark, no space."""
    return letter < "\u2e80" and letter not in _CHINESE and not letter.isspace()


_CHINESE = frozenset("“”‘’—…·×÷°′″№①②③④⑤⑥⑦⑧⑨⑩℃‰")
_WIDE_WORDS = frozenset("０１２３４５６７８９．％") | frozenset(map(chr, range(0xFF21, 0xFF5B)))


def may_break(before: str, after: str) -> bool:
    """Whether a line may end with one character and the next begin with the other."""
    if before in NO_END or after in NO_START:
        return False
    if before in PAIRED and before == after:
        return False
    if after == "—" or (before.isspace() and after.isspace()):
        return False
    if is_latin(before) and is_latin(after):
        return False
    return not (before in _WIDE_WORDS and after in _WIDE_WORDS)


def lost(text: str) -> tuple[list[float], list[float]]:
    """What each mark gives up to its neighbours: of its right half, of its left half.

    Of two marks whose blanks meet only one keeps its blank: 。” and ”（ lose that of the first, （《 that of
    the second.
    """
    right, left = [0.0] * len(text), [0.0] * len(text)
    for at in range(len(text) - 1):
        one, two = text[at], text[at + 1]
        if one in CLOSE and (two in CLOSE or two in OPEN):
            right[at] = HALF
        elif one in OPEN and two in OPEN:
            left[at + 1] = HALF
    return right, left


def apart(text: str) -> list[float]:
    """The space that stands before each character."""
    out = [0.0] * len(text)
    for at in range(1, len(text)):
        one, two = text[at - 1], text[at]
        if is_latin(one) != is_latin(two) and _is_word(one) and _is_word(two):
            out[at] = APART
    return out


def _is_word(letter: str) -> bool:
    """Whether a character is a 汉字, a letter or a digit, as against marks and spaces."""
    return letter.isalnum() or letter in "%$"


def lonely(text: str, start: int, end: int) -> bool:
    """Whether a last line holds fewer than two characters beside marks (孤字)."""
    return sum(letter.isalnum() for letter in text[start:end]) < 2
