"""The record of a version is put right: what it says, what follows from it, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from compendium.akn import parse_act, write_act
from compendium.checks import consequences
from compendium.editing.commencing import TouchesOperation, keep_events
from compendium.editing.correcting import NoCorrection
from compendium.editing.enduring import Ruling, record_ruling
from compendium.editing.identity import Ground
from compendium.editing.importing import Options, plan_import
from compendium.editing.record import RecordChange, RecordPlan, correct_record, record_message
from compendium.editing.record_events import BadEvent, EventChange, find_event, read_event
from compendium.intake.draft import Draft
from compendium.law.act import Act, Correction, Event, Para
from compendium.law.changes import Modification, ModType, Passage
from compendium.law.kinds import ActKind, EventKind
from compendium.library.catalog import Catalog, load_catalog
from compendium.library.moved import load_moves, moves_of
from compendium.library.overlay import with_files
from tests.builders import Memory, draft

PASSED = "2020年3月19日海浦市第十二届人民代表大会常务委员会第五次会议通过"
AMENDED = (
    "2024年3月21日海浦市第十三届人民代表大会常务委员会第九次会议《关于修改〈海浦市桥粱条例〉的决定》修正"
)
WRONG, RIGHT = "海浦市桥粱条例", "海浦市桥梁条例"
FOLDER = "difangxing-fagui/qiao-liang-tiao-li"
GROUND = Ground("cn-hp", "海浦市")
WHY = Correction("录入有误")
TODAY = date(2026, 12, 1)


def text(title: str = WRONG, history: str = PASSED, first: str = "桥梁应当登记。", last: str = "") -> Draft:
    end = last or "本条例自2020年5月1日起施行。"
    return draft(f"# {title}\n\n（{history}）\n\n第一条　{first}\n\n第二条　{end}\n", "甲.md")


def later() -> Draft:
    return text(history=f"{PASSED}　根据{AMENDED}", first="桥梁应当登记并公布。")


def english() -> Draft:
    return draft(
        "# Regulations of Haipu on Bridges\n\n(Adopted on March 19, 2020)\n\n"
        "Article 1 Bridges shall be registered.\n\n"
        "Article 2 These Regulations shall come into force on May 1, 2020.\n",
        "甲.en.md",
    )


def corpus(*drafts: Draft, **more: bytes) -> Catalog:
    """A corpus of texts taken in one after the other."""
    files: dict[str, bytes] = {}
    for each in drafts:
        plan = plan_import([each], load_catalog(Memory(files)), Options(), "cn-hp", "海浦市")
        assert [o.refused for o in plan.outcomes] == [""]
        files |= {path: data for path, data in plan.files.items() if data is not None}
        files = {path: data for path, data in files.items() if path not in plan.files or plan.files[path]}
    return load_catalog(Memory(files | more))


def corrected(
    catalog: Catalog, name: str = WRONG, /, *, at: int = 0, every: bool = False, **change: Any
) -> RecordPlan:
    """The plan for a change of the record of a work's version number `at`."""
    work = catalog.find(name)
    return correct_record(
        catalog,
        work,
        facts=work.expressions[at],
        change=RecordChange(**change),
        every=every,
        why=WHY,
        ground=GROUND,
        today=TODAY,
    )


def written(plan: RecordPlan) -> dict[str, Act]:
    """The versions that a plan writes, by path."""
    return {p: parse_act(d, p) for p, d in plan.files.items() if d is not None and p.endswith(".xml")}


def test_a_title_is_put_right_in_the_record_and_at_the_head_of_the_text() -> None:
    plan = corrected(corpus(text()), title=f"《{RIGHT}》")
    (act,) = written(plan).values()
    assert (act.title, act.front[0].para.text) == (RIGHT, RIGHT)
    (correction,) = act.corrections
    assert [(p.old, p.new) for p in correction.places] == [(f"题名：{WRONG}", f"题名：{RIGHT}")]
    assert record_message(plan) == (
        f"录入更正：《{WRONG}》2020-05-01 的题名\n\n缘由：录入有误\n"
        f"- 2020-05-01 的版本：题名：{WRONG} → {RIGHT}\n"
    )
    assert plan.address.folder == FOLDER


