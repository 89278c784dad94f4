"""Who made a text and when, as told around it: by a 公布令 before the title, by the 落款 after the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from compendium.days import DAY, read_day
from compendium.history import read_history
from compendium.intake.front import Front
from compendium.intake.lines import Line
from compendium.intake.source import squeeze
from compendium.model import Event, EventKind
from compendium.numerals import NUMERAL

_NUMBER = re.compile(r"(?:令|公告)[（(]?(第?[^号，。]{1,12}号)")
_ADOPTION = re.compile(r"》已?(?:经|于)+(?:由)?([^《》。]*?会议(?:审议)?(?:修订)?通过)")
_ADOPTION_BY = re.compile(
    rf"》已?(?:经|由)([^《》。]*?会议)于({NUMERAL}年{NUMERAL}月{NUMERAL}日)(?:审议)?通过"
)
_BODY = re.compile(r"(?:委员会|大会|人民政府|国务院|法院|检察院|局|厅|部|办公室|署)$")
_DAY = re.compile(DAY)
_STARTS = re.compile(rf"自{DAY}(?:起|之日起)")
_MAKING = (EventKind.ADOPTION, EventKind.REVISION, EventKind.AMENDMENT)


def with_making(told: tuple[Event, ...], front: Front, ending: Sequence[Line]) -> tuple[Event, ...]:
    """The events of the 题注 with the 通过 and 公布 that it leaves to the 公布令 or the 落款, by day."""
    cover = [squeeze(line.para.text) for line in front.lines if line.role == "cover"]
    kinds = {event.kind for event in told}
    found: list[Event] = []
    if not kinds & {EventKind.ADOPTION, EventKind.REVISION}:
        found += _adoption("".join(cover))
    if EventKind.PROMULGATION not in kinds:
        found += _signed(cover, front.number)
        if not found and not kinds & set(_MAKING):
            found += _signed([squeeze(line.text) for line in ending], front.number)
    return tuple(sorted((*found, *told), key=lambda event: event.date))


def _adoption(cover: str) -> tuple[Event, ...]:
    """《…》已经2023年11月27日市政府第21次常务会议通过, or 已由某会议于某日通过."""
    if match := _ADOPTION_BY.search(cover):
        return read_history(f"{match[2]}{match[1]}通过").events
    match = _ADOPTION.search(cover)
    return read_history(match[1]).events if match else ()


def _signed(lines: Sequence[str], number: str) -> tuple[Event, ...]:
    """The 公布 or 印发 that a name and a date at the end of a 令, 公告 or 通知 stand for."""
    position = next(
        (i for i in range(len(lines) - 1, -1, -1) if _DAY.fullmatch(lines[i].strip("（）()"))), None
    )
    if position is None:
        return ()
    days = read_history(lines[position].strip("（）()") + "公布").events
    above = [line for line in lines[:position] if _BODY.search(line)]
    named = _NUMBER.search("".join(lines))
    number = named[1] if named else number
    return tuple(replace(e, body=above[-1] if above else "", number=number, words="") for e in days)


def impossible_days(front: Front, ending: Sequence[Line]) -> tuple[str, ...]:
    """Dates that no calendar has: in 题注, 公布令, 落款, or where the text says when it starts."""
    around = [line.para.text for line in front.lines] + [line.text for line in ending]
    starts = [match[0] for line in front.body for match in _STARTS.finditer(squeeze(line.text))]
    return tuple(_impossible([*map(squeeze, around), *starts]))


def _impossible(texts: Iterable[str]) -> Iterable[str]:
    for match in (match for text in texts for match in _DAY.finditer(text)):
        if read_day(match.groups()) is None:
            yield match[0]
