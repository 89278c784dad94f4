"""The ledger behind every feed: what was told and when it became known, in an order that only grows.

It is made by going through the commits of the corpus again, so one revision and day give one ledger. A matter
that changes is entered anew and its old line struck out; what is gone is entered as gone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from compendium.law.days import BEIJING, UNKNOWN_DAY
from compendium.law.identifiers import CorpusPath, Digest, Folder, Uri
from compendium.law.names import folder_of
from compendium.library.catalog import Work, works_of
from compendium.library.facts import Facts
from compendium.library.history import Turn
from compendium.library.moved import NOTHING_MOVED, Moves
from compendium.store import Step
from compendium_build.edition.artifacts import key_of
from compendium_build.feed.matters import ORDER, Matter, matters, withdrawal


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
