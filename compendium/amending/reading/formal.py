"""What in a decision orders nothing: recitals, headings, commencement, republication, signatures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compendium.law.names import TITLE, bare_title

_BRACKET = r"(?:[（(]((?:[^（）()]|[（(][^（）()]*[）)])*)[）)])?"
_CHANGE = r"(?:补充|部分)?(?:修改|修正|修订)(?:和补充)?"
_HOW = rf"(?:作|作出|进行|做)?(?:了)?(?:如下|以下)?{_CHANGE}(?:如下)?"
_SOME = r"(?:的?(?:部分|有关|相关|个别)(?:条款|条文|内容))?"

HEADING = re.compile(
    rf"(?:(?:对|将|关于)\s*{TITLE}\s*{_BRACKET}\s*{_SOME}(?:的{_CHANGE}|{_HOW})"
    rf"|(?:关于)?修改\s*{TITLE}\s*{_BRACKET}|{TITLE}\s*{_BRACKET}(?:的{_CHANGE})?)[：:。]?"
)
_BARE = re.compile(
    r"[一-鿿0-9A-Za-z（）()、〈〉·]{3,60}(?:条例|办法|规定|细则|规则|决定|解释|通知|批复|意见|法|规程|章程)"
)
RECITAL = re.compile(
    rf"(?:对|将|修改)\s*(?:{TITLE}|(?P<plain>[^，。；：《》、]{{2,40}}?))\s*{_BRACKET}\s*"
    rf"(?:[（(]以下简称《?(?P<short>[^《》）)]+)》?[）)])?(?P<more>等[^，。；：]*)?\s*{_SOME}(?:的{_CHANGE}|{_HOW})"
)
_GROUP = re.compile(
    rf"(?:对|将|修改)?(?:(?:部分|有关|相关|个别|其他|其它|下列|以下|四|三|两|二)[^，。；：]{{0,20}})?(?:的)?{_HOW}[：:]"
)
_SELF = r"本(?:决定|公告|修正案|规定|令|通知|解释|办法)"
_EFFECT = re.compile(
    rf"(?:{_SELF}|以上决定|上述(?:修改|决定))(?:的内容)?[^，。；]{{0,6}}(?:自|从|于|由)[^。；“”]*?(?:施行|生效|执行|实施|实行)"
)
_REPUBLISHED = re.compile(
    rf"(?:根据{_SELF}[，,]?)?(?:.*(?:根据{_SELF})?(?:作|进行|予以)(?:了)?相?应?的?(?:修改|修正|修订).*|{TITLE}.*)"
    r"重新(?:公布|发布|印发)"
)
_ADJUSTS = re.compile(r"(?:顺序|序号)(?:作|进行|做)?(?:了)?相应的?调整|调整条文顺序")
_DATE = re.compile(
    r"[\s　]*[0-9零〇○一二三四五六七八九十]{2,4}\s*年"
    r"\s*[0-9一二三四五六七八九十]+\s*月\s*[0-9一二三四五六七八九十]+\s*日"
)
_IMPRINT = re.compile(r"(?:信息公开选项|内部发送|发送|抄送|主送|联系人|附[：:]|附件[：:0-9])")
_ORDERS = re.compile(
    r"(?:修改|修订|改)为|删[去除]|增加[零一二两三四五六七八九十0-9]+[条款项目章节]|作为第|合并为|予以废止|废止《"
    r"|(?:[前后间尾]|末尾|最后|开头|部分)增加|增加(?:规定)?(?=[，。；：:]|$)|移至|调整为|分为[零一二两三四五六七八九十]+[条款项]"
)
_STARTS = re.compile(r"[\s　]*(?:将|在|把|对|删|增加|废止|其中|原?第[^，。；：]{1,16}?[条款项目章节编])")
_BESIDES = re.compile(r"[\s　]*(?:此外|另外)[，,].*(?:修改|调整|删)")
_NUM = "[（(]?[零〇一二三四五六七八九十百千万0-9]+[)）]?"
_PLACE = re.compile(rf"[\s　]*(?:将|把|在|对)?原?第{_NUM}(?:条(?!例)(?:之{_NUM})?第{_NUM})?[款项目]")
_ARTICLE = re.compile(rf"[\s　]*(?:将|把|在|对)?原?第{_NUM}[条章节编](?!例)")
_QUOTES = re.compile(r"“[^“”]*”|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Named:
    """A regulation as a decision names it."""

    title: str
    number: str = ""
    aliases: tuple[str, ...] = ()


def heading_of(text: str) -> Named | None:
    """Read the regulation that a heading announces.

    >>> heading_of("对《海浦市消防条例》的修改").title, heading_of("修改《关于〈某法〉的解释》").title
    ('海浦市消防条例', '关于〈某法〉的解释')
    """
    stripped = text.strip()
    if match := HEADING.fullmatch(stripped):
        title = match[1] or match[3] or match[5]
        return Named(title, document_number(match[2] or match[4] or match[6] or ""))
    if _BARE.fullmatch(stripped) and not _ORDERS.search(stripped) and not _STARTS.match(stripped):
        return Named(stripped)
    return None


def document_number(bracket: str) -> str:
    """Find the document number in what stands in brackets behind a title.

    >>> document_number("海办发〔2005〕89号文印发")
    '海办发〔2005〕89号'
    """
    match = re.search(r"[^，。；\s]*?[〔\[][0-9]{4}[〕\]]\s*第?\s*[0-9]+\s*号", bracket)
    return match[0] if match else ""


def recital_names(text: str) -> Named | None:
    """Read the one regulation that a recital says is amended; None where it speaks of several."""
    for match in RECITAL.finditer(_QUOTES.sub("", text)):
        if match["more"]:
            continue
        title = match[1] or match["plain"]
        if not match[1] and not re.search(r"(?<!办)法$|号$", title):
            continue
        bracket = match[3] or ""
        short = match["short"] or (
            found[1] if (found := re.search(r"简称《?([^《》]+)》?$", bracket)) else ""
        )
        return Named(title, document_number(bracket), (short,) if short else ())
    return None


def goes_on(text: str) -> bool:
    """Tell whether words naming a place of the act follow the announcement, or stand in its stead.

    >>> goes_on("对《甲条例》作如下修改：将第二条依法调整。")
    True
    >>> goes_on("根据立法法第七条，决定对《甲条例》作如下修改：")
    False
    """
    plain = _QUOTES.sub("", text)
    match = RECITAL.search(plain)
    after = plain[match.end() :] if match else "" if _GROUNDS.match(plain) else plain
    return bool(_SOME_PLACE.search(after))


_GROUNDS = re.compile(r"[\s　]*(?:为|根据|依照|按照|依据|经|现|鉴于|.{0,60}(?:会议|审议|决定))")
_SOME_PLACE = re.compile(rf"第{_NUM}[条款项章节编](?!例)")


def is_group_heading(text: str) -> bool:
    """Recognise a heading for a group: 其他修改：, 对部分条文作以下修改：."""
    return bool(_GROUP.fullmatch(text.strip()))


def is_recital(text: str) -> bool:
    """Recognise words that only announce what follows."""
    plain = _QUOTES.sub("", text)
    return bool(
        re.search(rf"(?:{_CHANGE}|决定|如下|废止)(?:如下)?[：:。]?\s*$", plain)
    ) and not _ORDERS.search(plain)


_REPEALS = re.compile(
    r"(?:决定)?(?:对|将)?[^《》“”]{0,30}(?:予以)?废止[^《》“”。]{0,30}[：:]?"
    r"|[^《》“”。；]{0,160}决定[，,]?(?:对|将)?[^《》“”。；]{0,30}废止[^《》“”。；]{0,30}[：:]"
)
_LISTED = re.compile(rf"(?:[、，]?\s*{TITLE}\s*{_BRACKET})+[。；，、]?")


def repeals_follow(text: str) -> bool:
    """Recognise the heading of repeals: 予以废止的地方性法规：, 对下列规章予以废止：."""
    plain = text.strip()
    return bool(_REPEALS.fullmatch(plain)) and (plain[-1:] in "：:" or "予以废止的" in plain)


def listed_titles(text: str) -> list[str]:
    """Read the titles of a line that holds nothing else; or its one title without 《》.

    >>> listed_titles("海浦市渡口办法（1992年7月25日发布）"), listed_titles("《甲条例》、《乙条例》")
    (['海浦市渡口办法'], ['甲条例', '乙条例'])
    """
    if bare := bare_title(text):
        return [bare]
    if not _LISTED.fullmatch(text.strip()):
        return []
    return [match[1] for match in re.finditer(rf"{TITLE}\s*{_BRACKET}", text)]


def is_effect(sentence: str) -> bool:
    """Recognise the clause 本决定自…起施行."""
    return bool(_EFFECT.fullmatch(sentence.strip("。；; 　\n")))


def is_republication(sentence: str) -> bool:
    """Recognise the clause 《…》根据本决定作相应修改，重新公布."""
    plain = sentence.strip("。；; 　\n")
    return bool(_REPUBLISHED.fullmatch(plain)) and not re.search('修改为|改为第|删[去除]|“|"', plain)


def adjusts(sentence: str) -> bool:
    """Tell whether a clause on republication also licenses new numbers."""
    return bool(_ADJUSTS.search(sentence))


def is_closing(text: str) -> bool:
    """Recognise a signature, a date, or an imprint."""
    plain = text.strip()
    if _DATE.fullmatch(plain) or _IMPRINT.match(plain):
        return True
    return not re.search(r"[。；：，“”]", plain) and not orders(plain) and len(plain) <= 60


def orders(text: str, numbered: bool = False) -> bool:
    """Tell whether words look like an instruction, read or not.

    New text may begin with 第五条, but not behind a number of the decision's own kind.
    """
    plain = _QUOTES.sub("", text)
    if _BESIDES.match(plain) or _PLACE.match(plain) or (numbered and _ARTICLE.match(plain)):
        return True
    return bool(_STARTS.match(plain) and _ORDERS.search(plain))


def has_orders(text: str) -> bool:
    """Tell whether an instruction may stand anywhere in the words."""
    return bool(_ORDERS.search(_QUOTES.sub("", text)))
