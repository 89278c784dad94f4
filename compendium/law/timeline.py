"""Time: which version holds on a day, and what an act's status is.

Derived on every question, never stored. Some provisions of a version may not hold yet on a day though the
version does: they are told too.

Source: 立法法 第六十一条 (施行日期), 第一百零八条 onwards (修改和废止).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from compendium.law.act import Basis, Commencement, Event
from compendium.law.areas import holds_in
from compendium.law.gaps import Missing, Told, texts_missing
from compendium.law.identifiers import WId
from compendium.law.kinds import ENDING, EventKind


class Status(StrEnum):
    """The status of an act or of one of its versions on a given day."""

    IN_FORCE = "现行有效"
    NOT_YET = "尚未施行"
    SUPERSEDED = "已修改"
    SUSPENDED = "暂停施行"
    NOT_HELD = "文本未收录"
    REPEALED = "已废止"
    EXPIRED = "失效"


OVER = frozenset({Status.REPEALED, Status.EXPIRED})
"""The act holds no more."""

NOT_BEGUN = frozenset({Status.NOT_YET, Status.NOT_HELD})
"""No text at hand holds yet."""


class Dated(Told, Protocol):
    """What the timeline needs to know of an expression."""

    @property
    def commencements(self) -> tuple[Commencement, ...]: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer for an act on a day: its status, the version that holds, and how sure the day of effect is.

    `index` is the position of the version to show in the act's sequence of versions: the one in force, the
    last that was for an ended act, the first to come for one not yet in force. `certain` is False when the
    answer rests on a day of effect that no text states, or when `missing` are texts that may have held on
    that day and are not at hand; where none that could have held is, the status is NOT_HELD. `ended` is the
    day of repeal or expiry.
    """

    status: Status
    index: int
    certain: bool
    ended: date | None = None
    missing: tuple[Missing, ...] = ()


def first_day(expression: Dated) -> date:
    """Return the day of the earliest event told, other than its end; else the day that names the version."""
    return min(
        (event.date for event in expression.events if event.kind not in ENDING), default=expression.date
    )


def start_of(expression: Dated) -> tuple[date | None, bool]:
    """Tell the day an expression takes effect and whether a text states it; None when it is undetermined."""
    if not expression.commencements:
        return expression.date, False
    first = expression.commencements[0]
    if first.basis is Basis.UNDETERMINED:
        return None, True
    return first.date, first.basis.is_known


def end_of(expressions: Sequence[Dated], index: int | None = None) -> tuple[date, EventKind] | None:
    """Tell from which day the act no longer holds once a version has begun (by default the last to begin).

    A repeal, or another act that declares it void, ends the act whichever version records it, even one made
    before the repeal that was to begin after it, but not a text made anew; a 有效期 ends only the version
    that sets it, on the day to which the last extension has moved it.
    """
    if index is None:
        begins = [i for i, expression in enumerate(expressions) if start_of(expression)[0] is not None]
        index = begins[-1] if begins else len(expressions) - 1
    start = start_of(expressions[index])[0] or date.min
    ends = [(day, EventKind.EXPIRY) for day in _expiries(expressions[index]) if day >= start]
    for position, expression in enumerate(expressions):
        continues = position < index and _same_text(expression, expressions[index])
        for event in filter(ends_act, expression.events):
            begun = event.date == start and position >= index  # the new text begins as the old ends
            if continues or begun or event.date > start:
                ends.append((event.date, event.kind))
    return min(ends, default=None)


def _expiries(expression: Dated) -> list[date]:
    """The end that a version sets itself, as moved by the last extension."""
    moved = [e for e in expression.events if e.kind is EventKind.EXTENSION and e.until]
    if moved:
        last = max(moved, key=lambda event: (event.date, event.until or event.date))
        return [last.until] if last.until else []
    return [e.date for e in expression.events if e.kind is EventKind.EXPIRY and not e.decision]


