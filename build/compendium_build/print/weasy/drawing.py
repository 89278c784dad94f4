"""Draw the pages of a document as PDF objects that are not written yet; the book's fonts stay outside."""

from __future__ import annotations

from typing import Any

from weasyprint import DEFAULT_OPTIONS, pdf

from compendium_build.print.weasy.fonts import fonts_dictionary
from compendium_build.print.weasy.patches import for_the_book, replace

_OPTIONS = {"pdf_variant": "pdf/a-2a", "pdf_version": "1.7", "pdf_tags": True, "output_intent": "srgb"}


def install() -> None:
    """Let WeasyPrint leave the book's fonts outside; calling it again changes nothing."""
    replace(pdf, "build_fonts_dictionary", fonts_dictionary)


def drawn(document: Any, zoom: float = 1.0) -> Any:
    """Draw the pages, tagged, in the colours of PDF/A, larger by `zoom`."""
    install()
    with for_the_book():
        made = pdf.generate_pdf(document, None, zoom, **{**DEFAULT_OPTIONS, **_OPTIONS})
    for each in made.objects:
        if isinstance(each, dict) and "lab-d50" in each:
            each.pop("srgb", None)  # what the file's colours are is said once, by the file
    return made
