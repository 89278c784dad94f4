"""What stands after the text: 落款 and 附件."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from compendium.intake.lines import Line, Opens
from compendium.intake.source import squeeze
from compendium.numerals import NUMERAL

_DATE_LINE = re.compile(rf"[（(]?{NUMERAL}年{NUMERAL}月{NUMERAL}日(?:印发)?[)）]?")
_SIGNATURE = re.compile(
    r"(?:政府|委员会|常委会|局|办公室|办公厅|法院|检察院|厅|部|院|署|会|中心|大会|市长[\u4e00-\u9fff]{0,6}|主任[\u4e00-\u9fff]{0,6})$"
)

_SIGNED = re.compile(
    r"[\u4e00-\u9fff]{2,20}(?:政府|委员会|局|办公室|办公厅|部)"
    rf"{NUMERAL}年{NUMERAL}月{NUMERAL}日(?:印发)?"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines of the text, of the 落款, and of each 附件 with its opening line first."""

    body: tuple[Line, ...]
    conclusions: tuple[Line, ...]
    attachments: tuple[tuple[Line, ...], ...]


def split_ending(lines: Sequence[Line]) -> Parts:
    """Divide what follows the front."""
    starts = _attachment_starts(lines)
    end = starts[0] if starts else len(lines)
    sign = _signature_start(lines[:end])
    sign = _listing_start(lines[:sign])
    bounds = [*starts, len(lines)]
    attachments = tuple(tuple(lines[a:b]) for a, b in pairwise(bounds))
    return Parts(tuple(lines[:sign]), tuple(lines[sign:end]), attachments)


def _attachment_starts(lines: Sequence[Line]) -> list[int]:
    """Lines that open a 附件: they come after the last 条 and are not the list of 附件 before a 落款."""
    articles = [i for i, line in enumerate(lines) if line.opens is Opens.ARTICLE]
    if articles and lines[0].opens is Opens.ITEM and _annexed(lines[: articles[0]]):
        articles = []
    last_article = _last_of_main_run(lines, articles)
    starts = [i for i, line in enumerate(lines) if i > last_article and line.opens is Opens.ATTACHMENT]
    return [i for i in starts if not _is_listing(lines, i)]


def _annexed(lines: Sequence[Line]) -> bool:
    """Whether a 附件 begins here, so that the 条 after it are not those of the text."""
    return any(line.opens is Opens.ATTACHMENT for line in lines)


def _last_of_main_run(lines: Sequence[Line], articles: list[int]) -> int:
    """The last 条 before the numbers start again, as they do in an annexed text."""
    last, number = -1, 0
    for position in articles:
        if lines[position].number[0] == 1 and number:
            break
        last, number = position, lines[position].number[0]
    return last


def _is_listing(lines: Sequence[Line], position: int) -> bool:
    """附件：1.… over a 落款 only announces what follows."""
    if position + 1 >= len(lines):
        return True
    head, between = lines[position], list[Line]()
    for line in lines[position + 1 : position + 12]:
        if line.opens is Opens.ATTACHMENT:
            listed = not between or (_UNNUMBERED.fullmatch(head.num) and _all_items(between))
            return bool(head.rest) and bool(listed)
        if _DATE_LINE.fullmatch(squeeze(line.text)):
            return all(x.opens is Opens.ITEM or _is_signature(x) for x in between)
        if len(line.text) > 60 or line.opens is Opens.ARTICLE or not line.text:
            return False
        between.append(line)
    return False


_UNNUMBERED = re.compile(r"附件[:：]?")


def _all_items(lines: Sequence[Line]) -> bool:
    return all(line.opens is Opens.ITEM for line in lines)


def _listing_start(lines: Sequence[Line]) -> int:
    """Where the list of 附件 begins that closes a text: 附件：1.… 2.…"""
    position = len(lines)
    while (
        position
        and lines[position - 1].opens in (Opens.ITEM, Opens.ATTACHMENT)
        and len(lines[position - 1].text) <= 60
    ):
        position -= 1
    found = (i for i in range(position, len(lines)) if lines[i].opens is Opens.ATTACHMENT)
    return next(found, len(lines))


def _signature_start(lines: Sequence[Line]) -> int:
    """Where the 落款 begins: names of bodies and a date that end the text."""
    position = len(lines)
    if position and lines[-1].opens is Opens.TEXT and _SIGNED.fullmatch(squeeze(lines[-1].text)):
        return position - 1
    led_to = position > 1 and squeeze(lines[-2].text).endswith(("：", ":", "，", "、"))
    if position and not led_to and _DATE_LINE.fullmatch(squeeze(lines[-1].text)):
        position -= 1
        while position and _is_signature(lines[position - 1]):
            position -= 1
    return position


def _is_signature(line: Line) -> bool:
    text = squeeze(line.text)
    return line.opens is Opens.TEXT and 0 < len(text) <= 40 and bool(_SIGNATURE.search(text))
