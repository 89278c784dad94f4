"""Carries instructions out on the text in force: exactly, with a remark, or not at all."""

from compendium.amending.applying.engine import amend

__all__ = ["amend"]
