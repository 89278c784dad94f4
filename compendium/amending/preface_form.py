"""How a file prints its 题注 (brackets, 根据, a line or a paragraph), and a new event in that form."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from compendium.amending.repair.text import Edit, edited
from compendium.days import DAY
from compendium.history import read_history
from compendium.model import EventKind, FrontLine, Para

_DAY = re.compile(DAY)
_HEAD = re.compile(rf"[（(\s]*(?:根据)?\s*(?={DAY})")
_SEPARATOR = re.compile(rf"(?:([，；]?\s*)根据|([ \t\u3000]+))(?={DAY})")
_TOLD = re.compile(rf"(根据)?\s*{DAY}([ \t\u3000]*)")
_LEAD = re.compile(rf"[（(\s]*根据\s*{DAY}")
_CLOSE = re.compile(r"[)）][\s]*$")
_DANGLING = re.compile(r"根据\s*$")


@dataclass(frozen=True, slots=True)
class Form:
    """The habits of one 题注.

    `basis` is whether 根据 stands before an amendment, `space` what stands between date and body, `separator`
    what stands between two events of one paragraph; empty where each event has a line of its own. `closing`
    is the bracket that ends it, `own` set where each line has its own pair.
    """

    basis: bool
    space: str
    separator: str
    closing: str
    own: bool


def form_of(lines: tuple[FrontLine, ...]) -> Form:
    """Tell how the 题注 is printed."""
    text = "\n".join(line.para.text for line in lines)
    events = read_history(text).events
    last = lines[-1].para.text
    opened, closed = text.lstrip()[:1] in ("（", "("), bool(_CLOSE.search(last))
    own = len(lines) > 1 and last.lstrip()[:1] in ("（", "(") and closed and not _opens(text, last)
    unpaired = text.count("）") + text.count(")") > text.count("（") + text.count("(")
    closing = _CLOSE.search(last)
    ends = closing[0].strip() if closing and (opened or unpaired) and not own else ""
    runs_on = len(lines) == 1 and (len(events) > 1 or bool(ends))
    alone = last.endswith("。") or (bool(_HEAD.match(last)) and not runs_on)
    breaks = ["".join(found[:2]) for found in _SEPARATOR.findall(text)]
    separator = "" if alone else next((b for b in reversed(breaks) if b), "\u3000")
    told = [m for m in _TOLD.finditer(last) if _outside_title(last, m.start())]
    space = (told[0] if alone else told[-1])[5] if told else ""
    amended = any(event.kind is EventKind.AMENDMENT or event.decision for event in events)
    leads = [bool(_LEAD.match(line.para.text)) for line in lines] if alone else [bool(m[1]) for m in told]
    basis = any(leads) if amended else opened or not space
    return Form(basis, space, separator, ends, own)


def _opens(text: str, last: str) -> bool:
    """Whether the bracket that the 题注 opens with is closed only by its last line."""
    before = text[: len(text) - len(last)]
    return before.count("（") + before.count("(") > before.count("）") + before.count(")")


def _outside_title(text: str, position: int) -> bool:
    return text.count("《", 0, position) == text.count("》", 0, position)


def appended(lines: tuple[FrontLine, ...], words: str) -> tuple[FrontLine, ...]:
    """The lines with one more event; `words` begin with its date and have no 根据."""
    if not lines:
        return (FrontLine("history", Para((f"（根据{words}）",))),)
    form, last = form_of(lines), lines[-1]
    text = last.para.text
    words = words if not form.space else _DAY.sub(lambda m: m[0] + form.space, words, count=1)
    lead = "根据" if form.basis and not _DANGLING.search(text) else ""
    if form.own:
        return (*lines, FrontLine("history", Para((f"（{lead}{words}）",))))
    closing = _CLOSE.search(text) if form.closing else None
    bare = _cut(last, closing.start()) if closing else last
    new = f"{lead}{words}{form.closing}"
    if not form.separator:
        return (*lines[:-1], bare, FrontLine("history", Para((new,))))
    end = len(bare.para.text)
    joined = edited(bare.para, [Edit(end - 1, end, bare.para.text[-1] + form.separator + new)])
    assert isinstance(joined, Para)
    return (*lines[:-1], replace(bare, para=joined))


def _cut(line: FrontLine, end: int) -> FrontLine:
    para = edited(line.para, [Edit(end, len(line.para.text), "")])
    assert isinstance(para, Para)
    return replace(line, para=para)


def numbered(lines: tuple[FrontLine, ...], words: str, verb: str, ordinal: str) -> tuple[FrontLine, ...]:
    """The lines with 第N次 before the verb of the event that reads `words`, white space aside."""
    places = [
        (row, column)
        for row, line in enumerate(lines)
        for column, char in enumerate(line.para.text)
        if not char.isspace()
    ]
    plain = "".join(lines[row].para.text[column] for row, column in places)
    row, column = places[plain.index(words) + words.rindex(verb)]
    para = edited(lines[row].para, [Edit(column, column + 1, ordinal + verb[0])])
    assert isinstance(para, Para)
    return (*lines[:row], replace(lines[row], para=para), *lines[row + 1 :])
