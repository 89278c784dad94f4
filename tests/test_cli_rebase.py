"""compendium rebase: two copies of a corpus, one git merge, and what a clerk does about it."""

from __future__ import annotations

import json
import subprocess
from io import StringIO
from pathlib import Path

import pytest

from tests.amending import BRIDGES, decision, regulation
from tests.conftest import Cli

YEARLY = "将第三条中的“一次”修改为“两次”。"
FINE = "将第六条中的“五百元”修改为“一千元”。"
MONTHLY = "将第三条修改为：\n\n第三条　养护责任人应当每月检查桥梁。"


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
    ).stdout.strip()


def texts(*later: str) -> tuple[str, str]:
    """Two decisions of one title: the first for January, the second for June."""
    one = decision(YEARLY, day="2026年9月1日", start="本决定自2027年1月1日起施行。")
    return one, decision(*later, day="2026年11月20日", start="本决定自2027年6月1日起施行。")


def merged(tmp_path: Path, cli: Cli, *later: str) -> Path:
    """A corpus into which a colleague's copy was merged by git, without a conflict."""
    root = tmp_path / "ku"
    assert cli("init", root, "--locality", "cn-hp", "--place", "海浦市").code == 0
    (tmp_path / "桥梁.txt").write_text(regulation(), "utf-8")
    assert cli("--corpus", root, "import", tmp_path / "桥梁.txt").code == 0
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", str(root), str(copy))
    for place, text in zip((root, copy), texts(*later), strict=True):
        file = tmp_path / f"{place.name}-决定.txt"
        file.write_text(text, "utf-8")
        assert cli("--corpus", place, "amend", "apply", file).code == 0
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.cn")
    git(root, "fetch", "-q", str(copy), "HEAD")
    git(root, *identity, "merge", "-q", "--no-edit", "FETCH_HEAD")
    return root


@pytest.fixture
def corpus(tmp_path: Path, cli: Cli) -> Path:
    return merged(tmp_path, cli, FINE)


def test_the_merge_is_told_and_stops_publication(corpus: Path, cli: Cli, tmp_path: Path) -> None:
    found = cli("--corpus", corpus, "check")
    assert found.code == 1 and "V405 没有包含前一版本的修改" in found.out
    assert "在 2015-07-01 的版本上作出，而前一版本是 2027-01-01" in found.out
    replayed = cli("--corpus", corpus, "check", "--replay")
    assert replayed.code == 1 and "而前一版本是 2027-01-01" in replayed.out
    told = cli("--corpus", corpus, "status", "--as-of", "2026-12-01")
    assert "版本没有接上" in told.out and f"compendium rebase {BRIDGES}" in told.out
    refused = cli("--corpus", corpus, "publish", "--destination", tmp_path / "site")
    assert refused.code == 1 and "没有发布" in refused.err and not (tmp_path / "site").exists()


def test_a_clerk_sees_what_changes_and_is_asked(
    corpus: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = git(corpus, "rev-parse", "HEAD")
    for answer in ("否\n", "\n", "也许\n"):
        monkeypatch.setattr("sys.stdin", StringIO(answer))
        shown = cli("--corpus", corpus, "rebase", BRIDGES)
        assert shown.code == 0 and "没有写入" in shown.out
    assert git(corpus, "rev-parse", "HEAD") == head
    assert "2027-06-01 的版本　在 2027-01-01 的版本上重作" in shown.out
    assert "【删去：一次】【新增：两次】" in shown.out and "【删去：五百元】【新增：一千元】" in shown.out
    monkeypatch.setattr("sys.stdin", StringIO("是\n"))
    done = cli("--corpus", corpus, "rebase", BRIDGES)
    assert done.code == 0 and "已写入，并作了一次提交。" in done.out
    assert git(corpus, "rev-parse", "HEAD~1") == head and git(corpus, "status", "--short") == ""
    assert cli("--corpus", corpus, "check").code == 0
    assert "检查桥梁两次" in cli("--corpus", corpus, "show", f"{BRIDGES}@2027-07-01#第三条").out
    assert cli("--corpus", corpus, "check", "--replay").code == 0
    assert "没有要重作的" in cli("--corpus", corpus, "rebase", BRIDGES).out


def test_a_dry_run_and_json_alone_write_nothing(corpus: Path, cli: Cli) -> None:
    head = git(corpus, "rev-parse", "HEAD")
    assert "没有写入" in cli("--corpus", corpus, "rebase", BRIDGES, "--dry-run").out
    value = json.loads(cli("--corpus", corpus, "rebase", BRIDGES, "--json").out)
    assert value["commit"] is None and value["blocked"] is False and len(value["files"]) == 3
    (version,) = value["versions"]
    assert (version["expression_date"], version["before"]) == ("2027-06-01", "2027-01-01")
    assert git(corpus, "rev-parse", "HEAD") == head
    value = json.loads(cli("--corpus", corpus, "rebase", BRIDGES, "--json", "--yes").out)
    assert value["commit"] == git(corpus, "rev-parse", "HEAD") != head


def test_a_conflict_is_shown_and_answered_in_the_file_that_is_named(tmp_path: Path, cli: Cli) -> None:
    corpus = merged(tmp_path, cli, MONTHLY)
    head = git(corpus, "rev-parse", "HEAD")
    shown = cli("--corpus", corpus, "rebase", BRIDGES, "--yes")
    assert shown.code == 1 and "冲突" in shown.out and "前一版本也改动了这一处" in shown.out
    assert git(corpus, "rev-parse", "HEAD") == head and git(corpus, "status", "--short") == ""
    value = json.loads(cli("--corpus", corpus, "rebase", BRIDGES, "--json").out)
    ((conflict,),) = (version["conflicts"] for version in value["versions"])
    file = corpus / conflict["statements"]
    assert conflict["statements"] in shown.out.replace("\n", "")
    assert not file.exists()
    assert cli("--corpus", corpus, "rebase", BRIDGES, "--write").code == 1
    entry = file.read_text("utf-8")
    assert f'id = "{conflict["id"]}"' in entry and "# 没有执行的原因：前一版本也改动了这一处" in entry
    file.write_text(entry.replace('# say = [""]', 'say = ["将第三条修改为："]'), "utf-8")
    done = cli("--corpus", corpus, "rebase", BRIDGES, "--yes")
    assert done.code == 0, done.out + done.err
    assert git(corpus, "status", "--short") == ""
    assert cli("--corpus", corpus, "check").code == 0
    assert "每月检查" in cli("--corpus", corpus, "show", f"{BRIDGES}@2027-07-01#第三条").out


def test_a_name_that_no_act_has(corpus: Path, cli: Cli) -> None:
    answer = cli("--corpus", corpus, "rebase", "没有的条例")
    assert answer.code == 1 and "法规库中没有“没有的条例”" in answer.err
