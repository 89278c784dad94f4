"""Lines of Chinese text: where they break, and how they are made to fill the measure."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.law.act import Cell, Para
from compendium_build.print.lines.compose import (
    CLOSE,
    NO_END,
    NO_START,
    apart,
    balanced,
    breaks,
    lost,
    may_break,
    moves,
)
from compendium_build.print.pages.text import PADDING, narrow_columns

MEASURE = 20.0
LETTERS = st.sampled_from("条例规定机关应当城市，。、；：《》（）“”—…12aB%〔〕 ")


def lines_of(text: str, measure: float = MEASURE, indent: float = 2.0) -> list[str]:
    found = breaks(text, [1.0] * len(text), measure, indent)
    return [text[start:end] for start, end in pairwise((0, *found, len(text)))]


@given(st.text(LETTERS, max_size=200))
def test_nothing_is_lost_and_no_mark_stands_at_the_wrong_end(text: str) -> None:
    lines = lines_of(text)
    assert "".join(lines) == text
    for before, after in pairwise(lines):
        if len(before) > 1 and any(may_break(*pair) for pair in pairwise(before + after[0])):
            assert before[-1] not in NO_END or before[-1] in NO_START
            assert after[0] not in CLOSE


@pytest.mark.parametrize("length", range(17, 80))
def test_last_line_never_holds_a_lonely_character(length: int) -> None:
    for text in ("不" * length + "。", "不" * (length // 2) + "，" + "不" * (length - length // 2) + "。"):
        lines = lines_of(text)
        assert len(lines) == 1 or sum(letter == "不" for letter in lines[-1]) >= 2


def test_numbers_words_and_paired_marks_stay_whole() -> None:
    for inside in ("2020", "PM2.5", "——", "……", "１２"):
        for length in range(10, 30):
            text = "不" * length + inside + "不" * 25
            assert any(inside in line for line in lines_of(text))


def test_address_longer_than_a_line_breaks_inside() -> None:
    address = "https://fagui.example.cn/" + "abcdefghij" * 6
    assert max(map(len, lines_of(f"见{address}。"))) <= MEASURE + 1


def test_long_paragraph_is_broken_whole() -> None:
    text = "为了规范管理，根据法律，制定本条例。" * 1200
    lines = lines_of(text, 38.0)
    assert "".join(lines) == text
    assert all(34 <= len(line) <= 41 for line in lines[:-1])


def test_marks_that_meet_share_their_blank() -> None:
    assert lost("法》（《") == ([0, 0.5, 0, 0], [0, 0, 0, 0.5])
    assert apart("自2020年a，") == [0, 0.0625, 0, 0, 0, 0.0625, 0.0625, 0]


@given(st.text(LETTERS, min_size=2, max_size=40), st.floats(-0.5, 1.0), st.booleans())
def test_line_is_made_to_fill_what_it_lacks(text: str, rest: float, first: bool) -> None:
    done = moves(text, [1.0] * len(text), rest, first, final=False)
    filled = sum(done.wider)
    assert len(done.wider) == len(done.aside) == len(text)
    can_stretch = sum(not (a.isascii() and b.isascii()) for a, b in pairwise(text))
    if filled < rest - 1e-6:
        assert can_stretch == 0 or (rest - filled) / can_stretch > 0.05
    else:
        assert filled == pytest.approx(rest)


def test_last_line_keeps_its_width() -> None:
    assert sum(moves("制定本条例。", [1.0] * 6, 10.0, False, final=True).wider) == 0


def test_title_is_broken_into_even_lines_between_words() -> None:
    title = "海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定"
    found = balanced(title, [1.0] * len(title), 18.0)
    assert [title[a:b] for a, b in pairwise((0, *found, len(title)))] == [
        "海浦市人民代表大会常务委员会",
        "关于修改《海浦市桥梁条例》的决定",
    ]
    assert balanced("短题", [1.0] * 2, 18.0) == []
    assert balanced("", [], 18.0) == []


def _row(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell((Para((text,)),)) for text in texts)


def test_columns_of_dates_keep_their_line_beside_prose() -> None:
    prose = "有关部门应当按照各自职责做好相关工作。" * 3
    dated = [_row("2024年6月1日", prose, "一"), _row("2024年10月1日", "修改", "十二")]
    assert list(narrow_columns(dated)) == [0, 2]
    assert narrow_columns(dated)[0] > 8
    assert narrow_columns([_row("", prose)]) == {0: PADDING}


def test_columns_share_a_line_as_they_will_where_none_is_prose_or_all_are() -> None:
    prose = "有关部门应当按照各自职责做好相关工作。"
    assert narrow_columns([_row("项目", "标准"), _row("路灯", "每年十元")]) == {}
    assert narrow_columns([_row(prose, prose)]) == {}
    assert narrow_columns([_row(*["十个字宽的列十个字宽的列"] * 3, prose)]) == {}
    spanning = [(Cell((Para((prose,)),), colspan=2),), *[_row("一", "二")]]
    assert narrow_columns(spanning) == {}
