"""The corpus in git: its states, its edits, its changes."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from compendium import store
from compendium.law.problems import CompendiumError
from compendium.library.config import load_config
from compendium.library.new_corpus import init_corpus
from compendium.store import Author, Corpus, digest_of, find_corpus, open_corpus
from tests.work import calls

A, B, C = "qita/a/2020-01-01.xml", "qita/a/2021-01-01.xml", "qita/b/2020-01-01.xml"
ROOT, BELOW = "法规库", "data/corpus"
CLERK = Author("王某", "wang@example.cn")


def run(folder: Path, *args: str, **env: str) -> str:
    """Run git as staff would, whatever environment the tests were started in."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    named = ("-c", "user.name=李某", "-c", "user.email=li@example.cn")
    command = ["git", *named, *args]
    return subprocess.run(
        command, cwd=folder, env=clean | env, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Repositories with a corpus of one text, at the root or below; to be copied."""
    tops = {place: tmp_path_factory.mktemp("made") for place in (ROOT, BELOW)}
    run(tops[BELOW], "init", "-q", "-b", "main")
    (tops[BELOW] / "other.txt").write_text("别的内容")
    run(tops[BELOW], "add", "other.txt")
    run(tops[BELOW], "commit", "-qm", "仓库")
    for place, top in tops.items():
        init_corpus(top / place, title="某市法规全书").write({A: b"one"}, "收入甲", CLERK)
    return tops


@pytest.fixture
def corpus(request: pytest.FixtureRequest, made: dict[str, Path], tmp_path: Path) -> Corpus:
    """A copy for each test, below the root unless the test wants both."""
    place = getattr(request, "param", BELOW)
    shutil.copytree(made[place], tmp_path, dirs_exist_ok=True)
    return open_corpus(tmp_path / place)


both = pytest.mark.parametrize("corpus", [ROOT, BELOW], indirect=True)


def status(corpus: Corpus) -> str:
    """What git sees as changed."""
    return run(corpus.root, "status", "--porcelain")


@both
def test_init_makes_a_corpus_that_git_finds_clean(corpus: Corpus) -> None:
    assert status(corpus) == ""
    assert corpus.snapshot().paths() == (".gitignore", "README.md", "corpus.toml", A)
    assert load_config(corpus.snapshot().read("corpus.toml")).title == "某市法规全书"
    assert run(corpus.root, "branch", "--show-current") == "main"
    assert (corpus.cache_dir / "x").write_bytes(b"x")
    assert status(corpus) == ""
    run(corpus.root, "fsck", "--strict")


def test_init_refuses_what_is_there(corpus: Corpus, tmp_path: Path) -> None:
    head = run(corpus.root, "rev-parse", "HEAD")
    with pytest.raises(store.AlreadyCorpus, match="已经是法规库"):
        init_corpus(corpus.root)
    with pytest.raises(store.AlreadyCorpus, match="之内"):
        init_corpus(corpus.root / "below")
    full = tmp_path / "full"
    full.mkdir()
    (full / "file").touch()
    with pytest.raises(store.FolderNotEmpty):
        init_corpus(full)
    with pytest.raises(store.FolderNotEmpty):
        init_corpus(full / "file")
    assert run(corpus.root, "rev-parse", "HEAD") == head
    assert [item.name for item in full.iterdir()] == ["file"]


def test_init_in_an_ignored_folder_makes_a_repository_of_its_own(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q")
    (tmp_path / ".gitignore").write_text("/out/\n")
    corpus = init_corpus(tmp_path / "out" / "c")
    assert (corpus.root / ".git").is_dir()


def test_find_and_open(corpus: Corpus, tmp_path: Path) -> None:
    assert find_corpus(corpus.root / "qita" / "a") == corpus.root
    assert open_corpus(find_corpus(corpus.root / "qita")) == corpus
    for call in (find_corpus, open_corpus):
        with pytest.raises(store.CorpusNotFound, match="compendium init"):
            call(tmp_path.parent)


def test_snapshot_reads_and_digests(corpus: Corpus) -> None:
    snapshot = corpus.snapshot()
    assert snapshot.read(A) == snapshot[A] == b"one"
    assert snapshot.digest(A) == digest_of(b"one") == run(corpus.root, "hash-object", A)
    assert snapshot.revision == run(corpus.root, "rev-parse", "HEAD")
    assert snapshot.uncommitted == ()
    assert isinstance(snapshot, Mapping)
    assert snapshot.under("qita").paths() == snapshot.under("qita/").paths() == (A,)
    assert snapshot.under("qit").paths() == ()
    assert snapshot.under("") == snapshot
    with pytest.raises(store.MissingFile, match="没有文件“x”"):
        snapshot.read("x")
    assert snapshot.get("x") is None


@both
def test_edits_lie_over_the_commit(corpus: Corpus) -> None:
    corpus.write({B: b"two", C: b"three"}, "收入乙、丙")
    (corpus.root / A).write_bytes(b"edited")
    (corpus.root / B).unlink()
    new = corpus.root / "qita/新 法/2022-01-01.xml"
    new.parent.mkdir()
    new.write_bytes("新".encode())
    (corpus.root.parent / "outside.txt").write_text("x")
    run(corpus.root, "add", "--", A)
    now = corpus.snapshot()
    assert now.uncommitted == (A, B, "qita/新 法/2022-01-01.xml")
    assert now.under("qita/a").uncommitted == (A, B)
    assert (now[A], now[C], now["qita/新 法/2022-01-01.xml"]) == (b"edited", b"three", "新".encode())
    assert B not in now
    assert now.digest(A) == digest_of(b"edited")
    assert corpus.snapshot(rev="HEAD")[A] == b"one"
    assert corpus.snapshot(rev="HEAD").uncommitted == ()
    (corpus.root / A).write_bytes(b"later")
    assert now[A] == b"edited"


def test_a_file_touched_or_staged_and_restored_is_not_an_edit(corpus: Corpus) -> None:
    (corpus.root / A).write_bytes(b"edited")
    run(corpus.root, "add", "--", A)
    (corpus.root / A).write_bytes(b"one")
    assert corpus.snapshot().uncommitted == ()
    run(corpus.root, "rm", "-qf", "--cached", "--", A)
    assert corpus.snapshot().uncommitted == ()


def test_tree_digest_is_that_of_the_content(corpus: Corpus) -> None:
    first = corpus.snapshot()
    (corpus.root / C).parent.mkdir()
    (corpus.root / C).write_bytes(b"three")
    edited = corpus.snapshot()
    run(corpus.root, "add", "-A")
    run(corpus.root, "commit", "-qm", "收入丙")
    assert corpus.snapshot().tree_digest == edited.tree_digest != first.tree_digest
    corpus.write({C: None}, "移除丙")
    assert corpus.snapshot() == first
    assert corpus.snapshot().revision != first.revision


@both
def test_without_git(corpus: Corpus, tmp_path: Path) -> None:
    plain = tmp_path / "export"
    shutil.copytree(corpus.root, plain, ignore=shutil.ignore_patterns(".git"))
    if corpus.root != tmp_path / "法规库":
        (tmp_path / ".git/info/exclude").write_text("/export/\n")
    export = open_corpus(plain)
    snapshot = export.snapshot()
    assert (export.place, snapshot.revision, snapshot.uncommitted) == (None, "", ())
    assert snapshot == corpus.snapshot()
    assert snapshot[A] == b"one"
    with pytest.raises(store.NotWritable, match="不是 git 仓库"):
        export.write({A: b"x"}, "试")
    for asked in ({"rev": "HEAD"}, {"known_at": "2020-01-01"}):
        with pytest.raises(store.NoHistory):
            export.snapshot(**asked)
    with pytest.raises(store.NoHistory):
        export.log()
    (plain / A).write_bytes(b"changed")
    with pytest.raises(store.ChangedWhileReading):
        snapshot.read(A)


@both
def test_write_is_one_commit_with_who_and_why(corpus: Corpus) -> None:
    before = run(corpus.root, "rev-parse", "HEAD")
    commit = corpus.write({A: None, B: b"two\r\n", C: b""}, "替换\n\n缘由：更正。\n", CLERK)
    assert commit is not None
    assert commit.hexsha == run(corpus.root, "rev-parse", "HEAD")
    assert run(corpus.root, "rev-parse", "HEAD^") == before
    assert (commit.author, commit.message) == (CLERK, "替换\n\n缘由：更正。")
    assert commit.files == (A, B, C)
    signed = "王某 wang@example.cn"
    assert run(corpus.root, "log", "-1", "--format=%an %ae %cn %ce") == f"{signed} {signed}"
    assert status(corpus) == ""
    assert not (corpus.root / A).exists()
    assert (corpus.root / B).read_bytes() == b"two\r\n" == corpus.snapshot()[B]
    assert corpus.snapshot().uncommitted == ()
    corpus.write({C: None}, "移除丙")
    assert not (corpus.root / C).parent.exists()
    run(corpus.root, "fsck", "--strict")


def test_writing_nothing_new_makes_no_commit(corpus: Corpus) -> None:
    before = corpus.snapshot().revision
    assert corpus.write({A: b"one", "qita/none.xml": None}, "再收入甲") is None
    assert corpus.write({}, "无") is None
    assert corpus.snapshot().revision == before


def test_a_write_needs_a_reason_and_a_name(corpus: Corpus) -> None:
    with pytest.raises(store.EmptyMessage):
        corpus.write({A: b"x"}, " \n")
    for author in (Author(" "), Author("a<b"), Author("a", "b\nc")):
        with pytest.raises(store.BadAuthor):
            corpus.write({A: b"x"}, "试", author)
    assert corpus.snapshot()[A] == b"one"


def test_the_author_is_that_of_git_or_the_program(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    first = corpus.write({A: b"1"}, "一")
    run(corpus.root, "config", "user.name", "赵某")
    second = corpus.write({A: b"2"}, "二")
    assert first is not None
    assert second is not None
    assert first.author == Author("compendium", "compendium@localhost")
    assert second.author.name == "赵某"


@both
def test_edits_by_hand_are_not_overwritten(corpus: Corpus) -> None:
    corpus.write({B: b"two"}, "收入乙")
    (corpus.root / A).write_bytes(b"edited")
    (corpus.root / B).unlink()
    (corpus.root / C).parent.mkdir()
    (corpus.root / C).write_bytes(b"untracked")
    for path in (A, B, C):
        with pytest.raises(store.UncommittedEdits, match=path):
            corpus.write({path: b"new", "qita/d.xml": b"d"}, "试")
    assert (corpus.root / A).read_bytes() == b"edited"
    assert not (corpus.root / "qita/d.xml").exists()
    corpus.write({"qita/d.xml": b"d"}, "收入丁")
    assert corpus.snapshot().uncommitted == (A, B, C)


def test_edits_by_hand_can_be_committed_as_they_are(corpus: Corpus) -> None:
    (corpus.root / A).write_bytes(b"edited")
    commit = corpus.write({A: b"edited"}, "更正")
    assert commit is not None
    assert commit.files == (A,)
    assert status(corpus) == ""


@both
def test_what_others_staged_stays_staged(corpus: Corpus) -> None:
    (corpus.root / B).write_bytes(b"staged")
    run(corpus.root, "add", "--", B)
    (corpus.root / B).write_bytes(b"staged and edited")
    corpus.write({A: b"two", C: b"three"}, "改甲收丙")
    assert run(corpus.root, "diff", "--cached", "--name-only", "--relative") == B
    assert run(corpus.root, "show", f":./{B}") == "staged"
    assert (corpus.root / B).read_bytes() == b"staged and edited"
    with pytest.raises(store.UncommittedEdits):
        corpus.write({B: b"x"}, "试")


def test_a_staged_version_of_the_file_itself_is_not_lost(corpus: Corpus) -> None:
    (corpus.root / A).write_bytes(b"staged")
    run(corpus.root, "add", "--", A)
    (corpus.root / A).write_bytes(b"one")
    with pytest.raises(store.UncommittedEdits):
        corpus.write({A: b"new"}, "试")


def test_line_ends_that_git_converts_are_not_edits(corpus: Corpus) -> None:
    corpus.write({".gitattributes": b"*.xml text eol=crlf\n", B: b"x\ny\n"}, "换行")
    (corpus.root / B).unlink()
    run(corpus.root, "checkout", "--", B)
    assert (corpus.root / B).read_bytes() == b"x\r\ny\r\n"
    assert corpus.snapshot().uncommitted == ()
    assert corpus.snapshot()[B] == b"x\ny\n"
    assert corpus.write({B: b"z\n"}, "改乙") is not None
    assert corpus.snapshot()[B] == b"z\n"
    assert corpus.snapshot().uncommitted == ()


def test_expected_digests(corpus: Corpus) -> None:
    read = corpus.snapshot()
    corpus.write({A: b"by another"}, "他人")
    with pytest.raises(store.StaleWrite, match=A):
        corpus.write({A: b"mine"}, "我", expected={A: read.digest(A)})
    with pytest.raises(store.StaleWrite, match=A):
        corpus.write({B: b"mine"}, "我", expected={A: read.digest(A)})
    with pytest.raises(store.StaleWrite, match=A):
        corpus.write({A: b"mine"}, "我", expected={A: None})
    assert corpus.snapshot()[A] == b"by another"
    now = corpus.snapshot()
    assert corpus.write({A: b"mine", B: b"b"}, "我", expected={A: now.digest(A), B: None}) is not None
    (corpus.root / A).write_bytes(b"edited")
    with pytest.raises(store.StaleWrite, match=A):
        corpus.write({B: b"c"}, "我", expected={A: digest_of(b"mine")})
    assert corpus.write({B: b"c"}, "我", expected={A: corpus.snapshot().digest(A)}) is not None


def commit_on(corpus: Corpus, text: str, when: str) -> str:
    """Commit a text to A as if on that day."""
    (corpus.root / A).write_text(text)
    run(corpus.root, "commit", "-qam", text, GIT_COMMITTER_DATE=when, GIT_AUTHOR_DATE="2001-01-01T00:00:00Z")
    return run(corpus.root, "rev-parse", "HEAD")


@both
def test_known_at(corpus: Corpus) -> None:
    commit_on(corpus, "x", "2030-01-01T09:00:00+08:00")
    commit_on(corpus, "y", "2030-01-01T23:59:59+08:00")
    third = commit_on(corpus, "z", "2030-01-02T00:00:00+08:00")
    commit_on(corpus, "w", "2030-02-01T08:00:00+08:00")

    def text(known_at: date | datetime | str, rev: str | None = None) -> str:
        return corpus.snapshot(rev=rev, known_at=known_at)[A].decode()

    assert text("2030-01-01") == text(date(2030, 1, 1)) == "y"
    assert text(date(2030, 1, 2)) == text("2030-01-31") == "z"
    assert text("2035-01-01") == "w"
    assert text("2035-01-01", rev=third) == "z"
    assert text("2030-01-01T09:00:00") == "x"
    assert text(datetime(2030, 1, 1, 12, 0)) == "x"
    assert text(datetime(2030, 1, 1, 15, 59, 59, tzinfo=UTC)) == "y"
    assert text(datetime(2030, 1, 1, 16, 0, tzinfo=UTC)) == "z"
    assert text(third) == text(third[:10]) == text("main~1") == "z"
    assert corpus.snapshot(known_at="2030-01-01").revision == run(corpus.root, "rev-parse", "HEAD~2")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"known_at": "1999-01-01"}, "最早的提交在"),
        ({"known_at": "2020-02-30"}, "不是存在的日期"),
        ({"known_at": "no-such"}, "没有这个提交"),
        ({"rev": "no-such"}, "没有这个提交"),
        ({"rev": "--all"}, "没有这个提交"),
        ({"rev": ""}, "没有这个提交"),
        ({"rev": "HEAD:corpus.toml"}, "没有这个提交"),
    ],
)
def test_unknown_revisions(corpus: Corpus, asked: dict[str, str], words: str) -> None:
    with pytest.raises(store.UnknownRevision, match=words):
        corpus.snapshot(**asked)


def test_before_the_corpus_was_in_its_repository(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q")
    run(tmp_path, "commit", "-q", "--allow-empty", "-m", "空")
    corpus = init_corpus(tmp_path / "c")
    with pytest.raises(store.UnknownRevision, match="还没有这个法规库"):
        corpus.snapshot(rev="HEAD~1")


@both
def test_log(corpus: Corpus) -> None:
    corpus.write({B: b"two", A: b"1"}, "甲乙")
    corpus.write({C: b"three"}, "丙\n\n第二段", CLERK)
    commits = list(corpus.log())
    assert [commit.message for commit in commits] == ["丙\n\n第二段", "甲乙", "收入甲", "建立某市法规全书"]
    assert [commit.files for commit in commits][:3] == [(C,), (A, B), (A,)]
    assert commits[0].author == CLERK
    assert commits[0].when.tzinfo is not None
    assert abs(commits[0].when - datetime.now(UTC)).total_seconds() < 60
    assert [commit.message for commit in corpus.log("qita/a")] == ["甲乙", "收入甲"]
    assert [commit.message for commit in corpus.log(B)] == ["甲乙"]
    assert list(corpus.log("qita/*")) == []


def test_a_merge_counts_once_with_what_it_brought(corpus: Corpus) -> None:
    run(corpus.root, "checkout", "-qb", "side")
    corpus.write({B: b"two"}, "旁支")
    run(corpus.root, "checkout", "-q", "main")
    corpus.write({C: b"three"}, "主干")
    run(corpus.root, "merge", "-q", "--no-ff", "-m", "合并", "side")
    assert [(c.message, c.files) for c in corpus.log("qita")][:2] == [("合并", (B,)), ("主干", (C,))]


def test_nothing_is_written_on_a_detached_head(corpus: Corpus) -> None:
    main = run(corpus.root, "rev-parse", "main")
    run(corpus.root, "checkout", "-q", "--detach")
    with pytest.raises(store.DetachedHead, match="git switch main"):
        corpus.write({A: b"two"}, "改甲")
    assert run(corpus.root, "rev-parse", "HEAD", "main").split() == [main, main]
    assert corpus.snapshot()[A] == b"one"
    assert "不在任何分支上" in corpus.history_notes()[0]
    run(corpus.root, "checkout", "-q", "main")
    assert corpus.history_notes() == ()


def test_nothing_is_written_in_the_middle_of_a_merge(corpus: Corpus) -> None:
    run(corpus.root, "checkout", "-qb", "side")
    corpus.write({A: b"side"}, "旁支")
    run(corpus.root, "checkout", "-q", "main")
    corpus.write({A: b"main"}, "主干")
    with pytest.raises(subprocess.CalledProcessError):
        run(corpus.root, "merge", "-q", "side")
    with pytest.raises(store.NotWritable, match="仓库正在合并"):
        corpus.write({C: b"x"}, "试")


@both
def test_a_leaked_git_environment_is_not_followed(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = init_corpus(tmp_path.parent / f"{tmp_path.name}-other")
    head = run(other.root, "rev-parse", "HEAD")
    index = (other.root / ".git" / "index").read_bytes()
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "别人")
    opened = open_corpus(corpus.root)
    commit = opened.write({A: b"two"}, "改甲", CLERK)
    assert commit is not None
    assert commit.author == CLERK
    assert opened.snapshot()[A] == b"two"
    assert status(corpus) == ""
    assert run(other.root, "rev-parse", "HEAD") == head
    assert (other.root / ".git" / "index").read_bytes() == index


def test_hooks_do_not_run(corpus: Corpus) -> None:
    hooks = corpus.root / ".hooks"
    hooks.mkdir()
    for name in ("pre-commit", "commit-msg", "post-commit"):
        (hooks / name).write_text("#!/bin/sh\nexit 1\n")
        (hooks / name).chmod(0o755)
    run(corpus.root, "config", "core.hooksPath", str(hooks))
    assert corpus.write({A: b"two"}, "改甲") is not None


@both
def test_a_linked_working_folder(corpus: Corpus, tmp_path: Path) -> None:
    side = tmp_path.parent / f"{tmp_path.name}-side"
    run(corpus.root, "worktree", "add", "-q", "-b", "side", str(side))
    top = Path(run(corpus.root, "rev-parse", "--show-toplevel"))
    linked = open_corpus(side / corpus.root.relative_to(top))
    linked.write({A: b"side"}, "旁支")
    assert linked.snapshot()[A] == b"side"
    assert status(linked) == ""
    assert corpus.snapshot()[A] == b"one"
    assert corpus.snapshot().uncommitted == ()


def test_a_link_is_named_and_never_followed(corpus: Corpus, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "2020-01-01.xml").write_text("secret")
    (corpus.root / "qita/link.xml").symlink_to(secret / "2020-01-01.xml")
    shutil.rmtree(corpus.root / "qita/a")
    (corpus.root / "qita/a").symlink_to(secret)
    with pytest.raises(store.UnsafeContent, match=r"“qita/a”是符号链接；“qita/link\.xml”是符号链接"):
        corpus.snapshot()


def test_waiting_for_the_lock_ends(corpus: Corpus) -> None:
    assert corpus.place is not None
    impatient = Corpus(root=corpus.root, place=corpus.place, patience=0.1, blobs=corpus.blobs)
    with (
        store.recover.locked(corpus.place, 1),
        pytest.raises(store.LockTimeout, match=f"进程 {os.getpid()}"),
    ):
        impatient.write({A: b"x"}, "试")
    assert impatient.write({A: b"x"}, "试") is not None


def test_another_git_at_work_on_the_index_is_waited_for(corpus: Corpus) -> None:
    assert corpus.place is not None
    lock = corpus.place.git_dir / "index.lock"
    lock.touch()
    impatient = Corpus(root=corpus.root, place=corpus.place, patience=0.1, blobs=corpus.blobs)
    with pytest.raises(store.NotWritable, match="索引被占用"):
        impatient.write({A: b"x"}, "试")
    threading.Timer(0.2, lock.unlink).start()
    assert corpus.write({A: b"x"}, "试") is not None


@both
def test_a_commit_made_meanwhile_by_hand_is_kept(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def meanwhile(step: str) -> None:
        if step == "journal" and not made:
            (corpus.root / C).parent.mkdir()
            (corpus.root / C).write_bytes(b"by hand")
            run(corpus.root, "add", "--", C)
            run(corpus.root, "commit", "-qm", "手工")
            made.append(run(corpus.root, "rev-parse", "HEAD"))

    monkeypatch.setattr(store.checkpoint, "reached", meanwhile)
    assert corpus.write({A: b"two"}, "改甲") is not None
    assert run(corpus.root, "rev-parse", "HEAD^") == made[0]
    assert corpus.snapshot()[A] == b"two"
    assert status(corpus) == ""


def test_an_edit_made_while_writing_is_kept(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(step: str) -> None:
        if step == "ref":
            (corpus.root / A).write_bytes(b"saved in an editor")

    monkeypatch.setattr(store.checkpoint, "reached", meanwhile)
    assert corpus.write({A: b"two", B: b"b"}, "改甲") is not None
    assert corpus.snapshot(rev="HEAD")[A] == b"two"
    assert corpus.snapshot()[A] == b"saved in an editor"
    assert corpus.snapshot().uncommitted == (A,)


def test_a_folder_that_cannot_be_updated_is_told_and_made_up_for(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(step: str) -> None:
        if step == "ref":
            raise OSError(28, "磁盘已满")

    with monkeypatch.context() as patch:
        patch.setattr(store.recover, "head_of", lambda place: full("ref"))
        with pytest.raises(store.HalfDone, match=r"已提交.*磁盘已满"):
            corpus.write({A: b"two"}, "改甲")
    assert corpus.snapshot()[A] == b"two"
    assert corpus.snapshot().uncommitted == ()
    assert open_corpus(corpus.root).snapshot().uncommitted == ()
    assert (corpus.root / A).read_bytes() == b"one"
    corpus.write({B: b"b"}, "收入乙")
    assert (corpus.root / A).read_bytes() == b"two"


def test_a_full_disk_after_the_commit_is_told_with_the_file(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def reached(step: str) -> None:
        if step == "ref":
            monkeypatch.setattr(Path, "write_bytes", full)

    monkeypatch.setattr(store.checkpoint, "reached", reached)
    with pytest.raises(store.HalfDone) as caught:
        corpus.write({A: b"two"}, "改甲", CLERK)
    assert f"{corpus.root / A}：磁盘已满" in str(caught.value)
    assert "No space" not in str(caught.value)


def test_the_file_for_which_git_finds_no_room_is_named() -> None:
    said = "fatal: sha1 file '/state/index.lock' write error. Out of diskspace"
    assert "/state/index.lock：磁盘已满" in str(store.GitFailed("update-index", said, Path("/ku")))


@both
def test_a_missing_index_is_made_anew_from_the_last_commit(corpus: Corpus) -> None:
    index = Path(run(corpus.root, "rev-parse", "--absolute-git-dir")) / "index"
    index.unlink()
    corpus.write({B: b"two"}, "收入乙", CLERK)
    assert status(corpus) == ""
    index.unlink()
    (corpus.root / A).write_bytes(b"by hand")
    assert corpus.write({B: b"two"}, "收入乙", CLERK) is None
    assert status(corpus).split() == ["M", run(corpus.root, "rev-parse", "--show-prefix") + A]


@both
@pytest.mark.parametrize("fault", ["cut off", "garbage", "empty", "one byte"])
def test_a_damaged_index_is_refused_before_anything_is_committed(fault: str, corpus: Corpus) -> None:
    index = Path(run(corpus.root, "rev-parse", "--absolute-git-dir")) / "index"
    data, head = index.read_bytes(), run(corpus.root, "rev-parse", "HEAD")
    changed = bytes((data[40] ^ 1,))
    cases = {"cut off": data[:50], "garbage": b"garbage" * 99, "empty": b""}
    index.write_bytes(cases.get(fault, data[:40] + changed + data[41:]))
    with pytest.raises(store.DamagedIndex, match="请删除这个文件") as caught:
        corpus.write({B: b"two"}, "收入乙", CLERK)
    assert str(index) in str(caught.value)
    assert run(corpus.root, "rev-parse", "HEAD") == head
    assert not (corpus.root / B).exists()
    index.unlink()
    corpus.write({B: b"two"}, "收入乙", CLERK)
    assert status(corpus) == ""


def test_a_reader_says_that_the_index_is_damaged(corpus: Corpus) -> None:
    (Path(run(corpus.root, "rev-parse", "--absolute-git-dir")) / "index").write_bytes(b"garbage" * 99)
    (corpus.root / B).parent.mkdir(exist_ok=True)
    (corpus.root / B).write_bytes(b"new")
    with pytest.raises(store.DamagedIndex, match="索引"):
        corpus.snapshot()


def test_a_lock_that_git_left_behind_is_named(corpus: Corpus) -> None:
    assert corpus.place is not None
    (corpus.place.git_dir / "refs/heads/main.lock").touch()
    with pytest.raises(store.GitFailed, match=r"(?s)main\.lock.*请删除该锁文件"):
        corpus.write({A: b"two"}, "改甲")
    assert corpus.snapshot()[A] == b"one"
    assert not corpus.place.journal.exists()


def test_a_snapshot_can_be_sent_to_another_process(corpus: Corpus) -> None:
    snapshot = corpus.snapshot()
    assert snapshot.read(A) == b"one"
    copy = pickle.loads(pickle.dumps(snapshot))
    assert copy == snapshot
    assert copy.read(A) == b"one"


def test_a_damaged_journal_stops_everybody(corpus: Corpus) -> None:
    assert corpus.place is not None
    corpus.place.journal.write_text("{")
    for call in (corpus.snapshot, lambda: corpus.write({A: b"x"}, "试")):
        with pytest.raises(store.DamagedJournal, match=r"journal\.json"):
            call()


def test_every_error_is_one_of_ours() -> None:
    errors = [value for name in store.__all__ if isinstance(value := getattr(store, name), type)]
    failures = [error for error in errors if issubclass(error, Exception)]
    assert len(failures) == 28
    assert all(issubclass(error, CompendiumError) for error in failures)


def test_thousands_of_files_are_listed_at_once(tmp_path: Path) -> None:
    corpus = init_corpus(tmp_path / "c")
    corpus.write({f"qita/{i // 10}/{i % 10}.xml": b"%d" % i for i in range(1_500)}, "收入若干部")
    snapshot = corpus.snapshot()
    assert calls(corpus.snapshot) < 60_000, "a process for each file would be a hundred times that"
    assert len(snapshot) == 1_503
    assert all(snapshot[f"qita/{i // 10}/{i % 10}.xml"] == b"%d" % i for i in range(0, 1_500, 7))
    assert status(corpus) == ""
