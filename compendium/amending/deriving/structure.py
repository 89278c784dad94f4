"""What changed in the structure of a text, and which numbers follow from that and need not be said.

Above the 条: 编章节 added, removed and renamed, and 条 that stand under another one. Beside them: 附件 that
came, went, were renamed, or changed so much that they are given anew. Last: which numbers follow from
insertions and deletions, and which must be said (`unfollowing`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from compendium.amending.deriving.inside import Plan
from compendium.amending.deriving.pairing import Pairing, containers, units
from compendium.amending.deriving.printed import content
from compendium.amending.instruction import (
    WHOLE_ACT,
    Action,
    Content,
    Delete,
    Insert,
    InsertAttachment,
    Move,
    Numbering,
    Ref,
    Region,
    Renumber,
    Substitute,
)
from compendium.law.act import Attachment, Para, Provision
from compendium.law.identifiers import EId
from compendium.law.kinds import HEADED, UNITS


class Outline:
    """The 编章节 of both versions.

    `given` are the 条 after that come with a new 章, `covered` those before that go with a deleted one.
    """

    def __init__(self, pairing: Pairing, fault: Callable[[EId, str], None]) -> None:
        self._pairing = pairing
        self._fault = fault
        self.given: set[EId] = set()
        self.covered: set[EId] = set()
        self._plans = [*self._gone(), *self._present(), *self._moved()]

    def plans(self) -> list[Plan]:
        """List the instructions, in the order of the text."""
        return self._plans

    def _gone(self) -> Iterator[Plan]:
        side, moves = self._pairing.old, self._pairing.moves
        for old in containers(side.act.body):
            if old.eid in moves or old.eid in self.covered:
                continue
            if any(p.eid in moves for p in units(old.children)):
                self._fault(old.eid, "编章节删去而其中的条文保留")
                continue
            self.covered |= side.below(old.eid)
            yield Plan(actions=(Delete((side.named(old.eid),)),), replaced=side.below(old.eid))

    def _present(self) -> Iterator[Plan]:
        side, source = self._pairing.new, self._pairing.source
        for new in containers(side.act.body):
            if new.eid in self.given:
                continue
            if new.eid in source:
                yield from self._renamed(self._pairing.old.known[source[new.eid]], new)
            elif any(p.eid in source for p in units(new.children)):
                self._fault(new.eid, "增加的编章节收入了原有条文")
            else:
                self.given |= side.below(new.eid)
                result = side.named(new.eid, Numbering.NEW)
                given = content([new], numbered=True)
                yield Plan(
                    actions=(
                        Insert(
                            level=new.level,
                            count=1,
                            content=given,
                            within=self._above(new.eid),
                            results=(result,),
                        ),
                    )
                )

    def _renamed(self, old: Provision, new: Provision) -> Iterator[Plan]:
        if old.heading != new.heading:
            given = Content((Para((new.heading,)),))
            ref = self._pairing.old.ref(old.eid, Region.HEADING)
            yield Plan(actions=(Substitute((ref,), given),))
        if (old.blocks, old.tail) != (new.blocks, new.tail):
            self._fault(old.eid, "编章节名称以外的文字改变")

    def _moved(self) -> Iterator[Plan]:
        """条 that stand under another 章 than before though their order is the same."""
        pairing = self._pairing
        found: list[tuple[EId, EId]] = []
        for new in units(pairing.new.act.body):
            old = pairing.source.get(new.eid)
            if old is None:
                continue
            above, held = pairing.new.parent[new.eid], pairing.old.parent[old]
            if pairing.moves.get(held, held if not held else None) == above:
                continue
            if above not in pairing.source:
                self._fault(old, "条文移入的编章节是新的")
                continue
            found.append((old, new.eid))
        yield from self._moves(found)

    def _moves(self, found: list[tuple[EId, EId]]) -> Iterator[Plan]:
        """To the end of the 章 before, the last first; else to the beginning of the 章 after."""
        pairing = self._pairing
        going = {old for old, _ in found}
        row = [p.eid for p in units(pairing.new.act.body) if p.eid in pairing.source]
        back: list[Plan] = []
        for old, new in found:
            above, at = pairing.new.parent[new], row.index(new)
            beside = [
                pairing.source[eid]
                for eid in (*row[:at][::-1], *row[at + 1 :])
                if pairing.new.parent[eid] == above and pairing.source[eid] not in going
            ]
            if not beside:
                self._fault(old, "条文移入的编章节中没有原有的条文")
                continue
            near, ref = pairing.old.ref(beside[0]), pairing.old.ref(old)
            follows = pairing.moves[beside[0]] in row[:at]
            move: Action = Move(ref, after=near) if follows else Move(ref, before=near)
            if follows:
                back.insert(0, Plan(actions=(move,)))
            else:
                yield Plan(actions=(move,))
        yield from back

    def _above(self, new: EId) -> Ref:
        """The container of before that corresponds to the one a provision now stands in."""
        source = self._pairing.source.get(self._pairing.new.parent[new])
        return self._pairing.old.named(source) if source else WHOLE_ACT

    def within(self, new: EId) -> Ref:
        """Find the 章 of a new 条 where its neighbours leave it open; else the act."""
        parent, source = self._pairing.new.parent, self._pairing.source
        row = [p.eid for p in units(self._pairing.new.act.body)]
        at = row.index(new)
        known = source.keys() | self.given
        left = [parent[eid] for eid in row[:at] if eid in known][-1:]
        right = [parent[eid] for eid in row[at + 1 :] if eid in known][:1]
        return WHOLE_ACT if {*left, *right} == {parent[new]} else self._above(new)


Row = Callable[[Sequence[Provision], Sequence[Provision]], "list[Plan] | None"]
"""The plans for provisions that keep their places; None where they don't, or change too much."""


