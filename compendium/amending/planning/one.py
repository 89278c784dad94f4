"""Plan what a decision does to one regulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from compendium.amending.applying import amend
from compendium.amending.finishing import finished
from compendium.amending.instruction import Instruction, Part, Unread
from compendium.amending.operation import Item, State
from compendium.amending.outside import outside_references
from compendium.amending.planning.answers import answered, with_states
from compendium.amending.planning.base import NoBase, base_of, made_by, work_of
from compendium.amending.planning.overtaken import Shifted, overtaken, shifted_in, without_overtaken
from compendium.amending.planning.plans import WorkPlan
from compendium.amending.repair import repair_references
from compendium.amending.statements import Statements
from compendium.catalog import Catalog, Work
from compendium.commencement import made_on
from compendium.days import day_words
from compendium.facts import Facts
from compendium.model import Act
from compendium.problems import CompendiumError
from compendium.timeline import start_of
from compendium.titles import quoted


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a decision with what the decision says for all its regulations, from one day on.

    `alone` where that is the only day on which the part begins. `shifted` are the numbers that decisions made
    anew before it have changed.
    """

    decision: Act
    part: Part
    common: tuple[Instruction | Unread, ...]
    day: date | None
    statements: Statements
    alone: bool = True
    shifted: tuple[Shifted, ...] = ()

    @property
    def items(self) -> tuple[Instruction | Unread, ...]:
        """All that is said for the regulation."""
        return (*self.part.items, *self.common)


def known(task: Task, catalog: Catalog) -> Work | None:
    """The regulation that a part is about; None when the corpus does not hold it, or not for certain."""
    try:
        return work_of(task.part, catalog, task.day)
    except NoBase:
        return None


def plan_work(task: Task, catalog: Catalog, before: Act | None = None) -> WorkPlan:
    """Plan one regulation on the version in force before, or on a given text that takes its place."""
    empty = WorkPlan(task.part.title, task.day)
    try:
        work = work_of(task.part, catalog, task.day)
        if work is None:
            return replace(empty, items=tuple(_read_only(item) for item in task.items))
        if _only_after(work, task):
            note = f"法规库中只有{quoted(work.title)}修改后的文本，没有修改前的文本，无可执行"
            return replace(empty, items=tuple(_read_only(i) for i in task.items), notes=(note,))
        facts = base_of(_without(work, task.decision), task.day)
    except NoBase as error:
        read = tuple(_read_only(item) for item in task.items)
        return replace(empty, work=known(task, catalog), fault=str(error), items=read)
    held = _held(work, task)
    notes = [] if start_of(facts)[1] else [_unsure(facts.title, facts.date)]
    planned = _carried_out(task, work, before or catalog.act(facts), catalog)
    return replace(planned, held=catalog.act(held) if held else None, notes=(*notes, *planned.notes))


def _only_after(work: Work, task: Task) -> bool:
    """Whether the corpus has nothing but texts that the decision, or ones after it, have amended."""
    others = [facts for facts in work.expressions if not made_by(facts, task.decision)]
    if not others or task.day is None:
        return not others
    return others[0].date > task.day and any(event.decision for event in others[0].events)


def _held(work: Work, task: Task) -> Facts | None:
    """The version that the decision has made for the day; one of another day where it could make no other."""
    made = [facts for facts in work.expressions if made_by(facts, task.decision)]
    return next((f for f in made if f.date == task.day), made[-1] if made and task.alone else None)


def _without(work: Work, decision: Act) -> Work:
    """The work without the version that the decision itself made."""
    others = tuple(facts for facts in work.expressions if not made_by(facts, decision))
    return replace(work, expressions=others)


def _carried_out(task: Task, work: Work, before: Act, catalog: Catalog) -> WorkPlan:
    answers = answered(task.items, task.statements)
    amended = amend(before, answers.items, task.day or task.decision.date)
    read = with_states(amended.items, answers.stated)
    shifted = task.shifted or shifted_in(before)
    items = (*without_overtaken(read, overtaken(shifted, made_on(task.decision))), *answers.aside)
    plan = WorkPlan(
        task.part.title, task.day, work, before, amended=amended, items=_in_order(items, task.items)
    )
    if plan.refused:
        return plan
    repaired = repair_references(amended)
    try:
        done = finished(amended, repaired, task.decision)
    except CompendiumError as error:
        return replace(plan, fault=str(error))
    after = done.act
    title = after.title if after.title != before.title else ""
    since = task.day or task.decision.date
    outside = outside_references(catalog, work, amended.moves, since, amended.origins, title)
    return replace(
        plan,
        after=after,
        repairs=repaired.repairs,
        reports=repaired.reports,
        outside=tuple(outside),
        notes=done.remarks,
    )


def _read_only(item: Instruction | Unread) -> Item:
    """An instruction that is carried out nowhere."""
    if isinstance(item, Unread):
        return Item(item, State.REFUSED, reason=item.reason)
    return Item(item, State.READ)


def _in_order(items: Sequence[Item], order: Sequence[Instruction | Unread]) -> tuple[Item, ...]:
    place = {item.id: position for position, item in reversed(list(enumerate(order)))}
    return tuple(sorted(items, key=lambda item: place.get(item.instruction.id, len(order))))


def _unsure(title: str, day: date) -> str:
    return f"{quoted(title)}{day_words(day)}的版本没有写明何时施行，按此日期认定为修改前的文本，请核对"
