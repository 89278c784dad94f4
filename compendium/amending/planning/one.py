"""Plan what a decision does to one regulation.

First it is told which text of which regulation a part of the decision amends; then a person's statements take
the place of the instructions they answer; then the instructions are carried out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from compendium.amending.applying import amend
from compendium.amending.finish import finished
from compendium.amending.instruction import (
    Content,
    Insert,
    Instruction,
    Item,
    Merge,
    Part,
    Split,
    State,
    Substitute,
    Unread,
)
from compendium.amending.planning.overtaken import Shifted, overtaken, shifted_in, without_overtaken
from compendium.amending.planning.plans import WorkPlan
from compendium.amending.reading import read_sentence
from compendium.amending.repair import repair_references
from compendium.amending.repair.outside import outside_references
from compendium.amending.statements import Statement, Statements
from compendium.law.act import Act
from compendium.law.commencement import made_on
from compendium.law.days import day_words
from compendium.law.names import quoted, title_key
from compendium.law.problems import CompendiumError
from compendium.law.timeline import OVER, Status, missing_on, standing, start_of
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts
from compendium.text.missing import missing_words

_DATED = re.compile(r"[（(](?:[12]\d{3}年?)?(?:修[正订](?:文本|本)?)?[)）]$")


class NoBase(CompendiumError):
    """A regulation that is there, but without a text that the decision could amend."""


def work_of(part: Part, catalog: Catalog, day: date | None) -> Work | None:
    """Find the regulation that a part names; None when the corpus does not hold it.

    Of several with one title (re-made after a repeal, documents under one name) the one meant has the
    document number that the decision gives, or is the only one that holds before the day of effect.

    Raises:
        NoBase: the words fit several.
    """
    for title in (part.title, *part.aliases):
        found = catalog.by_title.get(title_key(title), ())
        if part.number:
            found = tuple(w for w in found if w.expressions[-1].number in ("", part.number)) or found
        if len(found) > 1 and day is not None:
            eve = day - timedelta(days=1)
            found = tuple(w for w in found if standing(w.expressions, eve).status is Status.IN_FORCE) or found
        if len(found) > 1:
            folders = "、".join(work.folder for work in found)
            raise NoBase(f"{quoted(title)}在法规库中不止一部（{folders}），不能确定修改哪一部")
        if found:
            return found[0]
    return next(filter(None, (_dated(title, catalog) for title in (part.title, *part.aliases))), None)


def _dated(title: str, catalog: Catalog) -> Work | None:
    """The only work whose title adds to this one nothing but a year or 修正 in brackets.

    Other brackets tell works apart: （试行）, （二）.
    """
    key = title_key(title)
    found = [w for w in catalog.works if _DATED.search(w.title) and title_key(_DATED.sub("", w.title)) == key]
    return found[0] if len(found) == 1 else None


def base_of(work: Work, day: date | None) -> Facts:
    """Find the version in force on the day before `day`; the last one while the day is undetermined.

    What another decision makes of the act for the same day comes first: both then hold together.

    Raises:
        NoBase: the act has ended, or no version has begun by then.
    """
    versions = work.expressions
    if day is None:
        begun = [facts for facts in versions if start_of(facts)[0] is not None]
        return (begun or list(versions))[-1]
    same_day = [facts for facts in versions if facts.date == day]
    if same_day:
        return same_day[-1]
    eve = day - timedelta(days=1)
    now = standing(versions, eve)
    if now.status in OVER:
        raise NoBase(f"{quoted(work.title)}在{day_words(eve)}{now.status.value}，不能修改")
    if now.status is Status.NOT_HELD:
        raise NoBase(f"{quoted(work.title)}：{missing_words(now.missing)}，法规库中没有可以修改的文本")
    if now.status is Status.NOT_YET:
        raise NoBase(f"{quoted(work.title)}在{day_words(eve)}尚未施行，法规库中没有可以修改的文本")
    return versions[now.index]


def made_by(facts: Facts, decision: Act | Facts) -> bool:
    """Tell whether this decision made a version, as its text says, or else its last amendment in the 题注."""
    if facts.amended_by:
        return decision.work in facts.amended_by
    return place_in(facts, decision) >= 0


def place_in(facts: Facts, decision: Act | Facts) -> int:
    """Find where the decision stands among the last amendments in a version's 题注; -1 where it does not."""
    told = [event for event in facts.events if event.decision]
    adopted = {event.date for event in decision.events}
    for position, event in enumerate(told):
        same = event.date in adopted and title_key(event.decision) in title_key(decision.title)
        if same and (event.date == told[-1].date or decision.work in facts.amended_by):
            return position
    return -1


