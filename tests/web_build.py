"""Short words for building acts by hand: 条, 款, 项, 目, 章, 节, 编."""

from __future__ import annotations

from datetime import date

from compendium.law.act import Basis, Block, Commencement, FrontLine, Inline, Para, Provision
from compendium.law.kinds import Level


def para(*runs: Inline) -> Para:
    return Para(runs)


def provision(level: Level, num: str = "", *below: Provision | Block | str, heading: str = "") -> Provision:
    """A provision; strings and blocks are its text, provisions its children."""
    blocks: list[Block] = []
    tail: list[Block] = []
    children = []
    for item in below:
        if isinstance(item, Provision):
            children.append(item)
        else:
            (tail if children else blocks).append(para(item) if isinstance(item, str) else item)
    return Provision(
        level=level,
        eid="",
        wid="",
        num=num,
        heading=heading,
        blocks=tuple(blocks),
        children=tuple(children),
        tail=tuple(tail),
    )


def kuan(*below: Provision | Block | str) -> Provision:
    return provision(Level.PARAGRAPH, "", *below)


def tiao(num: str, *paragraphs: Provision | Block | str) -> Provision:
    """A 条; a string or block is a 款 of its own."""
    children = [item if isinstance(item, Provision) else kuan(item) for item in paragraphs]
    return provision(Level.ARTICLE, num, *children)


def xiang(num: str, *below: Provision | Block | str) -> Provision:
    return provision(Level.POINT, num, *below)


def mu(num: str, *below: Provision | Block | str) -> Provision:
    return provision(Level.INDENT, num, *below)


def zhang(num: str, heading: str, *below: Provision) -> Provision:
    return provision(Level.CHAPTER, num, *below, heading=heading)


def jie(num: str, heading: str, *below: Provision) -> Provision:
    return provision(Level.SECTION, num, *below, heading=heading)


def bian(num: str, heading: str, *below: Provision) -> Provision:
    return provision(Level.PART, num, *below, heading=heading)


def stated(day: date, name: str = "start") -> Commencement:
    return Commencement(name, day, Basis.STATED)


def front(title: str, *history: str) -> tuple[FrontLine, ...]:
    return (
        FrontLine("docTitle", para(title)),
        *(FrontLine("history", para(line)) for line in history),
    )
