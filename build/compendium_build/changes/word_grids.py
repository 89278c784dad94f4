"""A table within a cell or a text, as Word writes it: cells that span columns and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from compendium_build.changes.content import Grid, GridCell, GridRow, Line
from compendium_build.changes.wordml import Element, table, table_cell, table_row

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
