"""Days as texts write them and times that are counted from one: 2028年5月底, 五年, 30日后.

Source: 民法典 第二百零一条至第二百零三条: the first day does not count, and the last ends at twenty-four
o'clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from compendium.law.days import read_day
from compendium.law.numerals import NUMERAL, to_int

_IN_DIGITS = "[12][0-9]{3}(?:-[0-9]{1,2}-|[.][0-9]{1,2}[.]|/[0-9]{1,2}/)[0-9]{1,2}(?![0-9])"
DATE = rf"(?:{NUMERAL}年{NUMERAL}月{NUMERAL}日|{_IN_DIGITS})"
"""A written day: 2023年6月1日, 2023.6.1, 2023-06-01."""
LAST = rf"(?:{DATE}|(?:{NUMERAL}年)?{NUMERAL}月(?:{NUMERAL}日|底|末)|{NUMERAL}年年?[底末])"
"""A written last day, of which the year or the day may be left out: 5月31日, 2028年5月底, 2025年底."""
_LAST_PARTS = re.compile(rf"(?:({NUMERAL})年)?(?:({NUMERAL})月)?(?:({NUMERAL})日|年?[底末])")
SPAN = rf"(?:{NUMERAL}(?:周)?年(?:半|零?{NUMERAL}个月)?(?!(?:{NUMERAL})?月|底|末)|{NUMERAL}个月|半年)"
"""A time in years and months; 2023年6月 is none."""
_SPAN_PARTS = re.compile(rf"(?:({NUMERAL})(?:周)?年)?(半)?(?:零?({NUMERAL})个月)?|(半年)")
_LONGEST = 1200
"""In months. No text holds for more than a century by its own words; 2023年 is a year and no time."""


@dataclass(frozen=True, slots=True)
class Delay:
    """A time that runs from a day: 30日后 is (0, 30, 1), 满三个月 (3, 0, 1), 第三十日 (0, 30, 0)."""

    months: int
    days: int
    after: int

    def counted(self, start: date) -> date | None:
        """Count from a day, which itself does not count (民法典 第二百零一条); None beyond any calendar."""
        try:
            return months_on(start, self.months, last=True) + timedelta(days=self.days + self.after)
        except (OverflowError, ValueError):
            return None


def day_of(words: str) -> date | None:
    """Read a day that `DATE` matches; None when no calendar has it."""
    return read_day(re.findall(NUMERAL, words))


def day_after(last: str, hour: str | None = None, first: str = "") -> date | None:
    """The day after a last one that `LAST` matches; a year left out is that of the first day.

    >>> day_after("2028年5月底"), day_after("12月31日", first="2023年6月1日")
    (datetime.date(2028, 6, 1), datetime.date(2024, 1, 1))
    """
    try:
        if re.fullmatch(DATE, last):
            day = day_of(last)
        else:
            parts = _LAST_PARTS.fullmatch(last)
            if parts is None:
                return None
            year = to_int(parts[1] or re.findall(NUMERAL, first)[0])
            month = to_int(parts[2]) if parts[2] else 12
            if not parts[3]:
                return date(year + month // 12, month % 12 + 1, 1)
            day = date(year, month, to_int(parts[3]))
        midnight = hour is not None and to_int(hour[:-1]) == 0
        return day + timedelta(days=0 if midnight else 1) if day else None
    except (ValueError, IndexError, OverflowError):
        return None


def months_of(words: str) -> int:
    """Count the months of 五年, 一年半, 18个月, 半年; 0 where no number is to be read."""
    parts = _SPAN_PARTS.fullmatch(words)
    if parts is None:
        return 0
    if parts[4] or words == "半年":
        return 6
    try:
        years, months = to_int(parts[1] or "0"), to_int(parts[3] or "0")
    except ValueError:
        return 0
    total = years * 12 + months + (6 if parts[2] else 0)
    return total if total <= _LONGEST else 0


def months_on(day: date, months: int, *, last: bool = False) -> date:
    """The day of the same number some months on; where that month has none, its last day or the day after.

    Raises:
        ValueError, OverflowError: beyond any calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        return following - timedelta(days=1) if last else following
