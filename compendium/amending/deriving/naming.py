"""References in the words of a decision: 第十条第二款, 原第五项, 第三章章名.

原第五条 is said only where the new 第五条 has the quoted words too.
"""

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
    Numbering,
    Ref,
    Region,
    Step,
    Substitute,
    SubstituteWords,
)
from compendium.law.identifiers import EId
from compendium.law.kinds import Level
from compendium.law.numerals import article_number, to_chinese

UNIT = {
    Level.PART: "编",
    Level.SUBPART: "分编",
    Level.CHAPTER: "章",
    Level.SECTION: "节",
    Level.LEVEL: "部分",
    Level.ARTICLE: "条",
    Level.PARAGRAPH: "款",
    Level.POINT: "项",
    Level.INDENT: "目",
    Level.SUBINDENT: "目",
    Level.RECITAL: "自然段",
}
_HEADINGS = {Level.ARTICLE: "条标"}


def said(ref: Ref, after: Sequence[Step] = (), *, plain: bool = False) -> str:
    """Write the words for a place; the steps that were said already (`after`) are left out.

    `plain` leaves out 原, where the sentence itself tells whose numbers it speaks.

    >>> said(Ref(steps=(Step(Level.ARTICLE, (10,)), Step(Level.PARAGRAPH, (2,)))))
    '第十条第二款'
    """
    words = "".join(("" if plain else _old(step)) + step_words(step) for step in rest(ref.steps, after))
    if ref.region is Region.PREAMBLE:
        return "序言" + words
    if ref.region is Region.ATTACHMENT or ref.name:
        return (ref.name or "附件") + words + _region(ref)
    return words + _region(ref)


def _region(ref: Ref) -> str:
    if ref.name and not ref.steps:
        return "名称" if ref.region is Region.HEADING else ""
    last = ref.steps[-1].level if ref.steps else Level.ARTICLE
    unit = UNIT[last]
    match ref.region:
        case Region.HEADING:
            return _HEADINGS.get(last, f"{unit}名")
        case Region.LEAD:
            return "款首" if last is not Level.POINT else "项首"
        case Region.TAIL:
            return "款尾"
        case Region.TITLE:
            return "法规名称"
        case _:
            return ""


def rest(steps: Sequence[Step], after: Sequence[Step]) -> tuple[Step, ...]:
    """Leave out the steps that repeat what was said."""
    count = 0
    for one, other in zip(steps, after, strict=False):
        if (one.level, one.number) != (other.level, other.number):
            break
        count += 1
    return tuple(steps[count:])


def step_words(step: Step) -> str:
    """Write one step, with what it runs to."""
    words = _number(step.level, step.number)
    return f"{words}至{_number(step.level, step.until)}" if step.until else words


def _number(level: Level, number: tuple[int, ...]) -> str:
    if level is Level.ARTICLE:
        return article_number(number)
    first, *more = number
    return f"第{to_chinese(first)}{UNIT[level]}" + "".join(f"之{to_chinese(n)}" for n in more)


def listed(refs: Sequence[Ref]) -> str:
    """List several places as decisions do: 第二条第二款、第三款和第五条, without the 和."""
    words, last = [], Ref()
    for ref in refs:
        same = ref.region is Region.WHOLE and last.region is Region.WHOLE and ref.name == last.name
        shared = ref.steps[:-1] if same and ref.steps[:-1] == last.steps[:-1] else ()
        words.append(said(ref, shared))
        last = ref
    return "、".join(words)


def _old(step: Step) -> str:
    return "原" if step.numbering is Numbering.OLD else ""


def told_apart(pairing: Pairing, actions: Sequence[WordAction]) -> tuple[WordAction, ...]:
    """Add 原, in instructions on words, to numbers that a reader could take for new ones."""
    return tuple(
        replace(action, refs=tuple(_told(pairing, ref, _quoted(action)) for ref in action.refs))
        for action in actions
    )


def in_old_numbers(action: Action) -> Action:
    """Name the 条 by its old number in an instruction within one that was told to have another."""
    match action:
        case Substitute(refs=refs) | Delete(refs=refs):
            return replace(action, refs=tuple(map(_old_reference, refs)))
        case Insert(within=within):
            return replace(action, within=_old_reference(within))
        case _:
            return action


def _old_reference(ref: Ref) -> Ref:
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


def _marked(pairing: Pairing, ref: Ref, eid: EId) -> tuple[Step, ...]:
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
