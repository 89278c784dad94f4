"""勘误: the record was wrong, not the law; what was put right and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CorrectedWords:
    """Words that were wrong and those that stand there now; one of the two may be empty, not both.

    `eid` is the provision of the corrected text, or of the old one for words that were too many; it is
    empty for what stands outside the provisions: 标题, 题注, 目录, 落款, 施行日期.
    """

    eid: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One erratum. `date` is the day on which its `source` printed it; when we knew it is the commit's."""

    reason: str
    places: tuple[CorrectedWords, ...] = ()
    source: str = ""
    date: date | None = None
