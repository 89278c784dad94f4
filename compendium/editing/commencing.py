"""Settle a day of effect that a text left open or did not state (确定施行日期), and what follows from it.

A corrected text keeps from the version it corrects the events, the periods and the words of its operations.
For provisions that begin on a day of their own: which commencement holds for one, and tying one to another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from compendium.akn import write_act
from compendium.editing.decided import event_of, record_effects, settle_known
from compendium.editing.discrepancy import common_ends
from compendium.editing.moving import current, moved
from compendium.editing.rewording import mapped
from compendium.law.act import Act, Basis, Commencement, CorrectedWords, Correction, Provision
from compendium.law.changes import Passage
from compendium.law.commencement import made_on, with_ending
from compendium.law.days import day_label, day_words, read_history
from compendium.law.effects import effects_of
from compendium.law.identifiers import NO_EID, CorpusPath, EId, WId
from compendium.law.kinds import DECISIONS
from compendium.law.names import quoted, title_key
from compendium.law.problems import CompendiumError
from compendium.law.stated_days import begins_on
from compendium.library.catalog import Catalog, Work, find_provision
from compendium.library.facts import Facts


class TouchesOperation(CompendiumError):
    """Corrected words that are words of a decision which an operation was read from."""

    def __init__(self) -> None:
        super().__init__(
            "所改的字在决定据以修改法规的词句之中，改了以后操作与文字不符；请先撤回据它所作的修改，改正后重新修改"
        )


def keep_periods(before: Act, after: Act) -> Act:
    """Give the provisions of a text read anew the days of effect that they have in the corpus."""
    periods = {provision.wid: provision.period for provision in before.provisions()}
    return mapped(after, lambda provision: replace(provision, period=periods.get(provision.wid, "")))


def keep_events(before: Act, after: Act) -> Act:
    """Let the events follow a 题注 or a 有效期 that has been put right; all others stay.

    One that staff have put right in the record alone stays so as long as the words for it are the same.
    """
    events = before.events
    if after.history != before.history:
        old, new = read_history(before.history).events, read_history(after.history).events
        spoken = {event.words for event in old if event.words}
        put_right = {event.words: event for event in events if event.words in spoken and event not in old}
        kept = (event for event in events if event not in old and event.words not in put_right)
        told = (put_right.get(event.words, event) for event in new)
        events = tuple(sorted((*told, *kept), key=lambda event: event.date))
    return with_ending(replace(after, events=events), before)


def keep_passages(before: Act, after: Act) -> Act:
    """Let the places of a decision's operations follow its words.

    Raises:
        TouchesOperation: their own words have changed.
    """
    modifications = tuple(
        replace(m, passages=tuple(_moved(passage, before, after) for passage in m.passages))
        for m in before.modifications
    )
    return replace(after, modifications=modifications)


def _moved(passage: Passage, before: Act, after: Act) -> Passage:
    old, new = _text(before, passage), _text(after, passage)
    if old is None or new is None:
        raise TouchesOperation
    start, end = common_ends(old, new)
    if old == new or passage.end <= start:
        return passage
    if passage.start < len(old) - end:
        raise TouchesOperation
    shift = len(new) - len(old)
    return replace(passage, start=passage.start + shift, end=passage.end + shift)


def _text(act: Act, passage: Passage) -> str | None:
    """The paragraph that a passage lies in; None when there is none."""
    for provision in act.provisions():
        if provision.eid == passage.eid:
            blocks = (*provision.blocks, *provision.tail)
            return blocks[passage.block].text if passage.block < len(blocks) else None
    return None


def period_of(act: Act, eid: EId) -> Commencement | None:
    """Find the commencement that a provision, or what it stands in, has of its own; None if the act's."""
    chain = _chain(act, eid)
    name = next((p.period for p in reversed(chain) if p.period), "")
    return next((c for c in act.commencements[1:] if c.id == name), None)


def _chain(act: Act, eid: EId) -> list[Provision]:
    """A provision and all it stands in, the outermost first."""
    roots = [*act.preamble, *act.body, *(root for a in act.attachments for root in a.body)]
    chain: list[Provision] = []
    while found := next((p for p in roots if any(q.eid == eid for q in p.walk())), None):
        chain.append(found)
        roots = list(found.children) if found.eid != eid else []
    return chain


def tied(act: Act, eids: Collection[EId], commencement: Commencement) -> Act:
    """Tie provisions to a commencement of their own; drop one that nothing is tied to any more."""
    before = {p.period for p in act.provisions() if p.period}
    name = _name(act, eids)
    out = mapped(act, lambda p: replace(p, period=name) if p.eid in eids else p)
    gone = before - {p.period for p in out.provisions()}
    kept = [c for c in act.commencements[1:] if c.id not in gone | {name}]
    added = sorted([*kept, replace(commencement, id=name)], key=lambda c: int(c.id.rpartition("_")[2]))
    return replace(out, commencements=(*act.commencements[:1], *added))


