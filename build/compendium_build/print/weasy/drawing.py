"""Draw the pages of a document as PDF objects that are not written yet; the book's fonts stay outside."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pydyf
from weasyprint import DEFAULT_OPTIONS, pdf
from weasyprint.pdf.fonts import build_fonts_dictionary

from compendium_build.print.pdf.unbound import shared_reference
from compendium_build.print.typefaces import face_of
from compendium_build.print.weasy import patches as swapping

STAMPS = {"Folio": "serif", "Tab": "sans-bold"}
"""The fonts of stamps, by the names that they go by on the pages."""
_OPTIONS = {"pdf_variant": "pdf/a-2a", "pdf_version": "1.7", "pdf_tags": True, "output_intent": "srgb"}


def drawn(document: Any, zoom: float = 1.0) -> Any:
    """Draw the pages, tagged, in the colours of PDF/A, larger by `zoom`."""
    swapping.replace(pdf, "build_fonts_dictionary", _fonts)
    with swapping.for_the_book():
        made = pdf.generate_pdf(document, None, zoom, **{**DEFAULT_OPTIONS, **_OPTIONS})
    for each in made.objects:
        if isinstance(each, dict) and "lab-d50" in each:
            each.pop("srgb", None)  # what the file's colours are is said once, by the file
    return made


def _fonts(made: Any, fonts: dict[Any, Any], *options: Any) -> Any:
    """The fonts of a document: those of the book by reference, others embedded."""
    by_name = defaultdict(list)
    for key, font in fonts.items():
        by_name[font.hash].append((key, font))
    out = pydyf.Dictionary({name: shared_reference(face) for name, face in STAMPS.items()})
    for name, held in by_name.items():
        faces = {face_of(font) for _, font in held}
        if len(faces) == 1 and (face := faces.pop()):
            out[name] = shared_reference(face)
        else:
            out |= build_fonts_dictionary(made, dict(held), *options)
    return out
