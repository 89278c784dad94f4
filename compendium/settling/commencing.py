"""确定施行日期: settle a day of effect that a text left open or did not state, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from compendium.akn import write_act
from compendium.catalog import Catalog, Work
from compendium.commencement import made_on
from compendium.days import day_words
from compendium.deciding import DECISIONS, repealed_by
from compendium.facts import Facts
from compendium.importing.decided import record_repeals, settle_known
from compendium.model import Act, Basis, Commencement, CorrectedWords, Correction
from compendium.problems import CompendiumError
from compendium.selecting import find_provision
from compendium.settling.keeping import keep_events
from compendium.settling.moving import current, moved
from compendium.settling.periods import period_of, tied
from compendium.titles import quoted, title_key


class NotSettled(CompendiumError):
    """The day can't be that of this version or provision; the message says why."""


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


@dataclass(frozen=True, slots=True)
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
    files: dict[str, bytes | None] = field(default_factory=dict)


def settle_version(catalog: Catalog, work: Work, facts: Facts, said: Said) -> Settlement:
    """Plan the day of effect of a whole version: its file takes the name of the day.

    Raises:
        NotSettled: the day is stated already, or does not fit the versions around it.
    """
    act = catalog.act(facts)
    held = act.commencements[0] if act.commencements else None
    _refuse_stated(f"{quoted(act.title)}{facts.date} 的版本", held, said)
    _refuse_before_making(act, said.day)
    _refuse_disorder(work, facts, said.day)
    settled = replace(act, date=said.day, commencements=(said.commencement, *act.commencements[1:]))
    settled = keep_events(act, _with_correction(settled, held, "", said))
    plan = Settlement(facts, settled, translations=_translations(work, facts))
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
    act = catalog.act(facts)
    provisions = [find_provision(act, facts, words) for words in places]
    if not act.commencements or act.commencements[0].date == said.day:
        raise NotSettled(f"{said.day} 就是全文的施行日期，不必为{'、'.join(places)}另记")
    _refuse_before_making(act, said.day)
    settled = act
    for words, provision in zip(places, provisions, strict=True):
        held = period_of(act, provision.eid)
        _refuse_stated(f"{quoted(act.title)}{facts.date} 的版本{words}", held, said)
        settled = _with_correction(settled, held, provision.eid, said)
    settled = tied(settled, [provision.eid for provision in provisions], said.commencement)
    plan = Settlement(facts, settled, tuple(places), _translations(work, facts))
    plan.files.update(moved(catalog, work, facts, settled, {}))
    plan.hints.extend(_later_silent(catalog, work, facts, [p.wid for p in provisions], said.day))
    return plan


def _refuse_stated(what: str, held: Commencement | None, said: Said) -> None:
    if held is None or held.basis is not Basis.STATED:
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


def _refuse_disorder(work: Work, facts: Facts, day: date) -> None:
    for other in (*work.expressions, *work.translations):
        if other.date == facts.date:
            continue
        if other.date == day:
            raise NotSettled(f"{quoted(work.title)}已有 {day} 的版本（{other.path}），同一天不能有两个版本")
        if (other.date < day) is not (other.date < facts.date):
            open_ = bool(other.commencements) and other.commencements[0].basis is not Basis.STATED
            hint = "；那一版本的施行日期也未确定，请先确定" if open_ else "；请核对"
            raise NotSettled(
                f"{day} 会使 {facts.date} 的版本排到 {other.date} 的版本"
                f"{'之后' if other.date > facts.date else '之前'}，版本的次序不能改变{hint}"
            )


def _with_correction(act: Act, held: Commencement | None, eid: str, said: Said) -> Act:
    """Record that a day was put right, when it was."""
    if not said.mistaken or held is None or held.date is None:
        return act
    words = CorrectedWords(eid, f"自{day_words(held.date)}起施行", f"自{day_words(said.day)}起施行")
    correction = Correction(said.mistaken, (words,), said.source)
    return replace(act, corrections=(*act.corrections, correction))


def _translations(work: Work, facts: Facts) -> tuple[Facts, ...]:
    return tuple(t for t in work.translations if t.date == facts.date)


def _later_silent(catalog: Catalog, work: Work, facts: Facts, wids: list[str], day: date) -> Iterator[str]:
    """Later versions that hold one of the provisions and begin before its day without saying so."""
    for later in work.expressions:
        if facts.date < later.date < day:
            named = dict(later.labels)
            for provision in catalog.act(later).provisions():
                if provision.wid in wids and not provision.period:
                    yield (
                        f"{later.date} 的版本也有这一条款（{named[provision.eid]}），"
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
    repeals = record_repeals(catalog, [plan.act], [], plan.files)
    plan.files.update(repeals.files)
    plan.notes.extend(repeals.notes)


def _withdraw(catalog: Catalog, before: Act, plan: Settlement) -> None:
    """Take back the ends recorded for the day that was wrong."""
    for title, event in set(repealed_by(before)) - set(repealed_by(plan.act)):
        for facts in (f for f in _versions(catalog, title) if event in f.events):
            act = current(catalog, facts, plan.files)
            plan.files[facts.path] = write_act(
                replace(act, events=tuple(e for e in act.events if e != event))
            )
            plan.notes.append(f"{quoted(act.title)}原记自 {event.date} 起废止，撤回")


def _versions(catalog: Catalog, title: str) -> Iterator[Facts]:
    for work in catalog.by_title.get(title_key(title), ()):
        yield from work.expressions


def _dated_by(catalog: Catalog, decision: Act, plan: Settlement) -> Iterator[str]:
    """Versions that took the wrong day from the decision: a person must put them right."""
    for facts in (f for work in catalog.works for f in work.expressions if f.path not in plan.files):
        held = facts.commencements[0] if facts.commencements else None
        if held and held.date == decision.date and held.words.startswith(quoted(decision.title)):
            yield f"{quoted(facts.title)}{facts.date} 的版本据本决定确定施行日期，请用 --correct 一并更正"


def message(plan: Settlement, said: Said) -> str:
    """The message of the commit: what begins when, by which words."""
    verb = "更正施行日期" if said.mistaken else "确定施行日期"
    what = f"{quoted(plan.act.title)}{plan.facts.date} 的文本{'、'.join(plan.places)}"
    lines = [f"{verb}：{what}自 {said.day} 起施行", "", f"依据：{plan_words(said)}"]
    lines += [f"缘由：{said.mistaken}"] if said.mistaken else []
    return "\n".join([*lines, *(f"- {note}" for note in plan.notes)]) + "\n"


def plan_words(said: Said) -> str:
    """The words that fix the day, with their source."""
    return said.commencement.words
