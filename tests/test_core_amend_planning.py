"""Plans on small corpora: what is read, what is made, what blocks, what is written."""

from __future__ import annotations

from datetime import date

import pytest

from compendium.amending.planning import message_of, plan_object
from compendium.amending.planning.plan import NotADecision
from compendium.law.changes import ModType, State
from compendium.law.kinds import ActKind, EventKind
from tests.amending import (
    BODY,
    BRIDGES,
    CATCH_ALL,
    FERRIES,
    FERRY_ARTICLES,
    Corpus,
    decision,
    lines_of,
    made,
    only,
    package,
    regulation,
)

JUNE = date(2024, 6, 1)
FOUR = (
    "将第二条中的“交通委员会”修改为“交通部门”。",
    "增加一条，作为第五条：\n\n桥梁应当设置限载标志。",
    "将第五条改为第六条，修改为：“禁止在桥上堆放、晾晒物品。”",
    "将第六条改为第七条，将其中的“交通委员会”修改为“交通部门”。",
    CATCH_ALL,
)


def corpus() -> Corpus:
    return Corpus().take(regulation(), regulation(FERRIES, FERRY_ARTICLES))


def test_the_text_after_is_what_the_decision_says() -> None:
    plan = corpus().plan(decision(*FOUR))
    assert not plan.blocked
    assert lines_of(only(plan).after) == [
        "第一条为了加强桥梁管理，制定本条例。",
        "第二条市交通部门负责桥梁的监督管理。",
        "第三条养护责任人应当每年检查桥梁一次。",
        "第四条养护责任人应当保存下列档案：（一）图纸；（二）检查记录。",
        "第五条桥梁应当设置限载标志。",
        "第六条禁止在桥上堆放、晾晒物品。",
        "第七条违反本条例第六条规定的，由市交通部门责令改正，处五百元罚款。",
        "第八条本条例自2015年7月1日起施行。",
    ]


def test_the_version_has_its_day_history_and_name() -> None:
    text = made(corpus().plan(decision(*FOUR)))
    assert text.date == JUNE
    assert [event.kind for event in text.events] == [EventKind.ADOPTION, EventKind.AMENDMENT]
    assert text.history.endswith(f"第十次会议《关于修改〈{BRIDGES}〉的决定（示例）》修正）")
    assert "自2024年6月1日起施行" in text.commencements[0].words


def test_provisions_keep_their_names_and_tell_where_they_were() -> None:
    plan = corpus().plan(decision(*FOUR))
    text = made(plan)
    assert {a.eid: a.wid for a in text.articles if a.eid != a.wid} == {
        "art_5": "art_5@2024-06-01",
        "art_6": "art_5",
        "art_7": "art_6",
        "art_8": "art_7",
    }
    told = {change.eid: (change.type, change.was) for change in text.changes}
    assert told["art_5"] == (ModType.INSERTION, ())
    assert told["art_6"] == (ModType.SUBSTITUTION, ("art_5",))
    assert told["art_7"] == (ModType.RENUMBERING, ("art_6",))
    assert told["art_8"] == (ModType.RENUMBERING, ("art_7",))
    assert {change.before for change in text.changes} == {date(2015, 7, 1)}
    made_by = {m.eid for m in plan.decision.modifications}
    assert {change.modification for change in text.changes} <= made_by


def test_the_decision_holds_its_operations() -> None:
    opened = corpus()
    plan = opened.amend(decision(*FOUR))
    held = opened.catalog.find(f"关于修改《{BRIDGES}》的决定（示例）")
    kept = opened.catalog.act(held.expressions[-1])
    assert held.kind is ActKind.AMENDING_DECISION
    assert kept.modifications == plan.decision.modifications
    assert [m.type for m in kept.modifications][:2] == [ModType.SUBSTITUTION, ModType.INSERTION]


def test_references_follow_inside_and_are_reported_outside() -> None:
    work = only(corpus().plan(decision(*FOUR)))
    assert [(r.eid, r.old, r.new) for r in work.repairs] == [
        ("art_7__para_1", "本条例第五条", "本条例第六条")
    ]
    (outside,) = work.outside
    assert (outside.title, outside.words, outside.corrected) == (FERRIES, "第五条", "第六条")


def test_a_text_made_under_the_amended_one_is_not_reported() -> None:
    later = regulation(
        FERRIES, FERRY_ARTICLES, "（2024年7月18日海浦市第十三届人民代表大会常务委员会第十二次会议通过）"
    )
    assert only(Corpus().take(regulation(), later).plan(decision(*FOUR))).outside == ()


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ("将第九条中的“甲”修改为“乙”。", "第九条"),
        ("将第三条中的“两次”修改为“三次”。", "没有“两次”"),
        ("对第三条作相应完善。", ""),
    ],
)
def test_what_can_not_be_done_blocks_everything(item: str, told: str) -> None:
    plan = corpus().plan(decision(FOUR[0], item))
    assert plan.blocked
    (refused,) = only(plan).refused
    assert refused.state is State.REFUSED
    assert told in refused.reason
    assert only(plan).after is None
    assert plan.files == {}


