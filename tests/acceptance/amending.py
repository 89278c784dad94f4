"""Amendments on the real set: triples carried out and held against the official text, decisions read.

The statements are what a person would write for what the program refuses; the words they answer are taken
from the decision when it is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compendium.amending.instruction import Amended, State, Unread
from compendium.amending.planning import plan_decision
from compendium.amending.planning.plans import AmendPlan, WorkPlan
from compendium.amending.reading import read_decision, uncovered
from compendium.amending.statements import NONE, Statement, Statements
from compendium.compare import Difference, DifferenceKind, MarkKind, difference
from compendium.editing.importing import plan_import
from compendium.intake.draft import draft_of
from compendium.law.act import Act
from compendium.law.identifiers import EId
from compendium.library.catalog import Catalog, load_catalog
from tests.builders import Memory

SAID: Mapping[str, Mapping[str, Sequence[str]]] = {
    "NPC-反垄断法-2022": {
        "十四": ["在第六章增加一条，作为第五十四条："],
        "十五": ["在第六章增加一条，作为第五十五条："],
        "二十四": ["在第七章增加一条，作为第六十七条："],
    },
    "NPC-宪法-1988": {
        "第一条": ["第十一条增加一款，作为第三款："],
        "第二条": ["将第十条第四款修改为：“{}”"],
    },
    "NPC-宪法-1999": {"第十六条": ["将第十一条修改为："]},
    "SH-殡葬-2024": {
        "四": ["在第一章增加一条，作为第七条："],
        "八": ["在第三章增加一条，作为第十六条："],
        "十八": ["在第七章增加一条，作为第三十五条："],
        "十九-一-2": ["在第三条中的“保护环境”后增加“，公益惠民”，在“革除殡葬陋俗”后增加“，维护逝者尊严”。"],
    },
    "SH-直接选举-2021": {
        "六-1": ["将条例中的“区、县”统一修改为“区”。", "将第七条中的“区县乡镇”统一修改为“区乡镇”。"]
    },
}
"""By triple and number of the instruction; {} stands for what the decision says after 修改为：“."""

TRANSCRIBED = frozenset({"NPC-宪法-1988"})
"""Triples whose text after is a transcription that departs from the decision in the words it gives."""

SUBSTANCE = frozenset(set(DifferenceKind) - {DifferenceKind.FORM, DifferenceKind.PREFACE})


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision carried out on the text before; `differences` is None while something is refused."""

    states: Mapping[str, int]
    remarks: int = 0
    repairs: int = 0
    differences: tuple[Difference, ...] | None = None
    wrong: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the text is the official one, printing form and 题注 apart."""
        return self.differences is not None and not self.substance

    @property
    def substance(self) -> tuple[Difference, ...]:
        """The differences in what is said."""
        return tuple(d for d in self.differences or () if d.kind in SUBSTANCE)


@dataclass(frozen=True, slots=True)
class Triple:
    """One real amendment, without a person and with what a person states."""

    name: str
    alone: Outcome
    stated: Outcome
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionRead:
    """A decision as read: instructions by form, what was not read, characters that belong to nothing."""

    name: str
    forms: Mapping[str, int]
    unread: tuple[str, ...] = ()
    uncovered: int = 0


def triples(data: Path) -> Iterator[Triple]:
    """Carry every triple out."""
    for folder in sorted(path for path in (data / "triples").glob("*") if path.is_dir()):
        yield _triple(folder)


def _triple(folder: Path) -> Triple:
    catalog = _taken(Catalog((), Memory({})), folder / "before.md")
    imported = plan_import([draft_of(folder / "decision.txt")], catalog, None, "cn-sh", "上海市")
    decision = imported.outcomes[0].act
    if decision is None:
        raise ValueError(imported.outcomes[0].refused)
    official = draft_of(folder / "after.md").act
    alone = plan_decision(decision, catalog)
    statements = _statements(decision, SAID.get(folder.name, {}))
    stated = plan_decision(decision, catalog, statements)
    refused = tuple(f"{i.instruction.id}：{i.reason}" for w in alone.works for i in w.refused)
    return Triple(folder.name, _outcome(alone, official), _outcome(stated, official), refused)


def _taken(catalog: Catalog, path: Path) -> Catalog:
    plan = plan_import([draft_of(path)], catalog, None, "cn-sh", "上海市")
    return load_catalog(Memory({name: data for name, data in plan.files.items() if data is not None}))


def _statements(decision: Act, said: Mapping[str, Sequence[str]]) -> Statements:
    reading = read_decision(decision)
    words = {item.id: item.words for part in reading.parts for item in part.items}
    items = tuple(
        Statement(id=id_, words=words[id_], say=tuple(s.format(_given(words[id_])) for s in sentences))
        for id_, sentences in said.items()
    )
    return Statements(decision.title, items, file="说明") if items else NONE


def _given(words: str) -> str:
    """The new text in an instruction whose quotation is not closed."""
    return words.partition("修改为：“")[2].strip()


def _outcome(plan: AmendPlan, official: Act) -> Outcome:
    works = [work for work in plan.works if work.work is not None]
    states = Counter(item.state.value for work in plan.works for item in work.items)
    if plan.blocked or not works:
        return Outcome(states)
    (work,) = works
    if work.after is None:
        return Outcome(states)
    found = difference(work.after, official)
    remarks = sum(len(item.remarks) for item in work.items)
    return Outcome(states, remarks, len(work.repairs), found, tuple(_wrong(work, found)))


def _wrong(work: WorkPlan, found: Sequence[Difference]) -> Iterator[str]:
    """Differences in what the decision itself wrote, where no remark asked a person to look."""
    if work.amended is None:
        return
    for one in found:
        side = one.replayed
        if one.kind not in SUBSTANCE or side is None or _remarked(work, side.eid):
            continue
        if _in_fresh(one, side.eid, work.amended):
            yield f"{one.place}：{one.replayed_words[:40]}…"


def _in_fresh(one: Difference, eid: EId, amended: Amended) -> bool:
    """Whether the difference touches characters that the decision wrote."""
    fresh = {n for s in amended.fresh.get(eid, ()) if s.block == 0 for n in range(s.start, s.end)}
    at = 0
    for mark in one.marks:
        if mark.kind is MarkKind.DELETED and fresh & set(range(at, at + len(mark.text))):
            return True
        if mark.kind is MarkKind.INSERTED and {at - 1, at} <= fresh:
            return True
        at += len(mark.text) if mark.kind is not MarkKind.INSERTED else 0
    return False


def _remarked(work: WorkPlan, eid: str) -> bool:
    return any(
        eid.startswith(result) and item.remarks
        for item in work.items
        for operation in item.operations
        for result in operation.results
    )


def decisions(data: Path) -> Iterator[DecisionRead]:
    """Read every decision that has no text before or after."""
    for path in sorted((data / "decisions").glob("*")):
        act = draft_of(path).act
        reading = read_decision(act)
        items = [*(i for part in reading.parts for i in part.items), *reading.common, *reading.repeals]
        unread = [item for item in items if isinstance(item, Unread)]
        forms = Counter(item.form for item in items if not isinstance(item, Unread))
        words = tuple(f"{item.id} {item.reason}：{' '.join(item.words.split())[:60]}" for item in unread)
        left = sum(passage.end - passage.start for passage in uncovered(act, reading))
        yield DecisionRead(path.name, forms, words, left)


def faults(found: Sequence[Triple], read: Sequence[DecisionRead]) -> list[str]:
    """What must not be: a wrong application without a remark, characters of a decision passed over."""
    held = [t for t in found if t.name not in TRANSCRIBED]
    wrong = [
        f"{t.name}：无提示而与官方文本不同：{w}" for t in held for o in (t.alone, t.stated) for w in o.wrong
    ]
    lost = [f"{r.name}：决定中有 {r.uncovered} 字既未识读也未列出" for r in read if r.uncovered]
    refused = [
        f"{t.name}：说明后仍有未执行的项"
        for t in found
        if t.stated.states.get(State.REFUSED.value) or t.stated.differences is None
    ]
    return wrong + lost + refused
