"""The title of a text and the lines near it: 文号 and 题注."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from compendium.history import read_history
from compendium.intake.lines import Line, Opens
from compendium.intake.source import squeeze
from compendium.numerals import NUMERAL

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
    """The lines that make up the title; None when there is none to be found."""
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
    """How many lines from here on make up one of the titles; 0 when none does."""
    words = ""
    for size, line in enumerate(lines[:6], 1):
        words += title_key(line)
        if words in wanted:
            return size
    return 0


def title_key(line: Line) -> str:
    """A line of a title without what is printed in different ways: spaces, full-width digits."""
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
    """The title in one line: printed breaks go, spaces between English words stay."""
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
