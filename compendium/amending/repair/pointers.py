"""Every way in which a paragraph points to a provision of its own act.

Besides what `citations` reads this finds what is said without 本条例 before it: 违反第十条规定, 第二款,
前款第（三）项, 第（一）、（二）项, 本章. `doubt_of` tells whether the own act is
meant; what belongs to another act is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from compendium.amending.repair.pointer import (
    LEVELS,
    Base,
    Number,
    Pointer,
    Taken,
    above,
    is_free,
    joins,
    numbers_in,
    pointer_of,
    rank,
)
from compendium.law.citations import OWN_WORDS, Citation, Steps, find_citations
from compendium.law.kinds import Level
from compendium.law.names import title_key
from compendium.law.numerals import NUMERAL, to_int

# 条件, 条例, 款项 and 项目 are words and name no level.
_BARE = re.compile(rf"第(?:{NUMERAL}|[（(]{NUMERAL}[)）])(?:条(?!件|例)|款(?!项)|项(?!目))")
_CARRIED = re.compile(r"(?:的?(?:规定|要求|情形|条件|行为)的?)?(?:、|和|或者|或|以及|及|与|至|到|，|，以及)?")
# The name of another act or its closing 》: what follows belongs to that act.
_ELSEWHERE = re.compile(
    r"(?:法|法典|条例|规定|办法|细则|规则|解释|通则|章程|意见|决定|通知|批复|公约|协定|准则|标准|规程|方案|》)$"
)
_NOTE = re.compile(r"（[^（）]*）$")
_LEADS_IN = re.compile(
    r"(?:^|违反|依照|按照|依据|根据|适用|符合|属于|遵守|执行|参照|比照|具有|有|除|但|对|由|及|和|或|或者|[，。；：])$"
)
_OTHER_LAW = re.compile(r"》|[^本]法第|法典")
_SAME = re.compile(r"(?:同|该|上述|前述|其)$")


def bare_pointers(text: str, taken: Taken, found: list[Pointer]) -> Iterator[Pointer]:
    """Find 第十条 and 第二款 without 本条例, where no other act's name stands before them."""
    position = 0
    while match := _BARE.search(text, position):
        position = match.end()
        if not is_free(taken, match.start(), match.end()):
            continue
        doubt = doubt_of(text, match.start(), taken)
        if doubt is None:
            taken.append((match.start(), match.end(), False))
            continue
        before = carrier(text, match.start(), found)
        for cited in _list_at(text, match.start()):
            made = pointer_of(text, cited, base_of(cited.steps), before)
            if before is not None and rank(made.steps[0][0]) >= _BEGINS[before.base]:
                steps = above(before.steps, made.steps[0][0]) + made.steps
                made = replace(made, base=before.base, steps=steps, level=before.level, count=before.count)
            before, position = made, made.end
            yield replace(made, doubt=doubt)


_BEGINS = {Base.ACT: 0, Base.ARTICLE: 1, Base.PARAGRAPH: 2, Base.PRECEDING: 2} | {
    Base.HEADING: 9,
    Base.WITHIN: 9,
}


def carrier(text: str, start: int, found: list[Pointer]) -> Pointer | None:
    """Find the pointer of whose list this is a later member: 第十条规定或者第十一条规定."""
    ended = [p for p in found if p.end <= start]
    last = max(ended, key=lambda p: p.end, default=None)
    return last if last and _CARRIED.fullmatch(text[last.end : start]) else None


def _list_at(text: str, start: int) -> Iterator[Citation]:
    """The citations of the list that begins with the bare steps at a position."""
    shift, end = start - 2, -1
    for cited in find_citations("本法" + text[start:]):
        here = replace(cited, start=max(cited.start + shift, start), end=cited.end + shift)
        if not cited.steps or (end >= 0 and not (text[here.start] == "第" and joins(text[end : here.start]))):
            return
        yield here
        end = here.end


def base_of(steps: Steps) -> Base:
    first = steps[0][0]
    if first is Level.ARTICLE:
        return Base.ACT
    return Base.ARTICLE if first is Level.PARAGRAPH else Base.PARAGRAPH


def doubt_of(text: str, start: int, taken: Taken) -> str | None:
    """Say why a bare reference may mean another act: empty where it can't, None where it surely does."""
    behind = _NOTE.sub("", text[:start])
    nearest = max((t for t in taken if t[1] <= start), key=lambda t: t[1], default=None)
    gap = text[nearest[1] : start] if nearest else "。"
    if nearest and _CARRIED.fullmatch(gap):
        return None if not nearest[2] else "承前省略了所属的条文" if "，" in gap else ""
    if _ELSEWHERE.search(behind):
        return None
    if _OTHER_LAW.search(behind):
        return "同一段中前面提到其他法律、法规，不能确定所指"
    if _SAME.search(behind) or not _LEADS_IN.search(behind):
        return "没有写明所属的法规或者条文"
    return ""


_SEVERAL = re.compile(
    rf"第[（(]?{NUMERAL}[)）]?(?:(?:、|和|至|到|或者|或|以及|及|与)[（(]?{NUMERAL}[)）]?)+(?P<unit>[条款项目])"
)
# 之前, 以前, 目前 and their like name a time and no neighbour.
_PRECEDING = re.compile(
    rf"(?<![之以目提当先事生空])前(?P<count>{NUMERAL})?(?P<unit>条(?!件|例)|款(?!项)|项(?!目))"
)
_HEADING = re.compile(rf"(?P<own>(?<![基根])本(?:{OWN_WORDS}))?第(?P<number>{NUMERAL})(?P<unit>[编章节])")
# 基本, 根本, 文本, 编制, 章程 and 节约 are words and name no level.
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
            yield Pointer(
                start=match.start(),
                end=end,
                base=Base.PRECEDING,
                steps=steps,
                numbers=numbers,
                level=level,
                count=count,
            )


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
            yield Pointer(
                start=match.start(),
                end=match.end(),
                base=Base.HEADING,
                steps=steps,
                numbers=printed,
                level=level,
                doubt=doubt,
            )


def _within(text: str, taken: Taken, found: list[Pointer]) -> Iterator[Pointer]:
    for match in _WITHIN.finditer(text):
        if is_free(taken, match.start(), match.end()):
            level = LEVELS[match["unit"]]
            yield Pointer(start=match.start(), end=match.end(), base=Base.WITHIN, level=level)


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
        here = before or Pointer(start=0, end=0, base=base_of(((unit, (1,)),)), level=unit)
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
