"""The query language: what is read, and what is refused and why."""

import json
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.querying import QueryError, fold, parse_query, to_object
from tests.work import calls


def text(run: str, field: str = "any", exact: bool = False) -> dict[str, Any]:
    return {"op": "text", "field": field, "text": run, "exact": exact}


def all_of(*parts: Any) -> dict[str, Any]:
    return {"op": "and", "parts": list(parts)}


def one_of(*parts: Any) -> dict[str, Any]:
    return {"op": "or", "parts": list(parts)}


def without(part: Any) -> dict[str, Any]:
    return {"op": "not", "part": part}


def near(first: str, second: str, distance: int, field: str = "any") -> dict[str, Any]:
    return {"op": "near", "field": field, "first": first, "second": second, "distance": distance}


A, B, C = text("甲"), text("乙"), text("丙")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("优化　营商环境", all_of(text("优化"), text("营商环境"))),
        ("甲 AND 乙", all_of(A, B)),
        ("甲 甲", A),
        ("“营商 环境”", text("营商环境", exact=True)),
        ('"甲“乙"', text('甲"乙', exact=True)),
        ('“甲"', text("甲", exact=True)),
        ("所称“口岸”", text('所称"口岸"')),
        ("甲 或 乙 丙", one_of(A, all_of(B, C))),
        ("甲 OR (乙 或 丙)", one_of(A, B, C)),
        ("（甲 或 乙） 丙", all_of(one_of(A, B), C)),
        ("(甲) 乙", all_of(A, B)),
        ("((甲 或 乙)丙)", all_of(one_of(A, B), C)),
        ("（一）项规定", text("(一)项规定")),
        ("中国（上海）自由贸易", text("中国(上海)自由贸易")),
        ("甲）的", text("甲)的")),
        ("甲 非 乙", all_of(A, without(B))),
        ("-乙 甲 NOT 丙", all_of(without(B), A, without(C))),
        ("甲 非（乙 丙）", all_of(A, without(all_of(B, C)))),
        ("甲-乙", text("甲-乙")),
        ("非营利 或者", all_of(text("非营利"), text("或者"))),
        ("甲 近/10 乙", near("甲", "乙", 10)),
        ("甲 NEAR/２ “乙 丙”", near("甲", "乙丙", 2)),
        ("甲 近/5 乙 近/3 丙", all_of(near("甲", "乙", 5), near("乙", "丙", 3))),
        ("标题:甲 近/5 乙", near("甲", "乙", 5, "title")),
        ("甲 -乙 近/5 丙", all_of(A, without(near("乙", "丙", 5)))),
        ("标题：甲 条文:乙", all_of(text("甲", "title"), text("乙", "body"))),
        ("Issuer:甲 文号:“沪府令 12”", all_of(text("甲", "issuer"), text("沪府令12", "number", True))),
        ("标题:（甲 或 条文:乙） 丙", all_of(one_of(text("甲", "title"), text("乙", "body")), C)),
        ("Data*", {"op": "prefix", "field": "any", "text": "data"}),
        ("标题:Ａ１＊", {"op": "prefix", "field": "title", "text": "a1"}),
        ("消防* *", all_of(text("消防"), text("*"))),
        ("二零二四", text("二〇二四")),
        ("甲 \u200b 乙", all_of(A, B)),
        ("'; DROP TABLE", all_of(text("';"), text("dr〇p"), text("table"))),
    ],
)
def test_reads(query: str, tree: dict[str, Any]) -> None:
    assert to_object(parse_query(query).root) == tree
    assert json.loads(json.dumps(tree, ensure_ascii=False)) == tree


@pytest.mark.parametrize(
    ("query", "reason", "place"),
    [
        ("", "请输入要查找的词", None),
        (" \u200b", "请输入要查找的词", None),
        ("甲 或", "“或”的两边", (2, 3)),
        ("或 甲", "“或”的两边", (0, 1)),
        ("甲 或 或 乙", "“或”的两边", (2, 3)),
        ("AND 甲", "“AND”的两边", (0, 3)),
        ("甲 非", "“非”的后面", (2, 3)),
        ("甲 非 -乙", "不能再跟“非”", (2, 5)),
        ("-甲", "只有要排除的词", (0, 1)),
        ("甲 或 非 乙", "只有要排除的词", (4, 5)),
        ("甲 近/5", "“近”的两边", (2, 5)),
        ("近/5 甲", "“近”的两边", (0, 3)),
        ("甲 近/0 乙", "应当是 1 到 200", (2, 5)),
        ("甲 近/9999999999999 乙", "应当是 1 到 200", (2, 17)),
        ("甲 近/5 (乙 丙)", "应当是词或者短语", (0, 11)),
        ("甲 近/5 标题:乙", "同一字段", (0, 10)),
        ("“甲", "引号没有成对", (0, 1)),
        ("甲 “”", "没有可以查找的文字", (2, 4)),
        ("标题: 甲", "要紧接检索词", (0, 3)),
        ("标题:条文:甲", "要紧接检索词", (0, 3)),
        ("甲 （乙", "左括号没有对应", (2, 3)),
        ('甲 (乙 "丙)"', "左括号没有对应", (2, 3)),
        ("( ) 甲", "括号里没有检索词", (0, 3)),
        ("( " * 17 + "甲" + " )" * 17, "套得过深", (32, 33)),
        ("甲 " * 33, "检索词过多：共 33 个", None),
        ("甲" * 1001, "检索词过长：共 1001 字", None),
    ],
)
def test_refuses(query: str, reason: str, place: tuple[int, int] | None) -> None:
    with pytest.raises(QueryError, match=reason) as caught:
        parse_query(query)
    assert (caught.value.start, caught.value.end) == (place or (0, 0))
    assert str(caught.value).startswith(f"检索词第 {place[0] + 1} 字：" if place else reason[:3])


PIECES = st.sampled_from(
    [
        "甲",
        "乙 ",
        " ",
        "(",
        "（",
        ")",
        "）",
        "“",
        "”",
        '"',
        "-",
        "或",
        "非",
        "NOT ",
        "近/3 ",
        "标题:",
        "iſsuer:",
        "tıtle:",
        "TITLE：",
        "*",
        "a",
    ]
)


@pytest.mark.parametrize("word", ["iſsuer:x", "tıtle:x", "TİTLE:x"])
def test_a_letter_that_only_looks_like_one_of_a_field_is_text(word: str) -> None:
    assert to_object(parse_query(word).root) == text(fold(word))


@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=1200)))
def test_whatever_is_typed_is_read_or_refused(query: str) -> None:
    try:
        read = parse_query(query)
    except QueryError as error:
        assert 0 <= error.start <= error.end <= len(query)
        return
    assert read.root == parse_query(query).root
    json.dumps(to_object(read.root))


@pytest.mark.parametrize("unit", ["(", "( ", "“", "标题:", "-", "非 ", "甲 或 ", "* ", "近/3 ", "(甲)", ")"])
def test_long_input_is_refused_or_read_with_bounded_work(unit: str) -> None:
    def read(length: int) -> None:
        with suppress(QueryError):
            parse_query((unit * length)[:length])

    for length in (1000, 10_000):
        try:
            parse_query((unit * length)[:length])
        except QueryError as error:
            assert len(str(error)) < 200
    few, many = (calls(partial(read, length)) for length in (1000, 10_000))
    assert many < 12 * few + 1000, f"ten times the words, {many / few:.0f} times the work"
    assert few < 100_000
