"""Derive the instructions that lead from one version of an act to another.

They are gathered into the items of a decision: what concerns one 条 stands together, words at the end under
其他修改. What no instruction of a decision can express is `UnderivableChange`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from compendium.amending.deriving.common import Common, shared, take_common
from compendium.amending.deriving.inside import Plan, Planner
from compendium.amending.deriving.naming import in_old_numbers
from compendium.amending.deriving.pairing import Pairing, units
from compendium.amending.deriving.printed import content
from compendium.amending.deriving.sentences import Sentence, ended, sentence, word_sentence
from compendium.amending.deriving.structure import Outline, annex_plans, numbers_moved, unfollowing
from compendium.amending.deriving.texts import Key, Text, texts_of
from compendium.amending.deriving.words import WordAction
from compendium.amending.instruction import (
    Action,
    Adjust,
    Delete,
    DeleteWords,
    Insert,
    InsertWords,
    Numbering,
    Ref,
    Renumber,
    Retitle,
    Step,
    Substitute,
    SubstituteWords,
)
from compendium.law.act import Act, Provision
from compendium.law.identifiers import EId
from compendium.law.kinds import Level
from compendium.law.problems import CompendiumError
from compendium.library.facts import labels


@dataclass(frozen=True, slots=True)
class UnderivableChange:
    """A difference that no instruction expresses: where it stands (Chinese) and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}：{self.reason}"


class Underivable(CompendiumError):
    """A difference of two texts that can't be written as instructions; a 修订 is the form for it."""

    def __init__(self, changes: Sequence[UnderivableChange]) -> None:
        self.changes = tuple(changes)
        listed = "；".join(map(str, changes))
        super().__init__(f"两个文本的差异不能写成修改决定的条目：{listed}")


def derive(before: Act, after: Act, day: date) -> tuple[Action, ...]:
    """Find the smallest set of instructions of a decision of that day that turns `before` into `after`.

    They stand in the order of the genre: the name, the provisions in the order of the text, words, and the
    catch-all clause. What follows by itself (numbers, the references to them) is not listed. 题注, 目录 and
    what stands after the text proper are not what decisions order, and are not compared.

    Raises:
        Underivable: a difference that no instruction expresses.
    """
    return _Derivation(before, replace(after, date=day)).actions()


class _Derivation:
    """One derivation."""

    def __init__(self, before: Act, after: Act) -> None:
        self._pairing = pairing = Pairing(before, after)
        self._texts: dict[Key, Text] = texts_of(pairing)
        self._common: tuple[Common, ...] = take_common(self._texts)
        self._planner = Planner(pairing, self._texts)
        self._labels = dict(labels(before))
        self._faults: list[UnderivableChange] = []

    def actions(self) -> tuple[Action, ...]:
        before, after = self._pairing.old.act, self._pairing.new.act
        title: list[Action] = [Retitle(after.title)] if before.title != after.title else []
        outline = Outline(self._pairing, self._fault)
        plans = [*self._fixed(), *self._units(outline)]
        if self._faults:
            raise Underivable(self._faults)
        total = sum(plans, Plan())
        structure = _deletions_joined(plans)
        words = shared(self._pairing, self._texts, self._common, total)
        moved = [*unfollowing(self._pairing)]
        said = {a.ref for a in structure if isinstance(a, Renumber)}
        explicit = [r for r in moved if r.ref not in said]
        follows = any(not change.wall for text in self._texts.values() for change in text.changes)
        moved_on = follows or numbers_moved(self._pairing, total.replaced)
        end: list[Action] = [Adjust(numbers=True, wording=False)] if moved_on else []
        return (*title, *structure, *explicit, *words, *end)

    def _fault(self, eid: EId, reason: str) -> None:
        self._faults.append(UnderivableChange(self._labels.get(eid, eid), reason))

    # ---- preamble and attachments

    def _fixed(self) -> list[Plan]:
        """The 序言, whose paragraphs keep their places, and the 附件."""
        before, after = self._pairing.old.act, self._pairing.new.act
        preamble = self._row(before.preamble, after.preamble)
        if preamble is None:
            self._faults.append(UnderivableChange("序言", "段落增减或者移动，不能逐段写明"))
        annexes = annex_plans(self._pairing, self._row)
        if annexes is None:
            self._faults.append(UnderivableChange("附件", "附件没有编号或者改变了次序"))
        return [*(preamble or ()), *(annexes or ())]

    def _row(self, old: Sequence[Provision], new: Sequence[Provision]) -> list[Plan] | None:
        """The plans for provisions that keep their places; None where they don't, or change too much."""
        if len(old) != len(new) or any(
            self._pairing.moves.get(a.eid) != b.eid for a, b in zip(old, new, strict=True)
        ):
            return None
        found = [self._planner.plan(one, other) for one, other in zip(old, new, strict=True)]
        return [plan for plan in found if plan is not None] if None not in found else None

    # ---- 条

    def _units(self, outline: Outline) -> Iterator[Plan]:
        pairing = self._pairing
        olds = [p for p in units(pairing.old.act.body) if p.eid not in outline.covered]
        at = 0
        yield from outline.plans()
        for new in units(pairing.new.act.body):
            if new.eid in outline.given:
                continue
            source = pairing.source.get(new.eid)
            if source is None:
                yield self._insert(new, outline)
                continue
            while olds[at].eid != source:
                yield self._delete(olds[at])
                at += 1
            yield self._kept(olds[at], new)
            at += 1
        for gone in olds[at:]:
            yield self._delete(gone)

    def _insert(self, new: Provision, outline: Outline) -> Plan:
        result = self._pairing.new.ref(new.eid, numbering=Numbering.NEW)
        return Plan(
            actions=(
                Insert(
                    level=new.level,
                    count=1,
                    content=content([new]),
                    within=outline.within(new.eid),
                    results=(result,),
                ),
            )
        )

    def _delete(self, old: Provision) -> Plan:
        side = self._pairing.old
        return Plan(actions=(Delete((side.ref(old.eid),)),), replaced=side.below(old.eid))

    def _kept(self, old: Provision, new: Provision) -> Plan:
        plan = self._planner.plan(old, new)
        if plan is None:
            self._fault(old.eid, "改动不能逐条写明")
            return Plan()
        side = self._pairing
        if plan.actions and side.old.number[old.eid] != side.new.number[new.eid]:
            renumber = Renumber(
                side.old.ref(old.eid, numbering=Numbering.OLD),
                side.new.ref(new.eid, numbering=Numbering.NEW),
            )
            return replace(plan, actions=(renumber, *map(in_old_numbers, plan.actions)))
        return plan


