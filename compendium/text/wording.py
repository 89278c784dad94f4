"""Every word that says how a text stands in time: on a day, from when, until when, by what, how sure that is.

Chinese and English stand beside each other here, and nowhere else; an English phrase is chosen by `english`.
What a form adds, such as brackets or capitals, is the form's own.

The words for an unknown day are three, and each says something else: 施行日期另行规定 is what the law itself
says (立法法 第六十一条 asks it to say more); 施行日期以公布该修改的决定为准 where a decision, which is not at
hand, gives the day; 施行日期未在文本中载明 where nothing at hand gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from compendium.law.act import Act, Basis, Commencement, CorrectedWords, Correction, Event, Provision
from compendium.law.areas import mentions
from compendium.law.days import UNKNOWN, UNKNOWN_DAY, day_words
from compendium.law.gaps import Missing
from compendium.law.identifiers import EId, WId
from compendium.law.kinds import AMENDING, DECIDING, ENDING, EventKind
from compendium.law.names import quoted
from compendium.law.numerals import to_chinese
from compendium.law.timeline import (
    OVER,
    Standing,
    Status,
    Suspended,
    end_of,
    interval_of,
    missing_on,
    missing_versions,
    standing,
    start_of,
    suspensions,
    version_status,
)
from compendium.library.facts import Facts
from compendium.text.missing import missing_names, missing_words

OPEN = "施行日期另行规定"
UNSTATED = "施行日期未载明"
"""In a word, where there is no room for why."""
UNDETERMINED = "施行日期待定"
"""In a word: the law leaves the day to a later decision."""
_HEADING = "施行日期"
_UNSTATED_IN_TEXT = "施行日期未在文本中载明"
_STATED_BY_DECISION = "施行日期以公布该修改的决定为准"
_OPEN_ENGLISH = "the day of effect is left to a later decision"
_OPEN_ALONE_ENGLISH = "Day of effect left to a later decision"
_UNSTATED_ENGLISH = "the text does not state its day of effect"

_STATUS_ENGLISH = {
    Status.IN_FORCE: "In force",
    Status.NOT_YET: "Not yet in force",
    Status.SUPERSEDED: "Superseded",
    Status.SUSPENDED: "Suspended",
    Status.NOT_HELD: "Text not held",
    Status.REPEALED: "Repealed",
    Status.EXPIRED: "Expired",
}
_EVENT_ENGLISH = {
    EventKind.ADOPTION: "Adopted",
    EventKind.PROMULGATION: "Promulgated",
    EventKind.APPROVAL: "Approved",
    EventKind.AMENDMENT: "Amended",
    EventKind.REVISION: "Revised as a whole",
    EventKind.COMMENCEMENT: "Takes effect",
    EventKind.REPEAL: "Repealed",
    EventKind.EXPIRY: "Expired",
    EventKind.EXTENSION: "Extended",
    EventKind.SUSPENSION: "Suspended",
    EventKind.RESUMPTION: "Resumed",
}


def day_in(day: date, *, english: bool = False) -> str:
    """Write a day.

    >>> day_in(date(2020, 4, 1)), day_in(date(2020, 4, 1), english=True)
    ('2020年4月1日', '1 April 2020')
    """
    if not english:
        return day_words(day)
    return "an unknown date" if day == UNKNOWN_DAY else f"{day.day} {day:%B} {day.year}"


def status_name(status: Status, *, english: bool = False) -> str:
    """Say a status in a word."""
    return _STATUS_ENGLISH[status] if english else status.value


def from_day(day: date | None) -> str:
    """Say from when something holds; no day where the law leaves it to a later decision."""
    return f"自{day_words(day)}起施行" if day else OPEN


def start_words(versions: Sequence[Facts], index: int) -> str:
    """Say from when a version holds, or that it is not known."""
    start, certain = start_of(versions[index])
    if start is None or certain:
        return from_day(start)
    if start == UNKNOWN_DAY:
        return f"{UNKNOWN}，{unstated(versions, index)}"
    told = f"通过日期（{day_words(start)}）" if _is_adoption(versions[index], start) else day_words(start)
    return f"{unstated(versions, index)}，此处以{told}排列"


def effect_words(versions: Sequence[Facts], index: int) -> str:
    """Say the day of effect, or why there is none, where no order has to be accounted for."""
    start, certain = start_of(versions[index])
    return from_day(start) if start is None or certain else unstated(versions, index)


def unstated(versions: Sequence[Facts], index: int) -> str:
    """Say why the day of effect is not known: the decision is not at hand, or the text is silent."""
    changed = any(
        event.kind in AMENDING and event.date == versions[index].date for event in versions[index].events
    )
    return _STATED_BY_DECISION if index or changed else _UNSTATED_IN_TEXT


def start_cell(start: date | None, certain: bool) -> str:
    """Fill a cell under the heading 施行日期 with the day, or with why there is none."""
    if start is None:
        return UNDETERMINED.removeprefix(_HEADING)
    return start.isoformat() if certain else UNSTATED.removeprefix(_HEADING)


def version_name(versions: Sequence[Facts], index: int, *, english: bool = False) -> str:
    """Name a version by what is known of its beginning."""
    start, certain = start_of(versions[index])
    if english:
        if start is None:
            return "version whose day of effect is not fixed"
        return f"version {'in force from' if certain else 'of'} {day_in(start, english=True)}"
    if start is None:
        return f"{UNDETERMINED}的文本"
    if certain:
        return f"{day_words(start)}起施行的文本"
    if start == UNKNOWN_DAY:
        return f"{UNKNOWN}的文本"
    adopted = _is_adoption(versions[index], start)
    return f"{day_words(start)}通过的文本" if adopted else f"以{day_words(start)}排列的文本"


def _is_adoption(facts: Facts, day: date) -> bool:
    """Whether something was decided on the day that stands in for an unknown day of effect."""
    return any(event.date == day and event.kind in DECIDING for event in facts.events)


def span_words(versions: Sequence[Facts], index: int, *, english: bool = False) -> str:
    """Say from when to when a version holds; a day that no text states is not given as one."""
    if english:
        return _span_english(versions, index)
    start, certain = start_of(versions[index])
    until = _until_words(versions, index)
    if start is None or certain or not _is_adoption(versions[index], start):
        return start_words(versions, index) + until
    return f"{day_words(start)}通过{until}；{unstated(versions, index)}，此处以通过日期排列"


def _until_words(versions: Sequence[Facts], index: int) -> str:
    until, end = interval_of(versions, index)[1], end_of(versions)
    if until is None:
        return ""
    if end and until == end[0]:
        return f"，{day_words(until)}起{end[1].chinese}"
    if missing := _missing_between(versions, index):
        return f"，至下一次修改施行时止（{missing_words(missing)}）"
    if not _is_stated_end(versions, until):
        return "，至修改后的文本施行时止"
    return f"，至{day_words(until - timedelta(days=1))}止"


def _missing_between(versions: Sequence[Facts], index: int) -> tuple[Missing, ...]:
    """The texts not held that came between a version and the next one that is."""
    start, until = interval_of(versions, index)
    return tuple(m for m in missing_versions(versions) if start and m.since >= start and m.until == until)


def _is_stated_end(versions: Sequence[Facts], until: date) -> bool:
    """Whether a version that takes the place of another begins on that day for certain, or the act ends."""
    end = end_of(versions)
    return (until, True) in map(start_of, versions) or (end is not None and until == end[0])


def _span_english(versions: Sequence[Facts], index: int) -> str:
    start, certain = start_of(versions[index])
    until = interval_of(versions, index)[1]
    if start is None:
        return _OPEN_ALONE_ENGLISH
    if start == UNKNOWN_DAY:
        return f"Date unknown; {_UNSTATED_ENGLISH}"
    if not certain:
        return f"Placed by its date of {day_in(start, english=True)}; {_UNSTATED_ENGLISH}"
    begun = f"In force from {day_in(start, english=True)}"
    if until is None:
        return begun
    if missing := _missing_between(versions, index):
        return f"{begun} until the next amendment took effect ({missing_words(missing, english=True)})"
    if not _is_stated_end(versions, until):
        return f"{begun} until the amended text takes effect"
    return f"{begun} to {day_in(until - timedelta(days=1), english=True)}"


def status_words(versions: Sequence[Facts], index: int, day: date, *, english: bool = False) -> str:
    """Say how one version stands on a day, and since or until when."""
    if english:
        return _status_english(versions, index, day)
    now = standing(versions, day)
    status = version_status(versions, index, day)
    if status in (Status.IN_FORCE, Status.SUSPENDED):
        told = suspended_lines(versions, index, day)
        if status is Status.SUSPENDED:
            return f"{status.value}：{'；'.join(told)}"
        held = f"{status.value}，{start_words(versions, index)}{_end_to_come(versions, now)}"
        told += filter(None, [extended_words(versions, index)])
        return "；".join((held, *told, *filter(None, (missing_words(now.missing),))))
    if status is Status.NOT_HELD:
        return _not_held_words(versions, now)
    if status is Status.NOT_YET:
        start, certain = start_of(versions[index])
        if start and certain:
            return f"{status.value}，将于{day_words(start)}起施行"
        return f"{status.value}，{start_words(versions, index)}"
    if status is Status.SUPERSEDED:
        return f"{status.value}，{span_words(versions, index)}"
    return ended_words(versions, now)


def _not_held_words(versions: Sequence[Facts], now: Standing) -> str:
    """Say that no text at hand is of a day, and which is the first that there is."""
    names = missing_names(now.missing)
    return f"{now.status.value}：{names}不在库中；库中最早的是{version_name(versions, now.index)}"


def suspended_lines(
    versions: Sequence[Facts], index: int, day: date, place: str = "", *, english: bool = False
) -> list[str]:
    """Say what of a version is suspended on a day, in which place, since and until when, and by what.

    With a place only what has to do with it is told.
    """
    if english:
        return list(_suspended_english(versions, day))
    return [
        f"{places_words(each.places, versions[index])}{_suspended(each)}（据{quoted(each.decision)}）"
        for each in suspensions(versions, day, place)
        if not place or not each.area or mentions(each.area, place)
    ]


def places_words(places: Sequence[WId], facts: Facts) -> str:
    """Name the provisions that an event is about as a version numbers them; nothing for the whole act."""
    labels = facts.labels_by_wid
    named = [labels[place] for place in places if place in labels]
    return "、".join(named) if len(named) == len(places) else "部分规定"


def _suspended(each: Suspended, *, english: bool = False) -> str:
    if english:
        until = f" to {day_in(each.until - timedelta(days=1), english=True)}" if each.until else ""
        where = f" in {each.area}" if each.area else ""
        return f"Suspended{where} from {day_in(each.since, english=True)}{until}"
    until = f"至{day_words(each.until - timedelta(days=1))}" if each.until else "起"
    return f"自{day_words(each.since)}{until}{f'在{each.area}' if each.area else ''}暂停施行"


def suspended_marks(
    versions: Sequence[Facts], day: date, *, place: str = "", english: bool = False
) -> dict[str, str]:
    """Say by wId what is suspended on a day, in a place, while the act as a whole holds."""
    found = [each for each in suspensions(versions, day, place) if not place or each.holds(place)]
    return {wid: _suspended(each, english=english) for each in found for wid in each.places}


def extended_words(versions: Sequence[Facts], index: int) -> str:
    """Say to which day a version's 有效期 was extended last, and by what; empty where that ends it not."""
    end = end_of(versions, index)
    for event in versions[index].events:
        if event.kind is EventKind.EXTENSION and event.until and end == (event.until, EventKind.EXPIRY):
            return f"有效期延长至{day_words(event.until - timedelta(days=1))}{_by(event)}"
    return ""


