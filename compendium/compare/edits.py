"""Raw differences made readable: short remnants absorbed, borders set where words and clauses end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compendium.compare.words import Words, tokens

STOPS = frozenset("。；：\n")
"""Marks that divide a text so plainly that a change does not run across them."""
CLOSERS = frozenset("，、。；：！？）》”’\n")
OPENERS = frozenset("（《“‘")
PARTICLES = frozenset("的之和与或及由在对向将被把从按经为是者应可须不未")
"""Words of one character that are no part of those beside them."""
ALIKE = 0.3
"""Share of a changed stretch that must have stayed for its parts to be told apart."""

SHORT = 12
"""Characters up to which a changed stretch is easily read, however little of it stayed."""

NEAR = 40
"""Characters around an insertion that are looked at to find where words end."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch of both texts; equal where nothing changed."""

    old: str
    new: str

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.old == self.new

    @property
    def size(self) -> int:
        """How many characters are read as changed, of the longer side; 二千元 is one piece."""
        return max(len(tokens(self.old)), len(tokens(self.new)))

    @property
    def solid(self) -> bool:
        """Whether one piece of several characters stands for another: an amount, a reference, a title."""
        return all(len(side) > 1 and len(tokens(side)) == 1 for side in (self.old, self.new))

    def __add__(self, other: Edit) -> Edit:
        return Edit(self.old + other.old, self.new + other.new)


def settle(edits: Iterable[Edit], before: str, after: str) -> list[Edit]:
    """Make a raw difference readable; its two sides stay what they were."""
    merged = _merged(edits)
    merged = [edit for stretch in _stretches(merged) for edit in _told_apart(_absorbed(stretch))]
    merged = _slid(_merged(merged))
    old, new = Words(before), Words(after)
    return _absorbed(_widened(_rejoined(merged, old, new), old, new))


def _merged(edits: Iterable[Edit]) -> list[Edit]:
    """Join neighbours of one kind."""
    out: list[Edit] = []
    for edit in edits:
        if not edit.old and not edit.new:
            continue
        if out and out[-1].same == edit.same:
            out[-1] += edit
        else:
            out.append(edit)
    return out


