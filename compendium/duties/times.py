"""What takes effect soon, what has no day of effect yet, what ends, is suspended, resumed or extended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from compendium.duties.duty import HORIZON, Concern, Duty, Place, known_by, name_of, version_id
from compendium.law.act import Basis, Commencement, Event, Provision
from compendium.law.days import day_label, day_words
from compendium.law.kinds import DECISIONS, ENDING, LASTING, EventKind
from compendium.law.names import title_key
from compendium.law.timeline import (
    NOT_BEGUN,
    OVER,
    Status,
    end_of,
    events_of,
    standing,
    start_of,
    version_status,
)
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts
from compendium.text.wording import OPEN, lasting_words


def commencing(catalog: Catalog, day: date) -> Iterator[Duty]:
    """List versions and single provisions that take effect today or within the horizon."""
    for work, facts in _to_come(catalog, day):
        if work.kind in DECISIONS:  # what they do to others is what takes effect
            continue
        start, certain = start_of(facts)
        if start and certain and _ahead(start, day):
            yield _commencing(
                work, facts, start=start, day=day, ident=f"{Concern.COMMENCEMENT}:{version_id(facts)}"
            )
        for partial in facts.commencements[1:]:
            if partial.date and partial.basis.is_known and _ahead(partial.date, day):
                ident = f"{Concern.COMMENCEMENT}:{version_id(facts)}#{partial.id}"
                places = _places(catalog, facts, partial)
                yield _commencing(work, facts, start=partial.date, day=day, ident=ident, places=places)


def _commencing(
    work: Work, facts: Facts, *, start: date, day: date, ident: str, places: tuple[Place, ...] = ()
) -> Duty:
    what = "、".join(place.label for place in places[:5]) if places else ""
    what += f"等 {len(places)} 处" if len(places) > 5 else ""
    message = f"{what}{'今天' if start == day else f'自{day_words(start)}'}起施行"
    if not places and len(work.expressions) > 1 and facts is not work.expressions[0]:
        message += "（修改后的文本）"
    where = places or (Place(path=facts.path, line=1),)
    command = f"compendium build all --as-of {start} -o 成品目录"
    return Duty(
        id=ident,
        concern=Concern.COMMENCEMENT,
        title=facts.title,
        message=message,
        work=work.uri,
        due=start,
        overdue=False,
        places=where,
        command=command,
    )


def open_days(catalog: Catalog, day: date) -> Iterator[Duty]:
    """List versions in force or to come, and their provisions, whose day of effect nobody has told yet."""
    for work, facts in _to_come(catalog, day):
        name = name_of(catalog, work)
        for position, commencement in enumerate(facts.commencements):
            if commencement.basis.is_known:
                continue
            places = _places(catalog, facts, commencement) if position else (Place(path=facts.path, line=1),)
            yield _open(work, facts, commencement, places, name)


def _open(work: Work, facts: Facts, commencement: Commencement, places: tuple[Place, ...], name: str) -> Duty:
    undetermined = commencement.basis is Basis.UNDETERMINED
    concern = Concern.UNDETERMINED if undetermined else Concern.NOT_STATED
    labels = [place.label for place in places if place.label]
    # an undetermined day has words that leave it open; the words of an unstated one tell some other day
    words = f"：“{commencement.words}”" if commencement.words and undetermined else ""
    said = OPEN if undetermined else "没有写明何时施行"
    message = f"{'、'.join(labels) or f'{day_words(facts.date)}的版本'}{said}{words}"
    provisions = "".join(f" --provision {label}" for label in labels)
    version = f"{name} --date {day_label(facts.date)}"
    return Duty(
        id=f"{concern}:{version_id(facts)}#{commencement.id}",
        concern=concern,
        title=facts.title,
        message=message,
        work=work.uri,
        places=places,
        command=f"compendium commence {version} --from 日期 --words 原文{provisions}",
    )


def unread_times(catalog: Catalog, day: date) -> Iterator[Duty]:
    """List what texts say of effect or end that was not understood, and ends that no date tells."""
    for work, facts in _to_come(catalog, day):
        told = [(Concern.UNREAD, f"未读懂：“{words}”") for words in facts.unread]
        if facts.open_end:
            told.append((Concern.OPEN_END, f"终止日期不能从文字推出：“{facts.open_end}”"))
        for position, (concern, message) in enumerate(told):
            yield Duty(
                id=f"{concern}:{version_id(facts)}#{position}",
                concern=concern,
                title=facts.title,
                message=message,
                work=work.uri,
                places=(Place(path=facts.path, line=1),),
                command=f"compendium show {name_of(catalog, work)}",
            )


def ending(catalog: Catalog, day: date) -> Iterator[Duty]:
    """List acts that expire or are repealed within the horizon, and those that expired a short while ago."""
    for work in catalog.works:
        now = standing(work.expressions, day)
        facts = work.expressions[now.index]
        end = end_of(work.expressions, now.index)
        if end is None or not known_by(facts, day) or now.status in NOT_BEGUN:
            continue
        last, kind = end
        ahead = (last - day).days
        expiry = kind is EventKind.EXPIRY
        if ahead > HORIZON or ahead < (-HORIZON if expiry else 0) or _continued(catalog, work, day):
            continue
        advice = "；继续有效的，导入重新公布的文本" if expiry else ""
        when = f"已于{day_words(last)}" if ahead < 0 else f"自{day_words(last)}起"
        yield Duty(
            id=f"{Concern.ENDING}:{version_id(facts)}",
            concern=Concern.ENDING,
            title=facts.title,
            message=f"{when}{kind.chinese}{advice}",
            work=work.uri,
            due=last,
            overdue=ahead < 0,
            places=(Place(path=facts.path, line=1),),
            command="compendium import 文件"
            if expiry
            else f"compendium build all --as-of {last} -o 成品目录",
        )


def lasting(catalog: Catalog, day: date) -> Iterator[Duty]:
    """List suspensions, resumptions and extensions that begin today or within the horizon."""
    for work in catalog.works:
        if standing(work.expressions, day).status in OVER:
            continue
        for index, facts in enumerate(work.expressions):
            for event in events_of(work.expressions, index):
                if event.kind in LASTING - ENDING and _ahead(event.date, day):
                    yield _lasting(catalog, work, facts, event, day)


def _lasting(catalog: Catalog, work: Work, facts: Facts, event: Event, day: date) -> Duty:
    places = tuple(_named(catalog, facts, event)) if event.places else ()
    what = "、".join(place.label for place in places)
    when = "今天起" if event.date == day else f"自{day_words(event.date)}起"
    told = f"{event.kind}:{event.decision}:{event.area}:{' '.join(event.places)}"
    return Duty(
        id=f"{Concern.LASTING}:{version_id(facts)}#{told}",
        concern=Concern.LASTING,
        title=facts.title,
        message=f"{what}{when}{lasting_words(event)}",
        work=work.uri,
        due=event.date,
        overdue=False,
        places=places or (Place(path=facts.path, line=1),),
        command=f"compendium build all --as-of {event.date} -o 成品目录",
    )


def _named(catalog: Catalog, facts: Facts, event: Event) -> Iterator[Place]:
    """The provisions that an event is about."""
    labels = dict(facts.labels)
    for provision in catalog.act(facts).provisions():
        if provision.wid in event.places:
            label = labels.get(provision.eid, provision.num)
            yield Place(path=facts.path, line=provision.line, label=label, eid=provision.eid)


def _continued(catalog: Catalog, work: Work, day: date) -> bool:
    """Whether the act goes on after its end: in a later version, or as a work of the same title."""
    end = day + timedelta(days=HORIZON)
    now = standing(work.expressions, day)
    if any(facts.date > work.expressions[now.index].date for facts in work.expressions):
        return standing(work.expressions, end).status is Status.IN_FORCE
    same = catalog.by_title.get(title_key(work.title), ())
    return any(w.uri != work.uri and standing(w.expressions, end).status is Status.IN_FORCE for w in same)


def _to_come(catalog: Catalog, day: date) -> Iterator[tuple[Work, Facts]]:
    """The versions that hold on a day or later, as far as they had been made by then."""
    for work in catalog.works:
        for position, facts in enumerate(work.expressions):
            status = version_status(work.expressions, position, day)
            if status in (Status.IN_FORCE, Status.NOT_YET) and known_by(facts, day):
                yield work, facts


def _ahead(start: date, day: date) -> bool:
    return 0 <= (start - day).days <= HORIZON


def _places(catalog: Catalog, facts: Facts, commencement: Commencement) -> tuple[Place, ...]:
    """The provisions for which a commencement of their own holds, what stands below them left out."""
    act = catalog.act(facts)
    roots = [*act.preamble, *act.body, *(root for part in act.attachments for root in part.body)]
    labels = dict(facts.labels)
    found = [p for root in roots for p in _outermost(root, commencement.id)]
    return tuple(
        Place(path=facts.path, line=p.line, label=labels.get(p.eid, p.num), eid=p.eid) for p in found
    )


def _outermost(provision: Provision, period: str) -> Iterator[Provision]:
    if provision.period == period:
        yield provision
    else:
        for child in provision.children:
            yield from _outermost(child, period)
