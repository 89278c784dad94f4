"""What a pointer means in a text, and the words that mean a given provision.

Where things stand before and after an amendment: parents, neighbours, and what became of what.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

from compendium.amending.instruction import Amended
from compendium.amending.repair.pointer import Base, Number, Pointer
from compendium.law.act import Act, Provision
from compendium.law.citations import Steps, locate
from compendium.law.identifiers import NO_EID, EId
from compendium.law.kinds import Level
from compendium.law.names import PREFIX, number_of
from compendium.law.numerals import NUMERAL, to_chinese
from compendium.library.facts import labels


class Places:
    """The provisions of one text by eId, with what stands above and beside each."""

    def __init__(self, act: Act) -> None:
        self.known: dict[EId, Provision] = {}
        self.parent: dict[EId, EId] = {}
        roots = [(NO_EID, [*act.preamble, *act.body])] + [(a.eid, list(a.body)) for a in act.attachments]
        for scope, provisions in roots:
            for root in provisions:
                self._enter(root, scope)
        self.labels = dict(labels(act))

    def _enter(self, provision: Provision, above: EId) -> None:
        self.known[provision.eid] = provision
        self.parent[provision.eid] = above
        for child in provision.children:
            self._enter(child, provision.eid)

    @cached_property
    def by_level(self) -> dict[Level, tuple[Provision, ...]]:
        """All provisions of each level, in reading order."""
        found: dict[Level, list[Provision]] = defaultdict(list)
        for provision in self.known.values():
            found[provision.level].append(provision)
        return {level: tuple(provisions) for level, provisions in found.items()}

    def above(self, eid: EId, level: Level) -> EId:
        """Find the provision of that level which holds `eid` or is it; empty where there is none."""
        while eid in self.known and self.known[eid].level is not level:
            eid = self.parent[eid]
        return eid if eid in self.known else NO_EID

    def row(self, eid: EId) -> list[EId]:
        """List a provision and its neighbours in order: 条 run through the act, others through the parent."""
        level, scope = self.known[eid].level, scope_of(eid)
        if level is Level.ARTICLE:
            return [p.eid for p in self.by_level[level] if scope_of(p.eid) == scope]
        return [e for e, parent in self.parent.items() if parent == self.parent[eid] and self._is(e, level)]

    def _is(self, eid: EId, level: Level) -> bool:
        return self.known[eid].level is level

    def preceding(self, eid: EId, count: int) -> list[EId]:
        """List the `count` neighbours before a provision; fewer where there are not so many."""
        row = self.row(eid)
        position = row.index(eid)
        return row[max(0, position - count) : position]

    def between(self, first: EId, last: EId) -> list[EId]:
        """List the neighbours from one provision to another; empty where they are none or out of order."""
        row = self.row(first)
        if last not in row or row.index(last) < row.index(first):
            return []
        return row[row.index(first) : row.index(last) + 1]


def scope_of(eid: EId) -> EId:
    """Find the attachment that an eId belongs to; empty for the act itself."""
    head = eid.partition("__")[0]
    return EId(head) if head.startswith("att_") else NO_EID


class Fates:
    """The fates of all provisions of the text before."""

    def __init__(self, amended: Amended) -> None:
        self.old, self.new = Places(amended.before), Places(amended.after)
        self._moves = amended.moves
        self._origins = amended.origins
        self._sources: dict[EId, list[EId]] = defaultdict(list)
        for before, after in amended.moves.items():
            if after is not None:
                self._sources[after].append(before)
        self._heirs: dict[EId, list[EId]] = defaultdict(list)
        for after, sources in amended.origins.items():
            for before in sources:
                self._heirs[before].append(after)

    def after(self, eid: EId) -> EId | None:
        """Find where a provision of before stands now; None where it is gone."""
        moved = self._moves.get(eid)
        return moved if moved in self.new.known else None

    def before(self, eid: EId) -> EId | None:
        """Find the one provision of before that a provision of after comes from."""
        sources = self._sources.get(eid) or list(self._origins.get(eid, ()))
        return sources[0] if len(sources) == 1 else None

    def divided(self, eid: EId) -> tuple[EId, ...]:
        """List the provisions of after that a split or merged provision lives on in; else none."""
        heirs = self._heirs.get(eid, [])
        merged = [heir for heir in heirs if len(self._origins[heir]) > 1]
        moved = self._moves.get(eid)
        shared = moved is not None and len(self._sources[moved]) > 1
        if len(heirs) > 1 or merged or shared:
            return tuple(heirs) or ((moved,) if moved else ())
        return ()


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


def target(places: Places, holder: EId, pointer: Pointer, steps: Steps) -> EId | None:
    """Find the provision that a pointer standing in `holder` means when it has these steps."""
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


def _under(places: Places, above: EId, steps: Steps) -> EId | None:
    return locate(_eid(above, steps), places.known) if above else None


def _eid(above: EId, steps: Steps) -> EId:
    own = [f"{PREFIX[level]}_" + "-".join(map(str, number)) for level, number in steps]
    return EId("__".join([above, *own] if above else own))


def _heading(places: Places, holder: EId, steps: Steps) -> EId | None:
    """第二节 is that of the own 章; 章 run through the act, or through the own 编."""
    level, number = steps[0]
    alike = [p.eid for p in places.by_level.get(level, ()) if number_of(level, p.num) == number]
    inner = [eid for eid in alike if places.parent[eid] and _holds(places, places.parent[eid], holder)]
    found = inner or (alike if level is not Level.SECTION else [])
    return found[0] if len(found) == 1 else None


def _holds(places: Places, above: EId, eid: EId) -> bool:
    while eid and eid != above:
        eid = places.parent.get(eid, NO_EID)
    return bool(eid)


def preceding(places: Places, holder: EId, pointer: Pointer) -> list[EId]:
    """Find what 前款 or 前两条 means in `holder`; empty where nothing of the kind stands before it."""
    own = places.above(holder, pointer.level)
    if own:
        found = places.preceding(own, pointer.count)
        return found if len(found) == pointer.count else []
    return []


def parts_of(eid: EId) -> dict[Level, tuple[int, ...]] | None:
    """Read the numbers in an eId by level; None where it holds something that no words can name."""
    found: dict[Level, tuple[int, ...]] = {}
    for step in eid.removeprefix(scope_of(eid)).removeprefix("__").split("__"):
        match = _STEP.fullmatch(step)
        level = _BY_PREFIX.get(match[1]) if match else None
        if match is None or level is None:
            return None
        found[level] = tuple(int(n) for n in match[2].split("-"))
    return found


def heading_number(places: Places, eid: EId, level: Level) -> dict[Level, tuple[int, ...]]:
    """Read the number of a 章 as its heading prints it."""
    return {level: number_of(level, places.known[eid].num)}


def renumbered(word: str, number: tuple[int, ...]) -> str:
    """Write 第（三）项 with another number in the same style.

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
    """Take the steps that are printed here from `parts`; the others stay.

    Raises:
        KeyError: a level that is printed is not among them.
    """
    printed = {number.level for number in numbers}
    return tuple((level, parts[level] if level in printed else old) for level, old in steps)
