"""Write a Word file: the parts of its package, its page, its WordprocessingML elements.

The same text gives the same bytes. A table within a cell or a text is laid out as Word writes it, with cells
that span columns and rows (`laid_out`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from lxml import etree

from compendium_build.changes.content import Grid, GridCell, GridRow, Line

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


@dataclass(frozen=True, slots=True, kw_only=True)
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


STARTED = (1980, 1, 1, 0, 0, 0)
"""The time of every part."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package.rels",
    "word/_rels/document.xml.rels": "document.rels",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/footer1.xml": "footer.xml",
}
"""The parts that are the same in every file, and where they are kept."""


@dataclass(frozen=True, slots=True)
class Page:
    """The paper, in twentieths of a point."""

    width: int
    height: int
    side: int = 1020
    top: int = 1134

    @property
    def measure(self) -> int:
        """What is left between the margins."""
        return self.width - 2 * self.side


# A4, either way.
LANDSCAPE, PORTRAIT = Page(16838, 11906), Page(11906, 16838, 1588, 1440)


def word_file(title: str, blocks: list[Element], page: Page) -> bytes:
    """Put paragraphs and tables into a Word file."""
    document = etree.Element(w("document"), nsmap=NS)
    body = sub(document, "body")
    body.extend(blocks)
    if not blocks or blocks[-1].tag == w("tbl"):
        body.append(_ending())
    body.append(_section(page))
    folder = files("compendium_build.changes") / "word"
    parts = {name: (folder / held).read_bytes() for name, held in _PARTS.items()}
    parts["word/document.xml"] = _written(document)
    parts["docProps/core.xml"] = _core(title)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, STARTED)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return out.getvalue()


def _ending() -> Element:
    """The paragraph that Word wants after a table, as low as it can be."""
    p = etree.Element(w("p"))
    properties = sub(p, "pPr")
    sub(properties, "spacing", before="0", after="0", line="20", lineRule="exact")
    return p


def _section(page: Page) -> Element:
    section = etree.Element(w("sectPr"))
    reference = sub(section, "footerReference", type="default")
    reference.set(f"{{{_OFFICE}}}id", "rId3")
    size = sub(section, "pgSz", w=str(page.width), h=str(page.height))
    if page.width > page.height:
        size.set(w("orient"), "landscape")
    edges = {"top": page.top, "bottom": page.top, "left": page.side, "right": page.side}
    sub(section, "pgMar", **{k: str(v) for k, v in edges.items()}, header="720", footer="567", gutter="0")
    return section


def _core(title: str) -> bytes:
    namespaces = {
        "cp": f"{_PACKAGE}/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
    }
    core = etree.Element(f"{{{namespaces['cp']}}}coreProperties", nsmap=namespaces)
    for name, text in (("title", title), ("language", "zh-CN")):
        etree.SubElement(core, f"{{{namespaces['dc']}}}{name}").text = text
    return _written(core)


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


Paragraphs = Callable[[Sequence[Line]], list[Element]]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a row: a cell that begins here, or the continuation of one from above."""

    cell: GridCell
    continued: bool


def add_grid(grid: Grid, width: int, paragraphs: Paragraphs) -> Element:
    """Make a table that is `width` wide, its columns alike."""
    columns = max(grid.width, 1)
    each = width // columns
    made = table([each] * columns)
    for slots in laid_out(grid.rows):
        row = table_row(made)
        for slot in slots:
            blocks = [] if slot.continued else paragraphs(slot.cell.lines)
            merged = "continue" if slot.continued else "restart" if slot.cell.rowspan > 1 else ""
            span = slot.cell.colspan
            table_cell(row, each * span, blocks, span=span, merged=merged, shaded=slot.cell.header)
    return made


def laid_out(rows: Sequence[GridRow]) -> Iterator[list[Slot]]:
    """The rows with the cells that reach down into them from above."""
    reaching: dict[int, tuple[GridCell, int]] = {}
    for row in rows:
        slots: list[Slot] = []
        column = 0
        waiting = list(row.cells)
        while waiting or column in reaching:
            if column in reaching:
                cell, left = reaching.pop(column)
                slots.append(Slot(cell, True))
                if left > 1:
                    reaching[column] = (cell, left - 1)
                    column += cell.colspan
                    continue
            else:
                cell = waiting.pop(0)
                slots.append(Slot(cell, False))
                if cell.rowspan > 1:
                    reaching[column] = (cell, cell.rowspan - 1)
            column += cell.colspan
        yield slots
