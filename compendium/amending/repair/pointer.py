"""A reference to a provision of the own act as it stands in a paragraph, with the place of each number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from compendium.law.citations import Citation, Steps
from compendium.law.kinds import Level
from compendium.law.numerals import NUMERAL


class Base(StrEnum):
    """The place where the steps of a pointer begin."""

    ACT = "act"  # 本条例第三条
    ARTICLE = "article"  # 本条第二款, or 第二款 by itself
    PARAGRAPH = "paragraph"  # 第（三）项 by itself
    PRECEDING = "preceding"  # 前款, 前两条
    HEADING = "heading"  # 第三章
    WITHIN = "within"  # 本章


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number, 第十条 or 第（三）项, at text[start:end]."""

    level: Level
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A reference at text[start:end] with all steps, those inherited from the list before it included.

    `numbers` are those printed here. `joined` is set where 至 leads from the member before. `count` and
    `level` are those of 前两款 and of 第三章. `doubt` (Chinese) says why it is not certain
    that the act itself is meant; `several` and `unit` are those of 第二、三款.
    """

    start: int
    end: int
    base: Base
    steps: Steps = ()
    numbers: tuple[Number, ...] = ()
    joined: bool = False
    level: Level = Level.ARTICLE
    count: int = 1
    doubt: str = ""
    several: tuple[int, ...] = ()
    unit: Level = Level.ARTICLE


LEVELS = {
    "条": Level.ARTICLE,
    "款": Level.PARAGRAPH,
    "项": Level.POINT,
    "目": Level.INDENT,
    "编": Level.PART,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
}
_NUMBER = re.compile(rf"第[（(]?{NUMERAL}[)）]?[.．、]?(?P<unit>[条款项目])(?:之{NUMERAL})*")
_JOIN = re.compile(r"(?:、|，|和|或者|或|以及|及|与|至|到|，以及)?")

Taken = list[tuple[int, int, bool]]
"""Spans that are read already; True where they speak of the act itself."""


def is_free(taken: Taken, start: int, end: int) -> bool:
    """Tell whether nothing of text[start:end] is read yet."""
    return not any(a < end and start < b for a, b, _ in taken)


def numbers_in(text: str, start: int, end: int) -> tuple[Number, ...]:
    """List the numbers that text[start:end] prints."""
    return tuple(Number(LEVELS[m["unit"]], m.start(), m.end()) for m in _NUMBER.finditer(text, start, end))


def joins(gap: str) -> bool:
    """Tell whether words between two references make them members of one list."""
    return bool(_JOIN.fullmatch(gap))


def pointer_of(text: str, cited: Citation, base: Base, before: Pointer | None) -> Pointer:
    """Make a pointer of a citation; `before` is the one before it in the paragraph."""
    gap = text[before.end : cited.start] if before else ""
    joined = before is not None and text[cited.start] == "第" and gap in ("至", "到")
    numbers = numbers_in(text, cited.start, cited.end)
    return Pointer(
        start=cited.start, end=cited.end, base=base, steps=cited.steps, numbers=numbers, joined=joined
    )


_ORDER = {Level.ARTICLE: 0, Level.PARAGRAPH: 1, Level.POINT: 2, Level.INDENT: 3}


def rank(level: Level) -> int:
    """Tell how far below the act a level is named."""
    return _ORDER[level]


def above(context: Steps, level: Level) -> Steps:
    """Take what a list has said that still holds for a member which begins at `level`."""
    return tuple(step for step in context if rank(step[0]) < rank(level))
