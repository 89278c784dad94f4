"""A page as PDF, typeset in the fonts of the book."""

from __future__ import annotations

import io

from compendium_build.print.fonts import fonts_key


def pdf_of(page: str) -> bytes:
    """Typeset a page that names no other file; the same page gives the same bytes.

    Raises:
        CompendiumError: a font is missing, or the page can't be typeset.
    """
    from compendium_build.print.weasy import document  # a second and 70 MB, for a PDF alone

    fonts_key()
    return _settled(document.pdf_of(page))


def _settled(made: bytes) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(made)) as file:
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
        return out.getvalue()
