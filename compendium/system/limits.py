"""What one file may cost, the programs that read it counted. The one place where these figures stand."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a child may use for one piece of work; `memory` is what it and its programs may grow by together.

    `tool_memory` is the address space of a program that a child runs, such as pandoc; `spent` is the growth
    after which a child is not used again, so that no file is read in what another has left behind.
    """

    seconds: float = 50
    memory: int = 1000 * MIB
    tool_memory: int = 900 * MIB
    open_files: int = 256
    written: int = 256 * MIB
    answer: int = 256 * MIB
    spent: int = 64 * MIB


FILE = Limits()
"""The promise is 60 seconds and 1.5 GB for a file; what lies between is for starting, watching and ending."""
