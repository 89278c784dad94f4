"""Changes to the corpus: one commit with who and why, and nothing lost of what people did by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium import store
from compendium.library.new_corpus import init_corpus
from compendium.store import Author, Corpus, digest_of, open_corpus
from tests import store_corpora
from tests.store_corpora import CLERK, A, B, C, both, run, status

corpus, made = store_corpora.corpus, store_corpora.made


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
