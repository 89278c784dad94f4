"""Quotation marks over several printed paragraphs: which open, which close, which are repeated or nested.

GB/T 15834, 4.8 and 附录 B.5: a quotation of several paragraphs repeats its opening mark at each and closes
at the last; ‘’ stand within “”. Real decisions also print straight marks, and marks within their like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_AFTER_CLOSING = re.compile(
    r"[ 　]*(?:$|[，。；：、,;:）)\ue000-\ue00f\"“]|的?(?:修改|修订|改为|统一|均|分别|一律|全部|相应"
    r"|后|前|之后|之前|删|增加|调整|并[将在删增]?|将|第[零一二三四五六七八九十百千万0-9]|原第|等|和第?|及第?|以及|与|或者?|的(?:提法|表述|内容|规定|字样)|一词))"
)


@dataclass(slots=True)
class Quotation:
    """A quotation: from its opening mark to behind its closing one, in (line, offset).

    `skipped` are the places of repeated opening marks, which are no part of the quoted text. `straight`
    tells the kind of mark.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    skipped: set[tuple[int, int]] = field(default_factory=set)
    straight: bool = False


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A quotation that begins at `start` and does not end."""

    start: tuple[int, int]


def scan(texts: Sequence[str], line: int, offset: int, upto: int) -> tuple[list[Quotation], int] | Unclosed:
    """The outermost quotations from an offset on, and the line on which the last of them ends.

    Lines after `upto` are read only while a quotation is open.
    """
    found: list[Quotation] = []
    while True:
        start = _opening(texts[line], offset)
        if start < 0:
            if line >= upto:
                return found, line
            line, offset = line + 1, 0
            continue
        straight = texts[line][start] == '"'
        quotation = _straight(texts, line, start) if straight else _curly(texts, line, start)
        if quotation is None:
            return Unclosed((line, start))
        found.append(quotation)
        line, offset = quotation.end


def _opening(text: str, offset: int) -> int:
    found = [i for i in (text.find("“", offset), text.find('"', offset)) if i >= 0]
    return min(found, default=-1)


def _curly(texts: Sequence[str], line: int, start: int) -> Quotation | None:
    quotation = Quotation((line, start), (line, start))
    depth = 0
    for row in range(line, len(texts)):
        text = texts[row]
        first = len(text) - len(text.lstrip())
        for column in range(start if row == line else 0, len(text)):
            char = text[column]
            if char == "“":
                repeated = row > line and column == first
                misplaced = depth > 0 and not text[column + 1 :].strip()  # it belongs to the next paragraph
                if repeated or misplaced:
                    quotation.skipped.add((row, column))
                else:
                    depth += 1
            elif char == "”":
                depth -= 1
                if depth == 0:
                    quotation.end = (row, column + 1)
                    return quotation
    return None


def _straight(texts: Sequence[str], line: int, start: int) -> Quotation | None:
    """A closing mark is followed by what can follow one; another mark opens a quotation within."""
    quotation = Quotation((line, start), (line, start), straight=True)
    nested = False
    for row in range(line, len(texts)):
        text = texts[row]
        first = len(text) - len(text.lstrip())
        for column in range(start + 1 if row == line else 0, len(text)):
            if text[column] != '"':
                continue
            if row > line and column == first and text[column + 1 :].strip():
                quotation.skipped.add((row, column))
            elif nested:
                nested = False
            elif _AFTER_CLOSING.match(text[column + 1 :]):
                quotation.end = (row, column + 1)
                return quotation
            else:
                nested = True
    return None
