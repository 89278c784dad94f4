"""The colour profile that comes with WeasyPrint, sRGB, read without loading WeasyPrint."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

PROFILE = "pdf/sRGB2014.icc"
"""Where it is in the package."""


def srgb() -> bytes:
    """Return the profile, as an ICC file."""
    found = find_spec("weasyprint")
    assert found and found.origin
    return (Path(found.origin).parent / PROFILE).read_bytes()
