"""Duties that have a day as an iCalendar file (RFC 5545): all-day events that keep their UID."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from compendium.duties import Duty

_PRODUCT = "-//compendium//status//ZH"


def calendar(duties: Iterable[Duty], day: date, title: str, place: str) -> bytes:
    """Write the duties with a day as events; `place` keeps the UIDs of one corpus apart from all others."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"{title}：待办")
    for duty in duties:
        if duty.due is not None:
            made.add_component(_event(duty, duty.due, day, place))
    data: bytes = made.to_ical()
    return data


def uid(duty: Duty, place: str) -> str:
    """What identifies the event, today and in every later file."""
    return f"{hashlib.sha256(duty.id.encode()).hexdigest()[:32]}@{place}"


def _event(duty: Duty, due: date, day: date, place: str) -> Event:
    event = Event()
    event.add("uid", uid(duty, place))
    # The day the list is for, not the clock: the same corpus and day give the same bytes.
    event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("summary", f"{duty.concern.chinese}：{duty.title}")
    event.add("description", "\n".join(_lines(duty)))
    event.add("categories", [duty.concern.chinese])
    event.add("transp", "TRANSPARENT")
    return event


def _lines(duty: Duty) -> Iterable[str]:
    yield duty.message
    for place in duty.places:
        yield " ".join(filter(None, (f"{place.path}:{place.line}", place.label, place.words, place.note)))
    if duty.command:
        yield duty.command
