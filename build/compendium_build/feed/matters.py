"""What a state of the corpus tells of a work, matter by matter: events, errata, withdrawals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.model import Correction, Event, EventKind
from compendium_build.artifacts import key_of
from compendium_build.feed.dates import AGAIN, MAKING
from compendium_build.news import ANNOUNCED, Happening, work_happenings


class Kind(StrEnum):
    """What can happen to a work: the kinds of event, and what only the record suffers."""

    ADOPTION = EventKind.ADOPTION.value
    PROMULGATION = EventKind.PROMULGATION.value
    APPROVAL = EventKind.APPROVAL.value
    AMENDMENT = EventKind.AMENDMENT.value
    REVISION = EventKind.REVISION.value
    COMMENCEMENT = EventKind.COMMENCEMENT.value
    REPEAL = EventKind.REPEAL.value
    EXPIRY = EventKind.EXPIRY.value
    ERRATUM = "erratum"  # 勘误: the record was wrong, not the law
    WITHDRAWAL = "withdrawal"  # 撤回: the work is no longer in the compendium

    @property
    def chinese(self) -> str:
        """The word that people use."""
        return _RECORD_NAMES.get(self.value) or EventKind(self.value).chinese


_RECORD_NAMES = {"erratum": "勘误", "withdrawal": "撤回"}
ORDER = {kind: position for position, kind in enumerate(Kind)}
_ANNOUNCED = frozenset(kind.value for kind in ANNOUNCED) | frozenset(_RECORD_NAMES)


@dataclass(frozen=True)
class Matter:
    """One thing that happened to a work, as one state of the corpus tells it.

    `tail` ends its id; `day` is that of the law, None where none is known. `facts` is the version that tells
    it and `before` the one before that; `subjects` are the classes it belongs to.
    """

    kind: Kind
    tail: str
    day: date | None
    work: Work
    facts: Facts
    before: Facts | None = None
    subjects: tuple[str, ...] = ()
    happening: Happening | None = None
    correction: Correction | None = None

    @property
    def name(self) -> str:
        """What names the matter for ever: the work's URI, what happened, the day."""
        return f"{self.work.uri}/{self.kind.value}/{self.tail}"

    @property
    def event(self) -> Event | None:
        """The event in the life of the work."""
        return self.happening.event if self.happening else None

    @property
    def is_amended(self) -> bool:
        """Whether what takes effect is a text that took the place of another."""
        return self.kind is Kind.COMMENCEMENT and self.before is not None

    @property
    def compared(self) -> Facts | None:
        """The version whose provisions the matter changed: made into another text, or replaced by it."""
        if self.happening is None or self.event is None:
            return None
        last = max((item.date for item in self.facts.events if item.kind in MAKING), default=None)
        made = self.event.kind in AGAIN and self.event.date == last
        begun = self.kind is Kind.COMMENCEMENT and not self.event.words and not self.happening.is_partial
        return self.before if made or begun else None

    @property
    def waits(self) -> bool:
        """Whether it is told only when its day has come."""
        return self.kind.value not in _ANNOUNCED

    @cached_property
    def stamp(self) -> str:
        """A hash of all that an entry tells of the matter: an entry changes exactly when this does."""
        before = self.compared.digest if self.compared else ""
        facts = (self.facts.path, self.facts.digest, self.is_amended, before)
        return key_of(self.name, self.event, facts, self.subjects)


def matters(work: Work) -> dict[str, Matter]:
    """All that the versions of a work tell, by name, also what is still to come."""
    told = [*map(_of_event, work_happenings(work)), *_errata(work)]
    found: dict[str, Matter] = {}
    for matter in told:
        found.setdefault(matter.name, matter)
    return found


def withdrawal(work: Work, day: date, nth: int) -> Matter:
    """A work is taken out of the compendium."""
    facts = work.expressions[-1]
    return Matter(Kind.WITHDRAWAL, _tail(day, nth), day, work, facts, None, _subjects(work, facts))


def _of_event(happening: Happening) -> Matter:
    work, facts, event = happening.work, happening.facts, happening.event
    kind, tail = Kind(event.kind.value), _tail(event.date, happening.nth)
    before = _before(work, facts)
    return Matter(kind, tail, event.date, work, facts, before, _subjects(work, facts), happening)


def _tail(day: date, nth: int) -> str:
    return day.isoformat() + (f"/{nth}" if nth > 1 else "")


def _errata(work: Work) -> Iterator[Matter]:
    """The errata of all versions; one that later versions repeat is the same."""
    for facts in work.expressions:
        for item in facts.corrections:
            text = json.dumps(asdict(item), ensure_ascii=False, sort_keys=True, default=str)
            tail = hashlib.sha256(text.encode()).hexdigest()[:16]
            before = _before(work, facts)
            yield Matter(
                Kind.ERRATUM,
                tail,
                item.date,
                work,
                facts,
                before,
                _subjects(work, facts),
                correction=item,
            )


def _before(work: Work, facts: Facts) -> Facts | None:
    place = work.expressions.index(facts)
    return work.expressions[place - 1] if place else None


def _subjects(work: Work, facts: Facts) -> tuple[str, ...]:
    """The classes of a version, or else of the latest that has any."""
    if facts.subjects:
        return facts.subjects
    return next((item.subjects for item in reversed(work.expressions) if item.subjects), ())