def test_a_title_that_the_text_has_right_or_otherwise_is_left_in_the_text() -> None:
    catalog = corpus(text(RIGHT))
    (path,) = catalog.files.paths()
    held = parse_act(catalog.files.read(path))
    wrong = load_catalog(Memory({path: write_act(replace(held, title=WRONG))}))
    plan = corrected(wrong, title=RIGHT)
    assert (written(plan)[path].front, plan.notes) == (held.front, ())
    plan = corrected(wrong, title="海浦市桥梁管理条例")
    assert written(plan)[path].front == held.front
    assert f"文本的标题写的是“{RIGHT}”" in plan.notes[0]


def test_a_title_over_several_lines_becomes_one() -> None:
    catalog = corpus(text())
    (path,) = catalog.files.paths()
    held = parse_act(catalog.files.read(path))
    first, *rest = held.front
    lines = (replace(first, para=Para(("海浦市",))), replace(first, para=Para(("桥粱条例",))))
    split = load_catalog(Memory({path: write_act(replace(held, front=(*lines, *rest)))}))
    plan = corrected(split, title=RIGHT)
    assert [line.para.text for line in written(plan)[path].front][:1] == [RIGHT]
    assert len(written(plan)[path].front) == len(held.front)
    assert "原分 2 行" in plan.notes[0]


def test_one_version_or_all_that_say_the_same_wrong() -> None:
    catalog = corpus(text(), later())
    one = corrected(catalog, issuer="海浦市人民政府")
    assert [each.facts.date for each in one.versions] == [date(2020, 5, 1)]
    assert "2024-03-21 的版本所记相同，没有改动" in one.notes[0]
    every = corrected(catalog, issuer="海浦市人民政府", every=True)
    assert {act.issuer for act in written(every).values()} == {"海浦市人民政府"}
    assert len(every.versions) == 2


def test_a_version_that_says_something_else_stays_and_is_named() -> None:
    catalog = corpus(text(), later())
    first, second = catalog.files.paths()
    other = write_act(replace(parse_act(catalog.files.read(second)), number="公告第9号"))
    catalog = load_catalog(Memory({first: catalog.files.read(first), second: other}))
    plan = corrected(catalog, number="公告第1号", every=True)
    assert list(plan.files) == [first]
    assert plan.notes == ("2024-03-21 的版本没有改动：所记与要改正的不同",)


def test_a_translation_takes_the_record_of_its_version_but_no_title() -> None:
    both = plan_import([text(), english()], corpus(), Options(), "cn-hp", "海浦市").files
    catalog = load_catalog(Memory({path: data for path, data in both.items() if data}))
    plan = corrected(catalog, number="公告第1号", title=RIGHT)
    act = written(plan)[f"{FOLDER}/2020-05-01.en.xml"]
    assert (act.number, act.title) == ("公告第1号", "Regulations of Haipu on Bridges")
    assert [p.new for p in act.corrections[0].places] == ["文号：公告第1号"]
    assert list(corrected(catalog, title=RIGHT).files) == [f"{FOLDER}/2020-05-01.xml"]


# ---- events


def events_of(plan: RecordPlan) -> list[tuple[str, str]]:
    """The events of the version that a plan writes first."""
    return [(e.kind.value, e.date.isoformat()) for e in next(iter(written(plan).values())).events]


def test_the_day_of_an_event_is_put_right_in_the_record_alone() -> None:
    plan = corrected(corpus(text()), events=(EventChange("2020-03-19", "2020年3月18日"),))
    act = written(plan)[f"{FOLDER}/2020-05-01.xml"]
    assert events_of(plan) == [("adoption", "2020-03-18")]
    assert act.events[0].words == PASSED
    assert PASSED in act.history
    assert "文本的题注仍写" in plan.notes[0]
    (place,) = act.corrections[0].places
    assert place.old.startswith("题注记载：2020年3月19日")
    assert place.new.startswith("题注记载：2020年3月18日")


