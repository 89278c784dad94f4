"""A table with tracked changes: rows that came or went as rows, words within the cells that stayed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compendium.align import pairs
from compendium.comparing import Mark, mark
from compendium.comparing.marks import deleted, equal, inserted
from compendium.comparing.wording import words_of
from compendium.model import Cell
from compendium_build.changes.content import Run
from compendium_build.changes.pieces import Piece
from compendium_build.changes.printed import Rows
from compendium_build.changes.tracked_order import Fate, Step, ended, in_sequence, marks_of
from compendium_build.changes.tracking import Tracker
from compendium_build.changes.wordfile import PORTRAIT
from compendium_build.changes.wordml import Element, table, table_cell, table_row

Line = tuple[Cell, ...]
Reaching = dict[int, tuple[int, int]]
"""By column, how many rows a cell from above still reaches down, and how many columns it spans."""


class TrackedTables:
    """Makes the tables of two texts that are held against each other."""

    def __init__(
        self, old: Sequence[Piece], new: Sequence[Piece], was: Sequence[int | None], tracker: Tracker
    ) -> None:
        self._old, self._new, self._was, self._tracker = old, new, was, tracker

    def made(self, old: Rows | None, new: Rows | None) -> Iterator[Element]:
        """The table of both texts; two where their columns or the cells that reach down are not alike."""
        left = [self._line(self._old[at]) for at in old.rows] if old else []
        right = [self._line(self._new[at]) for at in new.rows] if new else []
        if left and right and not _fit(left, right):
            yield self._table([Step(line, None) for line in left])
            yield self._table([Step(None, line) for line in right])
            return
        steps = in_sequence(left, right, self._partners(old, new) if old and new else [None] * len(right))
        if steps:
            yield self._table(steps)

    def _partners(self, old: Rows, new: Rows) -> list[int | None]:
        place = {at: position for position, at in enumerate(old.rows)}
        found = (self._was[at] for at in new.rows)
        return [place.get(at) if at is not None else None for at in found]

    def _line(self, piece: Piece) -> Line:
        assert isinstance(piece.source, tuple)
        return piece.source

    def _table(self, steps: Sequence[Step[Line]]) -> Element:
        columns = max(sum(c.colspan for c in line) for s in steps for line in (s.old, s.new) if line)
        width = PORTRAIT.measure // columns
        made = table([width] * columns)
        reaching: Reaching = {}
        for step in steps:
            row = table_row(made)
            self._tracker.row(row, step.fate)
            self._cells(row, step, width, reaching)
        return made

    def _cells(
        self, row: Element, step: Step[Line], width: int, reaching: dict[int, tuple[int, int]]
    ) -> None:
        shape = step.new or step.old or ()
        column, cells = 0, list(range(len(shape)))
        while cells or column in reaching:
            if column in reaching:
                left, span = reaching.pop(column)
                table_cell(row, width * span, [], span=span, merged="continue")
                if left > 1:
                    reaching[column] = (left - 1, span)
                column += span
                continue
            at = cells.pop(0)
            cell = shape[at]
            blocks = self._paragraphs(step.old[at] if step.old else None, step.new[at] if step.new else None)
            merged = "restart" if cell.rowspan > 1 else ""
            table_cell(row, width * cell.colspan, blocks, span=cell.colspan, merged=merged)
            if cell.rowspan > 1:
                reaching[column] = (cell.rowspan - 1, cell.colspan)
            column += cell.colspan

    def _paragraphs(self, old: Cell | None, new: Cell | None) -> list[Element]:
        """The paragraphs of a cell; of a row that came or went the row tells what becomes of their marks."""
        left = [words_of(p) for p in old.paras] if old else []
        right = [words_of(p) for p in new.paras] if new else []
        if old is None or new is None:
            found = [deleted(t) for t in left] if new is None else [inserted(t) for t in right]
            fate = Fate.DELETED if new is None else Fate.INSERTED
            return [self._tracker.paragraph("Plain", _runs(marks), fate) for marks in found]
        partners: list[int | None] = list(range(len(left)))
        if len(left) != len(right):
            partners = pairs(left, right)
        steps = ended(in_sequence(left, right, partners))
        fates = marks_of(steps)
        return [
            self._tracker.paragraph("Plain", _runs(_marks(step)), fate)
            for step, fate in zip(steps, fates, strict=True)
        ]


def _marks(step: Step[str]) -> tuple[Mark, ...]:
    if step.old is None or step.new is None:
        return inserted(step.new or "") if step.old is None else deleted(step.old)
    return mark(step.old, step.new) if step.old != step.new else equal(step.old)


def _runs(marks: Sequence[Mark]) -> list[Run]:
    return [Run(m.text, m.kind) for m in marks]


def _fit(old: Sequence[Line], new: Sequence[Line]) -> bool:
    """Whether the rows of two tables can stand in one: all have as many cells and none reaches down."""
    if [_shape(line) for line in old] == [_shape(line) for line in new]:
        return True
    plain = all(cell.rowspan == 1 and cell.colspan == 1 for line in (*old, *new) for cell in line)
    return plain and len({len(line) for line in (*old, *new)}) == 1


def _shape(line: Line) -> list[tuple[int, int]]:
    return [(cell.colspan, cell.rowspan) for cell in line]