def _stretches(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Cut where equal text holds a stop: what changes on both sides of it are two matters."""
    stretch: list[Edit] = []
    for edit in edits:
        cut = _last_stop(edit.old) if edit.same else -1
        if cut < 0:
            stretch.append(edit)
            continue
        first = min(i for i, char in enumerate(edit.old) if char in STOPS)
        yield [*stretch, *_equal(edit.old[:first])]
        yield _equal(edit.old[first : cut + 1])
        stretch = _equal(edit.old[cut + 1 :])
    yield stretch


def _equal(text: str) -> list[Edit]:
    return [Edit(text, text)] if text else []


def _last_stop(text: str) -> int:
    return max(map(text.rfind, STOPS))


def _absorbed(edits: Sequence[Edit]) -> list[Edit]:
    """Take into a change the remnants that stayed between two changes by chance."""
    out: list[Edit] = []
    for edit in edits:
        out.append(edit)
        while len(out) >= 3 and out[-2].same and not out[-1].same and _is_remnant(*out[-3:]):
            out[-3:] = [out[-3] + out[-2] + out[-1]]
    return out


def _is_remnant(left: Edit, kept: Edit, right: Edit) -> bool:
    length = len(kept.old)
    if _divides(kept.old) or any(char in STOPS for char in kept.old):
        return False
    if len(tokens(kept.old)) == 1 and length > 1:
        return False
    least = min(left.size, right.size)
    both = bool(left.old and left.new and right.old and right.new)
    opposite = bool(left.old) != bool(right.old) and bool(left.new) != bool(right.new)
    bit = min(len(left.old + left.new), len(right.old + right.new)) == 1
    if not both and not (length == 1 and (opposite or (bit and not left.solid and not right.solid))):
        return length * 3 <= least
    if length == 1:
        return not (left.solid and right.solid)
    return (length == 2 and least >= 3) or length * 2 <= least


def _told_apart(edits: list[Edit]) -> list[Edit]:
    """Leave the parts of a stretch, or mark it as replaced whole where too little of it stayed."""
    if sum(not edit.same for edit in edits) < 2:
        return edits
    first, last = (next(i for i in order if not edits[i].same) for order in _both_ways(len(edits)))
    inner = edits[first : last + 1]
    kept = sum(_weight(edit.old) * (3 if _divides(edit.old) else 1) for edit in inner if edit.same)
    whole = max(_weight("".join(e.old for e in inner)), _weight("".join(e.new for e in inner)))
    if whole < SHORT or kept >= ALIKE * whole:
        return edits
    return [*edits[:first], sum(inner[1:], inner[0]), *edits[last + 1 :]]


def _divides(text: str) -> bool:
    """Whether a text tells one item of a list from the next, and so holds the changes apart."""
    return any(char in "，、" for char in text)


def _both_ways(count: int) -> tuple[range, range]:
    return range(count), range(count - 1, -1, -1)


def _weight(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _slid(edits: list[Edit]) -> list[Edit]:
    """Move what was only inserted or only deleted to where clauses and words begin and end."""
    out = list(edits)
    for i in range(1, len(out) - 1):
        left, edit, right = out[i - 1 : i + 2]
        if left.same and right.same and not edit.same and not (edit.old and edit.new):
            out[i - 1 : i + 2] = _best_place(left.old, edit, right.old)
    return [edit for edit in out if edit.old or edit.new]


def _best_place(left: str, edit: Edit, right: str) -> list[Edit]:
    text = edit.old or edit.new
    reach = 4 * len(text) + NEAR
    far, left = left[: max(len(left) - reach, 0)], left[-reach:]
    right, beyond = right[:reach], right[reach:]
    whole = left + text + right
    pieces = {0, *_ends(whole)}
    low = len(left) - _shared(left[::-1], (left + text)[::-1])
    high = len(left) + _shared(right, text + right)
    near = Words(whole)
    starts = [s for s in range(low, high + 1) if s in pieces and s + len(text) in pieces]
    best = max(starts, key=lambda s: _score(whole, s, near) + _score(whole, s + len(text), near), default=-1)
    if best < 0:
        best = len(left)
    moved = whole[best : best + len(text)]
    middle = Edit(moved, "") if edit.old else Edit("", moved)
    head, tail = far + whole[:best], whole[best + len(text) :] + beyond
    return [Edit(head, head), middle, Edit(tail, tail)]


def _ends(text: str) -> Iterator[int]:
    end = 0
    for token in tokens(text):
        end += len(token)
        yield end


def _shared(a: str, b: str) -> int:
    length = 0
    while length < min(len(a), len(b)) and a[length] == b[length]:
        length += 1
    return length


def _score(text: str, place: int, near: Words) -> int:
    """How naturally a change begins or ends there."""
    if place in (0, len(text)):
        return 4
    if text[place - 1] in CLOSERS or text[place] in OPENERS:
        return 4
    if text[place] in CLOSERS or text[place - 1] in OPENERS:
        return 3
    return 1 if near.ends_at(place) else 0


def _rejoined(edits: Sequence[Edit], old: Words, new: Words) -> list[Edit]:
    """Take a character or two between changes into them where a change tears a word there: 监 of 监管."""
    torn = _torn(edits, old, new)
    out: list[Edit] = []
    for i, edit in enumerate(edits):
        out.append(edit)
        if i < 2 or edit.same or not edits[i - 1].same or not (torn[i - 2] or torn[i - 1]):
            continue
        if _is_scrap(out[-3], out[-2], edit):
            out[-3:] = [out[-3] + out[-2] + edit]
    return out


def _torn(edits: Sequence[Edit], old: Words, new: Words) -> list[bool]:
    """Whether each stretch ends within a word, in all the texts that go on there."""
    out = []
    at_old = at_new = 0
    for i, edit in enumerate(edits[:-1]):
        at_old, at_new = at_old + len(edit.old), at_new + len(edit.new)
        change, end = (edits[i + 1], 0) if edit.same else (edit, -1)
        within = (not change.old or old.into(at_old)) and (not change.new or new.into(at_new))
        out.append(bool(within) and _cuts(change, end))
    return [*out, False]


def _is_scrap(left: Edit, kept: Edit, right: Edit) -> bool:
    if not kept.old.isalnum() or len(tokens(kept.old)) < len(kept.old):
        return False
    replaced = any(change.old and change.new for change in (left, right))
    return len(kept.old) == 1 or (len(kept.old) == 2 and replaced)


def _widened(edits: Sequence[Edit], old: Words, new: Words) -> list[Edit]:
    """Let what was replaced take in the rest of the words that it cuts in both texts: 批准 → 核准."""
    out = list(edits)
    at_old = at_new = 0
    for i, edit in enumerate(edits):
        end_old, end_new = at_old + len(edit.old), at_new + len(edit.new)
        if edit.old and edit.new and not edit.same:
            back = min(old.into(at_old), new.into(at_new)) if _cuts(edit, 0) else 0
            ahead = min(old.out_of(end_old), new.out_of(end_new)) if _cuts(edit, -1) else 0
            _take(out, i, back, ahead)
        at_old, at_new = end_old, end_new
    return _merged(out)


def _cuts(edit: Edit, end: int) -> bool:
    """Whether a change may begin or end within a word: it does so with a bare character on every side."""
    edges = (tokens(side)[end] for side in (edit.old, edit.new) if side)
    return all(len(edge) == 1 and edge.isalnum() for edge in edges)


def _take(edits: list[Edit], i: int, back: int, ahead: int) -> None:
    if i and back and edits[i - 1].same:
        text = edits[i - 1].old
        cut = max(len(text) - back, 0)
        if text[cut:].isalnum() and text[cut:] not in PARTICLES:
            edits[i - 1], edits[i] = Edit(text[:cut], text[:cut]), Edit(text[cut:], text[cut:]) + edits[i]
    if ahead and i + 1 < len(edits) and edits[i + 1].same:
        text = edits[i + 1].old
        if text[:ahead].isalnum() and text[:ahead] not in PARTICLES:
            taken = Edit(text[:ahead], text[:ahead])
            edits[i], edits[i + 1] = edits[i] + taken, Edit(text[ahead:], text[ahead:])
