"""What stands in the way of a write: locks, full disks, a damaged index; told with the remedy."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from compendium import store
from compendium.store import Corpus, open_corpus
from tests import store_corpora
from tests.store_corpora import CLERK, A, B, both, run, status

corpus, made = store_corpora.corpus, store_corpora.made


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


def test_a_lock_that_git_left_behind_is_named(corpus: Corpus) -> None:
    assert corpus.place is not None
    (corpus.place.git_dir / "refs/heads/main.lock").touch()
    with pytest.raises(store.GitFailed, match=r"(?s)main\.lock.*请删除该锁文件"):
        corpus.write({A: b"two"}, "改甲")
    assert corpus.snapshot()[A] == b"one"
    assert not corpus.place.journal.exists()


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


def test_a_damaged_journal_stops_everybody(corpus: Corpus) -> None:
    assert corpus.place is not None
    corpus.place.journal.write_text("{")
    for call in (corpus.snapshot, lambda: corpus.write({A: b"x"}, "试")):
        with pytest.raises(store.DamagedJournal, match=r"journal\.json"):
            call()
