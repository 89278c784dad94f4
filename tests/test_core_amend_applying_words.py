"""Words replaced, deleted and added: where they are found, the marks around them, what is in doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compendium.amending.instruction import (
    WHOLE_ACT,
    Action,
    DeleteWords,
    InsertWords,
    Ref,
    Region,
    Side,
    State,
    SubstituteWords,
)
from compendium.law.act import Para, Span
from tests.applying import OLD, PLAIN, done, insert, ref, states
from tests.builders import drafted

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


def test_the_nearest_words_are_told() -> None:
    before = drafted("第一条 市质量技术监督局负责。\n\n第二条 乙。\n")
    result = done(before, SubstituteWords((ref("条1"),), (("市质量技术监督部门", "市场监管部门"),)))
    assert "最接近的文字是“市质量技术监督局负”" in result.items[0].reason


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


def test_words_in_the_title_and_in_articles() -> None:
    where = (Ref(region=Region.TITLE), ref("条1"))
    result = done(
        drafted("第一条 桥梁由甲负责。\n\n第二条 乙。\n"), SubstituteWords(where, (("桥梁", "桥隧"),), True)
    )
    assert result.after.title == "海浦市桥隧条例"
    assert result.after.articles[0].text == "第一条桥隧由甲负责。"
    assert [op.targets for op in result.items[0].operations] == [("art_1__para_1",), ("preface",)]


def test_words_within_the_title_of_another_act_are_told() -> None:
    before = drafted("第一条 依照《农业技术推广法》执行。\n\n第二条 农业技术推广机构负责。\n")
    result = done(before, SubstituteWords((WHOLE_ACT,), (("农业技术", "农业农村技术"),), True))
    assert any("书名号内" in remark for remark in result.items[0].remarks)


def test_words_that_stand_there_already_are_not_added_again() -> None:
    before = drafted("第一条 市场监管部门负责，市场监管机构配合。\n\n第二条 乙。\n")
    result = done(before, InsertWords(refs=(ref("条1"),), anchors=("市场监管",), side=Side.AFTER, new="部门"))
    assert result.after.articles[0].text == "第一条市场监管部门负责，市场监管部门机构配合。"
    assert any("已有所增加的文字" in remark for remark in result.items[0].remarks)


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


def test_a_clause_at_the_beginning_is_closed() -> None:
    start = InsertWords(
        refs=(ref("条1", region=Region.START),), anchors=(), side=Side.START, new="乙的案件，不适用本条例"
    )
    result = done(drafted(PLAIN), start)
    assert result.after.articles[0].text == "第一条乙的案件，不适用本条例；甲负责。"
