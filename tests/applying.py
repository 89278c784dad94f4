"""What the tests of instructions share: places in few words, texts, and what becomes of them."""

from __future__ import annotations

from datetime import date

from compendium.amending.applying import amend
from compendium.amending.instruction import (
    WHOLE_ACT,
    Action,
    Amended,
    Content,
    Insert,
    Instruction,
    Numbering,
    Ref,
    State,
    Step,
    Unread,
)
from compendium.law.act import Act, Para
from compendium.law.kinds import Level

DAY = date(2024, 5, 1)

NEW, OLD = Numbering.NEW, Numbering.OLD

_LEVELS = {
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "条": Level.ARTICLE,
    "款": Level.PARAGRAPH,
    "项": Level.POINT,
}

PLAIN = "第一条 甲负责。\n\n第二条 乙负责。\n\n第三条 丙负责。\n\n第四条 丁负责。\n"

CHAPTERS = (
    "第一章 总则\n\n第一条 甲负责。\n\n第二条 乙负责。\n\n第二章 分则\n\n第三条 丙负责。\n\n第四条 丁负责。\n"
)

LIST = (
    "第一条 有下列情形之一的，不予许可：\n\n（一）甲的；\n\n（二）乙的；\n\n（三）丙的。\n\n"
    "前款规定另有例外。\n\n第二条 乙负责。\n"
)


def ref(words: str, numbering: Numbering = Numbering.UNSAID, **more: object) -> Ref:
    """条5 款2 项1; 条12-1 is 第十二条之一; 条3..5 a range."""
    steps = []
    for word in words.split():
        first, _, last = word[1:].partition("..")
        number = tuple(map(int, first.split("-")))
        steps.append(Step(_LEVELS[word[0]], number, (int(last),) if last else (), numbering))
    return Ref(steps=tuple(steps), **more)  # type: ignore[arg-type]


def content(*lines: str) -> Content:
    return Content(tuple(Para((line,)) for line in lines))


def insert(
    number: int, *text: str, level: Level = Level.ARTICLE, within: Ref = WHOLE_ACT, **more: object
) -> Insert:
    results = (Ref(steps=(Step(level, (number,), (), NEW),)),) if number else ()
    return Insert(level=level, count=1, content=content(*text), within=within, results=results, **more)  # type: ignore[arg-type]


def done(before: Act, *actions: Action | Unread) -> Amended:
    items = [
        action
        if isinstance(action, Unread)
        else Instruction(id=str(n), action=action, words=f"第{n}项修改", passages=(), form="test")
        for n, action in enumerate(actions, 1)
    ]
    return amend(before, items, DAY)


def lines(value: Act) -> list[str]:
    """The text one paragraph a line, numbers in front."""
    out = []
    for provision in value.provisions():
        own = "".join(block.text for block in provision.blocks)
        out += [f"{provision.num} {provision.heading or own}".strip()]
        out += [block.text for block in provision.tail]
    return [line for line in out if line]


def states(result: Amended) -> list[State]:
    return [item.state for item in result.items]
