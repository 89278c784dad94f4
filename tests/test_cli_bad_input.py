"""What can't be taken in is refused with a reason, and the corpus stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.bad_input import CASES, SECRET, BadInput, faults, regulation, state_of
from tests.conftest import Cli


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refused_and_nothing_written(case: BadInput, cli: Cli, lamps: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    before = state_of(lamps)
    answer = cli("--corpus", lamps, *case.make(folder))
    assert faults(case, answer.code, answer.out + answer.err, before, state_of(lamps)) == []


def test_good_files_of_a_batch_go_in_beside_a_bad_one(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    (tmp_path / "好.txt").write_text(regulation(), "utf-8")
    (tmp_path / "坏.txt").write_text("", "utf-8")
    answer = cli("--corpus", lamps, "import", tmp_path / "好.txt", tmp_path / "坏.txt")
    assert answer.code == 1
    assert "导入 1" in answer.out
    assert "未导入 1" in answer.out
    assert "路牌" in cli("--corpus", lamps, "list").out


def test_a_name_with_dots_stays_inside_the_corpus(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "..条例..md"
    file.write_text(regulation(), "utf-8")
    beside = sorted(tmp_path.rglob("*"))
    assert cli("--corpus", lamps, "import", file).code == 0
    fresh = [path for path in sorted(tmp_path.rglob("*")) if path not in beside and ".git" not in path.parts]
    assert all(path.is_relative_to(lamps) for path in fresh)
    assert len([path for path in lamps.rglob("*.xml") if ".." in path.name]) == 0


def test_a_picture_outside_the_page_is_not_fetched(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_text(SECRET, "utf-8")
    (tmp_path / "in").mkdir()
    words = regulation().split("\n\n")
    paras = "".join(f"<p>{line}</p>" for line in words)
    page = f"<html><body>{paras}<p><img src='../secret.png'></p></body></html>"
    (tmp_path / "in" / "图.html").write_text(page, "utf-8")
    answer = cli("--corpus", lamps, "import", tmp_path / "in" / "图.html")
    assert "Traceback" not in answer.err
    held = [path for path in lamps.rglob("*") if path.is_file() and ".git" not in path.parts]
    assert all(SECRET.encode() not in path.read_bytes() for path in held)
