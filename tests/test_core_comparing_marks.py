"""Word-level marks: exact to the character, and read as a lawyer would mark them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from compendium.compare import Mark, MarkKind, mark
from compendium.compare.marks import after_of, before_of
from compendium.compare.words import sentences, tokens

PIECES = """市桥梁管理部门 应当 可以 责令 改正 处 二千元 一万元以下 罚款 ， 。 ； 、
第十二条之一第二款 第（三）项
《海浦市桥梁条例》 “桥面” 3日 2024年5月1日 百分之十 的 和 区 县 CO2 ( ） 甲 乙 〇 𠮷"""
TEXTS = st.lists(st.sampled_from([*PIECES.split(), "\n", "\u3000"]), max_size=25).map("".join)


def show(before: str, after: str) -> str:
    """The marks on one line: [-deleted-] and [+inserted+]."""
    forms = {MarkKind.EQUAL: "{}", MarkKind.DELETED: "[-{}-]", MarkKind.INSERTED: "[+{}+]"}
    return "".join(forms[m.kind].format(m.text) for m in mark(before, after))


@given(TEXTS, TEXTS)
@example("甲", "")
@example("", "乙")
@example("a《乙", "《丙》a")
@settings(max_examples=400)
def test_marks_give_back_both_texts(before: str, after: str) -> None:
    marks = mark(before, after)
    assert before_of(marks) == before
    assert after_of(marks) == after
    assert all(m.text for m in marks)
    assert all(a.kind is not b.kind for a, b in pairwise(marks))


@given(st.text(max_size=40), st.text(max_size=40))
def test_marks_are_exact_for_any_characters(before: str, after: str) -> None:
    marks = mark(before, after)
    assert (before_of(marks), after_of(marks)) == (before, after)


@given(TEXTS)
def test_a_text_cut_up_is_whole_again(text: str) -> None:
    assert "".join(tokens(text)) == text
    assert "".join(sentences(text)) == text


def test_equal_texts_have_one_equal_mark() -> None:
    assert mark("桥梁", "桥梁") == (Mark(MarkKind.EQUAL, "桥梁"),)
    assert mark("", "") == ()


@pytest.mark.parametrize(
    "marked",
    [
        # amounts, references and titles are never marked in part
        "处[-二千元-][+五千元+]以上[-二万元-][+五万元+]以下罚款。",
        "不低于[-百分之十-][+百分之二十+]。",
        "应当经[-三分之二-][+四分之三+]以上的成员同意。",
        "依照本条例第十条第一款、[-第十二条-][+第十二条之一+]的规定处理。",
        "依照[-《海浦市桥梁条例》-][+《海浦市隧道条例》+]执行。",
        "自[-2020年5月1日-][+2024年5月1日+]起施行。",
        "检测[-CO2-][+CO+]的浓度。",
        # words are taken whole, though they share a character
        "经区人民政府[-批准-][+核准+]的，方可通行。",
        "桥梁由[-国营-][+国有+]企业管理。",
        "应当书面[-告知-][+通知+]使用人。",
        # insertions begin and end where words and clauses do
        "桥梁、隧道、[+渡口、+]码头的管理，适用本条例。",
        "桥梁、隧道[+、渡口+]的管理，适用本条例。",
        "保护桥面安全，[+便利公众通行，+]制定本条例。",
        "未经许可不得通行。[+紧急情况除外。+]违者处以罚款。",
        "[+可以+]处[-二千元-][+五千元+]罚款。",
        "农业[+农村+]、林业[+草原+]、水利等部门",
        # a character that is part of a word on each side goes with the word
        "由[-质量技监-][+市场监管+]部门、[-安全生产监管-][+应急管理+]部门负责。",
        "[-低收入困难-][+最低生活保障边缘+]家庭免缴通行费。",
        # no confetti: what stayed by chance goes with the change around it
        "由[-市桥梁管理处或者区、县养护局-][+区养护部门+]责令停止通行。",
    ],
)
def test_marks_read_well(marked: str) -> None:
    before = marked.replace("[-", "").replace("-]", "")
    after = before
    while "[+" in before:
        start, end = before.index("[+"), before.index("+]")
        before = before[:start] + before[end + 2 :]
    after = marked
    while "[-" in after:
        start, end = after.index("[-"), after.index("-]")
        after = after[:start] + after[end + 2 :]
    after = after.replace("[+", "").replace("+]", "")
    assert show(before, after) == marked


def test_sentences_too_unlike_are_replaced_whole() -> None:
    before = "桥梁养护单位可以将养护合同中的专项作业委托给专业企业，但不得将全部作业一并委托给他人。"
    after = "渡口经营者应当在每年汛期到来前完成船舶检修，检修记录保存两年，并向所在地的航道部门报告。"
    kinds = [m.kind for m in mark(before, after)]
    assert kinds == [MarkKind.DELETED, MarkKind.INSERTED, MarkKind.EQUAL]


def test_what_changes_in_two_sentences_is_marked_in_each() -> None:
    before = "甲桥由市管理。乙桥由区养护，丙桥不收费。"
    after = "甲桥由区管理。乙桥由区养护，丙桥应收费。"
    assert show(before, after) == "甲桥由[-市-][+区+]管理。乙桥由区养护，丙桥[-不-][+应+]收费。"


def test_a_long_text_costs_no_more_than_its_change() -> None:
    pieces = [f"第{n}号桥梁由第{n % 7}养护站负责检查并记录结果。" for n in range(2000)]
    before, after = "".join(pieces), "".join(pieces).replace("第999号桥梁由", "第999号隧道由")
    marks = mark(before, after)
    assert [m.text for m in marks if m.kind is not MarkKind.EQUAL] == ["桥梁", "隧道"]
