"""Repositories that name programs of the sender's: none runs, nothing is fetched."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from compendium import store
from compendium.store import open_corpus
from tests import hostile_corpora
from tests.hostile_corpora import A, Trap, run, use

corpus, made, trap = hostile_corpora.corpus, hostile_corpora.made, hostile_corpora.trap


PROGRAMS = {
    "filter": ("filter.x.clean", "{evil}"),
    "smudge": ("filter.x.smudge", "{evil}"),
    "process": ("filter.x.process", "{evil}"),
    "required filter": ("filter.x.required", "true"),
    "monitor": ("core.fsmonitor", "{evil}"),
    "hooks": ("core.hooksPath", "{hooks}"),
    "ssh": ("core.sshCommand", "{evil}"),
    "pager": ("core.pager", "{evil}"),
    "editor": ("core.editor", "{evil}"),
    "askpass": ("core.askPass", "{evil}"),
    "external diff": ("diff.external", "{evil}"),
    "text conversion": ("diff.x.textconv", "{evil}"),
    "diff command": ("diff.x.command", "{evil}"),
    "merge driver": ("merge.x.driver", "{evil}"),
    "signing": ("gpg.program", "{evil}"),
    "alias": ("alias.log", "!{evil}"),
    "alias of status": ("alias.ls-tree", "!{evil}"),
    "credentials": ("credential.helper", "!{evil}"),
    "alternate refs": ("core.alternateRefsCommand", "{evil}"),
    "uploadpack": ("remote.origin.uploadpack", "{evil}"),
    "proxy": ("core.gitProxy", "{evil}"),
    "worktree": ("core.worktree", "{victim}"),
    "attributes file": ("core.attributesFile", "{victim}/keep.xml"),
    "include": ("include.path", "{victim}/keep.xml"),
    "editor of sequences": ("sequence.editor", "{evil}"),
    "trailer": ("trailer.x.command", "{evil}"),
    "signed log": ("log.showSignature", "true"),
}


@pytest.mark.parametrize("case", PROGRAMS)
def test_no_setting_of_a_repository_is_followed(case: str, corpus: Path, trap: Trap) -> None:
    key, value = PROGRAMS[case]
    hooks = trap.folder / "hooks"
    hooks.mkdir()
    for hook in ("reference-transaction", "post-index-change", "pre-commit", "post-commit", "pre-auto-gc"):
        shutil.copy(trap.program, hooks / hook)
    said = value.format(evil=trap.program, hooks=hooks, victim=trap.victim)
    with (corpus / ".git/config").open("a") as file:
        for setting, words in ((key, said), ("filter.x.clean", trap.program)):
            section, _, name = setting.rpartition(".")
            main, _, sub = section.partition(".")
            file.write(f'[{main}{f" {json.dumps(sub)}" if sub else ""}]\n\t{name} = "{words}"\n')
    (corpus / ".git/info/attributes").write_text("* filter=x diff=x merge=x\n")
    (corpus / ".gitattributes").write_text("* filter=x diff=x merge=x\n")
    (corpus / A).write_bytes(b"<one/>")
    os.utime(corpus / A, (1, 1))
    assert use(corpus) == []
    trap.assert_untouched()
    assert (corpus / "qita/b/2020-01-01.xml").read_bytes() == b"<two/>"


def test_hooks_in_the_repository_do_not_run(corpus: Path, trap: Trap) -> None:
    hooks = corpus / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in (
        "reference-transaction",
        "post-index-change",
        "pre-commit",
        "post-checkout",
        "fsmonitor-watchman",
    ):
        shutil.copy(trap.program, hooks / hook)
    assert use(corpus) == []
    trap.assert_untouched()


def test_a_folder_with_the_files_of_a_repository_is_none(corpus: Path, trap: Trap, tmp_path: Path) -> None:
    """What a plain `git clone` brings: no `.git` can be committed, but the files of a bare one can."""
    outer = tmp_path / "sent"
    outer.mkdir()
    run(outer, "init", "-q", "-b", "main")
    inner = outer / "ku"
    shutil.copytree(corpus, inner, ignore=shutil.ignore_patterns(".git"))
    for name in ("HEAD", "objects", "refs", "index"):
        source = corpus / ".git" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, inner / name)
    (inner / "refs/keep").write_text("")
    (inner / "objects/keep").write_text("")
    (inner / "config").write_text(
        f'[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n[filter "x"]\n'
        f"\tclean = {trap.program}\n\tprocess = {trap.program}\n"
    )
    (inner / ".gitattributes").write_text("*.xml filter=x\n")
    run(outer, "-c", "core.autocrlf=false", "add", "-A")
    run(outer, "commit", "-qm", "送来")
    run(tmp_path, "clone", "-q", str(outer), "clone")
    sent = tmp_path / "clone/ku"
    os.utime(sent / A, (1, 1))
    opened = open_corpus(sent)
    assert opened.place is not None
    assert opened.place.top == tmp_path / "clone"
    assert use(sent) == []
    trap.assert_untouched()


def test_missing_objects_are_fetched_from_nowhere(corpus: Path, trap: Trap) -> None:
    blob = run(corpus, "rev-parse", f"HEAD:{A}")
    (corpus / ".git/objects" / blob[:2] / blob[2:]).unlink()
    (corpus / A).unlink()
    for key, value in {
        "extensions.partialClone": "origin",
        "core.repositoryFormatVersion": "1",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{trap.program} %S",
        "remote.origin.uploadpack": str(trap.program),
        "protocol.ext.allow": "always",
        "core.sshCommand": str(trap.program),
    }.items():
        run(corpus, "config", key, value)
    opened = open_corpus(corpus)
    with pytest.raises(store.DamagedObject, match="缺少对象"):
        opened.snapshot(rev="HEAD").read(A)
    with pytest.raises(store.DamagedRepository, match="从备份"):
        opened.prove()
    use(corpus)
    trap.assert_untouched()


def test_programs_are_found_by_absolute_parts_of_path(
    tmp_path: Path, trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(trap.program, tmp_path / "git")
    monkeypatch.chdir(tmp_path)
    for path in (f".:{os.environ['PATH']}", f":{os.environ['PATH']}", f"x/../.:{os.environ['PATH']}"):
        monkeypatch.setenv("PATH", path)
        found = store.programs.program("git")
        assert Path(found).is_absolute()
        assert not Path(found).is_relative_to(tmp_path)
