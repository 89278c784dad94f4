"""Where new text without quotation marks ends and the decision goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lark import Tree

from compendium.amending.reading.formal import (
    heading_of,
    is_effect,
    is_group_heading,
    is_republication,
    orders,
)
from compendium.amending.reading.grammar import mask
from compendium.amending.reading.lines import CONCLUSIONS, Line, Numbers, Unclosed
from compendium.amending.reading.statement import whole

DOUBT = "新文与下一项修改指令不能分清"


def stop_of(lines: Sequence[Line], row: int) -> int:
    """Find the next line with a number of its own provision; no quotation runs over it."""
    for later in range(row + 1, len(lines)):
        if lines[later].num or lines[later].eid == CONCLUSIONS:
            return later
    return len(lines)


def new_text(lines: Sequence[Line], row: int, numbers: Numbers) -> tuple[tuple[int, ...], str]:
    """Take the lines of new text from one on; and say why it is in doubt where they end."""
    rows: list[int] = []
    doubt = ""
    for later in range(row, len(lines)):
        verdict = _is_over(lines, later, rows, numbers)
        if verdict is None:
            doubt = DOUBT
        elif verdict:
            break
        rows.append(later)
    return tuple(rows), doubt


def _is_over(lines: Sequence[Line], row: int, before: Sequence[int], numbers: Numbers) -> bool | None:
    """Tell whether a line is no new text any more; None where both could be."""
    line = lines[row]
    if line.num or line.eid == CONCLUSIONS:
        return True
    label = numbers.label(line.text)
    text = line.text[label.end :] if label else line.text
    if _speaks_for_itself(text) or reads(lines, row, label.end if label else 0, numbers.names):
        return True
    may_order = None if orders(text, numbered=label is not None) else False
    if label is None or numbers.in_list(label, [lines[r].text for r in before]):
        return may_order
    return True if numbers.expects(label) else may_order


def _speaks_for_itself(text: str) -> bool:
    if is_closing_clause(text) or is_group_heading(text):
        return True
    return heading_of(text) is not None and "《" in text and not text.strip().endswith("。")


def is_closing_clause(text: str) -> bool:
    """Recognise the clauses 本决定自…起施行。《…》根据本决定作相应修改，重新公布。"""
    sentences = [s for s in re.split(r"(?<=。)", text) if s.strip()]
    if is_effect(text) or is_republication(text):
        return True
    return bool(sentences) and all(is_effect(s) or is_republication(s) for s in sentences)


def reads(lines: Sequence[Line], row: int, offset: int, names: Sequence[str]) -> bool:
    """Tell whether a line reads as a statement."""
    masked = mask(lines, row, offset=offset, aliases=names, stop=stop_of(lines, row))
    return not isinstance(masked, Unclosed) and isinstance(whole(masked)[0], Tree)
