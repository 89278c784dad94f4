"""What stands before the text (公布令, 文号, 标题, 题注, 目录, 序言) and after it (落款, 附件).

The title is found first, then the lines near it, 文号 and 题注; the ending is split off last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from compendium.intake.body import front_line, toc_lines, toc_span
from compendium.intake.lines import Line, Opens
from compendium.intake.source import squeeze
from compendium.law.act import FrontLine
from compendium.law.days import read_history
from compendium.law.numerals import NUMERAL

_TITLE_END = re.compile(
    r"(?:条例|规定|办法|决定|细则|规则|规程|通知|意见|法|解释|要点|方案|章程|公告|批复|制度|标准|决议|准则|"
    r"宪法|修正案|條例|規定|辦法|決定|細則|規則|说明|通告|命令|目录|清单|指南|指引|规划|计划|纲要|复函|答复|措施)"
    r"(?:[（(][^（）()]{1,20}[)）])*$"
)
_ENGLISH_TITLE = re.compile(r"^(?:Regulations?|Provisions|Rules|Measures|Decision|Law|Notice)\b.*$")
NUMBER = re.compile(
    rf"[（(]?\s*(?:[\u4e00-\u9fff]{{0,30}}[〔\[［(（]\s*[0-9０-９]{{4}}\s*[〕\]］)）]\s*第?\s*[0-9０-９]+\s*号"
    rf"|[〔\[［][\u4e00-\u9fff0-9]{{2,8}}[〕\]］]\s*第\s*{NUMERAL}\s*号"
    rf"|[\u4e00-\u9fff]{{0,30}}(?:令|公告)?\s*[（(]?第\s*{NUMERAL}\s*号[)）]?)\s*[)）]?"
)
_NAMED_BY_NUMBER = re.compile(rf"(?:公告|令)[（(〔\[]?.{{0,8}}第?{NUMERAL}号[)）]?(?:[（(].*[)）])*$")
_PRINTS = re.compile(r"(?:印发|发布|公布|颁布)《(.*)》的(?:通知|公告|决定|命令)$")
_BODY_NAME = re.compile(r"(?:政府|委员会|法院|检察院|局|办公厅|办公室|部)$")
_DAY = re.compile(rf"{NUMERAL}年{NUMERAL}月{NUMERAL}日")
_HISTORY_START = re.compile(rf"[（(]?(?:根据|自)?{NUMERAL}年{NUMERAL}月{NUMERAL}日.")


def title_span(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Find the lines that make up the title; None when there is none to be found."""
    marked = [i for i, line in enumerate(lines) if line.source.heading == 1 and line.text]
    if len(marked) == 1:
        return _printed_title(lines, marked[0]) or (marked[0], marked[0] + 1)
    ends = [i for i, line in enumerate(lines) if _ends_title(line)]
    if not ends:  # an announcement that has no name but its number
        named = [i for i, line in enumerate(lines[:3]) if _NAMED_BY_NUMBER.search(squeeze(line.text))]
        return (named[0], named[0] + 1) if named else None
    last = next((i for i in ends if _history_follows(lines, i)), ends[-1])
    first = last
    while first > 0 and _goes_on(lines[first - 1], lines[first]) and last - first < 3:
        first -= 1
    return first, last + 1


def _printed_title(lines: Sequence[Line], marked: int) -> tuple[int, int] | None:
    """The title as the text prints it below a marked one that only repeats it or announces it."""
    title = title_key(lines[marked])
    wanted = {title}
    if announced := _PRINTS.search(title):
        wanted.add(announced[1])
    for first in range(marked + 1, len(lines)):
        if is_history(squeeze(lines[first].text)):
            return None
        if size := size_of_title(lines[first:], wanted):
            return first, first + size
    return None


def size_of_title(lines: Sequence[Line], wanted: Collection[str]) -> int:
    """Count the lines from here on that make up one of the titles; 0 when none does."""
    words = ""
    for size, line in enumerate(lines[:6], 1):
        words += title_key(line)
        if words in wanted:
            return size
    return 0


def title_key(line: Line) -> str:
    """Strip a line of a title of what is printed in different ways: spaces, full-width digits."""
    return unicodedata.normalize("NFKC", squeeze(line.text)).replace("(", "（").replace(")", "）")


