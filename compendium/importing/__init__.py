"""Take files into a corpus: group them into works and versions, and say what becomes of each.

Nothing is written here. A plan lists what to write and, for every file, whether it is in, known or refused.
"""

from compendium.importing.files import read_drafts, sources
from compendium.importing.outcome import ImportPlan, Options, Outcome, describe
from compendium.importing.plan import plan_import

__all__ = ["ImportPlan", "Options", "Outcome", "describe", "plan_import", "read_drafts", "sources"]
