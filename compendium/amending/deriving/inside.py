"""What changed within a 条: whole 款 and 项, or words in them, whichever is less to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from compendium.amending.deriving.pairing import Pairing
from compendium.amending.deriving.printed import content
from compendium.amending.deriving.texts import Key, Text
from compendium.amending.deriving.words import WordAction, weight, word_actions
from compendium.amending.instruction import Action, Delete, Insert, Numbering, Region, Renumber, Substitute
from compendium.law.act import Block, Provision
from compendium.law.identifiers import NO_EID, NO_WID, EId
from compendium.law.kinds import Level

STRUCTURAL = 30
"""What an instruction on a whole provision weighs beside its text."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Instructions that lead from a provision to what it became; `replaced` are given anew or deleted."""

    weight: int = 0
    actions: tuple[Action, ...] = ()
    words: tuple[WordAction, ...] = ()
    replaced: frozenset[EId] = frozenset()

    def __add__(self, other: Plan) -> Plan:
        return Plan(
            self.weight + other.weight,
            self.actions + other.actions,
            self.words + other.words,
            self.replaced | other.replaced,
        )


class Planner:
    """Plans the change of provisions that stand in both versions."""

    def __init__(self, pairing: Pairing, texts: Mapping[Key, Text]) -> None:
        self._pairing = pairing
        self._texts = texts

    def plan(self, old: Provision, new: Provision) -> Plan | None:
        """Find the lightest way; None where even giving the provision anew does not lead there."""
        parts = self._parts(old, new)
        if parts is not None and not parts.weight:
            return parts
        whole = self._whole(old, new)
        if parts is None or (whole is not None and whole.weight < parts.weight):
            return whole
        return parts

    def _whole(self, old: Provision, new: Provision) -> Plan | None:
        if not self._number_follows(old, new) or new.level is Level.INDENT or new.level is Level.SUBINDENT:
            return None
        given = content([replace(new, heading="") if new.heading == old.heading else new])
        if not given.blocks:
            return None
        numbering = Numbering.OLD if self._renamed(old, new) else Numbering.UNSAID
        side = self._pairing.old
        named = numbering is Numbering.OLD
        ref = side.named(old.eid, numbering) if named else side.ref(old.eid)
        action = Substitute((ref,), given)
        return Plan(STRUCTURAL + len(given.text), (action,), replaced=side.below(old.eid))

    def _renamed(self, old: Provision, new: Provision) -> bool:
        below = old.level in (Level.PARAGRAPH, Level.POINT)
        return below and self._pairing.old.number[old.eid] != self._pairing.new.number[new.eid]

    def _number_follows(self, old: Provision, new: Provision) -> bool:
        """Whether a number is printed as before or differs in its value too."""
        return old.num == new.num or (
            self._pairing.old.number[old.eid] != self._pairing.new.number[new.eid]
            and _style(old.num) == _style(new.num)
        )

    # ---- piece by piece

    def _parts(self, old: Provision, new: Provision) -> Plan | None:
        if not self._number_follows(old, new):
            return None
        total = Plan()
        for piece in (self._heading(old, new), *self._own(old, new), self._children(old, new)):
            if piece is None:
                return None
            total += piece
        return total

    def _heading(self, old: Provision, new: Provision) -> Plan | None:
        if old.heading == new.heading:
            return Plan()
        if not (old.heading and new.heading):
            return None
        text = self._texts[old.eid, Region.HEADING, 0]
        if not text.differs:
            return Plan()
        ref = self._pairing.old.ref(old.eid, Region.HEADING)
        return Plan(
            STRUCTURAL,
            (
                Substitute(
                    (ref,),
                    content(
                        [Provision(level=Level.PARAGRAPH, eid=NO_EID, wid=NO_WID, num=new.heading)],
                        numbered=True,
                    ),
                ),
            ),
        )

    def _own(self, old: Provision, new: Provision) -> Iterator[Plan | None]:
        for region, before, after in (
            (Region.LEAD, old.blocks, new.blocks),
            (Region.TAIL, old.tail, new.tail),
        ):
            if len(before) != len(after):
                yield None
                return
            for position in range(len(before)):
                key = (old.eid, region, position)
                yield self._block(old, key, before[position], after[position])

    def _block(self, old: Provision, key: Key, before: Block, after: Block) -> Plan | None:
        text = self._texts.get(key)
        if text is None:
            return Plan() if before == after else None
        if not text.differs:
            return Plan()
        ref = self._pairing.old.ref(old.eid)
        scope = list(_paragraphs(old))
        words = word_actions(text, ref, scope)
        if words is None and text.ref.region in (Region.LEAD, Region.TAIL):
            words = word_actions(text, text.ref, [text.raw])
        return None if words is None else Plan(weight(words), words=words)

    def _children(self, old: Provision, new: Provision) -> Plan | None:
        pairing = self._pairing
        kept = {c.eid: pairing.source[c.eid] for c in new.children if c.eid in pairing.source}
        if any(pairing.old.parent[eid] != old.eid for eid in kept.values()):
            return None
        stays = set(kept.values())
        total, left = Plan(), list(old.children)
        for run in _runs(new.children, kept):
            source = kept.get(run[0].eid)
            while left and left[0].eid not in stays:
                total += self._delete(left.pop(0))
            piece = self._insert(old, run) if source is None else self._child(left.pop(0), run[0])
            if piece is None:
                return None
            total += piece
        return sum(map(self._delete, left), total)

    def _delete(self, old: Provision) -> Plan:
        side = self._pairing.old
        return Plan(STRUCTURAL, (Delete((side.named(old.eid),)),), replaced=side.below(old.eid))

    def _child(self, old: Provision, new: Provision) -> Plan | None:
        plan = self.plan(old, new)
        if plan is None or not plan.actions or not self._renamed(old, new):
            return plan
        side = self._pairing
        result = side.new.named(new.eid, Numbering.NEW)
        action = Renumber(side.old.named(old.eid, Numbering.OLD), result)
        return replace(plan, actions=(action, *plan.actions))

    def _insert(self, old: Provision, run: Sequence[Provision]) -> Plan | None:
        side = self._pairing
        level = run[0].level
        if level in (Level.INDENT, Level.SUBINDENT) or any(p.level is not level for p in run):
            return None
        within = side.old.ref(old.eid)
        named = {step.level for step in within.steps} | {level}
        places = [side.new.named(p.eid, Numbering.NEW, full=True) for p in run]
        results = tuple(replace(r, steps=tuple(s for s in r.steps if s.level in named)) for r in places)
        given = content(run)
        action = Insert(level=level, count=len(run), content=given, within=within, results=results)
        return Plan(STRUCTURAL + len(given.text), (action,))


def _style(num: str) -> str:
    """What stands around a number: （）, 、, 第条."""
    return "".join(char for char in num if char in "（）()、.．第条章节编款项目")


def _runs(children: Sequence[Provision], kept: Mapping[EId, EId]) -> Iterator[list[Provision]]:
    """The children one by one, but neighbours that are new together."""
    run: list[Provision] = []
    for child in children:
        if child.eid in kept:
            if run:
                yield run
            run = []
            yield [child]
        else:
            run.append(child)
    if run:
        yield run


def _paragraphs(provision: Provision) -> Iterator[str]:
    for p in provision.walk():
        yield from (block.text for block in (*p.blocks, *p.tail))
