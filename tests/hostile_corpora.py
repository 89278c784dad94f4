"""What the tests of corpora that somebody sent share: one to be made hostile, a trap, and its use.

A test module takes the fixtures over by assigning them to names of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
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


def link_file(path: Path, target: Path) -> None:
    """Put a link in the place of whatever is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    path.symlink_to(target)


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
