"""Repositories whose `.git` leads elsewhere: nothing is read or written outside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compendium import store
from compendium.store import open_corpus
from tests import hostile_corpora
from tests.hostile_corpora import A, Trap, link_file, run, use

corpus, made, trap = hostile_corpora.corpus, hostile_corpora.made, hostile_corpora.trap


@pytest.mark.parametrize(
    "inside",
    [
        "refs",
        "refs/heads",
        "objects",
        "objects/pack",
        "objects/info",
        "logs",
        "logs/refs",
        "index",
        "info",
        "packed-refs",
        "compendium.lock",
        "shallow",
        "HEAD",
        "config",
    ],
)
def test_a_git_directory_does_not_lead_out(inside: str, corpus: Path, trap: Trap) -> None:
    link_file(
        corpus / ".git" / inside,
        trap.victim / "tmp/keep" if "." in inside or inside.isupper() else trap.victim,
    )
    refused = use(corpus)
    assert refused
    assert all("仓库" in words for words in refused)
    trap.assert_untouched()


def test_a_git_directory_that_is_a_link(corpus: Path, made: Path, trap: Trap) -> None:
    link_file(corpus / ".git", made / ".git")
    head = run(made, "rev-parse", "HEAD")
    with pytest.raises(store.UnsafeRepository, match="链接"):
        open_corpus(corpus)
    assert run(made, "rev-parse", "HEAD") == head


@pytest.mark.parametrize(
    "pointed", ["{made}/.git", "{made}/.git/worktrees/x", "/nonexistent", "../victim", ""]
)
def test_a_git_file_that_points_elsewhere(pointed: str, corpus: Path, made: Path, trap: Trap) -> None:
    shutil.rmtree(corpus / ".git")
    (corpus / ".git").write_text(f"gitdir: {pointed.format(made=made)}\n")
    head = run(made, "rev-parse", "HEAD")
    with pytest.raises(store.UnsafeRepository, match=r"并不认这个文件夹.*git worktree repair"):
        open_corpus(corpus)
    use(corpus)
    assert run(made, "rev-parse", "HEAD") == head
    trap.assert_untouched()


def test_objects_are_not_taken_from_elsewhere(corpus: Path, made: Path) -> None:
    (corpus / ".git/objects/info").mkdir(exist_ok=True)
    (corpus / ".git/objects/info/alternates").write_text(f"{made}/.git/objects\n")
    with pytest.raises(store.UnsafeRepository, match="对象取自别处"):
        open_corpus(corpus)


def test_alternates_after_an_empty_line(corpus: Path, made: Path) -> None:
    (corpus / ".git/objects/info").mkdir(exist_ok=True)
    (corpus / ".git/objects/info/alternates").write_text(f"\n{made}/.git/objects\n")
    with pytest.raises(store.UnsafeRepository, match="对象取自别处"):
        open_corpus(corpus)


def test_the_contents_of_a_repository_are_not_taken_from_elsewhere(corpus: Path, made: Path) -> None:
    (corpus / ".git/commondir").write_text(f"{made}/.git\n")
    with pytest.raises(store.UnsafeRepository, match="取自别处"):
        open_corpus(corpus)


def test_what_git_left_in_our_own_folder_is_cleared(corpus: Path) -> None:
    opened = open_corpus(corpus)
    assert opened.place is not None
    (opened.place.door.own / "commondir").write_text("/nonexistent\n")
    assert A in open_corpus(corpus).snapshot()


def test_foreign_forms_are_refused(corpus: Path) -> None:
    for key, value in (("extensions.objectFormat", "sha256"), ("extensions.refStorage", "reftable")):
        run(corpus, "config", key, value)
        with pytest.raises(store.NotWritable, match=f"不支持 {value}"):
            open_corpus(corpus)
        run(corpus, "config", "--file", ".git/config", "--unset", key, code=None)


@pytest.mark.parametrize("name", ["foo", "commondir", "config", "HEAD", "refs/tags/x", "refs/heads/../../x"])
def test_a_branch_that_names_what_is_none(name: str, corpus: Path) -> None:
    (corpus / ".git/refs/heads/main").write_text(f"ref: {name}\n")
    opened = open_corpus(corpus)
    for action in (opened.snapshot, lambda: opened.write({A: b"<two/>"}, "改甲", store.Author("王某"))):
        with pytest.raises(store.UnsafeRepository, match="指向的不是分支"):
            action()
    use(corpus)
    assert opened.place is not None
    assert not (opened.place.door.own / "foo").exists()


def test_a_branch_that_names_another_is_followed(corpus: Path) -> None:
    run(corpus, "branch", "real")
    run(corpus, "symbolic-ref", "refs/heads/main", "refs/heads/real")
    assert use(corpus) == []
    assert run(corpus, "log", "-1", "--format=%s", "real") == "收入乙"
