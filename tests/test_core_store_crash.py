"""Writers at once, and writers that die: every reader sees one state or the other, never a mixture."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from compendium import store
from compendium.library.new_corpus import init_corpus
from compendium.store import Author, Corpus, open_corpus
from compendium.store.corpus import corpus_at

FORK = multiprocessing.get_context("fork")
WRITER = Author("王某", "wang@example.cn")
KEPT, GONE, NEW = "qita/a/kept.xml", "qita/b/gone.xml", "qita/c/new.xml"
OLD_STATE = {KEPT: b"old", GONE: b"gone"}
NEW_STATE = {KEPT: b"new", NEW: b"made"}
CHANGE: dict[str, bytes | None] = {KEPT: b"new", GONE: None, NEW: b"made"}
STEPS = ["blobs", "objects", "journal", "ref", "file", "file:2", "file:3", "index", "dropped"]


def run(folder: Path, *args: str) -> str:
    """Run git as staff would."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    answer = subprocess.run(["git", *args], cwd=folder, env=clean, check=True, capture_output=True, text=True)
    return answer.stdout.rstrip()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus in a larger repository: two texts, an edit by hand and a staged file; to be copied."""
    top = tmp_path_factory.mktemp("made")
    run(top, "init", "-q")
    corpus = init_corpus(top / "corpus")
    corpus.write({**OLD_STATE, "qita/edited.xml": b"committed"}, "收入")
    (corpus.root / "qita/edited.xml").write_bytes(b"by hand")
    (corpus.root / "qita/staged.xml").write_bytes(b"staged")
    run(corpus.root, "add", "qita/staged.xml")
    return top


@pytest.fixture
def corpus(made: Path, tmp_path: Path) -> Corpus:
    """A copy of the corpus for each test."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return open_corpus(tmp_path / "corpus")


def texts(corpus: Corpus) -> dict[str, bytes]:
    """The texts of the change as a reader sees them; what people did by hand must always be there."""
    snapshot = corpus.snapshot()
    assert snapshot.uncommitted == ("qita/edited.xml", "qita/staged.xml")
    assert (snapshot["qita/edited.xml"], snapshot["qita/staged.xml"]) == (b"by hand", b"staged")
    return {path: snapshot[path] for path in (KEPT, GONE, NEW) if path in snapshot}


def changes(corpus: Corpus) -> list[str]:
    """What git sees as changed."""
    return run(corpus.root, "status", "--porcelain").splitlines()


def die_at(root: Path, step: str) -> None:
    """Write, and die at a step."""
    name, _, nth = step.partition(":")
    seen = 0

    def reached(at: str) -> None:
        nonlocal seen
        seen += at == name
        if at == name and seen == int(nth or 1):
            os.kill(os.getpid(), signal.SIGKILL)

    store.checkpoint.reached = reached
    open_corpus(root).write(CHANGE, "改", WRITER)


def run_until_dead(root: Path, step: str) -> None:
    """Let a process write until it dies at a step."""
    process = FORK.Process(target=die_at, args=(root, step))
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize("step", STEPS)
def test_a_writer_that_dies_leaves_one_state_or_the_other(corpus: Corpus, step: str) -> None:
    moved = STEPS.index(step) >= STEPS.index("ref")
    run_until_dead(corpus.root, step)
    reader = corpus_at(corpus.root)
    assert texts(reader) == (NEW_STATE if moved else OLD_STATE)
    recovered = open_corpus(corpus.root)
    assert recovered.place is not None
    assert texts(recovered) == (NEW_STATE if moved else OLD_STATE)
    assert (recovered.write(CHANGE, "改", WRITER) is None) is moved
    assert not recovered.place.journal.exists()
    assert texts(recovered) == NEW_STATE
    prefix = recovered.place.prefix
    assert changes(recovered) == [f" M {prefix}qita/edited.xml", f"A  {prefix}qita/staged.xml"]
    run(corpus.root, "fsck", "--strict", "--no-dangling")


@pytest.mark.parametrize("step", ["ref", "file", "index"])
def test_the_next_writer_finishes_what_a_dead_one_began(corpus: Corpus, step: str) -> None:
    run_until_dead(corpus.root, step)
    corpus.write({KEPT: b"newer"}, "再改", WRITER)
    assert texts(corpus) == {**NEW_STATE, KEPT: b"newer"}
    assert len(changes(corpus)) == 2


