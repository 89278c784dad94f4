"""Numbers of siblings after insertions and deletions: stated numbers take their slots, the rest fill up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from compendium.amending.applying.tree import Node, Refused, spoken
from compendium.law.kinds import HEADED, ITEMS, UNITS, Level
from compendium.law.numerals import NUMERAL, article_number, to_chinese


@dataclass(slots=True, kw_only=True)
class Place:
    """Something that enters a sequence: at a number, next to a neighbour, or at the end."""

    node: Node
    number: tuple[int, ...] = ()
    after: Node | None = None
    before: Node | None = None
    container: Node | None = None


@dataclass(slots=True)
class Change:
    """What one instruction does to one sequence; `states` are numbers it gives to what stays."""

    item: int
    removes: list[Node] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    states: list[tuple[Node, tuple[int, ...]]] = field(default_factory=list)


class Disagree(Exception):
    """Stated numbers that don't come true; the reasons by item."""

    def __init__(self, reasons: Mapping[int, str]) -> None:
        super().__init__("；".join(reasons.values()))
        self.reasons = dict(reasons)


@dataclass(slots=True)
class Order:
    """A sequence after its changes, with the numbers; `moved` are old ones that left their order."""

    nodes: list[Node]
    numbers: dict[Node, tuple[int, ...]]
    moved: dict[Node, int] = field(default_factory=dict)


def ordered(olds: Sequence[Node], changes: Sequence[Change]) -> Order:
    """Put a sequence in its new order.

    A 之一 that is given a number of its own (第十二条之一改为第十三条) joins the sequence where it stands.

    Raises:
        Disagree: a stated number is impossible or is not the one that results.
    """
    raised = {node for change in changes for node, number in change.states if len(number) == 1}
    mains = [node for node in olds if len(node.was) == 1 or node in raised]
    first = min((change.item for change in changes), default=0)
    counted = [node.was[0] for node in mains if len(node.was) == 1]
    if counted != list(range(1, len(counted) + 1)):
        raise Disagree({c.item: "现行文本的序号不连续，不能推算新的序号" for c in changes} or {first: ""})
    rest = _with_neighbours(mains, changes)
    pins = _pins(changes)
    line = _filled(rest, pins, changes)
    moved: dict[Node, int] = {}
    if wrong := _wrong(line, changes):
        line, moved = _moved(rest, pins, changes, wrong)
    numbers: dict[Node, tuple[int, ...]] = {node: (position,) for position, node in enumerate(line, 1)}
    return _with_branches(Order(line, numbers, moved), olds, changes)


def _with_neighbours(mains: list[Node], changes: Sequence[Change]) -> list[Node]:
    line = list(mains)
    for change in changes:
        last: dict[Node | None, Node] = {}
        for place in change.places:
            if place.number:
                continue
            if place.node in line:
                line.remove(place.node)
            anchor = last.get(place.after, place.after)
            if anchor is not None and anchor in line:
                line.insert(line.index(anchor) + 1, place.node)
            elif place.before is not None and place.before in line:
                line.insert(line.index(place.before), place.node)
            else:
                line.append(place.node)
            last[place.after] = place.node
    gone = {node for change in changes for node in change.removes}
    return [node for node in line if node not in gone]


def _pins(changes: Sequence[Change]) -> dict[int, Node]:
    pins: dict[int, Node] = {}
    for change in changes:
        for place in change.places:
            if len(place.number) != 1:
                continue
            if place.number[0] in pins:
                words = spoken(place.node.level, place.number)
                raise Disagree({change.item: f"本决定已经另有一处作为{words}"})
            pins[place.number[0]] = place.node
    return pins


def _filled(rest: Sequence[Node], pins: Mapping[int, Node], changes: Sequence[Change]) -> list[Node]:
    pinned = set(pins.values())
    left = [node for node in rest if node not in pinned]
    total = len(left) + len(pins)
    if beyond := [number for number in pins if number > total or number < 1]:
        reasons = {}
        for change in changes:
            for place in [*change.places, *(Place(node=n, number=s) for n, s in change.states)]:
                if place.number and place.number[0] in beyond:
                    words = spoken(place.node.level, place.number)
                    last = spoken(place.node.level, (total,))
                    reasons[change.item] = f"按各项推算修改后只到{last}，决定写为{words}"
        raise Disagree(reasons)
    fill = iter(left)
    return [pins[slot] if slot in pins else next(fill) for slot in range(1, total + 1)]


_Wrong = list[tuple[int, Node, int, int]]


def _wrong(line: Sequence[Node], changes: Sequence[Change]) -> _Wrong:
    """The numbers stated for what stays that don't result: item, node, stated, resulting."""
    at = {node: position for position, node in enumerate(line, 1)}
    return [
        (change.item, node, stated[0], at[node])
        for change in changes
        for node, stated in change.states
        if node in at and len(stated) == 1 and at[node] != stated[0]
    ]


