"""Work on what others sent, in child processes that take neither the machine nor the run with them."""

from compendium.bounded.answers import Answer, Done, Failed, How
from compendium.bounded.crew import run_bounded

__all__ = ["Answer", "Done", "Failed", "How", "run_bounded"]
