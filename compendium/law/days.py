"""Days as the law writes them (2020年4月10日), and the events of a 题注: who did what on which day.

What can't be read of a 题注 is returned with its words, never guessed.

Source: 立法技术规范（试行）on 题注; the habits of other drafters were taken from their texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta, timezone

from compendium.law.act import Event
from compendium.law.kinds import AMENDING, EventKind
from compendium.law.numerals import NUMERAL, to_int

BEIJING = timezone(timedelta(hours=8))
"""The hours of the country, in which every day of this system is reckoned."""

UNKNOWN_DAY = date(1, 1, 1)
"""Names a text whose dates nobody knows yet; shown as 日期不明."""
UNKNOWN = "日期不明"

FOUNDED = date(1949, 10, 1)
"""The founding of the People's Republic: no text that is kept here was made or took effect before it."""

LAST_DAY = date(2199, 12, 31)
"""No text, no end of one and no question is about a later day; one that is was mistyped or misread."""

DAY = rf"({NUMERAL})年({NUMERAL})月({NUMERAL})日"
"""A regular expression for a written day; its three groups are for `read_day`."""


def read_day(parts: Iterable[str]) -> date | None:
    """Make a day of a year, a month and a day as written; None when no calendar has it or it is too far off.

    >>> read_day(["二〇二四", "３", "1"]), read_day(["2024", "2", "30"]), read_day(["9999", "12", "31"])
    (datetime.date(2024, 3, 1), None, None)
    """
    try:
        day = date(*(to_int(part) for part in parts))
    except ValueError:
        return None
    return day if day <= LAST_DAY else None


def day_words(day: date) -> str:
    """Write a day as the law does.

    >>> day_words(date(2020, 4, 10)), day_words(UNKNOWN_DAY)
    ('2020年4月10日', '日期不明')
    """
    return UNKNOWN if day == UNKNOWN_DAY else f"{day.year}年{day.month}月{day.day}日"


def day_label(day: date) -> str:
    """Write the day that names a version as people type it.

    >>> day_label(date(2020, 4, 10)), day_label(UNKNOWN_DAY)
    ('2020-04-10', '日期不明')
    """
    return UNKNOWN if day == UNKNOWN_DAY else day.isoformat()


UNDATED = "undated"
"""Stands for the day in the addresses of a text whose dates nobody knows, and where programs read it."""


def day_name(day: date) -> str:
    """Write the day that names a version as addresses and programs have it.

    >>> day_name(date(2020, 4, 10)), day_name(UNKNOWN_DAY)
    ('2020-04-10', 'undated')
    """
    return UNDATED if day == UNKNOWN_DAY else day.isoformat()


def is_too_early(day: date) -> bool:
    """Tell whether a day can't be one of the law in force: it was misprinted or misread.

    >>> is_too_early(date(1023, 3, 1)), is_too_early(UNKNOWN_DAY), is_too_early(FOUNDED)
    (True, False, False)
    """
    return UNKNOWN_DAY != day < FOUNDED


_DATE = re.compile(DAY)
_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_OPEN, _CLOSE = "《〈（(", "》〉）)"

_TITLE = r"《(?:[^《》]|《[^《》]*》)*》"
_CLAUSE = re.compile(
    rf"""
    (?:经|由|，)?
    (?P<body>(?:(?!通过|批准|修正|修订)[^《》，。；])*?)         # 海浦市第十二届人民代表大会
    (?P<session>第{NUMERAL}次[^《》，。；第]*?会议|届?[^《》，。；第]*?常务会议(?:第{NUMERAL}次)?|第?{NUMERAL}?会议)?
    (?:上)?(?:审议)?
    (?P<number>(?:令|公告|文件|令（|〔)[^《》，。；]*?第?{NUMERAL}号
             |[^《》，。；]*?[〔\[]{NUMERAL}[〕\]]第?{NUMERAL}号)?
    (?P<prior>(?:关于)?(?:审议)?(?:通过|批准|公布|发布)+(?:和)?(?:并)?(?:公布|施行)?(?:的|(?=《)))?
    (?P<decision>(?:《.*》|关于(?:修改|修订|废止|取消|调整).*?的(?:决定|修正案|议案|决议))
               (?:的决定)?(?:和《.*》)?(?:的决定)?)?
    (?:进行)?(?:予以)?(?:作)?
    (?:，|批准(?=第|修))?
    (?P<ordinal>第{NUMERAL}次)?
    (?P<verb>修正并?重新[公发]布|修订并?重新[公发]布|(?:修正|修订|修改)(?:通过|公布|发布)|通过并公布|[公发颁]布(?:并|之日)?施行|修正|修订|
             修改|通过|批准|公布|发布|颁布|印发|起?施行|起?实施|起?执行|决定|起?废止|起?失效)
    (?:的)?(?P<object>《.*》)?                                  # 通过《浙江省技术市场管理条例》
    """,
    re.VERBOSE,
)
_KINDS = {
    "修正": EventKind.AMENDMENT,
    "修改": EventKind.AMENDMENT,
    "修订": EventKind.REVISION,
    "通过": EventKind.ADOPTION,
    "批准": EventKind.APPROVAL,
    "决定": EventKind.ADOPTION,
    "公布": EventKind.PROMULGATION,
    "发布": EventKind.PROMULGATION,
    "颁布": EventKind.PROMULGATION,
    "印发": EventKind.PROMULGATION,
    "施行": EventKind.COMMENCEMENT,
    "实施": EventKind.COMMENCEMENT,
    "执行": EventKind.COMMENCEMENT,
    "废止": EventKind.REPEAL,
    "失效": EventKind.EXPIRY,
}
_AMENDMENT = re.compile("修正案(?:（[^（）]*）)?$")
_JOINTS = re.compile(r"(?:[，。；、,; ]|根据|依据|按照|自|和|及|以及|并于|于|经|，经)+$")


