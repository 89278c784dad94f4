"""Names of places and bookmarks, written as PDF objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, String

LEAF = 64
"""Names in one leaf of the tree of names."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page and a height on it."""

    page: pikepdf.Object
    top: float

    def destination(self) -> Array:
        """Show the page from this height on, at the magnification that the reader has."""
        return Array([self.page, Name("/XYZ"), None, self.top, None])


def add_names(book: pikepdf.Pdf, names: Sequence[str], places: dict[str, Place]) -> None:
    """Give places their names; links go by them."""
    held = sorted((name.encode(), places[name]) for name in names if name in places)
    leaves = []
    for start in range(0, len(held), LEAF):
        rows = held[start : start + LEAF]
        pairs = Array([item for name, place in rows for item in (String(name), place.destination())])
        limits = Array([String(rows[0][0]), String(rows[-1][0])])
        leaves.append(book.make_indirect(Dictionary(Limits=limits, Names=pairs)))
    if leaves:
        book.Root["/Names"] = Dictionary(Dests=book.make_indirect(Dictionary(Kids=Array(leaves))))


@dataclass
class _Item:
    depth: int
    object: pikepdf.Object
    children: list[_Item] = field(default_factory=list)


def add_outline(book: pikepdf.Pdf, lines: Sequence[tuple[int, str, str]], places: dict[str, Place]) -> None:
    """Write bookmarks from (depth, label, anchor) in reading order; kinds are open, the rest is closed."""
    root = _Item(-1, book.make_indirect(Dictionary(Type=Name("/Outlines"))))
    above = [root]
    for depth, label, anchor in lines:
        if anchor not in places:
            continue
        made = Dictionary(Title=String(label), Dest=places[anchor].destination())
        item = _Item(depth, book.make_indirect(made))
        while above[-1].depth >= depth:
            above.pop()
        above[-1].children.append(item)
        above.append(item)
    if root.children:
        _link(root)
        book.Root["/Outlines"] = root.object


def _link(parent: _Item) -> None:
    children = parent.children
    if not children:
        return
    parent.object["/First"], parent.object["/Last"] = children[0].object, children[-1].object
    is_open = parent.depth < 1
    parent.object["/Count"] = _visible(parent) if is_open else -len(children)
    for position, item in enumerate(children):
        item.object["/Parent"] = parent.object
        if position:
            item.object["/Prev"] = children[position - 1].object
            children[position - 1].object["/Next"] = item.object
        _link(item)


def _visible(item: _Item) -> int:
    """How many lines show below an open item."""
    return sum(1 + (_visible(child) if child.depth < 1 else 0) for child in item.children)
