"""A merge that git could not finish: told by what reads, refused by what writes."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.conftest import Cli

LAMPS = "路灯管理条例"


def git(corpus: Path, *words: str) -> int:
    name = ("-c", "user.name=某某", "-c", "user.email=a@example.cn")
    return subprocess.run(["git", *name, *words], cwd=corpus, capture_output=True).returncode


def test_an_unfinished_merge_is_told_and_nothing_is_written(lamps: Path, cli: Cli) -> None:
    (held,) = lamps.glob("*/*/*.xml")
    git(lamps, "checkout", "-qb", "别人")
    git(lamps, "rm", "-q", str(held.relative_to(lamps)))
    git(lamps, "commit", "-qm", "删去")
    git(lamps, "checkout", "-q", "-")
    held.write_bytes(held.read_bytes().replace("登记".encode(), "备案".encode()) + b"\n")
    git(lamps, "commit", "-qam", "改")
    assert git(lamps, "merge", "别人") == 1
    checked = cli("--corpus", lamps, "check")
    assert (checked.code, "合并没有完成，下列文件两边都改过" in checked.err) == (1, True)
    assert held.name in checked.err
    listed = cli("--corpus", lamps, "list")
    assert (listed.code, "警告：合并没有完成" in listed.err) == (0, True)
    refused = cli("--corpus", lamps, "correct", LAMPS, "--number", "公告第1号", "--reason", "漏录")
    assert (refused.code, "合并没有完成" in refused.err) == (1, True)
    git(lamps, "add", "-A")
    assert "警告：合并还没有提交" in cli("--corpus", lamps, "list").err
    assert "合并" not in cli("--corpus", lamps, "check").err
    refused = cli("--corpus", lamps, "correct", LAMPS, "--number", "公告第1号", "--reason", "漏录")
    assert (refused.code, "合并还没有提交" in refused.err) == (1, True)
    git(lamps, "commit", "-qm", "合并")
    assert "合并" not in cli("--corpus", lamps, "list").err
