"""What stands before the text (公布令, 文号, 标题, 题注, 目录, 序言) and after it (落款, 附件).

The title is found first, then the lines near it, 文号 and 题注; the ending is split off last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from compendium.intake.body import front_line, toc_lines, toc_span
from compendium.intake.lines import Line, Opens
from compendium.intake.official import DATE_LINE, announces, closing_start, head_end, is_signature
from compendium.intake.source import squeeze
from compendium.intake.titles import (
    NUMBER,
    is_history_start,
    join_title,
    plain_number,
    size_of_repeated,
    title_key,
    title_span,
    without_number,
)
from compendium.law.act import FrontLine
from compendium.law.days import read_history
from compendium.law.numerals import NUMERAL

_DAY = re.compile(rf"{NUMERAL}年{NUMERAL}月{NUMERAL}日")


def is_history(text: str) -> bool:
    """Whether a line without its spaces tells of the making of the act."""
    if re.match(r"\((?:Adopted|Promulgated|Approved|Issued)", text):
        return True
    if not is_history_start(text) and not (text[:1] in "（(" and _DAY.search(text)):
        return False
    if text[:1] in "（(":
        return True
    history = read_history(text)
    if text.startswith("自") and text.endswith("。"):  # 自2024年3月1日起暂停实施《…》。 is an order
        return False
    return bool(history.events) or (len(text) < 200 and not text.endswith("。"))


_AMENDS = re.compile(r"修[改订正][^。]*[：:]$|决定[：:]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The lines before the text by their roles; `number` is a 令号 or 文号.

    `title` is without white space, `printed` with that between names of organs.
    """

    lines: tuple[FrontLine, ...]
    title: str
    printed: str
    number: str
    recitals: tuple[Line, ...]
    body: tuple[Line, ...]


def split_front(lines: Sequence[Line], *, own_title: bool = False) -> Front | None:
    """Divide a source into front and body; None when there is no title to be found.

    `own_title`: the first title is that of the act, whatever stands below.
    """
    toc_from, toc_to = toc_span(lines)
    start = toc_to + _body_offset(lines[toc_to:])
    front_end = toc_from if toc_to > toc_from else start
    span = None
    if own_title or start == len(lines):
        span = title_span(lines[: min(front_end, head_end(lines))])
    if span is None or (not own_title and announces(join_title([x.text for x in lines[slice(*span)]]))):
        span = title_span(lines[:front_end])
    if span is None:
        return None
    first, last = span
    roles = _roles_before(lines[:first]) + _roles_of_title(lines[first:last])
    middle, rest = _after_title(lines[last : toc_from if toc_to > toc_from else start])
    again = size_of_repeated(rest, "".join(map(title_key, lines[first:last])))
    middle += [front_line("cover", line) for line in rest[:again]]
    below = again + _order_below(rest[again:])
    middle += _roles_before(rest[again:below])
    more, rest = _after_title(rest[below:]) if below else ([], rest)
    middle += more
    if toc_to > toc_from:  # nothing but front matter stands before a 目录
        middle += [front_line("cover", line) for line in rest]
        rest = tuple(lines[toc_to:start])
    toc = toc_lines(lines[toc_from:toc_to])
    title, behind = without_number(join_title([line.text for line in lines[first:last]]))
    return Front(
        lines=tuple(roles + middle + toc),
        title=title,
        printed=" ".join(line.text for line in lines[first:last]),
        number=_number(roles + middle) or behind,
        recitals=rest,
        body=tuple(lines[start:]),
    )


_ANNOUNCES = re.compile("(?:公告|令|印发.*的通知)$")


def _order_below(lines: Sequence[Line]) -> int:
    """Count the lines of a 公告, 令 or 通知 that stands between a title and its text; 0 for none."""
    head = (i for i, line in enumerate(lines[:3]) if _ANNOUNCES.search(squeeze(line.text)))
    if (first := next(head, None)) is None:
        return 0
    below = range(first, min(len(lines), first + 8))
    return next((i for i in below if DATE_LINE.fullmatch(squeeze(lines[i].text))), -1) + 1


