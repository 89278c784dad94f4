"""Break a Chinese paragraph into lines: all its lines are weighed together, after Knuth and Plass."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf

from compendium_build.print.clreq import CLOSE, HALF, OPEN, apart, is_latin, lonely, lost, may_break

SHRINK = 0.4
"""How much a mark inside a line may give up, in em, when the line is too long."""
MOST_STRETCH = 0.25
LONG_WORD = 12
"""Latin words longer than this (addresses of the web) may break anywhere, at a cost."""
BAD, WORSE = 1e3, 1e6
_SHORTER, _LONGER = 4.2, 2.0
WAYS = 3
"""How many ends of a line are followed further."""


@dataclass(frozen=True, slots=True)
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
        """How wide a line is; a mark at its end keeps its left half only, one at its head its right."""
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
        """What a line costs that is not the last."""
        rest = self.measure - self.width(start, end) - (self.indent if not start else 0.0)
        if rest < 0:
            return self._tightness(start, end, -rest)
        if self.text[end - 1] in CLOSE:
            rest = max(0.0, rest - HALF)
        stretch = rest / max(1, end - start - 1)
        return (stretch / 0.02) ** 2 if stretch <= MOST_STRETCH else BAD * (1 + stretch)

    def last(self, start: int) -> float:
        """What the last line costs."""
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
    """Where new lines begin; `glued` are positions at which none may (before a subscript).

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
    return _Text(text, sums, [0, *accumulate(can)], gaps, right, left, widths, indent, measure)


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
