"""Clocks that are wrong and histories that are cut: what was known on a day stays true."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium import store
from compendium.library.new_corpus import init_corpus
from compendium.store import open_corpus
from tests import hostile_corpora
from tests.hostile_corpora import A, raw_commit, run

corpus, made = hostile_corpora.corpus, hostile_corpora.made


def test_a_clock_that_is_behind_stops_a_write(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_corpus(corpus)
    head = opened.revision()
    last = opened.committed_at(head).timestamp()
    monkeypatch.setattr("time.time", lambda: last - 86_400)
    with pytest.raises(store.ClockBehind, match="--clock-is-right"):
        opened.write({A: b"<two/>"}, "改")
    assert opened.revision() == head
    assert (corpus / A).read_bytes() == b"<one/>"
    commit = open_corpus(corpus, clock_is_right=True).write({A: b"<two/>"}, "改")
    assert commit is not None
    assert commit.when.timestamp() == int(last - 86_400)
    assert "早于其前一次" in opened.history_notes()[0]
    assert opened.snapshot(known_at="2099-01-01")[A] == b"<two/>"
    with pytest.raises(store.UnknownRevision, match="最早的提交"):
        opened.snapshot(known_at=commit.when)


def test_a_clock_that_was_never_set_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 77.0)
    with pytest.raises(store.ClockUnset, match=r"本机时钟是 1970-01-01.*请校准"):
        init_corpus(tmp_path / "a/b")
    assert list(tmp_path.iterdir()) == []


def test_a_day_before_the_last_commit_is_told(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_corpus(corpus)
    assert opened.clock_note() == ""
    last = opened.committed_at(opened.revision()).timestamp()
    monkeypatch.setattr("time.time", lambda: last - 3 * 86_400)
    assert "早于库中最近一次提交" in opened.clock_note()
    monkeypatch.setattr("time.time", lambda: 77.0)
    assert "1970-01-01" in opened.clock_note()


def test_clocks_a_little_apart_never_go_back(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_corpus(corpus)
    last = opened.committed_at(opened.revision())
    monkeypatch.setattr("time.time", lambda: last.timestamp() - 120)
    commit = opened.write({A: b"<two/>"}, "改")
    assert commit is not None
    assert commit.when == last
    assert opened.history_notes() == ()


def test_what_was_known_when_the_clock_had_gone_back(corpus: Path) -> None:
    for text, when in (("b", "2030-01-01"), ("c", "2020-01-01"), ("d", "2031-01-01")):
        (corpus / A).write_text(text)
        run(corpus, "commit", "-qam", text, GIT_COMMITTER_DATE=f"{when}T12:00:00+08:00")
    opened = open_corpus(corpus)
    assert opened.snapshot(known_at="2029-12-31").read(A) == b"<one/>"
    assert opened.snapshot(known_at="2030-06-01").read(A) == b"c"
    assert opened.snapshot(known_at="2031-06-01").read(A) == b"d"


@pytest.mark.parametrize(
    "when",
    [
        "253402300900 +0000",
        "1750000000 +9999",
        "1750000000 -2400",
        "99999999999999999999 +0800",
        "x y",
        "",
        "-5 +0000",
    ],
)
def test_times_that_no_calendar_has(when: str, corpus: Path) -> None:
    head = run(corpus, "rev-parse", "HEAD")
    raw_commit(corpus, run(corpus, "rev-parse", "HEAD^{tree}"), head, when)
    opened = open_corpus(corpus, clock_is_right=True)
    assert opened.snapshot(known_at="9999-12-31")[A] == b"<one/>"
    assert len(list(opened.log())) >= 2
    assert list(opened.steps(opened.revision()))
    opened.history_notes()
    assert opened.write({"qita/b/2020-01-01.xml": b"<two/>"}, "收入乙", store.Author("王某")) is not None


def test_a_shallow_history_is_named(corpus: Path, tmp_path: Path) -> None:
    first = open_corpus(corpus).revision()
    for text, when in (("b", "2030-01-01"), ("c", "2031-01-01")):
        (corpus / A).write_text(text)
        run(corpus, "commit", "-qam", text, GIT_COMMITTER_DATE=f"{when}T12:00:00+08:00")
    run(tmp_path, "clone", "-q", "--depth", "1", corpus.as_uri(), "shallow")
    cut = open_corpus(tmp_path / "shallow")
    assert "浅克隆" in cut.history_notes()[0]
    assert cut.snapshot(known_at="2031-06-01").read(A) == b"c"
    with pytest.raises(store.UnknownRevision, match="git fetch --unshallow"):
        cut.snapshot(known_at="2030-06-01")
    assert cut.contains(first) is None
    whole = open_corpus(corpus)
    assert whole.contains(first) is True
    assert whole.contains("1" * 40) is False
    run(corpus, "checkout", "-q", "--orphan", "other")
    run(corpus, "commit", "-qm", "重写")
    assert open_corpus(corpus).contains(first) is False