def events_of(expressions: Sequence[Dated], index: int) -> list[Event]:
    """List the events of a version as they come about, though its 题注 and rulings tell them otherwise.

    The end that a 有效期 sets stands on the day to which it was extended last, and not at all where a later
    version or a repeal comes before it. A suspension with an end is followed by the day on which what was
    suspended holds again, unless it was resumed before.
    """
    expression = expressions[index]
    own = [e for e in expression.events if e.kind is EventKind.EXPIRY and not e.decision]
    out: list[Event] = []
    for event in expression.events:
        if event not in own:
            out.append(event)
        if event.kind is EventKind.SUSPENSION and event.until and not _is_resumed(event, expressions):
            out.append(_resumption(event, event.until))
    for day in _expiries(expression):
        if not _ends_before(expressions, index, day):
            base = next((event for event in own if event.date == day), own[0] if own else None)
            out.append(replace(base, date=day) if base else Event(kind=EventKind.EXPIRY, date=day))
    return out


def _ends_before(expressions: Sequence[Dated], index: int, day: date) -> bool:
    """Whether a version is over before the day on which its own 有效期 ends."""
    end = end_of(expressions, index)
    later = (start_of(expression)[0] for expression in expressions[index + 1 :])
    return (end is not None and end[0] < day) or any(start and start <= day for start in later)


def _is_resumed(suspension: Event, expressions: Sequence[Dated]) -> bool:
    """Whether all that an event suspends was resumed by its end."""
    for event in (event for expression in expressions for event in expression.events):
        covers = not event.places or (suspension.places and set(suspension.places) <= set(event.places))
        held = event.kind is EventKind.RESUMPTION and event.area in ("", suspension.area)
        if held and covers and suspension.until and suspension.date <= event.date <= suspension.until:
            return True
    return False


def _resumption(suspension: Event, day: date) -> Event:
    """The end of a suspension, which the decision on it sets."""
    return replace(suspension, kind=EventKind.RESUMPTION, date=day, until=None, words="", ordinal=0)


def ends_act(event: Event) -> bool:
    """Whether an event ends an act by the word of another, not by a 有效期 of its own."""
    return event.kind is EventKind.REPEAL or (event.kind is EventKind.EXPIRY and bool(event.decision))


@dataclass(frozen=True, slots=True)
class Suspended:
    """What does not hold on a day though its version does, since when, until when, and by which decision.

    `places` are wIds, none meaning the whole act; `area` is the place in which, empty meaning everywhere.
    """

    since: date
    until: date | None
    places: tuple[WId, ...]
    area: str
    decision: str

    def holds(self, place: str) -> bool:
        """Whether it is suspended in a place; without a place, whether it is so everywhere."""
        return not self.area or (bool(place) and holds_in(self.area, place))


def suspensions(expressions: Sequence[Dated], day: date, place: str = "") -> list[Suspended]:
    """List what is suspended on a day, in whatever area; its end is the day on which it holds again.

    Provisions that are resumed on different days are told apart. What is resumed in one area alone is still
    suspended, but for one who asks of a `place` in that area.
    """
    events = [event for expression in expressions for event in expression.events]
    resumed = [event for event in events if event.kind is EventKind.RESUMPTION]
    out: dict[Suspended, None] = {}
    for event in events:
        if event.kind is not EventKind.SUSPENSION or event.date > day:
            continue
        again = [
            r
            for r in resumed
            if r.date >= event.date and (r.area in ("", event.area) or holds_in(r.area, place))
        ]
        whole = _earliest(event.until, (r for r in again if not r.places))
        ends: dict[date | None, list[WId]] = {} if event.places else {whole: []}
        for place in event.places:
            ends.setdefault(_earliest(whole, (r for r in again if place in r.places)), []).append(place)
        for until, places in ends.items():
            if until is None or until > day:
                out[Suspended(event.date, until, tuple(places), event.area, event.decision)] = None
    return list(out)


def days_of_suspension(expressions: Sequence[Dated]) -> set[date]:
    """The days on which something may begin or cease to be suspended."""
    events = [event for expression in expressions for event in expression.events if event.kind in _ASLEEP]
    return {day for event in events for day in (event.date, event.until) if day}


_ASLEEP = frozenset({EventKind.SUSPENSION, EventKind.RESUMPTION})


def _earliest(until: date | None, resumed: Iterable[Event]) -> date | None:
    """The day on which a suspension ends: its own, or that of a resumption before; None for none."""
    days = [event.date for event in resumed]
    return min([*days, *([until] if until else [])], default=None)


