"""Tables as pandoc wants them: every row as wide as the table, heads apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from compendium.model import Cell, Para, Table
from compendium_build.forms.tree import LEFT, Node, attr, para, plain, text

Row = tuple[Cell, ...]
Inlines = Callable[[Para], list[Node]]
EMPTY = Cell(())


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


def filled(rows: Sequence[Row]) -> list[Row]:
    """The rows with empty cells where they end before the widest one; no cell reaches below the last.

    >>> [len(row) for row in filled([(EMPTY,), (EMPTY, EMPTY)])]
    [2, 2]
    """
    rows = [tuple(_within(cell, len(rows) - at) for cell in row) for at, row in enumerate(rows)]
    taken = list(widths(rows))
    widest = max(taken, default=1)
    return [
        (*row, *[Cell((), row[-1].header if row else False)] * (widest - width))
        for row, width in zip(rows, taken, strict=True)
    ]


def _within(cell: Cell, left: int) -> Cell:
    return replace(cell, rowspan=left) if cell.rowspan > left else cell


def widths(rows: Sequence[Row]) -> Iterator[int]:
    """How many columns each row takes, with the cells that reach down into it.

    >>> list(widths([(Cell((), rowspan=2), EMPTY), (Cell((), colspan=2),)]))
    [2, 3]
    """
    reaching: dict[int, int] = {}
    for row in rows:
        column = 0
        begun: dict[int, int] = {}
        for cell in row:
            while reaching.get(column, 0):
                column += 1
            begun |= dict.fromkeys(range(column, column + cell.colspan), cell.rowspan)
            column += cell.colspan
        yield max([column, *(at + 1 for at in reaching)])
        reaching = {at: left - 1 for at, left in (reaching | begun).items() if left > 1}


def _cell(cell: Cell, inlines: Inlines) -> Node | list[object]:
    make = plain if len(cell.paras) == 1 else para
    blocks = [make(inlines(p)) for p in cell.paras]
    return [attr(), LEFT, cell.rowspan, cell.colspan, blocks]
