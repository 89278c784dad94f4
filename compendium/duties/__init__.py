"""What staff must do as of a day: found in the corpus anew on every question, never stored."""

from compendium.duties.duty import Concern, Duty, Place, Urgency, ordered
from compendium.duties.laws import LAWS_FILE, Law, read_laws
from compendium.duties.survey import survey

__all__ = ["LAWS_FILE", "Concern", "Duty", "Law", "Place", "Urgency", "ordered", "read_laws", "survey"]