def test_the_words_of_the_history_line_are_put_right_with_it() -> None:
    catalog = corpus(text())
    plan = corrected(catalog, events=(EventChange("2020-03-19", "2020-03-18"),), in_text=True)
    act = written(plan)[f"{FOLDER}/2020-05-01.xml"]
    assert act.history == f"（{PASSED.replace('19日', '18日')}）"
    assert act.events[0].words == PASSED.replace("19日", "18日")
    assert plan.notes == ()


def test_a_decision_alone_or_a_whole_clause_may_be_said() -> None:
    catalog = corpus(text(), later())
    plan = corrected(
        catalog, at=1, events=(EventChange("2024-03-21", "《关于修改〈海浦市桥梁条例〉的决定》"),)
    )
    held = written(plan)[f"{FOLDER}/2024-03-21.xml"].events[1]
    assert (held.decision, held.session) == ("关于修改〈海浦市桥梁条例〉的决定", "第九次会议")
    said = AMENDED.replace("第九次", "第八次")
    plan = corrected(catalog, at=1, events=(EventChange("2024-03-21修正", said),), in_text=True)
    act = written(plan)[f"{FOLDER}/2024-03-21.xml"]
    assert (act.events[1].session, act.history) == ("第八次会议", f"（{PASSED}　根据{said}）")


def test_the_day_that_names_a_version_follows_where_no_other_is_known() -> None:
    catalog = corpus(text(), later())
    plan = corrected(catalog, at=1, events=(EventChange("2024-03-21", "2024-03-22"),))
    assert plan.files[f"{FOLDER}/2024-03-21.xml"] is None
    act = written(plan)[f"{FOLDER}/2024-03-22.xml"]
    assert (act.former, act.commencements[0].date) == ((date(2024, 3, 21),), date(2024, 3, 22))
    assert "- 版本日期：2024-03-21 → 2024-03-22\n" in record_message(plan)


def test_an_event_is_added_and_taken_out() -> None:
    catalog = corpus(text())
    plan = corrected(catalog, events=(EventChange("", "2020年3月25日公布"),))
    assert events_of(plan) == [("adoption", "2020-03-19"), ("promulgation", "2020-03-25")]
    again = with_files(catalog, plan.files)
    plan = corrected(again, events=(EventChange("2020-03-25公布", ""),))
    assert events_of(plan) == [("adoption", "2020-03-19")]


def test_a_record_put_right_outlives_a_later_correction_of_the_line() -> None:
    catalog = corpus(text(), later())
    plan = corrected(catalog, at=1, events=(EventChange("2020-03-19", "2020-03-18"),))
    act = written(plan)[f"{FOLDER}/2024-03-21.xml"]
    front = tuple(
        replace(line, para=Para((line.para.text.replace("第九次", "第八次"),)))
        if line.role == "history"
        else line
        for line in act.front
    )
    after = keep_events(act, replace(act, front=front))
    assert [(e.date.isoformat(), e.session) for e in after.events] == [
        ("2020-03-18", "第五次会议"),
        ("2024-03-21", "第八次会议"),
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("2021-01-01", "记载中没有“2021-01-01”。现有的记载：2020年3月19日"),
        ("2020-03-19修订", "记载中没有"),
        ("2020-13-19", "没有写明存在的日期"),
        ("通过", "没有写明存在的日期"),
        ("2020-03-19随便", "没有读懂"),
    ],
)
def test_words_that_name_no_event_are_refused(words: str, told: str) -> None:
    events = [Event(kind=EventKind.ADOPTION, date=date(2020, 3, 19))]
    with pytest.raises(BadEvent, match=told):
        find_event(events, words)


