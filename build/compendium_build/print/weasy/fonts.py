"""The fonts of a document as WeasyPrint holds them: which of the book's faces each is, and its glyphs."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from weasyprint import pdf

from compendium_build.print.fonts import SANS, SERIF
from compendium_build.print.names import STAMPS, shared_reference
from compendium_build.print.typefaces import Glyphs
from compendium_build.print.weasy.objects import Dictionary

_embed = pdf.build_fonts_dictionary
_WEIGHTS = {400: "", 700: "-bold"}
_FAMILIES = {SERIF: "serif", SANS: "sans"}


def face_of(font: Any) -> str:
    """Name the book's face that a font of WeasyPrint is; empty when it is none or lacks a glyph."""
    if font.style or font.variations or font.bitmap or font.missing:
        return ""
    family, weight = _FAMILIES.get(font.family), _WEIGHTS.get(int(font.weight))
    return f"{family}{weight}" if family and weight is not None else ""


def glyphs_of(document: Any) -> dict[str, Glyphs]:
    """List the glyphs that a drawn document uses of each of the book's faces."""
    found: dict[str, Glyphs] = {}
    for font in document.fonts.values():
        if name := face_of(font):
            held = found.setdefault(name, {})
            for glyph, text in font.to_unicode.items():
                held.setdefault(glyph, (font.widths[glyph], text))
    return {name: dict(sorted(held.items())) for name, held in sorted(found.items())}


def fonts_dictionary(made: Any, fonts: dict[Any, Any], *options: Any) -> Any:
    """Make the fonts of a document: those of the book by reference, others embedded."""
    by_name = defaultdict(list)
    for key, font in fonts.items():
        by_name[font.hash].append((key, font))
    out = Dictionary({name: shared_reference(face) for name, face in STAMPS.items()})
    for name, held in by_name.items():
        faces = {face_of(font) for _, font in held}
        if len(faces) == 1 and (face := faces.pop()):
            out[name] = shared_reference(face)
        else:
            out |= _embed(made, dict(held), *options)
    return out
