"""What a comparison prints: lines of marked runs and tables, the same for every form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from compendium.compare import Kind, MarkKind, Role


class View(StrEnum):
    """Which wording is shown: the one before, the one after, or both in one run of text."""

    BEFORE = "before"
    AFTER = "after"
    BOTH = "both"


class Form(StrEnum):
    """The form of a run, besides what became of it."""

    PLAIN = ""
    NUMBER = "number"  # 第一条
    NOTE = "note"  # ours, not the law's: （新增）
    SUP = "sup"
    SUB = "sub"
    B = "b"
    I = "i"  # noqa: E741
    U = "u"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of characters of one look."""

    text: str
    mark: MarkKind = MarkKind.EQUAL
    form: Form = Form.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """A printed paragraph; a heading stands in the middle."""

    runs: tuple[Run, ...]
    heading: bool = False

    @property
    def text(self) -> str:
        """The characters of the law in it."""
        return "".join(run.text for run in self.runs if run.form is not Form.NOTE)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table."""

    lines: tuple[Line, ...]
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table; `kind` tells whether the whole row came or went."""

    cells: tuple[GridCell, ...]
    kind: Kind = Kind.UNCHANGED


@dataclass(frozen=True, slots=True)
class Grid:
    """A table within a provision."""

    rows: tuple[GridRow, ...]
    caption: Line = Line(())

    @property
    def text(self) -> str:
        """The characters of the law in it."""
        cells = (line.text for row in self.rows for cell in row.cells for line in cell.lines)
        return self.caption.text + "".join(cells)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((sum(cell.colspan for cell in row.cells) for row in self.rows), default=1)


Content = tuple[Line | Grid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a 对照表: a 条, a heading, or another piece in both wordings.

    `both` is the two in one run of text; `place` names it, `basis` says by what it was changed; `eid` is
    that of the text after, or `was-` and that of the text before for what is gone.
    """

    role: Role
    kind: Kind
    place: str
    before: Content
    after: Content
    both: Content
    basis: tuple[str, ...] = ()
    eid: str = ""


def note(words: str) -> Line:
    """A line of our own words."""
    return Line((Run(words, form=Form.NOTE),))


def text_of(content: Sequence[Line | Grid]) -> str:
    """The characters of the law in a cell."""
    return "".join(block.text for block in content)