def test_one_of_two_events_of_a_day_is_named_by_what_happened() -> None:
    events = [
        Event(kind=kind, date=date(2020, 3, 19)) for kind in (EventKind.ADOPTION, EventKind.PROMULGATION)
    ]
    with pytest.raises(BadEvent, match="记载中有 2 件“2020-03-19”。写明是哪一件"):
        find_event(events, "2020-03-19")
    assert find_event(events, "2020年3月19日公布") is events[1]


@pytest.mark.parametrize("words", ["随便", "2020年3月19日", "2020年3月19日通过　2021年1月1日修正", ""])
def test_words_that_tell_no_event_are_refused(words: str) -> None:
    with pytest.raises(BadEvent, match="没有读懂"):
        read_event(words)


# ---- another address


def test_a_title_may_take_the_address_with_it() -> None:
    catalog = corpus(
        text("海浦市渡口条例"), **{f"difangxing-fagui/du-kou-tiao-li/{n}": b"x" for n in ("n.toml",)}
    )
    stays = corrected(catalog, "海浦市渡口条例", title=RIGHT)
    assert stays.address.folder == "difangxing-fagui/du-kou-tiao-li"
    assert "要跟着新题名改的，加 --move" in stays.notes[0]
    plan = corrected(catalog, "海浦市渡口条例", title=RIGHT, move=True)
    old = "difangxing-fagui/du-kou-tiao-li"
    assert {path: data is None for path, data in plan.files.items()} == {
        f"{old}/2020-05-01.xml": True,
        f"{old}/n.toml": True,
        f"{FOLDER}/2020-05-01.xml": False,
        f"{FOLDER}/n.toml": False,
        "moved.toml": False,
    }
    moves = load_moves(plan.files["moved.toml"] or b"")
    assert moves.last(f"{old}/2020-05-01") == f"{FOLDER}/2020-05-01"
    after = with_files(catalog, plan.files)
    assert after.find("du-kou-tiao-li").title == RIGHT
    assert (
        moves_of(after.files)
        .identity(after.find(RIGHT).folder, after.find(RIGHT).uri)
        .endswith("du-kou-tiao-li")
    )
    assert f"- 目录：{old} → {FOLDER}\n" in record_message(plan)


def test_a_kind_is_of_the_whole_work_and_changes_its_address() -> None:
    catalog = corpus(text(), later())
    with pytest.raises(NoCorrection, match="--all-versions"):
        corrected(catalog, kind=ActKind.GOVERNMENT_RULE)
    plan = corrected(catalog, kind=ActKind.GOVERNMENT_RULE, every=True)
    assert plan.address.folder == "zhengfu-guizhang/qiao-liang-tiao-li"
    (work,) = with_files(catalog, plan.files).works
    assert (work.kind, work.uri) == (
        ActKind.GOVERNMENT_RULE,
        "/akn/cn-hp/act/zhengfu-guizhang/2020/qiao-liang-tiao-li",
    )
    assert consequences(catalog, with_files(catalog, plan.files), plan.files) == []


def test_what_names_the_work_that_moved_names_its_new_address() -> None:
    catalog = corpus(text(RIGHT), text("海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定"))
    bridges, decision = catalog.find(FOLDER), catalog.works[1]
    done = Modification(
        eid="mod_1",
        type=ModType.SUBSTITUTION,
        work=bridges.uri,
        passages=(),
        targets=("art_1",),
        results=("art_1",),
        words="甲",
    )
    held = replace(
        catalog.act(decision.expressions[0]), kind=ActKind.AMENDING_DECISION, modifications=(done,)
    )
    uri = decision.uri.replace("difangxing-fagui", "xiugai-jueding")
    path = decision.expressions[0].path.replace("difangxing-fagui", "xiugai-jueding")
    files = {bridges.expressions[0].path: catalog.files.read(bridges.expressions[0].path)}
    catalog = load_catalog(Memory(files | {path: write_act(replace(held, work=uri))}))
    assert catalog.bad == ()
    plan = corrected(catalog, FOLDER, kind=ActKind.GOVERNMENT_RULE)
    assert (
        written(plan)[path].modifications[0].work == "/akn/cn-hp/act/zhengfu-guizhang/2020/qiao-liang-tiao-li"
    )


