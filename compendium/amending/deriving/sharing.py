"""其他修改: the changes of words, those of one place and those that many places share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from compendium.amending.deriving.common import Common
from compendium.amending.deriving.inside import Plan
from compendium.amending.deriving.pairing import Pairing
from compendium.amending.deriving.telling import told_apart
from compendium.amending.deriving.texts import Key, Text
from compendium.amending.deriving.words import WordAction, joined
from compendium.amending.instruction import Action, Insert, Substitute, SubstituteWords
from compendium.amending.reference import WHOLE_ACT, Ref
from compendium.model import Level, Provision


def shared(
    pairing: Pairing, texts: Mapping[Key, Text], common: Sequence[Common], plan: Plan
) -> tuple[WordAction, ...]:
    """All changes of words, in the order of the text; those through many places last."""
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


def _article(pairing: Pairing, eid: str) -> str:
    side = pairing.old
    place = eid
    while place in side.known:
        if side.known[place].level in (Level.ARTICLE, Level.LEVEL):
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
            if pairing.old.known[place].level in (Level.ARTICLE, Level.LEVEL):
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
