"""From a decision to what it does to the corpus: planned, shown, answered where it must be, then written."""

from compendium.amending.planning.plan import plan_decision
from compendium.amending.planning.plans import AmendPlan, WorkPlan
from compendium.amending.planning.rebase import statements_path, stored_statements
from compendium.amending.planning.record import files_of, message_of, written
from compendium.amending.planning.views import STATE_NAMES, labels_of, operation_words, plan_object

__all__ = [
    "STATE_NAMES",
    "AmendPlan",
    "WorkPlan",
    "files_of",
    "labels_of",
    "message_of",
    "operation_words",
    "plan_decision",
    "plan_object",
    "statements_path",
    "stored_statements",
    "written",
]
