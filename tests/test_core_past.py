"""What a corpus knew and when: commits as steps, and the facts that they wrote."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from compendium.akn import write_act
from compendium.law.names import expression_path
from compendium.library.history import past_of
from compendium.library.new_corpus import init_corpus
from compendium.store import Corpus, NoHistory, digest_of, open_corpus
from tests.builders import act, article

TEXT = act(article(1, "桥梁由主管部门养护。"))
OTHER = act(article(1, "桥梁由产权人养护。"))
PATH = expression_path(TEXT.work, TEXT.language, TEXT.date)
ONE, TWO = write_act(TEXT), write_act(OTHER)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """A corpus below a repository of other things, with three commits of a text."""
    git(tmp_path, "init", "-q")
    (tmp_path / "other.txt").write_text("别的内容")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "仓库")
    made = init_corpus(tmp_path / "data" / "法规")
    made.write({PATH: ONE, "qita/tu/media/a.png": b"x"}, "收入")
    made.write({PATH: TWO}, "更正")
    made.write({PATH: None}, "撤回")
    return made


def git(folder: Path, *args: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    named = ("-c", "user.name=李某", "-c", "user.email=li@example.cn")
    subprocess.run(["git", *named, *args], cwd=folder, env=clean, check=True)


def test_steps_are_told_oldest_first_with_digests(corpus: Corpus) -> None:
    steps = list(corpus.steps(corpus.snapshot().revision))
    assert [step.files.get(PATH, "-") for step in steps] == ["-", digest_of(ONE), digest_of(TWO), None]
    assert steps[1].files["qita/tu/media/a.png"] == digest_of(b"x")
    assert "other.txt" not in {path for step in steps for path in step.files}
    assert [step.commit for step in steps] == [commit.hexsha for commit in reversed([*corpus.log()])]
    assert [step.when for step in steps] == [commit.when for commit in reversed([*corpus.log()])]


def test_a_past_is_that_of_the_versions_up_to_the_revision(corpus: Corpus) -> None:
    commits = [commit.hexsha for commit in corpus.log()]
    past = past_of(corpus, corpus.snapshot(rev=commits[1]))
    assert past is not None
    assert [dict(step.files) for step in past.steps] == [{PATH: digest_of(ONE)}, {PATH: digest_of(TWO)}]


def test_facts_of_texts_that_are_gone_are_read_and_cached(corpus: Corpus) -> None:
    past = past_of(corpus, corpus.snapshot())
    assert past is not None
    found = past.facts({})
    assert {digest: facts.title for digest, facts in found.items()} == {
        digest_of(ONE): TEXT.title,
        digest_of(TWO): TEXT.title,
    }
    assert past.cache is not None
    assert past.cache.get([digest_of(ONE), digest_of(TWO)]) == found
    assert past.facts(found) == found


def test_edits_that_are_not_committed_are_the_last_step(corpus: Corpus) -> None:
    last = next(corpus.log())
    file = corpus.root / PATH
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(ONE.replace("主管".encode(), "市政".encode()))
    past = past_of(corpus, corpus.snapshot())
    assert past is not None
    step = past.steps[-1]
    assert (step.commit, step.when, step.files) == ("", last.when, {PATH: digest_of(file.read_bytes())})
    assert len(past.facts({})) == 3


def test_a_text_that_can_not_be_read_has_no_facts(corpus: Corpus) -> None:
    corpus.write({PATH: b"<akomaNtoso"}, "损坏")
    past = past_of(corpus, corpus.snapshot())
    assert past is not None
    assert set(past.facts({})) == {digest_of(ONE), digest_of(TWO)}


def test_a_folder_without_git_has_no_past(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text('title = "法规"\nlocality = "cn-sh"\n')
    corpus = open_corpus(tmp_path)
    assert past_of(corpus, corpus.snapshot()) is None
    with pytest.raises(NoHistory):
        list(corpus.steps("HEAD"))


def test_a_merge_counts_as_one_step(corpus: Corpus) -> None:
    git(corpus.root, "checkout", "-q", "-b", "side", "HEAD~1")
    corpus.write({"falv/a/2020-01-01.xml": b"a"}, "支线")
    git(corpus.root, "checkout", "-q", "-")
    git(corpus.root, "merge", "-q", "--no-ff", "-m", "合并", "side")
    last = list(corpus.steps("HEAD"))[-1]
    assert dict(last.files) == {"falv/a/2020-01-01.xml": digest_of(b"a")}
    assert last.when <= datetime.now(UTC)
