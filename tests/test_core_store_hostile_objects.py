"""Objects that git itself would not make, and damaged ones: each is told by its name, none is believed."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

from compendium import store
from compendium.law.problems import CompendiumError
from compendium.store import open_corpus
from tests import hostile_corpora
from tests.hostile_corpora import A, Trap, raw_commit, raw_tree, run

corpus, made, trap = hostile_corpora.corpus, hostile_corpora.made, hostile_corpora.trap


@pytest.mark.parametrize("head", [b"blob 6\0", b"blob 8\0", b"blob 3\0", b"tree 6\0", b"blob -1\0", b""])
def test_a_forged_object_is_found(head: bytes, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder sent with its `.git` can hold an object under the name of another."""
    monkeypatch.setattr(store.objects, "_SILENCE", 0.5)
    blob = run(corpus, "rev-parse", f"HEAD:{A}")
    file = corpus / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(zlib.compress(head + b"<evil>"))
    (corpus / A).unlink()
    opened = open_corpus(corpus)
    with pytest.raises(store.DamagedObject):
        opened.snapshot(rev="HEAD").read(A)
    with pytest.raises(store.DamagedRepository):
        opened.prove()


@pytest.mark.parametrize("data", [b"", b"cut off", b"garbage" * 9])
def test_of_a_damaged_tree_its_own_name_is_told(data: bytes, corpus: Path) -> None:
    tree = run(corpus, "rev-parse", "HEAD:qita")
    loose = corpus / ".git/objects" / tree[:2] / tree[2:]
    loose.chmod(0o600)
    loose.write_bytes(data)
    with pytest.raises(store.DamagedObject, match=tree[:12]):
        open_corpus(corpus).snapshot()


def test_a_missing_tree_is_damage_and_no_empty_corpus(corpus: Path) -> None:
    tree = run(corpus, "rev-parse", "HEAD:qita")
    (corpus / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(store.DamagedObject):
        open_corpus(corpus).snapshot()


@pytest.mark.parametrize("data", [b"", b"garbage\x01", b"ref: refs/../x", None])
def test_a_damaged_head_is_told_with_the_remedy(data: bytes | None, corpus: Path) -> None:
    head = corpus / ".git/HEAD"
    head.unlink()
    if data is not None:
        head.write_bytes(data)
    with pytest.raises(CompendiumError, match=r"ref: refs/heads/main") as caught:
        open_corpus(corpus).snapshot()
    assert str(head) in str(caught.value)


def test_a_loose_object_that_is_a_pipe(corpus: Path) -> None:
    tree = run(corpus, "rev-parse", "HEAD^{tree}")
    file = corpus / ".git/objects" / tree[:2] / tree[2:]
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(store.UnsafeRepository):
        open_corpus(corpus)


@pytest.mark.parametrize(
    "name", ["../../x.xml", "/tmp/x.xml", "a/../../x", ".", "..", ".git", ".GIT", "a//b"]
)
def test_names_in_a_tree_do_not_lead_out(name: str, corpus: Path, trap: Trap) -> None:
    blob, head = run(corpus, "rev-parse", f"HEAD:{A}"), run(corpus, "rev-parse", "HEAD")
    config = run(corpus, "rev-parse", "HEAD:corpus.toml")
    tree = raw_tree(corpus, ("100644", name, blob), ("100644", "corpus.toml", config))
    bad = raw_commit(corpus, tree, head)
    opened = open_corpus(corpus)
    for ask in ({"rev": bad}, {}):
        with pytest.raises(store.UnsafeContent, match="越出法规库"):
            opened.snapshot(**ask)
    with pytest.raises(store.UnsafeContent, match="越出法规库"):
        list(opened.steps(bad))
    trap.assert_untouched()


def test_a_name_that_stands_twice_in_a_tree(corpus: Path) -> None:
    blob, head = run(corpus, "rev-parse", f"HEAD:{A}"), run(corpus, "rev-parse", "HEAD")
    bad = raw_commit(corpus, raw_tree(corpus, ("100644", "a", blob), ("100644", "a", blob)), head)
    with pytest.raises(store.UnsafeContent, match="重复"):
        open_corpus(corpus).snapshot(rev=bad)


def test_a_tree_that_unfolds_without_end(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store.git, "_MOST_SAID", 1_000_000)
    digest, mode = run(corpus, "rev-parse", f"HEAD:{A}"), "100644"
    for _ in range(6):
        digest, mode = raw_tree(corpus, *((mode, f"{n}", digest) for n in range(10))), "40000"
    bad = raw_commit(corpus, digest, run(corpus, "rev-parse", "HEAD"))
    opened = open_corpus(corpus)
    for action in (lambda: opened.snapshot(rev=bad), lambda: list(opened.steps(bad))):
        with pytest.raises(store.GitFailed, match="多得不合情理"):
            action()


def test_names_and_words_that_look_like_the_marks_of_the_log(corpus: Path) -> None:
    mark = "\x01" + "a" * 40
    (corpus / mark).write_text("x")
    run(corpus, "add", "-A")
    run(corpus, "-c", f"user.name={mark}", "commit", "-qm", mark)
    run(corpus, "-c", f"user.name={mark}", "commit", "-q", "--allow-empty", "-m", f":100644 {mark}")
    opened = open_corpus(corpus)
    assert [len(commit.files) for commit in opened.log()] == [1, 1, 3]
    assert mark in list(opened.steps(opened.revision()))[-1].files