def _number(front: Sequence[FrontLine]) -> str:
    """The 文号 or 令号; 第12号 alone on its line is completed by the 某某令 above it."""
    for position, line in enumerate(front):
        if line.role == "docNumber":
            number = plain_number(line.para.text)
            above = squeeze(front[position - 1].para.text) if position else ""
            headed = above.endswith(("令", "公告")) and re.match(r"第|[0-9]{4}年|[〔（(\[]", number)
            return plain_number(above + number) if headed else number
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
    return so_far.count("《") > so_far.count("》") and ("》" in text or text.startswith("〈"))


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines of the text, of the 落款, and of each 附件 with its opening line first."""

    body: tuple[Line, ...]
    conclusions: tuple[Line, ...]
    attachments: tuple[tuple[Line, ...], ...]


def split_ending(lines: Sequence[Line]) -> Parts:
    """Divide what follows the front."""
    starts = _attachment_starts(lines)
    end = starts[0] if starts else len(lines)
    sign = closing_start(lines[:end])
    sign = _listing_start(lines[:sign])
    bounds = [*starts, len(lines)]
    attachments = tuple(tuple(lines[a:b]) for a, b in pairwise(bounds))
    return Parts(tuple(lines[:sign]), tuple(lines[sign:end]), attachments)


def _attachment_starts(lines: Sequence[Line]) -> list[int]:
    """Lines that open a 附件: they come after the last 条 and are not the list of 附件 before a 落款."""
    articles = [i for i, line in enumerate(lines) if line.opens is Opens.ARTICLE]
    if articles and lines[0].opens is Opens.ITEM and _annexed(lines[: articles[0]]):
        articles = []
    last_article = _last_of_main_run(lines, articles)
    starts = [i for i, line in enumerate(lines) if i > last_article and line.opens is Opens.ATTACHMENT]
    closed = _closed(lines)
    return [i for i in starts if closed < i or not _is_listing(lines, i)]


def _closed(lines: Sequence[Line]) -> int:
    """Where a 署名 with its 成文日期 stands: after it no 附件 is only announced. Past the end if none."""
    for position in range(1, len(lines)):
        signed = is_signature(lines[position - 1])
        if signed and DATE_LINE.fullmatch(squeeze(lines[position].text)):
            return position
    return len(lines)


def _annexed(lines: Sequence[Line]) -> bool:
    """Whether a 附件 begins here, so that the 条 after it are not those of the text."""
    return any(line.opens is Opens.ATTACHMENT for line in lines)


def _last_of_main_run(lines: Sequence[Line], articles: list[int]) -> int:
    """The last 条 before the numbers start again, as they do in an annexed text."""
    last, number = -1, 0
    for position in articles:
        if lines[position].number[0] == 1 and number:
            break
        last, number = position, lines[position].number[0]
    return last


def _is_listing(lines: Sequence[Line], position: int) -> bool:
    """附件：1.… over a 落款 only announces what follows."""
    if position + 1 >= len(lines):
        return True
    head, between = lines[position], list[Line]()
    for line in lines[position + 1 : position + 12]:
        if line.opens is Opens.ATTACHMENT:
            listed = not between or (_UNNUMBERED.fullmatch(head.num) and _all_items(head, between))
            return bool(head.rest) and bool(listed)
        if DATE_LINE.fullmatch(squeeze(line.text)):
            return all(x.opens is Opens.ITEM or is_signature(x) for x in between)
        if len(line.text) > 60 or line.opens is Opens.ARTICLE or not line.text:
            return False
        between.append(line)
    return False


_UNNUMBERED = re.compile(r"附件[:：]?")


def _all_items(head: Line, lines: Sequence[Line]) -> bool:
    """Whether a list goes on; an item broken inside its brackets stands on several lines."""
    so_far = head.rest
    for line in lines:
        if line.opens is not Opens.ITEM and so_far.count("（") == so_far.count("）"):
            return False
        so_far += line.text
    return True


def _listing_start(lines: Sequence[Line]) -> int:
    """Where the list of 附件 begins that closes a text: 附件：1.… 2.…"""
    position = len(lines)
    while (
        position
        and lines[position - 1].opens in (Opens.ITEM, Opens.ATTACHMENT)
        and len(lines[position - 1].text) <= 60
    ):
        position -= 1
    found = (i for i in range(position, len(lines)) if lines[i].opens is Opens.ATTACHMENT)
    return next(found, len(lines))


def with_annexed(parts: Parts, annexed: Sequence[Line]) -> Parts:
    """Add what is annexed to a reply, each 附件 or text with its opening line first."""
    starts = [i for i, line in enumerate(annexed) if line.opens is Opens.ATTACHMENT]
    bounds = [*([] if 0 in starts or not annexed else [0]), *starts, len(annexed)]
    more = tuple(tuple(annexed[a:b]) for a, b in pairwise(bounds))
    return Parts(parts.body, parts.conclusions, (*parts.attachments, *more))
