"""What is read off the pages that WeasyPrint has laid out: places, tables that are too wide, sizes."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes

POINTS = 0.75
"""Points in a CSS pixel."""


class Anchor(NamedTuple):
    """A named place on a page, which is counted from 0: its edges in points, from the lower left corner."""

    page: int
    name: str
    top: float
    right: float
    bottom: float


def anchors(document: Any) -> Iterator[Anchor]:
    """List the named places, page after page."""
    for number, page in enumerate(document.pages):
        for name, (_, top, right, bottom) in page.anchors.items():
            yield Anchor(
                number, name, (page.height - top) * POINTS, right * POINTS, (page.height - bottom) * POINTS
            )


def size_of(document: Any) -> tuple[float, float]:
    """Return the size of a page in points."""
    page = document.pages[0]
    return round(page.width * POINTS, 3), round(page.height * POINTS, 3)


def places_and_text(document: Any, wanted: Container[str]) -> Iterator[Iterator[str | None]]:
    """For each page: the places among those wanted that begin on it, and None for text, in their order."""
    for page in document.pages:
        yield _places(page._page_box, wanted)


def _places(box: Any, wanted: Container[str]) -> Iterator[str | None]:
    if isinstance(box, boxes.MarginBox):
        return
    name = box.style["anchor"]
    if name in wanted:
        yield name
    elif isinstance(box, boxes.TextBox):
        yield None
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _places(child, wanted)


def places_and_wide_tables(document: Any, tolerance: float, letters: int) -> Iterator[tuple[str, str | None]]:
    """The names of places, and the first letters of each table that leaves the block of text, in their order.

    Args:
        document: what was laid out.
        tolerance: by how many pixels a table may be wider.
        letters: how many of its letters are told.

    Yields:
        The name of a place and None; nothing for a name and the letters of a table.
    """
    for page in document.pages:
        inside = page._page_box
        edge = inside.content_box_x() + inside.width + tolerance
        for box in _blocks(inside):
            name = box.style["anchor"]
            if name:
                yield name, None
            if isinstance(box, boxes.TableBox) and box.position_x + box.margin_width() > edge:
                yield "", _words(box, letters)


def _blocks(box: Any) -> Iterator[Any]:
    yield box
    if isinstance(box, boxes.ParentBox) and not isinstance(box, boxes.MarginBox):
        for child in box.children:
            yield from _blocks(child)


def _words(box: Any, letters: int) -> str:
    texts = (each.text for each in _blocks(box) if isinstance(each, boxes.TextBox))
    return " ".join(texts)[:letters]
