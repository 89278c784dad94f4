"""From lines to 编章节条款项目: one small text for every habit of form, its tree beside it.

The trees in golden/intake were written by UPDATE_GOLDEN=1 and then read.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compendium.intake.draft import draft_of
from compendium.intake.source import SourceRefused, squeeze
from compendium.law.kinds import ActKind, EventKind
from tests.builders import draft, drafted, golden, outline
from tests.pictures import png

HERE = Path(__file__).parent / "golden" / "intake"
CASES = sorted(path.stem for path in HERE.glob("*.md"))


@pytest.mark.parametrize("name", CASES)
def test_a_text_has_its_tree(name: str) -> None:
    text = (HERE / f"{name}.md").read_text("utf-8")
    golden(HERE / f"{name}.tree", outline(draft(text, "甲(2020-03-19).md").act))


UNMARKED = [name for name in CASES if not re.search("^[#|]", (HERE / f"{name}.md").read_text("utf-8"), re.M)]


@pytest.mark.parametrize("name", UNMARKED)
def test_a_plain_text_file_has_the_same_tree(name: str) -> None:
    text = (HERE / f"{name}.md").read_text("utf-8")
    assert outline(draft(text, "甲(2020-03-19).txt").act) == (HERE / f"{name}.tree").read_text("utf-8")


@pytest.mark.parametrize("name", CASES)
def test_no_character_is_lost(name: str) -> None:
    text = (HERE / f"{name}.md").read_text("utf-8")
    kept = squeeze(draft(text).act.text)
    marks = str.maketrans("", "", "#|-")
    assert sorted(kept.translate(marks)) == sorted(squeeze(text).translate(marks))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "空|没有|找不到"),
        ("今天天气很好。\n我们去看桥。\n", "找不到标题"),
        ("海浦市桥梁条例\n", "只有标题"),
        ("海浦市桥梁条例\n第一条　甲。\n第二条　乙。\n第一条　丙。\n", "第 4 行：第一条重复"),
        ("海浦市桥梁条例\n第一条　甲。\n第五条 规定。\n第五条　丙。\n", "第五条重复"),
    ],
)
def test_what_is_no_law_is_refused_with_a_reason(text: str, words: str) -> None:
    with pytest.raises(SourceRefused, match=words):
        draft(text, "甲.txt")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("第一条　甲。\n第二条所有单位应当登记。\n第三条　丙。\n", "按条的次序作为一条"),
        ("第一条　甲。\n附　则\n第二条　乙。\n", "像标题而没有编号"),
        ("第一章　总则和\n一般规定\n第一条　甲。\n第二条　乙。\n", "像标题而没有编号"),
        (
            "第一条　甲。\n第二条　本条例自2020年5月1日起施行，其中第一章自2021年1月1日起施行。\n",
            "部分规定另有施行日期",
        ),
    ],
)
def test_what_a_person_should_look_at_is_said(body: str, words: str) -> None:
    title = "海浦市桥梁条例\n（2020年3月19日海浦市第十二届人民代表大会常务委员会第五次会议通过）\n"
    assert any(words in warning for warning in draft(title + body, "甲.txt").warnings)


def test_a_clean_text_has_no_warning() -> None:
    text = (
        "# 海浦市桥梁条例\n\n（2020年3月19日海浦市第十二届人民代表大会常务委员会第五次会议通过）\n\n"
        "第一条　为了桥梁的安全，制定本条例。\n\n第二条　本条例自2020年5月1日起施行。\n"
    )
    assert draft(text).warnings == ()


def test_an_unread_history_is_warned_of_and_kept() -> None:
    text = "# 海浦市桥梁条例\n\n（2020年3月19日海浦市第十二届人民代表大会第五次会议研究）\n\n第一条　甲。\n"
    made = draft(text)
    assert len(made.unread) == 1
    assert any("未能识读" in warning for warning in made.warnings)
    assert "会议研究" in made.act.history


def test_a_history_with_a_day_that_is_none_is_refused() -> None:
    text = "# 海浦市桥梁条例\n\n（2020年2月30日海浦市第十二届人民代表大会第五次会议通过）\n\n第一条　甲。\n"
    with pytest.raises(SourceRefused, match="日期不存在：“2020年2月30日”"):
        draft(text)


def test_an_order_tells_of_adoption_and_promulgation() -> None:
    text = (HERE / "cover-order.md").read_text("utf-8")
    act = draft(text).act
    assert act.kind is ActKind.GOVERNMENT_RULE
    assert act.number == "海浦市人民政府令第12号"
    assert [(e.kind, e.date.isoformat()) for e in act.events] == [
        (EventKind.ADOPTION, "2024-02-20"),
        (EventKind.PROMULGATION, "2024-03-01"),
    ]


def test_a_picture_stays_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "桥.png").write_bytes(png())
    file = tmp_path / "海浦市桥梁条例.md"
    file.write_text(
        "# 海浦市桥梁条例\n\n第一条　标志见下图：\n\n![标志](桥.png)\n\n图中尺寸以米计。\n", "utf-8"
    )
    made = draft_of(file)
    assert made.images == {"桥.png": png()}
    assert outline(made.act).splitlines()[1:] == [
        "article 第一条",
        "  paragraph | 标志见下图： | [image 桥.png]",
        "  paragraph | 图中尺寸以米计。",
    ]


def test_marks_inside_a_number_line_are_kept() -> None:
    act = drafted("第一条　排放CO<sub>2</sub>的桥梁：\n\n（一）面积100m<sup>2</sup>以上；\n\n（二）其他。\n")
    point = act.articles[0].children[0].children[0]
    assert [type(run).__name__ for block in point.blocks for run in block.runs] == ["str", "Span", "str"]  # type: ignore[union-attr]
