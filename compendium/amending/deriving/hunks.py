"""What differs between a text as seen and the text after, as pairs of words cut at their borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from compendium.amending.deriving.borders import balanced, borders, is_mark, tokens
from compendium.amending.deriving.seen import Seen


@dataclass(frozen=True, slots=True, order=True)
class Hunk:
    """text[i1:i2] as seen became new[j1:j2]."""

    i1: int
    i2: int
    j1: int
    j2: int


def cores(old: str, new: str) -> list[Hunk]:
    """The smallest differences of two texts, those nearly touching put together.

    >>> [("农业技术"[h.i1:h.i2], "农村技术"[h.j1:h.j2]) for h in cores("农业技术", "农村技术")]
    [('业', '村')]
    """
    a, b = list(tokens(old)), list(tokens(new))
    at, bt = _starts(a), _starts(b)
    found: list[Hunk] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        hunk = Hunk(at[i1], at[i2], bt[j1], bt[j2])
        if found and _near(old[found[-1].i2 : hunk.i1], found[-1], hunk):
            hunk = Hunk(found[-1].i1, hunk.i2, found[-1].j1, hunk.j2)
            found.pop()
        found.append(hunk)
    return found


def _starts(parts: Sequence[str]) -> list[int]:
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return places


def _near(gap: str, one: Hunk, other: Hunk) -> bool:
    """Whether what stands between two differences is too little to keep them apart."""
    if any(map(is_mark, gap)):
        return False
    size = min(max(h.i2 - h.i1, h.j2 - h.j1) for h in (one, other))
    return len(gap) <= 2 or len(gap) < size


def quotable(seen: Seen, new: str, scope: Sequence[str]) -> list[Hunk] | None:
    """The differences, each grown to words found once in `scope`; None where that can't be had."""
    grower = _Grower(seen, new, scope)
    hunks = cores(seen.text, new)
    while True:
        grown: list[Hunk] = []
        for position, hunk in enumerate(hunks):
            low = (grown[-1].i2, grown[-1].j2) if grown else (0, 0)
            after = hunks[position + 1] if position + 1 < len(hunks) else None
            high = (after.i1, after.j1) if after else (len(seen.text), len(new))
            larger = grower.grow(hunk, low, high)
            if larger is not None:
                grown.append(larger)
                continue
            if not grown and after is None:
                return None
            break
        else:
            return grown
        hunks = _joined(hunks, position)


def _joined(hunks: list[Hunk], position: int) -> list[Hunk]:
    """The hunks with one of them, which found no room to grow, put together with a neighbour."""
    first = max(0, position - 1) if position + 1 == len(hunks) or position else 0
    one, other = hunks[first], hunks[first + 1]
    return [*hunks[:first], Hunk(one.i1, other.i2, one.j1, other.j2), *hunks[first + 2 :]]


_LEAST = 4
"""Characters that a quotation has at least, its punctuation not counted: less says nothing to a reader."""


class _Grower:
    """Grows differences to quotations."""

    def __init__(self, seen: Seen, new: str, scope: Sequence[str]) -> None:
        self._seen, self._new, self._scope = seen, new, scope
        cuttable = frozenset(i for i, place in enumerate(seen.origin) if place >= 0)
        self._old_places = borders(seen.text) & cuttable
        self._new_places = borders(new)
        self._least = min(_LEAST, len(seen.raw) // 2)

    def grow(self, hunk: Hunk, low: tuple[int, int], high: tuple[int, int]) -> Hunk | None:
        """The least growth between `low` and `high` that can be quoted."""
        lefts = self._steps(hunk.i1 - low[0], hunk.i1, hunk.j1, -1)
        rights = self._steps(high[0] - hunk.i2, hunk.i2, hunk.j2, 1)
        sizes = sorted(((left, right) for left in lefts for right in rights), key=lambda s: (sum(s), s[0]))
        for left, right in sizes:
            grown = Hunk(hunk.i1 - left, hunk.i2 + right, hunk.j1 - left, hunk.j2 + right)
            if self._fits(grown):
                return grown
        return None

    def _steps(self, room: int, i: int, j: int, way: int) -> list[int]:
        """How far one may go to a border that stands in both texts; at most eight of them."""
        found = []
        for step in range(room + 1):
            here, there = i + way * step, j + way * step
            if here in self._old_places and there in self._new_places:
                found.append(step)
        return found[:8]

    def _fits(self, hunk: Hunk) -> bool:
        old, new = self._seen.words(hunk.i1, hunk.i2), self._new[hunk.j1 : hunk.j2]
        least = self._least if new else 1
        if self._seen.walled(hunk.i1, hunk.i2) or sum(not is_mark(char) for char in old) < least:
            return False
        return balanced(old) and balanced(new) and sum(_count(text, old) for text in self._scope) == 1


def _count(text: str, words: str) -> int:
    """How often words occur, overlapping occurrences counted."""
    count, position = 0, text.find(words)
    while position >= 0:
        count, position = count + 1, text.find(words, position + 1)
    return count
