"""Names that disagree with the title are told: those of a page, of a notice, of a 公布令, of a 题注."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.intake.draft import draft_of
from compendium.intake.naming import told_otherwise

BODY = "<p>第一条　为了示例，制定本办法。</p><p>第二条　本办法自2023年6月1日起施行。</p>"


def told(folder: Path, head: str, text: str) -> list[str]:
    path = folder / "甲.html"
    path.write_text(
        f"<html><head><title>{head}</title></head><body><div>{text}{BODY}</div></body></html>", "utf-8"
    )
    return [warning for warning in draft_of(path).warnings if "不一致" in warning]


@pytest.mark.parametrize(
    "head",
    [
        "海浦市示例办法",
        "《海浦市示例办法》_海浦市司法局",
        "海浦市人民政府关于印发《海浦市示例办法》的通知 - 海浦市人民政府",
        "海浦市人民政府关于印发海浦市示例办法的通知",
        "海浦市示例办法（2023修订）",
        "海浦市示…",
        "海浦市人民政府令第5号",
        "法规全文｜海浦市司法局",
        "",
    ],
)
def test_names_that_agree(tmp_path: Path, head: str) -> None:
    assert not told(tmp_path, head, "<h1>海浦市示例办法</h1>")


@pytest.mark.parametrize(
    ("head", "text", "other"),
    [
        ("海浦市别的办法_海浦市司法局", "<h1>海浦市示例办法</h1>", "网页标题所称的“海浦市别的办法”"),
        (
            "",
            "<p>海浦市人民政府关于印发</p><p>《海浦市别的办法》的通知</p><p>各区人民政府：</p><p>现印发给你们。</p>"
            "<p>海浦市示例办法</p>",
            "印发的通知所称的“海浦市别的办法”",
        ),
        (
            "",
            "<p>海浦市人民政府令</p><p>第5号</p><p>《海浦市别的办法》已经市政府会议通过，现予公布。</p>"
            "<p>海浦市示例办法</p><p>（2023年5月1日海浦市人民政府令第5号公布）</p>",
            "公布令所称的“海浦市别的办法”",
        ),
        (
            "",
            "<h1>海浦市示例办法</h1><p>（2020年5月1日海浦市人民政府令第5号公布　根据2023年4月1日"
            "《关于修改〈海浦市别的办法〉的决定》修正）</p>",
            "题注所称的“海浦市别的办法”",
        ),
    ],
    ids=["page", "notice", "order", "history"],
)
def test_names_that_disagree_are_both_told(tmp_path: Path, head: str, text: str, other: str) -> None:
    (warning,) = told(tmp_path, head, text)
    assert other in warning and "“海浦市示例办法”" in warning


def test_a_name_of_another_act_in_the_largest_heading_is_told() -> None:
    named = [("页面大标题", "海浦市别的规定")]
    assert list(told_otherwise("海浦市示例办法", named, ())) == [
        "页面大标题所称的“海浦市别的规定”与正文的题名“海浦市示例办法”不一致，请核对"
    ]
