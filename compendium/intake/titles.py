"""Find the title of an act among the lines before its text, over however many lines it is printed.

Source: GB/T 9704-2012 7.3.1 (标题: 发文机关、事由、文种, 分行排列) and 7.3.2; 立法技术规范 on names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from compendium.intake.lines import Line, Opens
from compendium.intake.source import squeeze
from compendium.law.numerals import NUMERAL
from compendium.law.problems import CompendiumError

_KINDS = (
    "条例|规定|办法|决定|细则|规则|规程|通知|意见|法|法典|解释|要点|方案|章程|公告|批复|制度|标准|决议|准则|宪法|修正案"
    "|條例|規定|辦法|決定|細則|規則|規程|決議|解釋|说明|通告|命令|目录|清单|指南|指引|规划|计划|纲要|复函|函|答复|措施"
    "|预案|通报|守则|公约|须知|报告|通则|规范|名单|安排|政策|请示|议案|纪要"
)
"""文种, and what else the names of acts and of 公文 end in."""
_NOTE = r"(?:[（(【\[〔][^（）()]{1,20}[)）】\]〕])*"
TITLE_END = re.compile(rf"(?:{_KINDS}){_NOTE}$")
_CLOSED = re.compile(rf"的(?:{_KINDS}){_NOTE}$")
"""How a title with 关于 ends: …的通知."""
_ENGLISH_TITLE = re.compile(r"^(?:Regulations?|Provisions|Rules|Measures|Decision|Law|Notice)\b.*$")
_NAMED_BY_NUMBER = re.compile(rf"(?:公告|令)[（(〔\[]?.{{0,8}}第?{NUMERAL}[号號][)）]?(?:[（(].*[)）])*$")
_LABELLED = r"(?:(?:发文字号|发文[号號]|文[号號]|字[号號])\s*[:：]\s*)?"
_WITH_SIGNER = r"(?:\s+签发人\s*[:：].*)?"
NUMBER = re.compile(
    rf"{_LABELLED}[（(]?\s*(?:[\u4e00-\u9fff]{{0,30}}[〔\[［(（]\s*[0-9０-９]{{4}}\s*[〕\]］)）]\s*第?\s*[0-9０-９]+\s*[号號]"
    rf"|[〔\[［][\u4e00-\u9fff0-9]{{2,8}}[〕\]］]\s*第\s*{NUMERAL}\s*[号號]"
    rf"|[\u4e00-\u9fff]{{0,30}}(?:令|公告)?\s*[（(]?第\s*{NUMERAL}\s*[号號][)）]?"
    rf"|[\u4e00-\u9fff\s]{{0,40}}(?:令|公告)\s*[0-9]{{4}}\s*年\s*第?\s*{NUMERAL}\s*[号號]|[0-9]{{4}}\s*年\s*第\s*{NUMERAL}\s*[号號]"
    rf")\s*[)）]?{_WITH_SIGNER}"
)
"""A 发文字号 or 令号 on a line of its own."""
ORGAN = re.compile(
    r"(?:银行|政府|委员会|常委会|法院|检察院|局|厅|办公室|部|国务院|中央军委|大会|委|院|署|会|中心|公司|司|处)$"
)
"""How names of organs end."""
_ABOUT = re.compile(r"关于|转发|印发|批转")
_PLACED = re.compile(
    r"(?:中华人民共和国|全国|国务院|中共|最高人民|国家|[\u4e00-\u9fff]{1,8}(?:省|市|自治区|自治州|自治县|县|区|新区))"
)
_OPENS_WITH_DAY = re.compile(rf"[（(]?(?:根据|自)?{NUMERAL}年{NUMERAL}月{NUMERAL}日.")
_MOST = 6
"""The most lines that a title was seen on; a notice of several organs has five."""
_LONGEST_LINE = 50


class UnevenTitle(CompendiumError):
    """A title whose 《 and 》 do not match, so that it is only a part of one."""

    def __init__(self, title: str) -> None:
        super().__init__(f"标题的书名号不成对：“{title}”，可能没有读全，未导入；请核对原文的标题")


def title_span(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Find the lines that make up the title; None when there is none to be found."""
    marked = [i for i, line in enumerate(lines) if line.source.heading == 1 and line.text]
    if marked and marked == list(range(marked[0], marked[0] + len(marked))):
        return _printed_title(lines, marked[0]) or (marked[0], marked[-1] + 1)
    ends = [i for i, line in enumerate(lines) if _ends_title(line)]
    if not ends:  # an announcement that has no name but its number
        named = [i for i, line in enumerate(lines[:3]) if _NAMED_BY_NUMBER.search(squeeze(line.text))]
        return (named[0], named[0] + 1) if named else None
    last = next((i for i in ends if _history_follows(lines, i)), ends[-1])
    last = next((i for i in ends if _says_with_points(lines, i, last)), last)
    return first_line(lines, last), last + 1 + _on_trial(lines, last)


