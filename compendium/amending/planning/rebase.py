"""What other decisions make of an act on the same day and later, anew on the text that one has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from compendium.amending.planning.days import phases
from compendium.amending.planning.one import Task, known, made_by, place_in, plan_work
from compendium.amending.planning.overtaken import Shifted, shifted_by
from compendium.amending.planning.plans import WorkPlan
from compendium.amending.planning.views import labels_of, place_of
from compendium.amending.reading import read_decision
from compendium.amending.statements import NONE, Statements, load_statements
from compendium.law.act import Act
from compendium.law.commencement import made_on
from compendium.law.days import day_words
from compendium.law.identifiers import CorpusPath
from compendium.law.kinds import DECISIONS
from compendium.law.names import expression_path, quoted
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts


@dataclass(frozen=True, slots=True)
class Step:
    """One amendment in the order of effect: the decision's own task, or another's; neither for a text of
    which no decision is held."""

    day: date
    place: int
    task: Task | None = None
    maker: Act | None = None


def sequence(tasks: Sequence[Task], catalog: Catalog) -> Iterator[WorkPlan]:
    """Plan a regulation from each day on which the decision changes it, with what others make of it then.

    A version whose decision the corpus does not hold is an official text that stands as it is; it is named.
    Where a later decision can't be carried out any more, both touch the same words: that is a conflict.
    """
    work = known(tasks[0], catalog)
    if work is None or tasks[0].day is None:
        yield plan_work(tasks[0], catalog)
        return
    steps = _steps(tasks, work, catalog)
    own: list[WorkPlan] = []
    text: Act | None = None
    shifted: tuple[Shifted, ...] = ()
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        if step.task is not None:
            plan = plan_work(replace(step.task, shifted=shifted), catalog, text)
            own.append(plan)
        elif step.maker is None:
            yield _standing(work, step)
            return
        else:
            made = again(step.maker, work, step.day, text, shifted, catalog)
            plan = _told(made, step.maker, own)
        if after is not None and after.day == step.day:
            plan = replace(plan, held=None, interim=True)
        yield plan
        if plan.blocked or plan.after is None or plan.amended is None:
            return
        text = plan.after
        adopted = made_on(step.maker or tasks[0].decision)
        shifted = tuple(shifted_by(plan.amended, adopted or step.day, shifted))


def _steps(tasks: Sequence[Task], work: Work, catalog: Catalog) -> list[Step]:
    """All that changes the work from the first day on, in order; what is on the way already comes first."""
    decision = tasks[0].decision
    start = tasks[0].day or date.max
    versions = [f for f in work.expressions if f.date >= start]
    steps = []
    for task in tasks:
        held = [f for f in versions if f.date == task.day and made_by(f, decision)]
        place = place_in(held[0], decision) if held else len(work.expressions) + 99
        steps.append(Step(task.day or date.max, place, task))
    for facts in versions:
        own = made_by(facts, decision)
        if facts.date == start and not own:
            continue  # it is what the decision amends
        others = [maker for maker in makers_of(facts, catalog) if maker.work != decision.work]
        steps += [Step(facts.date, place_in(facts, maker), maker=maker) for maker in others]
        if not others and not own:
            steps.append(Step(facts.date, 0))
    return sorted(steps, key=lambda step: (step.day, step.place))


def _standing(work: Work, step: Step) -> WorkPlan:
    day = day_words(step.day)
    note = f"其后已有{day}的版本，法规库中没有作出它的决定，该版本保持不变，请核对是否已含本次修改"
    return WorkPlan(title=work.title, day=step.day, work=work, notes=(note,))


def _told(plan: WorkPlan, maker: Act, own: Sequence[WorkPlan]) -> WorkPlan:
    """The plan of another decision, with what it has to do with this one."""
    if plan.blocked and own:
        what = f"与{quoted(maker.title)}冲突：该决定在本次修改后的文本上不能执行"
        fault = plan.fault or f"{what}，可在 {statements_path(maker)} 中另行说明该决定的各项"
        plan = replace(plan, fault=fault)
    return replace(plan, decision=maker, notes=(*plan.notes, *_both(own, plan)))


def again(
    maker: Act, work: Work, day: date, text: Act | None, shifted: tuple[Shifted, ...], catalog: Catalog
) -> WorkPlan:
    """Plan what a decision makes of the work on a day, on a text that takes the place of the one before."""
    statements = stored_statements(maker, catalog)
    reading = read_decision(maker)
    for part in reading.parts:
        parted = phases(part, maker, statements)
        for phase in parted:
            if phase.day in (day, None):
                alone = len(parted) == 1
                task = Task(
                    decision=phase.decision,
                    part=phase.part,
                    common=reading.common,
                    day=day,
                    statements=statements,
                    alone=alone,
                    shifted=shifted,
                )
                planned = plan_work(task, catalog, text)
                if planned.work and planned.work.uri == work.uri:
                    return planned
    return WorkPlan(
        title=work.title, day=day, work=work, fault=f"{quoted(maker.title)}中找不到修改本法规的部分"
    )


def makers_of(facts: Facts, catalog: Catalog) -> list[Act]:
    """List the decisions held that made a version and whose operations are written down, in order."""
    found = []
    for work in catalog.works:
        if work.kind in DECISIONS:
            held = [f for f in work.expressions if made_by(facts, f)]
            found += [(place_in(facts, f), catalog.act(f)) for f in held]
    return [act for _, act in sorted(found, key=lambda pair: pair[0]) if act.modifications]


def stored_statements(decision: Act, catalog: Catalog) -> Statements:
    """Read what staff have stated on a decision, kept beside it."""
    path = statements_path(decision)
    if path not in catalog.files.paths():
        return NONE
    return load_statements(catalog.files.read(path), path, decision.title)


def statements_path(decision: Act) -> CorpusPath:
    """Name the file where the corpus keeps what a person stated on a decision: beside its own."""
    path = expression_path(decision.work, decision.language, decision.date)
    return CorpusPath(path.removesuffix(".xml") + ".toml")


def _both(own: Sequence[WorkPlan], again: WorkPlan) -> Iterator[str]:
    """Provisions that both decisions touch, for a person to look at."""
    one = {eid for plan in own for item in plan.items for op in item.operations for eid in op.results if eid}
    other = {eid for item in again.items for op in item.operations for eid in op.targets if eid}
    if both := sorted(one & other):
        names = labels_of(again.before)
        yield f"两个决定都改动{'、'.join(place_of(eid, names) for eid in both)}，请核对先后修改的结果"
