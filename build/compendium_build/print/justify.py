"""Justify Chinese: what a line lacks is shared among its characters, as 中文排版需求 (CLREQ) asks.

WeasyPrint shares it among spaces, of which Chinese has none, so that a line broken early for the sake
of its punctuation would end short of the margin.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

MOST = 0.25
"""The widest gap between characters, in em; a line that lacks more keeps its natural width."""


def install() -> None:
    """Let WeasyPrint justify by this module; calling it again changes nothing."""
    inline.justify_line = justify_line


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Widen a line by `extra_width`."""
    texts = [box for box in _text_boxes(line) if box.text]
    gaps = sum(len(box.text) for box in texts) - 1
    if gaps < 1 or extra_width / gaps > MOST * line.style["font_size"]:
        return
    _widen(line, extra_width / gaps, 0.0)


def _text_boxes(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _text_boxes(child)


def _widen(box: Any, gap: float, shift: float) -> float:
    """Move a box by `shift` and widen it; return how far what follows must move."""
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        spacing = box.style["letter_spacing"]
        box.style = box.style.copy()
        box.style["letter_spacing"] = gap + (0 if spacing == "normal" else spacing)
        box.width += gap * len(box.text)
        return shift + gap * len(box.text)
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x += shift
        before = shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _widen(child, gap, shift)
        box.width += shift - before
        return shift
    box.translate(shift, 0)
    return shift
