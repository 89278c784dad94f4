"""The new text that a decision gives, taken out of its quotation marks or out of the lines that follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from compendium.amending.instruction import Content, Passage
from compendium.amending.reading.lines import Line, Quotation
from compendium.law.act import Block, Para
from compendium.law.numerals import NUMERAL

_ENDED = re.compile(r"[。；：！？;:!?][”’\"]?\s*$")
_BROKEN = re.compile(r"[一-鿿，、,0-9A-Za-z]\s*$")
_HEADING = re.compile(rf"\s*第{NUMERAL}(?:编|分编|章|节)")
_ANNEX = re.compile(rf"附(?:件|表|录|图)\s*(?:{NUMERAL})?[：:]?")
_NUMBERED = re.compile(rf"\s*(?:第{NUMERAL}(?:编|分编|章|节|条)|[（(]{NUMERAL}[)）]|{NUMERAL}[、.．])")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters start to end of a line."""

    line: int
    start: int
    end: int


class BrokenText(Exception):
    """New text that can't be taken out exactly; the message is Chinese."""


def quoted_content(lines: Sequence[Line], quotation: Quotation) -> Content:
    """Take the paragraphs within a quotation.

    Raises:
        BrokenText: where one paragraph ends can't be told.
    """
    pieces = _pieces(lines, quotation)
    if any(not _is_plain(lines[piece.line].para) for piece in pieces):
        raise BrokenText("引文中有表格、图片或者上下标")
    marked = {row for row, column in quotation.skipped if column == _indent(lines[row].text)}
    paragraphs: list[list[Piece]] = []
    for piece in pieces:
        if (
            paragraphs
            and not _is_head(lines, paragraphs)
            and _continues(lines, paragraphs[-1][-1], piece, marked)
        ):
            paragraphs[-1].append(piece)
        else:
            paragraphs.append([piece])
    blocks = tuple(Para((_within("".join(_text(lines, p) for p in para)),)) for para in paragraphs)
    return Content(blocks, tuple(lines[p.line].passage(p.start, p.end) for p in pieces))


def _is_head(lines: Sequence[Line], paragraphs: Sequence[Sequence[Piece]]) -> bool:
    """Whether the last paragraph is the number of a 附件, or its name below the number."""
    first, *rest = (_text(lines, para[0]).strip() for para in reversed(paragraphs[-2:]))
    return bool(_ANNEX.fullmatch(first) or (rest and _ANNEX.fullmatch(rest[0])))


def _is_plain(block: Block | None) -> bool:
    return block is None or (isinstance(block, Para) and all(isinstance(run, str) for run in block.runs))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _pieces(lines: Sequence[Line], quotation: Quotation) -> list[Piece]:
    (first, start), (last, end) = quotation.start, quotation.end
    out = []
    for row in range(first, last + 1):
        if row > first and lines[row].num:
            raise BrokenText(f"引文中的“{lines[row].num}”被当作决定自己的序号")
        text = lines[row].text
        left = start + 1 if row == first else 0
        right = end - 1 if row == last else len(text)
        left = max(left, *(c + 1 for r, c in quotation.skipped if r == row and c == _indent(text)), 0)
        right = min(right, *(c for r, c in quotation.skipped if r == row and c > left), len(text))
        while left < right and text[left].isspace():
            left += 1
        while left < right and text[right - 1].isspace():
            right -= 1
        if left < right:
            out.append(Piece(row, left, right))
    return out


def _text(lines: Sequence[Line], piece: Piece) -> str:
    return lines[piece.line].text[piece.start : piece.end]


def _continues(lines: Sequence[Line], before: Piece, piece: Piece, marked: set[int]) -> bool:
    """Tell whether the source broke a paragraph here.

    A paragraph of law ends with a stop, and in a quotation that repeats its opening mark every paragraph
    has one.
    """
    left, right = _text(lines, before), _text(lines, piece)
    if piece.line in marked or _ENDED.search(left) or _HEADING.match(left):
        return False
    if not _NUMBERED.match(right) or left.endswith("第"):
        if _BROKEN.search(left) and not (left[-1].isascii() and right[0].isascii()):
            return True
        if marked and left[-1] in "）)”》":
            return True
    raise BrokenText(f"新文在“{left[-10:]}”之后断行，是否另起一段不能确定")


def _within(text: str) -> str:
    """Make ‘’ within “” into “” (GB/T 15834, 4.8.3.4), and what stands within these into ‘’."""
    if "“" in text or text.count("‘") != text.count("’"):
        return text
    return text.replace("‘", "“").replace("’", "”")


def plain_content(lines: Sequence[Line], rows: Sequence[int]) -> Content:
    """Take the paragraphs of whole lines, as printed.

    Raises:
        BrokenText: a number of the new text was taken for one of the decision.
    """
    blocks: list[Block] = []
    passages: list[Passage] = []
    for row in rows:
        line = lines[row]
        if line.num:
            raise BrokenText(f"新文中的“{line.num}”被当作决定自己的序号")
        blocks.append(line.para if line.para is not None else Para((line.text,)))
        passages.append(line.passage(0, len(line.text)))
    return Content(tuple(blocks), tuple(passages))


def stated_content(text: str) -> Content:
    """Take the paragraphs of words typed by a person, one a line."""
    return Content(tuple(Para((_within(line.strip()),)) for line in text.splitlines() if line.strip()))
