"""Plan a whole decision: every regulation it names, the texts that begin later, the files to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from compendium.amending.instruction import Amended, Instruction, Part, Reading, RepealAct, Unread
from compendium.amending.planning.days import phases, unplaced
from compendium.amending.planning.one import Task
from compendium.amending.planning.plans import AmendPlan, WorkPlan
from compendium.amending.planning.rebase import sequence
from compendium.amending.planning.record import modifications, rerecorded, with_changes
from compendium.amending.reading import read_decision
from compendium.amending.statements import NONE, Statements, unknown_entries
from compendium.editing.decided import record_effects
from compendium.law.act import Act
from compendium.law.changes import Modification
from compendium.law.days import UNKNOWN_DAY
from compendium.law.effects import Effect, EffectKind, effects_of
from compendium.law.kinds import DECISIONS
from compendium.law.names import quoted
from compendium.law.problems import CompendiumError
from compendium.library.catalog import Catalog

Progress = Callable[[int, int], None]


class NotADecision(CompendiumError):
    """A text that amends nothing, given in the place of a decision."""

    def __init__(self, act: Act) -> None:
        super().__init__(
            f"{quoted(act.title)}是{act.kind.chinese}，不是修改或者废止法规的决定，没有可以执行的修改。"
            "请写修改决定的文件或者名称；文本要入库的，用 compendium import"
        )


def plan_decision(
    decision: Act, catalog: Catalog, statements: Statements = NONE, tell: Progress | None = None
) -> AmendPlan:
    """Read a decision and work out all that it does; nothing is written.

    Raises:
        NotADecision: the text is of another kind, and orders nothing.
        CompendiumError: a stated sentence can't be read.
    """
    reading = read_decision(decision)
    told = effects_of(decision).found
    if not (reading.parts or reading.repeals or told or decision.kind in DECISIONS):
        raise NotADecision(decision)
    asked = [item for part in reading.parts for item in part.items] + list(reading.common)
    faults = unknown_entries(statements, [(item.id, item.words) for item in asked])
    faults += [
        f"“{words}”：没有能对应到修改项，请在说明文件中用 starts 写明哪一项另有施行日期"
        for words in unplaced(decision, statements)
    ]
    faults += _homeless(reading, decision, told)
    works: list[WorkPlan] = []
    for position, part in enumerate(reading.parts, 1):
        works += _part(part, reading.common, decision, statements, catalog)
        if tell:
            tell(position, len(reading.parts))
    faults += _nothing_here(decision, works, told, catalog)
    repeals = tuple(dict.fromkeys([*_repeals(reading.repeals), *_ended(told)]))
    plan = AmendPlan(
        decision=decision,
        works=tuple(works),
        statements=statements,
        faults=tuple(faults),
        repeals=repeals,
        unrecorded=tuple(one.words for one in record_effects(catalog, [decision], [], {}).unrecorded),
    )
    return plan if plan.blocked else _recorded(plan)


def _homeless(reading: Reading, decision: Act, told: Sequence[Effect]) -> Iterator[str]:
    """What is ordered of no regulation, where the decision names none; no plan would show it."""
    if reading.parts:
        return
    if not reading.repeals and not told:
        yield f"{quoted(decision.title)}中没有读到对哪一部法规作什么修改"
        return
    for item in reading.common:
        yield f"“{item.words}”：没有写明是哪一部法规"


def _nothing_here(
    decision: Act, works: Sequence[WorkPlan], told: Sequence[Effect], catalog: Catalog
) -> Iterator[str]:
    """Why a decision must not be carried out: it has no day, or nothing that it names is in the corpus."""
    if decision.date == UNKNOWN_DAY:
        yield f"{quoted(decision.title)}没有日期，不能执行；请先核对原文，补上题注或者落款"
    titles = [*(effect.title for effect in told), *(work.title for work in works)]
    if works and all(work.work is None for work in works) and not any(map(catalog.cited, titles)):
        names = "、".join(quoted(work.title) for work in works[:5])
        yield (
            f"法规库中没有{names}，没有什么可以执行；请核对名称，或者先导入法规。"
            "只存决定的，用 compendium import，入库以后仍列在 compendium status 里"
        )


def _part(
    part: Part,
    common: tuple[Instruction | Unread, ...],
    decision: Act,
    statements: Statements,
    catalog: Catalog,
) -> Iterator[WorkPlan]:
    """A regulation from each day on which something of the decision begins, and what comes after."""
    parted = phases(part, decision, statements)
    alone = len(parted) == 1
    yield from sequence(
        [
            Task(
                decision=p.decision, part=p.part, common=common, day=p.day, statements=statements, alone=alone
            )
            for p in parted
        ],
        catalog,
    )


def _ended(told: Sequence[Effect]) -> Iterator[str]:
    """The acts that the decision ends, on a day of their own too: 《某办法》自2024年7月1日起废止."""
    for effect in told:
        if effect.kind in (EffectKind.REPEAL, EffectKind.LAPSE):
            yield effect.title


def _repeals(instructions: tuple[object, ...]) -> list[str]:
    return [
        item.action.title
        for item in instructions
        if isinstance(item, Instruction) and isinstance(item.action, RepealAct)
    ]


def _recorded(plan: AmendPlan) -> AmendPlan:
    """The plan with its operations written down in the decisions and in the texts they make."""
    made = modifications(work if work.decision is None else replace(work, after=None) for work in plan.works)
    works = recorded_works(plan.works, plan.decision, made)
    written = tuple(modification for own in made for modification in own)
    return replace(plan, decision=replace(plan.decision, modifications=written), works=works)


def recorded_works(
    plans: Sequence[WorkPlan], decision: Act | None, made: Sequence[tuple[Modification, ...]]
) -> tuple[WorkPlan, ...]:
    """Write the operations down in the texts that they make, and in the decisions that make them anew.

    `made` are the operations of the decision itself, plan by plan; it has none where every plan is of
    another decision.
    """
    others: dict[str, Act] = {}
    works: list[WorkPlan] = []
    for work, own in zip(plans, made, strict=True):
        maker = decision
        if work.after and work.amended and work.work:
            if work.decision:
                maker, own = rerecorded(others.get(work.decision.work, work.decision), work)
                others[maker.work] = maker
            assert maker is not None
            amended = _on_recorded(work.amended, works)
            after = with_changes(work.after, amended, maker, own)
            work = replace(work, after=after, amended=amended, decision=work.decision and maker)
        works.append(work)
    return tuple(works)


def _on_recorded(amended: Amended, works: list[WorkPlan]) -> Amended:
    """The amended text with the text before it as it has been recorded."""
    last = works[-1].after if works else None
    same = last and (last.work, last.date) == (amended.before.work, amended.before.date)
    return replace(amended, before=last) if last and same else amended
