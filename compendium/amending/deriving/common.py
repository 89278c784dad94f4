"""The changes of words that stand under 其他修改: those of one place and those that many places share.

Shared ones are said once: 将第八条、第十条中的“A”均修改为“B”, or 将条例中的“A”均修改为“B”.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from compendium.amending.deriving.inside import Plan
from compendium.amending.deriving.naming import told_apart
from compendium.amending.deriving.pairing import Pairing
from compendium.amending.deriving.text_seen import Change, Seen, see
from compendium.amending.deriving.texts import Key, Text
from compendium.amending.deriving.words import Hunk, WordAction, balanced, borders, cores, is_mark, joined
from compendium.amending.instruction import WHOLE_ACT, Action, Insert, Ref, Substitute, SubstituteWords
from compendium.law.act import Provision
from compendium.law.identifiers import EId
from compendium.law.kinds import UNITS

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


def shared(
    pairing: Pairing, texts: Mapping[Key, Text], common: Sequence[Common], plan: Plan
) -> tuple[WordAction, ...]:
    """List all changes of words, in the order of the text; those through many places last."""
    found = []
    for one in common:
        keys = [key for key in one.keys if key[0] not in plan.replaced]
        if keys:
            refs = (WHOLE_ACT,) if _throughout(pairing, one, keys, plan) else _refs(pairing, texts, one, keys)
            count = sum(texts[key].raw.count(one.old) for key in keys)
            found.append(SubstituteWords(refs, ((one.old, one.new),), everywhere=count > 1))
    found.sort(key=lambda action: action.refs == (WHOLE_ACT,))
    return told_apart(pairing, joined([*joined(plan.words), *found]))


def _throughout(pairing: Pairing, one: Common, keys: Sequence[Key], plan: Plan) -> bool:
    """Whether the words go wherever they stand in the act, and no new text brings them back."""
    held = {key[:2] for key in keys}
    spread = len({_article(pairing, key[0]) for key in keys}) > 2
    for eid, provision in pairing.old.known.items():
        if eid in plan.replaced:
            continue
        own = "\n".join(block.text for block in (*provision.blocks, *provision.tail))
        there = any(key[0] == eid for key in keys)
        if not there and (one.old in own or one.old in provision.heading):
            return False
    fresh = "\n".join(_fresh(plan.actions))
    return bool(held) and spread and one.old not in fresh and one.old not in pairing.new.act.title


def _fresh(actions: Sequence[Action]) -> Iterator[str]:
    for action in actions:
        if isinstance(action, Insert | Substitute):
            yield action.content.text


def _article(pairing: Pairing, eid: EId) -> str:
    side = pairing.old
    place = eid
    while place in side.known:
        if side.known[place].level in UNITS:
            return place
        place = side.parent[place]
    return eid


def _refs(pairing: Pairing, texts: Mapping[Key, Text], one: Common, keys: Sequence[Key]) -> tuple[Ref, ...]:
    """The highest provisions in which every place of the words is one that changes."""
    held = set(keys)
    refs: dict[Ref, None] = {}
    for key in keys:
        place = key[0]
        if key[1].value in ("heading",) or not _whole(pairing.old.known[place], one.old, held):
            refs[texts[key].ref] = None
            continue
        while (above := pairing.old.parent[place]) in pairing.old.known:
            if pairing.old.known[place].level in UNITS:
                break
            if not _whole(pairing.old.known[above], one.old, held):
                break
            place = above
        refs[pairing.old.ref(place)] = None
    return tuple(refs)


def _whole(provision: Provision, words: str, held: set[Key]) -> bool:
    """Whether every place of the words in a provision is held."""
    known = {(eid, region, position) for eid, region, position in held}
    for p in provision.walk():
        places = [("lead", i, b) for i, b in enumerate(p.blocks)] + [
            ("tail", i, b) for i, b in enumerate(p.tail)
        ]
        for region, position, block in places:
            if words in block.text and not any(
                k == (p.eid, region, position) for k in ((e, r.value, n) for e, r, n in known)
            ):
                return False
        if words in p.heading and not any(k[0] == p.eid and k[1].value == "heading" for k in known):
            return False
    return True
