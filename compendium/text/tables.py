"""Tables as every form writes them: the head rows, and where each cell stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from compendium.law.act import Cell

Row = tuple[Cell, ...]
EMPTY = Cell(())


def head_rows(rows: Sequence[Row]) -> int:
    """Count the rows at the top made of header cells that end within them; none when no row follows.

    >>> head = Cell((), header=True)
    >>> head_rows([(head,), (EMPTY,)]), head_rows([(replace(head, rowspan=2),), (EMPTY,)])
    (1, 0)
    """
    count = 0
    while count < len(rows) and all(cell.header for cell in rows[count]):
        count += 1
    closed = all(cell.rowspan <= count - at for at, row in enumerate(rows[:count]) for cell in row)
    return count if closed and count < len(rows) else 0


def placed(rows: Sequence[Row]) -> Iterator[tuple[list[tuple[int, Cell]], int]]:
    """Place the cells of each row in columns, and count the columns it takes with what reaches into it.

    >>> rows = [(Cell((), rowspan=2), EMPTY), (EMPTY,)]
    >>> [([at for at, _ in cells], width) for cells, width in placed(rows)]
    [([0, 1], 2), ([1], 2)]
    """
    reaching: dict[int, int] = {}
    for row in rows:
        column = 0
        begun: dict[int, int] = {}
        cells = []
        for cell in row:
            while reaching.get(column, 0):
                column += 1
            cells.append((column, cell))
            begun |= dict.fromkeys(range(column, column + cell.colspan), cell.rowspan)
            column += cell.colspan
        yield cells, max([column, *(at + 1 for at in reaching)])
        reaching = {at: left - 1 for at, left in (reaching | begun).items() if left > 1}


def widths(rows: Sequence[Row]) -> Iterator[int]:
    """Count the columns that each row takes, with the cells that reach down into it.

    >>> list(widths([(Cell((), rowspan=2), EMPTY), (Cell((), colspan=2),)]))
    [2, 3]
    """
    return (width for _, width in placed(rows))


def filled(rows: Sequence[Row]) -> list[Row]:
    """Fill rows that end before the widest with empty cells; no cell reaches below the last row.

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
