"""Where a decision that is carried out on another text than before no longer means for certain what it did.

The decision was carried out on one text (the origin) and is to be carried out on another (the text before),
which other decisions have made of it. What both change, and what has another number now, is for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from compendium.amending.instruction import Item, Operation
from compendium.amending.planning.plans import WorkPlan
from compendium.amending.planning.record import catch_all
from compendium.amending.planning.views import labels_of, place_of
from compendium.law.act import Act, Block, Provision
from compendium.law.changes import Modification, ModType, Passage, State
from compendium.law.identifiers import EId, WId


@dataclass(frozen=True, slots=True)
class Clash:
    """An instruction that is not certain any more: its number and words, where, and why (Chinese)."""

    id: str
    words: str
    place: str
    reason: str


BOTH = "前一版本也改动了这一处，先后两次修改须由人核对"
SHIFTED = "前一版本改变了这里的序号，原来指{was}，现在指{now}，不能确定所指"
MOVED = "前一版本也在这里增加、删去了条款，新增的位置不能确定"
LOST = "作出这一版本时所据的文本已不在库中，不能核对所指的条款"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remake:
    """A version to be made anew: as it is stored, the text that it was made from and the operations on it.

    `origin` is None where that text is not in the corpus any more; `changed` are the provisions that differ
    between it and the text before now.
    """

    stored: Act
    origin: Act | None
    operations: tuple[Modification, ...]
    changed: frozenset[WId]


def clashes(plan: WorkPlan, remake: Remake) -> Iterator[Clash]:
    """List what a plan leaves to a person; what a person has stated already is left alone."""
    before = plan.before
    if before is None:
        return
    names = labels_of(before)
    was = _by_passages(remake.operations)
    for item in plan.items:
        if item.state is not State.READ:
            continue
        place = "、".join(dict.fromkeys(place_of(eid, names) for eid in _places(item)))
        for reason in _reasons(item, plan, remake, was.get(item.instruction.passages, ())):
            yield Clash(item.instruction.id, item.instruction.words, place, reason)


def _reasons(item: Item, plan: WorkPlan, remake: Remake, held: tuple[Modification, ...]) -> Iterator[str]:
    """Say why an instruction is for a person; nothing where it is certain."""
    before, origin = plan.before, remake.origin
    assert before is not None
    if origin is None:
        yield LOST
        return
    done = item.operations or catch_all(item.instruction)
    then = [(origin, eid) for modification in held for eid in modification.targets]
    now = [(before, eid) for operation in done for eid in operation.targets]
    if held and _wids(then) != _wids(now):
        yield SHIFTED.format(was=_named(then), now=_named(now))
        return
    if _touched(item.operations, before) & remake.changed:
        yield BOTH
        return
    if plan.after is not None and _neighbours(held, remake.stored, origin) != _neighbours(
        item.operations, plan.after, before
    ):
        yield MOVED


def _by_passages(
    operations: Iterable[Modification],
) -> Mapping[tuple[Passage, ...], tuple[Modification, ...]]:
    found: dict[tuple[Passage, ...], tuple[Modification, ...]] = {}
    for operation in operations:
        found[operation.passages] = (*found.get(operation.passages, ()), operation)
    return found


def _places(item: Item) -> Iterator[EId]:
    for operation in item.operations:
        yield from operation.targets or operation.results


def _touched(operations: Iterable[Operation], text: Act) -> frozenset[WId]:
    """The provisions that operations are aimed at, with all that stands below them."""
    aimed = {eid for operation in operations for eid in operation.targets}
    below = (p.wid for root in text.provisions() if root.eid in aimed for p in root.walk())
    parts = (a.eid for a in text.attachments if a.eid in aimed)
    title = {WId(eid) for eid in aimed if eid == _TITLE}
    return frozenset({*below, *map(WId, parts), *title})


_TITLE = "preface"


def _wids(places: Iterable[tuple[Act, EId]]) -> frozenset[str]:
    return frozenset(_wid(act, eid) for act, eid in places)


def _wid(act: Act, eid: EId) -> str:
    return next((p.wid for p in act.provisions() if p.eid == eid), eid)


def _named(places: Iterable[tuple[Act, EId]]) -> str:
    """The places in the numbers of their own text; of many only the first."""
    found = dict.fromkeys(place_of(eid, labels_of(act)) for act, eid in places)
    words = [f"“{name}”" for name in found]
    return "、".join(words[:3]) + (f"等 {len(words)} 处" if len(words) > 3 else "") if words else "别处"


def _neighbours(operations: Iterable[Operation | Modification], text: Act, old: Act) -> list[tuple[str, str]]:
    """Between which provisions of the text before each new provision was put; "" for one that is new too."""
    there = {p.wid for p in old.provisions()}
    rows = list(_rows(text))
    found = []
    for operation in operations:
        if operation.type is ModType.INSERTION and not (operation.old or operation.new):
            for eid in operation.results:
                found += [_between(row, eid, there) for row in rows if any(p.eid == eid for p in row)]
    return found


def _rows(text: Act) -> Iterator[tuple[Provision, ...]]:
    """The provisions that stand side by side, from the outermost in."""
    yield from (text.preamble, text.body, *(a.body for a in text.attachments))
    yield from (p.children for p in text.provisions() if p.children)


def _between(row: tuple[Provision, ...], eid: EId, there: set[WId]) -> tuple[str, str]:
    at = next(n for n, p in enumerate(row) if p.eid == eid)
    before = next((p.wid for p in reversed(row[:at]) if p.wid in there), "")
    after = next((p.wid for p in row[at + 1 :] if p.wid in there), "")
    return before, after


def changed_between(one: Act, other: Act) -> frozenset[WId]:
    """List the provisions whose own words differ between two texts, or that only one of them has."""
    old, new = _own_words(one), _own_words(other)
    found = {wid for wid in {*old, *new} if old.get(wid) != new.get(wid)}
    return frozenset(found | ({WId(_TITLE)} if one.title != other.title else set()))


def _own_words(act: Act) -> dict[WId, tuple[str, tuple[Block, ...]]]:
    provisions = (*act.provisions(), *(a.provision for a in act.attachments))
    return {p.wid: (p.heading, (*p.blocks, *p.tail)) for p in provisions}
