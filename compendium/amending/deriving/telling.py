"""原第五条: said where the new 第五条 has the quoted words too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compendium.amending.deriving.pairing import Pairing
from compendium.amending.deriving.words import WordAction
from compendium.amending.instruction import (
    Action,
    Delete,
    DeleteWords,
    Insert,
    InsertWords,
    Substitute,
    SubstituteWords,
)
from compendium.amending.reference import Numbering, Ref, Region, Step


def told_apart(pairing: Pairing, actions: Sequence[WordAction]) -> tuple[WordAction, ...]:
    """The instructions on words with 原 at the numbers that a reader could take for new ones."""
    return tuple(
        replace(action, refs=tuple(_told(pairing, ref, _quoted(action)) for ref in action.refs))
        for action in actions
    )


def in_old_numbers(action: Action) -> Action:
    """An instruction within a 条 that was told to have another number: its 条 is named by the old one."""
    match action:
        case Substitute(refs=refs) | Delete(refs=refs):
            return replace(action, refs=tuple(map(_old, refs)))
        case Insert(within=within):
            return replace(action, within=_old(within))
        case _:
            return action


def _old(ref: Ref) -> Ref:
    first = tuple(replace(step, numbering=Numbering.OLD) for step in ref.steps[:1])
    return replace(ref, steps=first + ref.steps[1:])


def _quoted(action: WordAction) -> tuple[str, ...]:
    match action:
        case SubstituteWords(pairs=pairs):
            return tuple(old for old, _ in pairs)
        case DeleteWords(words=words):
            return words
        case InsertWords(anchors=anchors):
            return anchors


def _told(pairing: Pairing, ref: Ref, words: Sequence[str]) -> Ref:
    if not ref.steps or ref.name or ref.region is Region.PREAMBLE:
        return ref
    meant, other = pairing.old.at(ref), pairing.new.at(ref)
    if meant is None or other is None or pairing.source.get(other) == meant:
        return ref
    source = pairing.source.get(other)
    texts = [pairing.new.known[other].text] + ([pairing.old.known[source].text] if source else [])
    if not any(word in text for word in words for text in texts):
        return ref
    return replace(ref, steps=_marked(pairing, ref, meant))


def _marked(pairing: Pairing, ref: Ref, eid: str) -> tuple[Step, ...]:
    """The steps, those whose numbers moved with 原."""
    moved = set()
    while eid in pairing.old.known:
        new = pairing.moves.get(eid)
        if new is None or pairing.new.number[new] != pairing.old.number[eid]:
            moved.add(pairing.old.known[eid].level)
        eid = pairing.old.parent[eid]
    return tuple(
        replace(step, numbering=Numbering.OLD) if step.level in moved else step for step in ref.steps
    )