def annex_plans(pairing: Pairing, row: Row) -> Iterator[Plan] | None:
    """Plan all 附件, told apart by their numbers; None where the numbers don't tell them."""
    before, after = pairing.old.act.attachments, pairing.new.act.attachments
    olds, news = ({one.num: one for one in side if one.num} for side in (before, after))
    if len(olds) != len(before) or len(news) != len(after):
        return None
    if [num for num in olds if num in news] != [num for num in news if num in olds]:
        return None
    return _plans(olds, news, row)


def _plans(olds: dict[str, Attachment], news: dict[str, Attachment], row: Row) -> Iterator[Plan]:
    for num, old in olds.items():
        if num not in news:
            yield _done(Delete((_ref(num),)), old)
        else:
            yield from _kept(old, news[num], row)
    for num, new in news.items():
        if num not in olds:
            yield Plan(actions=(InsertAttachment(num, _whole(new)),))


def _kept(old: Attachment, new: Attachment, row: Row) -> Iterator[Plan]:
    plans = row(old.body, new.body)
    if plans is None:
        yield _done(Substitute((_ref(old.num),), _whole(new)), old)
        return
    if old.heading != new.heading:
        name = Ref(region=Region.HEADING, name=old.num)
        yield Plan(actions=(Substitute((name,), Content((Para((new.heading,)),))),))
    yield from plans


def _done(action: Action, old: Attachment) -> Plan:
    return Plan(actions=(action,), replaced=frozenset(p.eid for root in old.body for p in root.walk()))


def _ref(num: str) -> Ref:
    return Ref(region=Region.ATTACHMENT, name=num)


def _whole(new: Attachment) -> Content:
    heads = tuple(Para((words,)) for words in (new.num, new.heading) if words)
    return Content((*heads, *content(new.body, numbered=True).blocks))


def numbers_moved(pairing: Pairing, replaced: Collection[EId]) -> bool:
    """Tell whether a provision that goes on and is not given anew has another number."""
    return any(
        pairing.old.number[old] != pairing.new.number[new]
        for old, new in pairing.moves.items()
        if pairing.old.known[old].num and (_is_unit(pairing.old.known[old]) or old not in replaced)
    )


def _is_unit(provision: Provision) -> bool:
    return provision.level in HEADED | UNITS


def unfollowing(pairing: Pairing) -> tuple[Renumber, ...]:
    """Find the 条 and 章 whose new numbers do not follow from counting on."""
    body = pairing.new.act.body
    rows = [list(units(body)), *_rows(body)]
    return tuple(r for row in rows for r in _row(pairing, row))


def _rows(provisions: Sequence[Provision]) -> list[list[Provision]]:
    """The 章 side by side, the 节 of each 章."""
    row = [p for p in provisions if any(c is p for c in containers([p]))]
    return [row, *(inner for p in row for inner in _rows(p.children))] if row else []


def _row(pairing: Pairing, row: Sequence[Provision]) -> list[Renumber]:
    numbers = [pairing.new.number[p.eid] for p in row]
    if all(len(n) == 1 for n in numbers) and [n[0] for n in numbers] == list(range(1, len(row) + 1)):
        return []
    return [
        Renumber(
            pairing.old.ref(pairing.source[p.eid], numbering=Numbering.OLD),
            pairing.new.ref(p.eid, numbering=Numbering.NEW),
        )
        for p in row
        if p.eid in pairing.source and pairing.old.known[pairing.source[p.eid]].num != p.num
    ]
