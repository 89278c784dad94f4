"""What the tests of the store share: a corpus at the root of a repository and one below, to be copied.

A test module takes the fixtures over by assigning them to names of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from compendium.library.new_corpus import init_corpus
from compendium.store import Author, Corpus, open_corpus

A, B, C = "qita/a/2020-01-01.xml", "qita/a/2021-01-01.xml", "qita/b/2020-01-01.xml"

ROOT, BELOW = "法规库", "data/corpus"

CLERK = Author("王某", "wang@example.cn")


def run(folder: Path, *args: str, **env: str) -> str:
    """Run git as staff would, whatever environment the tests were started in."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    named = ("-c", "user.name=李某", "-c", "user.email=li@example.cn")
    command = ["git", *named, *args]
    return subprocess.run(
        command, cwd=folder, env=clean | env, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Repositories with a corpus of one text, at the root or below; to be copied."""
    tops = {place: tmp_path_factory.mktemp("made") for place in (ROOT, BELOW)}
    run(tops[BELOW], "init", "-q", "-b", "main")
    (tops[BELOW] / "other.txt").write_text("别的内容")
    run(tops[BELOW], "add", "other.txt")
    run(tops[BELOW], "commit", "-qm", "仓库")
    for place, top in tops.items():
        init_corpus(top / place, title="某市法规全书").write({A: b"one"}, "收入甲", CLERK)
    return tops


@pytest.fixture
def corpus(request: pytest.FixtureRequest, made: dict[str, Path], tmp_path: Path) -> Corpus:
    """A copy for each test, below the root unless the test wants both."""
    place = getattr(request, "param", BELOW)
    shutil.copytree(made[place], tmp_path, dirs_exist_ok=True)
    return open_corpus(tmp_path / place)


both = pytest.mark.parametrize("corpus", [ROOT, BELOW], indirect=True)


def status(corpus: Corpus) -> str:
    """What git sees as changed."""
    return run(corpus.root, "status", "--porcelain")
