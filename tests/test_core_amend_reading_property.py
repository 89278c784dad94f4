"""Whatever the lines of a decision are, reading them fails on none and leaves no character out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.amending.instruction import Instruction
from compendium.amending.reading import Misread, read_decision, read_sentence, uncovered
from tests.reading_samples import SAMPLES, decision, items

LINES = sorted({line.strip() for sample in SAMPLES for line in sample.splitlines() if line.strip()})
PIECES = [
    *'“”"‘’《》（），。：；、后甲\ue000',
    "第五条",
    "第二款",
    "（三）",
    "修改为",
    "改为",
    "增加一款",
    "作为",
]
PIECES += ["删去", "中的", "1.", "一、", "其中的", "统一", "合并", "此外，", "海法"]
TITLES = ["关于修改《海浦市消防条例》的决定", "关于修改部分法规的决定", "海法修正案"]


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line of the samples, or one with some pieces put in or some characters taken out."""
    line = draw(st.sampled_from(LINES))
    at = draw(st.integers(0, len(line)))
    match draw(st.integers(0, 3)):
        case 0:
            return line[:at] + draw(st.sampled_from(PIECES)) + line[at:]
        case 1:
            return line[:at] + line[at + 1 :]
        case 2:
            return "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12)))
    return line


@settings(max_examples=300)
@given(
    st.lists(lines(), max_size=12),
    st.sampled_from(TITLES),
)
def test_no_character_is_left_out(found: list[str], title: str) -> None:
    act = decision("\n".join(found), title)
    reading = read_decision(act)
    assert not uncovered(act, reading)
    ids = [item.id for item in items(reading)]
    assert len(ids) == len(set(ids))
    assert all(item.reason for item in items(reading) if not isinstance(item, Instruction))


@settings(max_examples=300)
@given(st.lists(lines(), max_size=3))
def test_a_sentence_is_read_or_refused_in_words(found: list[str]) -> None:
    try:
        assert read_sentence("\n".join(found))
    except Misread as refusal:
        assert str(refusal)
