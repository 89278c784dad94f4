"""The formats of pages: what style sheets they add, how much larger than the book everything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

MILLIMETRE = 72 / 25.4
BLEED, MARKS = 3 * MILLIMETRE, 7 * MILLIMETRE
"""How far colour runs over the edge, and what is left around that for crop marks, in points."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format; `outer` is the outer margin in points, before anything is enlarged by `zoom`."""

    styles: tuple[str, ...] = ()
    zoom: float = 1.0
    outer: float = 62.2


FORMATS = {
    "16开": Format(),
    "A4": Format(("a4.css",), 210 / 185),
    "大字": Format(("large.css",), 1.5, 46.0),
}
"""By the names of corpus.toml. A4 has the lines and pages of the book, enlarged."""
LOOSE = "·活页"
"""What is added to the name of a format when every regulation begins on a leaf of its own."""


def format_of(name: str) -> Format:
    """Find a format by its name."""
    form = FORMATS[name.removesuffix(LOOSE)]
    return replace(form, styles=(*form.styles, "loose.css")) if name.endswith(LOOSE) else form


def crop_marks(width: float, height: float) -> str:
    """Draw the lines at the corners of a trimmed page, outside of the bleed."""
    near, far = BLEED + 2, BLEED + MARKS
    lines = [
        line
        for x, out_x in ((0.0, -1), (width, 1))
        for y, out_y in ((0.0, -1), (height, 1))
        for line in (
            (x + out_x * near, y, x + out_x * far, y),
            (x, y + out_y * near, x, y + out_y * far),
        )
    ]
    drawn = "".join(f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l " for a, b, c, d in lines)
    return f"q 0 G 0.25 w {drawn}S Q\n"