def _ends_title(line: Line) -> bool:
    text = squeeze(line.text)
    if line.text.isascii():
        return bool(_ENGLISH_TITLE.match(line.text)) and not line.text.endswith(".")
    return 3 <= len(text) <= 120 and not re.search(r"[。；！]", text) and bool(_TITLE_END.search(text))


def _history_follows(lines: Sequence[Line], position: int) -> bool:
    after = lines[position + 1] if position + 1 < len(lines) else None
    return after is not None and bool(_HISTORY_START.match(squeeze(after.text)))


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a title runs on from the line before, as 上海市实施 / 《…法》办法 does."""
    text = squeeze(before.text)
    if (
        before.opens is not Opens.TEXT
        or not text
        or len(text) > 45
        or re.search(r"[。；：，]$|[0-9〕号日]$", text)
    ):
        return False
    if squeeze(line.text).startswith("关于") and _BODY_NAME.search(text):
        return True
    if _TITLE_END.search(text) or NUMBER.fullmatch(text) or _BODY_NAME.search(text):
        return False
    whole = text + squeeze(line.text)
    return whole.count("《") == whole.count("》") or text.count("《") > text.count("》")


def join_title(parts: list[str]) -> str:
    """Join the title into one line: printed breaks go, spaces between English words stay."""
    if all(part.isascii() for part in parts):
        return " ".join(" ".join(part.split()) for part in parts)
    return "".join(squeeze(part) for part in parts)


def is_history(text: str) -> bool:
    """Whether a line without its spaces tells of the making of the act."""
    if re.match(r"\((?:Adopted|Promulgated|Approved|Issued)", text):
        return True
    if not _HISTORY_START.match(text) and not (text[:1] in "（(" and _DAY.search(text)):
        return False
    if text[:1] in "（(":
        return True
    history = read_history(text)
    return bool(history.events) or len(text) < 200


_AMENDS = re.compile(r"修[改订正][^。]*[：:]$|决定[：:]$")


@dataclass(frozen=True, slots=True, kw_only=True)
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
    return Front(
        lines=tuple(roles + middle + toc),
        title=title,
        number=_number(roles + middle),
        recitals=rest,
        body=tuple(lines[start:]),
    )


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


_DATE_LINE = re.compile(rf"[（(]?{NUMERAL}年{NUMERAL}月{NUMERAL}日(?:印发)?[)）]?")
_SIGNATURE = re.compile(
    r"(?:政府|委员会|常委会|局|办公室|办公厅|法院|检察院|厅|部|院|署|会|中心|大会|市长[\u4e00-\u9fff]{0,6}|主任[\u4e00-\u9fff]{0,6})$"
)

_SIGNED = re.compile(
    r"[\u4e00-\u9fff]{2,20}(?:政府|委员会|局|办公室|办公厅|部)"
    rf"{NUMERAL}年{NUMERAL}月{NUMERAL}日(?:印发)?"
)


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
    sign = _signature_start(lines[:end])
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
    return [i for i in starts if not _is_listing(lines, i)]


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
            listed = not between or (_UNNUMBERED.fullmatch(head.num) and _all_items(between))
            return bool(head.rest) and bool(listed)
        if _DATE_LINE.fullmatch(squeeze(line.text)):
            return all(x.opens is Opens.ITEM or _is_signature(x) for x in between)
        if len(line.text) > 60 or line.opens is Opens.ARTICLE or not line.text:
            return False
        between.append(line)
    return False


_UNNUMBERED = re.compile(r"附件[:：]?")


def _all_items(lines: Sequence[Line]) -> bool:
    return all(line.opens is Opens.ITEM for line in lines)


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


def _signature_start(lines: Sequence[Line]) -> int:
    """Where the 落款 begins: names of bodies and a date that end the text."""
    position = len(lines)
    if position and lines[-1].opens is Opens.TEXT and _SIGNED.fullmatch(squeeze(lines[-1].text)):
        return position - 1
    led_to = position > 1 and squeeze(lines[-2].text).endswith(("：", ":", "，", "、"))
    if position and not led_to and _DATE_LINE.fullmatch(squeeze(lines[-1].text)):
        position -= 1
        while position and _is_signature(lines[position - 1]):
            position -= 1
    return position


def _is_signature(line: Line) -> bool:
    text = squeeze(line.text)
    return line.opens is Opens.TEXT and 0 < len(text) <= 40 and bool(_SIGNATURE.search(text))
