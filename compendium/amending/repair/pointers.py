"""Every way in which a paragraph points to a provision of its own act.

Besides what `citation` reads this finds what is said without 本条例 before it: 违反第十条规定, 第二款,
前款第（三）项, 第（一）、（二）项, 本章. What belongs to another act is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from compendium.amending.repair.bare import bare_pointers, base_of, carrier, doubt_of
from compendium.amending.repair.pointer import (
    LEVELS,
    Base,
    Number,
    Pointer,
    Taken,
    above,
    is_free,
    numbers_in,
    pointer_of,
)
from compendium.citation import OWN_WORDS, Steps, find_citations
from compendium.numerals import NUMERAL, to_int
from compendium.titles import title_key

_SEVERAL = re.compile(
    rf"第[（(]?{NUMERAL}[)）]?(?:(?:、|和|至|到|或者|或|以及|及|与)[（(]?{NUMERAL}[)）]?)+(?P<unit>[条款项目])"
)
_PRECEDING = re.compile(
    rf"(?<![之以目提当先事生空])前(?P<count>{NUMERAL})?(?P<unit>条(?!件|例)|款(?!项)|项(?!目))"
)
_HEADING = re.compile(rf"(?P<own>(?<![基根])本(?:{OWN_WORDS}))?第(?P<number>{NUMERAL})(?P<unit>[编章节])")
_WITHIN = re.compile(r"(?<![基根文])本(?P<unit>编(?![制者辑委])|章(?!程)|节(?![约能目]))")


def find_pointers(text: str, title: str = "") -> list[Pointer]:
    """Find the references to the act itself in one paragraph, in order; `title` is the act's own.

    >>> said = "依照前款第（三）项和第八条"
    >>> [(p.base.value, said[p.start : p.end]) for p in find_pointers(said)]
    [('preceding', '前款第（三）项'), ('act', '第八条')]
    """
    found: list[Pointer] = []
    owned, taken = _cited(text, title)
    found += owned
    for scan in (_preceding, bare_pointers, _headings, _within):
        for pointer in scan(text, taken, found):
            found.append(pointer)
            taken.append((pointer.start, pointer.end, True))
    found = [replace(p, doubt=p.doubt or _quoted_elsewhere(text, p.start)) for p in found]
    found += _several(text, taken, found)
    return sorted(found, key=lambda pointer: pointer.start)


def _cited(text: str, title: str) -> tuple[list[Pointer], Taken]:
    out: list[Pointer] = []
    taken: Taken = []
    key = title_key(title)
    for cited in find_citations(text):
        own = not cited.title or (bool(key) and title_key(cited.title) == key)
        taken.append((cited.start, cited.end, own))
        if own and cited.steps:
            base = Base.ARTICLE if cited.relative else Base.ACT
            out.append(pointer_of(text, cited, base, out[-1] if out else None))
    return out, taken


def _preceding(text: str, taken: Taken, found: list[Pointer]) -> Iterator[Pointer]:
    """前款, 前两款, 前款第（三）项."""
    for match in _PRECEDING.finditer(text):
        count = _int(match["count"]) if match["count"] else 1
        if count and is_free(taken, match.start(), match.end()):
            steps, end = _steps_at(text, match.end())
            numbers = numbers_in(text, match.end(), end)
            level = LEVELS[match["unit"]]
            yield Pointer(match.start(), end, Base.PRECEDING, steps, numbers, level=level, count=count)


def _int(words: str) -> int:
    """A number, 0 where the characters make none."""
    try:
        return to_int(words)
    except ValueError:
        return 0


def _steps_at(text: str, position: int) -> tuple[Steps, int]:
    """The first steps that stand at a position, and where they end."""
    first = next(find_citations("本法" + text[position:]), None)
    if first is None or first.start or not text.startswith("第", position):
        return (), position
    return first.steps, position + first.end - 2


def _headings(text: str, taken: Taken, found: list[Pointer]) -> Iterator[Pointer]:
    """本条例第三章; 第三章 by itself."""
    for match in _HEADING.finditer(text):
        doubt = "" if match["own"] else doubt_of(text, match.start(), taken)
        number = _int(match["number"])
        if number and doubt is not None and is_free(taken, match.start(), match.end()):
            level = LEVELS[match["unit"]]
            printed = (Number(level, match.start("number") - 1, match.end()),)
            steps = ((level, (number,)),)
            yield Pointer(match.start(), match.end(), Base.HEADING, steps, printed, level=level, doubt=doubt)


def _within(text: str, taken: Taken, found: list[Pointer]) -> Iterator[Pointer]:
    for match in _WITHIN.finditer(text):
        if is_free(taken, match.start(), match.end()):
            level = LEVELS[match["unit"]]
            yield Pointer(match.start(), match.end(), Base.WITHIN, level=level)


def _several(text: str, taken: Taken, found: list[Pointer]) -> Iterator[Pointer]:
    """第二、三款 and 第（一）至（四）项: told, never rewritten."""
    for match in _SEVERAL.finditer(text):
        if not is_free(taken, match.start(), match.end()):
            continue
        before = carrier(text, match.start(), found)
        numbers = [_int(word) for word in re.findall(NUMERAL, match[0])]
        if 0 in numbers or (before is None and doubt_of(text, match.start(), taken) is None):
            continue
        unit = LEVELS[match["unit"]]
        if re.search("[至到]", match[0]):
            numbers = list(range(numbers[0], numbers[-1] + 1))
        if before and before.base in (Base.HEADING, Base.WITHIN):
            before = None
        here = before or Pointer(0, 0, base_of(((unit, (1,)),)), level=unit)
        yield replace(
            here,
            start=match.start(),
            end=match.end(),
            steps=above(here.steps, unit),
            numbers=(),
            joined=False,
            several=tuple(numbers),
            unit=unit,
        )


def _quoted_elsewhere(text: str, start: int) -> str:
    """Why a reference within quotation marks may be another act's: its title stands before them."""
    opened = text.rfind("“", 0, start)
    if opened > text.rfind("”", 0, start) and "》" in text[:opened]:
        return "在引号之内，可能是引用其他法规的原文"
    return ""
