"""Which version holds on a day: exactly one, from the first day of effect to the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.law.act import Basis, Commencement, Event
from compendium.law.kinds import EventKind
from compendium.law.timeline import Status, end_of, first_day, interval_of, standing, start_of, version_status


@dataclass(frozen=True)
class Version:
    """What the timeline asks of an expression."""

    date: date
    events: tuple[Event, ...] = ()
    commencements: tuple[Commencement, ...] = ()
    decided: tuple[date, ...] = ()


def version(day: date, basis: Basis = Basis.STATED, *events: Event) -> Version:
    start = None if basis is Basis.UNDETERMINED else day
    return Version(day, events, (Commencement("cm_1", start, basis),))


DAYS = st.dates(date(1980, 1, 1), date(2040, 12, 31))
STARTS = st.lists(DAYS, min_size=1, max_size=6, unique=True).map(sorted)
REPEALED = Event(kind=EventKind.REPEAL, date=date(2030, 1, 1))


@given(STARTS, DAYS)
def test_exactly_one_version_holds_from_the_first_start_on(starts: list[date], day: date) -> None:
    versions = [version(start) for start in starts]
    holding = [
        i
        for i in range(len(versions))
        for start, until in [interval_of(versions, i)]
        if start is not None and start <= day and (until is None or day < until)
    ]
    now = standing(versions, day)
    if day < starts[0]:
        assert holding == []
        assert (now.status, now.index) == (Status.NOT_YET, 0)
    else:
        assert holding == [now.index]
        assert now.status is Status.IN_FORCE
        assert now.certain


@given(STARTS)
def test_intervals_are_half_open_and_touch(starts: list[date]) -> None:
    versions = [version(start) for start in starts]
    intervals = [interval_of(versions, i) for i in range(len(versions))]
    assert [start for start, _ in intervals] == starts
    assert [until for _, until in intervals] == [*starts[1:], None]
    for index, start in enumerate(starts):
        assert standing(versions, start).index == index
        assert standing(versions, start - timedelta(days=1)).index == max(index - 1, 0)


@given(STARTS, DAYS)
def test_one_version_at_most_is_current_and_the_rest_are_past_or_to_come(
    starts: list[date], day: date
) -> None:
    versions = [version(start) for start in starts]
    statuses = [version_status(versions, i, day) for i in range(len(versions))]
    assert statuses.count(Status.IN_FORCE) == (day >= starts[0])
    for start, status in zip(starts, statuses, strict=True):
        if status is Status.NOT_YET:
            assert day < start
        if status is Status.SUPERSEDED:
            assert day >= start


@given(STARTS, DAYS, DAYS)
def test_a_repeal_ends_every_version_begun_before_it(starts: list[date], end: date, day: date) -> None:
    versions = [version(start) for start in starts[:-1]]
    versions.append(version(starts[-1], Basis.STATED, Event(kind=EventKind.REPEAL, date=end)))
    now = standing(versions, day)
    begun = [start for start in starts if start <= day]
    if begun and begun[-1] <= end <= day:
        assert (now.status, now.ended) == (Status.REPEALED, end)
    elif begun:
        assert now.status is Status.IN_FORCE


@given(STARTS, DAYS, DAYS, st.data())
def test_a_term_ends_only_the_version_that_sets_it(
    starts: list[date], end: date, day: date, data: st.DataObject
) -> None:
    limited = data.draw(st.integers(0, len(starts) - 1))
    term = Event(kind=EventKind.EXPIRY, date=end)
    versions = [version(s, Basis.STATED, *([term] if i == limited else [])) for i, s in enumerate(starts)]
    now = standing(versions, day)
    if day >= starts[0] and now.index == limited and starts[limited] <= end <= day:
        assert (now.status, now.ended) == (Status.EXPIRED, end)
    elif day >= starts[0]:
        assert now.status is Status.IN_FORCE


def test_an_act_made_anew_after_its_repeal_holds_again() -> None:
    versions = [version(date(2020, 1, 1), Basis.STATED, REPEALED), version(date(2031, 1, 1))]
    assert standing(versions, date(2030, 6, 1)).status is Status.REPEALED
    assert standing(versions, date(2031, 1, 1)).status is Status.IN_FORCE
    assert interval_of(versions, 0) == (date(2020, 1, 1), date(2030, 1, 1))
    assert end_of(versions) is None


def test_the_last_day_before_the_repeal_is_still_in_force() -> None:
    versions = [version(date(2020, 1, 1), Basis.STATED, REPEALED)]
    assert standing(versions, date(2029, 12, 31)).status is Status.IN_FORCE
    assert standing(versions, date(2029, 12, 31)).ended == date(2030, 1, 1)
    assert standing(versions, date(2030, 1, 1)).status is Status.REPEALED
    assert interval_of(versions, 0) == (date(2020, 1, 1), date(2030, 1, 1))


def test_the_earlier_of_two_ends_counts() -> None:
    expired = Event(kind=EventKind.EXPIRY, date=date(2025, 1, 1))
    versions = [version(date(2020, 1, 1), Basis.STATED, expired, REPEALED)]
    assert end_of(versions) == (date(2025, 1, 1), EventKind.EXPIRY)
    assert end_of([version(date(2020, 1, 1))]) is None


def test_an_undetermined_version_never_begins() -> None:
    versions = [version(date(2020, 1, 1)), version(date(2022, 1, 1), Basis.UNDETERMINED)]
    assert start_of(versions[1]) == (None, True)
    assert standing(versions, date(2039, 1, 1)).index == 0
    assert version_status(versions, 1, date(2039, 1, 1)) is Status.NOT_YET
    assert interval_of(versions, 0) == (date(2020, 1, 1), None)
    assert interval_of(versions, 1) == (None, None)


def test_an_act_of_undetermined_day_is_not_yet_in_force() -> None:
    versions = [version(date(2020, 1, 1), Basis.UNDETERMINED)]
    assert standing(versions, date(2039, 1, 1)).status is Status.NOT_YET


@pytest.mark.parametrize(
    ("day", "index", "certain"),
    [(date(2019, 1, 1), 0, True), (date(2020, 6, 1), 0, True), (date(2022, 6, 1), 1, False)],
)
def test_an_answer_on_an_unstated_day_is_not_certain(day: date, index: int, certain: bool) -> None:
    versions = [version(date(2020, 1, 1)), version(date(2022, 1, 1), Basis.NOT_STATED)]
    now = standing(versions, day)
    assert (now.index, now.certain) == (index, certain)


def test_a_version_without_commencements_rests_on_its_own_date() -> None:
    assert start_of(Version(date(2020, 1, 1))) == (date(2020, 1, 1), False)


def test_the_first_day_is_that_of_the_earliest_event_but_never_of_an_end() -> None:
    made = Event(kind=EventKind.PROMULGATION, date=date(2024, 4, 12))
    ends = Event(kind=EventKind.EXPIRY, date=date(2027, 1, 1))
    assert first_day(version(date(2024, 5, 1), Basis.STATED, ends, made)) == date(2024, 4, 12)
    assert first_day(version(date(2024, 5, 1), Basis.STATED, ends)) == date(2024, 5, 1)