FORM = "人工说明"
"""The form of an instruction that a person stated."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The instructions to carry out, with what was set aside; `stated` by the number of the instruction."""

    items: tuple[Instruction | Unread, ...]
    aside: tuple[Item, ...]
    stated: dict[str, Statement]


def answered(items: Iterable[Instruction | Unread], statements: Statements) -> Answered:
    """Replace what is answered.

    Raises:
        CompendiumError: a stated sentence can't be read, with its words.
    """
    run: list[Instruction | Unread] = []
    aside: list[Item] = []
    stated: dict[str, Statement] = {}
    for item in items:
        statement = statements.of(item.id)
        if statement is None:
            run.append(item)
        elif statement.aside:
            aside.append(Item(instruction=item, state=State.ASIDE, reason=statement.aside))
        else:
            stated[item.id] = statement
            run += _said(item, statement)
    return Answered(tuple(run), tuple(aside), stated)


def _said(item: Instruction | Unread, statement: Statement) -> Iterable[Instruction]:
    for sentence in statement.say:
        content = _content(item) if sentence.rstrip().endswith(("：", ":")) else None
        for action in read_sentence(sentence, content):
            yield Instruction(id=item.id, action=action, words=sentence, passages=item.passages, form=FORM)


def _content(item: Instruction | Unread) -> Content | None:
    """The new text that the decision gives under an instruction, for a statement that takes it over."""
    if isinstance(item, Unread):
        return item.content
    if isinstance(item.action, Substitute | Insert | Split | Merge):
        return item.action.content
    return None


def with_states(items: Sequence[Item], stated: dict[str, Statement]) -> tuple[Item, ...]:
    """Mark what was carried out as a person stated it."""
    return tuple(
        replace(item, state=State.STATED, reason=stated[item.instruction.id].reason)
        if item.instruction.id in stated and item.state is State.READ
        else item
        for item in items
    )


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """Find the regulation that a part is about; None when the corpus does not hold it for certain."""
    try:
        return work_of(task.part, catalog, task.day)
    except NoBase:
        return None


def plan_work(task: Task, catalog: Catalog, before: Act | None = None) -> WorkPlan:
    """Plan one regulation on the version in force before, or on a given text that takes its place."""
    empty = WorkPlan(title=task.part.title, day=task.day)
    try:
        work = work_of(task.part, catalog, task.day)
        if work is None:
            return replace(empty, items=tuple(_read_only(item) for item in task.items))
        if _only_after(work, task):
            note = f"法规库中只有{quoted(work.title)}修改后的文本，没有修改前的文本，无可执行"
            return replace(empty, items=tuple(_read_only(i) for i in task.items), notes=(note,))
        others = _without(work, task.decision)
        facts = base_of(others, task.day)
    except NoBase as error:
        read = tuple(_read_only(item) for item in task.items)
        return replace(empty, work=known(task, catalog), fault=str(error), items=read)
    held = _held(work, task)
    notes = [] if start_of(facts)[1] else [_unsure(facts.title, facts.date)]
    notes += _lacking(others, task)
    planned = _carried_out(task, work, before or catalog.act(facts), catalog)
    return replace(planned, held=catalog.act(held) if held else None, notes=(*notes, *planned.notes))


def _lacking(work: Work, task: Task) -> Iterator[str]:
    """Say that the text to be amended may be another than the one at hand."""
    made = {event.date for event in task.decision.events}
    missing = missing_on(work.expressions, task.day - timedelta(days=1)) if task.day else ()
    if lacking := [one for one in missing if one.event.date not in made]:
        yield f"{missing_words(lacking)}，修改前的文本可能不是所列的版本，请核对"


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
        title=task.part.title,
        day=task.day,
        work=work,
        before=before,
        amended=amended,
        items=_in_order(items, task.items),
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
    outside = outside_references(
        catalog, work, moves=amended.moves, day=since, origins=amended.origins, title=title
    )
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
        return Item(instruction=item, state=State.REFUSED, reason=item.reason)
    return Item(instruction=item, state=State.READ)


def _in_order(items: Sequence[Item], order: Sequence[Instruction | Unread]) -> tuple[Item, ...]:
    place = {item.id: position for position, item in reversed(list(enumerate(order)))}
    return tuple(sorted(items, key=lambda item: place.get(item.instruction.id, len(order))))


def _unsure(title: str, day: date) -> str:
    return f"{quoted(title)}{day_words(day)}的版本没有写明何时施行，按此日期认定为修改前的文本，请核对"
