"""Versions that are known to have existed and of which no text is held.

A 题注 tells every text that an act has had: its adoption and each 修正 and 修订. A text that no held version
is, is missing from the day on which it was made to the day on which the next held version begins; what held
on those days nobody can say from the texts at hand.

Source: 立法技术规范（试行）on 题注.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from compendium.law.act import Day, Event
from compendium.law.kinds import AMENDING, EventKind
from compendium.law.names import title_key

_PRINTED_LATER = timedelta(days=92)
"""How far apart the days may lie that two copies tell of one amendment: of its 通过 and of its 公布."""


class Told(Protocol):
    """What is asked of a version: the day that names it, its 题注, the days of the decisions that made it."""

    @property
    def date(self) -> Day: ...
    @property
    def events(self) -> tuple[Event, ...]: ...
    @property
    def decided(self) -> tuple[Day, ...]: ...


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that is not held: what made it, and the days [since, until) on which it may have held.

    `since` is the day on which it was made, for when it took effect is not known; `until` that on which the
    next held version begins, None while that is open. `original` is the act as it was first made.
    """

    event: Event
    since: date
    until: date | None
    original: bool = False

    def on(self, day: date) -> bool:
        """Whether the text may have held on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(slots=True)
class _Making:
    """One text that an act has had, by all the days that copies give for it."""

    event: Event
    original: bool
    days: set[date]
    copies: set[int] = field(default_factory=set)
    held: bool = False


def texts_missing(versions: Sequence[Told], starts: Sequence[date | None]) -> tuple[Missing, ...]:
    """List the texts that the 题注 of the versions tell of and that none of them is, in order.

    `versions` are those of one act in one language, in order of date, `starts` their days of effect.
    """
    makings: list[_Making] = []
    last: list[_Making | None] = []
    for position, version in enumerate(versions):
        own = [_placed(makings, event, original, position) for event, original in _told(version)]
        newest = max(own, key=lambda making: max(making.days), default=None)
        last.append(newest)
        for making in own:
            making.held |= making is newest or bool(making.days & set(version.decided))
    makings.sort(key=lambda making: making.event.date)
    for version, newest in zip(versions, last, strict=True):
        if newest is None:  # nothing tells which text it is: by its day it is the last made by then
            for making in [m for m in makings if m.event.date <= version.date][-1:]:
                making.held = True
    days = [newest.event.date if newest else v.date for v, newest in zip(versions, last, strict=True)]
    return tuple(_missing(makings, list(zip(days, starts, strict=True))))


def _told(version: Told) -> Iterator[tuple[Event, bool]]:
    """The events of a 题注 that made a text, with whether it is the first; 通过 of a decision is none."""
    first = True
    for event in version.events:
        if event.kind in AMENDING:
            yield event, False
        elif event.kind in (EventKind.ADOPTION, EventKind.PROMULGATION) and first and not event.decision:
            yield event, True
        else:
            continue
        first = False


def _placed(makings: list[_Making], event: Event, original: bool, copy: int) -> _Making:
    """The making that an event of a copy tells of: one told by another copy already, or a new one."""
    same = [m for m in makings if event.date in m.days]
    same = same or [m for m in makings if copy not in m.copies and _is_same(m, event, original)]
    if not same:
        same = [_Making(event, original, set())]
        makings += same
    same[0].days.add(event.date)
    same[0].copies.add(copy)
    return same[0]


def _is_same(making: _Making, event: Event, original: bool) -> bool:
    """Whether two copies tell of one text by different days."""
    if making.original is not original or not (original or making.event.kind is event.kind):
        return False
    if abs(event.date - making.event.date) > _PRINTED_LATER:
        return False
    if original:
        return True
    one, other = title_key(making.event.decision), title_key(event.decision)
    if one and other and one not in other and other not in one:
        return False
    return not (making.event.ordinal and event.ordinal and making.event.ordinal != event.ordinal)


def _missing(makings: Sequence[_Making], versions: Sequence[tuple[date, date | None]]) -> Iterator[Missing]:
    """The texts not held; `versions` are (day on which it was made, day of effect) of those that are."""
    for making in makings:
        made = making.event.date
        later = [start for day, start in versions if day > made]
        until = min((start for start in later if start), default=None)
        if not making.held and later and (until is None or until > made):
            yield Missing(making.event, made, until, making.original)
