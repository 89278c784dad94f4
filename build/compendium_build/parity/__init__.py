"""Parity: site, book, index and feed hold the same text of every provision."""

from compendium_build.parity.check import Checked, check_parity
from compendium_build.parity.differences import Difference

__all__ = ["Checked", "Difference", "check_parity"]
