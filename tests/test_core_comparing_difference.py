"""A replayed text against the official one: equal, or each difference named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from compendium.compare import Difference, DifferenceKind, difference
from compendium.compare.differing import kind_of
from compendium.law.act import Act, FrontLine, Para
from tests.act_strategy import acts
from tests.builders import act, article, chapter, named, paragraph, point

ONE = "桥梁的建设由市交通部门负责，并定期公布建设情况。"
TWO = "隧道的养护由区水务部门负责，依照第十条第一款执行。"
THREE = "渡口的检查由乡镇人民政府负责，并定期公布检查情况。"


def named_as(found: tuple[Difference, ...]) -> list[tuple[str, str]]:
    return [(item.kind.value, item.place) for item in found]


@given(acts())
@settings(max_examples=20)
def test_equal_texts_have_no_difference(value: Act) -> None:
    assert difference(value, value) == ()


def test_spaces_in_numbers_and_other_wids_do_not_count() -> None:
    replayed = act(article(1, ONE), article(2, TWO))
    body = tuple(replace(p, num=p.num.replace("第", "第 "), wid=p.wid + "@2024-05-01") for p in replayed.body)
    assert difference(replayed, replace(replayed, body=body)) == ()


@pytest.mark.parametrize(
    ("replayed", "official", "kind"),
    [
        ("经批准,处罚款", "经批准，处罚款", "form"),
        ("经“批准”", '经"批准"', "form"),
        ("二○二四年", "二〇二四年", "form"),
        ("经 批准", "经批准", "form"),
        ("依照第十条第一款", "依照第十二条第二款", "reference"),
        ("依照第十条、第十一条", "依照第十条之一、第十二条", "reference"),
        ("违反前款规定", "违反前两款规定", "reference"),
        ("依照第十条", "依照第十条、第十一条", "words"),
        ("前款条件", "前件条件", "words"),
        ("处二千元罚款", "处五千元罚款", "words"),
        ("经批准、备案", "经批准，备案", "words"),
    ],
)
def test_the_kind_of_a_difference(replayed: str, official: str, kind: str) -> None:
    assert kind_of(replayed, official).value == kind
    assert named_as(difference(act(article(1, replayed)), act(article(1, official)))) == [(kind, "第一条")]


def test_a_difference_names_the_smallest_provision_and_both_texts() -> None:
    def with_item(text: str) -> Act:
        lead = "有下列情形之一的，责令改正："
        return act(article(1, ONE, paragraph(lead, point("（一）", "损坏护栏的；"), point("（二）", text))))

    (found,) = difference(with_item("在桥上停车的。"), with_item("在桥上停车、堆物的。"))
    assert found.kind is DifferenceKind.WORDS
    assert found.place == "第一条第二款第（二）项"
    assert found.replayed is not None and found.replayed.eid == "art_1__para_2__point_2"
    assert (found.replayed_words, found.official_words) == ("在桥上停车的。", "在桥上停车、堆物的。")


def test_the_same_characters_divided_otherwise() -> None:
    replayed, official = act(article(1, ONE + THREE)), act(article(1, ONE, THREE))
    assert named_as(difference(replayed, official)) == [("structure", "第一条")]
    assert named_as(difference(official, replayed)) == [("structure", "第一条")]


def test_items_that_were_read_as_words() -> None:
    items = (point("（一）", "损坏护栏的；"), point("（二）", "在桥上停车的。"))
    replayed = act(article(1, "有下列情形之一的：", "（一）损坏护栏的；", "（二）在桥上停车的。"))
    official = act(article(1, paragraph("有下列情形之一的：", *items)))
    assert named_as(difference(replayed, official)) == [("structure", "第一条")]


def test_missing_and_extra() -> None:
    replayed = act(article(1, ONE), article(2, TWO, THREE))
    official = act(article(1, ONE), article(2, TWO))
    assert named_as(difference(replayed, official)) == [("extra", "第二条第二款")]
    assert named_as(difference(official, replayed)) == [("missing", "第二条第二款")]
    (found,) = difference(act(article(1, ONE)), act(article(1, ONE), article(2, THREE)))
    assert (found.kind, found.official_words, found.replayed) == (DifferenceKind.MISSING, THREE, None)


def test_another_number_is_a_difference_of_its_own() -> None:
    replayed, official = act(article(1, ONE), article(2, TWO)), act(article(1, ONE), article((1, 1), TWO))
    assert named_as(difference(replayed, official)) == [("number", "第一条之一")]


def test_another_order_is_structure() -> None:
    replayed = act(article(1, ONE), article(2, TWO), article(3, THREE))
    official = act(article(1, THREE), article(2, ONE), article(3, TWO))
    found = named_as(difference(replayed, official))
    assert found and {kind for kind, _ in found} <= {"number", "structure", "missing", "extra"}


def test_a_heading_that_differs() -> None:
    replayed = act(chapter("第一章", "总则", article(1, ONE)))
    official = act(chapter("第一章", "一般规定", article(1, ONE)))
    assert {place for _, place in named_as(difference(replayed, official))} == {"第一章"}


def test_front_matter_is_a_kind_of_its_own() -> None:
    history = FrontLine("history", Para(("2020年3月19日通过",)))
    replayed = act(article(1, ONE))
    official = named(replayed, front=(*replayed.front, history))
    assert named_as(difference(replayed, official)) == [("preface", "题注")]


def test_the_title_counts_as_words() -> None:
    replayed = named(act(article(1, ONE)), front=())
    assert named_as(difference(replayed, replace(replayed, title="海浦市隧道条例"))) == [("words", "题名")]
