"""compendium correct of the record, and import --replace with another title: what a clerk types and reads."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
WRONG, RIGHT = "海浦市桥粱条例", "海浦市桥梁条例"
FOLDER = "difangxing-fagui/qiao-liang-tiao-li"


def text(title: str, first: str = "桥梁应当登记。") -> str:
    return (
        f"# {title}\n\n（2020年3月19日海浦市第十二届人民代表大会常务委员会第五次会议通过）\n\n"
        f"第一条　{first}\n\n第二条　本条例自2020年5月1日起施行。\n"
    )


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def corpus(tmp_path: Path, cli: Cli) -> Path:
    """A corpus with an act whose title was taken in wrong, and another act."""
    root = tmp_path / "ku"
    assert cli("init", root, "--locality", "cn-hp", "--place", "海浦市").code == 0
    for name, title in (("甲.md", WRONG), ("乙.md", "海浦市渡口条例")):
        (tmp_path / name).write_text(text(title, f"{name}应当登记。"), "utf-8")
        assert cli("--corpus", root, "import", tmp_path / name).code == 0
    return root


def git(corpus: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(corpus), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_wrong_title_is_put_right_shown_and_kept(corpus: Path, cli: Cli) -> None:
    command = ("--corpus", corpus, "correct", WRONG, "--title", RIGHT, "--reason", "题名录错一字")
    tried = cli(*command, "--dry-run")
    assert tried.out.splitlines() == [
        f"将改正《{RIGHT}》的记载（录入更正）：",
        f"  2020-05-01 的版本　题名：{WRONG} → {RIGHT}",
        "没有写入。去掉 --dry-run 即改正。",
    ]
    assert cli("--corpus", corpus, "show", WRONG).code == 0
    done = cli(*command, "--json").json
    assert (done["title"], done["kind"], done["folder"]) == (RIGHT, "录入更正", FOLDER)
    assert done["commit"] == git(corpus, "rev-parse", "HEAD").strip()
    shown = cli("--corpus", corpus, "show", RIGHT)
    assert f"录入更正：题名“{WRONG}”应为“{RIGHT}”" in shown.err
    assert "勘误" not in shown.err
    assert git(corpus, "log", "-1", "--format=%s").strip() == f"录入更正：《{WRONG}》2020-05-01 的题名"
    assert cli("--corpus", corpus, "check").code == 0


def test_with_a_source_it_is_an_official_erratum(corpus: Path, cli: Cli) -> None:
    words = (
        "--number",
        "公告第1号",
        "--reason",
        "漏印",
        "--source",
        "公报2020年第6期",
        "--published",
        "2020-06-01",
    )
    assert "（勘误）" in cli("--corpus", corpus, "correct", WRONG, *words).out
    assert "勘误：文号漏“公告第1号”（公报2020年第6期）" in cli("--corpus", corpus, "show", WRONG).err


def test_a_kind_moves_the_work_and_the_old_folder_leads_on(corpus: Path, cli: Cli) -> None:
    answer = cli("--corpus", corpus, "correct", WRONG, "--kind", "政府规章", "--reason", "性质录错")
    assert f"目录：{FOLDER} → zhengfu-guizhang/qiao-liang-tiao-li" in answer.out
    assert cli("--corpus", corpus, "show", FOLDER).code == 0
    assert cli("--corpus", corpus, "check").code == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (f"correct {WRONG} --reason 误 --title 海浦市渡口条例", 1, "是库中另一部法规"),
        (f"correct {WRONG} --reason 误 --title {WRONG}", 1, "题名已经是"),
        (f"correct {WRONG} --reason 误 --event 2020-03-19 2020-06-19", 1, "检查不能通过：D301"),
        (f"correct {WRONG} --reason 误 --event 2020-03-20 2020-03-19", 1, "记载中没有“2020-03-20”"),
        (f"correct {WRONG} --reason 误 --add-event 甲", 1, "没有读懂"),
        (f"correct {WRONG} --reason 误 --in-text", 2, "--in-text 与 --event 同用"),
        (f"correct {WRONG} --reason 误 --words 甲 乙 --at 第一条 --title {RIGHT}", 2, "分两次做"),
        (f"correct {WRONG} --reason 误 --words 甲 乙 --at 第一条", 2, "用 --date 写明"),
        (f"correct {WRONG} --reason 误 --title {RIGHT} --published 2020-06-01", 2, "要与 --source 同用"),
        (f"correct {WRONG} --title {RIGHT}", 2, "--reason"),
        (f"correct {WRONG} --reason 误 --title {RIGHT} --date 2021-01-01", 1, "没有 2021-01-01 的版本"),
        (f"correct {WRONG} --reason 误 --kind 条例", 2, "没有“条例”这一性质"),
        ("import --yes 无", 2, "无"),
    ],
)
def test_bad_input_changes_nothing(words: str, code: int, told: str, corpus: Path, cli: Cli) -> None:
    head = git(corpus, "rev-parse", "HEAD")
    answer = cli("--corpus", corpus, *words.split())
    assert (answer.code, git(corpus, "rev-parse", "HEAD")) == (code, head)
    assert told in answer.err
    assert git(corpus, "status", "--porcelain") == ""


def test_the_number_of_another_act_needs_a_word(
    corpus: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ("--number", "公告第1号", "--reason", "漏录")
    assert cli("--corpus", corpus, "correct", "海浦市渡口条例", *number).code == 0
    command = ("--corpus", corpus, "correct", WRONG, *number)
    answer = cli(*command)
    assert answer.code == 1
    assert "《海浦市渡口条例》的文号也是“公告第1号”。核对无误的，加 --yes 再改" in answer.err
    monkeypatch.setattr("sys.stdin", _Terminal("n\n"))
    assert cli(*command).code == 1
    monkeypatch.setattr("sys.stdin", _Terminal("y\n"))
    assert cli(*command).code == 0


def test_a_table_of_staff_that_names_the_old_title_stops_it(corpus: Path, cli: Cli) -> None:
    table = '[[standard]]\nnumber = "A 1"\ntitle = "标准"\nlink = "https://example.cn/1"\n'
    (corpus / "standards.toml").write_text(f'{table}regulations = ["{WRONG}"]\n', "utf-8")
    answer = cli("--corpus", corpus, "correct", WRONG, "--title", RIGHT, "--reason", "误")
    assert answer.code == 1
    assert f"standards.toml:2: 标准 A 1：法规库中没有“{WRONG}”" in answer.err
    assert f"换成目录名 {FOLDER}" in answer.err


def test_a_file_of_another_title_replaces_only_with_a_word(
    corpus: Path, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "丙.md"
    file.write_text(text(RIGHT), "utf-8")
    command = ("--corpus", corpus, "import", "--replace", file)
    answer = cli(*command)
    assert answer.code == 1
    assert "只差一个字：“粱”与“梁”" in answer.out
    monkeypatch.setattr("sys.stdin", _Terminal("n\n"))
    assert cli(*command).code == 1
    monkeypatch.setattr("sys.stdin", _Terminal("y\n"))
    answer = cli(*command)
    assert answer.code == 0
    assert "只差一个字" in answer.out + answer.err
    assert f"原题名《{WRONG}》" in git(corpus, "log", "-1", "--format=%B")
    file.write_text(text("海浦市桥梁规定"), "utf-8")
    assert cli(*command, "--yes").code == 0
    assert len(cli("--corpus", corpus, "list", "--json").json) == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--title", "../../../etc/passwd"), "题名不能含“/”"),
        (("--title", "海浦市\u202e桥梁条例"), "看不见的控制字符"),
        (("--issuer", "海浦市\u2066人大"), "看不见的控制字符"),
        (("--number", "公告\n第1号"), "含有换行"),
        (("--source", "公报\u2028第1期", "--number", "公告第1号"), "含有换行"),
    ],
)
def test_what_would_mislead_in_a_file_is_refused(
    corpus: Path, cli: Cli, options: tuple[str, ...], words: str
) -> None:
    refused = cli("--corpus", corpus, "correct", WRONG, *options, "--reason", "录错")
    assert refused.code in (1, 2)
    assert words in refused.err


def test_an_event_that_comes_after_the_day_of_effect_is_told(corpus: Path, cli: Cli) -> None:
    added = cli("--corpus", corpus, "correct", WRONG, "--add-event", "2021年1月1日公布", "--reason", "漏记")
    assert added.code == 0
    assert "D309：2020-05-01 施行早于 2021-01-01 公布" in added.err
    assert "D309" in cli("--corpus", corpus, "check").out


def test_a_text_that_is_right_already_needs_no_in_text(corpus: Path, cli: Cli) -> None:
    event = ("correct", WRONG, "--reason", "录错", "--event")
    assert cli("--corpus", corpus, *event, "2020-03-19", "2020-03-18").code == 0
    refused = cli("--corpus", corpus, *event, "2020-03-18", "2020-03-19", "--in-text")
    assert (refused.code, "只是记载有误；请去掉 --in-text" in refused.err) == (1, True)
    assert cli("--corpus", corpus, *event, "2020-03-18", "2020-03-19").code == 0


def test_versions_that_a_merge_put_under_another_address_follow(corpus: Path, cli: Cli) -> None:
    later = text(WRONG, "桥梁应当在线登记。").replace("2020年", "2022年")
    (corpus.parent / "丙.md").write_text(later, "utf-8")
    assert cli("--corpus", corpus, "import", corpus.parent / "丙.md").code == 0
    (held,) = corpus.glob("*/*/2022-05-01.xml")
    stale = held.read_bytes()
    moved = ("correct", WRONG, "--kind", "政府规章", "--all-versions", "--reason", "性质录错")
    assert cli("--corpus", corpus, *moved).code == 0
    (held,) = corpus.glob("*/*/2022-05-01.xml")
    held.write_bytes(stale)
    git(corpus, "-c", "user.name=某", "-c", "user.email=a@b.cn", "commit", "-qam", "合并")
    assert "X102" in cli("--corpus", corpus, "check").out
    moves = (corpus / "moved.toml").read_bytes()
    done = cli("--corpus", corpus, *moved)
    assert done.code == 0, done.err
    assert cli("--corpus", corpus, "check").code == 0
    assert (corpus / "moved.toml").read_bytes() == moves
    assert not list(corpus.glob("difangxing-fagui/qiao-*/*"))
    assert b"difangxing-fagui" not in held.read_bytes().partition(b"corrections")[0].partition(b"<body")[0]
