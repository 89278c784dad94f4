"""References in the words of a decision: 第十条第二款, 原第五项, 第三章章名."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.reference import Numbering, Ref, Region, Step
from compendium.model import Level
from compendium.numerals import article_number, to_chinese

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
    """The words for a place; the steps that were said already (`after`) are left out.

    `plain` leaves out 原, where the sentence itself tells whose numbers it speaks.

    >>> said(Ref((Step(Level.ARTICLE, (10,)), Step(Level.PARAGRAPH, (2,)))))
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
    """The steps that do not repeat what was said."""
    count = 0
    for one, other in zip(steps, after, strict=False):
        if (one.level, one.number) != (other.level, other.number):
            break
        count += 1
    return tuple(steps[count:])


def step_words(step: Step) -> str:
    """One step, with what it runs to."""
    words = _number(step.level, step.number)
    return f"{words}至{_number(step.level, step.until)}" if step.until else words


def _number(level: Level, number: tuple[int, ...]) -> str:
    if level is Level.ARTICLE:
        return article_number(number)
    first, *more = number
    return f"第{to_chinese(first)}{UNIT[level]}" + "".join(f"之{to_chinese(n)}" for n in more)


def listed(refs: Sequence[Ref]) -> str:
    """Several places: 第二条第二款、第三款和第五条 without the 和, as decisions list them."""
    words, last = [], Ref()
    for ref in refs:
        same = ref.region is Region.WHOLE and last.region is Region.WHOLE and ref.name == last.name
        shared = ref.steps[:-1] if same and ref.steps[:-1] == last.steps[:-1] else ()
        words.append(said(ref, shared))
        last = ref
    return "、".join(words)


def _old(step: Step) -> str:
    return "原" if step.numbering is Numbering.OLD else ""
