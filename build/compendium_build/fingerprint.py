"""The fingerprint of a text: what every form of publication of it can be held against."""

from __future__ import annotations

import hashlib

from compendium.model import Act
from compendium.rendering import as_printed


def fingerprint(act: Act) -> str:
    """SHA-256 of the act as text: the same as that of the .txt file that the site has of it."""
    return hashlib.sha256(as_printed(act).encode()).hexdigest()
