"""Derive the instructions that lead from one version of an act to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from compendium.amending.deriving.annexed import annex_plans
from compendium.amending.deriving.common import Common, take_common
from compendium.amending.deriving.faults import Underivable, UnderivableChange
from compendium.amending.deriving.inside import Plan, Planner
from compendium.amending.deriving.numbers import numbers_moved, unfollowing
from compendium.amending.deriving.outline import Outline
from compendium.amending.deriving.pairing import Pairing, units
from compendium.amending.deriving.printed import content
from compendium.amending.deriving.sharing import shared
from compendium.amending.deriving.telling import in_old_numbers
from compendium.amending.deriving.texts import Key, Text, texts_of
from compendium.amending.instruction import Action, Adjust, Delete, Insert, Renumber, Retitle
from compendium.amending.reference import Numbering
from compendium.facts import labels
from compendium.model import Act, Provision


def derive(before: Act, after: Act, day: date) -> tuple[Action, ...]:
    """The smallest set of instructions of a decision of that day that turns `before` into `after`.

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

    def _fault(self, eid: str, reason: str) -> None:
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
        return Plan(actions=(Insert(new.level, 1, content([new]), outline.within(new.eid), (result,)),))

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
