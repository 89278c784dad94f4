"""Print: the whole compendium as one book in PDF."""

from compendium_build.print.book import build_book
from compendium_build.print.fonts import missing_glyphs, missing_libraries

__all__ = ["build_book", "missing_glyphs", "missing_libraries"]
