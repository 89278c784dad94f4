"""Repositories that somebody sent: nothing runs, nothing is written outside, no cache is believed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import textwrap
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from compendium import store
from compendium.law.problems import CompendiumError
from compendium.library.new_corpus import init_corpus
from compendium.store import open_corpus

A = "qita/a/2020-01-01.xml"
SECRET = "秘密"


def run(folder: Path, *args: str, code: int | None = 0, **env: str) -> str:
    """Run git as the sender would."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-c", "user.name=甲", "-c", "user.email=a@example.cn", *args],
        cwd=folder,
        env=clean | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert code is None or done.returncode == code, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of one text, to be copied and made hostile."""
    top = tmp_path_factory.mktemp("made")
    init_corpus(top / "ku", title="某市法规全书").write({A: b"<one/>"}, "收入甲")
    return top / "ku"


class Trap:
    """A program of the sender's that leaves a mark when it runs, and a folder that nobody may touch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mark = folder / "ran"
        self.program = folder / "evil.sh"
        self.program.write_text(f'#!/bin/sh\necho "$0 $*" >> {self.mark}\ncat 2>/dev/null || true\nexit 0\n')
        self.program.chmod(0o755)
        self.victim = folder / "victim"
        (self.victim / "tmp").mkdir(parents=True)
        (self.victim / "tmp" / "keep").write_text(SECRET)
        (self.victim / "keep.xml").write_text(SECRET)
        self.before = self.state()

    def state(self) -> dict[str, str]:
        """Everything in the victim's folder."""
        return {
            path.relative_to(self.victim).as_posix(): path.read_text() if path.is_file() else ""
            for path in sorted(self.victim.rglob("*"))
        }

    def assert_untouched(self) -> None:
        """Nothing ran, and nothing was written or removed outside."""
        assert not self.mark.exists(), self.mark.read_text()
        assert self.state() == self.before


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    """A trap beside the corpus."""
    return Trap(tmp_path)


@pytest.fixture
def corpus(made: Path, tmp_path: Path) -> Path:
    """A copy of the corpus, the sender's to change."""
    shutil.copytree(made, tmp_path / "ku", symlinks=True)
    return tmp_path / "ku"


def use(root: Path) -> list[str]:
    """Do with a corpus what people do; return the refusals."""
    refused = []

    def attempt(action: Callable[[], object]) -> None:
        try:
            action()
        except CompendiumError as error:
            refused.append(str(error))

    def read() -> None:
        opened = open_corpus(root)
        snapshot = opened.snapshot()
        for path in snapshot.paths():
            snapshot.read(path)
        snapshot.read("corpus.toml")

    def past() -> None:
        opened = open_corpus(root)
        list(opened.log())
        list(opened.steps(opened.revision()))
        opened.snapshot(known_at="2099-01-01").read("corpus.toml")
        opened.history_notes()

    def write() -> None:
        open_corpus(root).write({"qita/b/2020-01-01.xml": b"<two/>"}, "收入乙", store.Author("王某"))

    def prove() -> None:
        open_corpus(root).prove()

    for action in (read, past, write, prove, read):
        attempt(action)
    return refused


# ---- configuration that names programs

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


# ---- links out of the repository


