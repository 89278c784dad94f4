"""Forged records of what was done: journals, index, reflogs; none is believed, and no edit is hidden."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from compendium import store
from compendium.store import open_corpus
from tests import hostile_corpora
from tests.hostile_corpora import SECRET, A, Trap, run, use

corpus, made, trap = hostile_corpora.corpus, hostile_corpora.made, hostile_corpora.trap


def forged(place: str, prefix: str, path: str, digest: str) -> bytes:
    """A journal that would have a file removed."""
    step = {"committed": None, "working": digest, "new": None}
    return json.dumps(
        {"old": "", "new": place, "prefix": prefix, "token": "0" * 16, "inode": 0, "steps": {path: step}}
    ).encode()


@pytest.mark.parametrize(
    ("prefix", "path"), [("../victim/", "keep.xml"), ("", "../victim/keep.xml"), ("/", "etc/x"), ("", A)]
)
def test_a_forged_journal_in_the_repository_is_no_journal(
    prefix: str, path: str, corpus: Path, trap: Trap
) -> None:
    digest = store.digest_of(SECRET.encode())
    for name in ("compendium-journal.json", "journal.json"):
        (corpus / ".git" / name).write_bytes(forged("x", prefix, path, digest))
    assert use(corpus) == []
    trap.assert_untouched()
    assert (corpus / A).exists()


@pytest.mark.parametrize(
    "change", [{"prefix": "../victim/"}, {"token": "../../victim"}, {"steps": {"../x": {}}}]
)
def test_a_journal_is_held_to_what_is_ever_written_in_one(
    change: dict[str, object], corpus: Path, trap: Trap
) -> None:
    opened = open_corpus(corpus)
    assert opened.place is not None
    inode = opened.place.git_dir.stat().st_ino
    journal = {"old": "", "new": "", "prefix": "", "token": "0" * 16, "inode": inode, "steps": {}}
    opened.place.journal.write_text(json.dumps(journal | change))
    for action in (opened.snapshot, lambda: opened.write({A: b"x"}, "试")):
        with pytest.raises(store.DamagedJournal, match="已损坏"):
            action()
    trap.assert_untouched()


def test_a_journal_of_another_repository_at_the_same_path_is_none(corpus: Path) -> None:
    opened = open_corpus(corpus)
    assert opened.place is not None
    opened.place.journal.write_bytes(forged("x", "", A, store.digest_of(b"<one/>")))
    opened.write({"qita/b/2020-01-01.xml": b"<two/>"}, "收入乙")
    assert (corpus / A).exists()


def test_edits_hidden_by_bits_of_the_index_are_seen(corpus: Path) -> None:
    for bit in ("--assume-unchanged", "--skip-worktree"):
        run(corpus, "update-index", bit, A)
        (corpus / A).write_bytes(b"<by-hand/>")
        opened = open_corpus(corpus)
        assert opened.snapshot().uncommitted == (A,)
        with pytest.raises(store.UncommittedEdits, match="手工改动"):
            opened.write({A: b"<new/>"}, "改")
        assert (corpus / A).read_bytes() == b"<by-hand/>"
        run(corpus, "update-index", bit.replace("--", "--no-", 1), A)
        run(corpus, "checkout", "-q", "--", A)


def test_an_edit_that_keeps_size_and_time_is_seen(corpus: Path) -> None:
    past = 1_600_000_000
    os.utime(corpus / A, (past, past))
    opened = open_corpus(corpus)
    assert opened.snapshot().uncommitted == ()
    (corpus / A).write_bytes(b"<two/>")
    os.utime(corpus / A, (past, past))
    assert opened.snapshot().uncommitted == (A,)


def test_a_reflog_that_cannot_be_written_undoes_nothing(corpus: Path) -> None:
    shutil.rmtree(corpus / ".git/logs", ignore_errors=True)
    (corpus / ".git/logs/HEAD/x").mkdir(parents=True)
    commit = open_corpus(corpus).write({A: b"<two/>"}, "改甲")
    assert commit is not None
    assert (corpus / A).read_bytes() == b"<two/>"
    assert run(corpus, "status", "--porcelain") == ""


def test_a_reflog_with_a_second_name(corpus: Path, trap: Trap) -> None:
    (corpus / ".git/logs/HEAD").unlink()
    (corpus / ".git/logs/HEAD").hardlink_to(trap.victim / "keep.xml")
    assert use(corpus)
    trap.assert_untouched()
