"""Instructions on a text: what they do, what they leave, and what they refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.amending.applying import amend
from compendium.amending.instruction import (
    LAST,
    WHOLE_ACT,
    Action,
    Adjust,
    Amended,
    Content,
    Delete,
    DeleteWords,
    Insert,
    InsertWords,
    Instruction,
    Merge,
    Numbering,
    Ref,
    Region,
    Renumber,
    Retitle,
    Side,
    Split,
    State,
    Step,
    Substitute,
    SubstituteWords,
    Unread,
)
from compendium.law.act import Act, Para, Provision, Span
from compendium.law.kinds import Level
from compendium.law.names import assign_ids
from tests.builders import drafted

DAY = date(2024, 5, 1)
NEW, OLD = Numbering.NEW, Numbering.OLD
_LEVELS = {
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "条": Level.ARTICLE,
    "款": Level.PARAGRAPH,
    "项": Level.POINT,
}


def ref(words: str, numbering: Numbering = Numbering.UNSAID, **more: object) -> Ref:
    """条5 款2 项1; 条12-1 is 第十二条之一; 条3..5 a range."""
    steps = []
    for word in words.split():
        first, _, last = word[1:].partition("..")
        number = tuple(map(int, first.split("-")))
        steps.append(Step(_LEVELS[word[0]], number, (int(last),) if last else (), numbering))
    return Ref(steps=tuple(steps), **more)  # type: ignore[arg-type]


def content(*lines: str) -> Content:
    return Content(tuple(Para((line,)) for line in lines))


def done(before: Act, *actions: Action | Unread) -> Amended:
    items = [
        action
        if isinstance(action, Unread)
        else Instruction(id=str(n), action=action, words=f"第{n}项修改", passages=(), form="test")
        for n, action in enumerate(actions, 1)
    ]
    return amend(before, items, DAY)


def lines(value: Act) -> list[str]:
    """The text one paragraph a line, numbers in front."""
    out = []
    for provision in value.provisions():
        own = "".join(block.text for block in provision.blocks)
        out += [f"{provision.num} {provision.heading or own}".strip()]
        out += [block.text for block in provision.tail]
    return [line for line in out if line]


def insert(
    number: int, *text: str, level: Level = Level.ARTICLE, within: Ref = WHOLE_ACT, **more: object
) -> Insert:
    results = (Ref(steps=(Step(level, (number,), (), NEW),)),) if number else ()
    return Insert(level=level, count=1, content=content(*text), within=within, results=results, **more)  # type: ignore[arg-type]


def states(result: Amended) -> list[State]:
    return [item.state for item in result.items]


PLAIN = "第一条 甲负责。\n\n第二条 乙负责。\n\n第三条 丙负责。\n\n第四条 丁负责。\n"
CHAPTERS = (
    "第一章 总则\n\n第一条 甲负责。\n\n第二条 乙负责。\n\n第二章 分则\n\n第三条 丙负责。\n\n第四条 丁负责。\n"
)
LIST = (
    "第一条 有下列情形之一的，不予许可：\n\n（一）甲的；\n\n（二）乙的；\n\n（三）丙的。\n\n"
    "前款规定另有例外。\n\n第二条 乙负责。\n"
)


def test_nothing_ordered_nothing_changed() -> None:
    before = drafted(CHAPTERS + LIST.replace("第一条", "第五条").replace("第二条", "第六条"))
    result = done(before)
    assert result.after == before
    assert result.moves == {p.eid: p.eid for p in before.provisions()}
    assert (result.fresh, result.origins) == ({}, {})


def test_an_article_is_inserted_and_the_rest_moves_up() -> None:
    result = done(drafted(PLAIN), insert(2, "新设机构负责。"), Renumber(ref("条2", OLD), ref("条3", NEW)))
    assert [a.text for a in result.after.articles] == [
        "第一条甲负责。",
        "第二条新设机构负责。",
        "第三条乙负责。",
        "第四条丙负责。",
        "第五条丁负责。",
    ]
    assert [a.wid for a in result.after.articles] == ["art_1", "art_2@2024-05-01", "art_2", "art_3", "art_4"]
    assert result.after.articles[1].children[0].wid == "art_2@2024-05-01__para_1"
    assert result.moves["art_3__para_1"] == "art_4__para_1"
    assert list(result.fresh) == ["art_2__para_1"]
    assert states(result) == [State.READ, State.READ]
    assert result.items[0].operations[0].results == ("art_2",)
    assert result.items[1].operations[0].targets == ("art_2",)


def test_a_number_that_does_not_come_true_is_refused() -> None:
    result = done(drafted(PLAIN), insert(2, "新设。"), Renumber(ref("条3", OLD), ref("条5", NEW)))
    assert states(result) == [State.READ, State.REFUSED]
    assert result.items[1].reason == "按各项推算原第三条应为第四条，决定写为第五条"
    assert len(result.after.articles) == 5


def test_a_number_beyond_the_end_is_refused() -> None:
    result = done(drafted(PLAIN), insert(9, "新设。"))
    assert result.items[0].reason == "按各项推算修改后只到第五条，决定写为第九条"
    assert result.after == result.before


def test_two_articles_may_change_places() -> None:
    result = done(
        drafted(PLAIN),
        Renumber(ref("条2", OLD), ref("条3", NEW)),
        Renumber(ref("条3", OLD), ref("条2", NEW)),
    )
    assert [a.wid for a in result.after.articles] == ["art_1", "art_3", "art_2", "art_4"]
    assert any("次序" in remark for item in result.items for remark in item.remarks)


def test_a_deletion_without_licence_has_a_remark() -> None:
    alone = done(drafted(PLAIN), Delete((ref("条2"),)))
    licensed = done(drafted(PLAIN), Delete((ref("条2"),)), Adjust(numbers=True, wording=False))
    assert alone.after == licensed.after
    assert "依次前移" in alone.items[0].remarks[0]
    assert licensed.items[0].remarks == ()
    assert alone.moves["art_2"] is None
    assert alone.moves["art_4"] == "art_3"


def test_a_range_is_deleted() -> None:
    result = done(drafted(PLAIN), Delete((ref("条2..3"),)))
    assert [a.text for a in result.after.articles] == ["第一条甲负责。", "第二条丁负责。"]


@pytest.mark.parametrize(
    ("within", "found"), [("章1", ["第三条新设。"]), ("章2", ["第三条新设。"])], ids=["end", "start"]
)
def test_a_person_says_the_chapter(within: str, found: list[str]) -> None:
    result = done(drafted(CHAPTERS), insert(3, "新设。", within=ref(within)))
    chapter = result.after.body[int(within[1:]) - 1]
    assert [a.text for a in chapter.children if a.text in found] == found


def test_between_chapters_a_person_must_say() -> None:
    result = done(
        drafted(CHAPTERS),
        insert(3, "新设。"),
        Renumber(ref("条3", OLD), ref("条4", NEW)),
    )
    assert states(result) == [State.REFUSED, State.READ]
    assert "第一章（总则）末尾" in result.items[0].reason
    assert "第二章（分则）开头" in result.items[0].reason
    assert [a.num for a in result.after.articles] == ["第一条", "第二条", "第四条", "第五条"]


def test_a_branch_number_shifts_nothing() -> None:
    place = Insert(level=Level.ARTICLE, count=1, content=content("新设。"), results=(ref("条2-1", NEW),))
    result = done(drafted(PLAIN), place)
    assert [a.num for a in result.after.articles] == ["第一条", "第二条", "第二条之一", "第三条", "第四条"]


def test_points_get_new_numbers() -> None:
    result = done(
        drafted(LIST),
        insert(2, "新的；", level=Level.POINT, within=ref("条1")),
        Renumber(ref("条1 项3", OLD), ref("条1 项4", NEW)),
        Delete((ref("条1 项2"),)),
    )
    assert states(result) == [State.READ, State.REFUSED, State.READ]
    assert lines(result.after)[1:5] == [
        "有下列情形之一的，不予许可：",
        "（一） 甲的；",
        "（二） 新的；",
        "（三） 丙的。",
    ]


def test_the_last_is_the_last_of_the_text_in_force() -> None:
    before = drafted("第一条 甲。\n\n乙。\n\n第二条 下列行为：\n\n（一）丙；\n\n（二）丁。\n\n第三条 戊。\n")
    last = Ref(steps=(Step(Level.ARTICLE, (1,)), Step(Level.PARAGRAPH, LAST)))
    item = Ref(steps=(Step(Level.ARTICLE, (2,)), Step(Level.POINT, LAST)))
    added = Insert(level=Level.PARAGRAPH, count=1, content=content("新。"), within=ref("条1"), after=last)
    result = done(
        before, Substitute((last,), content("己。")), added, Substitute((item,), content("（二）庚。"))
    )
    assert states(result) == [State.READ] * 3
    assert "\n".join(lines(result.after)) == (
        "第一条\n甲。\n己。\n新。\n第二条\n下列行为：\n（一） 丙；\n（二） 庚。\n第三条\n戊。"
    )
    none = Ref(steps=(Step(Level.ARTICLE, (3,)), Step(Level.POINT, LAST)))
    refused = done(before, Substitute((none,), content("（一）辛。")))
    assert states(refused) == [State.REFUSED]
    assert refused.items[0].reason == "第三条没有项"


def test_one_paragraph_becomes_two() -> None:
    before = drafted("第一条 甲。\n\n乙。\n\n丙。\n\n第二条 丁。\n")
    result = done(before, Substitute((ref("条1 款2"),), content("戊。", "己。")))
    assert [p.text for p in result.after.articles[0].children] == ["甲。", "戊。", "己。", "丙。"]
    assert result.moves["art_1__para_3"] == "art_1__para_4"
    assert result.origins == {"art_1__para_2": ("art_1__para_2",), "art_1__para_3": ("art_1__para_2",)}
    assert "改为2款" in result.items[0].remarks[0]


def test_an_article_is_rewritten_with_its_points() -> None:
    text = ("应当具备下列条件：", "（一）有章程；", "（二）有资金。", "前款所称资金由市规定。")
    result = done(drafted(PLAIN), Substitute((ref("条2"),), content(*text)))
    para, tail = result.after.articles[1].children
    assert [c.num for c in para.children] == ["（一）", "（二）"]
    assert tail.text == "前款所称资金由市规定。"
    assert (para.wid, tail.wid) == ("art_2__para_1", "art_2__para_2@2024-05-01")


def test_the_text_in_force_must_be_as_quoted() -> None:
    good = done(drafted(PLAIN), Substitute((ref("条2"),), content("戊负责。"), content("乙负责。")))
    bad = done(drafted(PLAIN), Substitute((ref("条2"),), content("戊负责。"), content("己负责。")))
    assert good.after.articles[1].text == "第二条戊负责。"
    assert states(bad) == [State.REFUSED]
    assert bad.after == bad.before


WORDS = "第一条 市卫生部门负责，卫生健康部门配合，区、县人民政府督促。\n\n第二条 县、镇的“单位”参加。\n"


@pytest.mark.parametrize(
    ("action", "text", "remarks"),
    [
        (SubstituteWords((ref("条1"),), (("督促", "督办"),)), "区、县人民政府督办。", 0),
        (SubstituteWords((ref("条1"),), (("卫生", "卫生健康"),)), "市卫生健康部门负责，卫生健康部门配合", 1),
        (SubstituteWords((WHOLE_ACT,), (("区、县", "区"),), True), "配合，区人民政府督促。", 0),
        (SubstituteWords((ref("条1"),), (("负责,", "管理，"),)), "市卫生部门管理，卫生", 1),
        (DeleteWords((ref("条1"),), ("、县",)), "区人民政府", 0),
        (DeleteWords((ref("条1"),), ("卫生健康部门配合，",)), "负责，区、县", 0),
        (DeleteWords((ref("条1"),), ("卫生健康部门配合",)), "负责，区、县", 1),
        (InsertWords(refs=(ref("条1"),), anchors=("区",), side=Side.AFTER, new="市"), "区、市、县", 1),
        (
            InsertWords(refs=(ref("条1"),), anchors=("负责",), side=Side.AFTER, new="牵头协调"),
            "负责，牵头协调，卫生",
            1,
        ),
        (InsertWords(refs=(ref("条1"),), anchors=("县",), side=Side.AFTER, new="和镇"), "区、县和镇人民", 1),
        (InsertWords(refs=(ref("条1"),), anchors=(), side=Side.END, new="市民参与"), "督促；市民参与。", 1),
        (InsertWords(refs=(ref("条1"),), anchors=(), side=Side.END, new="市民参与。"), "督促。市民参与。", 1),
    ],
)
def test_words(action: Action, text: str, remarks: int) -> None:
    result = done(drafted(WORDS), action)
    assert states(result) == [State.READ], result.items[0].reason
    assert text in result.after.text
    assert len(result.items[0].remarks) == remarks, result.items[0].remarks


def test_words_that_are_not_there_are_refused() -> None:
    result = done(drafted(WORDS), SubstituteWords((ref("条2"),), (("督促", "督办"),)))
    assert result.items[0].reason == "第二条没有“督促”；“督促”见于第一条第一款"
    assert result.after == result.before


def test_the_second_pair_does_not_touch_what_the_first_has_written() -> None:
    before = drafted("第一条 处二百元以上二千元以下罚款。\n\n第二条 乙。\n")
    result = done(before, SubstituteWords((ref("条1"),), (("二百元", "二千元"), ("二千元", "一万元"))))
    assert result.after.articles[0].text == "第一条处二千元以上一万元以下罚款。"
    apart = done(
        before,
        SubstituteWords((ref("条1"),), (("二百元", "二千元"),)),
        SubstituteWords((ref("条1"),), (("二千元", "一万元"),)),
    )
    assert apart.after == result.after


def test_words_only_under_the_new_number() -> None:
    result = done(
        drafted(PLAIN), insert(1, "新设。"), SubstituteWords((ref("条3"),), (("乙负责", "乙主管"),))
    )
    assert result.after.articles[2].text == "第三条乙主管。"
    assert "修改后的序号" in result.items[1].remarks[0]


def test_words_under_both_numbers_are_ambiguous() -> None:
    result = done(drafted(PLAIN), insert(1, "新设。"), SubstituteWords((ref("条3"),), (("负责", "主管"),)))
    assert states(result) == [State.READ, State.REFUSED]
    assert "原第三条" in result.items[1].reason
    assert "原第二条" in result.items[1].reason
    said = done(drafted(PLAIN), insert(1, "新设。"), SubstituteWords((ref("条3", OLD),), (("负责", "主管"),)))
    assert said.after.articles[3].text == "第四条丙主管。"


def test_global_words_leave_new_text_alone() -> None:
    result = done(
        drafted(PLAIN),
        insert(2, "乙负责登记。"),
        SubstituteWords((WHOLE_ACT,), (("乙负责", "乙主管"),), True),
    )
    assert [a.text for a in result.after.articles][1:3] == ["第二条乙负责登记。", "第三条乙主管。"]
    assert "新写的文字" in result.items[1].remarks[0]


def test_loose_words_that_find_nothing_are_idle() -> None:
    result = done(drafted(PLAIN), SubstituteWords((Ref(loose=True),), (("妨害", "扰乱"),)))
    assert states(result) == [State.IDLE]


def test_an_article_is_split_and_two_are_merged() -> None:
    split = done(
        drafted(PLAIN),
        Split(ref("条2"), (ref("条2", NEW), ref("条3", NEW)), content("乙一负责。", "乙二负责。")),
    )
    assert [a.wid for a in split.after.articles] == ["art_1", "art_2", "art_3@2024-05-01", "art_3", "art_4"]
    assert split.origins["art_3"] == ("art_2",)
    merged = done(drafted(PLAIN), Merge((ref("条2"), ref("条3")), ref("条2", NEW), content("乙丙负责。")))
    assert [a.text for a in merged.after.articles] == ["第一条甲负责。", "第二条乙丙负责。", "第三条丁负责。"]
    assert merged.origins["art_2"] == ("art_2", "art_3")
    assert merged.moves["art_3"] is None


def test_the_paragraphs_of_an_article_become_articles() -> None:
    before = drafted("第一条 甲。\n\n第二条 乙。\n\n丙。\n\n第三条 丁。\n")
    result = done(
        before,
        Renumber(ref("条2 款2", OLD), ref("条2", NEW)),
        Renumber(ref("条2 款1", OLD), ref("条3", NEW)),
    )
    assert [a.text for a in result.after.articles] == ["第一条甲。", "第二条丙。", "第三条乙。", "第四条丁。"]
    assert result.after.articles[2].wid == "art_2"
    assert result.moves["art_2__para_2"] == "art_2__para_1"


def test_a_new_title() -> None:
    result = done(drafted(PLAIN), Retitle("海浦市桥隧条例"))
    assert result.after.title == "海浦市桥隧条例"
    assert [line.para.text for line in result.after.front if line.role == "docTitle"] == ["海浦市桥隧条例"]


def test_a_chapter_heading() -> None:
    result = done(drafted(CHAPTERS), Substitute((ref("章2", region=Region.HEADING),), content("第二章 保障")))
    assert result.after.body[1].heading == "保障"


def test_a_chapter_is_deleted() -> None:
    result = done(drafted(CHAPTERS), Delete((ref("章1"),)))
    assert [p.num for p in result.after.body[0].walk() if p.num] == ["第一章", "第一条", "第二条"]


def test_a_chapter_is_inserted() -> None:
    text = content("第二章 新章", "第三条 新设甲。", "第四条 新设乙。")
    result = done(
        drafted(CHAPTERS), Insert(level=Level.CHAPTER, count=1, content=text, results=(ref("章2", NEW),))
    )
    assert states(result) == [State.READ], result.items[0].reason
    assert [p.num for root in result.after.body for p in root.walk() if p.num] == [
        *("第一章", "第一条", "第二条"),
        *("第二章", "第三条", "第四条"),
        *("第三章", "第五条", "第六条"),
    ]


def test_what_is_unread_is_refused_and_changes_nothing() -> None:
    result = done(
        drafted(PLAIN), Unread(id="1", words="对有关条文作相应处理", passages=(), reason="没有写明怎样修改")
    )
    assert states(result) == [State.REFUSED]
    assert result.after == result.before


def test_the_same_provision_is_not_rewritten_twice() -> None:
    result = done(
        drafted(PLAIN),
        Substitute((ref("条2"),), content("戊。")),
        Substitute((ref("条2"),), content("己。")),
    )
    assert states(result) == [State.READ, State.REFUSED]
    assert result.after.articles[1].text == "第二条戊。"


def test_order_in_the_decision_does_not_matter() -> None:
    actions = (
        insert(2, "新设。"),
        Substitute((ref("条3", OLD),), content("丙主管。")),
        Delete((ref("条4"),)),
        SubstituteWords((ref("条1"),), (("甲", "庚"),)),
        Renumber(ref("条2", OLD), ref("条3", NEW)),
    )
    assert done(drafted(PLAIN), *actions).after == done(drafted(PLAIN), *reversed(actions)).after


def test_a_paragraph_is_added_to_an_article_rewritten_before() -> None:
    result = done(
        drafted(PLAIN),
        Substitute((ref("条2"),), content("戊负责。")),
        insert(2, "己配合。", level=Level.PARAGRAPH, within=ref("条2")),
    )
    assert [p.text for p in result.after.articles[1].children] == ["戊负责。", "己配合。"]
    assert "整条修改" in result.items[1].remarks[0]


def test_a_paragraph_of_an_article_rewritten_later_is_in_conflict() -> None:
    result = done(
        drafted(PLAIN),
        Delete((ref("条1 款1"),)),
        InsertWords(refs=(ref("条2"),), anchors=(), side=Side.END, new="己配合。"),
        Substitute((ref("条2"),), content("戊负责。")),
    )
    assert states(result) == [State.REFUSED, State.READ, State.REFUSED]
    assert result.items[0].reason == "第一条删去后没有内容，请写明是否删去整条"
    assert result.after.articles[1].text == "第二条乙负责。己配合。"


LEVELS = "一、甲负责。\n\n二、有下列情形的，不予许可：\n\n（一）甲的；\n\n（二）乙的。\n\n三、丙负责。\n"


def test_a_text_without_articles() -> None:
    before = drafted(LEVELS)
    assert [p.level for p in before.body] == [Level.LEVEL] * 3
    result = done(
        before,
        insert(1, "一、新设。"),
        Substitute((ref("条3", OLD),), content("丁负责。")),
        Substitute((ref("条2 项2", OLD),), content("（二）戊的。")),
    )
    assert states(result) == [State.READ] * 3, [item.reason for item in result.items]
    assert [p.num for p in result.after.body] == ["一、", "二、", "三、", "四、"]
    assert result.after.body[0].text == "一、新设。"
    assert result.after.body[2].text == "三、有下列情形的，不予许可：（一）甲的；（二）戊的。"
    assert result.after.body[3].text == "四、丁负责。"


TWO_LISTS = (
    "第一条 甲的下列情形：\n\n（一）甲一；\n\n（二）甲二。\n\n"
    "乙的下列情形：\n\n（一）乙一；\n\n（二）乙二。\n\n第二条 丙。\n"
)


def test_a_bare_point_in_one_of_two_lists_is_ambiguous() -> None:
    result = done(drafted(TWO_LISTS), Delete((ref("条1 项2"),)), Delete((ref("条1 款2 项2"),)))
    assert states(result) == [State.REFUSED, State.READ]
    assert result.items[0].reason == "第一条第一款、第一条第二款都有项，没有写明是哪一款"


def test_new_text_like_another_provision_is_ambiguous() -> None:
    before = drafted(
        "第一条 船舶进出港口应当报告港务机构。\n\n第二条 桥梁养护由市政机构负责并定期检查。\n\n第三条 丙。\n"
    )
    text = content("船舶进出港口应当提前报告港务机构。")
    unsaid = done(before, insert(1, "新设。"), Substitute((ref("条2"),), text))
    assert states(unsaid) == [State.READ, State.REFUSED]
    assert "原第二条" in unsaid.items[1].reason
    assert "原第一条" in unsaid.items[1].reason
    said = done(before, insert(1, "新设。"), Substitute((ref("条2", NEW),), text))
    assert said.after.articles[1].wid == "art_1"
    assert said.after.articles[1].text == "第二条船舶进出港口应当提前报告港务机构。"


def test_the_lead_alone_is_replaced() -> None:
    lead = Substitute((ref("条1 款1", region=Region.LEAD),), content("下列情形不予许可："))
    result = done(drafted(LIST), lead)
    assert lines(result.after)[1:3] == ["下列情形不予许可：", "（一） 甲的；"]


def test_a_final_mark_that_the_quotation_left_outside() -> None:
    result = done(drafted(LIST), Substitute((ref("条1 项2"),), content("（二）己的")))
    assert lines(result.after)[3] == "（二） 己的；"
    assert "已补上“；”" in result.items[0].remarks[0]


def test_a_number_in_new_text_must_be_right() -> None:
    result = done(drafted(LIST), Substitute((ref("条1 项2"),), content("（三）己的；")))
    assert result.items[0].reason == "新的文字写作第（三）项，所修改的是第（二）项"


def test_one_letter_is_not_deleted_from_everywhere() -> None:
    before = drafted("第一条 区、县负责。\n\n第二条 县级机关参加。\n")
    result = done(before, DeleteWords((WHOLE_ACT,), ("县",)))
    assert states(result) == [State.REFUSED]
    assert "县级机关" in result.items[0].reason
    listed = done(
        drafted("第一条 区、县负责。\n\n第二条 区、县和镇参加。\n"), DeleteWords((WHOLE_ACT,), ("县",))
    )
    assert [a.text for a in listed.after.articles] == ["第一条区负责。", "第二条区和镇参加。"]


def test_a_mark_is_not_doubled() -> None:
    result = done(drafted(PLAIN), SubstituteWords((ref("条2"),), (("负责", "负责。丙配合。"),)))
    assert result.after.articles[1].text == "第二条乙负责。丙配合。"
    assert "去掉一个" in result.items[0].remarks[0]


def test_a_note_is_not_cut() -> None:
    before = drafted(PLAIN)
    para = Para(("乙", Span("sup", "2"), "负责。"))
    second = before.body[1]
    child = replace(second.children[0], blocks=(para,))
    before = replace(before, body=(before.body[0], replace(second, children=(child,)), *before.body[2:]))
    cut = done(before, SubstituteWords((ref("条2"),), (("乙2", "戊"),)))
    assert states(cut) == [State.REFUSED]
    assert "上下标" in cut.items[0].reason
    kept = done(before, SubstituteWords((ref("条2"),), (("负责", "主管"),)))
    assert kept.after.articles[1].children[0].blocks == (Para(("乙", Span("sup", "2"), "主管。")),)


def test_recitals_are_counted_without_their_title() -> None:
    before = drafted(PLAIN)
    recitals = tuple(
        Provision(level=Level.RECITAL, eid="", wid="", blocks=(Para((text,)),))
        for text in ("序言", "甲初。乙后。", "丙。")
    )
    before = replace(before, preamble=assign_ids(recitals))
    steps = (Step(Level.RECITAL, (1,)),)
    result = done(
        before,
        Substitute(
            (Ref(steps=steps, region=Region.PREAMBLE, sentences="后一句"),),
            content("丁后。"),
            content("乙后。"),
        ),
        InsertWords(
            refs=(Ref(steps=(Step(Level.RECITAL, (2,)),), region=Region.PREAMBLE),),
            anchors=(),
            side=Side.END,
            new="戊。",
        ),
    )
    assert [p.text for p in result.after.preamble] == ["序言", "甲初。丁后。", "丙。戊。"]


def test_a_paragraph_moves_to_another_article() -> None:
    before = drafted("第一条 甲。\n\n乙。\n\n第二条 丙。\n")
    result = done(before, Renumber(ref("条1 款2", OLD), ref("条2 款1", NEW)))
    assert [a.text for a in result.after.articles] == ["第一条甲。", "第二条乙。丙。"]
    assert result.moves["art_1__para_2"] == "art_2__para_1"
    assert result.origins == {"art_2__para_1": ("art_1__para_2",)}


def test_a_paragraph_stays_in_its_article_when_only_the_article_moves() -> None:
    before = drafted("第一条 甲。\n\n第二条 乙。\n\n丙。\n\n第三条 丁。\n")
    result = done(
        before,
        insert(1, "新设。"),
        insert(2, "戊。", level=Level.PARAGRAPH, within=ref("条2")),
        Renumber(ref("条2 款2", OLD), ref("条2 款3")),
    )
    assert states(result) == [State.READ] * 3, [item.reason for item in result.items]
    assert [p.text for p in result.after.articles[2].children] == ["乙。", "戊。", "丙。"]


def test_a_point_is_split() -> None:
    result = done(
        drafted(LIST),
        Split(
            ref("条1 款1 项1"),
            (ref("条1 款1 项1", NEW), ref("条1 款1 项2", NEW)),
            content("（一）戊的；", "（二）己的；"),
        ),
    )
    assert lines(result.after)[2:6] == ["（一） 戊的；", "（二） 己的；", "（三） 乙的；", "（四） 丙的。"]
    assert result.moves["art_1__para_1__point_2"] == "art_1__para_1__point_3"


def test_words_in_the_title_and_in_articles() -> None:
    where = (Ref(region=Region.TITLE), ref("条1"))
    result = done(
        drafted("第一条 桥梁由甲负责。\n\n第二条 乙。\n"), SubstituteWords(where, (("桥梁", "桥隧"),), True)
    )
    assert result.after.title == "海浦市桥隧条例"
    assert result.after.articles[0].text == "第一条桥隧由甲负责。"
    assert [op.targets for op in result.items[0].operations] == [("art_1__para_1",), ("preface",)]


def test_words_that_stand_there_already_are_not_added_again() -> None:
    before = drafted("第一条 市场监管部门负责，市场监管机构配合。\n\n第二条 乙。\n")
    result = done(before, InsertWords(refs=(ref("条1"),), anchors=("市场监管",), side=Side.AFTER, new="部门"))
    assert result.after.articles[0].text == "第一条市场监管部门负责，市场监管部门机构配合。"
    assert any("已有所增加的文字" in remark for remark in result.items[0].remarks)


def test_a_clause_at_the_beginning_is_closed() -> None:
    start = InsertWords(
        refs=(ref("条1", region=Region.START),), anchors=(), side=Side.START, new="乙的案件，不适用本条例"
    )
    result = done(drafted(PLAIN), start)
    assert result.after.articles[0].text == "第一条乙的案件，不适用本条例；甲负责。"


def test_the_nearest_words_are_told() -> None:
    before = drafted("第一条 市质量技术监督局负责。\n\n第二条 乙。\n")
    result = done(before, SubstituteWords((ref("条1"),), (("市质量技术监督部门", "市场监管部门"),)))
    assert "最接近的文字是“市质量技术监督局负”" in result.items[0].reason


ANNEX = "第一条 依照附件执行。\n\n第二条 乙。\n\n附件 收费标准\n\n一、甲一元。\n\n二、乙二元。\n"


def test_an_attachment_is_replaced_whole() -> None:
    before = drafted(ANNEX)
    assert len(before.attachments) == 1
    result = done(
        before, Substitute((Ref(region=Region.ATTACHMENT),), content("一、甲三元。", "二、乙四元。"))
    )
    assert states(result) == [State.READ], result.items[0].reason
    assert result.after.attachments[0].text == "附件收费标准一、甲三元。二、乙四元。"
    assert [p.wid for p in result.after.attachments[0].body] == [p.wid for p in before.attachments[0].body]
    assert "名称未动" in result.items[0].remarks[0]


SECTIONS = (
    "第一章 总则\n\n第一条 甲。\n\n第二章 分则\n\n第一节 甲节\n\n第二条 乙。\n\n"
    "第二节 乙节\n\n第三条 丙。\n\n第三章 附则\n\n第四条 丁。\n"
)


def test_the_sections_of_a_chapter() -> None:
    between = done(drafted(SECTIONS), insert(3, "新设。"))
    assert "第一节（甲节）末尾" in between.items[0].reason
    said = done(drafted(SECTIONS), insert(3, "新设。", within=ref("章2 节2")))
    assert [a.num for a in said.after.body[1].children[1].children] == ["第三条", "第四条"]
    gone = done(drafted(SECTIONS), Delete((ref("章2 节1"),)))
    assert [p.num for p in gone.after.body[1].walk() if p.num] == ["第二章", "第一节", "第二条"]


def test_words_within_the_title_of_another_act_are_told() -> None:
    before = drafted("第一条 依照《农业技术推广法》执行。\n\n第二条 农业技术推广机构负责。\n")
    result = done(before, SubstituteWords((WHOLE_ACT,), (("农业技术", "农业农村技术"),), True))
    assert any("书名号内" in remark for remark in result.items[0].remarks)
