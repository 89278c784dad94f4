"""The drafting rules: each a function from an act, or a work, to problems with a stable code."""

from compendium.checks.rules import RULES, Rule
from compendium.checks.run import check_catalog, check_file, consequences

__all__ = ["RULES", "Rule", "check_catalog", "check_file", "consequences"]
