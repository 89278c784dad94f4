"""Numbers as the law prints them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.law.numerals import (
    article_number,
    english_number,
    item_number,
    provision_number,
    to_chinese,
    to_int,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0),
        ("〇", 0),
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("二十一", 21),
        ("一百", 100),
        ("一百零一", 101),
        ("一百一十", 110),
        ("一百十二", 112),
        ("两百", 200),
        ("一千零一", 1001),
        ("九千九百九十九", 9999),
        ("一万", 10_000),
        ("一万零一", 10_001),
        ("一万零一十", 10_010),
        ("一万二千三百四十五", 12_345),
        ("九万九千九百九十九", 99_999),
        ("二〇二四", 2024),
        ("二○二四", 2024),
        ("一九八四", 1984),
        ("12", 12),
        ("１２", 12),
        ("0", 0),
    ],
)
def test_numbers_are_read(text: str, number: int) -> None:
    assert to_int(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "百",
        "十十",
        "三十百",
        "万",
        "一万五",
        "十万",
        "一万万",
        "廿",
        "1a",
        "第一",
        "一 二",
        "-1",
        "一百百",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        to_int(text)


@given(st.integers(0, 99_999))
def test_a_number_written_is_read_again(number: int) -> None:
    assert to_int(to_chinese(number)) == number


@pytest.mark.parametrize("number", [-1, 100_000])
def test_numbers_out_of_range_are_not_written(number: int) -> None:
    with pytest.raises(ValueError):
        to_chinese(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第一条", (1,)),
        ("第十二条之一", (12, 1)),
        ("第十二条之一之二", (12, 1, 2)),
        ("第一百二十条之三", (120, 3)),
        ("第 三 章", (3,)),
        ("第3条", (3,)),
        ("第一万零一条之二", (10_001, 2)),
        ("第２条", (2,)),
        ("第一分编", (1,)),
        ("第二编", (2,)),
        ("第四节", (4,)),
        ("第五款", (5,)),
        (" 第一条 ", (1,)),
    ],
)
def test_provision_numbers_are_read(text: str, number: tuple[int, ...]) -> None:
    assert provision_number(text) == number


@pytest.mark.parametrize("text", ["", "第条", "一条", "第一条规定", "第一百百条", "第一条之", "第一项目"])
def test_what_is_no_provision_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        provision_number(text)


@given(st.lists(st.integers(1, 999), min_size=1, max_size=3))
def test_an_article_number_written_is_read_again(parts: list[int]) -> None:
    assert provision_number(article_number(tuple(parts))) == tuple(parts)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("（一）", 1),
        ("(十二)", 12),
        ("（１）", 1),
        ("( 3 )", 3),
        ("3.", 3),
        ("3．", 3),
        ("3、", 3),
        ("十一、", 11),
        ("①", 1),
        ("⑳", 20),
        ("(a)", 1),
        ("(z)", 26),
    ],
)
def test_item_numbers_are_read(text: str, number: int) -> None:
    assert item_number(text) == number


@pytest.mark.parametrize("text", ["", "一", "（）", "（一", "第一项", "(A)", "1.1", "（一）项"])
def test_what_is_no_item_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        item_number(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Article 1", (1,)),
        ("Article 12-1", (12, 1)),
        ("Chapter IX", (9,)),
        ("Chapter XIV", (14,)),
        ("Section 2", (2,)),
        ("Part III", (3,)),
    ],
)
def test_english_numbers_are_read(text: str, number: tuple[int, ...]) -> None:
    assert english_number(text) == number


@pytest.mark.parametrize("text", ["Article", "Article one", "Paragraph 1", "article 1", "Chapter MM"])
def test_what_is_no_english_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        english_number(text)
