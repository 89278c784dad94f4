"""Take the files of the book's fonts, each with the glyphs that are used, as WeasyPrint takes subsets."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import SubElement

from compendium_build.print.fonts import FACES
from compendium_build.print.typefaces import NUMERALS, Glyphs, Typeface, Typefaces, merged
from compendium_build.print.weasy.document import page_root, plainly_laid_out
from compendium_build.print.weasy.drawing import drawn
from compendium_build.print.weasy.fonts import face_of, glyphs_of


def make_typefaces(glyphs: Mapping[str, Glyphs], letters: str = "") -> Typefaces:
    """Take one subset of each of the book's fonts, with the glyphs, the numerals and the letters named."""
    root, body = page_root("", "")
    for family, weight in FACES:
        style = f"font-family: '{family}'; font-weight: {weight.replace('regular', 'normal')}"
        SubElement(body, "p", {"style": style}).text = NUMERALS + letters
    document = plainly_laid_out(root)
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
        name=font.name.decode().removeprefix("/"),
        family=font.family,
        flags=font.flags,
        ascent=font.ascent,
        descent=font.descent,
        file=zlib.compress(font.file_content, 9),
        glyphs=glyphs,
        letters={text: (glyph, width) for glyph, (width, text) in own.items()},
    )
