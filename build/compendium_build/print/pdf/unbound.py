"""A part of the book as PDF objects that are tied to no file yet: their numbers are given when it is bound.

Where an object names another, or something that only the whole book can tell, its text has a gap; what goes
there is found in a table. Filling the gaps of a part is a few operations on whole byte strings. The objects
are taken out of a PDF that WeasyPrint has drawn (`harvest`).

The structure that assistive technology reads is put in order first: PDF/UA-1 (ISO 14289-1). WeasyPrint
gives a paragraph one element for every line of it, headings the levels of their HTML, which are chosen for
their looks, and running heads elements outside the tree. Here lines go into their paragraph, levels follow
one another without a gap, and running heads are artifacts.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from compendium_build.print.names import BOOK, OUTSIDE, SHARED, shared_reference
from compendium_build.print.pdf.writer import entries, reached, written
from compendium_build.print.weasy.objects import Array, Dictionary, Stream, String, stream_content

GAP, END = b"\0", b"\1"
"""What stands for a gap, and what ends an object; neither can be in its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
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
        """Return the objects with their gaps filled."""
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
        """List what goes into the gaps when the first object has the number `first`, the first page `key`."""
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


_TRANSPARENT = ("/Span", "/NonStruct")


def settle_tags(pdf: Any) -> None:
    """Put the structure of a PDF that WeasyPrint has made, but not written yet, in order."""
    objects: list[Any] = [each for each in pdf.objects if isinstance(each, dict)]
    elements = {each.number: each for each in objects if each.get("Type") == "/StructElem"}
    moved: dict[int, Any] = {}
    for element in elements.values():
        element["K"] = Array(list(_kids(element, elements, moved)))
    _settle_headings(elements.values())
    held = _reached(pdf, elements)
    pages = [each for each in objects if each.get("Type") == "/Page"]
    rows = {page["StructParents"]: page for page in pages}
    nums = parent_tree(pdf)
    for position in range(0, len(nums), 2):
        key, value = nums[position], nums[position + 1]
        if key in rows:
            owners = [_owner(reference, elements, moved) for reference in value]
            nums[position + 1] = Array(o.reference if o.number in held else "null" for o in owners)
            strays = {mcid for mcid, owner in enumerate(owners) if owner.number not in held}
            _make_artifacts(pdf.objects[number_of(rows[key]["Contents"])], strays)
        else:
            nums[position + 1] = _owner(value, elements, moved).reference


def structure_root(pdf: Any) -> Any:
    """Find the root of the structure."""
    return pdf.objects[number_of(pdf.catalog["StructTreeRoot"])]


def parent_tree(pdf: Any) -> Any:
    """List the rows that lead from marked content and links back to their elements."""
    return pdf.objects[number_of(structure_root(pdf)["ParentTree"])]["Nums"]


def number_of(reference: bytes) -> int:
    """Return the number of the object that a reference leads to."""
    return int(reference.split(b" ", 1)[0])


def _kids(element: Any, elements: dict[int, Any], moved: dict[int, Any]) -> Iterator[Any]:
    """What stands in an element, with plain spans of the same page dissolved."""
    for kid in element["K"]:
        inner = elements.get(number_of(kid)) if isinstance(kid, bytes) else None
        if inner is None or not _is_plain(inner, element):
            yield kid
            continue
        moved[inner.number] = element
        for each in _kids(inner, elements, moved):
            child = elements.get(number_of(each)) if isinstance(each, bytes) else None
            if child is not None:
                child["P"] = element.reference
            yield each


def _is_plain(inner: Any, outer: Any) -> bool:
    plain = inner["S"] in _TRANSPARENT and "A" not in inner and "Alt" not in inner
    return plain and outer["S"] != "/Document" and inner.get("Pg") == outer.get("Pg")


def _settle_headings(elements: Iterable[Any]) -> None:
    """Number the levels of headings in use from 1, without a gap."""
    headings = [e for e in elements if len(e["S"]) == 3 and e["S"][:2] == "/H" and e["S"][2].isdigit()]
    levels = sorted({e["S"] for e in headings})
    for element in headings:
        element["S"] = f"/H{levels.index(element['S']) + 1}"


def _reached(pdf: Any, elements: dict[int, Any]) -> set[int]:
    """The numbers of the elements that stand in the tree."""
    waiting, found = [number_of(each) for each in structure_root(pdf)["K"]], set()
    while waiting:
        number = waiting.pop()
        if number in elements and number not in found:
            found.add(number)
            waiting += [number_of(kid) for kid in elements[number]["K"] if isinstance(kid, bytes)]
    return found


