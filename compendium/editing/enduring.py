"""Record how long an act holds, by a person's word: an end, its extension, a suspension, a resumption.

What an act in the corpus says of another is recorded when it is imported (`editing.decided`); this is for
what stands in no file that the corpus holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from compendium.akn import write_act
from compendium.law.act import Act, Event
from compendium.law.days import day_label
from compendium.law.identifiers import CorpusPath
from compendium.law.kinds import EventKind
from compendium.law.names import quoted
from compendium.law.problems import CompendiumError
from compendium.law.timeline import end_of, start_of
from compendium.library.catalog import Catalog, Work, find_provision
from compendium.library.facts import Facts


class NotRecorded(CompendiumError):
    """An end or a suspension that can't be that of this version; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What is ruled of an act: `day` is the first day of it, `until` the first on which it is over.

    For an extension `until` is the new end; `source` is the act or paper in which `words` stand.
    """

    kind: EventKind
    day: date
    words: str
    source: str
    until: date | None = None
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A version with a ruling recorded, before it is written."""

    facts: Facts
    act: Act
    event: Event
    files: dict[CorpusPath, bytes | None]


def record_ruling(
    catalog: Catalog, work: Work, facts: Facts, ruling: Ruling, places: Sequence[str] = ()
) -> Recorded:
    """Plan a ruling on a version.

    Raises:
        NoProvision, NotRecorded: there is no such provision, or the ruling can't be of this version.
    """
    act = catalog.act(facts)
    name = f"{quoted(act.title)}{day_label(facts.date)} 的版本"
    start, _ = start_of(facts)
    if start and ruling.day < start and ruling.kind is not EventKind.EXTENSION:
        raise NotRecorded(f"{ruling.day} 早于{name}的施行日期 {start}")
    if ruling.until is not None and ruling.until <= max(ruling.day, start or ruling.day):
        raise NotRecorded(f"截止日期 {ruling.until - timedelta(days=1)} 早于开始的日期")
    if ruling.kind is EventKind.EXTENSION and end_of([facts]) is None:
        raise NotRecorded(f"{name}没有有效期，不用延长")
    event = Event(
        kind=ruling.kind,
        date=ruling.day,
        decision=ruling.source,
        words=ruling.words,
        until=ruling.until,
        places=tuple(find_provision(act, facts, words).wid for words in places),
        area=ruling.area,
    )
    if event in act.events:
        raise NotRecorded(f"{name}已经这样记载")
    done = replace(act, events=(*act.events, event))
    return Recorded(facts=facts, act=done, event=event, files={facts.path: write_act(done)})


def ruling_message(plan: Recorded, told: str) -> str:
    """Write the message of the commit: what was recorded, by which words."""
    return f"记载：{told}\n\n依据：{plan.event.decision}：{plan.event.words}\n"
