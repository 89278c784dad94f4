"""Folding, positions through it, and snippets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.querying.folding import fold, fold_char, fold_map
from compendium_build.search.answer import snippet
from compendium_build.search.engine import grams_for, grams_of

LIKELY = '第一条，,。（(“"〇○ＯoO零 　\nＡaß㍿甲乙丙'
TEXT = st.text(alphabet=st.one_of(st.sampled_from(LIKELY), st.characters()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("，；：？！（）", ",;:?!()"),
        ("ＡＢＣ１２３", "abc123"),
        ("二○二四年", "二〇二四年"),
        ("二Ｏ二四年", "二〇二四年"),
        ("一百零五", "一百〇五"),
        ("二o二四年", "二〇二四年"),
        ("所称“口岸”", '所称"口岸"'),
        ("第一款。\n　　第二款", "第一款。第二款"),
        ("甲\u200b乙\ufeff丙\u00ad", "甲乙丙"),
        ("｡､", "。、"),
    ],
)
def test_folds_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize("pair", ["零一", "後后", "、，", "。．", "〔（"])
def test_stays_distinct(pair: str) -> None:
    assert fold(pair[0]) != fold(pair[1])


def test_folding_twice_changes_nothing_for_any_letter() -> None:
    changed = [code for code in range(0x20000) if fold(c := fold_char(chr(code))) != c]
    assert changed == []


@given(TEXT, TEXT)
def test_folds_character_by_character(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@given(TEXT)
def test_offsets_lead_back_to_what_was_folded(text: str) -> None:
    folded, offsets = fold_map(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    assert all(char in fold_char(text[at]) for char, at in zip(folded, offsets, strict=True))


@given(TEXT, st.data())
def test_a_found_phrase_is_the_same_in_the_original(text: str, data: st.DataObject) -> None:
    folded, offsets = fold_map(text)
    if not folded:
        return
    start = data.draw(st.integers(0, len(folded) - 1))
    end = data.draw(st.integers(start + 1, len(folded)))
    original = text[offsets[start] : offsets[end - 1] + 1]
    assert folded[start:end] in fold(original)
    assert len(fold(original[1:-1])) <= end - start


@given(TEXT, st.data())
def test_a_text_has_all_grams_asked_for_a_phrase_in_it(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    phrase = folded[start : data.draw(st.integers(start, len(folded)))]
    if phrase:
        assert 0 < len(grams_for(phrase)) <= 25
        assert set(grams_for(phrase)) <= grams_of(folded)


def test_a_long_phrase_is_asked_for_by_few_grams_from_end_to_end() -> None:
    phrase = "".join(chr(0x4E00 + n) for n in range(1000))
    grams = grams_for(phrase)
    assert len(grams) <= 25
    assert grams[0] == phrase[:2]
    assert grams[-1] == phrase[-2:]


def test_snippet_gives_the_sentence_of_the_mark() -> None:
    text = "第一条　甲乙。港口应当公布收费目录；丙丁。\n戊己。"
    at = text.index("收费")
    cut = snippet(text, ((at, at + 2),), 40)
    assert cut.text == "港口应当公布收费目录；"
    assert [cut.text[a:b] for a, b in cut.spans] == ["收费"]
    assert str(cut) == "…港口应当公布收费目录；…"


def test_snippet_keeps_later_marks_within_its_width() -> None:
    text = "甲应当乙。丙应当丁。" + "戊" * 100 + "应当"
    spans = ((1, 3), (6, 8), (110, 112))
    cut = snippet(text, spans, 30)
    assert [cut.text[a:b] for a, b in cut.spans] == ["应当", "应当"]
    assert (cut.before, cut.after) == (False, True)


@given(TEXT, st.integers(1, 40), st.data())
def test_snippet_marks_are_the_marks_of_the_text(text: str, width: int, data: st.DataObject) -> None:
    visible = [i for i, char in enumerate(text) if fold(char)]
    if not visible:
        assert snippet(text, (), width).spans == ()
        return
    first = data.draw(st.sampled_from(visible))
    last = data.draw(st.sampled_from([i for i in visible if i >= first]))
    cut = snippet(text, ((first, last + 1),), width)
    assert cut.text in text
    assert [cut.text[a:b] for a, b in cut.spans] == [text[first : last + 1]]
    assert len(cut.text) <= max(width, last + 1 - first)
