"""The reading of a decision: its parts, what is common to them, its repeals; nothing is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from compendium.amending.instruction import Instruction, Part, Passage, Reading, RepealAct, Unread
from compendium.amending.reading.document import Document
from compendium.amending.reading.formal import Named, document_number
from compendium.amending.reading.lines import Numbers, lines_of
from compendium.amending.reading.record import Found, Record
from compendium.law.act import Act
from compendium.law.names import TITLE

_AMENDMENT = re.compile(r"((?:中华人民共和国)?(.+?))修正案(?:[（(].*[）)])?")
_PREFIX = "中华人民共和国"


def read_decision(act: Act) -> Reading:
    """Read a decision whole: every instruction in it, and every word that orders nothing."""
    single = _named_in_title(act.title)
    lines = lines_of(act)
    record = Record(lines=lines, single=single, current=single)
    Document(record=record, numbers=Numbers(_names(single))).read()
    return _reading(record, _document_numbers("".join(line.text for line in lines)))


def _named_in_title(title: str) -> Named | None:
    """The regulation that the title of a decision names, where it names one."""
    if match := _AMENDMENT.fullmatch(title):
        short = match[1].removeprefix(_PREFIX)
        return Named(match[1], "", (short,) if short != match[1] else ())
    titles = re.findall(TITLE, title)
    if len(titles) == 1 and not re.search(r"》等", title):
        return Named(titles[0])
    return None


def _names(single: Named | None) -> tuple[str, ...]:
    """The names without 《》 by which an amended 法 is called."""
    if single is None or "《" in single.title:
        return ()
    names = {single.title, single.title.removeprefix(_PREFIX)}
    return tuple(name for name in names if re.search(r"法$", name) and len(name) <= 30)


def _document_numbers(text: str) -> dict[str, str]:
    """The document numbers that stand in brackets after titles."""
    found = re.finditer(rf"{TITLE}\s*[（(]((?:[^（）()]|[（(][^（）()]*[）)])*)[）)]", text)
    return {match[1]: number for match in found if (number := document_number(match[2]))}


def _reading(record: Record, numbers: dict[str, str]) -> Reading:
    items = list(_numbered(record.found))
    parts: dict[str, Part] = {}
    common: list[Instruction | Unread] = []
    repeals: list[Instruction] = []
    pairs = list(zip(record.found, items, strict=True))
    several = len({f.named.title for f, _ in pairs if f.named and not _is_repeal(f)}) > 1
    last = max((i for i, (found, _) in enumerate(pairs) if not found.general), default=-1)
    for i, (found, item) in enumerate(pairs):
        if isinstance(item, Instruction) and isinstance(item.action, RepealAct):
            repeals.append(item)
        elif found.named is None or (found.general and several and i > last):
            common.append(item)
        else:
            _put(parts, found.named, item)
    known = tuple(replace(p, number=p.number or numbers.get(p.title, "")) for p in parts.values())
    return Reading(known, tuple(common), tuple(repeals), tuple(record.formal))


def _is_repeal(found: Found) -> bool:
    return isinstance(found.action, RepealAct)


def _put(parts: dict[str, Part], named: Named, item: Instruction | Unread) -> None:
    part = parts.get(named.title) or Part(named.title, (), named.number, named.aliases)
    number = part.number or named.number
    parts[named.title] = replace(part, items=(*part.items, item), number=number)


def _numbered(found: Sequence[Found]) -> Iterator[Instruction | Unread]:
    counts = Counter(one.label for one in found)
    running: Counter[str] = Counter()
    used: set[str] = set()
    for one in found:
        running[one.label] += 1
        ident = one.label if counts[one.label] == 1 else f"{one.label}-{running[one.label]}"
        while ident in used:  # the source repeats a number
            ident += "'"
        used.add(ident)
        if one.action is None:
            yield Unread(
                id=ident, words=one.words, passages=one.passages, reason=one.reason, content=one.content
            )
        else:
            yield Instruction(
                id=ident, action=one.action, words=one.words, passages=one.passages, form=one.form
            )


def uncovered(act: Act, reading: Reading) -> tuple[Passage, ...]:
    """Find the characters of a decision that belong to no item and not to what orders nothing: none."""
    covered: dict[tuple[str, int], set[int]] = {}
    for passage in _passages(reading):
        covered.setdefault((passage.eid, passage.block), set()).update(range(passage.start, passage.end))
    out = []
    for line in lines_of(act):
        seen = covered.get((line.eid, line.block), set())
        missing = [i for i, char in enumerate(line.text) if i not in seen and not char.isspace()]
        if missing:
            out.append(line.passage(missing[0], missing[-1] + 1))
    return tuple(out)


def _passages(reading: Reading) -> Iterator[Passage]:
    yield from reading.formal
    for item in (*reading.common, *reading.repeals, *(i for part in reading.parts for i in part.items)):
        yield from item.passages
