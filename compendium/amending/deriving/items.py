"""The items of a decision: what concerns one 条 together, words at the end under 其他修改."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from compendium.amending.deriving.sentences import Sentence, ended, sentence, word_sentence
from compendium.amending.deriving.words import WordAction
from compendium.amending.instruction import (
    Action,
    Adjust,
    Delete,
    DeleteWords,
    Insert,
    InsertWords,
    Renumber,
    Substitute,
    SubstituteWords,
)
from compendium.amending.reference import Ref, Step
from compendium.model import Level

Item = tuple[Sentence, ...]


def structural_items(actions: Sequence[Action]) -> tuple[Item, ...]:
    """Each item's sentences; those on one 条 make one item."""
    kept = [a for a in actions if not isinstance(a, WordAction | Adjust)]
    return tuple(
        tuple(_grouped(list(group))) for _, group in groupby(enumerate(kept), lambda pair: _key(*pair))
    )


def _key(position: int, action: Action) -> object:
    """What holds actions together: the 条 they are about; else each stands alone."""
    article = _article(action)
    return article if article else position


def _article(action: Action) -> tuple[object, ...]:
    ref: Ref | None = None
    match action:
        case Substitute(refs=(one,)) | Delete(refs=(one,)):
            ref = one
        case Renumber(ref=one):
            ref = one
        case Insert(within=one, level=Level.PARAGRAPH | Level.POINT):
            ref = one
        case _:
            return ()
    first = ref.steps[0] if ref.steps else None
    if first is None or first.level is not Level.ARTICLE or ref.name:
        return ()
    if isinstance(action, Delete) and len(ref.steps) == 1:
        return ()
    return (first.level, first.number)


def _grouped(pairs: list[tuple[int, Action]]) -> Iterator[Sentence]:
    actions = [action for _, action in pairs]
    before: tuple[Step, ...] = ()
    lead = ""
    for position, action in enumerate(actions):
        told = sentence(action, before)
        later = actions[position + 1] if position + 1 < len(actions) else None
        if isinstance(action, Renumber) and later is not None and _continues(action, later):
            lead = _then(lead, told.words)
            before = action.ref.steps
            continue
        yield Sentence(_then(lead, told.words), told.content)
        lead, before = "", _article_steps(action)


def _continues(renumber: Renumber, later: Action) -> bool:
    """Whether what follows a change of number may be said in the same breath."""
    if len(renumber.ref.steps) == 1:
        return not isinstance(later, Renumber)
    return isinstance(later, Substitute) and _plain(later.refs[0]) == _plain(renumber.ref)


def _plain(ref: Ref) -> tuple[object, ...]:
    return tuple((step.level, step.number) for step in ref.steps)


def _then(lead: str, words: str) -> str:
    return f"{lead}，{words}" if lead else words


def _article_steps(action: Action) -> tuple[Step, ...]:
    match action:
        case Substitute(refs=(ref, *_)) | Delete(refs=(ref, *_)) | Renumber(ref=ref) | Insert(within=ref):
            return ref.steps[:1] if ref.steps and ref.steps[0].level is Level.ARTICLE else ()
    return ()


def word_items(actions: Sequence[Action], noun: str) -> tuple[str, ...]:
    """The sentences on words; those on one 条 stand together."""
    kept = [a for a in actions if isinstance(a, SubstituteWords | DeleteWords | InsertWords)]
    groups = groupby(enumerate(kept), lambda pair: _word_key(*pair))
    return tuple(ended("；".join(word_sentence(a, noun) for _, a in group)) for _, group in groups)


def _word_key(position: int, action: WordAction) -> object:
    steps = action.refs[0].steps
    if len(action.refs) > 1 or action.everywhere or not steps or steps[0].level is not Level.ARTICLE:
        return position
    return (steps[0].level, steps[0].number)
