"""The ledger behind every feed: what was told and when it became known, in an order that only grows.

It is made by going through the commits of the corpus again, so one revision and day give one ledger. A matter
that changes is entered anew and its old line struck out; what is gone is entered as gone.

A state of the corpus tells of a work matter by matter: events, errata, withdrawals. With each go the days
that matter to a reader: when what a version tells was adopted, promulgated and takes effect.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property

from compendium.law.act import Correction, Event
from compendium.law.days import BEIJING, UNKNOWN_DAY
from compendium.law.identifiers import NO_URI, CorpusPath, Digest, Folder, Uri
from compendium.law.kinds import AMENDING, DECIDING, ENDING, MAKING, EventKind
from compendium.law.names import folder_of
from compendium.law.timeline import start_of
from compendium.library.catalog import Work, works_of
from compendium.library.facts import Facts
from compendium.library.history import Turn
from compendium.library.moved import NOTHING_MOVED, Moves
from compendium.library.withdrawn import Withdrawal
from compendium.store import Step
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
    ERRATUM = "erratum"  # 勘误: the record was wrong, not the law
    WITHDRAWAL = "withdrawal"  # 撤回: the work is no longer in the compendium

    @property
    def chinese(self) -> str:
        """The word that people use."""
        return _RECORD_NAMES.get(self.value) or EventKind(self.value).chinese


_RECORD_NAMES = {"erratum": "勘误", "withdrawal": "撤回"}
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
        """What names the matter for ever: the work's URI, what happened, the day."""
        return f"{self.identity}/{self.kind.value}/{self.tail}"

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
    told = [*map(_of_event, work_happenings(work)), *_errata(work)]
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