def _says_with_points(lines: Sequence[Line], earlier: int, last: int) -> bool:
    """Whether a title above says the same, but with 、 between the organs that stand apart in the last."""
    spans = ((first_line(lines, end), end + 1) for end in (earlier, last))
    one, other = ("".join(map(title_key, lines[slice(*span)])) for span in spans)
    return one != other and _run_on(one) == other


def _on_trial(lines: Sequence[Line], last: int) -> int:
    """Whether （试行） or （2023—2025年） stands on a line of its own below the title."""
    after = squeeze(lines[last + 1].text) if last + 1 < len(lines) else ""
    return int(
        re.fullmatch(r"[（(](?:试行|暂行|[0-9]{4}年?[—\-－～~至到][0-9]{4}年?)[)）]", after) is not None
    )


def plain_number(text: str) -> str:
    """Return the 发文字号 or 令号 of a line that `NUMBER` matches, without 签发人 and the words before it."""
    number = squeeze(re.sub(r"\s+签发人.*$", "", re.sub(rf"^{_LABELLED}", "", text.strip())))
    number = number[1:-1] if number[0] in "（(" and number[-1] in "）)" else number
    return re.sub(r"^中[华華]人民共和[国國]", "", number)


def first_line(lines: Sequence[Line], last: int) -> int:
    """Find where a title begins that ends on a line."""
    first = last
    while first > 0 and (above := _lines_above(lines, first, last)):
        first -= above
    return first


def _lines_above(lines: Sequence[Line], first: int, last: int) -> int:
    """How many lines over the first one belong to the same title."""
    room = [_fits(line) for line in reversed(lines[max(0, last + 1 - _MOST) : first])]
    free = room.index(False) if False in room else len(room)
    if not free:
        return 0
    joined = "".join(squeeze(line.text) for line in lines[first : last + 1])
    above = squeeze(lines[first - 1].text)
    if joined.count("》") > joined.count("《") or above.count("《") > above.count("》"):
        return 1
    if _is_whole(joined):
        return 1 if joined.startswith(("关于", "转发", "印发", "批转", "对")) and ORGAN.search(above) else 0
    for count in range(1, free + 1):  # 上海市人民政府关于全面推行 / 示例公示制度 / 示例审核制度的指导意见
        text = squeeze(lines[first - count].text)
        if _ABOUT.search(text) and not _CLOSED.search(text):
            return count
        if _CLOSED.search(text):
            break
    if ORGAN.search(above):
        return int(not _PLACED.match(joined) and bool(_PLACED.match(above)) and len(joined) > 4)
    return int(not TITLE_END.search(above))


def _is_whole(title: str) -> bool:
    """Whether a title needs no line above it: it has its own 关于 or 印发, and no bracket is open."""
    about = _ABOUT.search(title)
    return about is not None and title.count("《") == title.count("》")


def _fits(line: Line) -> bool:
    """Whether a line may be a part of a title."""
    text = squeeze(line.text)
    return (
        line.opens is Opens.TEXT
        and 0 < len(text) <= _LONGEST_LINE
        and not re.search(r"[。；：，:;]$|[0-9〕号日]$|日印发$|^(?:抄送|分送|主送)", text)
        and text[0] not in "（("
        and not NUMBER.fullmatch(text)
    )


def _printed_title(lines: Sequence[Line], marked: int) -> tuple[int, int] | None:
    """The title as the text prints it below a marked one that only repeats it or announces it."""
    title = title_key(lines[marked])
    wanted = {title, *printed_names(title)}
    for first in range(marked + 1, len(lines)):
        if is_history_start(squeeze(lines[first].text)):
            return None
        if size := size_of_title(lines[first:], wanted):
            return first, first + size
    return None


