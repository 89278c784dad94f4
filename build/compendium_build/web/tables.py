"""Tables into HTML, with the header cells told apart for those who hear a table."""

from __future__ import annotations

from collections.abc import Callable

from compendium.model import Cell, Para, Table
from compendium_build.web.escape import text_html

Row = tuple[Cell, ...]


def table_html(table: Table, para: Callable[[Para], str]) -> str:
    """Write a table; `para` writes the paragraphs of its cells."""
    head = head_rows(table.rows)
    caption = f"<caption>{text_html(table.caption)}</caption>" if table.caption else ""
    rows = ["<tr>" + "".join(_cell(cell, row, para) for cell in row) + "</tr>" for row in table.rows]
    top = f"<thead>{''.join(rows[:head])}</thead>" if head else ""
    label = text_html(table.caption or "表格")
    # The frame scrolls, so that a wide table does not break the page, and can be reached by keyboard.
    return (
        f'<div class="frame" role="group" tabindex="0" aria-label="{label}">'
        f"<table>{caption}{top}<tbody>{''.join(rows[head:])}</tbody></table></div>"
    )


def head_rows(rows: tuple[Row, ...]) -> int:
    """How many rows at the top are made of header cells that end within them."""
    count = 0
    for row in rows:
        if not all(cell.header for cell in row):
            break
        count += 1
    closed = all(cell.rowspan <= count - i for i, row in enumerate(rows[:count]) for cell in row)
    return count if closed and count < len(rows) else 0


def _cell(cell: Cell, row: Row, para: Callable[[Para], str]) -> str:
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    name = "td"
    if cell.header:
        name = "th"
        whole = all(other.header for other in row)
        spans += f' scope="{_scope(whole, cell)}"'
    inner = "".join(f"<p>{para(p)}</p>" for p in cell.paras)
    return f"<{name}{spans}>{inner}</{name}>"


def _scope(column: bool, cell: Cell) -> str:
    if column:
        return "colgroup" if cell.colspan > 1 else "col"
    return "rowgroup" if cell.rowspan > 1 else "row"