def ended_words(versions: Sequence[Facts], now: Standing) -> str:
    """Say that an act has ended, when, and by what act."""
    event = ending_event(versions, now)
    return over_words(now) + (_by(event) if event else "")


def over_words(now: Standing) -> str:
    """Say that an act has ended, and when."""
    since = f"，自{day_words(now.ended)}起不再施行" if now.ended else ""
    return f"{now.status.value}{since}"


def ending_event(versions: Sequence[Facts], now: Standing) -> Event | None:
    """Find the event by which another act has ended this one; None where it ended by its own words."""
    told = (event for facts in versions for event in facts.events if event.date == now.ended)
    return next((event for event in told if event.kind in ENDING and event.decision), None)


def _by(event: Event) -> str:
    return f"（据{quoted(event.decision)}）" if event.decision else ""


def _end_to_come(versions: Sequence[Facts], now: Standing) -> str:
    end = end_of(versions)
    return f"，将于{day_words(end[0])}起{end[1].chinese}" if end and now.ended else ""


def _status_english(versions: Sequence[Facts], index: int, day: date) -> str:
    status = version_status(versions, index, day)
    start, certain = start_of(versions[index])
    name = _STATUS_ENGLISH[status]
    lacking = missing_words(missing_on(versions, day), english=True)
    if status is Status.NOT_HELD:
        return f"{name}; {lacking}"
    if status in OVER:
        ended = standing(versions, day).ended
        return f"{name} as of {day_in(ended, english=True)}" if ended else name
    if start is None:
        return f"{name}; {_OPEN_ENGLISH}"
    if start == UNKNOWN_DAY:
        return f"{name}; date unknown, {_UNSTATED_ENGLISH}"
    if not certain:
        return f"{name}; adopted on {day_in(start, english=True)}, {_UNSTATED_ENGLISH}"
    match status:
        case Status.NOT_YET:
            return f"{name}; takes effect on {day_in(start, english=True)}"
        case Status.SUPERSEDED:
            held = _span_english(versions, index)
            return f"{name}; {held[0].lower()}{held[1:]}"
        case Status.SUSPENDED:
            return "; ".join(_suspended_english(versions, day))
        case _:
            since = f"{name} since {day_in(start, english=True)}{_end_to_come_english(versions, day)}"
            return "; ".join(filter(None, (since, *_suspended_english(versions, day), lacking)))


