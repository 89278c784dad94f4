"""Two versions of an act held against each other: rows, marks, and the differences that a replay leaves."""

from compendium.compare.compare import compare, compare_texts
from compendium.compare.differing import Difference, DifferenceKind, difference
from compendium.compare.marks import Mark, MarkKind, Marks, mark
from compendium.compare.rows import (
    KIND_NAMES,
    TEXTUAL,
    UNITS,
    Comparison,
    Kind,
    Role,
    Row,
    Side,
    as_lines,
    as_object,
    counts,
)

__all__ = [
    "KIND_NAMES",
    "TEXTUAL",
    "UNITS",
    "Comparison",
    "Difference",
    "DifferenceKind",
    "Kind",
    "Mark",
    "MarkKind",
    "Marks",
    "Role",
    "Row",
    "Side",
    "as_lines",
    "as_object",
    "compare",
    "compare_texts",
    "counts",
    "difference",
    "mark",
]
