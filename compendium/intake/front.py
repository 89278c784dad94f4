"""What stands before the text: 公布令, 文号, 标题, 题注, 目录, 序言."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from compendium.intake.contents import front_line, toc_lines, toc_span
from compendium.intake.lines import Line, Opens
from compendium.intake.source import squeeze
from compendium.intake.title import NUMBER, is_history, join_title, size_of_title, title_key, title_span
from compendium.model import FrontLine

_AMENDS = re.compile(r"修[改订正][^。]*[：:]$|决定[：:]$")


@dataclass(frozen=True, slots=True)
class Front:
    """The lines before the text by their roles; `title` without white space, `number` a 令号 or 文号."""

    lines: tuple[FrontLine, ...]
    title: str
    number: str
    recitals: tuple[Line, ...]
    body: tuple[Line, ...]


def split_front(lines: Sequence[Line]) -> Front | None:
    """Divide a source into front and body; None when there is no title to be found."""
    toc_from, toc_to = toc_span(lines)
    start = toc_to + _body_offset(lines[toc_to:])
    head_end = toc_from if toc_to > toc_from else start
    span = title_span(lines[:head_end])
    if span is None:
        return None
    first, last = span
    roles = _roles_before(lines[:first]) + _roles_of_title(lines[first:last])
    middle, rest = _after_title(lines[last:head_end])
    again = size_of_title(rest, {"".join(map(title_key, lines[first:last]))})
    middle += [front_line("cover", line) for line in rest[:again]]
    rest = rest[again:]
    if toc_to > toc_from:  # nothing but front matter stands before a 目录
        middle += [front_line("cover", line) for line in rest]
        rest = tuple(lines[toc_to:start])
    toc = toc_lines(lines[toc_from:toc_to])
    title = join_title([line.text for line in lines[first:last]])
    return Front(tuple(roles + middle + toc), title, _number(roles + middle), rest, tuple(lines[start:]))


def _number(front: Sequence[FrontLine]) -> str:
    """The 文号 or 令号; 第12号 alone on its line is completed by the 某某令 above it."""
    for position, line in enumerate(front):
        if line.role == "docNumber":
            number = squeeze(line.para.text).strip("（）()")
            above = squeeze(front[position - 1].para.text) if position else ""
            return above + number if number.startswith("第") and above.endswith(("令", "公告")) else number
    return ""


# ---- where the text starts


def _body_offset(lines: Sequence[Line]) -> int:
    """The first line of the text proper."""
    firm = (i for i, line in enumerate(lines) if line.opens in (Opens.HEADING, Opens.ARTICLE))
    first = next(firm, len(lines))
    item = next((i for i, x in enumerate(lines) if x.opens is Opens.ITEM and x.number == (1,)), len(lines))
    return item if item < first and _begins_here(lines, item, first) else first


def _begins_here(lines: Sequence[Line], item: int, first: int) -> bool:
    """Whether a text begins with its 一、 although a 条 or 章 comes later, in new words or in a 附件."""
    if first == len(lines):
        return True
    if lines[item].style != "一、":
        return False
    if item + 1 == first:  # 一、一般规定 over 第一条
        return True
    amends = item > 0 and bool(_AMENDS.search(squeeze(lines[item - 1].text)))
    return amends or any(line.opens is Opens.ATTACHMENT for line in lines[item:first])


# ---- roles


def _roles_before(lines: Sequence[Line]) -> list[FrontLine]:
    return [front_line("docNumber" if NUMBER.fullmatch(line.text) else "cover", line) for line in lines]


def _roles_of_title(lines: Sequence[Line]) -> list[FrontLine]:
    return [front_line("docTitle", line) for line in lines]


def _after_title(lines: Sequence[Line]) -> tuple[list[FrontLine], tuple[Line, ...]]:
    """题注 and 文号 after the title; what follows them is the 序言."""
    out: list[FrontLine] = []
    open_bracket = False
    for position, line in enumerate(lines):
        text = squeeze(line.text)
        if NUMBER.fullmatch(line.text):
            out.append(front_line("docNumber", line))
        elif open_bracket or is_history(text):
            out.append(front_line("history", line))
            open_bracket = open_bracket or text.startswith(("（", "("))
            open_bracket = open_bracket and not text.rstrip("。").endswith(("）", ")"))
        elif out and out[-1].role == "history" and _completes(out, text):
            out.append(front_line("history", line))
        else:
            return out, tuple(lines[position:])
    return out, ()


_GOES_ON = re.compile(r"[^。；：]{6,80}会议(?:审议)?(?:通过|批准|修订|修正)[）)]?")


def _completes(out: list[FrontLine], text: str) -> bool:
    """A line broken inside a title 《…》 of the 题注, or one whose date the source has lost."""
    if _GOES_ON.fullmatch(text):
        return True
    so_far = "".join(line.para.text for line in out if line.role == "history")
    return so_far.count("《") > so_far.count("》") and "》" in text
