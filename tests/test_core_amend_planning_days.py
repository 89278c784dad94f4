"""Amendments in the order of effect: pending ones, parted days, one day for two, days that nobody has set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.amending.planning import statements_path
from compendium.amending.replay import replays
from compendium.amending.statements import Statement, Statements
from compendium.law.act import Basis
from compendium.law.changes import Change
from tests.amending import BODY, BRIDGES, CATCH_ALL, Corpus, decision, lines_of, made, only, regulation

JUNE, SEPTEMBER, JANUARY = date(2024, 6, 1), date(2024, 9, 1), date(2025, 1, 1)
SOON = "本决定自2024年6月1日起施行。"
LATE = "本决定自2024年9月1日起施行。"
BODIES = "将第二条中的“交通委员会”修改为“交通部门”。"
TWICE = "将第三条中的“一次”修改为“二次”。"
SIGNS = "增加一条，作为第五条：\n\n桥梁应当设置限载标志。"
OTHER = f"{BODY}关于修改部分地方性法规的决定（示例）"


def early(*items: str) -> str:
    """Adopted later, in force earlier."""
    return decision(*items, day="2024年4月21日", start=SOON, name=OTHER)


def late(*items: str) -> str:
    return decision(*items, start=LATE)


def corpus() -> Corpus:
    return Corpus().take(regulation())


def exact(held: Corpus) -> list[str]:
    """The days of the versions replayed, all of them exact."""
    found = list(replays(held.catalog))
    assert [(r.path, r.departures, r.refused, r.fault) for r in found if not r.exact] == []
    return sorted(r.path[-14:-4] for r in found)


@pytest.mark.parametrize("later_first", [True, False])
def test_two_pending_decisions_come_out_the_same_in_either_order(later_first: bool) -> None:
    both = [late(TWICE, SIGNS, CATCH_ALL), early(BODIES)]
    held = corpus()
    for text in both if later_first else both[::-1]:
        held.amend(text)
    assert held.days(BRIDGES) == ["2015-07-01", "2024-06-01", "2024-09-01"]
    june, september = lines_of(held.act(BRIDGES, JUNE)), lines_of(held.act(BRIDGES, SEPTEMBER))
    assert june[1:3] == ["第二条市交通部门负责桥梁的监督管理。", "第三条养护责任人应当每年检查桥梁一次。"]
    assert september[1:3] == [
        "第二条市交通部门负责桥梁的监督管理。",
        "第三条养护责任人应当每年检查桥梁二次。",
    ]
    assert september[4] == "第五条桥梁应当设置限载标志。"
    assert exact(held) == ["2024-06-01", "2024-09-01"]


def test_the_later_version_tells_what_its_own_decision_did() -> None:
    held = corpus()
    held.amend(late(TWICE, SIGNS, CATCH_ALL))
    held.amend(early(BODIES))
    text = held.act(BRIDGES, SEPTEMBER)
    assert {change.before for change in text.changes} == {JUNE}
    maker = next(a for a in held.catalog.works if a.title.endswith(f"《{BRIDGES}》的决定（示例）"))
    assert {change.decision for change in text.changes} == {maker.uri}
    kept = held.catalog.act(maker.expressions[-1])
    assert {change.modification for change in text.changes} <= {m.eid for m in kept.modifications}
    assert len({m.eid for m in kept.modifications}) == len(kept.modifications)


def test_what_staff_entered_on_the_later_version_stays() -> None:
    held = corpus()
    held.amend(late(TWICE))
    path = next(p for p in held.contents if p.startswith("difang") and "2024-09-01" in p)
    held.enter(path, keywords=("桥梁",))
    held.amend(early(BODIES))
    assert held.act(BRIDGES, SEPTEMBER).keywords == ("桥梁",)


def test_both_on_the_same_words_is_a_conflict() -> None:
    held = corpus()
    held.amend(late(TWICE))
    plan = held.plan(early("将第三条中的“每年检查桥梁一次”修改为“随时检查桥梁”。"))
    assert plan.blocked
    own, again = plan.works
    assert not own.blocked
    assert "冲突" in again.fault
    assert again.refused[0].reason == "第三条没有“一次”"
    assert statements_path(again.decision or plan.decision) in again.fault


@pytest.mark.parametrize("later_first", [True, False])
def test_numbers_that_have_shifted_are_for_a_person(later_first: bool) -> None:
    held = corpus()
    both = [late("将第三条修改为：“养护责任人应当每季度检查桥梁。”"), early("删去第一条。", CATCH_ALL)]
    first, second = both if later_first else both[::-1]
    held.amend(first)
    plan = held.plan(second)
    assert plan.blocked
    refused = [item for work in plan.works for item in work.refused]
    assert [item.instruction.words[:7] for item in refused] == ["将第三条修改为"]
    assert "序号" in refused[0].reason


def test_shifted_numbers_stated_by_a_person_are_carried_out() -> None:
    held = corpus()
    held.amend(early("删去第一条。", CATCH_ALL))
    words = "将第三条修改为：“养护责任人应当每季度检查桥梁。”"
    stated = Statement(id="一", words=words, say=("将第二条修改为：“养护责任人应当每季度检查桥梁。”",))
    plan = held.plan(late(words), Statements(items=(stated,)))
    assert lines_of(only(plan).after)[1] == "第二条养护责任人应当每季度检查桥梁。"


def test_a_provision_that_both_change_is_named() -> None:
    held = corpus()
    held.amend(late(TWICE))
    again = held.plan(early("将第三条中的“每年”修改为“按时”。")).works[1]
    assert not again.blocked
    assert again.notes[-1] == "两个决定都改动第三条，请核对先后修改的结果"


def test_a_later_version_of_unknown_making_is_named_and_kept() -> None:
    history = f"　根据2024年5月16日{BODY}第十一次会议《关于修改某些条例的决定》修正）"
    known = regulation(
        history="（2015年3月19日海浦市第十一届人民代表大会常务委员会第十七次会议通过" + history
    )
    held = corpus().take(known.replace("一次。", "三次。"))
    day = held.days(BRIDGES)[-1]
    before = dict(held.contents)
    plan = held.amend(decision(TWICE, start="本决定自2024年4月1日起施行。"))
    assert [work.day for work in plan.works] == [date(2024, 4, 1), date.fromisoformat(day)]
    assert "没有作出它的决定" in plan.works[1].notes[0]
    kept = next(path for path in before if day in path)
    assert held.contents[kept] == before[kept]


@pytest.mark.parametrize(
    "start",
    [
        "本决定自2024年6月1日起施行，第二条自2025年1月1日起施行。",
        "本决定自2024年6月1日起施行。本决定第二条自2025年1月1日起施行。",
    ],
)
def test_items_of_another_day_make_a_version_of_their_own(start: str) -> None:
    held = corpus()
    held.amend(decision(BODIES, TWICE, start=start))
    assert held.days(BRIDGES) == ["2015-07-01", "2024-06-01", "2025-01-01"]
    june, january = held.act(BRIDGES, JUNE), held.act(BRIDGES, JANUARY)
    assert ("一次" in june.text, "一次" in january.text) == (True, False)
    assert june.history == january.history
    assert [change.eid for change in june.changes] == ["art_2__para_1"]
    assert [change.eid for change in january.changes] == ["art_3__para_1"]
    assert exact(held) == ["2024-06-01", "2025-01-01"]
    first = dict(held.contents)
    held.amend(decision(BODIES, TWICE, start=start))
    assert held.contents == first


def test_another_decision_between_two_days_of_one() -> None:
    held = corpus()
    held.amend(decision(SIGNS, CATCH_ALL, day="2024年3月1日", start=LATE, name=OTHER))
    parted = "本决定自2024年6月1日起施行。本决定第二条自2025年1月1日起施行。"
    held.amend(decision(BODIES, TWICE, day="2024年3月1日", start=parted))
    assert held.days(BRIDGES) == ["2015-07-01", "2024-06-01", "2024-09-01", "2025-01-01"]
    last = lines_of(held.act(BRIDGES, JANUARY))
    assert last[1:5:3] == ["第二条市交通部门负责桥梁的监督管理。", "第五条桥梁应当设置限载标志。"]
    assert exact(held) == ["2024-06-01", "2024-09-01", "2025-01-01"]


def test_a_day_stated_by_a_person_for_one_item() -> None:
    stated = Statements(items=(Statement(id="二", words=TWICE, starts=JANUARY),))
    plan = corpus().plan(decision(BODIES, TWICE), stated)
    assert [work.day for work in plan.works] == [JUNE, JANUARY]


def test_an_unplaced_day_blocks() -> None:
    start = "本决定自2024年6月1日起施行。本决定关于罚款的规定自2025年1月1日起施行。"
    plan = corpus().plan(decision(BODIES, TWICE, start=start))
    assert plan.blocked
    assert "另有施行日期" in plan.faults[0]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_decisions_for_one_day_hold_together(order: tuple[int, int]) -> None:
    both = [decision(BODIES, SIGNS, CATCH_ALL), early(TWICE)]
    held = corpus()
    for position in order:
        held.amend(both[position])
    assert held.days(BRIDGES) == ["2015-07-01", "2024-06-01"]
    text = held.act(BRIDGES, JUNE)
    assert lines_of(text)[1:3] == [
        "第二条市交通部门负责桥梁的监督管理。",
        "第三条养护责任人应当每年检查桥梁二次。",
    ]
    assert len({change.decision for change in text.changes}) == 2
    assert {change.before for change in text.changes} == {date(2015, 7, 1)}
    assert was(text.changes)["art_6"] == ("art_5",)
    assert exact(held) == ["2024-06-01"]
    for again in both:
        first = dict(held.contents)
        held.amend(again)
        assert held.contents == first


def was(changes: tuple[Change, ...]) -> dict[str, tuple[str, ...]]:
    return {change.eid: change.was for change in changes}


def test_a_day_left_open_is_said_to_be_open() -> None:
    held = corpus()
    plan = held.amend(decision(TWICE, start="本决定的施行日期另行规定。"))
    assert only(plan).day is None
    first = held.act(BRIDGES, date(2024, 3, 21)).commencements[0]
    assert (first.date, first.basis) == (None, Basis.UNDETERMINED)
    assert "另行规定" in only(plan).notes[0]


def test_a_day_not_stated_is_not_made_up() -> None:
    plan = corpus().plan(decision(TWICE, start="本决定自公布之日起施行。"))
    assert made(plan).commencements[0].basis is Basis.NOT_STATED
    assert "施行日期未能确定" in only(plan).notes[0]


def test_a_base_whose_day_is_not_stated_is_told() -> None:
    untold = [a for a in regulation().split("\n\n") if "起施行" not in a]
    plan = Corpus().take("\n\n".join(untold)).plan(decision(TWICE))
    assert "没有写明何时施行" in only(plan).notes[0]


def test_a_decision_without_a_preface_still_begins_when_it_says() -> None:
    bare = decision(TWICE).split("\n\n")
    plan = corpus().plan("\n\n".join([bare[0], *bare[2:]]))
    assert only(plan).day == JUNE
    assert "题注未增补" in "".join(only(plan).notes)
    assert replace(made(plan), events=()).date == JUNE