def _owner(reference: bytes, elements: dict[int, Any], moved: dict[int, Any]) -> Any:
    element = elements[number_of(reference)]
    while element.number in moved:
        element = moved[element.number]
    return element


def _make_artifacts(stream: Any, strays: set[int]) -> None:
    """Mark as artifacts what is drawn on a page but belongs to no element."""
    operators = stream.stream
    for position, each in enumerate(operators):
        if strays and isinstance(each, Dictionary) and each.get("MCID") in strays:
            operators[position - 1 : position + 2] = ["/Artifact", b"", b"BMC"]


def harvest(pdf: Any) -> Loose:
    """Take all that the pages need; links into the book become links by name."""
    settle_tags(pdf)
    pages = [pdf.objects[number_of(each)] for each in pdf.page_references]
    tops = _loosen_structure(pdf)
    parents = list(_loosen_parents(pdf, pages))
    for position, page in enumerate(pages):
        _loosen_page(page, position, len(pages))
    links = list(_loosen_links(pdf, len(pages) + len(parents)))
    roots = [each.reference for each in (*pages, *tops)] + parents
    objects = reached(pdf, roots, below=OUTSIDE)
    places = {each.number: position for position, each in enumerate(objects)}
    text, gaps, streams, data = _written(objects, _gap_of(places, len(objects)))
    return Loose(
        text=text,
        gaps=gaps,
        streams=streams,
        data=data,
        pages=[places[page.number] for page in pages],
        tops=[places[each.number] for each in tops],
        parents=[places[number_of(each)] for each in parents],
        links=links,
    )


def _gap_of(places: dict[int, int], count: int) -> Callable[[int], int]:
    """Where in the table of the part a number is found."""

    def gap(number: int) -> int:
        if number < OUTSIDE:
            return len(SHARED) + places[number]
        outside = number - OUTSIDE
        return outside if outside < len(SHARED) else outside + count

    return gap


def _written(objects: list[Any], gap_of: Callable[[int], int]) -> tuple[bytes, list[int], list[int], bytes]:
    gaps: list[int] = []
    texts, streams, data = [], [], []

    def refer(number: int) -> bytes:
        gaps.append(gap_of(number))
        return GAP

    for each in objects:
        if isinstance(each, Stream):
            extra, content = stream_content(each)
            text = entries(extra, refer)
            data.append(content)
            streams.append(len(content))
        else:
            text = written(each, refer)
            streams.append(-1)
        texts.append(text + END)
    return b"".join(texts), gaps, streams, b"".join(data)


def _loosen_structure(pdf: Any) -> list[Any]:
    """Cut the elements below the root off it; the book has a root of its own."""
    root = pdf.objects[number_of(structure_root(pdf)["K"][0])]
    tops = [pdf.objects[number_of(kid)] for kid in root["K"]]
    for top in tops:
        top["P"] = shared_reference("document")
    return tops


def _loosen_parents(pdf: Any, pages: list[Any]) -> Iterator[bytes]:
    """What pages and links lead back to, in the order of their keys."""
    nums = parent_tree(pdf)
    rows = dict(zip(nums[::2], nums[1::2], strict=True))
    for key in range(len(rows)):
        if isinstance(rows[key], bytes):
            yield rows[key]
        else:
            pdf.add_object(rows[key])
            yield rows[key].reference
    outside = OUTSIDE + len(SHARED) + len(pages)
    for each in pdf.objects:
        if isinstance(each, dict) and "StructParent" in each:
            each["StructParent"] = b"%d 0 R" % (outside + each["StructParent"])


def _loosen_page(page: Any, position: int, count: int) -> None:
    stamp = OUTSIDE + len(SHARED) + position
    page["Parent"] = shared_reference("pages")
    for box in ("media", "bleed", "trim"):
        page[f"{box.capitalize()}Box"] = shared_reference(box)
    page["Contents"] = Array([b"%d 0 R" % stamp, page["Contents"]])
    page["StructParents"] = b"%d 0 R" % (stamp + count)


def _loosen_links(pdf: Any, before: int) -> Iterator[str]:
    """Where the links into the book lead; what each does is told when the part is bound."""
    number = OUTSIDE + len(SHARED) + before
    for each in pdf.objects:
        if not isinstance(each, dict) or each.get("Subtype") != "/Link":
            continue
        uri = str(each["A"]["URI"].string) if "A" in each else ""
        place = uri.removeprefix(BOOK) if uri.startswith(BOOK) else _inside(each)
        if place:
            each["A"] = b"%d 0 R" % number
            each["Contents"] = String("内部链接")
            number += 1
            yield place


def _inside(annotation: Any) -> str:
    """The place in the same document that a link leads to."""
    return str(annotation.pop("Dest").string) if "Dest" in annotation else ""
