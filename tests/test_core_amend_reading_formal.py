"""Nothing that speaks of a place in the act passes for words that order nothing."""

from __future__ import annotations

import pytest

from compendium.amending.instruction import Instruction, Unread
from compendium.amending.reading import read_decision, uncovered
from tests.builders import draft

HEAD = (
    "# 海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定\n\n"
    "（2024年3月21日海浦市第十三届人民代表大会常务委员会第九次会议通过）\n\n"
)
TAIL = "\n\n本决定自2024年5月1日起施行。\n"


@pytest.mark.parametrize(
    "words",
    [
        "会议决定对《海浦市桥梁条例》作如下修改：将第二条依法调整。",
        "会议决定对《海浦市桥梁条例》作如下修改：\n\n将第二条依法调整。",
        "会议决定对《海浦市桥梁条例》作如下修改：\n\n一、第二条的规定参照新的标准执行。",
        "会议决定对《海浦市桥梁条例》作如下修改：\n\n第三条第二款不再适用。",
    ],
)
def test_what_is_not_understood_is_unread_and_never_formal(words: str) -> None:
    act = draft(HEAD + words + TAIL, "决定.md").act
    reading = read_decision(act)
    items = [item for part in reading.parts for item in part.items]
    assert any(isinstance(item, Unread) for item in items)
    assert not uncovered(act, reading)


@pytest.mark.parametrize("words", ["后增加“、架设管线”", "后增加“架设管线”", "最后增加“并公布。”"])
def test_a_single_sentence_without_a_number_is_an_instruction(words: str) -> None:
    place = "第一款" if words.startswith("最后") else "中的“摆设摊位”"
    text = f"会议决定对《海浦市桥梁条例》作如下修改：\n\n在第四条{place}{words}。"
    reading = read_decision(draft(HEAD + text + TAIL, "决定.md").act)
    (item,) = (item for part in reading.parts for item in part.items)
    assert isinstance(item, Instruction)
