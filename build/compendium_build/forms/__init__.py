"""A text, a selection or the whole book as Word files and e-books."""

from compendium_build.forms.book import Collection, collection_docx, collection_epub, selection, whole_book
from compendium_build.forms.versions import form_key, gathered, version_docx, version_epub

__all__ = [
    "Collection",
    "collection_docx",
    "collection_epub",
    "form_key",
    "gathered",
    "selection",
    "version_docx",
    "version_epub",
    "whole_book",
]
