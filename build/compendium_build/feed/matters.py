"""What a state of the corpus tells of a work: events, errata, withdrawals, each with a name for ever.

With each go the days that matter to a reader: when what a version tells was adopted, promulgated and takes
effect.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from compendium.law.act import Correction, Event
from compendium.law.identifiers import NO_URI, Uri
from compendium.law.kinds import AMENDING, DECIDING, ENDING, MAKING, EventKind
from compendium.law.orders import put_off_by
from compendium.law.timeline import start_of
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.library.moved import NOTHING_MOVED, Moves
from compendium.library.withdrawn import Withdrawal
from compendium_build.edition.artifacts import key_of
from compendium_build.edition.edition import ANNOUNCED, Happening, work_happenings


def dates_of(facts: Facts, event: Event | None) -> dict[str, date]:
    """Tell the days of adoption, promulgation, approval and effect of the text that an event made.

    An event that makes no text has those of the version that tells it; a day that no text states is left out.
    """
    rounds = list(_rounds(facts.events))
    own = next((one for one in rounds if event in one), rounds[-1] if rounds else [])
    found: dict[str, date] = {}
    for name, kinds in _NAMES:
        days = [item.date for item in own if item.kind in kinds]
        if days:
            found[name] = days[0]
    start, certain = start_of(facts)
    if event is not None and event.kind is EventKind.COMMENCEMENT:
        found["effective"] = event.date
    elif start and certain and (not rounds or own is rounds[-1]):
        found["effective"] = start
    if event is not None and event.kind in ENDING:
        found["ended"] = event.date
    if event is not None and event.until:
        found["until"] = event.until
    return found


_NAMES = (
    ("adopted", MAKING),
    ("approved", frozenset({EventKind.APPROVAL})),
    ("promulgated", frozenset({EventKind.PROMULGATION})),
)


def _rounds(events: Sequence[Event]) -> Iterator[list[Event]]:
    """The making events by the text that they made: each 修正 or 修订 begins anew.

    The 通过 of a decision that another body approves stands before the 修正 and belongs to it.
    """
    current: list[Event] = []
    for event in events:
        if event.kind not in DECIDING:
            continue
        decides = event.kind is EventKind.ADOPTION and event.decision
        follows = bool(current) and current[-1].kind is EventKind.ADOPTION and current[-1].decision
        if current and (decides or (event.kind in AMENDING and not follows)):
            yield current
            current = []
        current.append(event)
    if current:
        yield current


class Kind(StrEnum):
    """The kinds of what can happen to a work: the kinds of event, and what only the record suffers."""

    ADOPTION = EventKind.ADOPTION.value
    PROMULGATION = EventKind.PROMULGATION.value
    APPROVAL = EventKind.APPROVAL.value
    AMENDMENT = EventKind.AMENDMENT.value
    REVISION = EventKind.REVISION.value
    COMMENCEMENT = EventKind.COMMENCEMENT.value
    REPEAL = EventKind.REPEAL.value
    EXPIRY = EventKind.EXPIRY.value
    EXTENSION = EventKind.EXTENSION.value
    SUSPENSION = EventKind.SUSPENSION.value
    RESUMPTION = EventKind.RESUMPTION.value
    POSTPONEMENT = "postponement"  # 推迟施行: the day of effect was moved, which is no event of a 题注
    ERRATUM = "erratum"  # 勘误: the text was printed wrong, as an official source has announced
    CORRECTION = "correction"  # 录入更正: our record was wrong, not the law
    WITHDRAWAL = "withdrawal"  # 撤回: the work is no longer in the compendium

    @property
    def chinese(self) -> str:
        """The word that people use."""
        return _RECORD_NAMES.get(self.value) or EventKind(self.value).chinese


_RECORD_NAMES = {
    "postponement": "推迟施行",
    "erratum": "勘误",
    "correction": "录入更正",
    "withdrawal": "撤回",
}
ORDER = {kind: position for position, kind in enumerate(Kind)}
_ANNOUNCED = frozenset(kind.value for kind in ANNOUNCED) | frozenset(_RECORD_NAMES)


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One thing that happened to a work, as one state of the corpus tells it.

    `tail` ends its id; `day` is that of the law, None where none is known. `facts` is the version that tells
    it and `before` the one before that; `subjects` are the classes it belongs to. `identity` is the URI by
    which readers know the work, which is not the present one where an upgrade has changed that. `withdrawn`
    is the record of what was taken out of the corpus, where the corpus has one.
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
    identity: Uri = NO_URI
    withdrawn: Withdrawal | None = None

    @property
    def name(self) -> str:
        """What names the matter for ever: the work's URI, what happened, the day.

        A 录入更正 is named as an erratum: earlier programs made no difference, and readers know those ids.
        """
        kind = Kind.ERRATUM if self.kind is Kind.CORRECTION else self.kind
        return f"{self.identity}/{kind.value}/{self.tail}"

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
        last = max((item.date for item in self.facts.events if item.kind in DECIDING), default=None)
        made = self.event.kind in AMENDING and self.event.date == last
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
        return key_of(self.name, self.event, facts, self.subjects, self.withdrawn)

    def tells_as(self, other: Matter) -> bool:
        """Whether it says of the law what another does, wherever and however that is written."""
        return self._said == other._said

    @property
    def _said(self) -> tuple[object, ...]:
        compared = self.compared.date if self.compared else None
        return self.name, self.event, self.facts.title, self.is_amended, compared, self.subjects


def matters(work: Work, moves: Moves = NOTHING_MOVED) -> dict[str, Matter]:
    """List all that the versions of a work tell, by name, also what is still to come."""
    identity = moves.identity(work.folder, work.uri)
    told = [*map(_of_event, work_happenings(work)), *_postponements(work), *_errata(work)]
    found: dict[str, Matter] = {}
    for matter in (replace(each, identity=identity) for each in told):
        found.setdefault(matter.name, matter)
    return found


def withdrawal(work: Work, identity: Uri, day: date, nth: int, told: Withdrawal | None = None) -> Matter:
    """Tell that a work, or the version that a record names, is taken out of the compendium."""
    gone = (facts for facts in work.expressions if told and facts.date == told.day)
    facts = next(gone, work.expressions[-1])
    return Matter(
        kind=Kind.WITHDRAWAL,
        tail=_tail(day, nth),
        day=day,
        work=work,
        facts=facts,
        before=None,
        subjects=_subjects(work, facts),
        identity=identity,
        withdrawn=told,
    )


def _of_event(happening: Happening) -> Matter:
    work, facts, event = happening.work, happening.facts, happening.event
    kind, tail = Kind(event.kind.value), _tail(event.date, happening.nth)
    before = _before(work, facts)
    return Matter(
        kind=kind,
        tail=tail,
        day=event.date,
        work=work,
        facts=facts,
        before=before,
        subjects=_subjects(work, facts),
        happening=happening,
    )


def _tail(day: date, nth: int) -> str:
    return day.isoformat() + (f"/{nth}" if nth > 1 else "")


def _postponements(work: Work) -> Iterator[Matter]:
    """The versions whose day of effect another act put off; no text says on which day that was decided."""
    for facts in work.expressions:
        first = facts.commencements[0] if facts.commencements else None
        if first is not None and first.date is not None and put_off_by(first):
            yield Matter(
                kind=Kind.POSTPONEMENT,
                tail=first.date.isoformat(),
                day=None,
                work=work,
                facts=facts,
                before=_before(work, facts),
                subjects=_subjects(work, facts),
            )


def _errata(work: Work) -> Iterator[Matter]:
    """The errata and 录入更正 of all versions; one that later versions repeat is the same."""
    for facts in work.expressions:
        for item in facts.corrections:
            text = json.dumps(asdict(item), ensure_ascii=False, sort_keys=True, default=str)
            tail = hashlib.sha256(text.encode()).hexdigest()[:16]
            before = _before(work, facts)
            yield Matter(
                kind=Kind.ERRATUM if item.is_official else Kind.CORRECTION,
                tail=tail,
                day=item.date,
                work=work,
                facts=facts,
                before=before,
                subjects=_subjects(work, facts),
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