# ---- what is refused, and what is asked


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": WRONG}, "题名已经是"),
        ({"title": " "}, "不能改成空的"),
        ({"issuer": ""}, "不能改成空的"),
        ({"title": "甲\n乙"}, "不能含换行"),
        ({"title": "海浦市渡口条例"}, "是库中另一部法规"),
        ({"number": ""}, "文号已经是“（无）”"),
        ({"issuer": "市政府", "in_text": True}, "--in-text 只与 --event 同用"),
        ({"issuer": "市政府", "move": True}, "--move 与 --title 同用"),
        ({"events": (EventChange("2020-03-19", PASSED),)}, "记载中已有"),
        ({"events": (EventChange("2020-03-19", "甲"),)}, "只写日期或者《决定》"),
    ],
)
def test_a_bad_change_is_refused(change: dict[str, Any], told: str) -> None:
    catalog = corpus(text(), text("海浦市渡口条例"))
    with pytest.raises((NoCorrection, BadEvent), match=told):
        corrected(catalog, **change)


def test_the_number_of_another_act_is_asked_about() -> None:
    catalog = corpus(text(), text("海浦市渡口条例"))
    first, second = catalog.files.paths()
    numbered = write_act(replace(parse_act(catalog.files.read(first)), number="公告第1号"))
    catalog = load_catalog(Memory({first: numbered, second: catalog.files.read(second)}))
    plan = corrected(catalog, WRONG, number="公告第1号")
    assert plan.questions == ("《海浦市渡口条例》的文号也是“公告第1号”",)
    assert corrected(catalog, WRONG, number="公告第2号").questions == ()


def test_a_day_before_that_of_adoption_would_be_an_error() -> None:
    catalog = corpus(text())
    plan = corrected(catalog, events=(EventChange("2020-03-19", "2020-06-19"),))
    fresh = consequences(catalog, with_files(catalog, plan.files), plan.files)
    assert "D301" in [problem.code for problem in fresh]


def test_a_line_that_an_operation_was_read_from_is_not_touched() -> None:
    catalog = corpus(text())
    (path,) = catalog.files.paths()
    act = parse_act(catalog.files.read(path))
    done = Modification(
        eid="mod_1",
        type=ModType.SUBSTITUTION,
        work=act.work,
        passages=(Passage("preface", 0, 0, 2),),
        targets=("art_1",),
        results=("art_1",),
        words="甲",
    )
    catalog = load_catalog(Memory({path: write_act(replace(act, modifications=(done,)))}))
    with pytest.raises(TouchesOperation):
        corrected(catalog, title=RIGHT)
    assert corrected(catalog, issuer="海浦市人民政府").versions


def test_a_text_that_replaces_a_version_does_not_bring_back_what_was_put_right() -> None:
    catalog = corpus(text())
    changes = (EventChange("2020-03-19", "2020-03-18"), EventChange("", "2020年3月25日公布"))
    plan = corrected(catalog, issuer="海浦市人民政府", number="公告第1号", events=changes)
    plan = corrected(with_files(catalog, plan.files), events=(EventChange("2020-03-18", "2020-03-17"),))
    held = with_files(catalog, plan.files)
    again = plan_import([text(first="桥梁应当登记公布。")], held, Options(replace=True), "cn-hp", "海浦市")
    (act,) = [parse_act(data) for data in again.files.values() if data]
    assert "登记公布" in act.text
    assert (act.issuer, act.number) == ("海浦市人民政府", "公告第1号")
    assert [(e.kind.value, e.date.isoformat()) for e in act.events] == [
        ("adoption", "2020-03-17"),
        ("promulgation", "2020-03-25"),
    ]
    assert len(act.corrections) == 2


