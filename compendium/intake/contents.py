"""The printed 目录: where it stands, its entries, and the headings they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compendium.intake.lines import Line, Opens
from compendium.intake.source import squeeze
from compendium.model import FrontLine, FrontRole, Level, Para

_TOC_RANK = {Level.PART: 1, Level.SUBPART: 2, Level.CHAPTER: 3, Level.SECTION: 4}


def toc_span(lines: Sequence[Line]) -> tuple[int, int]:
    """The lines of a 目录, its title included: from where it stands to where its first entry comes again."""
    label = next((i for i, line in enumerate(lines) if line.opens is Opens.TOC), None)
    heading = next((i for i, line in enumerate(lines) if line.opens is Opens.HEADING), None)
    article = next((i for i, line in enumerate(lines) if line.opens is Opens.ARTICLE), len(lines))
    start = label if label is not None else _first_entry(lines, heading)
    if start is None or start > article:
        return 0, 0
    entries = start + (label is not None)
    ends = [end for i in (entries, heading) if i is not None and (end := _repeat_of(lines, i))]
    if ends:
        return start, min(ends)
    return (start, _last_entry(lines, entries)) if label is not None else (0, 0)


def _first_entry(lines: Sequence[Line], heading: int | None) -> int | None:
    """Where a 目录 that is not called so may begin: at its first 章, or at the 序言 it lists before that."""
    if heading and squeeze(lines[heading - 1].text) in ("序言", "前言", "引言"):
        return heading - 1
    return heading


def _repeat_of(lines: Sequence[Line], first: int) -> int | None:
    """Where the line at `first` is printed again with nothing but entries of a 目录 between."""
    if first >= len(lines):
        return None
    key = _entry_key(lines[first])
    for position in range(first + 1, len(lines)):
        line = lines[position]
        if line.opens is Opens.ARTICLE or len(line.text) > 80:
            return None
        below = lines[position + 1] if position + 1 < len(lines) else line
        split = line.opens is Opens.HEADING and not line.rest and below.opens is Opens.TEXT
        if key and key in (_entry_key(line), _entry_key(line) + _entry_key(below) if split else ""):
            return position
    return None


def _entry_key(line: Line) -> str:
    """An entry of a 目录 without leaders, page number and white space."""
    return _without_page(line.text)


def _without_page(text: str) -> str:
    return re.sub(r"[.…·\-]*[0-9]*$", "", squeeze(text)).strip("*")


def _last_entry(lines: Sequence[Line], start: int) -> int:
    end = start
    while end < len(lines) and lines[end].opens is Opens.HEADING:
        end += 1
    return end


def front_line(role: FrontRole, line: Line) -> FrontLine:
    """A line before the text with its role."""
    block = line.source.block
    return FrontLine(role, block if isinstance(block, Para) else Para((block.text,)))


def toc_lines(lines: Sequence[Line]) -> list[FrontLine]:
    """The lines of the 目录 with their ranks."""
    ranks = sorted({_TOC_RANK[line.level] for line in lines if line.level in _TOC_RANK})
    out: list[FrontLine] = []
    for line in lines:
        front = front_line("tocTitle" if line.opens is Opens.TOC else "toc", line)
        if front.role == "toc":
            rank = ranks.index(_TOC_RANK[line.level]) + 1 if line.level in _TOC_RANK else 1
            front = FrontLine("toc", front.para, rank)
        out.append(front)
    return out


def link_toc(front: tuple[FrontLine, ...], headings: Sequence[tuple[str, str]]) -> tuple[FrontLine, ...]:
    """Tie the lines of the 目录 to eIds: `headings` are (number and heading without spaces, eId) in order."""
    out, position = [], 0
    for line in front:
        if line.role == "toc":
            words = _without_page(line.para.text)
            found = next((i for i in range(position, len(headings)) if headings[i][0] == words), None)
            if found is not None:
                position = found + 1
                line = FrontLine("toc", line.para, line.level, headings[found][1])
        out.append(line)
    return tuple(out)
