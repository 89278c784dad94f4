"""Set the lines of Chinese paragraphs as CLREQ asks; WeasyPrint alone breaks line by line and widens spaces.

A paragraph is broken as a whole when its width is known (`compose`), the breaks are put into its text, and
the glyphs of each line are moved so that it fills the measure (`lines`): marks give up half of
their width first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from compendium_build.print.lines.compose import (
    MOST_STRETCH,
    Moves,
    balanced,
    breaks,
    family_of,
    moves,
    narrow,
)
from compendium_build.print.weasy.patches import replace

SET = frozenset(("para", "prose", "cover"))
"""The classes of paragraphs that are set here; what holds pictures or notes is left to WeasyPrint."""

_lay_out = inline.iter_line_boxes
_reactivate = line_break.Layout.reactivate
_keeping: dict[int, tuple[Any, Any]] = {}
"""By the identity of a style: the style itself, which keeps its identity taken, and what is made of it."""


def install() -> None:
    """Let WeasyPrint set the book's paragraphs by this module; calling it again changes nothing."""
    replace(block, "iter_line_boxes", iter_line_boxes)
    replace(inline, "justify_line", justify_line)
    replace(line_break.Layout, "reactivate", reactivate)


def forget() -> None:
    """Let go of the styles of a document that is done."""
    _keeping.clear()


def iter_line_boxes(context: Any, box: Any, y: Any, space: Any, skip: Any, container: Any, *rest: Any) -> Any:
    """Lay out the lines of a block; the breaks of a paragraph are decided before its first."""
    title = _is_title(container)
    composed = (title or _is_ours(container)) and _compose(box, container, title)
    first = skip is None
    for line, resume_at in _lay_out(context, box, y, space, skip, container, *rest):
        if composed and not title:
            _set_line(line, container.width, first, resume_at is None)
        first = False
        yield line, resume_at


def _is_ours(container: Any) -> bool:
    if container.element_tag != "p" or not str(container.style["lang"]).startswith("zh"):
        return False
    return not SET.isdisjoint(container.element.get("class", "").split())


def _is_title(container: Any) -> bool:
    return container.element_tag in ("h1", "h2") and str(container.style["lang"]).startswith("zh")


def _compose(line: Any, container: Any, title: bool) -> bool:
    """Put breaks into the text of a paragraph or title; False when it holds more than text."""
    if getattr(line, "composed_for", None) == container.width:
        return True
    if not _is_text(line):
        return False
    inline.resolve_one_percentage(line, "text_indent", container.width)
    size = container.style["font_size"]
    texts = list(_texts(line))
    _keep_breaks(line)
    for text in texts:
        text.whole = getattr(text, "whole", text.text)
    widths = [width for text in texts for width in _widths(text.whole, text.style, size)]
    starts = [0, *accumulate(len(text.whole) for text in texts)]
    small = [text.style["font_size"] < size * 0.8 for text in texts]
    glued = frozenset(at for at, tiny in zip(starts, small, strict=False) if tiny)
    whole = "".join(text.whole for text in texts)
    measure, indent = container.width / size, line.text_indent / size
    found = balanced(whole, widths, measure) if title else breaks(whole, widths, measure, indent, glued)
    for text, start in zip(texts, starts, strict=False):
        text.text = _broken(text.whole, [at - start for at in found if start < at <= start + len(text.whole)])
    line.composed_for = container.width
    return True


def _is_text(box: Any) -> bool:
    """Whether nothing but running text stands in a line."""
    return all(
        isinstance(child, boxes.TextBox)
        or (isinstance(child, boxes.InlineBox) and child.is_in_normal_flow() and _is_text(child))
        for child in box.children
    )


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
            yield from _texts(child)


def _keep_breaks(box: Any) -> None:
    """Let a box and what it holds break where its text says, and nowhere else."""
    held = _keeping.get(id(box.style))
    if held is None or held[0] is not box.style:
        style = box.style.copy()
        style["white_space"] = "pre"
        style["font_feature_settings"] = "normal"
        held = _keeping[id(box.style)] = box.style, style
        _keeping[id(style)] = style, style
    box.style = held[1]
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            _keep_breaks(child)


def _widths(text: str, style: Any, size: float) -> Iterator[float]:
    weight = "bold" if style["font_weight"] >= 600 else "regular"
    held = narrow(family_of(style["font_family"]), weight)
    scale = style["font_size"] / size
    spacing = 0.0 if style["letter_spacing"] == "normal" else style["letter_spacing"] / size
    return (held.get(letter, 1.0) * scale + spacing for letter in text)


def _broken(text: str, places: list[int]) -> str:
    edges = [0, *places, len(text)]
    parts = [text[start:end] for start, end in pairwise(edges)]
    return "".join([part.removesuffix(" ") + "\n" for part in parts[:-1]] + parts[-1:])


def _set_line(line: Any, width: float, first: bool, final: bool) -> None:
    """Move the glyphs of a line so that it fills the measure."""
    texts = [text for text in _texts(line) if text.text]
    if not texts:
        return
    whole = "".join(text.text for text in texts)
    sizes = [text.style["font_size"] for text in texts for _ in text.text]
    last = texts[-1]
    rest = line.position_x + width - last.position_x - last.width
    done = moves(whole, sizes, rest, first, final)
    start = 0
    for text in texts:
        end = start + len(text.text)
        text.pango_layout.moves = Moves(done.wider[start:end], done.aside[start:end])
        start = end
    _widen(line, 0.0)


def _widen(box: Any, shift: float) -> float:
    """Move a box by `shift`, widen it by its moves, and return how far what follows must move."""
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        wider = sum(box.pango_layout.moves.wider) if box.text else 0.0
        box.width += wider
        return shift + wider
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x += shift
        before = shift
        for child in box.children:
            shift = _widen(child, shift)
        box.width += shift - before
        return shift
    box.translate(shift, 0)
    return shift


def reactivate(layout: Any, style: Any) -> None:
    """Shape a text again to draw it, and move its glyphs."""
    _reactivate(layout, style)
    done: Moves | None = getattr(layout, "moves", None)
    if done is None:
        return
    pango.pango_layout_set_single_paragraph_mode(
        layout.layout, True
    )  # drawing asks for it and would shape anew
    places = [0, *accumulate(len(letter.encode()) for letter in layout.text)]
    table = dict(zip(places, zip(done.wider, done.aside, strict=True), strict=False))
    line, _ = layout.get_first_line()
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        _move_glyphs(item, table)


def _move_glyphs(item: Any, table: dict[int, tuple[float, float]]) -> None:
    count, offset = item.glyphs.num_glyphs, item.item.offset
    starts = [*item.glyphs.log_clusters[0:count], item.item.length]
    for at in range(count):
        held = [table[byte] for byte in range(offset + starts[at], offset + starts[at + 1]) if byte in table]
        geometry = item.glyphs.glyphs[at].geometry
        geometry.width += int(sum(wider for wider, _ in held) * TO_UNITS)
        geometry.x_offset += int(sum(aside for _, aside in held) * TO_UNITS)


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Widen a line that isn't ours by `extra_width`, shared among its characters."""
    texts = [text for text in _texts(line) if text.text]
    gaps = sum(len(text.text) for text in texts) - 1
    if gaps < 1 or extra_width / gaps > MOST_STRETCH * line.style["font_size"]:
        return
    _space(line, extra_width / gaps, 0.0)


def _space(box: Any, gap: float, shift: float) -> float:
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
                shift = _space(child, gap, shift)
        box.width += shift - before
        return shift
    box.translate(shift, 0)
    return shift
