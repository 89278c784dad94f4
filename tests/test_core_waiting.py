"""Effects and amendments that wait for the act that they name, and effects that a record does not carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import compendium.duties.decisions as decisions_module
import compendium.duties.effects as effects_module
from compendium.akn import parse_act, write_act
from compendium.amending.planning import plan_decision, plan_object
from compendium.duties import Concern, Duty, survey
from compendium.editing.importing import ImportPlan, Options, plan_import
from compendium.intake.draft import Draft
from compendium.law.act import Act
from compendium.law.effects import amended_titles
from compendium.law.kinds import EventKind
from compendium.library.catalog import Catalog, load_catalog
from tests.builders import Memory, draft

DAY = date(2024, 7, 1)
BOTH = "海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》和废止《海浦市渡口条例》的决定"
AMENDS = draft(
    f"# {BOTH}\n\n（2024年3月21日海浦市第十二届人民代表大会常务委员会第五次会议通过）\n\n"
    "根据《海浦市立法条例》，会议决定：\n\n一、对《海浦市桥梁条例》作如下修改：\n\n"
    "将第二条修改为：“桥梁应当登记并公告。”\n\n二、废止《海浦市渡口条例》。\n\n"
    "本决定自2024年6月1日起施行。\n",
    "决定.md",
)


def regulation(name: str, last: str = "", day: date = date(2020, 5, 1)) -> Draft:
    begins = f"{day.year}年{day.month}月{day.day}日"
    return draft(
        f"# 海浦市{name}条例\n\n"
        f"（{day.year - 1}年3月19日海浦市第十二届人民代表大会常务委员会第五次会议通过）\n\n"
        f"第一条　为了{name}，制定本条例。\n\n第二条　{name}应当登记。\n\n"
        f"第三条　本条例自{begins}起施行。{last}\n",
        f"{name}.md",
    )


def notice(title: str, words: str) -> Draft:
    return draft(
        f"# 海浦市人民政府{title}\n\n（2024年2月1日海浦市人民政府令第3号公布）\n\n{words}\n\n"
        "本决定自2024年2月1日起施行。\n",
        "通知.md",
    )


def taken(*drafts: Draft, into: Catalog | None = None) -> tuple[Catalog, list[ImportPlan]]:
    """The catalog after one import for each draft, and the plans."""
    contents: dict[str, bytes] = {}
    if into is not None:
        contents = {path: into.files.read(path) for path in into.files.paths()}
    plans = []
    for each in drafts:
        plan = plan_import([each], load_catalog(Memory(contents)), Options(), "cn-hp", "海浦市")
        merged = {**contents, **plan.files}
        contents = {path: data for path, data in merged.items() if data is not None}
        plans.append(plan)
    return load_catalog(Memory(contents)), plans


def without_events(catalog: Catalog, *kinds: EventKind) -> Catalog:
    """The same corpus with events of some kinds lost from its records."""

    def less(act: Act) -> Act:
        return replace(act, events=tuple(e for e in act.events if e.kind not in kinds))

    paths = catalog.files.paths()
    return load_catalog(Memory({p: write_act(less(parse_act(catalog.files.read(p), p))) for p in paths}))


def duties(catalog: Catalog, concern: Concern) -> list[Duty]:
    return [duty for duty in survey(catalog, DAY) if duty.concern is concern]


def waits(catalog: Catalog) -> list[tuple[str, str]]:
    return [(p.words, p.note) for duty in duties(catalog, Concern.WAITING) for p in duty.places]


APPLY = "入库以后，用 compendium amend plan 执行"


def test_a_decision_whose_acts_are_not_there_is_told_and_waits_for_each() -> None:
    catalog, (plan,) = taken(AMENDS)
    held = BOTH.replace("《", "〈").replace("》", "〉")
    assert plan.outcomes[0].warnings == (
        f"库中没有《海浦市渡口条例》，《{held}》所定的废止未记下，待其入库时自动记上",
    )
    assert waits(catalog) == [("《海浦市渡口条例》", "入库时自动记上废止"), ("《海浦市桥梁条例》", APPLY)]
    (duty,) = duties(catalog, Concern.WAITING)
    assert duty.message == "所涉及的法规有 2 件不在库中"


def test_what_arrives_is_ended_or_is_to_be_amended() -> None:
    catalog, _ = taken(AMENDS, regulation("渡口"))
    (ended,) = catalog.find("海浦市渡口条例").expressions
    assert [(e.date, e.decision) for e in ended.events if e.kind is EventKind.REPEAL] == [
        (date(2024, 6, 1), BOTH)
    ]
    assert waits(catalog) == [("《海浦市桥梁条例》", APPLY)]
    assert duties(catalog, Concern.DECISION) == []
    catalog, _ = taken(regulation("桥梁"), into=catalog)
    assert waits(catalog) == []
    (duty,) = duties(catalog, Concern.DECISION)
    assert [(place.words, place.note) for place in duty.places] == [
        ("《海浦市桥梁条例》", "没有据此修改的版本")
    ]
    assert duty.command.startswith("compendium amend plan ")


def test_a_plan_tells_what_it_can_not_record() -> None:
    catalog, _ = taken(regulation("桥梁"))
    plan = plan_decision(AMENDS.act, catalog)
    (told,) = plan.unrecorded
    assert told.startswith("库中没有《海浦市渡口条例》，") and not plan.blocked
    assert plan_object(plan, False)["unrecorded"] == [told]


def test_the_order_of_arrival_makes_no_difference() -> None:
    first, _ = taken(AMENDS, regulation("渡口"), regulation("桥梁"))
    last, _ = taken(regulation("桥梁"), regulation("渡口"), AMENDS)
    assert {p: first.files.read(p) for p in first.files.paths()} == {
        p: last.files.read(p) for p in last.files.paths()
    }


def test_a_decision_carried_out_in_part_waits_for_the_rest() -> None:
    title = "关于修改《海浦市桥梁条例》、《海浦市码头条例》的决定"
    text = (
        f"# 海浦市人民代表大会常务委员会{title}\n\n"
        "（2024年3月21日海浦市第十二届人民代表大会常务委员会第五次会议通过）\n\n会议决定：\n\n"
        "一、《海浦市桥梁条例》\n\n将第二条修改为：“桥梁应当登记并公告。”\n\n"
        "二、《海浦市码头条例》\n\n将第二条修改为：“码头应当登记并公告。”\n\n"
        "本决定自2024年6月1日起施行。\n"
    )
    made = draft(text, "决定.md")
    assert amended_titles(made.act) == ("海浦市桥梁条例", "海浦市码头条例")
    catalog, _ = taken(regulation("桥梁"), made)
    assert waits(catalog) == [("《海浦市码头条例》", APPLY)]
    facts = catalog.find(title).expressions[0]
    done = replace(facts, carried_out=(catalog.find("海浦市桥梁条例").uri,))
    assert decisions_module._may_miss(decisions_module._names(catalog), facts, DAY)
    assert not decisions_module._may_miss(decisions_module._names(catalog), done, DAY)


def test_status_reads_no_act_that_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog, _ = taken(
        regulation("桥梁"),
        notice("关于暂停实施《海浦市桥梁条例》第二条的决定", "暂停实施《海浦市桥梁条例》第二条。"),
        notice("关于废止《海浦市闸口条例》的决定", "废止《海浦市闸口条例》。"),
    )
    for module in (decisions_module, effects_module):
        monkeypatch.setattr(module, "read_decision", None)
    monkeypatch.setattr(Catalog, "act", None)
    assert [words for words, _ in waits(catalog)] == ["《海浦市闸口条例》"]


def test_what_an_ordinary_act_ends_does_not_wait() -> None:
    catalog, (plan,) = taken(regulation("桥梁", "《海浦市渡口条例》同时废止。"))
    assert plan.outcomes[0].warnings == ()
    assert waits(catalog) == []


def test_an_earlier_text_of_the_same_title_is_waited_for() -> None:
    ends = notice("关于废止《海浦市渡口条例》的决定", "废止《海浦市渡口条例》。")
    catalog, plans = taken(regulation("渡口", day=date(2025, 1, 1)), ends)
    assert plans[1].outcomes[0].warnings[0].startswith("库中没有《海浦市渡口条例》在2024年2月1日以前的文本")
    assert waits(catalog) == [("《海浦市渡口条例》", "2024年2月1日以前的文本入库时自动记上废止")]


def test_many_are_named_by_the_first() -> None:
    names = "、".join(f"《海浦市渡口第{n}办法》" for n in "一二三四五六七")
    _, (plan,) = taken(notice("关于废止部分规章的决定", f"废止{names}。"))
    (told,) = plan.outcomes[0].warnings
    assert "、《海浦市渡口第五办法》等 7 件，" in told


@pytest.mark.parametrize("turned", [False, True])
def test_an_end_that_the_record_lost_is_a_duty_until_the_act_is_imported_again(turned: bool) -> None:
    new = regulation("桥梁", "《海浦市渡口条例》同时废止。", day=date(2022, 5, 1))
    drafts = [regulation("渡口"), new]
    catalog, _ = taken(*(reversed(drafts) if turned else drafts))
    assert duties(catalog, Concern.EFFECT) == []
    lost = without_events(catalog, EventKind.REPEAL)
    (duty,) = duties(lost, Concern.EFFECT)
    assert duty.title == "海浦市桥梁条例"
    assert duty.message == "所定的《海浦市渡口条例》自2022年5月1日起废止，没有记下"
    assert (duty.due, duty.overdue) == (date(2022, 5, 1), True)
    assert duty.command == "compendium import 《海浦市桥梁条例》的文件"
    again, (plan,) = taken(new, into=lost)
    assert plan.outcomes[0].known
    assert duties(again, Concern.EFFECT) == []


def test_what_can_not_be_recorded_stays_a_duty() -> None:
    lost = notice("关于暂停实施《海浦市桥梁条例》第九条的通知", "暂停实施《海浦市桥梁条例》第九条。")
    catalog, _ = taken(regulation("桥梁"), lost)
    (duty,) = [d for c in (Concern.EFFECT, Concern.DECISION) for d in duties(catalog, c)]
    assert [place.note for place in duty.places] == ["没有记上暂停施行"]


def test_two_suspensions_of_one_day_are_both_recorded() -> None:
    words = "在新港区暂停实施《海浦市桥梁条例》。\n\n在旧港区暂停实施《海浦市桥梁条例》。"
    catalog, _ = taken(regulation("桥梁"), notice("关于暂停实施《海浦市桥梁条例》的决定", words))
    (facts,) = catalog.find("海浦市桥梁条例").expressions
    assert [e.area for e in facts.events if e.kind is EventKind.SUSPENSION] == ["新港区", "旧港区"]
