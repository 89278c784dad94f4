"""The printed 目录 after an amendment: its lines follow the headings of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from compendium.amending.repair.text import Edit, edited
from compendium.model import HEADED, Act, FrontLine, Para, Provision

_PAGE = re.compile(r"(?:[.…·\-\s]*[0-9]+)$")


def amended_toc(
    front: tuple[FrontLine, ...], before: Act, after: Act, moves: Mapping[str, str | None]
) -> tuple[tuple[FrontLine, ...], tuple[str, ...]]:
    """The front with its 目录 brought to the headings of `after`, and remarks (Chinese) on it."""
    rows = [i for i, line in enumerate(front) if line.role == "toc"]
    if not rows:
        return front, ()
    first, last = rows[0], rows[-1] + 1
    old = {p.eid: p for p in before.provisions() if p.level in HEADED}
    new = [p for root in after.body for p in root.walk() if p.level in HEADED]
    ranks = {old[line.target].level: line.level for line in front[first:last] if line.target in old}
    kept = {moves.get(line.target): line for line in front[first:last] if line.target in old}
    gap = _gap(front[first:last], old)
    lines = list(_leading(front[first:last], old))
    for heading in new:
        if heading.level not in ranks:
            continue
        line = kept.get(heading.eid)
        if line is None:
            words = f"{heading.num}{gap}{heading.heading}"
            lines.append(FrontLine("toc", Para((words,)), ranks[heading.level], heading.eid))
        else:
            lines.append(_relabelled(line, old[line.target], heading, gap))
    lines += _trailing(front[first:last], old)
    changed = [line.para.text for line in lines] != [line.para.text for line in front[first:last]]
    paged = any(_PAGE.search(line.para.text) for line in front[first:last])
    remarks = ["目录随章节标题更新"] if changed else []
    remarks += ["目录带有页码，页码未更新，请核对"] if changed and paged else []
    return (*front[:first], *lines, *front[last:]), tuple(remarks)


def _leading(lines: tuple[FrontLine, ...], old: Mapping[str, Provision]) -> Iterator[FrontLine]:
    """What the 目录 lists before its first heading, such as 序言."""
    for line in lines:
        if line.target in old:
            return
        yield line


def _trailing(lines: tuple[FrontLine, ...], old: Mapping[str, Provision]) -> list[FrontLine]:
    """What stands below the last heading, such as 附件; stray lines between headings go there too."""
    leading = len(list(_leading(lines, old)))
    return [line for line in lines[leading:] if line.target not in old]


def _gap(lines: tuple[FrontLine, ...], old: Mapping[str, Provision]) -> str:
    """What the 目录 sets between a number and its heading."""
    for line in lines:
        num = old[line.target].num if line.target in old else ""
        if num and line.para.text.startswith(num):
            rest = line.para.text[len(num) :]
            return rest[: len(rest) - len(rest.lstrip())]
    return "\u3000"


def _relabelled(line: FrontLine, old: Provision, new: Provision, gap: str) -> FrontLine:
    """The line with another number or heading; what did not change stays as printed."""
    para, text = line.para, line.para.text
    edits: list[Edit] = []
    if old.num != new.num and text.startswith(old.num):
        edits.append(Edit(0, len(old.num), new.num))
    if plain(old.heading) != plain(new.heading):
        page = _PAGE.search(text)
        start = text.find(old.heading, len(old.num)) if old.heading else -1
        end = start + len(old.heading)
        if start < 0:
            start, end = len(old.num) + len(gap), page.start() if page else len(text)
        edits.append(Edit(start, end, new.heading))
    done = edited(para, edits)
    assert isinstance(done, Para)
    return replace(line, para=done, target=new.eid)


def plain(words: str) -> str:
    """The words without any space, for comparing titles and headings."""
    return re.sub(r"\s+", "", words)
