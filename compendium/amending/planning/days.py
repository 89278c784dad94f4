"""Divide what a decision orders by the day from which each instruction holds."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from compendium.amending.finish import parted_dates
from compendium.amending.instruction import Instruction, Part, Unread
from compendium.amending.statements import Statements
from compendium.law.act import Act, Basis, Commencement
from compendium.law.numerals import to_int
from compendium.law.timeline import start_of

_ITEM = re.compile(r"[^-]*")


@dataclass(frozen=True, slots=True)
class Phase:
    """The instructions of a part that hold from one day; `decision` begins on that day."""

    decision: Act
    part: Part
    day: date | None


def phases(part: Part, decision: Act, statements: Statements) -> tuple[Phase, ...]:
    """Divide a part by the days of effect of its items, the earliest first."""
    usual = start_of(decision)[0]
    parted = {number: p for p in parted_dates(decision) for number in p.items}
    groups: dict[date | None, list[Instruction | Unread]] = defaultdict(list)
    words: dict[date | None, str] = {}
    for item in part.items:
        stated = statements.starts(item.id)
        told = parted.get(_number(item.id))
        day = stated or (told.day if told else usual)
        groups[day].append(item)
        if told and not stated:
            words[day] = told.words
    if not groups:
        return (Phase(decision, part, usual),)
    ordered = sorted(groups, key=lambda day: day or date.max)
    return tuple(
        Phase(
            decision if day == usual or day is None else _from(decision, day, words.get(day, "")),
            replace(part, items=tuple(groups[day])),
            day,
        )
        for day in ordered
    )


def unplaced(decision: Act, statements: Statements) -> tuple[str, ...]:
    """List words that let something begin on another day, tied to an item neither by them nor by a person."""
    if any(item.starts for item in statements.items):
        return ()
    return tuple(p.words for p in parted_dates(decision) if not p.items)


def _from(decision: Act, day: date, words: str) -> Act:
    first = Commencement("cm_1", day, Basis.STATED, words)
    return replace(decision, date=day, commencements=(first,))


def _number(id_: str) -> int:
    """The number of the 一、 that an instruction stands under; 0 where there is none."""
    match = _ITEM.match(id_)
    try:
        return to_int(match[0].strip("第条、")) if match else 0
    except ValueError:
        return 0
