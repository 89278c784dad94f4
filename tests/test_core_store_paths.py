"""Which paths the store takes."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.library.new_corpus import init_corpus
from compendium.store import UnsafePath, check_path

GOOD = [
    "corpus.toml",
    ".gitignore",
    "difangxing-fagui/youhua-tiaoli/2020-04-10.xml",
    "difangxing-fagui/youhua-tiaoli/2020-04-10.en.xml",
    "difangxing-fagui/youhua-tiaoli/media/图 1.png",
    "qita/.github",
]
BAD = [
    "",
    "/etc/passwd",
    "../x",
    "a/../b",
    "a/..",
    "./a",
    "a//b",
    "a/",
    "a\\b",
    "a\0b",
    "a\nb",
    ".git/config",
    "a/.GIT/hooks/x",
    "a/.git",
    "git~1/config",
    ".g\u200cit/config",
    ".compendium/x",
    ".gitmodules",
    "nul",
    "a/CON.xml",
    "com1/x",
    "C:/x",
    "a:b",
    "a?",
    "a.",
    " a",
    "a /b",
    "e\u0301",
    "\udcff",
    "a\u202eb",
    "法" * 86,
    "/".join("a" * 600),
]


@pytest.mark.parametrize("path", GOOD)
def test_taken(path: str) -> None:
    assert check_path(path) == path


@pytest.mark.parametrize("path", BAD)
def test_refused(path: str) -> None:
    with pytest.raises(UnsafePath) as caught:
        check_path(path)
    assert str(caught.value).isprintable()


NAMES = st.sampled_from(["", ".", "..", ".git", ".Git", "a", "b.xml", "nul", "a\\b", "\0", "c ", "法规", "-"])
PATHS = st.one_of(st.text(max_size=30), st.lists(NAMES, max_size=6).map("/".join))


@given(PATHS)
def test_what_is_taken_stays_inside(path: str) -> None:
    try:
        check_path(path)
    except UnsafePath:
        return
    pure = PurePosixPath(path)
    assert pure.as_posix() == path
    assert not pure.is_absolute()
    assert not {"..", ".git", ".compendium"} & {part.casefold() for part in pure.parts}
    assert "\\" not in path
    assert path.encode().decode() == path


def test_no_path_is_written_outside(tmp_path: Path) -> None:
    corpus = init_corpus(tmp_path / "c")
    before = corpus.snapshot().revision
    for path in BAD:
        with pytest.raises(UnsafePath):
            corpus.write({path: b"x"}, "试")
    (corpus.root / "out").symlink_to(tmp_path)
    (corpus.root / "link.xml").symlink_to(tmp_path / "target")
    for path in ("out/x", "link.xml"):
        with pytest.raises(UnsafePath, match="符号链接"):
            corpus.write({path: b"x"}, "试")
    assert corpus.snapshot(rev="HEAD").revision == before
    assert sorted(item.name for item in tmp_path.iterdir()) == ["c"]


def test_a_file_cannot_be_a_folder_too(tmp_path: Path) -> None:
    corpus = init_corpus(tmp_path / "c")
    corpus.write({"a/b.xml": b"1"}, "甲")
    for files in ({"a": b"x"}, {"a/b.xml/c": b"x"}, {"d": b"x", "d/e": b"y"}, {"a/b.xml": None, "a": b"x"}):
        with pytest.raises(UnsafePath, match=r"文件夹同名|是文件，不是文件夹"):
            corpus.write(files, "乙")
