"""Problems are values: every stage returns what it made and what it found wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CompendiumError(Exception):
    """A failure that people can act on; the message is Chinese and complete."""


class Severity(StrEnum):
    """An error stops publication; a warning asks for a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Problem:
    """One finding: where, which rule, and the words it is about."""

    path: str
    line: int
    code: str
    severity: Severity
    message: str
    words: str = ""

    def __str__(self) -> str:
        quoted = f"：“{self.words}”" if self.words else ""
        return f"{self.path}:{self.line}: {self.code} {self.message}{quoted}"
