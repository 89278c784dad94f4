"""The sample texts: everything that their index expects is found in them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from compendium.akn import parse_act, write_act
from compendium.checks import check_catalog
from compendium.editing.import_files import read_drafts
from compendium.editing.importing import ImportPlan, Options, plan_import
from compendium.intake.draft import Draft, draft_of
from compendium.law.act import Act, Table
from compendium.law.kinds import EventKind, Level
from compendium.law.problems import Severity
from compendium.law.timeline import Status, end_of, standing
from compendium.library.catalog import Catalog, Work, load_catalog
from tests.builders import Memory, named

HERE = Path(__file__).parent / "samples"
INDEX: list[dict[str, Any]] = json.loads((HERE / "index.json").read_text("utf-8"))
ENTRIES = pytest.mark.parametrize("entry", INDEX, ids=[entry["file"] for entry in INDEX])
LEVELS = {
    "chapters": Level.CHAPTER,
    "sections": Level.SECTION,
    "parts": Level.PART,
    "subparts": Level.SUBPART,
    "articles": Level.ARTICLE,
    "levels": Level.LEVEL,
}


@cache
def read(file: str) -> Draft:
    return draft_of(HERE / file)


def provisions(act: Act) -> Iterator[Level]:
    for root in act.body:
        yield from (p.level for p in root.walk())


def tables(act: Act) -> int:
    return sum(isinstance(block, Table) for p in act.provisions() for block in (*p.blocks, *p.tail))


@ENTRIES
def test_a_draft_has_title_kind_and_number(entry: dict[str, Any]) -> None:
    act = read(entry["file"]).act
    assert (act.title, act.language) == (entry["title"], entry["language"])
    assert act.number == entry.get("number", act.number)
    if entry["language"] == "zho" and entry["kind"] != "qita":
        assert act.kind.value in (
            entry["kind"],
            "difangxing-fagui",
        )  # 新港区 is invented: staff name its kind
        assert act.kind.value == entry["kind"] or entry["kind"] == "pudong-xinqu-fagui"


@ENTRIES
def test_a_draft_has_the_structure(entry: dict[str, Any]) -> None:
    act, expected = read(entry["file"]).act, entry["expected"]
    levels = list(provisions(act))
    for name, level in LEVELS.items():
        if name in expected and not (name == "levels" and "关于修改" in entry["file"]):
            assert levels.count(level) == expected[name], name
    assert len(act.attachments) == expected["attachments"]
    assert tables(act) == expected["tables"]


@ENTRIES
def test_a_draft_has_the_history(entry: dict[str, Any]) -> None:
    draft = read(entry["file"])
    told = [[e.kind.value, e.date.isoformat()] for e in draft.act.events if e.kind is not EventKind.EXPIRY]
    if entry["language"] == "zho":
        assert told == entry["expected"]["events"]
        assert draft.unread == ()


@ENTRIES
def test_a_draft_says_what_the_text_says_of_its_effect(entry: dict[str, Any]) -> None:
    act, expected = read(entry["file"]).act, entry["expected"]
    first = act.commencements[0]
    if expected.get("effect_said_by") == "decision":
        assert first.basis.value == "not-stated"
        assert act.date.isoformat() == entry["date"]
    elif entry["language"] == "zho":
        assert first.basis.value == expected["effect_basis"]
        if expected["effect"]:
            assert first.date is not None and first.date.isoformat() == expected["effect"]


@ENTRIES
def test_a_draft_reads_back_from_its_xml(entry: dict[str, Any]) -> None:
    act = named(read(entry["file"]).act, work="/akn/cn-sh/act/qita/2020/x")
    act = named(act, kind=type(act.kind).OTHER)
    assert parse_act(write_act(act)) == act


# ---- all of them into an empty corpus


@cache
def imported() -> ImportPlan:
    drafts = read_drafts(sorted(HERE / entry["file"] for entry in INDEX))
    return plan_import(drafts, load_catalog(Memory({})), Options(), "cn-hp", "海浦市")


def contents(plan: ImportPlan) -> dict[str, bytes]:
    return {path: data for path, data in plan.files.items() if data is not None}


@cache
def catalog() -> Catalog:
    return load_catalog(Memory(contents(imported())))


def taken(entry: dict[str, Any]) -> Act:
    act = next(o.act for o in imported().outcomes if o.path.name == entry["file"])
    assert act is not None
    return act


def work_of(entry: dict[str, Any]) -> Work:
    return catalog().by_uri[taken(entry).work]


def test_every_sample_is_taken() -> None:
    assert [o.refused for o in imported().outcomes if o.refused] == []
    assert len(imported().outcomes) == len(INDEX)
    assert catalog().bad == ()


@ENTRIES
def test_an_imported_version_takes_effect_when_expected(entry: dict[str, Any]) -> None:
    expected, act = entry["expected"], taken(entry)
    first = act.commencements[0]
    assert first.basis.value == expected["effect_basis"]
    if expected["effect"]:
        assert act.date.isoformat() == expected["effect"]
        assert first.date == act.date
    if expected.get("effect_said_by") == "decision":
        assert "决定" in first.words


@ENTRIES
def test_what_begins_later_has_a_day_of_its_own(entry: dict[str, Any]) -> None:
    act = taken(entry)
    days = {c.id: c.date for c in act.commencements}
    later = {p.num: days[p.period] for p in act.articles if p.period}
    expected = {
        num: date.fromisoformat(item["date"])
        for item in entry["expected"].get("later", [])
        for num in item["articles"]
    }
    assert later == expected


@ENTRIES
def test_an_end_is_recorded(entry: dict[str, Any]) -> None:
    end = end_of(work_of(entry).expressions)
    expected = entry["expected"]
    if "repeal" in expected:
        assert end == (date.fromisoformat(expected["repeal"]), EventKind.REPEAL)
    elif "expiry" in expected:
        last = date.fromisoformat(expected["expiry"])
        assert end is not None and (end[0] - last).days == 1
        assert end[1] is EventKind.EXPIRY
    else:
        assert end is None


def test_versions_of_one_title_are_one_work() -> None:
    titles = {entry["title"] for entry in INDEX if entry["language"] == "zho"}
    assert {work.title for work in catalog().works} == titles
    expected = {t: sum(e["title"] == t for e in INDEX) for t in titles}
    assert {work.title: len(work.expressions) for work in catalog().works} == expected


def test_the_translation_stands_beside_its_original() -> None:
    entry = next(e for e in INDEX if "translates" in e)
    work = work_of(entry)
    (english,) = work.translations
    assert english.date == date(2023, 10, 1)
    original = catalog().act(next(f for f in work.expressions if f.date == english.date))
    translated = catalog().act(english)
    assert [a.eid for a in translated.articles] == [a.eid for a in original.articles]


def test_renumbered_articles_keep_their_names() -> None:
    work = next(w for w in catalog().works if "雨水花园" in w.title and "关于" not in w.title)
    first, second, third = (catalog().act(facts) for facts in work.expressions)
    inserted = next(a for a in second.articles if a.num == "第十二条之一")
    assert inserted.wid == "art_12-1@2019-10-01"
    moved = next(a for a in third.articles if a.num == "第十三条")
    assert moved.wid == inserted.wid
    assert next(a for a in third.articles if a.num == "第二十七条").wid == "art_26"
    assert {a.wid for a in first.articles} == {a.eid for a in first.articles}


@pytest.mark.parametrize(
    ("day", "status", "version"),
    [
        (date(2015, 6, 30), Status.NOT_YET, date(2015, 7, 1)),
        (date(2015, 7, 1), Status.IN_FORCE, date(2015, 7, 1)),
        (date(2019, 9, 30), Status.IN_FORCE, date(2015, 7, 1)),
        (date(2019, 10, 1), Status.IN_FORCE, date(2019, 10, 1)),
        (date(2024, 6, 1), Status.IN_FORCE, date(2024, 6, 1)),
    ],
)
def test_the_right_version_holds_on_a_day(day: date, status: Status, version: date) -> None:
    work = next(w for w in catalog().works if "雨水花园" in w.title and "关于" not in w.title)
    now = standing(work.expressions, day)
    assert (now.status, work.expressions[now.index].date, now.certain) == (status, version, True)


def test_the_samples_have_no_error() -> None:
    files = Memory(contents(imported()))
    problems = check_catalog(catalog(), files, files.paths())
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []


def test_a_second_import_writes_nothing() -> None:
    drafts = read_drafts(sorted(HERE / entry["file"] for entry in INDEX))
    again = plan_import(drafts, catalog(), Options(), "cn-hp", "海浦市")
    assert [o.refused for o in again.outcomes if o.refused] == []
    assert all(o.known for o in again.outcomes)
    assert (again.files, again.notes) == ({}, ())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_arrival_does_not_matter(seed: int) -> None:
    """One file after another, decisions late or early: the same days of effect, ends and works."""
    files: dict[str, bytes] = {}
    paths = [HERE / entry["file"] for entry in INDEX if entry["language"] == "zho"]
    if seed == 1:
        paths.sort(key=lambda path: path.name, reverse=True)
    elif seed == 2:
        paths.sort(key=lambda path: path.name[::-1])
    else:
        paths.sort(key=lambda path: "决定" in path.name)
    for path in paths:
        plan = plan_import([read(path.name)], load_catalog(Memory(files)), Options(), "cn-hp", "海浦市")
        assert [o.refused for o in plan.outcomes if o.refused] == []
        files = {p: d for p, d in {**files, **plan.files}.items() if d is not None}
    found = load_catalog(Memory(files))
    chinese = {path for path in catalog().files.paths() if not path.endswith(".en.xml")}
    assert {p.rpartition("/")[2] for p in files} == {p.rpartition("/")[2] for p in chinese}
    for work in found.works:
        twin = catalog().find(work.title)
        assert [f.date for f in work.expressions] == [f.date for f in twin.expressions]
        assert end_of(work.expressions) == end_of(twin.expressions)


def test_the_index_names_every_file() -> None:
    files = {name for name in os.listdir(HERE) if name not in ("README.md", "index.json")}
    assert files == {entry["file"] for entry in INDEX}
