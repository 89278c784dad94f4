"""Where the program may write: in folders of the user alone, and nothing into a corpus that is read."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from compendium import store
from compendium.library.new_corpus import init_corpus
from compendium.store import open_corpus
from tests import hostile_corpora
from tests.hostile_corpora import A, Trap, use

corpus, made, trap = hostile_corpora.corpus, hostile_corpora.made, hostile_corpora.trap


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


def test_a_user_who_is_in_no_list(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert use(corpus) == []


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


def test_a_corpus_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise store.NotWritable(tmp_path, "试")

    monkeypatch.setattr("compendium.store.corpus.write", refuse)
    with pytest.raises(store.NotWritable):
        init_corpus(tmp_path / "a/b")
    assert list(tmp_path.iterdir()) == []