def _same_text(earlier: Dated, later: Dated) -> bool:
    """Whether a version amends an earlier one: its 题注 goes back to the same day."""
    return bool(earlier.events and later.events) and first_day(earlier) == first_day(later)


def _never_begins(expressions: Sequence[Dated], index: int) -> bool:
    """Whether a version's act was repealed before the version could take effect."""
    start, end = start_of(expressions[index])[0], end_of(expressions, index)
    return start is not None and end is not None and end[0] < start


def standing(expressions: Sequence[Dated], day: date, place: str = "") -> Standing:
    """Tell how an act stands on a day; `expressions` are its versions of one language in order of date.

    It may be suspended in one `place` alone (浦东新区); without a place the answer is for everywhere.

    >>> from compendium.law.act import Basis, Commencement
    >>> from types import SimpleNamespace as N
    >>> day = date(2020, 1, 1)
    >>> v = N(date=day, events=(), decided=(), commencements=(Commencement("c", day, Basis.STATED),))
    >>> standing([v], date(2019, 12, 31)).status.value, standing([v], day).status.value
    ('尚未施行', '现行有效')
    """
    starts = [start_of(expression) for expression in expressions]
    begun = [
        i
        for i, (start, _) in enumerate(starts)
        if start is not None and start <= day and not _never_begins(expressions, i)
    ]
    current = max(begun, key=lambda i: (starts[i][0], i), default=None)
    if current is None:
        return _not_begun(expressions, day)
    end = end_of(expressions, current)
    if end and end[0] <= day:
        return Standing(_ENDED[end[1]], current, starts[current][1], end[0])
    whole = any(not each.places and each.holds(place) for each in suspensions(expressions, day, place))
    status = Status.SUSPENDED if whole else Status.IN_FORCE
    missing = () if current == len(expressions) - 1 else missing_on(expressions, day)
    certain = starts[current][1] and not missing
    return Standing(status, current, certain, end[0] if end else None, missing)


def missing_versions(expressions: Sequence[Dated]) -> tuple[Missing, ...]:
    """List the texts that an act has had, as its versions tell, and that are not at hand, in order."""
    return texts_missing(expressions, [start_of(expression)[0] for expression in expressions])


def missing_on(expressions: Sequence[Dated], day: date) -> tuple[Missing, ...]:
    """List the texts that may have held on a day and are not at hand."""
    return tuple(missing for missing in missing_versions(expressions) if missing.on(day))


def _not_begun(expressions: Sequence[Dated], day: date) -> Standing:
    """How an act stands of which no version has begun: still to come, or ended before it could begin."""
    for index, expression in enumerate(expressions):
        end = end_of(expressions, index)
        if end is None or end[0] > day:
            if missing := missing_on(expressions, day):
                return Standing(Status.NOT_HELD, index, False, missing=missing)
            return Standing(Status.NOT_YET, index, start_of(expression)[1])
    last = len(expressions) - 1
    ended = end_of(expressions, last)
    assert ended is not None  # or the loop had returned
    return Standing(_ENDED[ended[1]], last, start_of(expressions[last])[1], ended[0])


_ENDED = {EventKind.REPEAL: Status.REPEALED, EventKind.EXPIRY: Status.EXPIRED}


def version_status(expressions: Sequence[Dated], index: int, day: date) -> Status:
    """Tell the status of one version on a day."""
    now = standing(expressions, day)
    if now.index == index:
        return now.status
    start, _ = start_of(expressions[index])
    end = end_of(expressions, index)
    if end and end[0] <= day and (start is None or end[0] < start):
        return Status.REPEALED
    if start is None or start > day:
        return Status.NOT_YET
    return Status.SUPERSEDED


def interval_of(expressions: Sequence[Dated], index: int) -> tuple[date | None, date | None]:
    """Return the half-open interval [from, until) in which a version holds; None for open or undetermined."""
    start, _ = start_of(expressions[index])
    later = [s for s, _ in map(start_of, expressions[index + 1 :]) if s is not None]
    end = end_of(expressions, index)
    until = min([*later, *([end[0]] if end else [])], default=None)
    return start, until