def _name(act: Act, eids: Collection[EId]) -> str:
    """The name of a commencement that only these provisions have, or one that is free."""
    for commencement in act.commencements[1:]:
        tied_to = {p.eid for p in act.provisions() if p.period == commencement.id}
        if tied_to and tied_to <= set(eids):
            return commencement.id
    taken = {c.id for c in act.commencements}
    return next(name for n in range(2, 10_000) if (name := f"cm_{n}") not in taken)


class NotSettled(CompendiumError):
    """A day that can't be that of this version or provision; the message says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """The day, the words that fix it and where they stand; `mistaken` is why the day held was wrong."""

    day: date
    words: str
    source: str = ""
    mistaken: str = ""

    @property
    def commencement(self) -> Commencement:
        """The day as a version keeps it."""
        return Commencement(
            "cm_1", self.day, Basis.STATED, "：".join(filter(None, (self.source, self.words)))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A day settled, before it is written: `facts` as the version was, `act` as it is to be.

    `notes` tell what changes with it, `hints` what a person should look at.
    """

    facts: Facts
    act: Act
    places: tuple[str, ...] = ()
    translations: tuple[Facts, ...] = ()
    notes: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    files: dict[CorpusPath, bytes | None] = field(default_factory=dict)


def settle_version(catalog: Catalog, work: Work, facts: Facts, said: Said) -> Settlement:
    """Plan the day of effect of a whole version: its file takes the name of the day.

    Raises:
        NotSettled: the day is stated already, or does not fit its words or the versions around it.
    """
    _refuse_other_words(said)
    act = catalog.act(facts)
    held = act.commencements[0] if act.commencements else None
    _refuse_stated(f"{quoted(act.title)}{day_label(facts.date)} 的版本", held, said)
    _refuse_before_making(act, said.day)
    refuse_disorder(work, facts, said.day)
    settled = replace(act, date=said.day, commencements=(said.commencement, *act.commencements[1:]))
    settled = keep_events(act, _with_correction(settled, held, NO_EID, said))
    plan = Settlement(facts=facts, act=settled, translations=_translations(work, facts))
    plan.files.update(moved(catalog, work, facts, settled, {}))
    _follow(catalog, act, plan)
    return plan


def settle_provisions(
    catalog: Catalog, work: Work, facts: Facts, places: Sequence[str], said: Said
) -> Settlement:
    """Plan the day of effect of some provisions of a version.

    Raises:
        NoProvision, NotSettled: there is no such provision, or the day can't be its own.
    """
    _refuse_other_words(said)
    act = catalog.act(facts)
    provisions = [find_provision(act, facts, words) for words in places]
    if not act.commencements or act.commencements[0].date == said.day:
        raise NotSettled(f"{said.day} 就是全文的施行日期，不必为{'、'.join(places)}另记")
    _refuse_before_making(act, said.day)
    settled = act
    for words, provision in zip(places, provisions, strict=True):
        held = period_of(act, provision.eid)
        _refuse_stated(f"{quoted(act.title)}{day_label(facts.date)} 的版本{words}", held, said)
        settled = _with_correction(settled, held, provision.eid, said)
    settled = tied(settled, [provision.eid for provision in provisions], said.commencement)
    plan = Settlement(facts=facts, act=settled, places=tuple(places), translations=_translations(work, facts))
    plan.files.update(moved(catalog, work, facts, settled, {}))
    plan.hints.extend(_later_silent(catalog, work, facts, [p.wid for p in provisions], said.day))
    return plan


def _refuse_other_words(said: Said) -> None:
    """Refuse a day that is not the one its own words tell."""
    told = begins_on(said.words).starts
    if told and said.day not in told:
        days = "、".join(map(str, sorted(told)))
        raise NotSettled(
            f"原文“{said.words}”写的是自 {days} 起，要记的是自 {said.day} 起，两者不同，请核对；没有写入"
        )


def _refuse_stated(what: str, held: Commencement | None, said: Said) -> None:
    if held is None or not held.basis.is_known:
        if said.mistaken:
            raise NotSettled(f"{what}的施行日期尚未确定，不是更正；请去掉 --correct")
        return
    if held.date == said.day:
        raise NotSettled(f"{what}已记为自 {said.day} 起施行")
    if not said.mistaken:
        raise NotSettled(
            f"{what}的施行日期已载明：{held.date}（“{held.words}”）；"
            "确属误记的，用 --correct 并以 --reason 说明"
        )


def _refuse_before_making(act: Act, day: date) -> None:
    if (made := made_on(act)) and day < made:
        raise NotSettled(f"{day} 早于这一版本通过或者修改的日期 {made}")


