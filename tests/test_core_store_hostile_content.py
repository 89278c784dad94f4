"""Corpora that hold what no corpus holds: links, other repositories, pipes, names that are ours or git's."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

from compendium import store
from compendium.store import open_corpus
from tests import hostile_corpora
from tests.hostile_corpora import A, Trap, link_file, run, use

corpus, made, trap = hostile_corpora.corpus, hostile_corpora.made, hostile_corpora.trap


@pytest.mark.parametrize(
    "name", [".compendium", ".compendium/index", "qita/a", "qita/link.xml", "corpus.toml"]
)
def test_links_in_a_corpus(name: str, corpus: Path, trap: Trap) -> None:
    (corpus / name).parent.mkdir(exist_ok=True)
    target = trap.victim / "keep.xml" if name.endswith((".xml", ".toml")) else trap.victim
    link_file(corpus / name, target)
    refused = use(corpus)
    trap.assert_untouched()
    inner = name.startswith(".compendium/")
    assert bool(refused) is not inner, "a folder left by an earlier version is not looked into"
    assert all("符号链接" in words for words in refused)


@pytest.mark.parametrize("name", [".compendium", "qita/link.xml", "link"])
def test_committed_links(name: str, corpus: Path, trap: Trap) -> None:
    (corpus / name).symlink_to(trap.victim)
    run(corpus, "add", "-f", name)
    run(corpus, "commit", "-qm", "链接")
    (corpus / name).unlink()
    refused = use(corpus)
    trap.assert_untouched()
    assert f"“{name}”是符号链接" in refused[0]


@pytest.mark.parametrize(
    "name", [".compendium/facts.sqlite", ".Compendium/x", ".compendium-0123456789abcdef/0"]
)
def test_private_names_that_are_committed(name: str, corpus: Path) -> None:
    (corpus / name).parent.mkdir()
    (corpus / name).write_text("forged")
    run(corpus, "add", "-f", name)
    run(corpus, "commit", "-qm", "缓存")
    with pytest.raises(store.UnsafeContent, match="git rm -r --cached"):
        open_corpus(corpus).snapshot()


def test_submodules_and_nested_repositories(corpus: Path) -> None:
    run(corpus, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},qita/sub")
    run(corpus, "commit", "-qm", "子模块")
    with pytest.raises(store.UnsafeContent, match="“qita/sub”是子模块"):
        open_corpus(corpus).snapshot()
    run(corpus, "reset", "-q", "--hard", "HEAD~1")
    run(corpus / "qita", "init", "-q", "nested")
    with pytest.raises(store.UnsafeContent, match="“qita/nested”是另一个 git 仓库"):
        open_corpus(corpus).snapshot()
    (corpus / ".git/info/exclude").write_text("/qita/nested/\n")
    assert A in open_corpus(corpus).snapshot()


def test_special_files(corpus: Path) -> None:
    os.mkfifo(corpus / "qita/pipe.xml")
    with pytest.raises(store.UnsafeContent, match=r"“qita/pipe\.xml”是特殊文件"):
        open_corpus(corpus).snapshot()
    (corpus / "qita/pipe.xml").unlink()
    with socket.socket(socket.AF_UNIX) as listening:
        before = Path.cwd()
        os.chdir(corpus)
        try:
            listening.bind("s")
        finally:
            os.chdir(before)
        with pytest.raises(store.UnsafeContent, match="“s”是特殊文件"):
            open_corpus(corpus).snapshot()


def test_a_tracked_file_that_became_a_pipe(corpus: Path) -> None:
    (corpus / A).unlink()
    os.mkfifo(corpus / A)
    with pytest.raises(store.UnsafeContent, match="特殊文件"):
        open_corpus(corpus).snapshot()


def test_a_sparse_file_of_many_gigabytes(corpus: Path) -> None:
    with (corpus / "qita/big.xml").open("wb") as file:
        file.truncate(40 << 30)
    with pytest.raises(store.TooLarge, match="超过 200 MB 的上限"):
        open_corpus(corpus).snapshot()


@pytest.mark.parametrize("name", [".gitignore", ".gitattributes", "qita/.gitignore"])
def test_lists_of_git_that_are_pipes(name: str, corpus: Path) -> None:
    (corpus / name).unlink(missing_ok=True)
    os.mkfifo(corpus / name)
    (corpus / "untracked").write_text("x")
    with pytest.raises(store.UnsafeContent, match="特殊文件"):
        open_corpus(corpus).snapshot()


def test_lists_of_git_above_the_corpus(corpus: Path, tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    run(top, "init", "-q")
    shutil.copytree(corpus, top / "ku", ignore=shutil.ignore_patterns(".git"))
    os.mkfifo(top / ".gitattributes")
    with pytest.raises(store.UnsafeRepository, match="不是普通文件"):
        open_corpus(top / "ku").snapshot()
    (top / ".gitattributes").unlink()
    (top / ".gitignore").write_text("z\n" * 1_000_000)
    with pytest.raises(store.UnsafeRepository, match="大得不合情理"):
        open_corpus(top / "ku").snapshot()


def test_names_that_are_magic_to_git_bend_no_list(corpus: Path) -> None:
    (corpus / ".gitignore").write_text("*.tmp\n")
    (corpus / "a.tmp").write_text("x")
    (corpus / ":(foo)").write_text("x")
    assert open_corpus(corpus).snapshot().uncommitted == (".gitignore", ":(foo)")
