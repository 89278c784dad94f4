"""compendium undo and withdraw, as a clerk uses them: what goes, what stays, what is refused."""

from __future__ import annotations

import json
import subprocess
from io import StringIO
from pathlib import Path

import pytest

from compendium.store import open_corpus
from compendium_build.publishing.last import Publication, publication_with, remember
from tests.acceptance.bad_input import regulation
from tests.conftest import Cli

LAMPS = "路灯管理条例"
WHY = ("--reason", "误收草案", "--source", "市司法局来函")


def git(corpus: Path, *words: str) -> str:
    name = ("-c", "user.name=某某", "-c", "user.email=a@example.cn")
    done = subprocess.run(["git", *name, *words], cwd=corpus, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def files(corpus: Path) -> dict[str, bytes]:
    found = (path for path in corpus.rglob("*") if path.is_file() and ".git/" not in f"{path}/")
    return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody be there to be asked."""
    monkeypatch.setattr("sys.stdin", StringIO(""))


@pytest.fixture
def benches(lamps: Path, cli: Cli, tmp_path: Path) -> Path:
    """The corpus of lamps, to which an act on benches came last."""
    source = tmp_path / "长椅.txt"
    source.write_text(regulation().replace("路牌", "长椅"), "utf-8")
    assert cli("--corpus", lamps, "import", source).code == 0
    return lamps


def test_the_last_act_is_taken_back_and_back_again(benches: Path, cli: Cli) -> None:
    held, commits = files(benches), git(benches, "rev-list", "--count", "HEAD")
    dry = cli("--corpus", benches, "undo", "--dry-run")
    assert dry.code == 0
    assert "导入《海浦市长椅管理条例（示例）》" in dry.out
    assert "移除" in dry.out
    assert files(benches) == held
    done = cli("--corpus", benches, "undo", "--reason", "送错了文件", "--json").json
    (path,) = done["files"]
    assert set(held) - set(files(benches)) == {path}
    assert [each["effect"] for each in done["restored"]] == ["removed"]
    assert done["published"] is None
    message = git(benches, "log", "-1", "--format=%B")
    assert message.startswith("撤回：导入《海浦市长椅管理条例（示例）》\n\n撤回提交 ")
    assert "缘由：送错了文件" in message
    assert int(git(benches, "rev-list", "--count", "HEAD")) == int(commits) + 1
    asked = cli("--corpus", benches, "undo")
    assert (asked.code, "本身是撤回" in asked.err) == (1, True)
    assert set(held) - set(files(benches)) == {path}
    again = cli("--corpus", benches, "undo", "--redo")
    assert "放回" in again.out
    assert files(benches) == held
    assert git(benches, "status", "--porcelain") == ""


def test_a_correction_is_taken_back_word_for_word(lamps: Path, cli: Cli) -> None:
    held = files(lamps)
    day = cli("--corpus", lamps, "list", "--json").json[0]["expression_date"]
    text = cli("--corpus", lamps, "show", f"{LAMPS}#第一条").out.split("　")[1].strip()
    words = ("--words", text, f"{text}改", "--at", "第一条", "--reason", "录入有误")
    assert cli("--corpus", lamps, "correct", LAMPS, "--date", day, *words).code == 0
    assert files(lamps) != held
    assert "恢复原样" in cli("--corpus", lamps, "undo").out
    assert files(lamps) == held


def test_what_was_not_made_by_the_program_is_not_taken_back(lamps: Path, cli: Cli) -> None:
    (lamps / "synonyms.toml").write_text("", "utf-8")
    git(lamps, "add", "-A")
    git(lamps, "commit", "-qm", "导入《海浦市路灯管理条例》")
    refused = cli("--corpus", lamps, "undo", "--yes")
    assert refused.code == 1
    assert "不是用本程序作的" in refused.err


def test_edits_that_are_not_committed_stop_it(lamps: Path, cli: Cli) -> None:
    (lamps / "README.md").write_text("改", "utf-8")
    refused = cli("--corpus", lamps, "undo")
    assert (refused.code, "尚未提交的修改：README.md" in refused.err) == (1, True)
    assert "改过、删去的（README.md）用 git checkout HEAD -- 文件" in refused.err
    git(lamps, "checkout", "HEAD", "--", "README.md")
    (lamps / "新.txt").write_text("新", "utf-8")
    git(lamps, "add", "新.txt")
    refused = cli("--corpus", lamps, "undo")
    assert "新增的（新.txt）移到法规库以外，已经 git add 的再运行 git reset -- 文件" in refused.err
    assert "git checkout" not in refused.err


def test_only_what_was_taken_back_is_put_back(lamps: Path, cli: Cli) -> None:
    refused = cli("--corpus", lamps, "undo", "--redo")
    assert (refused.code, "不是撤回，没有可以放回的" in refused.err) == (1, True)


def test_a_version_deleted_without_a_commit_counts_as_there(benches: Path, cli: Cli) -> None:
    path = next(path for path in benches.glob("*/*/*.xml") if "长椅" in path.read_text("utf-8"))
    path.unlink()
    refused = cli("--corpus", benches, "withdraw", LAMPS, *WHY, "--yes")
    assert (refused.code, "删去了而没有提交" in refused.err, path.name in refused.err) == (1, True, True)


def test_the_making_of_the_corpus_is_not_taken_back(cli: Cli, tmp_path: Path) -> None:
    assert cli("init", tmp_path / "ku").code == 0
    refused = cli("--corpus", tmp_path / "ku", "undo")
    assert (refused.code, "没有可以撤回的" in refused.err) == (1, True)


def test_an_upgrade_is_not_taken_back(lamps: Path, cli: Cli) -> None:
    settings = lamps / "corpus.toml"
    settings.write_text(settings.read_text("utf-8").replace("format = 3", "format = 2"), "utf-8")
    git(lamps, "commit", "-qam", "旧格式")
    assert cli("--corpus", lamps, "upgrade").code == 0
    refused = cli("--corpus", lamps, "undo")
    assert (refused.code, "升级了法规库的格式" in refused.err) == (1, True)


def _published(corpus: Path) -> None:
    remember(open_corpus(corpus), Publication(git(corpus, "rev-parse", "HEAD"), "2026-12-01", "/srv/site"))


def test_what_was_published_is_taken_back_only_when_told_and_leaves_a_record(
    benches: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    _published(benches)
    held = files(benches)
    asked = cli("--corpus", benches, "undo")
    assert (asked.code, files(benches)) == (1, held)
    assert "已经发布过（2026-12-01，/srv/site）" in asked.err
    assert "--yes" in asked.err
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)
    assert cli("--corpus", benches, "undo").code == 1
    assert files(benches) == held
    assert cli("--corpus", benches, "undo", "--yes").code == 0
    gone = cli("--corpus", benches, "show", "长椅管理条例")
    assert (gone.code, "已于" in gone.err, "撤下：撤回“导入" in gone.err) == (1, True, True)
    assert cli("--corpus", benches, "undo", "--redo").code == 0  # which was not published yet
    assert files(benches) == held


def test_publish_remembers_what_readers_were_given(lamps: Path, cli: Cli, tmp_path: Path) -> None:
    corpus, head = open_corpus(lamps), git(lamps, "rev-parse", "HEAD")
    assert publication_with(corpus, head) is None
    assert cli("--corpus", lamps, "publish", "--destination", tmp_path / "site").code == 0
    held = publication_with(corpus, head)
    assert held is not None
    assert (held.revision, held.destination) == (head, str(tmp_path / "site"))
    source = tmp_path / "长椅.txt"
    source.write_text(regulation().replace("路牌", "长椅"), "utf-8")
    assert cli("--corpus", lamps, "import", source).code == 0
    assert publication_with(corpus, git(lamps, "rev-parse", "HEAD")) is None


def test_a_work_is_withdrawn_told_of_and_found_as_it_was_known(benches: Path, cli: Cli) -> None:
    held = files(benches)
    dry = cli("--corpus", benches, "withdraw", LAMPS, *WHY, "--dry-run")
    assert (dry.code, files(benches)) == (0, held)
    assert "  移除 difangxing-fagui/" in dry.out
    unanswered = cli("--corpus", benches, "withdraw", LAMPS, *WHY)
    assert (unanswered.code, "--yes" in unanswered.err, files(benches)) == (1, True, held)
    done = cli("--corpus", benches, "withdraw", LAMPS, *WHY, "--yes", "--json").json
    assert done["expression_date"] is None
    assert git(benches, "rev-parse", "HEAD") == done["commit"]
    assert git(benches, "log", "-1", "--format=%s") == "撤下：《海浦市路灯管理条例（示例）》"
    shown = cli("--corpus", benches, "show", LAMPS)
    assert (shown.code, "撤下：误收草案（市司法局来函）" in shown.err) == (1, True)
    assert cli("--corpus", benches, "show", LAMPS, "--as-known-at", "HEAD~1").code == 0
    (row,) = cli("--corpus", benches, "list", "路灯", "--json").json
    assert (row["status"], row["withdrawn"]["reason"]) == ("已撤下", "误收草案")
    assert [r["status"] for r in cli("--corpus", benches, "list", "--json").json] == ["现行有效"]
    assert len(cli("--corpus", benches, "list", "--status", "已撤下", "--json").json) == 1
    assert cli("--corpus", benches, "check").code == 0
    assert cli("--corpus", benches, "undo").code == 0
    assert files(benches) == held


def test_the_feed_of_a_corpus_tells_of_it(benches: Path, cli: Cli, tmp_path: Path) -> None:
    def told() -> list[str]:
        assert cli("--corpus", benches, "build", "feed", "-o", tmp_path / "out").code == 0
        value = json.loads((tmp_path / "out" / "feed" / "feed.json").read_bytes())
        return [item["title"] for item in value["items"] if "撤" in item["title"]]

    assert cli("--corpus", benches, "withdraw", LAMPS, *WHY, "--yes").code == 0
    assert told() == ["《海浦市路灯管理条例（示例）》撤下"]
    assert cli("--corpus", benches, "undo").code == 0
    assert told() == []


def test_what_was_withdrawn_and_comes_in_again_is_told(lamps: Path, cli: Cli, tmp_path: Path) -> None:
    assert cli("--corpus", lamps, "withdraw", LAMPS, *WHY, "--yes").code == 0
    (row,) = cli("--corpus", lamps, "import", tmp_path / "路灯.txt", "--json").json
    assert any("撤下：误收草案" in words for words in row["warnings"])
    assert cli("--corpus", lamps, "show", LAMPS).code == 0


def test_a_record_that_is_wrong_is_told_by_check(lamps: Path, cli: Cli) -> None:
    (lamps / "withdrawn.toml").write_text("[[withdrawn]]\n", "utf-8")
    told = cli("--corpus", lamps, "check")
    assert (told.code, "withdrawn.toml:1" in told.err) == (1, True)


def test_a_withdrawal_without_reason_or_source_is_refused(lamps: Path, cli: Cli) -> None:
    assert cli("--corpus", lamps, "withdraw", LAMPS, "--reason", "误收").code == 2
    assert cli("--corpus", lamps, "withdraw", LAMPS, "--reason", " ", "--source", "来函").code == 2
