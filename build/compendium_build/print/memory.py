"""Memory given back to the system between documents."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Let the system have the memory that layout no longer needs, where the C library can."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
