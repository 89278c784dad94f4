"""A page as PDF, typeset in the fonts of the book."""

from __future__ import annotations

import io

import pikepdf

from compendium_build.print.fonts import fonts_key
from compendium_build.print.weasy import document


def pdf_of(page: str) -> bytes:
    """Typeset a page that names no other file; the same page gives the same bytes.

    Raises:
        CompendiumError: a font is missing, or the page can't be typeset.
    """
    fonts_key()
    return _settled(document.pdf_of(page))


def _settled(made: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(made)) as file:
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
        return out.getvalue()
