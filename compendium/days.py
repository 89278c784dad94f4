"""Days as the law writes them: 2020年4月10日."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from compendium.numerals import NUMERAL, to_int

UNKNOWN_DAY = date(1, 1, 1)
"""Names a text whose dates nobody knows yet; shown as 日期不明."""

DAY = rf"({NUMERAL})年({NUMERAL})月({NUMERAL})日"
"""A regular expression for a written day; its three groups are for `read_day`."""


def read_day(parts: Iterable[str]) -> date | None:
    """The day that a year, a month and a day make; None when no calendar has it.

    >>> read_day(["二〇二四", "３", "1"]), read_day(["2024", "2", "30"])
    (datetime.date(2024, 3, 1), None)
    """
    try:
        return date(*(to_int(part) for part in parts))
    except ValueError:
        return None


def day_words(day: date) -> str:
    """Write a day as the law does.

    >>> day_words(date(2020, 4, 10)), day_words(UNKNOWN_DAY)
    ('2020年4月10日', '日期不明')
    """
    return "日期不明" if day == UNKNOWN_DAY else f"{day.year}年{day.month}月{day.day}日"
