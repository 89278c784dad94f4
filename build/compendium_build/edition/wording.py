"""The plain words that tell readers how a text stands on a day, and how sure that is.

The fingerprint of a text: what every form of publication of it can be held against.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

from compendium.law.act import Act, Event
from compendium.law.days import day_words
from compendium.law.kinds import AMENDING, DECIDING, EventKind
from compendium.law.names import quoted
from compendium.law.numerals import to_chinese
from compendium.law.timeline import Standing, Status, end_of, interval_of, standing, start_of, version_status
from compendium.library.facts import Facts
from compendium.text.plain import as_printed


def start_words(versions: Sequence[Facts], index: int) -> str:
    """Say from when a version holds, or that it is not known."""
    start, certain = start_of(versions[index])
    if start is None:
        return "施行日期另行规定"
    if certain:
        return f"自{day_words(start)}起施行"
    told = f"通过日期（{day_words(start)}）" if _is_adoption(versions[index], start) else day_words(start)
    return f"{_unstated(versions, index)}，此处以{told}排列"


def version_name(versions: Sequence[Facts], index: int) -> str:
    """Name a version by what is known of its beginning."""
    start, certain = start_of(versions[index])
    if start is None:
        return "施行日期待定的文本"
    if certain:
        return f"{day_words(start)}起施行的文本"
    adopted = _is_adoption(versions[index], start)
    return f"{day_words(start)}通过的文本" if adopted else f"以{day_words(start)}排列的文本"


def span_words(versions: Sequence[Facts], index: int) -> str:
    """Say from when to when a version holds; a day that no text states is not given as one."""
    start, certain = start_of(versions[index])
    until = _until_words(versions, index)
    if start is None or certain:
        return start_words(versions, index) + until
    if not _is_adoption(versions[index], start):
        return start_words(versions, index) + until
    return f"{day_words(start)}通过{until}；{_unstated(versions, index)}，此处以通过日期排列"


def _is_adoption(facts: Facts, day: date) -> bool:
    """Whether something was decided on the day that stands in for an unknown day of effect."""
    return any(event.date == day and event.kind in DECIDING for event in facts.events)


def _unstated(versions: Sequence[Facts], index: int) -> str:
    changed = any(
        event.kind in AMENDING and event.date == versions[index].date for event in versions[index].events
    )
    return "施行日期以公布该修改的决定为准" if index or changed else "施行日期未在文本中载明"


def _until_words(versions: Sequence[Facts], index: int) -> str:
    until, end = interval_of(versions, index)[1], end_of(versions)
    if until is None:
        return ""
    if end and until == end[0]:
        return f"，{day_words(until)}起{end[1].chinese}"
    successors = [start_of(version) for version in versions[index + 1 :]]
    if (until, True) not in successors:
        return "，至修改后的文本施行时止"
    return f"，至{day_words(until - timedelta(days=1))}止"


def status_words(versions: Sequence[Facts], index: int, day: date) -> str:
    """Say how one version stands on a day, and since or until when."""
    now = standing(versions, day)
    status = version_status(versions, index, day)
    if status is Status.IN_FORCE:
        return f"{status.value}，{start_words(versions, index)}{_end_to_come(versions, now)}"
    if status is Status.NOT_YET:
        start, certain = start_of(versions[index])
        if start and certain:
            return f"{status.value}，将于{day_words(start)}起施行"
        return f"{status.value}，{start_words(versions, index)}"
    if status is Status.SUPERSEDED:
        return f"{status.value}，{span_words(versions, index)}"
    return ended_words(now)


def ended_words(now: Standing) -> str:
    """Say that an act has ended, and when."""
    since = f"，自{day_words(now.ended)}起不再施行" if now.ended else ""
    return f"{now.status.value}{since}"


def _end_to_come(versions: Sequence[Facts], now: Standing) -> str:
    end = end_of(versions)
    return f"，将于{day_words(end[0])}起{end[1].chinese}" if end and now.ended else ""


def event_words(event: Event) -> str:
    """Say who did what, without the day.

    >>> event_words(Event(EventKind.AMENDMENT, date(2020, 1, 1), decision="关于修改甲的决定", ordinal=2))
    '根据《关于修改甲的决定》第二次修正'
    """
    before, after = event_parts(event)
    return f"{before}{quoted(event.decision)}{after}" if event.decision else before + after


def event_parts(event: Event) -> tuple[str, str]:
    """The words of an event before and after the title of its decision."""
    times = f"第{to_chinese(event.ordinal)}次" if event.ordinal else ""
    number = f"（{event.number}）" if event.number else ""
    actor = event.body + event.session
    if not event.decision:
        return actor + times, event.kind.chinese + number
    if event.kind not in _DECIDED:
        comma = "，" if actor else ""
        return "根据", f"{comma}{actor}{times}{event.kind.chinese}{number}"
    if event.session:
        return f"{actor}通过", f"{number}，{times}{event.kind.chinese}"
    return f"根据{actor}", f"{number}{times}{event.kind.chinese}"


_DECIDED = AMENDING | {EventKind.REPEAL}


def fingerprint(act: Act) -> str:
    """SHA-256 of the act as text: the same as that of the .txt file that the site has of it."""
    return hashlib.sha256(as_printed(act).encode()).hexdigest()