@dataclass(frozen=True, slots=True)
class History:
    """The events of a 题注, and the clauses that could not be read."""

    events: tuple[Event, ...]
    unread: tuple[str, ...]


def read_history(text: str) -> History:
    """Read the words of a 题注, of one or several lines.

    >>> h = read_history("（2004年8月19日海浦市第二届人民代表大会常务委员会第四次会议通过）")
    >>> [(e.kind.chinese, e.date.isoformat(), e.session) for e in h.events]
    [('通过', '2004-08-19', '第四次会议')]
    """
    events: list[Event] = []
    unread: list[str] = []
    clauses = list(_clauses(_outer(_SPACE.sub("", text))))
    for position, clause in enumerate(clauses):
        event = _read_clause(clause) or _read_shared(clause, clauses[position + 1 :])
        if event is None:
            unread.append(clause)
        else:
            events.append(event)
    return History(tuple(_of_decisions(events)), tuple(unread))


def _outer(text: str) -> str:
    """Take off the brackets around the whole line, also a stray closing one and the mark of a note."""
    text = re.sub(r"[\u2460-\u2473*]+$", "", text)
    while text and text[0] in "（(" and _closes_at_end(text):
        text = text[1:].rstrip("）)。")
    if text.count("）") + text.count(")") > text.count("（") + text.count("("):
        text = text.rstrip("。").removesuffix("）").removesuffix(")")
    return text


def _closes_at_end(text: str) -> bool:
    depth = 0
    for position, char in enumerate(text):
        depth += (char in "（(") - (char in "）)")
        if depth == 0:
            return position >= len(text) - 2
    return True


def _clauses(text: str) -> Iterator[str]:
    """Cut before every date that does not stand inside a title."""
    starts = [m.start() for m in _DATE.finditer(text) if not _inside_title(text, m.start())]
    if not starts:
        if text:
            yield text
        return
    head = _JOINTS.sub("", text[: starts[0]])
    if head:
        yield head
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield _JOINTS.sub("", text[start:end])


def _inside_title(text: str, position: int) -> bool:
    return text.count("《", 0, position) > text.count("》", 0, position)


def _read_clause(clause: str) -> Event | None:
    day = _DATE.match(clause)
    if not day:
        return None
    match = _CLAUSE.fullmatch(clause, day.end())
    if not match:
        return None
    when = read_day(day.groups())
    if when is None:
        return None
    decision = match["decision"] or match["object"] or ""
    if decision.startswith("《") and decision.endswith("》") and decision.count("《") == decision.count("》"):
        decision = decision[1:-1]
    verb = match["verb"].removeprefix("起")[:2]
    ordinal = to_int(match["ordinal"][1:-1]) if match["ordinal"] else 0
    number = match["number"] or ""
    amends = verb == "通过" and _AMENDMENT.search(decision)  # 通过的《中华人民共和国刑法修正案（三）》
    return Event(
        kind=EventKind.AMENDMENT if amends else _KINDS[verb],
        date=when,
        body=match["body"] or "",
        session=match["session"] or "",
        decision=decision,
        ordinal=ordinal,
        number=number,
        words=clause,
    )


def _read_shared(clause: str, after: list[str]) -> Event | None:
    """甲第一次会议、乙第二次会议通过: the first of two bodies that share one verb."""
    if not after or not clause.endswith("会议"):
        return None
    shared = _read_clause(after[0])
    event = _read_clause(f"{clause}{shared.kind.chinese}") if shared else None
    return replace(event, words=clause) if event else None


def _of_decisions(events: list[Event]) -> Iterator[Event]:
    """Tie the 通过 of a decision to it where the 批准 that follows names it: 甲通过　乙批准的《决定》修正."""
    for position, event in enumerate(events):
        after = events[position + 1] if position + 1 < len(events) else None
        if (
            event.kind is EventKind.ADOPTION
            and position > 0
            and after is not None
            and after.kind in AMENDING
            and "批准" in after.words
        ):
            yield replace(event, decision=event.decision or after.decision)
        else:
            yield event
