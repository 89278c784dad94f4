"""What acts settle for others in the corpus: the day of effect, the end, its extension, a suspension.

The full reading of a decision's operations on the text is not here; these are the facts that need none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from compendium.akn import parse_act, write_act
from compendium.editing.moving import current, moved
from compendium.law.act import Act, Basis, Commencement, Event
from compendium.law.commencement import made_on, named_provisions
from compendium.law.days import day_label
from compendium.law.effects import EVENT_OF, Effect, EffectKind, effects_of, is_about_life
from compendium.law.identifiers import NO_URI, CorpusPath, Uri, WId
from compendium.law.kinds import AMENDING, DECISIONS, ENDING, EventKind
from compendium.law.names import expression_path, quoted, title_key
from compendium.law.timeline import end_of
from compendium.law.validity import Until
from compendium.library.catalog import Catalog
from compendium.library.told_effects import bears_on, concerned, earlier_than
from compendium.text.effect_words import effect_told, waiting_words


def settle(act: Act, decisions: Iterable[Act]) -> Act:
    """Take the day of effect of a version from the decision that made it, when the text leaves it open.

    The decision is recognised by its title and its day of adoption in the last event of the 题注.
    """
    if not act.commencements or act.commencements[0].basis is not Basis.NOT_STATED or not act.events:
        return act
    made = made_on(act)
    last = [e for e in act.events if e.date == made and e.kind in AMENDING]
    for event in last:
        for decision in decisions:
            start = decision.commencements[0] if decision.commencements else None
            if start and start.basis.is_known and start.date and _is_that(event, decision):
                words = f"{quoted(decision.title)}：{start.words}"
                first = Commencement("cm_1", start.date, Basis.STATED, words)
                return replace(act, date=start.date, commencements=(first, *act.commencements[1:]))
    return act


def _is_that(event: Event, decision: Act) -> bool:
    if decision.kind not in DECISIONS or made_on(decision) != event.date or not event.decision:
        return False
    return title_key(event.decision) in title_key(decision.title)


def done(act: Act, event: Event) -> Act:
    """Record what happened to a version; what is recorded already for that day stays as it is."""
    held = (e for e in act.events if (e.kind, e.date) == (event.kind, event.date))
    same = (event.decision, event.places, event.area)
    if any(e.kind in ENDING or (e.decision, e.places, e.area) == same for e in held):
        return act
    return replace(act, events=(*act.events, event))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrecorded:
    """An effect that could not be recorded, in words; `by` is the work that tells it, `of` the one named.

    `of` is empty while the corpus does not hold that work.
    """

    by: Uri
    words: str
    of: Uri = NO_URI


@dataclass(frozen=True, slots=True)
class Changes:
    """Files to write or remove (None), a sentence on each change, and what could not be recorded."""

    files: dict[CorpusPath, bytes | None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unrecorded: list[Unrecorded] = field(default_factory=list)


def known_decisions(catalog: Catalog) -> list[Act]:
    """List the decisions that the corpus holds."""
    works = [work for work in catalog.works if work.kind in DECISIONS]
    return [catalog.act(facts) for work in works for facts in work.expressions]


def settle_known(catalog: Catalog, decisions: Iterable[Act]) -> Changes:
    """Settle versions taken in before their decision: the day of effect it states also names their files."""
    changes, made = Changes(), list(decisions)
    days = {event.date for decision in made for event in decision.events}
    for work in catalog.works:
        taken = {facts.date for facts in work.expressions}
        for facts in work.expressions:
            if not any(event.date in days for event in facts.events):
                continue
            act = current(catalog, facts, changes.files)
            settled = settle(act, made)
            if settled is act or (settled.date != act.date and settled.date in taken):
                continue
            changes.files.update(moved(catalog, work, facts, settled, changes.files))
            changes.notes.append(
                f"{quoted(act.title)}{day_label(act.date)} 的版本据决定自 {settled.date} 起施行"
            )
    return changes


def citing(catalog: Catalog, titles: Iterable[str]) -> list[Act]:
    """List the versions in the corpus that do something to the life of the acts of these titles."""
    wanted = {title_key(title) for title in titles}
    return [
        catalog.act(facts)
        for work in catalog.works
        for facts in work.expressions
        if any(title_key(effect.title) in wanted for effect in facts.effects)
    ]


def record_effects(
    catalog: Catalog,
    acting: Iterable[Act],
    fresh: Iterable[Act],
    written: Mapping[CorpusPath, bytes | None],
) -> Changes:
    """Record in the versions they bear on what the acts `acting` do to others.

    `written` is not yet in the corpus. What names an act or a provision that is not there stays open and is
    told; of what the last 条 of an ordinary act ends, only that of which the corpus holds something.
    """
    changes, imported = Changes(), list(fresh)
    told = [(actor, effect) for actor in acting for effect in effects_of(actor).found]
    waiting: dict[tuple[Uri, EffectKind, date | None], tuple[Act, list[Effect]]] = {}
    # A postponement names the file anew, so it comes last.
    for actor, effect in sorted(told, key=lambda pair: pair[1].kind is EffectKind.POSTPONEMENT):
        known = {**written, **changes.files}
        held = _last_version(effect, catalog, imported, known)
        if held is not None:
            _record(catalog, actor, effect, path=held[0], act=held[1], changes=changes, known=known)
        elif is_about_life(actor.kind, actor.title):
            key = actor.work, effect.kind, earlier_than(catalog, effect)
            waiting.setdefault(key, (actor, []))[1].append(effect)
    for (by, _, earlier), (actor, effects) in waiting.items():
        changes.unrecorded.append(
            Unrecorded(by=by, words=waiting_words(effects, actor.title, earlier=earlier))
        )
    return changes


def _record(
    catalog: Catalog,
    actor: Act,
    effect: Effect,
    *,
    path: CorpusPath,
    act: Act,
    changes: Changes,
    known: Mapping[CorpusPath, bytes | None],
) -> None:
    by = f"（据{quoted(actor.title)}）"

    def fail(why: str) -> None:
        words = f"{effect_told(effect)}{why}，未能记下，请核对{by}"
        changes.unrecorded.append(Unrecorded(by=actor.work, of=act.work, words=words))

    if effect.kind is EffectKind.POSTPONEMENT:
        put_off = postponed(act, effect, actor)
        if put_off is not act:
            changes.files.update(_moved(catalog, path, act, put_off, known))
            changes.notes.append(f"{quoted(act.title)}推迟至 {put_off.date} 起施行{by}")
        elif not _put_off_by(act, actor):
            fail("，原来没有写明施行日期")
        return
    event = event_of(effect, act, actor)
    if event is None and not effect.start:
        fail("")
    elif event is None:
        fail("，文本没有这一条款或者没有有效期")
    elif (after := done(act, event)) is not act:
        changes.files[path] = write_act(after)
        changes.notes.append(f"{quoted(act.title)}{_told(event, effect)}{by}")


def event_of(effect: Effect, act: Act, actor: Act) -> Event | None:
    """Make the event that an effect is for an act; None where a day or a provision can't be told."""
    if effect.start is None or effect.kind is EffectKind.POSTPONEMENT:
        return None
    until = effect.until
    if effect.kind is EffectKind.EXTENSION and until is None:
        old = end_of([act])
        until = Until(words="", months=effect.months).counted(old[0]) if old else None
        if until is None:
            return None
    places = tuple(_named(act, effect.places)) if effect.places else ()
    if effect.places and not places:
        return None
    return Event(
        kind=EVENT_OF[effect.kind],
        date=effect.start,
        body=actor.issuer,
        decision=actor.title,
        until=until,
        places=places,
        area=effect.area,
    )


