"""What a server may be told, and how much of itself it gives to one who asks."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

FIRST_DAY = date(1900, 1, 1)
"""The earliest day that may be asked for; the last is the last of all days here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The corpus to serve and the limits; seconds and bytes.

    Args:
        poll: how often the corpus is looked at for a new commit.
        day: the day that stands for today, for those who show an edition of another day.
        answer_seconds, form_seconds: how long an answer may take; and a book, an archive, a Word file.
        idle_seconds: how long a connection is kept for another request.
        connections: how many there may be at once in a process.
        waiting: how many may wait for heavy work, and `patience` for how long.
        memory, disk: how much of rendered files is kept in each; `answers`, of answers to searches.
        editions: how many editions of other days and states a helper process holds.
    """

    corpus: Path
    poll: float = 2.0
    day: date | None = None
    answer_seconds: float = 30.0
    form_seconds: float = 300.0
    idle_seconds: int = 5
    connections: int = 1000
    waiting: int = 32
    patience: float = 5.0
    memory: int = 128 * 1024 * 1024
    answers: int = 16 * 1024 * 1024
    disk: int = 1024 * 1024 * 1024
    editions: int = 8

    @property
    def today(self) -> date:
        """The day for which nothing else is asked."""
        return self.day or date.today()

    def dump(self) -> str:
        """All settings as a line, for another process."""
        return json.dumps(asdict(self), default=str)


def load_settings(line: str) -> Settings:
    """Read what `dump` wrote."""
    values = json.loads(line)
    day = values.pop("day")
    return Settings(corpus=Path(values.pop("corpus")), day=date.fromisoformat(day) if day else None, **values)