def _suspended_english(versions: Sequence[Facts], day: date) -> Iterator[str]:
    for each in suspensions(versions, day):
        words = _suspended(each, english=True)
        yield f"some provisions {words[0].lower()}{words[1:]}" if each.places else words


def _end_to_come_english(versions: Sequence[Facts], day: date) -> str:
    end = end_of(versions)
    if not end or end[0] <= day:
        return ""
    verb = "will be repealed" if end[1] is EventKind.REPEAL else "will expire"
    return f"; {verb} on {day_in(end[0], english=True)}"


def standing_words(versions: Sequence[Facts], day: date, place: str = "") -> str:
    """Say briefly how an act stands on a day, in a place: 现行有效，自2020年4月10日起施行."""
    now = standing(versions, day, place)
    start, certain = start_of(versions[now.index])
    if now.status is Status.NOT_HELD:
        return _not_held_words(versions, now)
    there = now.status is Status.SUSPENDED and standing(versions, day).status is not Status.SUSPENDED
    parts = [f"{f'在{place}' if there else ''}{now.status.value}"]
    if start is None:
        parts.append(UNDETERMINED)
    elif not certain:
        parts.append(f"{day_words(start)}的版本，{UNSTATED}")
    elif now.status is Status.NOT_YET:
        parts.append(f"将于{day_words(start)}起施行")
    else:
        parts.append(from_day(start))
    if now.ended and now.status in OVER:
        parts.append(f"{day_words(now.ended)}起不再有效")
    if now.missing:
        parts.append(f"{missing_words(now.missing)}，当日施行的文字可能不同")
    return "，".join(parts)


