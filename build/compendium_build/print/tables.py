"""Tables: head rows that repeat on every page, cells as wide as the text asks."""

from __future__ import annotations

from itertools import takewhile
from xml.etree.ElementTree import Element, SubElement

from compendium.model import Cell, Table
from compendium_build.print.inline import Place, add_runs


def add_table(parent: Element, table: Table, place: Place, source: str) -> Element:
    """Append a table; rows of nothing but head cells at its top are its head."""
    element = SubElement(parent, "table")
    if table.caption:
        SubElement(element, "caption").text = table.caption
    heads = head_rows(table)
    if heads:
        _add_rows(SubElement(element, "thead"), table.rows[:heads], place, source)
    if table.rows[heads:]:
        _add_rows(SubElement(element, "tbody"), table.rows[heads:], place, source)
    return element


def head_rows(table: Table) -> int:
    """How many rows at the top are head; a head cell that spans further down takes its rows along."""
    count = len(list(takewhile(lambda row: all(cell.header for cell in row), table.rows)))
    reach = [at + cell.rowspan for at, row in enumerate(table.rows[:count]) for cell in row]
    return max([count, *reach]) if max([0, *reach]) < len(table.rows) else count


def _add_rows(parent: Element, rows: tuple[tuple[Cell, ...], ...], place: Place, source: str) -> None:
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
