"""Record how long an act holds, by a person's word: an end, its extension, a suspension, a resumption.

What an act in the corpus says of another is recorded when it is imported (`editing.decided`); this is for
what stands in no file that the corpus holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from compendium.akn import write_act
from compendium.law.act import Act, Event
from compendium.law.days import day_label
from compendium.law.identifiers import CorpusPath, WId
from compendium.law.kinds import EventKind
from compendium.law.names import quoted
from compendium.law.problems import CompendiumError
from compendium.law.stated_days import ruled_on
from compendium.law.timeline import end_of, ends_act, start_of, suspensions
from compendium.library.catalog import Catalog, Work, find_provision
from compendium.library.facts import Facts


class NotRecorded(CompendiumError):
    """An end or a suspension that can't be that of this version; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What is ruled of an act: `day` is the first day of it, `until` the first on which it is over.

    For an extension `day` is the one on which it was decided, `until` the new end;
    `source` is the act or paper in which `words` stand.
    """

    kind: EventKind
    day: date
    words: str
    source: str
    until: date | None = None
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A version with a ruling recorded, before it is written."""

    facts: Facts
    act: Act
    event: Event
    files: dict[CorpusPath, bytes | None]


def record_ruling(
    catalog: Catalog, work: Work, facts: Facts, ruling: Ruling, places: Sequence[str] = ()
) -> Recorded:
    """Plan a ruling on a version.

    Raises:
        NoProvision, NotRecorded: there is no such provision, or the ruling can't be of this version.
    """
    act = catalog.act(facts)
    name = f"{quoted(act.title)}{day_label(facts.date)} 的版本"
    start, _ = start_of(facts)
    extends = ruling.kind is EventKind.EXTENSION
    first = start or ruling.day if extends else max(ruling.day, start or ruling.day)
    if start and ruling.day < start and not extends:
        raise NotRecorded(f"{ruling.day} 早于{name}的施行日期 {start}")
    if ruling.until is not None and ruling.until <= first:
        raise NotRecorded(f"截止日期 {ruling.until - timedelta(days=1)} 早于开始的日期")
    _refuse_other_words(ruling)
    wids = tuple(find_provision(act, facts, words).wid for words in places)
    event = Event(
        kind=ruling.kind,
        date=ruling.day,
        decision=ruling.source,
        words=ruling.words,
        until=ruling.until,
        places=wids,
        area=ruling.area,
    )
    if event in act.events:
        raise NotRecorded(f"{name}已经这样记载")
    if extends:
        _refuse_extension(work, facts, ruling, name)
    if ruling.kind is EventKind.RESUMPTION:
        _refuse_resumption(work, ruling, wids, name)
    done = replace(act, events=(*act.events, event))
    return Recorded(facts=facts, act=done, event=event, files={facts.path: write_act(done)})


def _refuse_other_words(ruling: Ruling) -> None:
    """Refuse days that are not those which the words tell."""
    told = ruled_on(ruling.kind, ruling.words)
    if told.starts and ruling.day not in told.starts:
        days = "、".join(map(str, sorted(told.starts)))
        raise NotRecorded(
            f"原文“{ruling.words}”写的是自 {days} 起，要记的是自 {ruling.day} 起，两者不同，请核对；没有写入"
        )
    if told.untils and ruling.until not in told.untils:
        days = "、".join(str(day - timedelta(days=1)) for day in sorted(told.untils))
        asked = f"至 {ruling.until - timedelta(days=1)}" if ruling.until else "没有截止日期"
        raise NotRecorded(f"原文“{ruling.words}”写的是至 {days}，要记的{asked}，两者不同，请核对；没有写入")


def _refuse_extension(work: Work, facts: Facts, ruling: Ruling, name: str) -> None:
    """Refuse to move an end that is not set, that would not move, or that another act has set for good."""
    start = start_of(facts)[0] or date.min
    for event in (event for held in work.expressions for event in held.events if ends_act(event)):
        if event.date >= start:
            source = f"（据{quoted(event.decision)}）" if event.decision else ""
            raise NotRecorded(
                f"{name}已记为自 {event.date} 起{event.kind.chinese}{source}，延长有效期不会使它继续施行。"
                "刚刚记错的，用 compendium undo 撤回；以前记错的，用 compendium correct --drop-event "
                f"{event.date}{event.kind.chinese} 去掉，再延长"
            )
    end = end_of([facts])
    if end is None:
        raise NotRecorded(f"{name}没有有效期，不用延长")
    if ruling.until is not None and ruling.until <= end[0]:
        raise NotRecorded(
            f"{name}的有效期已至 {end[0] - timedelta(days=1)}，"
            f"至 {ruling.until - timedelta(days=1)} 不是延长；没有写入"
        )


def _refuse_resumption(work: Work, ruling: Ruling, wids: tuple[WId, ...], name: str) -> None:
    """Refuse to resume what is not suspended on the day before."""
    held = suspensions(work.expressions, ruling.day - timedelta(days=1))
    held = [each for each in held if ruling.area in ("", each.area)]
    if wids:
        missing = set(wids) - {wid for each in held for wid in each.places}
        if not missing:
            return
        whole = "，暂停的是全文，恢复的也应是全文" if any(not each.places for each in held) else ""
    elif held:
        return
    else:
        whole = ""
    what = "所写的条款" if wids else "全文和各条款"
    where = f"在{ruling.area}" if ruling.area else ""
    raise NotRecorded(f"{name}{what}到 {ruling.day} 为止{where}没有暂停施行{whole}，不用恢复；没有写入")


def ruling_message(plan: Recorded, told: str) -> str:
    """Write the message of the commit: what was recorded, by which words."""
    return f"记载：{told}\n\n依据：{plan.event.decision}：{plan.event.words}\n"
