"""Break a Chinese paragraph into lines: all its lines are weighed together, after Knuth and Plass.

First the rules of the Chinese line: where it may break, which marks give up half their width, what stands
apart (中文排版需求 (CLREQ), W3C: 标点避头尾、标点挤压、中西间距、孤字; GB/T 15834 附录 on where marks may
stand). Then the breaks; how the glyphs of a line move so that it fills the measure, where marks give way or
all gaps grow alike; titles, broken into lines of like length, between words where that can be had. Widths are
in em: 汉字 and their marks are one, others as the font has them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import ceil, inf
from typing import Any

from compendium_build.print.fonts import SANS, SERIF, find_face

OPEN = frozenset("（《〈「『【〔〖［｛“‘")
CLOSE = frozenset("）》〉」』】〕〗］｝”’、，。；：！？．")
NO_START = CLOSE | frozenset("·～‰％℃°′″々〻,.;:!?)]}%／/\u3000")
NO_END = OPEN | frozenset("([{￥＄£¥$#№")
PAIRED = frozenset("—…─")
HALF = 0.5
APART = 0.0625
"""Between 汉字 and letters or digits; CLREQ: up to a quarter, but readers of PDF take a tenth for a space."""


def is_latin(letter: str) -> bool:
    """Tell whether a character is set as part of a word: no 汉字, no full-width mark, no space."""
    return letter < "\u2e80" and letter not in _CHINESE and not letter.isspace()


_CHINESE = frozenset("“”‘’—…·×÷°′″№①②③④⑤⑥⑦⑧⑨⑩℃‰")
_WIDE_WORDS = frozenset("０１２３４５６７８９．％") | frozenset(map(chr, range(0xFF21, 0xFF5B)))


def may_break(before: str, after: str) -> bool:
    """Tell whether a line may end with one character and the next begin with the other."""
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
    """Compute what each mark gives up to its neighbours: of its right half, of its left half.

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
    """Compute the space that stands before each character."""
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
    """Tell whether a last line holds fewer than two characters beside marks (孤字)."""
    return sum(letter.isalnum() for letter in text[start:end]) < 2


SHRINK = 0.4
"""How much a mark inside a line may give up, in em, when the line is too long."""
MOST_STRETCH = 0.25
LONG_WORD = 12
"""Latin words longer than this (addresses of the web) may break anywhere, at a cost."""
BAD, WORSE = 1e3, 1e6
_SHORTER, _LONGER = 4.2, 2.0
WAYS = 3
"""How many ends of a line are followed further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A paragraph measured: sums of widths and of marks up to each character."""

    text: str
    sums: list[float]
    marks: list[int]
    gaps: list[float]
    right: list[float]
    left: list[float]
    widths: Sequence[float]
    indent: float
    measure: float

    def width(self, start: int, end: int) -> float:
        """Compute a line's width; a mark at its end keeps its left half only, one at its head its right."""
        total = self.sums[end] - self.sums[start] - self.gaps[start]
        if start and self.text[start] in OPEN and not self.left[start]:
            total -= HALF * self.widths[start]
        last = end - 1
        if self.text[last] in CLOSE and not self.right[last]:
            total -= HALF * self.widths[last]
        elif self.text[last] == " ":
            total -= self.widths[last]
        return total

    def badness(self, start: int, end: int) -> float:
        """Compute what a line costs that is not the last."""
        rest = self.measure - self.width(start, end) - (self.indent if not start else 0.0)
        if rest < 0:
            return self._tightness(start, end, -rest)
        if self.text[end - 1] in CLOSE:
            rest = max(0.0, rest - HALF)
        stretch = rest / max(1, end - start - 1)
        return (stretch / 0.02) ** 2 if stretch <= MOST_STRETCH else BAD * (1 + stretch)

    def last(self, start: int) -> float:
        """Compute what the last line costs."""
        rest = self.measure - self.width(start, len(self.text)) - (self.indent if not start else 0.0)
        cost = self._tightness(start, len(self.text), -rest) if rest < 0 else 0.0
        return cost + (BAD if start and lonely(self.text, start, len(self.text)) else 0.0)

    def _tightness(self, start: int, end: int, excess: float) -> float:
        marks = self.marks[end - 1] - self.marks[start]
        ratio = excess / (marks * SHRINK) if marks else inf
        return 0.2 + 4 * ratio**2 if ratio <= 1 else inf


def breaks(
    text: str,
    widths: Sequence[float],
    measure: float,
    indent: float = 0.0,
    glued: frozenset[int] = frozenset(),
) -> list[int]:
    """Find where new lines begin; `glued` are positions at which none may (before a subscript).

    >>> breaks("一二三四五六七八九，十", [1.0] * 11, 5.0)
    [5, 10]
    """
    if not text or sum(widths) + indent <= measure - 1:
        return []
    measured = _measure(text, widths, measure, indent)
    allowed = [at for at in range(1, len(text)) if at not in glued and _allows(text, at)]
    return _best(measured, allowed)


def _measure(text: str, widths: Sequence[float], measure: float, indent: float) -> _Text:
    right, left = lost(text)
    gaps = apart(text)
    own = [own * (1 - r - s) + gap for own, r, s, gap in zip(widths, right, left, gaps, strict=True)]
    can = [letter in CLOSE and not r for letter, r in zip(text, right, strict=True)]
    sums = [0.0, *accumulate(own)]
    return _Text(
        text=text,
        sums=sums,
        marks=[0, *accumulate(can)],
        gaps=gaps,
        right=right,
        left=left,
        widths=widths,
        indent=indent,
        measure=measure,
    )


