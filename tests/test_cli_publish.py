"""publish, keys, sync and verify on the command line."""

from __future__ import annotations

import json
import os
import shutil
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
    refused = cli("sync", site, tmp_path / "copy")
    assert (refused.code, (tmp_path / "copy").exists()) == (1, False)
    assert "--unsigned" in refused.err
    synced = cli("sync", site, tmp_path / "copy", "--unsigned")
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
    asked = cli("--corpus", lamps, "publish", *_DAY)
    assert (asked.code, (tmp_path / "site").exists()) == (1, False)
    assert f"目标（destination）：{tmp_path}/site" in asked.err
    assert f"运行命令 touch {told}" in asked.err
    first = cli("--corpus", lamps, "publish", *_DAY, "--trust-settings")
    assert (first.code, told.exists()) == (1, False)
    assert "--allow-commands" in first.err
    assert (tmp_path / "site/index.html").exists()
    second = cli("--corpus", lamps, "publish", *_DAY, "--allow-commands")
    assert (second.code, told.exists()) == (0, True)
    told.unlink()
    assert cli("--corpus", lamps, "publish", *_DAY, "--allow-commands").code == 0
    assert not told.exists()


def _commit(corpus: Path, words: str) -> None:
    name = ["-c", "user.name=甲", "-c", "user.email=a@example.cn"]
    subprocess.run(["git", *name, "commit", "-qam", words], cwd=corpus, check=True)


def test_what_a_sent_corpus_wants_is_asked(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    """A webhook signed with a file of the operator's, a hub: nobody is told without consent."""
    secret = tmp_path / "id_ed25519"
    secret.write_text("秘密")
    settings = lamps / "corpus.toml"
    plain = settings.read_text("utf-8")
    hook = f'[[publish.hooks]]\nwebhook = "http://127.0.0.1:1/x"\nsecret_file = "{secret}"\n'
    said = f'destination = "{tmp_path}/site"\nhub = "http://127.0.0.1:1/hub"\n{hook}'
    settings.write_text(plain.replace("[publish]\n", f"[publish]\n{said}"), "utf-8")
    _commit(lamps, "通知")
    own = cli("--corpus", lamps, "publish", "--destination", tmp_path / "own", *_DAY)
    assert own.code == 1
    assert own.err.count("--trust-settings") == 1
    assert (tmp_path / "own/index.html").exists()
    asked = cli("--corpus", lamps, "publish", *_DAY)
    assert asked.code == 1
    assert f"文件 {secret}中的密钥" in asked.err
    assert not (tmp_path / "site").exists()
    given = cli("--corpus", lamps, "publish", *_DAY, "--trust-settings")
    assert "连接不上" in given.err
    assert (tmp_path / "site/index.html").exists()
    assert "连接不上" in cli("--corpus", lamps, "publish", *_DAY).err
    changed = said.replace(f"{tmp_path}/site", f"{tmp_path}/else")
    settings.write_text(plain.replace("[publish]\n", f"[publish]\n{changed}"), "utf-8")
    _commit(lamps, "改目标")
    again = cli("--corpus", lamps, "publish", *_DAY)
    assert again.code == 1
    assert f"{tmp_path}/else（原为 {tmp_path}/site）" in again.err
    assert not (tmp_path / "else").exists()


def test_options_of_a_bucket_are_asked(cli: Cli, lamps: Path) -> None:
    settings = lamps / "corpus.toml"
    text = settings.read_text("utf-8")
    options = '[publish]\noptions = {endpoint_url = "http://127.0.0.1:1"}\n'
    settings.write_text(text.replace("[publish]\n", options), "utf-8")
    _commit(lamps, "桶")
    asked = cli("--corpus", lamps, "publish", "--destination", "memory://x", *_DAY)
    assert asked.code == 1
    assert "endpoint_url" in asked.err


def test_editions_do_not_go_back(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish = ("--corpus", lamps, "publish", "--destination", site)
    assert cli(*publish, *_DAY).code == 0
    before = json.loads((site / "manifest.json").read_bytes())
    earlier = cli(*publish, "--as-of", "2020-01-01")
    assert earlier.code == 1
    assert "--clock-is-right" in earlier.err
    assert json.loads((site / "manifest.json").read_bytes()) == before
    told = cli("--clock-is-right", *publish, "--as-of", "2020-01-01")
    assert told.code == 0


def test_a_history_that_was_rewritten_is_not_published(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish = ("--corpus", lamps, "publish", "--destination", site, *_DAY)
    assert cli(*publish).code == 0
    name = ["-c", "user.name=甲", "-c", "user.email=a@example.cn"]
    subprocess.run(["git", *name, "commit", "-q", "--amend", "-m", "改写"], cwd=lamps, check=True)
    refused = cli(*publish)
    assert refused.code == 1
    assert "--despite-rewritten-history" in refused.err
    assert cli(*publish, "--despite-rewritten-history").code == 0


def test_a_shallow_history_is_not_published(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    (lamps / "x.txt").write_text("x")
    subprocess.run(["git", "add", "x.txt"], cwd=lamps, check=True)
    _commit(lamps, "多一次提交")
    cut = tmp_path / "cut"
    subprocess.run(["git", "clone", "-q", "--depth", "1", lamps.as_uri(), str(cut)], check=True)
    for command in (
        ("publish", "--destination", tmp_path / "site"),
        ("build", "feed", "-o", tmp_path / "out"),
    ):
        refused = cli("--corpus", cut, *command, *_DAY)
        assert refused.code == 1
        assert "git fetch --unshallow" in refused.err
    assert not (tmp_path / "site").exists()
    shutil.rmtree(cut / ".git")
    refused = cli("--corpus", cut, "publish", "--destination", tmp_path / "site", *_DAY)
    assert (refused.code, "不是 git 仓库" in refused.err) == (1, True)


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