def refuse_disorder(work: Work, facts: Facts, day: date) -> None:
    for other in (*work.expressions, *work.translations):
        if other.date == facts.date:
            continue
        if other.date == day:
            raise NotSettled(f"{quoted(work.title)}已有 {day} 的版本（{other.path}），同一天不能有两个版本")
        if (other.date < day) is not (other.date < facts.date):
            open_ = bool(other.commencements) and not other.commencements[0].basis.is_known
            hint = "；那一版本的施行日期也未确定，请先确定" if open_ else "；请核对"
            raise NotSettled(
                f"{day} 会使 {day_label(facts.date)} 的版本排到 {day_label(other.date)} 的版本"
                f"{'之后' if other.date > facts.date else '之前'}，版本的次序不能改变{hint}"
            )


def _with_correction(act: Act, held: Commencement | None, eid: EId, said: Said) -> Act:
    """Record that a day was put right, when it was; its source stands beside the day itself."""
    if not said.mistaken or held is None or held.date is None:
        return act
    words = CorrectedWords(eid, f"自{day_words(held.date)}起施行", f"自{day_words(said.day)}起施行")
    correction = Correction(said.mistaken, (words,))
    return replace(act, corrections=(*act.corrections, correction))


def _translations(work: Work, facts: Facts) -> tuple[Facts, ...]:
    return tuple(t for t in work.translations if t.date == facts.date)


def _later_silent(catalog: Catalog, work: Work, facts: Facts, wids: list[WId], day: date) -> Iterator[str]:
    """Later versions that hold one of the provisions and begin before its day without saying so."""
    for later in work.expressions:
        if facts.date < later.date < day:
            named = dict(later.labels)
            for provision in catalog.act(later).provisions():
                if provision.wid in wids and not provision.period:
                    yield (
                        f"{day_label(later.date)} 的版本也有这一条款（{named[provision.eid]}），"
                        "没有另外的施行日期；如也自该日起施行，请同样确定"
                    )


# ---- what follows from the day


def _follow(catalog: Catalog, before: Act, plan: Settlement) -> None:
    """Let versions and repeals that hang on the act take the day."""
    _withdraw(catalog, before, plan)
    if plan.act.kind in DECISIONS:
        changes = settle_known(catalog, [plan.act])
        plan.files.update(changes.files)
        plan.notes.extend(changes.notes)
        plan.hints.extend(_dated_by(catalog, before, plan))
    repeals = record_effects(catalog, [plan.act], [], plan.files)
    plan.files.update(repeals.files)
    plan.notes.extend(repeals.notes)
    plan.hints.extend(one.words for one in repeals.unrecorded)


def _withdraw(catalog: Catalog, before: Act, plan: Settlement) -> None:
    """Take back the effects recorded for the day that was wrong."""
    now = set(effects_of(plan.act).found)
    for effect in (effect for effect in effects_of(before).found if effect not in now):
        for facts in _versions(catalog, effect.title):
            act = current(catalog, facts, plan.files)
            event = event_of(effect, act, before)
            if event is None or event not in act.events:
                continue
            events = tuple(e for e in act.events if e != event)
            plan.files[facts.path] = write_act(replace(act, events=events))
            plan.notes.append(f"{quoted(act.title)}原记自 {event.date} 起{event.kind.chinese}，撤回")


def _versions(catalog: Catalog, title: str) -> Iterator[Facts]:
    for work in catalog.by_title.get(title_key(title), ()):
        yield from work.expressions


def _dated_by(catalog: Catalog, decision: Act, plan: Settlement) -> Iterator[str]:
    """Versions that took the wrong day from the decision: a person must put them right."""
    for facts in (f for work in catalog.works for f in work.expressions if f.path not in plan.files):
        held = facts.commencements[0] if facts.commencements else None
        if held and held.date == decision.date and held.words.startswith(quoted(decision.title)):
            yield (
                f"{quoted(facts.title)}{day_label(facts.date)} 的版本据本决定确定施行日期，"
                "请用 --correct 一并更正"
            )


def message(plan: Settlement, said: Said) -> str:
    """Write the message of the commit: what begins when, by which words."""
    verb = "更正施行日期" if said.mistaken else "确定施行日期"
    what = f"{quoted(plan.act.title)}{day_label(plan.facts.date)} 的文本{'、'.join(plan.places)}"
    lines = [f"{verb}：{what}自 {said.day} 起施行", "", f"依据：{plan_words(said)}"]
    lines += [f"缘由：{said.mistaken}"] if said.mistaken else []
    return "\n".join([*lines, *(f"- {note}" for note in plan.notes)]) + "\n"


def plan_words(said: Said) -> str:
    """Return the words that fix the day, with their source."""
    return said.commencement.words