def _moved(
    rest: Sequence[Node], pins: Mapping[int, Node], changes: Sequence[Change], wrong: _Wrong
) -> tuple[list[Node], dict[Node, int]]:
    """Take stated numbers as a change of place where other stated numbers bear that out."""
    for moved in _candidates(wrong):
        both = dict(pins)
        for _, node, stated, _ in moved:
            both.setdefault(stated, node)
        if len(both) != len(pins) + len(moved):
            continue
        try:
            line = _filled(rest, both, changes)
        except Disagree:
            continue
        if not _wrong(line, changes):
            return line, {node: item for item, node, _, _ in moved}
    raise Disagree(
        {
            item: f"按各项推算原{spoken(node.level, node.was)}应为{spoken(node.level, (natural,))}，"
            f"决定写为{spoken(node.level, (stated,))}"
            for item, node, stated, natural in wrong
        }
    )


def _candidates(wrong: _Wrong) -> list[_Wrong]:
    """Sets of at most two that may have moved, each borne out by at least one other that follows from it."""
    ones = [[entry] for entry in wrong] if len(wrong) > 1 else []
    twos = [[a, b] for i, a in enumerate(wrong) for b in wrong[i + 1 :]] if len(wrong) < 12 else []
    swaps = [pair for pair in twos if {pair[0][2], pair[1][2]} == {pair[0][3], pair[1][3]}]
    return ones + (twos if len(wrong) > 2 else swaps)


def _with_branches(order: Order, olds: Sequence[Node], changes: Sequence[Change]) -> Order:
    """Put the 之一, 之二 behind the number they branch from; they shift nothing."""
    gone = {node for change in changes for node in change.removes}
    new = [(p.number, p.node, c.item) for c in changes for p in c.places if len(p.number) > 1]
    there = set(order.nodes)
    old = [(n.was, n, -1) for n in olds if len(n.was) > 1 and n not in gone and n not in there]
    by_number = {number: node for node, number in order.numbers.items()}
    if old and _uprooted([number[0] for number, _, _ in old], order):
        raise Disagree({c.item: "现行文本有“之一”一类的条，改动序号须由人指定" for c in changes})
    for number, node, item in sorted(old + new, key=lambda entry: entry[0]):
        above = by_number.get(number[:-1] if number[-1] == 1 else (*number[:-1], number[-1] - 1))
        if above is None or number in by_number:
            if item < 0:
                above = by_number[max(n for n in by_number if n < number)] if by_number else None
            if above is None or item >= 0:
                raise Disagree({item: f"修改后的文本中没有{spoken(node.level, number)}的位置"})
        order.nodes.insert(order.nodes.index(above) + 1, node)
        order.numbers[node] = number
        by_number[number] = node
    return order


def _uprooted(stems: Sequence[int], order: Order) -> bool:
    """Whether a number that others branch from has gone or changed."""
    now = {node.was[0]: order.numbers[node][0] for node in order.nodes if node.old and len(node.was) == 1}
    shifted = any(old != new for old, new in now.items())
    return any(now[stem] != stem if stem in now else shifted for stem in stems)


# The place of ① in Unicode, after which the other nineteen stand.
_CIRCLED = 0x2460


def printed(level: Level, number: tuple[int, ...], sample: str) -> str:
    """Write a number as its siblings print theirs.

    >>> printed(Level.POINT, (4,), "（三）"), printed(Level.INDENT, (4,), "3.")
    ('（四）', '4.')
    >>> printed(Level.ARTICLE, (21,), "第三条")
    '第二十一条'
    """
    if level is Level.ARTICLE and not re.search("[0-9０-９]", sample):
        return article_number(number)
    if sample and 0 <= ord(sample[0]) - _CIRCLED < 20:
        if number[0] > 20:
            raise Refused("带圈的序号只到⑳，须由人处理")
        return chr(_CIRCLED + number[0] - 1)
    if re.fullmatch(r"\([a-z]\)", sample):
        return f"({chr(ord('a') + number[0] - 1)})"
    match = re.search(NUMERAL, sample)
    if match is None:
        default = {
            Level.POINT: "（{}）",
            Level.LEVEL: "{}、",
            Level.CHAPTER: "第{}章",
            Level.SECTION: "第{}节",
        }
        return default.get(level, "{}").format(to_chinese(number[0]))
    digits = str(number[0]) if match[0].isascii() else to_chinese(number[0])
    if re.search("[０-９]", match[0]):
        digits = str(number[0]).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return sample[: match.start()] + digits + sample[match.end() :]


def has_number(level: Level) -> bool:
    """Tell whether provisions of a level print a number."""
    return level in HEADED or level in ITEMS or level in UNITS
