"""Print: the whole compendium as one book in PDF, and any version of a regulation by itself."""

from compendium_build.print.book import build_book
from compendium_build.print.fonts import missing_glyphs, missing_libraries
from compendium_build.print.single import version_pdf

__all__ = ["build_book", "missing_glyphs", "missing_libraries", "version_pdf"]
