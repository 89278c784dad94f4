"""Put right what the record tells of the life of an act: the events of its 题注.

An event is named by its day and, where a day has several, by what happened: 2019-09-19修正. What it should be
is said in the words of a 题注, read by the grammar that reads those; or by the right day or 《决定》 alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from compendium.editing.commencing import keep_events
from compendium.law.act import Act, Basis, CorrectedWords, Event, FrontLine, Para
from compendium.law.days import DAY, UNKNOWN_DAY, day_label, day_words, read_day, read_history
from compendium.law.identifiers import NO_EID
from compendium.law.kinds import DECIDING, ENDING, LASTING, MAKING, EventKind
from compendium.law.names import TITLE, quoted
from compendium.law.problems import CompendiumError
from compendium.text.wording import event_words


class BadEvent(CompendiumError):
    """An event that is not there, or words that name or tell none."""


@dataclass(frozen=True, slots=True)
class EventChange:
    """An event to put right, to add (`was` is empty) or to take out (`now` is empty), as staff say it."""

    was: str
    now: str


@dataclass(frozen=True, slots=True)
class EventsDone:
    """A version with an event put right; `notes` are what a person should look at."""

    act: Act
    place: CorrectedWords
    notes: tuple[str, ...] = ()


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(rf"(?:{DAY}|(?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}}))(?P<what>.*)")
_ORDINAL = re.compile(r"第.{1,3}次")


def told_event(event: Event) -> str:
    """Say an event with its day: 2019年9月19日根据《…》第一次修正."""
    return day_words(event.date) + event_words(event)


def find_event(events: Iterable[Event], words: str) -> Event:
    """Find the one event that words like 2019-09-19 or 2019年9月19日修正 name.

    Raises:
        BadEvent: the words name none, or several.
    """
    held = tuple(events)
    day, what = _named(words)
    wanted = _ORDINAL.sub("", what)
    if wanted and wanted not in {kind.chinese for kind in EventKind}:
        raise BadEvent(f"“{words}”没有读懂：写日期，或者日期和事项，如 2019-09-19修正")
    found = [e for e in held if e.date == day and wanted in ("", e.kind.chinese)]
    if len(found) != 1:
        listed = "；".join(told_event(event) for event in (found or held)) or "无"
        many = f"记载中有 {len(found)} 件" if found else "记载中没有"
        raise BadEvent(f"{many}“{words}”。{'写明是哪一件' if found else '现有的记载'}：{listed}")
    return found[0]


def _named(words: str) -> tuple[date, str]:
    match = _NAMED.fullmatch(words.strip())
    day = _day(words.strip()[: match.start("what")]) if match else None
    if match is None or day is None:
        raise BadEvent(f"“{words}”没有写明存在的日期，应写成 2019-09-19 或者 2019-09-19修正 的样子")
    return day, match["what"].strip()


def _day(words: str) -> date | None:
    match = _ISO.fullmatch(words) or re.fullmatch(DAY, words)
    return read_day(match.groups()) if match else None


def read_event(words: str, old: Event | None = None) -> Event:
    """Read what an event should be; with a day or a 《title》 alone, all else is as in `old`.

    Raises:
        BadEvent: the words tell no event, or more than one.
    """
    said = words.strip()
    if old is not None and (day := _day(said)):
        return replace(old, date=day)
    if old is not None and (match := re.fullmatch(TITLE, said)):
        return replace(old, decision=match[1])
    history = read_history(said)
    if len(history.events) != 1 or history.unread:
        raise BadEvent(
            f"“{words}”没有读懂：照题注的写法写一件事，如 根据2019年9月19日《关于…的决定》修正"
            + ("；只改日期或者决定的，只写日期或者《决定》" if old else "")
        )
    new = history.events[0]
    if old is None:
        return replace(new, words="")
    return replace(new, words=old.words, until=old.until, places=old.places, area=old.area)


def same_event(one: Event, other: Event) -> bool:
    """Tell whether two versions tell of one event, whatever words they have for it."""
    return replace(one, words="") == replace(other, words="")


def correct_event(act: Act, change: EventChange, old: Event | None, *, in_text: bool) -> EventsDone:
    """Put an event right, add one (`old` is None) or take one out; `in_text` puts the 题注 right as well.

    Raises:
        BadEvent: it is so already, or the 题注 does not have the words once.
    """
    if not change.now:
        assert old is not None
        events = tuple(event for event in act.events if event is not old)
        return EventsDone(replace(act, events=events), _place(old, None), _still(act, old))
    new = read_event(change.now, old)
    only_words = in_text and old is not None and same_event(new, old)
    if not only_words and any(same_event(new, event) for event in act.events):
        raise BadEvent(f"记载中已有：{told_event(new)}")
    if old is None and new.kind in MAKING and new.date > act.date != UNKNOWN_DAY:
        raise BadEvent(f"{told_event(new)}，晚于 {day_label(act.date)} 的版本，是以后的版本所记的")
    if old is None:
        return EventsDone(replace(act, events=_ordered((*act.events, new))), _place(None, new))
    if in_text:
        after, place = _reworded(act, old, new, change.now)
        notes: tuple[str, ...] = ()
    else:
        events = _ordered(tuple(new if event is old else event for event in act.events))
        after, place, notes = replace(act, events=events), _place(old, new), _still(act, old)
    after, told = _days_follow(after, old, new)
    return EventsDone(after, place, notes + told)


def kept_events(before: Act, act: Act) -> tuple[Event, ...]:
    """List the events of a text that takes a version's place, with what was recorded by hand or by others.

    What the new text says wrong again is as it was put right; what it tells otherwise is as it tells. How
    long the act holds, where another instrument says it, is no matter of the text and stays.
    """
    there = {(event.kind, event.date) for event in act.events}
    lasting = (e for e in before.events if e.kind in LASTING | ENDING and e.decision)
    ruled = tuple(e for e in lasting if (e.kind, e.date) not in there)
    return (*_put_right(before, act), *ruled)


def _put_right(before: Act, act: Act) -> tuple[Event, ...]:
    places = [place for correction in before.corrections for place in correction.places]
    places = [place for place in places if (place.old or place.new).startswith(_TOLD)]
    if not places:
        return act.events
    told: list[tuple[str, Event]] = [(_TOLD + told_event(event), event) for event in act.events]
    right = {_TOLD + told_event(event): event for event in before.events}
    for place in places:
        if place.old:
            told = [(place.new if words == place.old else words, event) for words, event in told]
            told = [(words, event) for words, event in told if words]
        elif place.new in right and place.new not in dict(told):
            told.append((place.new, right[place.new]))
    return _ordered(tuple(right.get(words, event) for words, event in told))


_TOLD = "题注记载："


def _place(old: Event | None, new: Event | None) -> CorrectedWords:
    return CorrectedWords(
        NO_EID, _TOLD + told_event(old) if old else "", _TOLD + told_event(new) if new else ""
    )


def _ordered(events: tuple[Event, ...]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: event.date))


def _still(act: Act, old: Event) -> tuple[str, ...]:
    if not old.words or old.words not in act.history.replace(" ", ""):
        return ()
    return (f"文本的题注仍写“{old.words}”；题注也录错的，改记载时加 --in-text 一并改正",)


def _reworded(act: Act, old: Event, new: Event, said: str) -> tuple[Act, CorrectedWords]:
    """The 题注 with other words for an event, and the events as they are read from it."""
    words = _words(old, new, said)
    if words == old.words:
        raise BadEvent(f"文本的题注写的已经是“{words}”，只是记载有误；请去掉 --in-text，只改记载")
    lines = [line for line in act.front if line.role == "history"]
    if not old.words or sum(line.para.text.count(old.words) for line in lines) != 1:
        raise BadEvent(
            f"文本的题注里没有恰好一处“{old.words or told_event(old)}”，不能逐字改正；请用改正后的整个文件"
        )
    front = tuple(_in_line(line, old.words, words) if line.role == "history" else line for line in act.front)
    after = keep_events(act, replace(act, front=front))
    if after.history.count(words) != 1 or not any(same_event(new, event) for event in after.events):
        raise BadEvent(f"改正后的题注“{words}”读不出：{told_event(new)}；请用改正后的整个文件")
    return after, CorrectedWords(NO_EID, f"题注：{old.words}", f"题注：{words}")


def _in_line(line: FrontLine, old: str, new: str) -> FrontLine:
    runs = tuple(run.replace(old, new) if isinstance(run, str) else run for run in line.para.runs)
    return replace(line, para=Para(runs))


def _words(old: Event, new: Event, said: str) -> str:
    """The words of the 题注 that tell the right event."""
    if _day(said.strip()):
        return re.sub(DAY, day_words(new.date), old.words, count=1)
    if re.fullmatch(TITLE, said.strip()):
        held = next(
            (t for t in (f"《{old.decision}》", quoted(old.decision)) if t in old.words), said.strip()
        )
        return old.words.replace(held, said.strip())
    return said.strip()


def _days_follow(act: Act, old: Event, new: Event) -> tuple[Act, tuple[str, ...]]:
    """The version under its right day, where only the day of the event names it."""
    first = act.commencements[0] if act.commencements else None
    if first is None or old.date == new.date or old.kind not in DECIDING:
        return act, ()
    if first.basis is Basis.NOT_STATED and old.kind in MAKING and first.date == old.date == act.date:
        begun = replace(first, date=new.date)
        return replace(act.renamed(new.date), commencements=(begun, *act.commencements[1:])), ()
    if first.basis is Basis.COMPUTED:
        return act, (
            f"施行日期 {first.date} 是推算的（“{first.words}”），请核对；"
            "不对的用 compendium commence --correct",
        )
    return act, ()
