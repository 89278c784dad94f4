"""After renumbering: the references within the amended act."""

from compendium.amending.repair.references import Repair, Repaired, Report, repair_references
from compendium.amending.repair.verdict import Trouble

__all__ = ["Repair", "Repaired", "Report", "Trouble", "repair_references"]
