"""One instruction in the words of a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compendium.amending.deriving.naming import UNIT, listed, rest, said, step_words
from compendium.amending.deriving.words import WordAction
from compendium.amending.instruction import (
    WHOLE_ACT,
    Action,
    Content,
    Delete,
    DeleteWords,
    Insert,
    InsertAttachment,
    Merge,
    Move,
    Ref,
    Renumber,
    RepealAct,
    Retitle,
    Side,
    Split,
    Step,
    Substitute,
    SubstituteWords,
)
from compendium.law.kinds import Level
from compendium.law.names import quoted
from compendium.law.numerals import to_chinese


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and the new text that follows them."""

    words: str
    content: Content | None = None


def ended(words: str) -> str:
    """End a sentence with its 。, which may stand at the end of the words quoted."""
    return words if words.endswith(("。”", "。")) else f"{words}。"


def inner(text: str) -> str:
    """Make words ready to stand within “”: their own marks become ‘’."""
    return text.replace("“", "‘").replace("”", "’")


def marked(text: str) -> str:
    """Put words in “”."""
    return f"“{inner(text)}”"


def word_sentence(action: WordAction, noun: str) -> str:
    """Write an instruction on words; `noun` is what the act calls itself (条例, 规定)."""
    place = noun if action.refs == (WHOLE_ACT,) else listed(action.refs)
    throughout = "均" if action.everywhere or len(action.refs) > 1 else ""
    if isinstance(action, SubstituteWords):
        pairs = [f"{marked(old)}{throughout}修改为{marked(new)}" for old, new in action.pairs]
        return f"将{place}中的" + "，".join(pairs)
    if isinstance(action, DeleteWords):
        return f"{throughout}删去{place}中的" + "".join(map(marked, action.words))
    where = "后" if action.side is Side.AFTER else "前"
    if action.side in (Side.START, Side.END):
        return (
            f"在{place}{'开头' if action.side is Side.START else '末尾'}{throughout}增加{marked(action.new)}"
        )
    return f"在{place}中的{''.join(map(marked, action.anchors))}{where}{throughout}增加{marked(action.new)}"


def sentence(action: Action, said_before: Sequence[Step] = ()) -> Sentence:
    """Write an instruction on provisions; the steps said before are left out."""
    match action:
        case Substitute(refs=refs, content=content):
            if not rest(refs[0].steps, said_before) and said_before:
                return Sentence("修改为：", content)
            lead = "" if said_before else "将"
            return Sentence(f"{lead}{_several(refs, said_before)}修改为：", content)
        case Insert():
            return Sentence(_inserted(action, said_before), action.content)
        case InsertAttachment(name=name, content=content):
            return Sentence(f"增加{name}：", content)
        case Delete(refs=refs):
            return Sentence(f"删去{listed(refs) if len(refs) > 1 else said(refs[0], said_before)}")
        case Renumber(ref=ref, result=result):
            old = said(ref, said_before, plain=True)
            lead = "原" if said_before else "将"
            return Sentence(f"{lead}{old}改为{step_words(result.steps[-1])}")
        case Retitle(title=title):
            return Sentence(f"法规名称修改为{quoted(title)}")
        case Move():
            return Sentence(f"将{said(action.ref)}移至{_goal(action)}")
        case Split(ref=ref, results=results, content=content):
            count = to_chinese(len(results))
            unit = UNIT[results[0].steps[-1].level]
            return Sentence(f"将{said(ref)}修改为{count}{unit}，作为{listed(results)}：", content)
        case Merge(refs=refs, result=result, content=content):
            goal = f"，作为{said(result)}" if result else ""
            new = "，修改为：" if content else ""
            return Sentence(f"将{listed(refs)}合并{goal}{new}", content)
        case RepealAct(title=title):
            return Sentence(f"废止{quoted(title)}")
    raise TypeError(type(action).__name__)


def _several(refs: Sequence[Ref], said_before: Sequence[Step]) -> str:
    return listed(refs) if len(refs) > 1 else said(refs[0], said_before, plain=True)


def _goal(move: Move) -> str:
    if move.into is not None:
        return said(move.into)
    if move.after is not None:
        return f"{said(move.after)}之后"
    return f"{said(move.before)}之前" if move.before else ""


def _inserted(action: Insert, said_before: Sequence[Step]) -> str:
    within = said(action.within, said_before, plain=True)
    place = (
        f"在{within}" if within and action.level in (Level.ARTICLE, Level.SECTION, Level.CHAPTER) else within
    )
    if action.after is not None:
        place = f"在{said(action.after)}后"
    if action.before is not None:
        place = f"在{said(action.before)}前"
    count = "两" if action.count == 2 else to_chinese(action.count)
    words = f"{place}增加{count}{UNIT[action.level]}"
    if action.results:
        words += "，作为" + "、".join(step_words(ref.steps[-1]) for ref in action.results)
    return words + "："
