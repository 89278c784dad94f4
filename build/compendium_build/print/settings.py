"""What the book needs to know of corpus.toml."""

from __future__ import annotations

from compendium.library.config import PrintConfig
from compendium_build.edition.edition import Edition
from compendium_build.print.pages.formats import LOOSE


def print_settings(edition: Edition) -> PrintConfig:
    """Return the table [print]."""
    return edition.config.print


def format_name(settings: PrintConfig) -> str:
    """Return the name of the format of the pages."""
    return settings.size + (LOOSE if settings.loose_leaf else "")


def place_of(edition: Edition) -> str:
    """Return the name of the place with which titles begin."""
    return edition.config.place
