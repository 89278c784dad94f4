"""compendium upgrade on the command line, and what other commands say of a format."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compendium.store import formats
from compendium.store.formats import with_format
from tests.conftest import Cli
from tests.format_fixtures import repository
from tests.upgrading_steps import (
    GARDEN,
    GARDEN_URI,
    breaking,
    correcting,
    doubting,
    keyword,
    program_with,
    renaming,
)

HINT = f"提示：法规库是格式 1，本程序写格式 {formats.FORMAT}。请运行 compendium upgrade 升级"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A corpus of the first format."""
    return repository("format-1", tmp_path / "corpus").root


def test_it_says_what_it_would_do_does_it_and_then_has_nothing_to_do(cli: Cli, old: Path) -> None:
    before = (old / "corpus.toml").read_bytes()
    dry = cli("--corpus", old, "upgrade", "--dry-run")
    assert (dry.code, dry.err) == (0, "")
    assert [re.split(r"\s{2,}", line.strip()) for line in dry.out.splitlines()] == [
        ["法规库的格式：1 → 3"],
        ["步骤", "文件", "改动", "处"],
        ["1 → 2", "corpus.toml", "写明格式 2", "1"],
        ["2 → 3", "corpus.toml", "写明格式 3", "1"],
        ["将改动 1 个文件，作一次提交。"],
        ["没有改动任何文本。"],
        ["没有写入。去掉 --dry-run 即升级。"],
    ]
    assert (old / "corpus.toml").read_bytes() == before
    done = cli("--corpus", old, "upgrade")
    assert done.code == 0
    assert "已改动 1 个文件，作一次提交。" in done.out
    again = cli("--corpus", old, "upgrade")
    assert (again.code, again.out) == (0, "法规库已是格式 3，与本程序相同，没有要升级的。\n")


def test_programs_read_the_same(cli: Cli, old: Path) -> None:
    with program_with(keyword, renaming(GARDEN, "huayuan")):
        dry = cli("--corpus", old, "upgrade", "--dry-run", "--json").json
        done = cli("--corpus", old, "upgrade", "--json").json
        assert (dry["commit"], done["commit"] is not None) == (None, True)
        assert {**dry, "commit": 0} == {**done, "commit": 0}
        assert (done["from"], done["to"], len(done["steps"])) == (1, formats.FORMAT, formats.FORMAT - 1)
        assert done["steps"][-2]["done"][0]["count"] == 2
        (move,) = done["moved"]
        assert (move["from"], move["to"]) == (GARDEN, "difangxing-fagui/huayuan")
        assert done["texts_compared"] == 7
        assert "moved.toml" in done["files"]
        nothing = cli("--corpus", old, "upgrade", "--json").json
        assert (nothing["steps"], nothing["commit"]) == ([], None)
        assert cli("--corpus", old, "check").code == 0
        shown = cli("--corpus", old, "show", "huayuan").out
        for name in (GARDEN, GARDEN.partition("/")[2], GARDEN_URI):
            assert cli("--corpus", old, "show", name).out == shown


def test_doubts_are_listed_by_file_and_line(cli: Cli, old: Path) -> None:
    with program_with(doubting):
        refused = cli("--corpus", old, "upgrade")
        assert refused.code == 1
        assert re.search(r"\.xml:7: 这里有两种读法，请写明：“自公布之日起”\n", refused.out)
        assert "拿不准的有 2 处，什么也没有写入" in refused.out
        told = cli("--corpus", old, "upgrade", "--json")
        assert (told.code, [doubt["line"] for doubt in told.json["doubts"]]) == (1, [7, 9])
    assert b"format" not in (old / "corpus.toml").read_bytes()


def test_a_text_that_differs_ends_it(cli: Cli, old: Path) -> None:
    with program_with(breaking):
        refused = cli("--corpus", old, "upgrade")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("错误：升级的结果与原来的内容对不上，什么也没有写入。")


def test_announced_changes_are_told(cli: Cli, old: Path) -> None:
    with program_with(correcting):
        done = cli("--corpus", old, "upgrade")
    assert "文字有改动：旧格式存错的字" in done.out
    assert "除上列改动外一字不差" in done.out


def test_writing_commands_say_that_an_upgrade_is_due_and_readers_do_not(cli: Cli, old: Path) -> None:
    corrected = ("correct", "早餐", "--date", "2023-10-01", "--reason", "x", "--dry-run")
    said = cli("--corpus", old, *corrected, "--words", "制定本条例", "制订本条例", "--at", "第一条")
    assert said.code == 0
    assert HINT in said.err
    source = old.parent / "x.txt"
    source.write_text("海浦市路灯条例\n", "utf-8")
    assert HINT in cli("--corpus", old, "import", source).err
    commence = (
        "commence",
        "早餐",
        "--date",
        "2023-10-01",
        "--from",
        "2023-10-01",
        "--words",
        "x",
        "--dry-run",
    )
    assert HINT in cli("--corpus", old, *commence).err
    assert HINT in cli("--corpus", old, "amend", "plan", "修改《海浦市雨水花园管理条例").err
    for reading in (("list",), ("show", "早餐"), ("check",)):
        assert "提示" not in cli("--corpus", old, *reading).err
    assert cli("--corpus", old, "upgrade").code == 0
    assert "提示" not in cli("--corpus", old, *commence).err


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("show", "早餐"),
        ("check",),
        ("search", "雨水"),
        ("status",),
        ("diff", "早餐@2013-01-01", "早餐@2023-10-01"),
        ("build", "web", "-o", "out"),
        ("publish", "--destination", "site"),
        ("export", "-o", "x.docx"),
        ("print", "早餐", "-o", "x.pdf"),
        ("serve",),
        ("upgrade",),
        ("import", "corpus.toml"),
        ("amend", "plan", "x"),
    ],
)
def test_every_command_refuses_a_later_format(
    cli: Cli, old: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(old)
    stated = old / "corpus.toml"
    stated.write_bytes(with_format(stated.read_bytes(), formats.FORMAT + 1))
    refused = cli(*command)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("错误：corpus.toml:4: 这个法规库是格式 4，本程序只认识到格式 3：")
    assert "请换用新版 compendium" in refused.err


def test_a_bad_moved_toml_is_told_by_line(cli: Cli, old: Path) -> None:
    entry = '[[moved]]\nfrom = "falv/a"\nto = "falv/a"\nsince = 2027-01-01\n'
    (old / "moved.toml").write_text(entry, "utf-8")
    refused = cli("--corpus", old, "check")
    assert (refused.code, refused.err.startswith("错误：moved.toml:3: ")) == (1, True)
    assert cli("--corpus", old, "build", "feed", "-o", old.parent / "out").code == 1
