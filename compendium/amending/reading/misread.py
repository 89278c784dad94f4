"""The failure to read words."""

from compendium.problems import CompendiumError


class Misread(CompendiumError):
    """Words that are in the grammar but order nothing definite; the message says why, in Chinese."""