_PRINTS = re.compile(
    r"(?:印发|发布|公布|颁布|下发)((?:修订后的)?《.*》)(?:等[\u4e00-\u9fff]*)?的(?:通知|公告|决定|命令|函)$"
)
_NAME = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》")


def printed_names(title: str) -> tuple[str, ...]:
    """List the texts that a notice issues: 关于印发《甲规定》和《乙规定》的通知.

    >>> printed_names("关于印发《甲规定》和《乙规定》的通知"), printed_names("甲规定")
    (('甲规定', '乙规定'), ())
    """
    match = _PRINTS.search(title)
    return tuple(_NAME.findall(match[1])) if match else ()


def issued_names(title: str, words: str) -> tuple[str, ...]:
    """List the texts that a notice issues; where its title names only the first, its words name the others.

    >>> issued_names("关于印发《甲办法》等两个文件的通知", "现将《甲办法》《乙办法》印发给你们")
    ('甲办法', '乙办法')
    """
    names = printed_names(title)
    others = _NAME.findall(title_of(words)) if _AND_OTHERS.search(title) else ()
    return tuple(dict.fromkeys((*names, *others))) if names else ()


_AND_OTHERS = re.compile(rf"》等{NUMERAL}(?:个|件|项|部)")


def size_of_title(lines: Sequence[Line], wanted: Collection[str]) -> int:
    """Count the lines from here on that make up one of the titles; 0 when none does."""
    words = ""
    for size, line in enumerate(lines[:_MOST], 1):
        words += title_key(line)
        if words in wanted:
            return size
    return 0


def size_of_repeated(lines: Sequence[Line], title: str) -> int:
    """Count the lines from here on that say a title again, its organs perhaps set apart; 0 when none does."""
    words = ""
    for size, line in enumerate(lines[:_MOST], 1):
        words += _run_on(title_key(line))
        if words == _run_on(title):
            return size
    return 0


def _run_on(title: str) -> str:
    """A title as it is where names of organs stand apart by spaces instead of 、."""
    return title.replace("、", "")


def title_key(line: Line) -> str:
    """Strip a line of a title of what is printed in different ways: spaces, full-width digits."""
    return title_of(line.text)


def title_of(words: str) -> str:
    """Strip a title of what is printed in different ways: spaces, full-width digits."""
    return unicodedata.normalize("NFKC", squeeze(words)).replace("(", "（").replace(")", "）")


def _ends_title(line: Line) -> bool:
    text = squeeze(line.text)
    if line.text.isascii():
        return bool(_ENGLISH_TITLE.match(line.text)) and not line.text.endswith(".")
    return (
        line.opens is not Opens.ATTACHMENT
        and 3 <= len(text) <= 120
        and text[0] not in "（("
        and not re.search(r"[。；！]", text)
        and bool(TITLE_END.search(text))
        and text.count("《") <= text.count("》")
    )


def _history_follows(lines: Sequence[Line], position: int) -> bool:
    after = lines[position + 1] if position + 1 < len(lines) else None
    return after is not None and is_history_start(squeeze(after.text))


def is_history_start(text: str) -> bool:
    """Whether a line begins as a 题注 does, with a day."""
    return _OPENS_WITH_DAY.match(text) is not None


def without_number(title: str) -> tuple[str, str]:
    """Part a title from the number in brackets behind it: a 文号, or the running number of a data base.

    >>> without_number("关于桥梁的公告（海府公告〔2020〕15号）"), without_number("桥梁法(04536)")
    (('关于桥梁的公告', '海府公告〔2020〕15号'), ('桥梁法', ''))
    """
    match = _NUMBER_BEHIND.search(title)
    if match is None or not match.start():
        return title, ""
    return title[: match.start()], match[1] if "号" in match[1] else ""


_NUMBER_BEHIND = re.compile(r"[（(]([\u4e00-\u9fff]{0,30}[〔\[][0-9]{4}[〕\]]第?[0-9]+号|[0-9]{5,})[)）]$")


def join_title(parts: Sequence[str]) -> str:
    """Join the title into one line: printed breaks go, spaces between English words stay.

    Raises:
        UnevenTitle: its 《 and 》 do not match.
    """
    if all(part.isascii() for part in parts):
        return " ".join(" ".join(part.split()) for part in parts)
    title = "".join(squeeze(part) for part in parts)
    if title.count("《") != title.count("》"):
        raise UnevenTitle(title)
    return title
