"""When an amendment takes effect, as its decision says; and the items that begin on another day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from compendium.commencement import closing, words_of
from compendium.days import DAY, read_day
from compendium.model import Act, Basis, Commencement
from compendium.numerals import NUMERAL, to_int
from compendium.titles import quoted

_FROM_DAY = re.compile(rf"自{DAY}(?:起|之日起)?(?:正式)?(?:施行|实施|生效|执行)")
_ONE = rf"(?:第[（(]?{NUMERAL}[)）]?[条项]|{NUMERAL})"
_ITEMS = re.compile(rf"(?:{_ONE}(?:、|和|及|以及|至|到|，)?)+(?:的?规定|的?内容|的?修改)?")
_SELF = re.compile(r"本(?:决定|修正案|公告|通知)(?:中|的)?")
_REST = re.compile(r"^(?:其余|其他|其它|除)|(?:外|以外)的?(?:规定|条款|内容)?$")


@dataclass(frozen=True, slots=True)
class Parted:
    """Items of a decision that begin on another day than it does: their numbers as integers, 一、 being 1.

    `items` is empty where the words name something that is not one of its items.
    """

    items: tuple[int, ...]
    day: date
    words: str


def parted_dates(decision: Act) -> tuple[Parted, ...]:
    """What the decision lets begin on another day: 本决定第三条自2027年1月1日起施行."""
    out: list[Parted] = []
    for provision in closing(decision):
        for sentence in re.split("[。；]", re.sub(r"\s+", "", words_of(provision))):
            out += _in_sentence(sentence)
    return tuple(out)


def _in_sentence(sentence: str) -> list[Parted]:
    if not _SELF.search(sentence):
        return []
    out, end = [], 0
    for match in _FROM_DAY.finditer(sentence):
        subject = sentence[end : match.start()].strip("，、")
        end = match.end()
        named = _SELF.sub("", subject)
        day = read_day(match.groups())
        if named and day and not _REST.search(named):
            out.append(Parted(_items(named), day, subject + match[0]))
    return out


def _items(words: str) -> tuple[int, ...]:
    """第一条、第三条至第五条 as numbers; empty where anything else is said."""
    if not _ITEMS.fullmatch(words):
        return ()
    items: list[int] = []
    for match in re.finditer(rf"([至到]?)(?:第[（(]?)?({NUMERAL})", words):
        try:
            number = to_int(match[2])
        except ValueError:
            return ()
        items += range(items[-1] + 1, number + 1) if match[1] and items else [number]
    return tuple(items)


def commencement_of(decision: Act) -> tuple[date, Commencement]:
    """The day that names the amended version, and its commencement, in the words of the decision."""
    first = decision.commencements[0] if decision.commencements else None
    if first is None:
        return decision.date, Commencement("cm_1", decision.date, Basis.NOT_STATED, quoted(decision.title))
    words = f"{quoted(decision.title)}：{first.words}" if first.words else quoted(decision.title)
    day = None if first.basis is Basis.UNDETERMINED else first.date or decision.date
    return day or decision.date, Commencement("cm_1", day, first.basis, words)
