"""Centred lines are put together again where they are one title or one 题注, and nowhere else."""

from __future__ import annotations

import pytest

from compendium.intake.centred import join_centred
from compendium.intake.finish import plain
from compendium.intake.source import SourceBlock


def joined(*words: str, centred: bool = True) -> list[str]:
    lines: list[tuple[SourceBlock, bool]] = [(block, centred) for text in words for block in plain(text)]
    return [block.block.text for block in join_centred(lines)]


@pytest.mark.parametrize(
    "lines",
    [
        ("海浦市新港区城市管理领域非现场执法", "规定"),
        ("海浦市人民代表大会常务委员会", "关于修改《海浦市示例管理条", "例》等3件地方性法规的", "决定"),
        ("海浦市人民政府关于印发", "《海浦市示例办法》的通知"),
        ("海浦市示例管理条例", "实施细则"),
        ("中国某银行公告（修改示例", "文件）（中国某银行公", "告〔2020〕第15号）"),
        ("（2020年1月1日海浦市人民代表大会常务委员会", "会议通过　2021年1月1日修正）"),
        ("2020年1月1日海浦市人民代表大会常务委员会202", "0年会议通过"),
        ("（海浦市法院审判委员会", "通过　2020年1月1日公布）"),
        ("2020年1月1日根据《关于修改甲的决", "定》修正"),
        ("2020年1月1日公布", "施行"),
    ],
)
def test_one_title_or_one_history(lines: tuple[str, ...]) -> None:
    assert joined(*lines) == ["".join(lines)]
    assert joined(*lines, centred=False) == list(lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("海浦市人民政府令", "海浦市示例办法"),
        ("海浦市人民政府令", "第5号"),
        ("海浦市示例条例", "（2020年1月1日公布）"),
        ("海浦市甲条例", "海浦市乙条例"),
        ("第一章　总则", "第一节　一般规定"),
        ("2020年1月1日海浦市人民政府公布", "2021年1月1日海浦市人民政府修正"),
        ("海浦市人民政府", "2020年1月1日"),
        ("目　　录", "第一章　总则"),
    ],
)
def test_lines_that_stay_apart(lines: tuple[str, ...]) -> None:
    assert joined(*lines) == list(lines)


def test_title_and_history_one_after_the_other() -> None:
    assert joined("海浦市甲", "条例", "（2020年1月1日会议", "通过）", "第一章　总则") == [
        "海浦市甲条例",
        "（2020年1月1日会议通过）",
        "第一章　总则",
    ]