def test_a_version_is_known_again_by_the_day_that_named_it_before() -> None:
    catalog = corpus(text(), later())
    plan = corrected(catalog, at=1, events=(EventChange("2024-03-21", "2024-03-22"),))
    held = with_files(catalog, plan.files)
    other = text(history=f"{PASSED}　根据{AMENDED}", first="桥梁应当登记并公示。")
    (outcome,) = plan_import([other], held, Options(), "cn-hp", "海浦市").outcomes
    assert "已有 2024-03-22 的版本" in outcome.refused
    again = plan_import([other], held, Options(replace=True), "cn-hp", "海浦市")
    assert list(again.files) == [f"{FOLDER}/2024-03-22.xml"]
    act = parse_act(again.files[f"{FOLDER}/2024-03-22.xml"] or b"")
    assert (act.events[1].date, act.former) == (date(2024, 3, 22), (date(2024, 3, 21),))


def test_what_another_instrument_says_of_the_end_outlives_a_text_that_replaces_the_version() -> None:
    catalog = corpus(text(last="本条例自2020年5月1日起施行，有效期至2026年12月31日。"))
    (work,) = catalog.works
    ruling = Ruling(
        kind=EventKind.EXTENSION,
        day=date(2020, 5, 1),
        words="有效期延长至2028年12月31日",
        source="市人民政府通知",
        until=date(2029, 1, 1),
    )
    held = with_files(catalog, record_ruling(catalog, work, work.expressions[0], ruling).files)
    other = text(first="桥梁应当登记公布。", last="本条例自2020年5月1日起施行，有效期至2026年12月31日。")
    again = plan_import([other], held, Options(replace=True), "cn-hp", "海浦市")
    (act,) = [parse_act(data) for data in again.files.values() if data]
    assert [e.until for e in act.events if e.kind is EventKind.EXTENSION] == [date(2029, 1, 1)]
    assert len(act.events) == len(held.works[0].expressions[0].events)


def test_an_event_after_a_version_is_not_of_its_record() -> None:
    catalog = corpus(text(), later())
    plan = corrected(catalog, at=1, every=True, events=(EventChange("", "2022年1月6日修正"),))
    assert [each.facts.date for each in plan.versions] == [date(2024, 3, 21)]
    assert "晚于 2020-05-01 的版本" in plan.notes[0]


def test_of_several_values_only_those_that_a_version_has_wrong_are_changed_and_that_is_told() -> None:
    catalog = corpus(text(), later())
    plan = corrected(
        catalog,
        at=1,
        every=True,
        number="公告第1号",
        events=(EventChange("2024-03-21", "《关于改桥的决定》"),),
    )
    assert [len(each.places) for each in plan.versions] == [1, 2]
    assert "2020-05-01 的版本只改了所记相同的 1 项" in plan.notes


def test_a_translation_that_replaces_one_keeps_what_was_put_right() -> None:
    both = plan_import([text(), english()], corpus(), Options(), "cn-hp", "海浦市").files
    catalog = load_catalog(Memory({path: data for path, data in both.items() if data}))
    held = with_files(catalog, corrected(catalog, number="公告第1号").files)
    other = english()
    changed = replace(other, act=replace(other.act, conclusions=(Para(("Chairman",)),)))
    options = Options(replace=True, translation_of=WRONG)
    again = plan_import([changed], held, options, "cn-hp", "海浦市")
    act = parse_act(again.files[f"{FOLDER}/2020-05-01.en.xml"] or b"")
    assert (act.number, len(act.corrections)) == ("公告第1号", 1)


def test_who_names_a_decision_by_its_old_title_is_told() -> None:
    decision = "海浦市人民代表大会常务委员会关于修改〈海浦市桥粱条例〉的决定"
    catalog = corpus(text(decision.replace("〈", "《").replace("〉", "》")), later())
    plan = corrected(catalog, decision, title=decision.replace("粱", "梁"))
    assert [note for note in plan.notes if "对它用 --event" in note] == [
        f"《{WRONG}》2024-03-21 的版本记着“《{decision}》”，没有改动；也要改正的，对它用 --event"
    ]
