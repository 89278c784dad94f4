"""The fonts of the book: one file for each, with the glyphs that any part of it uses.

WeasyPrint keeps the glyph numbers of the full font when it takes a subset, so that parts need no files of
their own: what they draw is right with any subset that has their glyphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NUMERALS = "0123456789ivxlcdm-"

Glyphs = dict[int, tuple[int, str]]
"""Glyphs by number: width in thousandths of an em, and the text that each stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """A font of the book: what PDF wants to know of it, its packed file, its glyphs, letters for stamps."""

    name: str
    family: str
    flags: int
    ascent: int
    descent: int
    file: bytes
    glyphs: Glyphs
    letters: dict[str, tuple[int, int]] = field(default_factory=dict)

    def set_text(self, text: str, size: float) -> tuple[str, float]:
        """Write the operand that shows a text, and its width in points."""
        held = [self.letters[letter] for letter in text]
        return "".join(f"{glyph:04x}" for glyph, _ in held), sum(width for _, width in held) * size / 1000


Typefaces = dict[str, Typeface]


def merged(several: Iterable[Mapping[str, Glyphs]]) -> dict[str, Glyphs]:
    """Merge the glyphs of several documents; the first to use a glyph says what it stands for."""
    found: dict[str, Glyphs] = {}
    for glyphs in several:
        for name, held in glyphs.items():
            found[name] = held | found.get(name, {})
    return {name: dict(sorted(held.items())) for name, held in sorted(found.items())}
