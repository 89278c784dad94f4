"""What stands within a provision: paragraphs, tables, and what they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SpanStyle = Literal["sup", "sub", "b", "i", "u"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters whose form carries meaning, such as the 2 of CO₂."""

    style: SpanStyle
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in the text; `src` is relative to the folder of the work."""

    src: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, standing at the place of its mark."""

    marker: str
    text: str


Inline = str | Span | Image | Note


@dataclass(frozen=True, slots=True)
class Para:
    """One printed paragraph."""

    runs: tuple[Inline, ...]

    @property
    def text(self) -> str:
        """The characters of the paragraph, those of its notes included where their marks stand."""
        return "".join(inline_text(run) for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    paras: tuple[Para, ...]
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row; `caption` is the line that the source attaches to it."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""

    @property
    def text(self) -> str:
        """The caption and the cells in reading order."""
        cells = ("".join(p.text for p in cell.paras) for row in self.rows for cell in row)
        return self.caption + "".join(cells)


Block = Para | Table


def inline_text(run: Inline) -> str:
    """The characters of one run; an image has none."""
    if isinstance(run, str):
        return run
    if isinstance(run, Span):
        return run.text
    if isinstance(run, Note):
        return run.marker + run.text
    return ""
