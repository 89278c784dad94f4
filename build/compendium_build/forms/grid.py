"""Tables as pandoc wants them: every row as wide as the table, heads apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from compendium.model import Cell, Para, Table
from compendium_build.cells import Row, filled, widths
from compendium_build.forms.tree import LEFT, Node, attr, para, plain, text

Inlines = Callable[[Para], list[Node]]


def table_node(table: Table, inlines: Inlines) -> Node:
    """Write a table; `inlines` writes the paragraphs of its cells."""
    full = filled(table.rows)
    heads = head_rows(full)
    rows = [[attr(), [_cell(cell, inlines) for cell in row]] for row in full]
    caption = [None, [plain([text(table.caption)])] if table.caption else []]
    columns = [[LEFT, {"t": "ColWidthDefault"}] for _ in range(max(widths(full), default=1))]
    body = [attr(), 0, [], rows[heads:]]
    return {"t": "Table", "c": [attr(), caption, columns, [attr(), rows[:heads]], [body], [attr(), []]]}


def head_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top are made of header cells that end within them."""
    count = 0
    while count < len(rows) and all(cell.header for cell in rows[count]):
        count += 1
    closed = all(cell.rowspan <= count - at for at, row in enumerate(rows[:count]) for cell in row)
    return count if closed and count < len(rows) else 0


def _cell(cell: Cell, inlines: Inlines) -> Node | list[object]:
    make = plain if len(cell.paras) == 1 else para
    blocks = [make(inlines(p)) for p in cell.paras]
    return [attr(), LEFT, cell.rowspan, cell.colspan, blocks]
