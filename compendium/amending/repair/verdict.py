"""Judge each pointer of a paragraph: stays, is rewritten, or needs a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from compendium.amending.repair.pointer import Base, Pointer
from compendium.amending.repair.target import (
    Fates,
    heading_number,
    parts_of,
    preceding,
    renumbered,
    target,
    with_numbers,
)
from compendium.amending.repair.text import Edit
from compendium.law.citations import Steps
from compendium.law.identifiers import NO_EID, EId
from compendium.law.kinds import HEADED, Level


class Trouble(StrEnum):
    """The reasons why a reference needs a person."""

    GONE = "gone"  # what it names was deleted
    DIVIDED = "divided"  # what it names was split or merged
    RELATIVE = "relative"  # 前款: another 款 stands before it now
    RANGE = "range"  # 第五条至第八条: the members are others now
    UNSURE = "unsure"  # it would have to change, but may not mean this act
    UNNAMED = "unnamed"  # the words can't be corrected number by number


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the amended text; `fresh` are the characters that the decision wrote."""

    eid: EId
    text: str
    fresh: tuple[tuple[int, int], ...]

    def touches(self, start: int, end: int) -> bool:
        """Tell whether any of the characters is fresh."""
        return any(a < end and start < b for a, b in self.fresh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What to do about text[start:end]: edits, or a report where there are none."""

    start: int
    end: int
    kind: str = ""
    edits: tuple[Edit, ...] = ()
    trouble: Trouble = Trouble.GONE
    reason: str = ""
    suggestion: str = ""


_Numbers = Mapping[Level, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A pointer with the provision it meant, and its steps as they will be read."""

    pointer: Pointer
    meant: EId | None
    steps: Steps
    change: Change | None


def verdicts(block: Block, pointers: list[Pointer], fates: Fates) -> list[Change]:
    """Judge the pointers of one paragraph in order."""
    judged: list[_Judged] = []
    for pointer in pointers:
        last = judged[-1] if judged else None
        now = _judge(block, pointer, last, fates)
        if pointer.joined and last and last.meant and now.meant:
            last, now = _as_range(last, now, fates)
            judged[-1] = last
        judged.append(now)
    return [item.change for item in judged if item.change]


def _judge(block: Block, pointer: Pointer, last: _Judged | None, fates: Fates) -> _Judged:
    marks = [(n.start, n.end) for n in pointer.numbers] or [(pointer.start, pointer.end)]
    new = [block.touches(start, end) for start, end in marks]
    if all(new):
        return _Judged(pointer, None, pointer.steps, None)
    holder = fates.before(block.eid)
    if pointer.several:
        return _Judged(pointer, None, pointer.steps, _several(block, pointer, holder, fates))
    if pointer.base is Base.WITHIN or (pointer.base is Base.PRECEDING and not pointer.steps):
        return _Judged(pointer, None, (), _relative(block, pointer, holder, fates))
    if holder is None and pointer.base is not Base.ACT:
        torn = _told(pointer, Trouble.RELATIVE, "本条款由几条几款合并或者拆分而来，所指须人工判断")
        return _Judged(pointer, None, pointer.steps, torn)
    meant = target(fates.old, holder or block.eid, pointer, pointer.steps)
    context = last.steps if last and len(pointer.steps) > len(pointer.numbers) else ()
    steps, change = _named(block, pointer, meant, context, fates)
    if change and change.edits and any(new):
        reason = f"条款号有一部分是决定新写的，所指应为{change.suggestion}"
        unsure = _told(pointer, Trouble.UNSURE, reason, change.suggestion)
        return _Judged(pointer, meant, pointer.steps, unsure)
    return _Judged(pointer, meant, steps, change)


def _told(pointer: Pointer, trouble: Trouble, reason: str, suggestion: str = "") -> Change:
    return Change(
        start=pointer.start,
        end=pointer.end,
        kind=pointer.base,
        trouble=trouble,
        reason=reason,
        suggestion=suggestion,
    )


def _named(
    block: Block, pointer: Pointer, meant: EId | None, context: Steps, fates: Fates
) -> tuple[Steps, Change | None]:
    """The steps as they must read now, and what is to be done for that."""
    if meant is None:
        return pointer.steps, _dangling(block, pointer, fates)
    if trouble := _lost(pointer, meant, fates):
        return pointer.steps, trouble
    now = fates.after(meant)
    assert now is not None  # `_lost` tells of those that are gone
    label = fates.new.labels[now]
    level = fates.new.known[now].level
    parts = heading_number(fates.new, now, level) if level in HEADED else parts_of(now)
    inherited = tuple(step for step in context if step[0] in {lv for lv, _ in pointer.steps})
    carried = dict(pointer.steps) | dict(inherited)
    try:
        base = tuple((lv, carried[lv]) for lv, _ in pointer.steps)
        steps = with_numbers(base, pointer.numbers, parts or {})
    except KeyError:
        steps = ()
    if not steps or target(fates.new, block.eid, pointer, steps) != now:
        reason = f"所指的原{fates.old.labels[meant]}现为{label}，原来的写法已不能指到"
        return pointer.steps, _told(pointer, Trouble.UNNAMED, reason, label)
    edits = _edits(block, pointer, dict(steps), dict(pointer.steps))
    if edits and pointer.doubt:
        reason = f"{pointer.doubt}；如指本法规，所指的原{fates.old.labels[meant]}现为{label}"
        return pointer.steps, _told(pointer, Trouble.UNSURE, reason, label)
    change = (
        Change(start=pointer.start, end=pointer.end, kind=pointer.base, edits=edits, suggestion=label)
        if edits
        else None
    )
    return steps, change


def _edits(block: Block, pointer: Pointer, new: _Numbers, old: _Numbers) -> tuple[Edit, ...]:
    changed = [number for number in pointer.numbers if new[number.level] != old[number.level]]
    return tuple(Edit(n.start, n.end, renumbered(block.text[n.start : n.end], new[n.level])) for n in changed)


def _lost(pointer: Pointer, meant: EId, fates: Fates) -> Change | None:
    """A report where the provision meant is gone, or is no longer one."""
    old = fates.old.labels[meant]
    maybe = f"{pointer.doubt}；如指本法规，" if pointer.doubt else ""
    if heirs := fates.divided(meant):
        now = "、".join(fates.new.labels[heir] for heir in heirs)
        return _told(pointer, Trouble.DIVIDED, f"{maybe}所指的原{old}已拆分或者合并为{now}", now)
    if fates.after(meant) is None:
        return _told(pointer, Trouble.GONE, f"{maybe}所指的原{old}已删去或者重写，没有相对应的条款")
    return None


def _dangling(block: Block, pointer: Pointer, fates: Fates) -> Change | None:
    """A reference that named nothing before: told only where what it half names has moved."""
    for size in range(len(pointer.steps) - 1, 0, -1):
        short = pointer.steps[:size]
        meant = target(fates.old, fates.before(block.eid) or block.eid, pointer, short)
        if meant and fates.after(meant) != meant:
            reason = f"修改前的文本中没有这一条款，而原{fates.old.labels[meant]}已有变动"
            return _told(pointer, Trouble.UNNAMED, reason)
    return None


def _relative(block: Block, pointer: Pointer, holder: EId | None, fates: Fates) -> Change | None:
    """前款, 本章: told where another one stands there now."""
    if holder is None:
        reason = "本条款由几条几款合并或者拆分而来，所指须人工判断"
        return _told(pointer, Trouble.RELATIVE, reason)
    if pointer.base is Base.WITHIN:
        meant = [eid for eid in [fates.old.above(holder, pointer.level)] if eid]
        found = [eid for eid in [fates.new.above(block.eid, pointer.level)] if eid]
    else:
        meant = preceding(fates.old, holder, pointer)
        found = preceding(fates.new, block.eid, pointer)
    for eid in meant:
        if trouble := _lost(pointer, eid, fates):
            return replace(trouble, trouble=Trouble.RELATIVE)
    now = [fates.after(eid) or NO_EID for eid in meant]
    if not meant or now == found:
        return None
    was = "、".join(fates.old.labels[eid] for eid in meant)
    is_now = "、".join(fates.new.labels[eid] for eid in now)
    stands = "、".join(fates.new.labels[eid] for eid in found) or "没有相应的条款"
    reason = f"原指{was}（现为{is_now}），现在这个位置上的是{stands}"
    return _told(pointer, Trouble.RELATIVE, reason, is_now)


def _several(block: Block, pointer: Pointer, holder: EId | None, fates: Fates) -> Change | None:
    """第二、三款: told where any of them has another number now or is gone."""
    pieces = []
    for number in pointer.several:
        steps = (*pointer.steps, (pointer.unit, (number,)))
        meant = target(fates.old, holder or block.eid, pointer, steps)
        if meant is None:
            continue
        now = fates.after(meant)
        if _lost(pointer, meant, fates) or now is None:
            pieces.append(f"原{fates.old.labels[meant]}已删去、拆分或者合并")
        elif now.rpartition("_")[2] != meant.rpartition("_")[2]:
            pieces.append(f"原{fates.old.labels[meant]}现为{fates.new.labels[now]}")
    return _told(pointer, Trouble.UNNAMED, "；".join(pieces)) if pieces else None


def _as_range(first: _Judged, last: _Judged, fates: Fates) -> tuple[_Judged, _Judged]:
    """第五条至第八条: both ends go together, or a person decides."""
    assert first.meant and last.meant
    old = fates.old.between(first.meant, last.meant)
    moved = [fates.after(eid) for eid in old]
    whole = [eid for eid in moved if eid]
    split = [eid for eid in old if fates.divided(eid)]
    new = fates.new.between(whole[0], whole[-1]) if whole and len(whole) == len(old) else []
    reported = any(j.change and not j.change.edits for j in (first, last))
    if new == moved and not split and not reported and (old or not (first.change or last.change)):
        return first, last
    gone = [fates.old.labels[eid] for eid in old if fates.after(eid) is None]
    come = [fates.new.labels[eid] for eid in new if eid not in moved]
    pieces = [f"其中原{'、'.join(gone)}已删去"] if gone else []
    pieces += [f"其间增加了{'、'.join(come)}"] if come else []
    reason = "；".join(pieces) or "其中的条款有拆分、合并或者移位"
    ends = [fates.new.labels[eid] for eid in (whole[:1] + whole[-1:])]
    change = Change(
        start=first.pointer.start,
        end=last.pointer.end,
        kind=first.pointer.base,
        trouble=Trouble.RANGE,
        reason=reason,
        suggestion="至".join(ends) if len(ends) == 2 else "",
    )
    return (
        replace(first, change=None, steps=first.pointer.steps),
        replace(last, change=change, steps=last.pointer.steps),
    )