def doubt_words(status: Status, begins: bool, certain: bool, missing: Sequence[Missing] = ()) -> str:
    """Say what a status leaves open; empty when a text states the day of effect, or the act has ended.

    `begins` and `certain` are what `start_of` tells: whether there is a day of effect, and whether a text
    states it. `missing` are the texts that may have held instead and are not at hand.
    """
    if status in OVER:
        return ""
    if missing:
        return missing_words(missing)
    if not begins:
        return UNDETERMINED if status is Status.NOT_YET else ""
    return "" if certain else UNSTATED


def pending_words(commencement: Commencement, day: date, *, english: bool = False) -> str:
    """Say from when some provisions hold; empty when they do on that day."""
    if commencement.basis is Basis.UNDETERMINED or commencement.date is None:
        return _OPEN_ALONE_ENGLISH if english else OPEN
    if commencement.date <= day:
        return ""
    if commencement.basis is Basis.NOT_STATED:
        return "The text does not state the day of effect" if english else UNSTATED
    return (
        f"Takes effect on {day_in(commencement.date, english=True)}"
        if english
        else from_day(commencement.date)
    )


def pending(
    act: Act, day: date, shown: Provision | None = None, suspended: Mapping[str, str] | None = None
) -> dict[EId, str]:
    """Say by eId what is still to come on a day; what stands below such a provision is not repeated.

    `suspended` are the words by wId for what does not hold on that day.
    `shown` is the provision that is looked at by itself: it takes the words of what it stands in.
    """
    words = {c.id: pending_words(c, day) for c in act.commencements[1:]} | dict(suspended or {})
    marks = marked(act, words)
    if shown is not None:
        held = {eid: own for eid, own, _ in _walk(_roots(act), words, "")}
        if own := held.get(shown.eid):
            marks[shown.eid] = own
    return marks


def marked(act: Act, words: Mapping[str, str]) -> dict[EId, str]:
    """Say by eId what `words` tell by commencement or by wId; what stands below is not told it again."""
    if not any(words.values()):
        return {}
    return {eid: own for eid, own, above in _walk(_roots(act), words, "") if own and own != above}


def _roots(act: Act) -> list[Provision]:
    return [*act.preamble, *act.body, *(root for part in act.attachments for root in part.body)]


