"""What a pointer means in a text, and the words that mean a given provision."""

from __future__ import annotations

import re

from compendium.amending.repair.places import Places, scope_of
from compendium.amending.repair.pointer import Base, Number, Pointer
from compendium.citation import Steps, locate
from compendium.ids import PREFIX, number_of
from compendium.model import Level
from compendium.numerals import NUMERAL, to_chinese

_WORD = re.compile(rf"(第[（(]?)({NUMERAL})([)）]?[.．、]?[编章节条款项目])(?:之{NUMERAL})*")
_STEP = re.compile(r"([a-z]+)_([0-9]+(?:-[0-9]+)*)")
_BY_PREFIX = {
    PREFIX[level]: level
    for level in (
        Level.PART,
        Level.CHAPTER,
        Level.SECTION,
        Level.ARTICLE,
        Level.PARAGRAPH,
        Level.POINT,
        Level.INDENT,
    )
}
_ASCII_TO_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def target(places: Places, holder: str, pointer: Pointer, steps: Steps) -> str | None:
    """The provision that a pointer standing in `holder` means when it has these steps."""
    match pointer.base:
        case Base.ACT:
            scope = scope_of(holder)
            return locate(_eid(scope, steps), places.known)
        case Base.ARTICLE:
            return _under(places, places.above(holder, Level.ARTICLE), steps)
        case Base.PARAGRAPH:
            own = _under(places, places.above(holder, Level.PARAGRAPH), steps)
            return own or _under(places, places.above(holder, Level.ARTICLE), steps)
        case Base.PRECEDING:
            before = preceding(places, holder, pointer)
            return _under(places, before[0], steps) if len(before) == 1 else None
        case _:
            return _heading(places, holder, steps)


def _under(places: Places, above: str, steps: Steps) -> str | None:
    return locate(_eid(above, steps), places.known) if above else None


def _eid(above: str, steps: Steps) -> str:
    own = [f"{PREFIX[level]}_" + "-".join(map(str, number)) for level, number in steps]
    return "__".join([above, *own] if above else own)


def _heading(places: Places, holder: str, steps: Steps) -> str | None:
    """第二节 is that of the own 章; 章 run through the act, or through the own 编."""
    level, number = steps[0]
    alike = [p.eid for p in places.by_level.get(level, ()) if number_of(level, p.num) == number]
    inner = [eid for eid in alike if places.parent[eid] and _holds(places, places.parent[eid], holder)]
    found = inner or (alike if level is not Level.SECTION else [])
    return found[0] if len(found) == 1 else None


def _holds(places: Places, above: str, eid: str) -> bool:
    while eid and eid != above:
        eid = places.parent.get(eid, "")
    return bool(eid)


def preceding(places: Places, holder: str, pointer: Pointer) -> list[str]:
    """What 前款 or 前两条 means in `holder`; empty where there is nothing of the kind before it."""
    own = places.above(holder, pointer.level)
    if own:
        found = places.preceding(own, pointer.count)
        return found if len(found) == pointer.count else []
    return []


def parts_of(eid: str) -> dict[Level, tuple[int, ...]] | None:
    """The numbers in an eId by level; None where it holds something that no words can name."""
    found: dict[Level, tuple[int, ...]] = {}
    for step in eid.removeprefix(scope_of(eid)).removeprefix("__").split("__"):
        match = _STEP.fullmatch(step)
        level = _BY_PREFIX.get(match[1]) if match else None
        if match is None or level is None:
            return None
        found[level] = tuple(int(n) for n in match[2].split("-"))
    return found


def heading_number(places: Places, eid: str, level: Level) -> dict[Level, tuple[int, ...]]:
    """The number of a 章 as its heading prints it."""
    return {level: number_of(level, places.known[eid].num)}


def renumbered(word: str, number: tuple[int, ...]) -> str:
    """第（三）项 with another number in the same style.

    >>> renumbered("第（三）项", (4,)), renumbered("第12条", (13, 1)), renumbered("第十条之一", (11,))
    ('第（四）项', '第13条之一', '第十一条')
    """
    match = _WORD.fullmatch(word)
    if not match:
        raise ValueError(f"not the number of a provision: {word!r}")
    first = str(number[0]) if match[2].isascii() else to_chinese(number[0])
    if match[2][0] in "０１２３４５６７８９":
        first = str(number[0]).translate(_ASCII_TO_WIDE)
    return match[1] + first + match[3] + "".join(f"之{to_chinese(n)}" for n in number[1:])


def with_numbers(steps: Steps, numbers: tuple[Number, ...], parts: dict[Level, tuple[int, ...]]) -> Steps:
    """The steps with those that are printed here taken from `parts`.

    Raises:
        KeyError: a level that is printed is not among them.
    """
    printed = {number.level for number in numbers}
    return tuple((level, parts[level] if level in printed else old) for level, old in steps)
