"""The draft of a decision's text in official form, from its instructions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compendium.amending.deriving.derive import Item, structural_items, word_items
from compendium.amending.deriving.printed import prefixed, suffixed
from compendium.amending.deriving.sentences import ended, inner
from compendium.amending.instruction import Action, Adjust, Content
from compendium.law.act import Block, Inline, Para, Span
from compendium.law.citations import OWN_WORDS
from compendium.law.names import quoted
from compendium.law.numerals import NUMERAL, to_chinese

_NOUN = re.compile(rf"(?:{OWN_WORDS})$")
_INSTRUCTS = re.compile(rf"[一二三四五六七八九十]+、|此外|其他修改|本(?:{OWN_WORDS})自|《.*根据本决定|[“”]")

_NUMBERED = re.compile(rf"[（(]?{NUMERAL}[）)、.．]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formal:
    """What a decision says besides its instructions; what is not known yet stands in 〔〕."""

    issuer: str = "〔机关〕"
    session: str = "〔届次〕会议"
    adopted: str = "〔日期〕"
    effective: str = "〔日期〕"
    marks: bool = True
    """Whether new text stands in “”; without them it stands by itself in the paragraphs that follow."""


DRAFT = Formal()


def wording(actions: Sequence[Action], title: str, formal: Formal = DRAFT) -> str:
    """Write the draft as plain text, one printed paragraph a line."""
    return "".join(f"{line}\n" for block in draft_blocks(actions, title, formal) for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Para):
        yield block.text
        return
    if block.caption:
        yield block.caption
    for row in block.rows:
        yield "\t".join("".join(p.text for p in cell.paras) for cell in row)


def draft_blocks(actions: Sequence[Action], title: str, formal: Formal = DRAFT) -> tuple[Block, ...]:
    """List the draft's paragraphs, its title first; tables of new text stay tables."""
    named = quoted(title)
    return (
        Para((f"{formal.issuer}关于修改{named}的决定",)),
        Para((f"（{formal.adopted}{formal.issuer}{formal.session}通过）",)),
        Para((f"{formal.issuer}{formal.session}决定对{named}作如下修改：",)),
        *instruction_blocks(actions, title, marks=formal.marks),
        Para((f"本决定自{formal.effective}起施行。",)),
        Para((f"{named}根据本决定作相应修正后，重新公布。",)),
    )


def instruction_blocks(actions: Sequence[Action], title: str, *, marks: bool = True) -> Iterator[Block]:
    """List the instructions alone, in numbered items."""
    items = structural_items(actions)
    words = word_items(actions, own_noun(title))
    total = len(items) + (len(words) if not items else bool(words))
    numbers = [f"{to_chinese(n)}、" if total > 1 else "" for n in range(1, total + 1)]
    for number, item in zip(numbers, items, strict=False):
        yield from _item_blocks(number, item, marks)
    if items and words:
        yield from _others(numbers[-1], words)
    elif words:
        yield from (Para((number + text,)) for number, text in zip(numbers, words, strict=True))
    for action in actions:
        if isinstance(action, Adjust):
            yield Para((_adjustment(action),))


def own_noun(title: str) -> str:
    """Return what an act calls itself: 条例, 规定.

    >>> own_noun("海浦市桥梁条例")
    '条例'
    """
    match = _NOUN.search(title)
    return match[0] if match else "法规"


def _others(number: str, words: Sequence[str]) -> Iterator[Block]:
    yield Para((f"{number}其他修改：",))
    if len(words) == 1:
        yield Para((words[0],))
        return
    for position, text in enumerate(words, 1):
        yield Para((f"（{to_chinese(position)}）{text}",))


def _adjustment(action: Adjust) -> str:
    what = "部分文字和" if action.wording else ""
    return f"此外，对{what}条款顺序作相应调整。"


def _item_blocks(number: str, item: Item, marks: bool) -> Iterator[Block]:
    alone = not number
    for sentence in item:
        if sentence.content is None:
            yield Para((number + ended(sentence.words),))
        elif (marks and not _nested(sentence.content)) or _unclear(sentence.content, alone=alone):
            first, *others = _marked(sentence.content)
            if isinstance(first, Para):
                yield prefixed(number + sentence.words, first)
            else:
                yield from (Para((number + sentence.words,)), first)
            yield from others
        else:
            yield Para((number + sentence.words,))
            yield from sentence.content.blocks
        number = ""


def _nested(content: Content) -> bool:
    """Whether marks around the text would leave its own in doubt."""
    return "‘" in content.text or "’" in content.text


def _unclear(content: Content, *, alone: bool) -> bool:
    """Whether new text without marks would read like instructions, or its numbers like those of items."""
    forms = (_INSTRUCTS, _NUMBERED) if alone else (_INSTRUCTS,)
    lines = [block.text for block in content.blocks]
    return any(form.match(line) for form in forms for line in lines) and not _nested(content)


def _marked(content: Content) -> list[Block]:
    """The paragraphs in “”: each opens, the last closes."""
    blocks: list[Block] = [_inner(b) if isinstance(b, Para) else b for b in content.blocks]
    opened: list[Block] = [prefixed("“", b) if isinstance(b, Para) else b for b in blocks]
    last = max((i for i, b in enumerate(opened) if isinstance(b, Para)), default=-1)
    if last >= 0:
        para = opened[last]
        assert isinstance(para, Para)
        opened[last] = suffixed(para, "”")
    return opened


def _inner(para: Para) -> Para:
    return Para(tuple(_inner_run(run) for run in para.runs))


def _inner_run(run: Inline) -> Inline:
    if isinstance(run, str):
        return inner(run)
    return Span(run.style, inner(run.text)) if isinstance(run, Span) else run
