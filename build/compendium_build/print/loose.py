"""A part of the book as PDF objects that are tied to no file yet: their numbers are given when it is bound.

Where an object names another, or something that only the whole book can tell, its text has a gap; what goes
there is found in a table. Filling the gaps of a part is a few operations on whole byte strings.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

GAP, END = b"\0", b"\1"
"""What stands for a gap, and what ends an object; neither can be in its text."""
FACES = ("serif", "serif-bold", "sans", "sans-bold")
SHARED = ("pages", "document", "media", "bleed", "trim", *FACES)
"""What the book gives every part: what its pages hang on, the root of the structure, page boxes, fonts."""


@dataclass(frozen=True, slots=True)
class Loose:
    """The objects of a part.

    `text` has them all, streams by their entries; `gaps` are places in the table: SHARED, then the objects,
    the stamp of each page, the key of each page and link in the tree of parents, the action of each link into
    the book. `streams` tells the length of each object's data, -1 for one that is no stream; `pages`, `tops`
    (of the structure) and `parents` are objects by position; `links` the places that links lead to.
    """

    text: bytes
    gaps: Sequence[int]
    streams: Sequence[int]
    data: bytes
    pages: Sequence[int]
    tops: Sequence[int]
    parents: Sequence[int]
    links: Sequence[str]

    def filled(self, table: Sequence[bytes]) -> Iterator[bytes]:
        """The objects with their gaps filled."""
        texts = self.text.split(GAP)
        fills = [table[gap] for gap in self.gaps]
        whole = b"".join(chain.from_iterable(zip(texts, [*fills, b""], strict=True)))
        yield from whole.split(END)[:-1]

    def table(
        self,
        shared: Sequence[bytes],
        first: int,
        stamps: Sequence[bytes],
        key: int,
        actions: Sequence[bytes],
    ) -> list[bytes]:
        """What goes into the gaps when the first object has the number `first`, the first page the key."""
        objects = [b"%d 0 R" % number for number in range(first, first + len(self.streams))]
        keys = [b"%d" % number for number in range(key, key + len(self.parents))]
        return [*shared, *objects, *stamps, *keys, *actions]


_ARRAYS = ("gaps", "streams", "pages", "tops", "parents")


def pack(part: Loose) -> bytes:
    """Write a part as one byte string."""
    arrays = [array("i", getattr(part, name)).tobytes() for name in _ARRAYS]
    pieces = [*arrays, "\n".join(part.links).encode(), part.text, part.data]
    head = json.dumps([len(piece) for piece in pieces]).encode()
    return b"\n".join((head, b"".join(pieces)))


def unpack(data: bytes) -> Loose:
    """Read a part back."""
    head, _, rest = data.partition(b"\n")
    pieces, place = [], 0
    for length in json.loads(head):
        pieces.append(rest[place : place + length])
        place += length
    numbers = {name: _ints(piece) for name, piece in zip(_ARRAYS, pieces, strict=False)}
    links = pieces[-3].decode().split("\n") if pieces[-3] else []
    return Loose(text=pieces[-2], data=pieces[-1], links=links, **numbers)


def _ints(data: bytes) -> array[int]:
    held = array("i")
    held.frombytes(data)
    return held
