"""The corpus in git: how it is made and found, and its states as they are read."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from compendium import store
from compendium.law.problems import CompendiumError
from compendium.library.config import load_config
from compendium.library.new_corpus import init_corpus
from compendium.store import Corpus, digest_of, find_corpus, open_corpus
from tests import store_corpora
from tests.store_corpora import A, B, C, both, run, status
from tests.work import calls

corpus, made = store_corpora.corpus, store_corpora.made


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


def test_a_snapshot_can_be_sent_to_another_process(corpus: Corpus) -> None:
    snapshot = corpus.snapshot()
    assert snapshot.read(A) == b"one"
    copy = pickle.loads(pickle.dumps(snapshot))
    assert copy == snapshot
    assert copy.read(A) == b"one"


def test_every_error_is_one_of_ours() -> None:
    errors = [value for name in store.__all__ if isinstance(value := getattr(store, name), type)]
    failures = [error for error in errors if issubclass(error, Exception)]
    assert len(failures) == 29
    assert all(issubclass(error, CompendiumError) for error in failures)


def test_thousands_of_files_are_listed_at_once(tmp_path: Path) -> None:
    corpus = init_corpus(tmp_path / "c")
    corpus.write({f"qita/{i // 10}/{i % 10}.xml": b"%d" % i for i in range(1_500)}, "收入若干部")
    snapshot = corpus.snapshot()
    assert calls(corpus.snapshot) < 60_000, "a process for each file would be a hundred times that"
    assert len(snapshot) == 1_503
    assert all(snapshot[f"qita/{i // 10}/{i % 10}.xml"] == b"%d" % i for i in range(0, 1_500, 7))
    assert status(corpus) == ""
