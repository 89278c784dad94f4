"""Paragraphs that can be edited: every character knows whether the decision wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compendium.amending.instruction import Span
from compendium.law.act import Block, Cell, Inline, Para, Table, inline_text


class CutsRun(Exception):
    """A change that would cut through a picture, a note or a raised or lowered character."""


class Text:
    """One paragraph under change; untouched, it gives back the very paragraph it came from."""

    def __init__(self, para: Para, fresh: bool = False) -> None:
        self._origin: Para | None = para
        self._pieces: list[tuple[Inline, bool]] = [(run, fresh) for run in para.runs]

    @classmethod
    def of(cls, words: str, fresh: bool = False) -> Text:
        """Make a paragraph of plain characters."""
        return cls(Para((words,) if words else ()), fresh)

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(inline_text(run) for run, _ in self._pieces)

    @property
    def touched(self) -> bool:
        """Whether anything was changed in it."""
        return self._origin is None

    @property
    def fresh(self) -> list[bool]:
        """For every character whether the decision wrote it."""
        return [fresh for run, fresh in self._pieces for _ in inline_text(run)]

    def replace(self, start: int, end: int, new: str) -> None:
        """Put `new` in the place of the characters start to end.

        Raises:
            CutsRun: something other than plain characters stands there.
        """
        self.check(start, end)
        before, rest = _cut(self._pieces, start)
        _, after = _cut(rest, end - start)
        self._pieces = before + ([(new, True)] if new else []) + after
        self._origin = None

    def check(self, start: int, end: int) -> None:
        """Check that only plain characters stand at start to end.

        Raises:
            CutsRun: something else does.
        """
        position = 0
        for run, _ in self._pieces:
            stop = position + len(inline_text(run))
            if not isinstance(run, str):
                inside = position < end and start < stop
                if inside or (position == stop and start < position < end):
                    raise CutsRun
            position = stop

    def kept(self) -> tuple[Para | None, list[tuple[Inline, bool]]]:
        """Return its state, for `restore`."""
        return self._origin, list(self._pieces)

    def restore(self, state: tuple[Para | None, list[tuple[Inline, bool]]]) -> None:
        """Go back to an earlier state."""
        self._origin, self._pieces = state

    def para(self) -> Para:
        """Return the paragraph as it stands now."""
        if self._origin is not None:
            return self._origin
        runs: list[Inline] = []
        for run, _ in self._pieces:
            if isinstance(run, str) and runs and isinstance(runs[-1], str):
                runs[-1] += run
            elif run != "":
                runs.append(run)
        return Para(tuple(runs))


_Runs = list[tuple[Inline, bool]]


def _cut(pieces: _Runs, at: int) -> tuple[_Runs, _Runs]:
    left: _Runs = []
    for index, (run, fresh) in enumerate(pieces):
        size = len(inline_text(run))
        if at == 0 and size:
            return left, pieces[index:]
        if size > at:
            if not isinstance(run, str):
                raise CutsRun
            left.append((run[:at], fresh))
            return left, [(run[at:], fresh), *pieces[index + 1 :]]
        left.append((run, fresh))
        at -= size
    return left, []


@dataclass(frozen=True)
class Grid:
    """A table under change, cell by cell."""

    table: Table
    caption: Text
    cells: tuple[tuple[Text, ...], ...]

    @classmethod
    def of(cls, table: Table, fresh: bool = False) -> Grid:
        """Open a table for change."""
        cells = tuple(tuple(Text(p, fresh) for p in cell.paras) for row in table.rows for cell in row)
        return cls(table, Text.of(table.caption, fresh), cells)

    def frozen(self) -> Table:
        """Return the table as it stands now."""
        if not any(text.touched for text in self.texts()):
            return self.table
        left = iter(self.cells)
        rows = tuple(
            tuple(
                Cell(tuple(t.para() for t in next(left)), cell.header, cell.colspan, cell.rowspan)
                for cell in row
            )
            for row in self.table.rows
        )
        return Table(rows, self.caption.text)

    def texts(self) -> Iterator[Text]:
        """List its caption and paragraphs in reading order."""
        yield self.caption
        for cell in self.cells:
            yield from cell


Piece = Text | Grid


def opened(block: Block, fresh: bool = False) -> Piece:
    """Open a block for change."""
    return Text(block, fresh) if isinstance(block, Para) else Grid.of(block, fresh)


def closed(piece: Piece) -> Block:
    """Return the block as it stands now."""
    return piece.para() if isinstance(piece, Text) else piece.frozen()


def texts_of(piece: Piece) -> Iterator[Text]:
    """List the paragraphs of a block."""
    if isinstance(piece, Text):
        yield piece
    else:
        yield from piece.texts()


def fresh_spans(pieces: list[Piece]) -> tuple[Span, ...]:
    """Tell which characters of some blocks the decision wrote."""
    out = []
    for block, piece in enumerate(pieces):
        flags = [flag for text in texts_of(piece) for flag in text.fresh]
        start: int | None = None
        for position, flag in enumerate([*flags, False]):
            if flag and start is None:
                start = position
            elif not flag and start is not None:
                out.append(Span(block, start, position))
                start = None
    return tuple(out)
