"""Word replacements that many places share: 将第八条、第十条中的“A”均修改为“B”, 将条例中的“A”均修改为“B”."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, takewhile

from compendium.amending.deriving.borders import balanced, borders, is_mark
from compendium.amending.deriving.hunks import Hunk, cores
from compendium.amending.deriving.seen import Change, Seen, see
from compendium.amending.deriving.texts import Key, Text

_MOST_CONTEXT = 8
"""Characters beside a difference that are looked at for a border."""
_BETWEEN = "、，；：。"


@dataclass(frozen=True, slots=True)
class Common:
    """`old` became `new` at every place it has in these texts."""

    old: str
    new: str
    keys: tuple[Key, ...]


def take_common(texts: Mapping[Key, Text]) -> tuple[Common, ...]:
    """Find the shared replacements and show them as done in the texts."""
    found = []
    tried: set[tuple[str, str]] = set()
    while candidate := next((pair for pair in _candidates(texts) if pair not in tried), None):
        tried.add(candidate)
        old, new = candidate
        changed = {key: done for key, text in texts.items() if (done := _replaced(text, old, new))}
        if sum(map(len, changed.values())) < 2:
            continue
        for key, changes in changed.items():
            texts[key].changes += changes
        found.append(Common(old, new, tuple(changed)))
    return tuple(found)


def _candidates(texts: Mapping[Key, Text]) -> list[tuple[str, str]]:
    """Pairs of words seen to differ at two places or more, the commonest first."""
    places: dict[tuple[str, str], list[tuple[Seen, str, Hunk]]] = defaultdict(list)
    for text in texts.values():
        if text.differs:
            seen = text.seen
            for hunk in _worded(seen, text.new):
                pair = (seen.words(hunk.i1, hunk.i2), text.new[hunk.j1 : hunk.j2])
                places[pair].append((seen, text.new, hunk))
    found = ((len(where), _rounded(where)) for where in places.values() if len(where) > 1)
    usable = [(count, pair) for count, pair in found if pair and _usable(pair)]
    return [pair for _, pair in sorted(usable, key=lambda item: (-item[0], -len(item[1][0]), item[1]))]


def _usable(pair: tuple[str, str]) -> bool:
    old, new = pair
    return _word_count(old) > 1 and bool(new) and old != new and balanced(old) and balanced(new)


def _word_count(text: str) -> int:
    return sum(not is_mark(char) for char in text)


def _worded(seen: Seen, new: str) -> Iterator[Hunk]:
    """The differences, with a character beside them where they are too little to be named."""
    for h in cores(seen.text, new):
        before, after = h.i1 > 0 < h.j1, h.i2 < len(seen.text) and h.j2 < len(new)
        little = _word_count(seen.text[h.i1 : h.i2]) < 2 or h.j1 == h.j2 or seen.text[h.i1] in _BETWEEN
        if little and before and not is_mark(seen.text[h.i1 - 1]):
            h = Hunk(h.i1 - 1, h.i2, h.j1 - 1, h.j2)
        short = _word_count(seen.text[h.i1 : h.i2]) < 2 and h.i2 - h.i1 > 1
        if short and after and not is_mark(seen.text[h.i2]):
            h = Hunk(h.i1, h.i2 + 1, h.j1, h.j2 + 1)
        cut = seen.origin[h.i1] >= 0 and seen.origin[h.i2] >= 0
        if cut and not seen.walled(h.i1, h.i2):
            yield h


def _rounded(where: list[tuple[Seen, str, Hunk]]) -> tuple[str, str] | None:
    """The pair with what stands beside it everywhere, as far as a border that is one everywhere.

    None where there is no border near: a term would be cut.
    """
    seen, new, hunk = where[0]
    left = _reach(_shared([s.text[: h.i1][::-1] for s, _, h in where]), where, -1)
    right = _reach(_shared([s.text[h.i2 :] for s, _, h in where]), where, 1)
    if left is None or right is None:
        return None
    if seen.origin[hunk.i1 - left] < 0 or seen.origin[hunk.i2 + right] < 0:
        left = right = 0
    return seen.words(hunk.i1 - left, hunk.i2 + right), new[hunk.j1 - left : hunk.j2 + right]


def _shared(texts: list[str]) -> str:
    """What all texts begin with."""
    alike = takewhile(lambda chars: len(set(chars)) == 1, zip(*texts, strict=False))
    return "".join(chars[0] for chars in alike)


def _reach(shared: str, where: list[tuple[Seen, str, Hunk]], way: int) -> int | None:
    """How far to go for a border, or for all of a short context; None where there is neither."""
    room = next((n for n, char in enumerate(shared) if is_mark(char)), len(shared))
    for step in range(min(room, _MOST_CONTEXT) + 1):
        if all((h.i1 - step if way < 0 else h.i2 + step) in borders(s.text) for s, _, h in where):
            return step
    return room if room <= _MOST_CONTEXT and room == len(shared) else None


def _replaced(text: Text, old: str, new: str) -> list[Change]:
    """The replacements of a text, where every place of the old words did change so; else none."""
    changes, position = [], text.raw.find(old)
    while position >= 0:
        changes.append(Change(position, position + len(old), new, wall=True))
        position = text.raw.find(old, position + len(old))
    if not changes or _overlap([*text.changes, *changes]):
        return []
    seen = see(text.raw, [*text.changes, *changes])
    left = cores(seen.text, text.new)
    if any(_touches(hunk, seen.walls) for hunk in left):
        return []
    return changes if _size(left) < _size(cores(text.seen.text, text.new)) else []


def _size(hunks: list[Hunk]) -> int:
    return sum(hunk.i2 - hunk.i1 + hunk.j2 - hunk.j1 for hunk in hunks)


def _touches(hunk: Hunk, walls: Collection[int]) -> bool:
    """Whether a difference takes in words that are shown as replaced, or adds to them."""
    reach = 0 if hunk.i1 < hunk.i2 else 1
    return any(place in walls for place in range(hunk.i1 - reach, hunk.i2 + reach))


def _overlap(changes: list[Change]) -> bool:
    ordered = sorted(changes, key=lambda change: change.start)
    return any(one.end > other.start for one, other in pairwise(ordered))
