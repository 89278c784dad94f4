"""Tables: head rows that repeat on every page, cells as wide as the text asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile
from math import inf
from xml.etree.ElementTree import Element, SubElement

from compendium.model import Cell, Image, Table
from compendium_build.cells import Row, filled, placed, widths
from compendium_build.print.inline import Place, add_runs

NARROW, MOST = 18.0, 24.0
"""How wide a narrow column is at most, and all of them together, in em; a page has forty."""
PADDING = 1.2
"""What stands left and right of a cell's text, in em."""


def add_table(parent: Element, table: Table, place: Place, source: str) -> Element:
    """Append a table; rows of nothing but head cells at its top are its head."""
    element = SubElement(parent, "table")
    if table.caption:
        SubElement(element, "caption").text = table.caption
    heads, rows = head_rows(table), filled(table.rows)
    if narrow := narrow_columns(rows):
        group = SubElement(element, "colgroup")
        for column in range(max(widths(rows))):
            col = SubElement(group, "col")
            if column in narrow:
                col.set("style", f"width: {narrow[column]:.2f}em")
    if heads:
        _add_rows(SubElement(element, "thead"), rows[:heads], place, source)
    if rows[heads:]:
        _add_rows(SubElement(element, "tbody"), rows[heads:], place, source)
    return element


def narrow_columns(rows: Sequence[Row]) -> dict[int, float]:
    """The columns of dates, numbers and names beside a column of prose, and their widths in em.

    Left to itself a long text in one column squeezes the others to a few characters a line.
    """
    longest: dict[int, float] = defaultdict(float)
    for cells, _ in placed(rows):
        for column, cell in cells:
            if cell.colspan == 1:
                longest[column] = max(longest[column], _longest(cell))
    narrow = {column: width + PADDING for column, width in longest.items() if width <= NARROW}
    return narrow if len(narrow) < len(longest) and sum(narrow.values()) <= MOST else {}


def _longest(cell: Cell) -> float:
    """The longest paragraph in em, about; no bound for one with a picture."""
    if any(isinstance(run, Image) for para in cell.paras for run in para.runs):
        return inf
    return max((sum(map(_em, para.text)) for para in cell.paras), default=0.0)


def _em(letter: str) -> float:
    return 0.6 if letter < "\u2000" else 1.0


def head_rows(table: Table) -> int:
    """How many rows at the top are head; a head cell that spans further down takes its rows along."""
    count = len(list(takewhile(lambda row: all(cell.header for cell in row), table.rows)))
    reach = [at + cell.rowspan for at, row in enumerate(table.rows[:count]) for cell in row]
    return max([count, *reach]) if max([0, *reach]) < len(table.rows) else count


def _add_rows(parent: Element, rows: Sequence[Row], place: Place, source: str) -> None:
    for row in rows:
        tr = SubElement(parent, "tr")
        for cell in row:
            td = SubElement(tr, "th" if cell.header else "td")
            if cell.colspan > 1:
                td.set("colspan", str(cell.colspan))
            if cell.rowspan > 1:
                td.set("rowspan", str(cell.rowspan))
            for para in cell.paras:
                add_runs(SubElement(td, "p"), para.runs, place, source)
