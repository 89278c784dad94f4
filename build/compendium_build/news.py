"""What has happened to the works of an edition, newest first: the matter of the feed and of the home page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.model import Basis, Event, EventKind
from compendium_build.edition import Edition

ANNOUNCED = frozenset({EventKind.ADOPTION, EventKind.PROMULGATION})
"""What is a fact before its day has come."""
_ORDER = {kind: position for position, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class Happening:
    """An event in the life of a work and the version that first tells of it.

    `nth` counts the events of the same kind on the same day, from 1.
    """

    work: Work
    facts: Facts
    event: Event
    nth: int = 1

    @property
    def is_partial(self) -> bool:
        """Whether only some provisions begin on the day; the act begins with its first commencement."""
        first = self.facts.commencements[0].date if self.facts.commencements else None
        return self.event.kind is EventKind.COMMENCEMENT and not self.event.words and self.event.date != first

    @property
    def rank(self) -> tuple[date, str, int, int]:
        """The place of the event in time; what happens on one day is told work by work."""
        return self.event.date, self.work.uri, _ORDER[self.event.kind], self.nth


def happenings(edition: Edition) -> list[Happening]:
    """All that has happened by the edition's day, newest first.

    Of what is still to come only that is told which is already a fact: that an act was adopted or published.
    """
    told = [h for work in edition.catalog.works for h in work_happenings(work) if _is_told(h, edition.as_of)]
    return sorted(told, key=lambda h: h.rank, reverse=True)


def _is_told(happening: Happening, day: date) -> bool:
    return happening.event.date <= day or happening.event.kind in ANNOUNCED


def work_happenings(work: Work) -> list[Happening]:
    """The events of a work, each once, though every version repeats those before it."""
    found: dict[tuple[EventKind, date, int], Happening] = {}
    for facts in work.expressions:
        for event, nth in _counted([*facts.events, *_commencements(facts)]):
            found.setdefault((event.kind, event.date, nth), Happening(work, facts, event, nth))
    return list(found.values())


def _counted(events: list[Event]) -> Iterator[tuple[Event, int]]:
    seen: Counter[tuple[EventKind, date]] = Counter()
    for event in events:
        seen[event.kind, event.date] += 1
        yield event, seen[event.kind, event.date]


def _commencements(facts: Facts) -> list[Event]:
    """The stated days of effect that the version's events don't tell already."""
    told = {event.date for event in facts.events if event.kind is EventKind.COMMENCEMENT}
    days = {c.date for c in facts.commencements if c.date and c.basis is Basis.STATED}
    return [Event(EventKind.COMMENCEMENT, day) for day in sorted(days - told)]
