"""The fonts of the book: one file for each, with the glyphs that any part of it uses.

WeasyPrint keeps the glyph numbers of the full font when it takes a subset, so that parts need no files of
their own: what they draw is right with any subset that has their glyphs.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import SubElement

from compendium_build.print.fonts import FACES, SANS, SERIF

NUMERALS = "0123456789ivxlcdm-"
_WEIGHTS = {400: "", 700: "-bold"}
_FAMILIES = {SERIF: "serif", SANS: "sans"}

Glyphs = dict[int, tuple[int, str]]
"""Glyphs by number: width in thousandths of an em, and the text that each stands for."""


@dataclass(frozen=True, slots=True)
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
        """The operand that shows a text, and its width in points."""
        held = [self.letters[letter] for letter in text]
        return "".join(f"{glyph:04x}" for glyph, _ in held), sum(width for _, width in held) * size / 1000


Typefaces = dict[str, Typeface]


def face_of(font: Any) -> str:
    """The name of the book's face that a font of WeasyPrint is; empty when it is none or lacks a glyph."""
    if font.style or font.variations or font.bitmap or font.missing:
        return ""
    family, weight = _FAMILIES.get(font.family), _WEIGHTS.get(int(font.weight))
    return f"{family}{weight}" if family and weight is not None else ""


def glyphs_of(document: Any) -> dict[str, Glyphs]:
    """The glyphs that a drawn document uses of each of the book's faces."""
    found: dict[str, Glyphs] = {}
    for font in document.fonts.values():
        if name := face_of(font):
            held = found.setdefault(name, {})
            for glyph, text in font.to_unicode.items():
                held.setdefault(glyph, (font.widths[glyph], text))
    return {name: dict(sorted(held.items())) for name, held in sorted(found.items())}


def merged(several: Iterable[Mapping[str, Glyphs]]) -> dict[str, Glyphs]:
    """The glyphs of several documents together; the first to use a glyph says what it stands for."""
    found: dict[str, Glyphs] = {}
    for glyphs in several:
        for name, held in glyphs.items():
            found[name] = held | found.get(name, {})
    return {name: dict(sorted(held.items())) for name, held in sorted(found.items())}


def make_typefaces(glyphs: Mapping[str, Glyphs], letters: str = "") -> Typefaces:
    """Take one subset of each of the book's fonts, with the glyphs, the numerals and the letters named."""
    from compendium_build.print.weasy.drawing import drawn  # loads WeasyPrint
    from compendium_build.print.weasy.layout import html_document, page_root

    root, body = page_root("", "")
    for family, weight in FACES:
        style = f"font-family: '{family}'; font-weight: {weight.replace('regular', 'normal')}"
        SubElement(body, "p", {"style": style}).text = NUMERALS + letters
    document = html_document(root, {}).render()
    drawn(document)
    return typefaces_of(document, glyphs)


def typefaces_of(document: Any, more: Mapping[str, Glyphs] | None = None) -> Typefaces:
    """Take a subset of each of the book's fonts that a document uses, with its glyphs and others."""
    own = glyphs_of(document)
    held = merged((more or {}, own))
    return {name: _taken(document, name, held[name], own[name]) for name in own}


def _taken(document: Any, name: str, glyphs: Glyphs, own: Glyphs) -> Typeface:
    font = next(font for font in document.fonts.values() if face_of(font) == name)
    font.clean(dict.fromkeys(glyphs, ""), False)
    return Typeface(
        font.name.decode().removeprefix("/"),
        font.family,
        font.flags,
        font.ascent,
        font.descent,
        zlib.compress(font.file_content, 9),
        glyphs,
        {text: (glyph, width) for glyph, (width, text) in own.items()},
    )
