"""From the words of a decision to instructions: a grammar of its statements, and what joins them."""

from compendium.amending.reading.grammar import Misread
from compendium.amending.reading.reader import read_decision, uncovered
from compendium.amending.reading.sentence import read_sentence

__all__ = ["Misread", "read_decision", "read_sentence", "uncovered"]
