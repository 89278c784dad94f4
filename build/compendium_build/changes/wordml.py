"""Elements of WordprocessingML: paragraphs, runs, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

Element = etree._Element
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {"w": W, "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS = re.compile(r"([\t\n])")


def w(name: str) -> str:
    """A name in Word's namespace."""
    return f"{{{W}}}{name}"


def sub(parent: Element, name: str, **attributes: str) -> Element:
    """Append an element with attributes in Word's namespace."""
    return etree.SubElement(parent, w(name), {w(key): value for key, value in attributes.items()})


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of characters looks."""

    bold: bool = False
    hei: bool = False
    underline: bool = False
    strike: bool = False
    shaded: bool = False
    italic: bool = False
    raised: str = ""  # superscript or subscript


def paragraph(style: str) -> Element:
    """An empty paragraph."""
    p = etree.Element(w("p"))
    sub(sub(p, "pPr"), "pStyle", val=style)
    return p


def words(text: str, style: str = "Plain", look: Look = Look()) -> Element:
    """A paragraph of one run."""
    p = paragraph(style)
    add_run(p, text, look)
    return p


def add_run(parent: Element, text: str, look: Look, tag: str = "t") -> Element:
    """Append a run; `tag` is delText within what is deleted."""
    run = sub(parent, "r")
    properties = etree.Element(w("rPr"))
    _set(properties, look)
    if len(properties):
        run.append(properties)
    for piece in _BREAKS.split(text):
        if piece == "\t":
            sub(run, "tab")
        elif piece == "\n":
            sub(run, "br")
        elif piece:
            element = sub(run, tag)
            element.text = piece
            element.set(_SPACE, "preserve")
    return run


def _set(properties: Element, look: Look) -> None:
    """Say how a run looks, in the order that the schema asks for."""
    if look.hei:
        sub(properties, "rFonts", ascii="Arial", hAnsi="Arial", cs="Arial", eastAsia="黑体")
    if look.bold:
        sub(properties, "b")
    if look.italic:
        sub(properties, "i")
    if look.strike:
        sub(properties, "strike")
    if look.underline:
        sub(properties, "u", val="single")
    if look.shaded:
        sub(properties, "shd", val="clear", color="auto", fill="D9D9D9")
    if look.raised:
        sub(properties, "vertAlign", val=look.raised)


def table(widths: Sequence[int]) -> Element:
    """An empty table with single lines and columns of these widths."""
    made = etree.Element(w("tbl"))
    properties = sub(made, "tblPr")
    sub(properties, "tblW", w=str(sum(widths)), type="dxa")
    borders = sub(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        sub(borders, side, val="single", sz="4", space="0", color="auto")
    sub(properties, "tblLayout", type="fixed")
    margins = sub(properties, "tblCellMar")
    for side, free in (("top", 57), ("left", 108), ("bottom", 57), ("right", 108)):
        sub(margins, side, w=str(free), type="dxa")
    grid = sub(made, "tblGrid")
    for width in widths:
        sub(grid, "gridCol", w=str(width))
    return made


def table_row(parent: Element, *, heads: bool = False, whole: bool = False) -> Element:
    """Append a row; one of heads stands on every page, a whole one is not broken across pages."""
    row = sub(parent, "tr")
    if heads or whole:
        properties = sub(row, "trPr")
        sub(properties, "cantSplit")
        if heads:
            sub(properties, "tblHeader")
    return row


def table_cell(
    row: Element,
    width: int,
    blocks: Sequence[Element],
    *,
    span: int = 1,
    merged: str = "",
    shaded: bool = False,
) -> Element:
    """Append a cell, which must end in a paragraph; `merged` is restart or continue."""
    cell = sub(row, "tc")
    properties = sub(cell, "tcPr")
    sub(properties, "tcW", w=str(width), type="dxa")
    if span > 1:
        sub(properties, "gridSpan", val=str(span))
    if merged:
        sub(properties, "vMerge", val=merged)
    if shaded:
        sub(properties, "shd", val="clear", color="auto", fill="EDEDED")
    cell.extend(blocks)
    if not blocks or blocks[-1].tag == w("tbl"):
        cell.append(paragraph("Plain"))
    return cell
