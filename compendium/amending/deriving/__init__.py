"""The way back: from two texts to the instructions that lead from one to the other, and to their wording."""

from compendium.amending.deriving.derive import Underivable, UnderivableChange, derive
from compendium.amending.deriving.draft import Formal, draft_blocks, wording

__all__ = ["Formal", "Underivable", "UnderivableChange", "derive", "draft_blocks", "wording"]
