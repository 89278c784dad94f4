"""Take the objects out of a PDF that WeasyPrint has drawn, so that the book can be bound from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pydyf

from compendium_build.print.inline import BOOK
from compendium_build.print.loose import END, GAP, SHARED, Loose
from compendium_build.print.objects import reached, stream_parts, written
from compendium_build.print.tagging import number_of, parent_tree, settle_tags, structure_root

OUTSIDE = 1_000_000_000
"""Numbers from here on name what the book gives: SHARED, then stamps, keys, actions of links."""


def shared_reference(name: str) -> bytes:
    """The reference that stands for something the book gives."""
    return b"%d 0 R" % (OUTSIDE + SHARED.index(name))


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
        text,
        gaps,
        streams,
        data,
        [places[page.number] for page in pages],
        [places[each.number] for each in tops],
        [places[number_of(each)] for each in parents],
        links,
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
        if isinstance(each, pydyf.Stream):
            text, content = stream_parts(each, refer)
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
    page["Contents"] = pydyf.Array([b"%d 0 R" % stamp, page["Contents"]])
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
            each["Contents"] = pydyf.String("内部链接")
            number += 1
            yield place


def _inside(annotation: Any) -> str:
    """The place in the same document that a link leads to."""
    return str(annotation.pop("Dest").string) if "Dest" in annotation else ""