def _deletions_joined(plans: Sequence[Plan]) -> tuple[Action, ...]:
    """The instructions of all plans; what only disappears makes one, where the first of it stands."""
    out: list[Action] = []
    place: int | None = None
    for plan in plans:
        refs = tuple(ref for action in plan.actions if isinstance(action, Delete) for ref in action.refs)
        if not refs or not all(isinstance(action, Delete) for action in plan.actions):
            out += plan.actions
            continue
        held = out[place] if place is not None else None
        if place is not None and isinstance(held, Delete):
            out[place] = Delete(held.refs + refs)
        else:
            place = len(out)
            out.append(Delete(refs))
    return tuple(out)


Item = tuple[Sentence, ...]


def structural_items(actions: Sequence[Action]) -> tuple[Item, ...]:
    """Write each item's sentences; those on one 条 make one item."""
    kept = [a for a in actions if not isinstance(a, WordAction | Adjust)]
    return tuple(
        tuple(_grouped(list(group))) for _, group in groupby(enumerate(kept), lambda pair: _key(*pair))
    )


def _key(position: int, action: Action) -> object:
    """What holds actions together: the 条 they are about; else each stands alone."""
    article = _article(action)
    return article if article else position


def _article(action: Action) -> tuple[object, ...]:
    ref: Ref | None = None
    match action:
        case Substitute(refs=(one,)) | Delete(refs=(one,)):
            ref = one
        case Renumber(ref=one):
            ref = one
        case Insert(within=one, level=Level.PARAGRAPH | Level.POINT):
            ref = one
        case _:
            return ()
    first = ref.steps[0] if ref.steps else None
    if first is None or first.level is not Level.ARTICLE or ref.name:
        return ()
    if isinstance(action, Delete) and len(ref.steps) == 1:
        return ()
    return (first.level, first.number)


def _grouped(pairs: list[tuple[int, Action]]) -> Iterator[Sentence]:
    actions = [action for _, action in pairs]
    before: tuple[Step, ...] = ()
    lead = ""
    for position, action in enumerate(actions):
        told = sentence(action, before)
        later = actions[position + 1] if position + 1 < len(actions) else None
        if isinstance(action, Renumber) and later is not None and _continues(action, later):
            lead = _then(lead, told.words)
            before = action.ref.steps
            continue
        yield Sentence(_then(lead, told.words), told.content)
        lead, before = "", _article_steps(action)


def _continues(renumber: Renumber, later: Action) -> bool:
    """Whether what follows a change of number may be said in the same breath."""
    if len(renumber.ref.steps) == 1:
        return not isinstance(later, Renumber)
    return isinstance(later, Substitute) and _plain(later.refs[0]) == _plain(renumber.ref)


def _plain(ref: Ref) -> tuple[object, ...]:
    return tuple((step.level, step.number) for step in ref.steps)


def _then(lead: str, words: str) -> str:
    return f"{lead}，{words}" if lead else words


def _article_steps(action: Action) -> tuple[Step, ...]:
    match action:
        case Substitute(refs=(ref, *_)) | Delete(refs=(ref, *_)) | Renumber(ref=ref) | Insert(within=ref):
            return ref.steps[:1] if ref.steps and ref.steps[0].level is Level.ARTICLE else ()
    return ()


def word_items(actions: Sequence[Action], noun: str) -> tuple[str, ...]:
    """Write the sentences on words; those on one 条 stand together."""
    kept = [a for a in actions if isinstance(a, SubstituteWords | DeleteWords | InsertWords)]
    groups = groupby(enumerate(kept), lambda pair: _word_key(*pair))
    return tuple(ended("；".join(word_sentence(a, noun) for _, a in group)) for _, group in groups)


def _word_key(position: int, action: WordAction) -> object:
    steps = action.refs[0].steps
    if len(action.refs) > 1 or action.everywhere or not steps or steps[0].level is not Level.ARTICLE:
        return position
    return (steps[0].level, steps[0].number)
