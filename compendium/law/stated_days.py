"""The days that words give for what a person records by hand, to be held against the days recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from compendium.law.kinds import EventKind
from compendium.law.orders import TITLE, EffectKind, marked, read_orders
from compendium.law.validity import read_validity, sayings

_EFFECTS = {
    EventKind.EXTENSION: (EffectKind.EXTENSION,),
    EventKind.EXPIRY: (EffectKind.LAPSE, EffectKind.REPEAL),
    EventKind.SUSPENSION: (EffectKind.SUSPENSION,),
    EventKind.RESUMPTION: (EffectKind.RESUMPTION,),
}


@dataclass(frozen=True, slots=True)
class StatedDays:
    """The days that words give: `starts` the first of what they speak of, `untils` the first after its end.

    Both are empty where the words give none, or none that was understood.
    """

    starts: frozenset[date]
    untils: frozenset[date] = frozenset()


def begins_on(words: str) -> StatedDays:
    """Read from which days words let a text or parts of it take effect.

    >>> [day.isoformat() for day in begins_on("《某条例》自2027年1月1日起施行").starts]
    ['2027-01-01']
    """
    found = read_validity([_own(words)])
    told = [*found.starts, *(saying for _, part in found.parts for saying in sayings(part))]
    return StatedDays(frozenset(saying.day for saying in told if saying.day))


def ruled_on(kind: EventKind, words: str) -> StatedDays:
    """Read the days that words give for an end, an extension, a suspension or a resumption.

    >>> [day.isoformat() for day in ruled_on(EventKind.EXPIRY, "2027年1月1日失效").starts]
    ['2027-01-01']
    >>> [day.isoformat() for day in ruled_on(EventKind.EXTENSION, "有效期延长至2028年12月31日").untils]
    ['2029-01-01']
    """
    starts: set[date] = set()
    untils: set[date] = set()
    for sentence in re.split("[。；\n]", words):
        told = sentence if TITLE.search(sentence) else f"《本》{sentence}"
        for effect in read_orders(marked(told), None).found:
            if effect.kind in _EFFECTS[kind]:
                starts |= {effect.start} if effect.start else set()
                untils |= {effect.until} if effect.until else set()
    ends = {until.day for until in read_validity([_own(words)]).ends if until.day}
    if kind is EventKind.EXPIRY:
        return StatedDays(frozenset(starts | ends))
    if kind is EventKind.EXTENSION:
        return StatedDays(frozenset(), frozenset(untils | ends))
    return StatedDays(frozenset(starts), frozenset(untils))


def _own(words: str) -> str:
    """The words as the act itself would say them."""
    return TITLE.sub("本办法", words)
