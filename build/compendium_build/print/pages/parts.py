"""What the pages around the text are built of: headings, paragraphs, lines that end in a page number."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from compendium_build.print.names import BOOK

SLOT = "slot:"
"""How the ids of places for page numbers begin; a counter and the anchor follow."""
_FOR = "data-page-of"


def section(body: Element, style: str, id: str = "", head: str = "") -> Element:
    """Add a section that opens on a page of its own; `head` is its running head."""
    made = SubElement(body, "section", {"class": style})
    if id:
        made.set("id", id)
    if head:
        made.set("data-head", head)
    return made


def add(parent: Element, tag: str, text: str, style: str = "") -> Element:
    """Add an element with text."""
    made = SubElement(parent, tag, {"class": style} if style else {})
    made.text = text
    return made


def paragraphs(parent: Element, texts: Iterable[str], style: str = "prose") -> None:
    """Add paragraphs, one a text."""
    for text in texts:
        add(parent, "p", text, style)


def page_line(parent: Element, tag: str, text: str, anchor: str, style: str) -> Element:
    """Add a line with leaders to the place where the page number of an anchor is printed."""
    line = SubElement(parent, tag, {"class": f"to-page {style}"})
    link = SubElement(line, "a", {"href": f"{BOOK}{anchor}"})
    link.text = text
    slot(line, anchor)
    return line


def slot(parent: Element, anchor: str) -> None:
    """Add an empty place for the number of the page on which an anchor stands."""
    SubElement(parent, "span", {"class": "page-number", _FOR: anchor})


def number_slots(root: Element) -> None:
    """Give the places for page numbers ids, by which they are found on the typeset pages."""
    for position, element in enumerate(e for e in root.iter("span") if e.get(_FOR)):
        element.set("id", f"{SLOT}{position}:{element.get(_FOR)}")


def table(parent: Element, heads: Iterable[str], style: str) -> Element:
    """Add a table with its head; rows go into the body that is returned."""
    made = SubElement(parent, "table", {"class": style})
    row = SubElement(SubElement(made, "thead"), "tr")
    for head in heads:
        add(row, "th", head)
    return SubElement(made, "tbody")
