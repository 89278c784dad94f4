"""What the acts of a corpus say of each other's life, held against what is recorded.

Facts alone are read, no text. An effect waits while the act that it names is not in the corpus; it is open
while that act is there and its record does not carry it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from compendium.law.act import Event
from compendium.law.effects import ENDS_ACT, EVENT_OF, Effect, EffectKind
from compendium.law.kinds import EventKind
from compendium.law.names import quoted, title_key
from compendium.law.timeline import end_of, ends_act, start_of
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An effect that a work tells, and the version of the act named that it bears on; None where none is."""

    actor: Work
    facts: Facts
    effect: Effect
    target: Work | None = None
    version: Facts | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether the record of the act named carries the effect."""
        if self.target is None or self.version is None:
            return False
        return carries(self.target, self.version, self.effect, self.facts.title)


def told_by(catalog: Catalog, work: Work) -> list[Told]:
    """List what a work does to the life of others, each effect once, by the first version that tells it."""
    found: dict[tuple[object, ...], Told] = {}
    for facts in work.expressions:
        for effect in facts.effects:
            key = (effect.kind, title_key(effect.title), effect.places, effect.area)
            if key not in found:
                target, version = concerned(catalog, effect) or (None, None)
                found[key] = Told(actor=work, facts=facts, effect=effect, target=target, version=version)
    return list(found.values())


def bears_on(effect: Effect) -> date:
    """Tell the day before which the version was made that an effect bears on.

    Where the effect gives no day, or moves a day that the last version has, it is the last version.
    """
    if effect.start is None:
        return date.max
    if effect.kind in ENDS_ACT or effect.kind is EffectKind.POSTPONEMENT:
        return effect.start
    return effect.start + timedelta(days=1)


def concerned(catalog: Catalog, effect: Effect) -> tuple[Work, Facts] | None:
    """Find the version that an effect bears on; None where the corpus holds no such text of that title.

    An act may be made anew under the same title after its repeal.
    """
    day = bears_on(effect)
    works = catalog.by_title.get(title_key(effect.title), ())
    found = [(work, facts) for work in works for facts in work.expressions if facts.date < day]
    return max(found, key=lambda pair: pair[1].date, default=None)


def earlier_than(catalog: Catalog, effect: Effect) -> date | None:
    """Tell before which day the text was made that an effect names; None where nothing has that title."""
    return bears_on(effect) if catalog.titled(effect.title) else None


def carries(work: Work, version: Facts, effect: Effect, by: str) -> bool:
    """Whether the record of a work carries an effect on one of its versions, told by the act titled `by`."""
    if effect.kind is EffectKind.POSTPONEMENT:
        return _begins_later(version, effect, by)
    events = [event for facts in work.expressions for event in facts.events]
    if effect.kind in ENDS_ACT:
        end = end_of(work.expressions)
        over = end is not None and effect.start is not None and end[0] <= effect.start
        return over or any(ends_act(event) and event.date >= version.date for event in events)
    return any(
        event.kind is EVENT_OF[effect.kind]
        and title_key(by) in title_key(event.decision)
        and (event.area, bool(event.places)) == (effect.area, bool(effect.places))
        for event in events
    )


def _begins_later(version: Facts, effect: Effect, by: str) -> bool:
    """Whether a version begins on the day to which it was put off, or on a later one."""
    if version.commencements and quoted(by) in version.commencements[0].words:
        return True
    start, certain = start_of(version)
    return certain and start is not None and effect.start is not None and start >= effect.start


# ---- the one that came after


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The end of one act by another: `title` is that of the other act, and `work` where the corpus holds it.

    `day` is the first day on which the act holds no more; `replaces` tells that the other says it takes its
    place.
    """

    title: str
    work: Work | None
    day: date
    lapses: bool = False
    replaces: bool = False


def ended_by(catalog: Catalog, work: Work) -> End | None:
    """Tell which act ends a work, as its record says; None where none is recorded."""
    event = _end(work)
    if event is None:
        return None
    telling = next(_telling(catalog, work, event), None)
    return End(
        title=event.decision,
        work=telling[0] if telling else catalog.cited(event.decision),
        day=event.date,
        lapses=event.kind is EventKind.EXPIRY,
        replaces=telling is not None and telling[1].replaces,
    )


def ends(catalog: Catalog, work: Work) -> Iterator[End]:
    """List the acts of the corpus that a work ends and whose record says so, in the order of its text."""
    for told in told_by(catalog, work):
        event = _end(told.target) if told.target is not None else None
        if told.target is None or event is None or not _is_end(event, told.facts, told.effect):
            continue
        yield End(
            title=told.target.title,
            work=told.target,
            day=event.date,
            lapses=event.kind is EventKind.EXPIRY,
            replaces=told.effect.replaces,
        )


def _end(work: Work) -> Event | None:
    """The recorded event that ends a work by the word of another."""
    end = end_of(work.expressions)
    events = (event for facts in work.expressions for event in facts.events)
    return next((e for e in events if e.decision and ends_act(e) and (e.date, e.kind) == end), None)


def _is_end(event: Event, telling: Facts, effect: Effect) -> bool:
    """Whether an event is what an effect became; decisions are adopted again and again under one title."""
    same = title_key(event.decision) == title_key(telling.title)
    return effect.kind in ENDS_ACT and same and effect.start in (None, event.date)


def _telling(catalog: Catalog, work: Work, event: Event) -> Iterator[tuple[Work, Effect]]:
    """The works that tell of the end of a work, and what they tell."""
    names = {title_key(facts.title) for facts in work.expressions}
    for other in catalog.by_title.get(title_key(event.decision), ()):
        for facts in other.expressions:
            for effect in facts.effects:
                if title_key(effect.title) in names and _is_end(event, facts, effect):
                    yield other, effect
