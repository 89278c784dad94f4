"""Bookmarks and names of places, as PDF objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compendium_build.print.writer import text_string

Line = tuple[int, str, str]
"""A bookmark: how deep it stands, its label, the name of its place."""
LEAF = 64
"""Rows in one leaf of a tree."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page, by the number of its object, and a height on it."""

    page: int
    top: float

    def destination(self) -> bytes:
        """Show the page from this height on, at the magnification that the reader has."""
        return b"[%d 0 R/XYZ null %.1f null]" % (self.page, self.top)


@dataclass
class _Item:
    depth: int
    label: str
    place: Place | None
    number: int
    children: list[_Item] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """编 show what is in them, all else is closed."""
        return self.depth < 1

    def shown(self) -> int:
        """How many lines show below it once it is open."""
        return sum(1 + (child.shown() if child.is_open else 0) for child in self.children)


def outline_objects(
    lines: Iterable[Line], places: Mapping[str, Place], first: int
) -> list[tuple[int, bytes]]:
    """The objects of the bookmarks, numbered from `first`, which is their root; none without bookmarks."""
    root = _Item(-1, "", None, first)
    above, count = [root], 0
    for depth, label, name in lines:
        if name not in places:
            continue
        count += 1
        item = _Item(depth, label, places[name], first + count)
        while above[-1].depth >= depth:
            above.pop()
        above[-1].children.append(item)
        above.append(item)
    return list(_written(root)) if count else []


def _written(item: _Item) -> Iterator[tuple[int, bytes]]:
    yield item.number, b"<</Type/Outlines%s>>" % _below(item)
    waiting = [item]
    while waiting:
        above = waiting.pop()
        waiting += above.children
        numbers = [0, *(child.number for child in above.children), 0]
        for child, before, after in zip(above.children, numbers, numbers[2:], strict=False):
            ties = b"/Parent %d 0 R" % above.number
            ties += b"/Prev %d 0 R" % before if before else b""
            ties += b"/Next %d 0 R" % after if after else b""
            assert child.place is not None
            shown = b"/Title%s/Dest%s" % (text_string(child.label), child.place.destination())
            yield child.number, b"<<%s%s%s>>" % (shown, ties, _below(child))


def _below(item: _Item) -> bytes:
    if not item.children:
        return b""
    count = item.shown() if item.is_open else -len(item.children)
    ends = item.children[0].number, item.children[-1].number
    return b"/First %d 0 R/Last %d 0 R/Count %d" % (*ends, count)


def name_leaves(places: Mapping[str, Place]) -> Iterator[bytes]:
    """The leaves of the tree of names; links go by them."""
    rows = sorted((text_string(name), place) for name, place in places.items())
    for start in range(0, len(rows), LEAF):
        held = rows[start : start + LEAF]
        pairs = b"".join(name + place.destination() for name, place in held)
        yield b"<</Limits[%s%s]/Names[%s]>>" % (held[0][0], held[-1][0], pairs)


def parent_leaves(parents: Sequence[int]) -> Iterator[bytes]:
    """The leaves of the tree that leads from marked content and links to their elements."""
    for start in range(0, len(parents), LEAF):
        held = parents[start : start + LEAF]
        rows = b" ".join(b"%d %d 0 R" % row for row in enumerate(held, start))
        yield b"<</Limits[%d %d]/Nums[%s]>>" % (start, start + len(held) - 1, rows)