def _walk(
    provisions: list[Provision], words: Mapping[str, str], above: str
) -> Iterator[tuple[EId, str, str]]:
    """Every provision with its words and those of what it stands in."""
    for provision in provisions:
        own = words.get(provision.wid) or (words.get(provision.period, "") if provision.period else above)
        yield provision.eid, own, above
        yield from _walk(list(provision.children), words, own)


def event_words(event: Event, facts: Facts | None = None) -> str:
    """Say who did what, without the day; `facts` are of the version whose provisions the event names.

    >>> day = date(2020, 1, 1)
    >>> event_words(Event(kind=EventKind.AMENDMENT, date=day, decision="关于修改甲的决定", ordinal=2))
    '根据《关于修改甲的决定》第二次修正'
    """
    before, after = event_parts(event, facts)
    return f"{before}{quoted(event.decision)}{after}" if event.decision else before + after


def event_line(event: Event) -> str:
    """Say on which day what was done to an act: 2019年9月19日《关于修改〈…〉的决定》修正."""
    return f"{day_words(event.date)}{quoted(event.decision) if event.decision else ''}{event.kind.chinese}"


def event_parts(event: Event, facts: Facts | None = None) -> tuple[str, str]:
    """Say an event in two parts: the words before and those after the title of its decision."""
    times = f"第{to_chinese(event.ordinal)}次" if event.ordinal else ""
    number = f"（{event.number}）" if event.number else ""
    actor = event.body + event.session
    happened = lasting_words(event, facts)
    if event.kind in _ASLEEP and event.decision:  # its subject is the act or a provision, not who decided
        before = "根据" if event.decision.startswith(event.body) else f"根据{event.body}"
        return before, f"，{happened}{number}"
    if not event.decision:
        return actor + times, happened + number
    if event.kind not in _DECIDED:
        comma = "，" if actor else ""
        return "根据", f"{comma}{actor}{times}{happened}{number}"
    if event.session:
        return f"{actor}通过", f"{number}，{times}{event.kind.chinese}"
    return f"根据{actor}", f"{number}{times}{event.kind.chinese}"


def lasting_words(event: Event, facts: Facts | None = None) -> str:
    """Say what happened, and of a suspension or an extension to which provisions, where and until when."""
    what = places_words(event.places, facts) if facts and event.places else ""
    area = f"在{event.area}" if event.area else ""
    last = f"至{day_words(event.until - timedelta(days=1))}" if event.until else ""
    return f"{what}{area}{event.kind.chinese}{last}"


def correction_name(correction: Correction, *, english: bool = False) -> str:
    """Name a correction: 勘误 where an official source has announced it, else 录入更正 of the editors.

    >>> correction_name(Correction("录入有误")), correction_name(Correction("漏字", source="公报2024年第5期"))
    ('录入更正', '勘误')
    """
    if correction.is_official:
        return "Erratum" if english else "勘误"
    return "Correction of our record" if english else "录入更正"


def correction_words(correction: Correction, facts: Facts) -> str:
    """Say what was corrected in a version: 第六条第二款“二百元”应为“二千元”（公报2024年第5期）."""
    named = dict(facts.labels)
    told = [named.get(place.eid, "") + told_words(place) for place in correction.places[:3]]
    more = f"等 {len(correction.places)} 处" if len(correction.places) > 3 else ""
    source = f"（{correction.source}）" if correction.source else ""
    return "；".join(told) + more + source


def told_words(place: CorrectedWords) -> str:
    """Say what was put right at a place, or in the record.

    >>> told_words(CorrectedWords("art_1", "二百元", "二千元"))
    '“二百元”应为“二千元”'
    >>> told_words(CorrectedWords("", "文号：令第1号", "文号：令第7号"))
    '文号“令第1号”应为“令第7号”'
    """
    if not place.eid and (record := _RECORD.match(place.old or place.new)):
        return record[1] + _put_right(*(said.removeprefix(record[0]) for said in (place.old, place.new)))
    return _put_right(place.old, place.new)


def _put_right(old: str, new: str) -> str:
    if old == new:
        return "的格式（上下标、表格或者图片）有改正"
    if not old:
        return f"漏“{new}”"
    return f"“{old}”应为“{new}”" if new else f"多“{old}”"


_RECORD = re.compile("(题名|制定机关|文号|性质|题注)：")
"""How a value of the record is named among the places of a correction."""


def event_name(kind: EventKind, *, english: bool = False) -> str:
    """Say in a word what happened."""
    return _EVENT_ENGLISH[kind] if english else kind.chinese


_DECIDED = AMENDING | {EventKind.REPEAL}
_ASLEEP = frozenset({EventKind.SUSPENSION, EventKind.RESUMPTION})
