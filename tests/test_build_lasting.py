"""How long an act holds, told to those who follow it: in feeds, in the calendar, in records, on pages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from compendium.duties import survey
from compendium.law.act import Act, Basis, Commencement, Event
from compendium.law.kinds import ENDING, EventKind
from compendium.law.timeline import events_of
from compendium_build.duties import calendar
from compendium_build.web import web_artifacts
from tests.feed_samples import NAMES, History, at, atom, bridge, ids, items, published, short
from tests.test_build_web_machine import _schema

SLUG = "qiaoliang-tiaoli"
DAY = date(2026, 6, 1)
SOON = date(2026, 7, 1)
BY = "海浦市人民政府关于桥梁条例效力的通知"


def with_events(*events: Event) -> Act:
    held = bridge()
    return replace(held, events=(*held.events, *events))


def event(kind: EventKind, day: date = SOON, **more: Any) -> Event:
    return Event(kind=kind, date=day, decision=BY, **more)


EXPIRY = Event(kind=EventKind.EXPIRY, date=SOON)
EACH = {
    EventKind.REPEAL: (event(EventKind.REPEAL),),
    EventKind.EXPIRY: (EXPIRY,),
    EventKind.EXTENSION: (EXPIRY, event(EventKind.EXTENSION, date(2026, 6, 20), until=date(2028, 7, 1))),
    EventKind.SUSPENSION: (event(EventKind.SUSPENSION, until=date(2026, 9, 1)),),
    EventKind.RESUMPTION: (
        event(EventKind.SUSPENSION, date(2026, 5, 1)),
        event(EventKind.RESUMPTION),
    ),
}


@pytest.mark.parametrize("kind", EACH)
def test_each_kind_has_its_entry_its_record_and_its_day_in_the_calendar(kind: EventKind) -> None:
    act = with_events(*EACH[kind])
    (told,) = [e for e in EACH[kind] if e.kind is kind]
    history = History().commit(at("2026-05-05"), act)
    name = f"{SLUG}/{kind.value}/{told.date}"
    assert name not in ids(atom(published(history.edition(DAY))))
    files = published(history.edition(told.date))
    assert name in ids(atom(files))
    (entry,) = [item for item in items(files)["items"] if short(item["id"]) == name]
    assert kind.chinese in entry["title"]
    own = entry["_compendium"]
    assert own["event"] == kind.value
    assert own["dates"].get("until") == (told.until.isoformat() if told.until else None)
    assert own["dates"].get("ended") == (told.date.isoformat() if kind in ENDING else None)
    edition = history.edition(DAY)
    duties = survey(edition.catalog, DAY)
    events = Calendar.from_ical(calendar(duties, DAY, "海浦市法规全书", "cn-hp")).walk("VEVENT")
    days = {found.decoded("DTSTART"): str(found["DESCRIPTION"]) for found in events}
    assert told.date in days
    assert kind.chinese in days[told.date]
    made = {a.path: a for a in web_artifacts(edition) if a.path.startswith("works/")}
    record = json.loads(made[f"works/difangxing-fagui/{SLUG}.json"].render())
    pages = {f"schemas/{n}.schema.json": _file(edition, n) for n in ("work", "version")}
    assert _schema(pages, "work").is_valid(record)
    assert [e["until"] for e in record["events"] if e["kind"] == kind.value] == [
        told.until.isoformat() if told.until else None
    ]
    version = json.loads(made[f"works/difangxing-fagui/{SLUG}/2020-05-01.json"].render())
    assert _schema(pages, "version").is_valid(version)


def _file(edition: Any, name: str) -> bytes:
    return next(a.render() for a in web_artifacts(edition) if a.path == f"schemas/{name}.schema.json")


def test_a_suspended_act_has_a_record_that_its_schema_knows() -> None:
    edition = History().commit(at("2026-05-05"), with_events(*EACH[EventKind.RESUMPTION])).edition(DAY)
    made = {a.path: a for a in web_artifacts(edition)}
    index = json.loads(made["index.json"].render())
    assert [work["status"] for work in index["works"]] == ["suspended"]
    pages = {path: made[path].render() for path in ("schemas/index.schema.json",)}
    assert _schema(pages, "index").is_valid(index)


def test_an_extended_text_does_not_end_on_the_day_that_it_had_set() -> None:
    history = History().commit(at("2026-05-05"), with_events(*EACH[EventKind.EXTENSION]))
    told = ids(atom(published(history.edition(date(2029, 1, 1)))))
    assert f"{SLUG}/expiry/{SOON}" not in told
    assert f"{SLUG}/expiry/2028-07-01" in told


def test_a_text_that_another_replaced_first_does_not_expire() -> None:
    first = with_events(EXPIRY)
    later = replace(bridge(day="2026-06-15", amended="2026-05-01"))
    history = History().commit(at("2026-05-05"), first, later)
    assert not any("/expiry/" in name for name in ids(atom(published(history.edition(date(2027, 1, 1))))))


def test_a_suspension_with_an_end_is_followed_by_its_resumption() -> None:
    act = with_events(*EACH[EventKind.SUSPENSION])
    history = History().commit(at("2026-05-05"), act)
    name = f"{SLUG}/resumption/2026-09-01"
    assert name not in ids(atom(published(history.edition(date(2026, 8, 31)))))
    assert name in ids(atom(published(history.edition(date(2026, 9, 1)))))
    days = [d.due for d in survey(history.edition(DAY).catalog, date(2026, 6, 20))]
    assert days == [SOON, date(2026, 9, 1)]


@pytest.mark.parametrize(
    ("resumed", "days"),
    [
        (event(EventKind.RESUMPTION, date(2026, 8, 1)), [date(2026, 8, 1)]),
        (
            event(EventKind.RESUMPTION, date(2026, 8, 1), places=("art_2",)),
            [date(2026, 8, 1), date(2026, 9, 1)],
        ),
        (event(EventKind.RESUMPTION, date(2026, 8, 1), area="新港区"), [date(2026, 8, 1), date(2026, 9, 1)]),
        (event(EventKind.RESUMPTION, date(2026, 10, 1)), [date(2026, 9, 1), date(2026, 10, 1)]),
    ],
)
def test_what_was_resumed_before_is_not_resumed_again(resumed: Event, days: list[date]) -> None:
    act = with_events(*EACH[EventKind.SUSPENSION], resumed)
    found = events_of([act], 0)
    assert sorted(e.date for e in found if e.kind is EventKind.RESUMPTION) == days


def test_a_postponement_is_told_when_it_becomes_known() -> None:
    early = bridge(day="2026-07-01", adopted="2026-04-01")
    history = History().commit(at("2026-05-05"), early)
    words = f"《{BY}》：将《海浦市桥梁条例》的施行日期推迟至2026年10月1日。"
    start = Commencement("cm_1", date(2026, 10, 1), Basis.STATED, words)
    later = replace(early, date=start.date, commencements=(start,), former=(early.date,))
    history.commit(at("2026-05-20"), later, gone=(early,))
    files = published(history.edition(DAY))
    name = f"{SLUG}/postponement/2026-10-01"
    (entry,) = [item for item in items(files)["items"] if short(item["id"]) == name]
    assert entry["title"].endswith("推迟施行")
    assert entry["summary"].endswith(f"推迟，自2026年10月1日起施行（据《{BY}》）。")
    assert "date_published" not in entry
    assert entry["url"].endswith("2026-10-01/index.html")
    assert "postponement" in atom(files).xpath("a:entry/c:event/@kind", namespaces=NAMES)
    assert f"{SLUG}/commencement/2026-07-01" not in ids(atom(files))
    (duty,) = survey(history.edition(DAY).catalog, date(2026, 7, 10))
    assert duty.due == start.date
