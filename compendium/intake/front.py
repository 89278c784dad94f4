"""What stands before the text: 公布令, 文号, 标题, 题注, 目录, 序言."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from compendium.history import read_history
from compendium.intake.lines import Line, Opens
from compendium.intake.source import squeeze
from compendium.model import FrontLine, FrontRole, Level, Para
from compendium.numerals import NUMERAL

_TITLE_END = re.compile(
    r"(?:条例|规定|办法|决定|细则|规则|规程|通知|意见|法|解释|要点|方案|章程|公告|批复|制度|标准|决议|准则|"
    r"宪法|修正案|條例|規定|辦法|決定|細則|規則|说明|通告|命令|目录|清单|指南|指引|规划|计划|纲要|复函|答复|措施)"
    r"(?:[（(][^（）()]{1,20}[)）])*$"
)
_ENGLISH_TITLE = re.compile(r"^(?:Regulations?|Provisions|Rules|Measures|Decision|Law|Notice)\b.*$")
_NUMBER = re.compile(
    rf"[（(]?\s*(?:[\u4e00-\u9fff]{{0,30}}[〔\[［(（]\s*[0-9０-９]{{4}}\s*[〕\]］)）]\s*第?\s*[0-9０-９]+\s*号"
    rf"|[〔\[［][\u4e00-\u9fff0-9]{{2,8}}[〕\]］]\s*第\s*{NUMERAL}\s*号"
    rf"|[\u4e00-\u9fff]{{0,30}}(?:令|公告)?\s*[（(]?第\s*{NUMERAL}\s*号[)）]?)\s*[)）]?"
)
_NAMED_BY_NUMBER = re.compile(rf"(?:公告|令)[（(〔\[]?.{{0,8}}第?{NUMERAL}号[)）]?(?:[（(].*[)）])*$")
_DAY = re.compile(rf"{NUMERAL}年{NUMERAL}月{NUMERAL}日")
_HISTORY_START = re.compile(rf"[（(]?(?:根据|自)?{NUMERAL}年{NUMERAL}月{NUMERAL}日.")
_AMENDS = re.compile(r"修[改订正][^。]*[：:]$|决定[：:]$")
_PRINTS = re.compile(r"(?:印发|发布|公布|颁布)《(.*)》的(?:通知|公告|决定|命令)$")
_BODY_NAME = re.compile(r"(?:政府|委员会|法院|检察院|局|办公厅|办公室|部)$")
_TOC_RANK = {Level.PART: 1, Level.SUBPART: 2, Level.CHAPTER: 3, Level.SECTION: 4}


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
    toc_from, toc_to = _toc_span(lines)
    start = toc_to + _body_offset(lines[toc_to:])
    head_end = toc_from if toc_to > toc_from else start
    span = _title_span(lines[:head_end])
    if span is None:
        return None
    first, last = span
    roles = _roles_before(lines[:first]) + _roles_of_title(lines[first:last])
    middle, rest = _after_title(lines[last:head_end])
    again = _size_of_title(rest, {"".join(map(_title_key, lines[first:last]))})
    middle += [_front("cover", line) for line in rest[:again]]
    rest = rest[again:]
    if toc_to > toc_from:  # nothing but front matter stands before a 目录
        middle += [_front("cover", line) for line in rest]
        rest = tuple(lines[toc_to:start])
    toc = _toc(lines[toc_from:toc_to])
    title = _join_title([line.text for line in lines[first:last]])
    number = next((r.para.text for r in roles + middle if r.role == "docNumber"), "")
    number = squeeze(number).strip("（）()")
    return Front(tuple(roles + middle + toc), title, number, rest, tuple(lines[start:]))


def _join_title(parts: list[str]) -> str:
    """The title in one line: printed breaks go, spaces between English words stay."""
    if all(part.isascii() for part in parts):
        return " ".join(" ".join(part.split()) for part in parts)
    return "".join(squeeze(part) for part in parts)


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


def _toc_span(lines: Sequence[Line]) -> tuple[int, int]:
    """The lines of a 目录, its title included: from where it stands to where its first entry comes again."""
    label = next((i for i, line in enumerate(lines) if line.opens is Opens.TOC), None)
    heading = next((i for i, line in enumerate(lines) if line.opens is Opens.HEADING), None)
    article = next((i for i, line in enumerate(lines) if line.opens is Opens.ARTICLE), len(lines))
    start = label if label is not None else heading
    if start is None or start > article:
        return 0, 0
    entries = start + (label is not None)
    ends = [end for i in (entries, heading) if i is not None and (end := _repeat_of(lines, i))]
    if ends:
        return start, min(ends)
    return (start, _last_entry(lines, entries)) if label is not None else (0, 0)


def _repeat_of(lines: Sequence[Line], first: int) -> int | None:
    """Where the line at `first` is printed again with nothing but entries of a 目录 between."""
    if first >= len(lines):
        return None
    key = _entry_key(lines[first])
    for position in range(first + 1, len(lines)):
        line = lines[position]
        if line.opens is Opens.ARTICLE or len(line.text) > 80:
            return None
        below = lines[position + 1] if position + 1 < len(lines) else line
        split = line.opens is Opens.HEADING and not line.rest and below.opens is Opens.TEXT
        if key and key in (_entry_key(line), _entry_key(line) + _entry_key(below) if split else ""):
            return position
    return None


def _entry_key(line: Line) -> str:
    """An entry of a 目录 without leaders, page number and white space."""
    return re.sub(r"[.…·\-]*[0-9]*$", "", squeeze(line.text)).strip("*")


def _last_entry(lines: Sequence[Line], start: int) -> int:
    end = start
    while end < len(lines) and lines[end].opens is Opens.HEADING:
        end += 1
    return end


# ---- title


def _title_span(lines: Sequence[Line]) -> tuple[int, int] | None:
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
    title = _title_key(lines[marked])
    wanted = {title}
    if announced := _PRINTS.search(title):
        wanted.add(announced[1])
    for first in range(marked + 1, len(lines)):
        if _is_history(squeeze(lines[first].text)):
            return None
        if size := _size_of_title(lines[first:], wanted):
            return first, first + size
    return None


def _size_of_title(lines: Sequence[Line], wanted: Collection[str]) -> int:
    """How many lines from here on make up one of the titles; 0 when none does."""
    words = ""
    for size, line in enumerate(lines[:6], 1):
        words += _title_key(line)
        if words in wanted:
            return size
    return 0


def _title_key(line: Line) -> str:
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
    if _TITLE_END.search(text) or _NUMBER.fullmatch(text) or _BODY_NAME.search(text):
        return False
    whole = text + squeeze(line.text)
    return whole.count("《") == whole.count("》") or text.count("《") > text.count("》")


# ---- roles


def _front(role: FrontRole, line: Line) -> FrontLine:
    block = line.source.block
    return FrontLine(role, block if isinstance(block, Para) else Para((block.text,)))


def _roles_before(lines: Sequence[Line]) -> list[FrontLine]:
    return [_front("docNumber" if _NUMBER.fullmatch(line.text) else "cover", line) for line in lines]


def _roles_of_title(lines: Sequence[Line]) -> list[FrontLine]:
    return [_front("docTitle", line) for line in lines]


def _after_title(lines: Sequence[Line]) -> tuple[list[FrontLine], tuple[Line, ...]]:
    """题注 and 文号 after the title; what follows them is the 序言."""
    out: list[FrontLine] = []
    open_bracket = False
    for position, line in enumerate(lines):
        text = squeeze(line.text)
        if _NUMBER.fullmatch(line.text):
            out.append(_front("docNumber", line))
        elif open_bracket or _is_history(text):
            out.append(_front("history", line))
            open_bracket = open_bracket or text.startswith(("（", "("))
            open_bracket = open_bracket and not text.endswith(("）", ")"))
        elif out and out[-1].role == "history" and _completes(out, text):
            out.append(_front("history", line))
        else:
            return out, tuple(lines[position:])
    return out, ()


def _is_history(text: str) -> bool:
    if re.match(r"\((?:Adopted|Promulgated|Approved|Issued)", text):
        return True
    if not _HISTORY_START.match(text) and not (text[:1] in "（(" and _DAY.search(text)):
        return False
    if text[:1] in "（(":
        return True
    history = read_history(text)
    return bool(history.events) or len(text) < 200


_GOES_ON = re.compile(r"[^。；：]{6,80}会议(?:审议)?(?:通过|批准|修订|修正)[）)]?")


def _completes(out: list[FrontLine], text: str) -> bool:
    """A line broken inside a title 《…》 of the 题注, or one whose date the source has lost."""
    if _GOES_ON.fullmatch(text):
        return True
    so_far = "".join(line.para.text for line in out if line.role == "history")
    return so_far.count("《") > so_far.count("》") and "》" in text


def _toc(lines: Sequence[Line]) -> list[FrontLine]:
    ranks = sorted({_TOC_RANK[line.level] for line in lines if line.level in _TOC_RANK})
    out: list[FrontLine] = []
    for line in lines:
        front = _front("tocTitle" if line.opens is Opens.TOC else "toc", line)
        if front.role == "toc":
            rank = ranks.index(_TOC_RANK[line.level]) + 1 if line.level in _TOC_RANK else 1
            front = FrontLine("toc", front.para, rank)
        out.append(front)
    return out


def link_toc(front: tuple[FrontLine, ...], headings: Sequence[tuple[str, str]]) -> tuple[FrontLine, ...]:
    """Tie the lines of the 目录 to eIds: `headings` are (number and heading without spaces, eId) in order."""
    out, position = [], 0
    for line in front:
        if line.role == "toc":
            words = re.sub(r"[.…·\-]*[0-9]*$", "", squeeze(line.para.text)).strip("*")
            found = next((i for i in range(position, len(headings)) if headings[i][0] == words), None)
            if found is not None:
                position = found + 1
                line = FrontLine("toc", line.para, line.level, headings[found][1])
        out.append(line)
    return tuple(out)
