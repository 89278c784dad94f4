"""A compared table as rows and cells; a row that came or went is one as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

from compendium.comparing import Kind, MarkKind, Row
from compendium.model import Cell, Table
from compendium_build.changes.content import Form, Grid, GridCell, GridRow, Line, Run, View

_HIDDEN = {
    View.BEFORE: (Kind.ADDED, MarkKind.INSERTED),
    View.AFTER: (Kind.DELETED, MarkKind.DELETED),
    View.BOTH: (None, None),
}


def grid(row: Row, view: View, before: Table | None, after: Table | None) -> Grid:
    """The table of a row in a view."""
    kind, mark = _HIDDEN[view]
    rows = [below for below in row.below if below.kind is not kind]
    source = before if view is View.BEFORE else after if view is View.AFTER else None
    spans = source.rows if source and len(source.rows) == len(rows) and not _crossed(row, view) else None
    lines: Iterator[tuple[Cell, ...] | None] = iter(spans) if spans else repeat(None)
    caption = tuple(Run(m.text, m.kind) for m in row.heading if m.kind is not mark)
    return Grid(tuple(_row(r, view, cells) for r, cells in zip(rows, lines, strict=False)), Line(caption))


def _crossed(row: Row, view: View) -> bool:
    """Whether the rows of the wording before are not shown in their order."""
    return view is View.BEFORE and any(below.moved for below in row.below)


def _row(row: Row, view: View, source: tuple[Cell, ...] | None) -> GridRow:
    kind, _ = _HIDDEN[view]
    cells = [below for below in row.below if below.kind is not kind]
    shapes: Iterator[Cell | None] = iter(source) if source and len(source) == len(cells) else repeat(None)
    made = tuple(_cell(cell, view, shape) for cell, shape in zip(cells, shapes, strict=False))
    return GridRow(made, row.kind)


def _cell(row: Row, view: View, shape: Cell | None) -> GridCell:
    _, hidden = _HIDDEN[view]
    lines: list[list[Run]] = [[]]
    for mark in row.marks:
        if mark.kind is hidden:
            continue
        first, *others = mark.text.split("\n")
        lines[-1].append(Run(first, mark.kind, Form.PLAIN))
        lines += [[Run(text, mark.kind, Form.PLAIN)] for text in others]
    made = tuple(Line(tuple(run for run in line if run.text)) for line in lines)
    if shape is None:
        return GridCell(made)
    return GridCell(made, shape.header, shape.colspan, shape.rowspan)
