"""References without 本条例 before them: 违反第十条规定, 第二款; and whether the own act is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from compendium.amending.repair.pointer import (
    Base,
    Pointer,
    Taken,
    above,
    is_free,
    joins,
    pointer_of,
    rank,
)
from compendium.citation import Citation, Steps, find_citations
from compendium.model import Level
from compendium.numerals import NUMERAL

_BARE = re.compile(rf"第(?:{NUMERAL}|[（(]{NUMERAL}[)）])(?:条(?!件|例)|款(?!项)|项(?!目))")
_CARRIED = re.compile(r"(?:的?(?:规定|要求|情形|条件|行为)的?)?(?:、|和|或者|或|以及|及|与|至|到|，|，以及)?")
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
    """第十条 and 第二款 without 本条例, where no other act's name stands before them."""
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
    """The pointer of whose list this is a later member: 第十条规定或者第十一条规定."""
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
    """Why a bare reference may mean another act: empty where it does not, None where it surely does."""
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