@pytest.mark.parametrize("step", ["ref", "file", "index"])
def test_an_index_removed_after_a_death_is_made_up_for(corpus: Corpus, step: str) -> None:
    run_until_dead(corpus.root, step)
    (corpus.root.parent / ".git/index").unlink()
    corpus.write({"qita/d.xml": b"next"}, "下一次")
    assert texts(corpus) == NEW_STATE
    assert changes(corpus) == [" M corpus/qita/edited.xml", "?? corpus/qita/staged.xml"]


def test_an_edit_made_after_a_death_is_seen_and_kept(corpus: Corpus) -> None:
    run_until_dead(corpus.root, "ref")
    (corpus.root / KEPT).write_bytes(b"edited after")
    assert KEPT in corpus.snapshot().uncommitted
    recovered = open_corpus(corpus.root)
    assert recovered.snapshot()[KEPT] == b"edited after"
    assert recovered.snapshot().uncommitted == (KEPT, "qita/edited.xml", "qita/staged.xml")
    assert recovered.snapshot()[NEW] == b"made"


def test_an_edit_made_after_a_death_before_the_commit_is_seen(corpus: Corpus) -> None:
    run_until_dead(corpus.root, "journal")
    (corpus.root / KEPT).write_bytes(b"edited after")
    assert corpus_at(corpus.root).snapshot()[KEPT] == b"edited after"
    assert open_corpus(corpus.root).snapshot()[KEPT] == b"edited after"


def test_a_history_that_went_on_after_a_death_is_left_alone(corpus: Corpus) -> None:
    run_until_dead(corpus.root, "ref")
    run(corpus.root, "reset", "-q", "--hard", "HEAD~1")
    assert open_corpus(corpus.root).snapshot()[KEPT] == b"old"
    assert changes(corpus) == []


def write_many(root: Path, name: str, count: int) -> None:
    """Write one file after another, and one that all writers share."""
    corpus = open_corpus(root)
    for i in range(count):
        corpus.write(
            {f"qita/{name}/{i}.xml": b"%d" % i, "qita/shared.xml": f"{name}{i}".encode()}, "收入", WRITER
        )


def test_two_writers_at_once(tmp_path: Path) -> None:
    corpus = init_corpus(tmp_path / "c")
    writers = [FORK.Process(target=write_many, args=(corpus.root, name, 20)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    sizes = []
    while any(writer.is_alive() for writer in writers):
        snapshot = corpus.snapshot()
        assert snapshot.uncommitted == ()
        assert snapshot == corpus.snapshot(rev=snapshot.revision)
        sizes.append(len(snapshot))
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert sizes == sorted(sizes)
    final = corpus.snapshot()
    assert len(final.under("qita/a")) == len(final.under("qita/b")) == 20
    assert len(list(corpus.log())) == 41
    assert run(corpus.root, "rev-list", "--merges", "HEAD") == ""
    assert run(corpus.root, "rev-list", "--count", "HEAD") == "41"
    assert changes(corpus) == []
    run(corpus.root, "fsck", "--strict")


def toggle(root: Path) -> None:
    """Write one state and the other for ever."""
    corpus = corpus_at(root)
    for i in range(1_000_000):
        text = b"%d" % i
        other: dict[str, bytes | None] = {"qita/odd.xml" if i % 2 else "qita/even.xml": text}
        gone: dict[str, bytes | None] = {"qita/even.xml" if i % 2 else "qita/odd.xml": None}
        corpus.write({"qita/one.xml": text, "qita/two.xml": text, **other, **gone}, f"{i}", WRITER)


def assert_whole(corpus: Corpus) -> None:
    """The files of one act are all there, and none of another."""
    snapshot = corpus.snapshot()
    assert snapshot.uncommitted == ()
    read = {path: snapshot[path] for path in snapshot.under("qita")}
    assert len(read) in (0, 3)
    assert len(set(read.values())) == (1 if read else 0)
    assert not {"qita/odd.xml", "qita/even.xml"} <= set(read)


def test_writers_killed_at_any_time(tmp_path: Path) -> None:
    corpus = init_corpus(tmp_path / "c")
    chance = random.Random(20240101)
    for _ in range(20):
        writer = FORK.Process(target=toggle, args=(corpus.root,))
        writer.start()
        time.sleep(chance.uniform(0.03, 0.25))
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        assert_whole(corpus_at(corpus.root))
    last = open_corpus(corpus.root)
    last.write({"qita/last.xml": b"x"}, "收尾", WRITER)
    last.write({"qita/last.xml": None}, "收尾", WRITER)
    assert_whole(last)
    assert changes(last) == []
    run(corpus.root, "fsck", "--strict", "--no-dangling")
