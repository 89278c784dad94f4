"""The ledger behind every feed: what was told and when it became known, in an order that only grows.

It is made by going through the commits of the corpus again, so one revision and day give one ledger. A matter
that changes is entered anew and its old line struck out; what is gone is entered as gone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property

from compendium.catalog import Work, works_of
from compendium.days import UNKNOWN_DAY
from compendium.facts import Facts
from compendium.store import Step
from compendium_build.artifacts import key_of
from compendium_build.feed.matters import ORDER, Matter, matters, withdrawal

ZONE = timezone(timedelta(hours=8))
"""The law's days begin in Beijing time."""


@dataclass(frozen=True)
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
        return self.moment, self.step, day, matter.work.uri, ORDER[matter.kind], matter.tail

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


def told_at_once(works: Iterable[Work], as_of: date) -> list[Record]:
    """The ledger of a corpus without history: everything became known on its day."""
    every = [matter for work in works for matter in matters(work).values()]
    due = [m for m in every if not m.waits or m.day is None or m.day <= as_of]
    records = (Record(midnight(m.day or m.facts.date), 0, m) for m in due)
    return sorted(records, key=lambda record: record.rank)


def told_by_steps(steps: Sequence[Step], facts: Mapping[str, Facts], as_of: date) -> list[Record]:
    """The ledger of a corpus by its commits, up to what has come about by a day."""
    spells = _spells(steps, facts)
    records = [record for told in spells.values() for record in _records(told, as_of)]
    return sorted(records, key=lambda record: record.rank)


def midnight(day: date) -> datetime:
    """The moment at which a day begins."""
    return datetime.combine(day, time(), ZONE)


def _spells(steps: Sequence[Step], facts: Mapping[str, Facts]) -> dict[str, list[_Spell]]:
    """What every step changed in what is told, by the names of the matters."""
    versions: dict[str, dict[str, Facts]] = defaultdict(dict)
    works: dict[str, Work] = {}
    told: dict[str, dict[str, Matter]] = defaultdict(dict)
    spells: dict[str, list[_Spell]] = defaultdict(list)
    withdrawn: Counter[tuple[str, date]] = Counter()
    for number, (when, step) in enumerate(zip(_moments(steps), steps, strict=True)):
        for folder in _apply(step, facts, versions):
            work = next(iter(works_of(versions[folder].values())), None)
            now, before = matters(work) if work else {}, told[folder]
            for name, matter in now.items():
                if name not in before or before[name].stamp != matter.stamp:
                    spells[name].append(_Spell(when, number, matter))
            for name in before.keys() - now.keys():
                spells[name].append(_Spell(when, number, before[name], gone=True))
            if work is None and folder in works:
                old = works.pop(folder)
                withdrawn[old.uri, when.date()] += 1
                matter = withdrawal(old, when.date(), withdrawn[old.uri, when.date()])
                spells[matter.name].append(_Spell(when, number, matter))
            elif work is not None:
                works[folder] = work
            told[folder] = now
    return spells


def _moments(steps: Iterable[Step]) -> Iterator[datetime]:
    """When each step was made, one after the other even where the clocks say otherwise.

    Readers tell two states of an entry apart by their seconds.
    """
    latest: datetime | None = None
    for step in steps:
        when = step.when.astimezone(ZONE)
        latest = when if latest is None else max(when, latest + timedelta(seconds=1))
        yield latest


def _apply(step: Step, facts: Mapping[str, Facts], versions: dict[str, dict[str, Facts]]) -> dict[str, None]:
    """Bring the versions up to a step; the folders it touched. A file that can't be read changes nothing."""
    touched: dict[str, None] = {}
    for path, digest in sorted(step.files.items()):
        folder = path.rpartition("/")[0]
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
        found.append(Record(moment, spell.step, spell.matter, spell.gone))
    return found
