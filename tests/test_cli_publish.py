"""publish, keys, sync and verify on the command line."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Cli

_DAY = ("--as-of", "2026-01-01")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep keys and trust inside the test's own folder."""
    for name in list(os.environ):
        if name.startswith("COMPENDIUM_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def _keys(cli: Cli) -> str:
    """Make keys; return the fingerprint."""
    assert cli("keys", "init", "--no-passphrase").code == 0
    fingerprint = cli("keys", "list", "--json").json["fingerprint"]
    assert isinstance(fingerprint, str)
    return fingerprint


def test_from_corpus_to_mirror(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    fingerprint = _keys(cli)
    site, copy = tmp_path / "site", tmp_path / "copy"
    done = cli("--corpus", lamps, "publish", "--destination", site, *_DAY, "--json")
    assert (done.code, done.json["new"], done.json["signed"]) == (0, True, True)
    again = cli("--corpus", lamps, "publish", "--destination", site, *_DAY)
    assert again.out.startswith(f"没有变化，现行版次 {done.json['edition']}\n")
    refused = cli("sync", site, copy)
    assert (refused.code, copy.exists()) == (1, False)
    assert fingerprint in refused.err
    synced = cli("sync", site, copy, "--root", fingerprint)
    assert synced.code == 0
    assert f"（无） → {done.json['edition']}" in synced.out
    verified = cli("verify", copy)
    assert verified.code == 0
    assert [line[:2] for line in verified.out.splitlines()] == ["完整", "真实", "最新"]
    (copy / "index.html").write_text("伪造")
    wrong = cli("verify", copy, "--json")
    assert (wrong.code, wrong.json["ok"]) == (1, False)
    assert [found["kind"] for found in wrong.json["findings"]] == ["truncated"]
    assert cli("verify", copy).err == f"不合格：{copy}\n"


def test_without_keys_it_says_so(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    done = cli("--corpus", lamps, "publish", "--destination", site, *_DAY)
    assert done.code == 0
    assert "没有签名" in done.err
    assert cli("verify", site).code == 1
    whole = cli("verify", site, "--unsigned")
    assert whole.code == 0
    assert "真伪和新旧没有核对" in whole.out
    synced = cli("sync", site, tmp_path / "copy")
    assert synced.code == 0
    assert "不能证明真伪" in synced.err
    refused = cli("--corpus", lamps, "publish", "--destination", site, "--refresh")
    assert "没有密钥" in refused.err


def test_an_update_says_what_changed(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    fingerprint = _keys(cli)
    site, copy = tmp_path / "site", tmp_path / "copy"
    cli("--corpus", lamps, "publish", "--destination", site, *_DAY)
    cli("sync", site, copy, "--root", fingerprint)
    text = next(lamps.rglob("20*.xml"))
    head, _, tail = text.read_text("utf-8").rpartition("路灯")
    text.write_text(f"{head}街灯{tail}", "utf-8")
    refused = cli("--corpus", lamps, "publish", "--destination", site, *_DAY)
    assert (refused.code, "请先提交" in refused.err) == (1, True)
    name = ["-c", "user.name=甲", "-c", "user.email=a@example.cn"]
    subprocess.run(["git", *name, "commit", "-qam", "改"], cwd=lamps, check=True)
    done = cli("--corpus", lamps, "publish", "--destination", site, *_DAY, "--json").json
    assert done["new"]
    synced = cli("sync", site, copy)
    assert f"法规文本有变化：{text.parent.relative_to(lamps).as_posix()}" in synced.out
    past = json.loads((site / "editions/index.json").read_text())[1]["edition"]
    assert cli("sync", site, tmp_path / "past", "--edition", past, "--json").json["edition"] == past


def test_errors_stop_a_publication(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    text = next(lamps.rglob("20*.xml"))
    data = text.read_text("utf-8")
    text.write_text(data.replace('eId="art_2"', 'eId="art_9"'), "utf-8")
    name = ["-c", "user.name=甲", "-c", "user.email=a@example.cn"]
    subprocess.run(["git", *name, "commit", "-qam", "错"], cwd=lamps, check=True)
    done = cli("--corpus", lamps, "publish", "--destination", tmp_path / "site", *_DAY)
    assert done.code == 1
    assert "不发布" in done.err or "没有发布" in done.err
    assert not (tmp_path / "site").exists()


def test_a_failed_hook_is_told_and_made_good(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    settings = lamps / "corpus.toml"
    told = tmp_path / "told"
    hook = f'destination = "{tmp_path}/site"\n[[publish.hooks]]\ncommand = ["touch", "{told}"]\n'
    text = settings.read_text("utf-8").replace("[publish]\n", f"[publish]\n{hook}")
    settings.write_text(text, "utf-8")
    name = ["-c", "user.name=甲", "-c", "user.email=a@example.cn"]
    subprocess.run(["git", *name, "commit", "-qam", "通知"], cwd=lamps, check=True)
    first = cli("--corpus", lamps, "publish", *_DAY)
    assert (first.code, told.exists()) == (1, False)
    assert "--allow-commands" in first.err
    assert (tmp_path / "site/index.html").exists()
    second = cli("--corpus", lamps, "publish", *_DAY, "--allow-commands")
    assert (second.code, told.exists()) == (0, True)
    told.unlink()
    assert cli("--corpus", lamps, "publish", *_DAY, "--allow-commands").code == 0
    assert not told.exists()


def test_places_that_are_not_safe_are_refused(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    assert "不能放在法规库里" in cli("keys", "init", "--keys", lamps / "keys", "--no-passphrase").err
    assert cli("--corpus", lamps, "publish", "--destination", lamps / "site").code == 2
    assert "没有说发布到哪里" in cli("--corpus", lamps, "publish").err
    assert cli("keys", "init", "--keys", tmp_path / "site/keys", "--no-passphrase").code == 0
    refused = cli(
        "--corpus", lamps, "publish", "--destination", tmp_path / "site", "--keys", tmp_path / "site/keys"
    )
    assert "会被公布" in refused.err
    assert (
        "没有密钥" in cli("--corpus", lamps, "publish", "--destination", "x", "--keys", tmp_path / "no").err
    )


def test_keys_need_a_passphrase_unless_told_otherwise(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = cli("keys", "init")
    assert (refused.code, "--no-passphrase" in refused.err) == (2, True)
    monkeypatch.setenv("COMPENDIUM_KEY_PASSPHRASE", "一二三")
    assert "发布方的指纹" in cli("keys", "init").out
    assert "不会覆盖" in cli("keys", "init").err
    assert "第 2 版" in cli("keys", "rotate", "timestamp").out
    assert "第 3 版" in cli("keys", "renew", "--days", "30").out
    monkeypatch.setenv("COMPENDIUM_KEY_PASSPHRASE_ROOT", "别的")
    assert "口令不对" in cli("keys", "rotate", "root").err
    assert "第 3 版" in cli("keys", "list").out
