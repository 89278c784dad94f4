"""References in the words of the law."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.law.citations import find_citations, locate


def found(text: str) -> list[tuple[str, str, str]]:
    return [(text[c.start : c.end], c.title, c.eid) for c in find_citations(text)]


@pytest.mark.parametrize(
    ("text", "eids"),
    [
        ("违反本条例第十条规定的", ["art_10"]),
        (
            "违反本条例第十条第二款第（三）项、第（五）项规定",
            ["art_10__para_2__point_3", "art_10__para_2__point_5"],
        ),
        ("本条例第十条第二款第三项", ["art_10__para_2__point_3"]),
        ("本条例第十条第(三)项", ["art_10__point_3"]),
        ("本条例第十条至第十五条", ["art_10", "art_15"]),
        ("本条例第三条第一款、第二款和第五条", ["art_3__para_1", "art_3__para_2", "art_5"]),
        ("本法第三条第二款、第四条第三款至第五款", ["art_3__para_2", "art_4__para_3", "art_4__para_5"]),
        ("本条例第十二条之一第二款", ["art_12-1__para_2"]),
        ("本法第二百七十四条之一", ["art_274-1"]),
        ("本条例第一百零一条", ["art_101"]),
        ("本办法第20条第2款", ["art_20__para_2"]),
        ("本规定第三条，第五条", ["art_3", "art_5"]),
        ("本细则第三条或者第五条", ["art_3", "art_5"]),
        ("本实施细则第三条", ["art_3"]),
        ("本决定第一条", ["art_1"]),
        ("本条例第十条第二款第（三）项第2目", ["art_10__para_2__point_3__indent_2"]),
        ("本条例第三条。本条例第四条", ["art_3", "art_4"]),
    ],
)
def test_references_to_the_act_itself(text: str, eids: list[str]) -> None:
    assert [eid for _, _, eid in found(text)] == eids
    assert all(title == "" for _, title, _ in found(text))


@pytest.mark.parametrize(
    ("text", "eids"),
    [
        ("本条第二款", ["para_2"]),
        ("本条第一款、第三款", ["para_1", "para_3"]),
        ("本条第（一）项", ["point_1"]),
        ("本条第一款第（二）项", ["para_1__point_2"]),
    ],
)
def test_references_within_the_article_are_relative(text: str, eids: list[str]) -> None:
    citations = list(find_citations(text))
    assert [c.eid for c in citations] == eids
    assert all(c.relative for c in citations)


def test_an_article_named_after_this_one_is_not_relative() -> None:
    assert [c.relative for c in find_citations("本条第二款、第五条")] == [True, False]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("依照《甲法》执行", [("甲法", "")]),
        ("依照《甲法》第三条、第五条执行", [("甲法", ""), ("甲法", "art_3"), ("甲法", "art_5")]),
        ("《甲法》《乙条例》第三条", [("甲法", ""), ("乙条例", ""), ("乙条例", "art_3")]),
        ("本条例第三条和《乙法》第五条", [("", "art_3"), ("乙法", ""), ("乙法", "art_5")]),
        (
            "《关于修改〈甲条例〉的决定》第二条",
            [("关于修改〈甲条例〉的决定", ""), ("关于修改〈甲条例〉的决定", "art_2")],
        ),
        (
            "《关于修改《甲条例》的决定》第二条",
            [("关于修改《甲条例》的决定", ""), ("关于修改《甲条例》的决定", "art_2")],
        ),
        ("《甲条例》（以下简称条例）第三条", [("甲条例", "")]),
        ("《甲法》、本条例第三条", [("甲法", ""), ("", "art_3")]),
    ],
)
def test_references_to_other_acts(text: str, references: list[tuple[str, str]]) -> None:
    assert [(title, eid) for _, title, eid in found(text)] == references


def test_the_words_of_a_reference_begin_with_what_it_hangs_on() -> None:
    text = "违反本条例第十条第二款、第十二条规定，依照《甲法》第三条处罚"
    assert [words for words, _, _ in found(text)] == ["本条例第十条第二款", "第十二条", "《甲法》", "第三条"]


@pytest.mark.parametrize(
    "text",
    [
        "前款规定",
        "前两款规定",
        "依照前条规定",
        "第三条规定的情形",
        "本章规定",
        "本条例第二章规定",
        "本市第三条道路",
        "本规定所称",
        "本条例",
        "本法所称第三人",
        "根据基本法第三条",
        "根本法第三条",
        "本条所列",
        "“甲条例”第三条",
        "",
    ],
)
def test_what_is_no_reference_is_none(text: str) -> None:
    assert found(text) == []


@given(st.text(alphabet="本条例法第一二十款项（）、和至之《》甲，", max_size=40))
def test_any_text_is_read_without_failing_and_in_order(text: str) -> None:
    citations = list(find_citations(text))
    starts = [c.start for c in citations]
    assert starts == sorted(starts)
    assert all(0 <= c.start < c.end <= len(text) for c in citations)


KNOWN = {
    "art_10",
    "art_10__para_1",
    "art_10__para_1__point_1",
    "art_11",
    "art_11__para_1__point_1",
    "art_11__para_2__point_1",
    "att_1__art_2__para_1__point_3",
}


@pytest.mark.parametrize(
    ("eid", "target"),
    [
        ("art_10", "art_10"),
        ("art_10__para_1", "art_10__para_1"),
        ("art_10__point_1", "art_10__para_1__point_1"),
        ("art_10__point_2", None),
        ("art_11__point_1", None),
        ("art_12", None),
        ("att_1__art_2__point_3", "att_1__art_2__para_1__point_3"),
    ],
)
def test_a_point_is_found_where_only_one_paragraph_has_it(eid: str, target: str | None) -> None:
    assert locate(eid, KNOWN) == target
