"""What was known when: days, commits, logs; and what branches and merges make of it."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from compendium import store
from compendium.library.new_corpus import init_corpus
from compendium.store import Corpus
from tests import store_corpora
from tests.store_corpora import CLERK, A, B, C, both, run

corpus, made = store_corpora.corpus, store_corpora.made


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
