"""compendium status: the table, JSON, the calendar, the page, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar

from tests.conftest import Cli

PASSED = "2024年3月21日海浦市第十三届人民代表大会常务委员会第九次会议通过"
TITLE = "海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定"
BRIDGES = f"""# 海浦市桥梁条例

（{PASSED}）

第一条　根据《中华人民共和国桥法》，制定本条例。

第二条　桥梁应当登记。

第三条　本条例自2024年7月1日起施行，第二条自2025年3月1日起施行。
"""
DECISION = f"""# {TITLE}

（2025年1月16日海浦市第十三届人民代表大会常务委员会第十五次会议通过）

海浦市第十三届人民代表大会常务委员会第十五次会议决定，对《海浦市桥梁条例》作如下修改：

将第二条修改为：“桥梁应当在线登记。”

本决定自2025年6月1日起施行。
"""
LAWS = '[[law]]\ntitle = "中华人民共和国桥法"\namended = 2024-11-08\nnote = "示例"\n'


@pytest.fixture
def bridges(tmp_path: Path, cli: Cli) -> Path:
    """A corpus of a regulation and a decision on it that is not carried out."""
    corpus = tmp_path / "ku"
    assert (
        cli("init", corpus, "--title", "海浦市法规全书", "--locality", "cn-hp", "--place", "海浦市").code == 0
    )
    for name, text in (("桥梁.md", BRIDGES), ("决定.md", DECISION)):
        (tmp_path / name).write_text(text, "utf-8")
        answer = cli("--corpus", corpus, "import", tmp_path / name)
        assert answer.code == 0, answer.out + answer.err
    return corpus


def test_the_table(bridges: Path, cli: Cli) -> None:
    (bridges / "national-laws.toml").write_text(LAWS, "utf-8")
    answer = cli("--corpus", bridges, "status", "--as-of", "2025-02-01")
    assert answer.code == 0
    heads = [line for line in answer.out.splitlines() if line.startswith("【")]
    assert heads == [
        "【30 日内】施行 1 项",
        "【90 日以后】未执行的决定 1 项",
        "【没有期限】上位法已修改 1 项",
    ]
    assert f"→ compendium amend plan {TITLE}" in answer.out
    assert "引用的《中华人民共和国桥法》2024年11月8日修改（示例）" in answer.out
    assert answer.out.splitlines()[-1] == "2025-02-01 共 3 项：30 日内 1，90 日以后 1，没有期限 1。"


def test_json(bridges: Path, cli: Cli) -> None:
    told = cli("--corpus", bridges, "status", "--as-of", "2025-02-01", "--json").json
    assert (told["as_of"], told["total"]) == ("2025-02-01", 2)
    assert told["by_urgency"] == {
        "overdue": 0, "today": 0, "7": 0, "30": 1, "90": 0, "later": 1, "open": 0
    }  # fmt: skip
    assert told["by_concern"]["decision"] == 1
    commencement, decision = told["duties"]
    assert (commencement["concern"], commencement["urgency"], commencement["due"]) == (
        "commencement",
        "30",
        "2025-03-01",
    )
    assert commencement["places"][0]["eId"] == "art_2"
    assert decision["command"] == f"compendium amend plan {TITLE}"
    assert len(told["revision"]) == 40


def test_as_known_before_the_decision_came_in(bridges: Path, cli: Cli) -> None:
    told = cli(
        "--corpus", bridges, "status", "--as-of", "2025-02-01", "--as-known-at", "HEAD~1", "--json"
    ).json
    assert [duty["concern"] for duty in told["duties"]] == ["commencement"]


@pytest.mark.parametrize(("day", "code"), [("2025-05-31", 0), ("2025-06-01", 1), ("2026-01-01", 1)])
def test_the_exit_code_tells_what_is_overdue_when_asked(bridges: Path, cli: Cli, day: str, code: int) -> None:
    assert cli("--corpus", bridges, "status", "--as-of", day).code == 0
    assert cli("--corpus", bridges, "status", "--as-of", day, "--fail-on-due").code == code
    assert cli("--corpus", bridges, "status", "--as-of", day, "--fail-on-due", "--json").code == code


def test_carrying_out_the_decision_settles_it(bridges: Path, cli: Cli) -> None:
    answer = cli("--corpus", bridges, "amend", "apply", TITLE)
    assert answer.code == 0, answer.out + answer.err
    told = cli("--corpus", bridges, "status", "--as-of", "2025-05-01", "--json").json
    assert [(d["concern"], d["due"]) for d in told["duties"]] == [("commencement", "2025-06-01")]


def test_the_calendar_and_the_page(bridges: Path, cli: Cli, tmp_path: Path) -> None:
    ics, html = tmp_path / "a.ics", tmp_path / "a.html"
    answer = cli("--corpus", bridges, "status", "--as-of", "2025-02-01", "--ics", ics, "--html", html)
    assert answer.code == 0
    events = Calendar.from_ical(ics.read_bytes()).walk("VEVENT")
    assert [event.decoded("DTSTART").isoformat() for event in events] == ["2025-03-01", "2025-06-01"]
    assert all(str(event["UID"]).endswith("@cn-hp.compendium") for event in events)
    page = html.read_text("utf-8")
    assert "<title>待办：海浦市法规全书</title>" in page
    assert f"compendium amend plan {TITLE}" in page


def test_what_was_built_before_the_last_commit_is_old(bridges: Path, cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert cli("--corpus", bridges, "build", "web", "-o", out, "--as-of", "2025-02-01").code == 0
    options = ("--as-of", "2025-02-01", "--out", out)
    assert "落后" not in cli("--corpus", bridges, "status", *options).out
    (tmp_path / "渡口.md").write_text(BRIDGES.replace("桥梁", "渡口"), "utf-8")
    assert cli("--corpus", bridges, "import", tmp_path / "渡口.md").code == 0
    answer = cli("--corpus", bridges, "status", *options, "--fail-on-due")
    assert answer.code == 1
    assert "之后法规库有 1 次提交，涉及 1 个文件" in answer.out
    assert f"→ compendium build web -o {out}" in answer.out
    earlier = cli("--corpus", bridges, "status", *options, "--as-known-at", "HEAD~1")
    assert "落后" not in earlier.out
    assert cli("--corpus", bridges, "status", "--out", tmp_path / "ku").code == 1


def test_long_lists_are_cut_unless_all_is_asked_for(bridges: Path, cli: Cli, tmp_path: Path) -> None:
    for n in "甲乙丙丁戊己":
        text = BRIDGES.replace("海浦市桥梁", f"海浦市{n}桥").replace("，第二条自2025年3月1日起施行", "")
        (tmp_path / f"{n}.md").write_text(text.replace("2024年7月1日", "2025年3月1日"), "utf-8")
        assert cli("--corpus", bridges, "import", tmp_path / f"{n}.md").code == 0
    cut = cli("--corpus", bridges, "status", "--as-of", "2025-02-01").out
    whole = cli("--corpus", bridges, "status", "--as-of", "2025-02-01", "--all").out
    assert "另有 2 项，用 --all 全部列出。" in cut
    assert (cut.count("2025-03-01  "), whole.count("2025-03-01  ")) == (5, 7)
    assert "另有" not in whole


def test_a_table_of_laws_that_is_wrong_is_refused_at_its_line(bridges: Path, cli: Cli) -> None:
    (bridges / "national-laws.toml").write_text('[[law]]\ntitle = "桥法"\namended = "昨天"\n', "utf-8")
    answer = cli("--corpus", bridges, "status")
    assert answer.code == 1
    assert answer.err.splitlines()[-1].startswith("错误：national-laws.toml:3: ")