def _errata(work: Work) -> Iterator[Matter]:
    """The errata of all versions; one that later versions repeat is the same."""
    for facts in work.expressions:
        for item in facts.corrections:
            text = json.dumps(asdict(item), ensure_ascii=False, sort_keys=True, default=str)
            tail = hashlib.sha256(text.encode()).hexdigest()[:16]
            before = _before(work, facts)
            yield Matter(
                kind=Kind.ERRATUM,
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


@dataclass(frozen=True, kw_only=True)
class Record:
    """One line of the ledger.

    `moment` is when it became known, or when its day came if that is later. `gone` says that the matter is no
    longer told; `struck` is the moment at which a later line on the same matter took this one's place.
    """

    moment: datetime
    step: int
    matter: Matter
    gone: bool = False
    struck: datetime | None = None

    @property
    def rank(self) -> tuple[datetime, int, date, str, int, str]:
        """The place in the ledger: by knowledge, and what became known at once by the law's day."""
        matter = self.matter
        day = matter.day or UNKNOWN_DAY
        return self.moment, self.step, day, matter.identity, ORDER[matter.kind], matter.tail

    @cached_property
    def key(self) -> str:
        """A hash of all that the line says."""
        return key_of(self.moment.isoformat(), self.matter.stamp, self.gone)


@dataclass(frozen=True)
class _Spell:
    """From when on a matter was told so; `gone` from when on it was not told."""

    when: datetime
    step: int
    matter: Matter
    gone: bool = False


def told_at_once(works: Iterable[Work], as_of: date, moves: Moves = NOTHING_MOVED) -> list[Record]:
    """Make the ledger of a corpus without history: everything became known on its day."""
    every = [matter for work in works for matter in matters(work, moves).values()]
    due = [m for m in every if not m.waits or m.day is None or m.day <= as_of]
    records = (Record(moment=midnight(m.day or m.facts.date), step=0, matter=m) for m in due)
    return sorted(records, key=lambda record: record.rank)


def told_by_steps(
    steps: Sequence[Step], facts: Mapping[Digest, Facts], as_of: date, turns: Mapping[str, Turn]
) -> list[Record]:
    """Make the ledger of a corpus from its commits, up to what has come about by a day."""
    spells = _spells(steps, facts, turns)
    records = [record for told in spells.values() for record in _records(told, as_of)]
    return sorted(records, key=lambda record: record.rank)


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins."""
    return datetime.combine(day, time(), BEIJING)


class _Tails:
    """The names of errata whose places an upgrade has numbered otherwise, by what they would be named now."""

    def __init__(self) -> None:
        self._old: dict[tuple[Uri, str], str] = {}

    def kept(self, told: Mapping[str, Matter]) -> dict[str, Matter]:
        """The matters under the names by which readers know them."""
        if not self._old:
            return dict(told)
        known = (replace(m, tail=self._old.get((m.identity, m.tail), m.tail)) for m in told.values())
        return {matter.name: matter for matter in known}

    def learn(self, before: Mapping[str, Matter], after: Iterable[Matter]) -> None:
        """Find the errata that are the same but for the eIds of their places."""
        errata = [matter for matter in after if matter.correction]
        names = {matter.name for matter in errata}
        gone = [matter for matter in before.values() if matter.correction and matter.name not in names]
        fresh = [matter for matter in errata if matter.name not in before]
        counts = Counter(map(_erratum, gone)), Counter(map(_erratum, fresh))
        there = {_erratum(matter): matter.tail for matter in gone}
        for matter in fresh:
            said = _erratum(matter)
            if counts[0][said] == counts[1][said] == 1:  # of two alike nobody can tell which is which
                self._old[matter.identity, matter.tail] = there[said]


def _erratum(matter: Matter) -> tuple[object, ...]:
    """What an erratum says, wherever in the text it says it."""
    assert matter.correction is not None
    words = [(place.old, place.new) for place in matter.correction.places]
    return matter.identity, replace(matter.correction, places=()), tuple(words)


def _spells(
    steps: Sequence[Step], facts: Mapping[Digest, Facts], turns: Mapping[str, Turn]
) -> dict[str, list[_Spell]]:
    """What every step changed in what is told, by the names of the matters."""
    versions: dict[Folder, dict[CorpusPath, Facts]] = defaultdict(dict)
    works: dict[Folder, tuple[Work, Uri]] = {}
    told: dict[Folder, dict[str, Matter]] = defaultdict(dict)
    spells: dict[str, list[_Spell]] = defaultdict(list)
    withdrawn: Counter[tuple[Uri, date]] = Counter()
    taken_out: dict[tuple[Uri, date | None], Matter] = {}
    moves, tails = NOTHING_MOVED, _Tails()
    for number, (when, step) in enumerate(zip(_moments(steps), steps, strict=True)):
        touched = _apply(step, facts, versions)
        turn = turns.get(step.commit)
        if turn is not None and turn.moves != moves:  # any work may be named otherwise
            moves, touched = turn.moves, dict.fromkeys(sorted(versions))
        before = {name: matter for folder in touched for name, matter in told[folder].items()}
        left = [works.pop(folder) for folder in touched if folder in works]
        for folder in touched:
            work = next(iter(works_of(versions[folder].values())), None)
            told[folder] = tails.kept(matters(work, moves)) if work else {}
            if work is not None:
                works[folder] = work, moves.identity(folder, work.uri)
        is_quiet = turn is not None and turn.is_upgrade
        if is_quiet:
            tails.learn(before, [matter for folder in touched for matter in told[folder].values()])
            told |= {folder: tails.kept(told[folder]) for folder in touched}
        now = {name: matter for folder in touched for name, matter in told[folder].items()}
        for name, matter in now.items():
            if is_quiet and name in before and before[name].tells_as(matter):
                spells[name][-1] = replace(spells[name][-1], matter=matter)
            elif name not in before or before[name].stamp != matter.stamp:
                spells[name].append(_Spell(when, number, matter))
        for name in before.keys() - now.keys():
            spells[name].append(_Spell(when, number, before[name], gone=True))
        held = {works[folder][1] for folder in touched if folder in works}
        told_of = {moves.last(item.place): item for item in turn.withdrawn} if turn else {}
        for old, identity in left:
            records = [item for place, item in told_of.items() if place.startswith(f"{old.folder}/")]
            whole = [told_of.get(old.folder)] if identity not in held else []
            for record in (*whole, *records):
                withdrawn[identity, when.date()] += 1
                nth = withdrawn[identity, when.date()]
                matter = withdrawal(old, identity, when.date(), nth, record)
                spells[matter.name].append(_Spell(when, number, matter))
                if record is not None:
                    taken_out[identity, record.day] = matter
        for matter in _come_back(taken_out, [works[folder] for folder in touched if folder in works]):
            spells[matter.name].append(_Spell(when, number, matter, gone=True))
    return spells


def _come_back(
    taken_out: dict[tuple[Uri, date | None], Matter], works: Iterable[tuple[Work, Uri]]
) -> Iterator[Matter]:
    """The recorded withdrawals of works and versions that are there again; they are told no more."""
    for work, identity in works:
        for day in (None, *(facts.date for facts in work.expressions)):
            if matter := taken_out.pop((identity, day), None):
                yield matter


def _moments(steps: Iterable[Step]) -> Iterator[datetime]:
    """When each step was made, one after the other even where the clocks say otherwise.

    Readers tell two states of an entry apart by their seconds.
    """
    latest: datetime | None = None
    for step in steps:
        when = step.when.astimezone(BEIJING)
        latest = when if latest is None else max(when, latest + timedelta(seconds=1))
        yield latest


def _apply(
    step: Step, facts: Mapping[Digest, Facts], versions: dict[Folder, dict[CorpusPath, Facts]]
) -> dict[Folder, None]:
    """Bring the versions up to a step; the folders it touched. A file that can't be read changes nothing."""
    touched: dict[Folder, None] = {}
    for path, digest in sorted(step.files.items()):
        folder = folder_of(path)
        if digest is None:
            versions[folder].pop(path, None)
        elif digest in facts:
            held = facts[digest]
            versions[folder][path] = held if held.path == path else replace(held, path=path)
        touched[folder] = None
    return touched


def _records(spells: Sequence[_Spell], as_of: date) -> list[Record]:
    """The lines on one matter: none before its day has come, and none of a state that was over by then."""
    first = spells[0].matter
    gate = midnight(first.day) if first.waits and first.day else None
    if gate and first.day and first.day > as_of:
        return []
    found: list[Record] = []
    for position, spell in enumerate(spells):
        until = spells[position + 1].when if position + 1 < len(spells) else None
        if gate and until is not None and until <= gate:
            continue
        if spell.gone and not found:
            continue
        moment = max(spell.when, gate) if gate else spell.when
        if found:
            found[-1] = replace(found[-1], struck=moment)
        found.append(Record(moment=moment, step=spell.step, matter=spell.matter, gone=spell.gone))
    return found
