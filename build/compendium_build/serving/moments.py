"""Addresses that carry a day: /as-of/2020-01-01/… and /known-at/2021-06-30/as-of/2020-01-01/…

All links of an edition are relative, so below such an address they keep the day by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from compendium.law.days import LAST_DAY
from compendium_build.serving.replies import Refusal
from compendium_build.serving.settings import FIRST_DAY

AS_OF, KNOWN_AT = "as-of", "known-at"
"""The names in addresses and in queries."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The day asked about and the day of knowledge; None is today and now."""

    day: date | None = None
    known_at: date | None = None

    @property
    def prefix(self) -> str:
        """The address of the edition of this moment, below the root."""
        known = f"{KNOWN_AT}/{self.known_at}/" if self.known_at else ""
        return known + (f"{AS_OF}/{self.day}/" if self.day else "")

    def address(self, path: str) -> str:
        """The address of a path in the edition of this moment, below the root."""
        return self.prefix + quote(path)

    def asked(self, day: str | None, known_at: str | None) -> Moment:
        """The moment that a query asks for instead; an empty value asks for today."""
        changed = self
        if day is not None:
            changed = replace(changed, day=read_day(day, AS_OF) if day else None)
        if known_at is not None:
            changed = replace(changed, known_at=read_day(known_at, KNOWN_AT) if known_at else None)
        return changed


def split(path: str) -> tuple[Moment, str]:
    """Take the moment off an address.

    >>> split("as-of/2020-01-01/lists/index.html")
    (Moment(day=datetime.date(2020, 1, 1), known_at=None), 'lists/index.html')
    """
    moment = Moment()
    for name in (KNOWN_AT, AS_OF):
        head, _, rest = path.partition("/")
        if head != name:
            continue
        value, slash, path = rest.partition("/")
        if not slash:
            raise Refusal(404, f"网址里 {name}/ 后面应当是日期和斜线，例如 {name}/2020-01-01/。")
        day = read_day(value, name)
        moment = replace(moment, day=day) if name == AS_OF else replace(moment, known_at=day)
    return moment, path


def read_day(words: str, name: str) -> date:
    """Read a day, or say why it is none.

    Raises:
        Refusal: it is not written 2020-01-01, does not exist or is too far away.
    """
    try:
        day = date.fromisoformat(words) if len(words) == 10 else None
    except ValueError:
        day = None
    if day is None:
        raise Refusal(400, f"{name} 的值“{words[:20]}”不是存在的日期，请写成 2024-11-01 的样子。")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refusal(400, f"{name} 只能是 {FIRST_DAY} 到 {LAST_DAY} 之间的日期。")
    return day