def _named(act: Act, words: str) -> Iterator[WId]:
    """The provisions that words name; none where one of them is not in the text."""
    wids = {provision.eid: provision.wid for provision in act.provisions()}
    eids = named_provisions(act, words)
    if all(eid in wids for eid in eids):
        yield from (wids[eid] for eid in eids)


def postponed(act: Act, effect: Effect, actor: Act) -> Act:
    """Let a version begin on the later day that another act sets."""
    first = act.commencements[0] if act.commencements else None
    if first is None or first.date is None or _put_off_by(act, actor):
        return act
    if not effect.start and not first.basis.is_known:
        return act
    later = effect.start or Until(words="", months=effect.months).counted(first.date)
    if later is None or later <= first.date:
        return act
    words = f"{quoted(actor.title)}：{effect.words}"
    begun = Commencement(first.id, later, Basis.STATED, words)
    return replace(act, date=later, commencements=(begun, *act.commencements[1:]))


def _put_off_by(act: Act, actor: Act) -> bool:
    """Whether the day of effect is the one that this act has set: it puts off but once."""
    return bool(act.commencements) and act.commencements[0].words.startswith(quoted(actor.title))


def _moved(
    catalog: Catalog, path: CorpusPath, act: Act, later: Act, known: Mapping[CorpusPath, bytes | None]
) -> dict[CorpusPath, bytes | None]:
    for work in catalog.works:
        for facts in work.expressions:
            if facts.path == path:
                return moved(catalog, work, facts, later, known)
    return {path: None, expression_path(later.work, later.language, later.date): write_act(later)}


def _told(event: Event, effect: Effect) -> str:
    if event.kind is EventKind.EXTENSION and event.until:
        return f"有效期至 {event.until - timedelta(days=1)}"
    until = f"至 {event.until - timedelta(days=1)} " if event.until else "起"
    area = f"在{event.area}" if event.area else ""
    return f"{effect.places}自 {event.date} {until}{area}{event.kind.chinese}"


def _last_version(
    effect: Effect, catalog: Catalog, fresh: list[Act], written: Mapping[CorpusPath, bytes | None]
) -> tuple[CorpusPath, Act] | None:
    """The version that an effect bears on, from this import or from the corpus; None where there is none."""
    key, day = title_key(effect.title), bears_on(effect)
    candidates = [act for act in fresh if title_key(act.title) == key and act.language == "zho"]
    if held := concerned(catalog, effect):
        candidates.append(catalog.act(held[1]))
    candidates = [act for act in candidates if act.date < day]
    if not candidates:
        return None
    act = max(candidates, key=lambda act: act.date)
    path = expression_path(act.work, act.language, act.date)
    data = written.get(path)
    return path, parse_act(data, path) if data else act