def _allows(text: str, at: int) -> bool:
    if may_break(text[at - 1], text[at]):
        return True
    return is_latin(text[at - 1]) and is_latin(text[at]) and _is_long(text, at)


def _is_long(text: str, at: int) -> bool:
    before, after = text[max(0, at - LONG_WORD) : at], text[at : at + LONG_WORD]
    return all(map(is_latin, before + after)) and len(before + after) >= LONG_WORD * 2


def _best(measured: _Text, allowed: list[int]) -> list[int]:
    """The cheapest way to the end."""
    end = len(measured.text)
    cost: dict[int, float] = {0: 0.0}
    origin: dict[int, int] = {}
    for start in (0, *allowed):
        if start not in cost:
            continue
        room = measured.measure - (measured.indent if not start else 0.0)
        reach = measured.sums[start] + room
        if measured.sums[end] <= reach + _LONGER and (own := measured.last(start)) < inf:
            _offer(cost, origin, start, end, own)
        low = bisect_left(allowed, bisect_left(measured.sums, reach - _SHORTER))
        high = bisect_right(allowed, bisect_right(measured.sums, reach + _LONGER))
        ways = [(at, measured.badness(start, at)) for at in allowed[low:high] if at > start]
        ways = _good(ways) or _emergency(measured, allowed, start, reach)
        for at, own in ways:
            _offer(cost, origin, start, at, own + 1)
    if end not in origin:
        return []
    found, at = [], origin[end]
    while at:
        found.append(at)
        at = origin[at]
    return found[::-1]


def _good(ways: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """The best few ways: more are not worth the time."""
    return sorted((way for way in ways if way[1] < inf), key=lambda way: way[1])[:WAYS]


def _offer(cost: dict[int, float], origin: dict[int, int], start: int, at: int, own: float) -> None:
    total = cost[start] + own
    if total < cost.get(at, inf):
        cost[at], origin[at] = total, start


def _emergency(measured: _Text, allowed: list[int], start: int, reach: float) -> list[tuple[int, float]]:
    """The longest line that fits, or the shortest that doesn't, where no good one is to be had."""
    later = allowed[bisect_right(allowed, start) :]
    fitting = [at for at in later if measured.sums[at] <= reach + HALF]
    return [(at, WORSE) for at in (fitting[-1:] or later[:1])]


@dataclass(frozen=True, slots=True)
class Moves:
    """For each character, how much wider it becomes and how far its glyph is drawn to the side."""

    wider: list[float]
    aside: list[float]


def moves(text: str, sizes: Sequence[float], rest: float, first: bool, final: bool) -> Moves:
    """Set a line that lacks `rest`; `sizes` are those of its characters, all in one unit.

    Args:
        first: it begins its paragraph, whose indent is kept.
        final: it ends its paragraph and isn't stretched.
    """
    right, left = lost(text)
    gaps = apart(text)
    if not first and text[0] in OPEN:
        left[0] = HALF
    wider = [-(one + two) * size for one, two, size in zip(right, left, sizes, strict=True)]
    aside = [-lost_left * size for lost_left, size in zip(left, sizes, strict=True)]
    for at in range(1, len(text)):
        wider[at - 1] += gaps[at] * sizes[at]
    rest -= sum(wider)
    if rest < 0:
        _shrink(text, sizes, -rest, right, wider)
    elif not final:
        _stretch(text, sizes, rest, wider)
    return Moves(wider, aside)


def _shrink(text: str, sizes: Sequence[float], excess: float, right: list[float], wider: list[float]) -> None:
    last = len(text) - 1
    if text[last] in CLOSE and not right[last]:
        given = min(excess, HALF * sizes[last])
        wider[last] -= given
        excess -= given
    marks = [at for at in range(last) if text[at] in CLOSE and not right[at]]
    most = sum(HALF * sizes[at] for at in marks)
    given = min(excess, most)
    for at in marks:
        wider[at] -= given * HALF * sizes[at] / most
    if excess > given and last:
        for at in range(last):
            wider[at] -= (excess - given) / last


def _stretch(text: str, sizes: Sequence[float], rest: float, wider: list[float]) -> None:
    gaps = [at for at in range(len(text) - 1) if not (is_latin(text[at]) and is_latin(text[at + 1]))]
    if gaps and rest / len(gaps) <= MOST_STRETCH * max(sizes):
        for at in gaps:
            wider[at] += rest / len(gaps)


SPLIT_WORD = 30.0
"""What breaking inside a word costs, as the square of a difference in em."""


def balanced(text: str, widths: Sequence[float], measure: float) -> list[int]:
    """Find where the lines of a title begin that is wider than one line.

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


CJK = 0x2E80


@cache
def narrow(family: str, weight: str) -> dict[str, float]:
    """Measure the widths of what isn't one em wide in a face of the book."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    face = find_face(family, weight)
    with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
        em, advances = font["head"].unitsPerEm, font["hmtx"]
        names = font["cmap"].getBestCmap()
        held = {chr(code): advances[name][0] / em for code, name in names.items() if code < CJK}
    return {letter: width for letter, width in held.items() if width != 1}


def family_of(families: tuple[str, ...] | list[str]) -> str:
    """Choose which of the book's families a style asks for."""
    return SANS if SANS in families else SERIF