def link_file(path: Path, target: Path) -> None:
    """Put a link in the place of whatever is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    path.symlink_to(target)


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


def test_the_contents_of_a_repository_are_not_taken_from_elsewhere(corpus: Path, made: Path) -> None:
    (corpus / ".git/commondir").write_text(f"{made}/.git\n")
    with pytest.raises(store.UnsafeRepository, match="取自别处"):
        open_corpus(corpus)


def test_foreign_forms_are_refused(corpus: Path) -> None:
    for key, value in (("extensions.objectFormat", "sha256"), ("extensions.refStorage", "reftable")):
        run(corpus, "config", key, value)
        with pytest.raises(store.NotWritable, match=f"不支持 {value}"):
            open_corpus(corpus)
        run(corpus, "config", "--file", ".git/config", "--unset", key, code=None)


# ---- what stands in the corpus


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


# ---- forged records


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


# ---- time


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


def test_a_corpus_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise store.NotWritable(tmp_path, "试")

    monkeypatch.setattr("compendium.store.corpus.write", refuse)
    with pytest.raises(store.NotWritable):
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


@pytest.mark.parametrize("data", [b"", b"cut off", b"garbage" * 9])
def test_of_a_damaged_tree_its_own_name_is_told(data: bytes, corpus: Path) -> None:
    tree = run(corpus, "rev-parse", "HEAD:qita")
    loose = corpus / ".git/objects" / tree[:2] / tree[2:]
    loose.chmod(0o600)
    loose.write_bytes(data)
    with pytest.raises(store.DamagedObject, match=tree[:12]):
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


# ---- private folders


def test_a_private_folder_of_somebody_else_is_not_used(
    corpus: Path, trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = trap.folder / "home"
    base.mkdir()
    (base / "compendium").symlink_to(trap.victim)
    monkeypatch.setenv("XDG_CACHE_HOME", str(base))
    monkeypatch.setenv("XDG_STATE_HOME", str(base))
    assert use(corpus) == []
    trap.assert_untouched()


def test_a_private_folder_is_for_its_owner_alone(corpus: Path) -> None:
    folder = open_corpus(corpus).cache_dir
    assert folder.stat().st_mode & 0o077 == 0
    folder.chmod(0o777)
    assert open_corpus(corpus).cache_dir.stat().st_mode & 0o077 == 0
    assert not folder.is_relative_to(corpus)


def test_relative_variables_and_no_home(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, "relative")
    monkeypatch.setenv("HOME", "/proc/nonexistent")
    assert use(corpus) == []
    assert not (tmp_path / "relative").exists()


def test_a_corpus_that_can_only_be_read(corpus: Path, tmp_path: Path) -> None:
    """Another user's corpus, read by somebody without a home."""
    if os.geteuid() != 0:
        pytest.skip("只有 root 能换成别的用户")
    code = textwrap.dedent(
        """
        import os, sys
        from pathlib import Path
        sys.path[:0] = sys.argv[2:]
        from compendium.store import open_corpus
        import git
        os.setgid(65534); os.setuid(65534)
        opened = open_corpus(Path(sys.argv[1]))
        assert opened.snapshot().read("qita/a/2020-01-01.xml") == b"<one/>"
        assert len(list(opened.log())) == 2
        (opened.cache_dir / "x").write_text("x")
        try:
            opened.write({"qita/x.xml": b"x"}, "试")
        except Exception as error:
            print(error)
        """
    )
    subprocess.run(["chmod", "-R", "a+rX", str(tmp_path)], check=True)
    for parent in tmp_path.parents:
        if parent != Path("/") and parent.stat().st_mode & 0o005 != 0o005:
            parent.chmod(parent.stat().st_mode | 0o005)
    done = subprocess.run(
        [sys.executable, "-c", code, str(corpus), *sys.path],
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "不能写入" in done.stdout


def test_the_working_files_are_what_they_were(corpus: Path) -> None:
    """Reading changes nothing at all, `.git` included."""

    def state() -> dict[str, str]:
        return {
            path.relative_to(corpus).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(corpus.rglob("*"))
            if path.is_file()
        }

    before = state()
    opened = open_corpus(corpus)
    opened.snapshot().read(A)
    list(opened.log())
    opened.prove()
    assert state() == before


# ---- objects that git itself would not make


def raw_object(folder: Path, kind: str, data: bytes) -> str:
    """Write an object of any content."""
    command = ["git", "hash-object", "-t", kind, "--literally", "-w", "--stdin"]
    return (
        subprocess.run(command, cwd=folder, input=data, capture_output=True, check=True)
        .stdout.decode()
        .strip()
    )


def raw_tree(folder: Path, *entries: tuple[str, str, str]) -> str:
    """Write a tree of entries: mode, name, digest."""
    rows = (f"{mode} {name}".encode() + b"\0" + bytes.fromhex(digest) for mode, name, digest in entries)
    return raw_object(folder, "tree", b"".join(rows))


def raw_commit(folder: Path, tree: str, parent: str, when: str = "1750000000 +0800") -> str:
    """Write a commit and let main name it."""
    lines = f"tree {tree}\nparent {parent}\nauthor a <a@x> {when}\ncommitter a <a@x> {when}\n\n甲\n"
    commit = raw_object(folder, "commit", lines.encode())
    (folder / ".git/refs/heads/main").write_text(f"{commit}\n")
    return commit


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


def test_names_and_words_that_look_like_the_marks_of_the_log(corpus: Path) -> None:
    mark = "\x01" + "a" * 40
    (corpus / mark).write_text("x")
    run(corpus, "add", "-A")
    run(corpus, "-c", f"user.name={mark}", "commit", "-qm", mark)
    run(corpus, "-c", f"user.name={mark}", "commit", "-q", "--allow-empty", "-m", f":100644 {mark}")
    opened = open_corpus(corpus)
    assert [len(commit.files) for commit in opened.log()] == [1, 1, 3]
    assert mark in list(opened.steps(opened.revision()))[-1].files


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


def test_what_git_left_in_our_own_folder_is_cleared(corpus: Path) -> None:
    opened = open_corpus(corpus)
    assert opened.place is not None
    (opened.place.door.own / "commondir").write_text("/nonexistent\n")
    assert A in open_corpus(corpus).snapshot()


def test_a_missing_tree_is_damage_and_no_empty_corpus(corpus: Path) -> None:
    tree = run(corpus, "rev-parse", "HEAD:qita")
    (corpus / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(store.DamagedObject):
        open_corpus(corpus).snapshot()


# ---- what waits or does not end


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


def test_a_loose_object_that_is_a_pipe(corpus: Path) -> None:
    tree = run(corpus, "rev-parse", "HEAD^{tree}")
    file = corpus / ".git/objects" / tree[:2] / tree[2:]
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(store.UnsafeRepository):
        open_corpus(corpus)


# ---- odds and ends


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


def test_a_reflog_that_cannot_be_written_undoes_nothing(corpus: Path) -> None:
    shutil.rmtree(corpus / ".git/logs", ignore_errors=True)
    (corpus / ".git/logs/HEAD/x").mkdir(parents=True)
    commit = open_corpus(corpus).write({A: b"<two/>"}, "改甲")
    assert commit is not None
    assert (corpus / A).read_bytes() == b"<two/>"
    assert run(corpus, "status", "--porcelain") == ""


def test_alternates_after_an_empty_line(corpus: Path, made: Path) -> None:
    (corpus / ".git/objects/info").mkdir(exist_ok=True)
    (corpus / ".git/objects/info/alternates").write_text(f"\n{made}/.git/objects\n")
    with pytest.raises(store.UnsafeRepository, match="对象取自别处"):
        open_corpus(corpus)


def test_a_reflog_with_a_second_name(corpus: Path, trap: Trap) -> None:
    (corpus / ".git/logs/HEAD").unlink()
    (corpus / ".git/logs/HEAD").hardlink_to(trap.victim / "keep.xml")
    assert use(corpus)
    trap.assert_untouched()


def test_names_that_are_magic_to_git_bend_no_list(corpus: Path) -> None:
    (corpus / ".gitignore").write_text("*.tmp\n")
    (corpus / "a.tmp").write_text("x")
    (corpus / ":(foo)").write_text("x")
    assert open_corpus(corpus).snapshot().uncommitted == (".gitignore", ":(foo)")


def test_a_user_who_is_in_no_list(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert use(corpus) == []