def test_a_new_article_between_two_chapters_is_asked_for() -> None:
    plan = corpus().plan(decision("增加一条，作为第三条：\n\n桥梁由市人民政府命名。", CATCH_ALL))
    (refused,) = only(plan).refused
    assert "第一章" in refused.reason
    assert "第二章" in refused.reason


def test_an_article_with_a_branch_number_stays_with_its_stem() -> None:
    plan = corpus().plan(decision("在第二条后增加一条，作为第二条之一：\n\n桥梁由市人民政府命名。"))
    text = made(plan)
    chapters = {c.num: [a.num for a in c.children] for c in text.body}
    assert chapters["第一章"] == ["第一条", "第二条", "第二条之一"]


def test_a_regulation_outside_the_corpus_is_listed_and_blocks_nothing() -> None:
    text = package((BRIDGES, FOUR[:1]), ("海浦市航道管理条例（示例）", ("对第三条作相应完善。",)))
    plan = corpus().plan(text)
    assert not plan.blocked
    inside, outside = plan.works
    assert inside.after is not None
    assert (outside.work, outside.after) == (None, None)
    assert outside.refused == ()
    assert plan.counts["outside"] == len(outside.items) == 1


def test_a_package_amends_every_regulation() -> None:
    opened = corpus()
    opened.amend(package((BRIDGES, FOUR[:1]), (FERRIES, ("将第三条中的“区、县”修改为“区”。",))))
    assert opened.days(BRIDGES) == opened.days(FERRIES) == ["2015-07-01", "2024-06-01"]
    assert lines_of(opened.act(FERRIES, JUNE))[2] == "第三条区交通部门负责渡口的监督管理。"


def test_a_year_in_brackets_does_not_hide_a_regulation() -> None:
    titled = Corpus().take(regulation(BRIDGES.replace("（示例）", "(2015)")))
    assert only(titled.plan(decision(FOUR[0], title=BRIDGES.replace("（示例）", "")))).after is not None


@pytest.mark.parametrize("bracket", ["（试行）", "（二）"])
def test_other_brackets_tell_regulations_apart(bracket: str) -> None:
    name = BRIDGES.replace("（示例）", "")
    plan = Corpus().take(regulation(name + bracket)).plan(decision(FOUR[0], title=name))
    assert only(plan).work is None


def test_a_regulation_that_has_ended_is_not_amended() -> None:
    ended = f"{BODY}关于废止《{BRIDGES}》的决定（示例）\n\n（2023年3月21日{BODY}第九次会议通过）\n\n"
    ended += f"海浦市人民代表大会常务委员会决定：\n\n废止《{BRIDGES}》。\n\n本决定自2023年5月1日起施行。\n"
    work = only(corpus().take(ended).plan(decision(FOUR[0])))
    assert "已废止" in work.fault
    assert work.blocked


def test_a_decision_can_repeal_too() -> None:
    opened = corpus()
    text = decision(FOUR[0], f"废止《{FERRIES}》。")
    plan = opened.amend(text)
    assert plan.repeals == (FERRIES,)
    ended = opened.act(FERRIES, date(2015, 7, 1)).events[-1]
    assert (ended.kind, ended.date) == (EventKind.REPEAL, JUNE)


def test_carried_out_twice_changes_nothing() -> None:
    opened = corpus()
    opened.amend(decision(*FOUR))
    first = dict(opened.contents)
    opened.amend(decision(*FOUR))
    assert opened.contents == first


def test_the_same_decision_from_the_corpus_does_the_same() -> None:
    direct, through = corpus(), corpus()
    direct.amend(decision(*FOUR))
    through.take(decision(*FOUR))
    through.amend(decision(*FOUR))
    assert set(through.contents) == set(direct.contents)
    laws = [path for path in direct.contents if "jueding" not in path]
    assert [through.contents[path] for path in laws] == [direct.contents[path] for path in laws]


def test_what_is_no_decision_is_told_to_be_none() -> None:
    with pytest.raises(NotADecision, match="不是修改或者废止法规的决定"):
        corpus().plan(regulation())


def test_the_plan_as_an_object() -> None:
    plan = corpus().plan(decision(*FOUR))
    told = plan_object(plan, False)
    assert set(told) == {
        "decision",
        "blocked",
        "written",
        "counts",
        "statements",
        "works",
        "repeals",
        "unrecorded",
        "files",
    }
    (work,) = told["works"]
    assert {"title", "work", "in_corpus", "effective", "before", "after", "official"} <= set(work)
    assert (work["effective"], work["before"], work["after"]) == ("2024-06-01", "2015-07-01", "2024-06-01")
    first = work["instructions"][0]
    assert (first["id"], first["state"]) == ("一", "read")
    assert first["operations"][0]["targets"] == [{"eId": "art_2__para_1", "place": "第二条"}]
    assert work["references"]["corrected"][0]["new"] == "本条例第六条"


def test_the_commit_says_what_was_done() -> None:
    words = message_of(corpus().plan(decision(FOUR[0], f"废止《{FERRIES}》。")))
    assert words.splitlines()[2:] == [f"- 《{BRIDGES}》2024-06-01", f"- 废止《{FERRIES}》"]
