"""What staff must do as a calendar and as a page; how far what is published lies behind the corpus."""

from compendium_build.duties.calendar import calendar
from compendium_build.duties.page import page
from compendium_build.duties.published import edition_duties

__all__ = ["calendar", "edition_duties", "page"]
