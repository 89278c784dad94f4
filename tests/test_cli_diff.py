"""compendium diff: texts named by day or file, states of the corpus, every form, wrong use."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

import pytest
from docx import Document

from tests.acceptance.bad_input import regulation
from tests.conftest import Answer, Cli
from tests.word_settling import settled

OLD, NEW = "主管全市", "负责本市"


@pytest.fixture
def drafts(tmp_path: Path) -> tuple[Path, Path]:
    """A text and a draft that changes some of its words."""
    before, after = tmp_path / "现行.txt", tmp_path / "草案.txt"
    text = regulation().replace("路牌", "路灯")
    assert OLD in text
    before.write_text(text, "utf-8")
    after.write_text(text.replace(OLD, NEW), "utf-8")
    return before, after


def test_two_files_need_no_corpus(drafts: tuple[Path, Path], cli: Cli) -> None:
    answer = cli("diff", *drafts)
    assert answer.code == 0 and f"【删去：{OLD}】【新增：{NEW}】" in answer.out


def test_a_draft_is_held_against_the_text_in_force(lamps: Path, drafts: tuple[Path, Path], cli: Cli) -> None:
    answer = cli("--corpus", lamps, "diff", "路灯管理条例", drafts[1])
    assert answer.code == 0 and f"【新增：{NEW}】" in answer.out
    same = cli("--corpus", lamps, "diff", "路灯管理条例", drafts[0], "--json").json
    assert same["operations"] == [] and set(same["counts"]) == {"unchanged"}


def test_the_name_of_the_file_tells_the_form(drafts: tuple[Path, Path], tmp_path: Path, cli: Cli) -> None:
    for name, head in (("表.html", b"<!DOCTYPE"), ("表.docx", b"PK"), ("表.pdf", b"%PDF"), ("表.json", b"{")):
        out = tmp_path / name
        assert cli("diff", *drafts, "--out", out).code == 0
        assert out.read_bytes().startswith(head)


def test_side_by_side_or_in_one_run(drafts: tuple[Path, Path], cli: Cli) -> None:
    assert '<table class="sides">' in cli("diff", *drafts, "--format", "html").out
    assert '<table class="sides">' not in cli("diff", *drafts, "--format", "html", "--inline").out


def test_all_adds_what_stayed(drafts: tuple[Path, Path], tmp_path: Path, cli: Cli) -> None:
    rows = []
    for name, *more in (("some",), ("all", "--all")):
        out = tmp_path / f"{name}.docx"
        cli("diff", *drafts, "--out", out, *more)
        rows.append(len(Document(io.BytesIO(out.read_bytes())).tables[0].rows))
    assert rows[0] < rows[1]


def test_tracked_changes_settle_to_both_texts(drafts: tuple[Path, Path], tmp_path: Path, cli: Cli) -> None:
    out = tmp_path / "修订.docx"
    assert cli("diff", *drafts, "--format", "tracked", "--out", out).code == 0
    accepted, rejected = (settled(out.read_bytes(), way) for way in (True, False))
    assert "\n".join(accepted) == "\n".join(rejected).replace(OLD, NEW) != "\n".join(rejected)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "docx"), "要用 --out 指定写入的文件"),
        (("--out", "对照表.xyz"), "看不出输出形式"),
        (("--edition", "--format", "tracked", "--out", "甲.docx"), "--edition 没有 tracked"),
    ],
)
def test_wrong_use_is_refused(
    drafts: tuple[Path, Path], cli: Cli, arguments: tuple[str, ...], words: str
) -> None:
    answer = cli("diff", *drafts, *arguments)
    assert answer.code == 2 and words in answer.err


def test_a_file_that_is_not_there_is_named(drafts: tuple[Path, Path], cli: Cli) -> None:
    answer = cli("diff", drafts[0], "没有.docx")
    assert answer.code == 2 and "没有文件“没有.docx”" in answer.err


def test_an_unknown_work_is_refused(lamps: Path, drafts: tuple[Path, Path], cli: Cli) -> None:
    answer = cli("--corpus", lamps, "diff", "没有的条例@2020-01-01", drafts[0])
    assert answer.code == 1 and "没有“没有的条例”" in answer.err


# ---- two states of the corpus


def edition(cli: Cli, corpus: Path, *arguments: str) -> Answer:
    return cli("--corpus", corpus, "diff", "--edition", *arguments)


def test_two_days(lamps: Path, cli: Cli) -> None:
    found = edition(cli, lamps, "1990-01-01", "2090-01-01", "--json").json
    assert found["counts"]["entered"] == 1 and found["after"]["works"] == 1
    shown = edition(cli, lamps, "1990-01-01", "2090-01-01").out
    assert "修改情况说明" in shown and "一、新收录（1 件）" in shown


def test_a_tag_against_now(lamps: Path, tmp_path: Path, cli: Cli) -> None:
    subprocess.run(["git", "-C", lamps, "tag", "v1"], check=True)
    same = edition(cli, lamps, "v1", "HEAD", "--json").json
    assert same["items"] == [] and same["before"]["revision"] == same["after"]["revision"]
    other = tmp_path / "井盖.txt"
    other.write_text(regulation().replace("路牌", "井盖"), "utf-8")
    assert cli("--corpus", lamps, "import", other).code == 0
    found = edition(cli, lamps, "v1", "HEAD", "--json").json
    assert ["井盖" in item["title"] for item in found["items"] if item["group"] == "entered"] == [True]


def test_the_account_is_written_in_every_form(lamps: Path, tmp_path: Path, cli: Cli) -> None:
    for name, head in (("说明.html", b"<!DOCTYPE"), ("说明.docx", b"PK"), ("说明.pdf", b"%PDF")):
        out = tmp_path / name
        assert edition(cli, lamps, "1990-01-01", "2090-01-01", "--out", str(out)).code == 0
        assert out.read_bytes().startswith(head)
    out = tmp_path / "说明.json"
    edition(cli, lamps, "1990-01-01", "2090-01-01", "--out", str(out))
    assert json.loads(out.read_text("utf-8"))["counts"]["entered"] == 1


def test_an_unknown_state_is_refused(lamps: Path, cli: Cli) -> None:
    answer = edition(cli, lamps, "没有的标签", "HEAD")
    assert answer.code == 1 and "没有这个提交、分支或者标签" in answer.err
