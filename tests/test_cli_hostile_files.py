"""A bad file of a folder is refused by name, the good ones go in; so for every command that reads one."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium_cli.main import run
from tests.acceptance.bad_input import regulation, state_of
from tests.conftest import Cli
from tests.hostile_files import BOMBS, NESTS, ODD, Hostile, docx

_BAD = [h for h in (*NESTS, *ODD) if h.name not in {"控制字符引用", "条号太大", "层层引用"}]


@pytest.mark.parametrize("hostile", _BAD, ids=lambda h: h.name)
def test_two_good_files_go_in_beside_a_bad_one(
    hostile: Hostile, cli: Cli, lamps: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "来件"
    folder.mkdir()
    bad = hostile.write(folder)
    (folder / "好.txt").write_text(regulation(), "utf-8")
    (folder / "又好.docx").write_bytes(docx(_words("井盖")))
    answer = cli("--corpus", lamps, "import", folder)
    assert answer.code == 1
    assert "导入 2" in answer.out
    assert "未导入 1" in answer.out
    assert f"{bad.name}：" in answer.out
    assert "Traceback" not in answer.out + answer.err


def test_all_bad_files_of_a_folder_are_named_in_one_run(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    folder = tmp_path / "来件"
    folder.mkdir()
    bad = [hostile.write(folder) for hostile in _BAD]
    (folder / "好.txt").write_text(regulation(), "utf-8")
    (folder / "又好.docx").write_bytes(docx(_words("井盖")))
    answer = cli("--corpus", lamps, "import", folder)
    assert answer.code == 1
    assert "导入 2" in answer.out
    assert f"未导入 {len(bad)}" in answer.out
    assert [path.name for path in bad if f"{path.name}：" not in answer.out] == []


def _words(thing: str) -> str:
    lines = regulation().replace("路牌", thing).splitlines()
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines if line)


_NEST = next(h for h in NESTS if h.name == "层层div")


@pytest.mark.parametrize(
    "command",
    [
        ("diff", "{bad}", "{good}"),
        ("amend", "derive", "{good}", "{bad}"),
        ("amend", "plan", "{bad}"),
        ("correct", "路灯管理条例", "{bad}", "--date", "2021-06-01", "--reason", "录入有误"),
    ],
    ids=lambda command: command[0] + command[1][:6].strip("{}"),
)
def test_every_command_that_reads_a_file_refuses_it(
    command: tuple[str, ...], cli: Cli, lamps: Path, tmp_path: Path
) -> None:
    bad = _NEST.write(tmp_path)
    good = tmp_path / "好.txt"
    good.write_text(regulation(), "utf-8")
    before = state_of(lamps)
    answer = cli("--corpus", lamps, *(word.format(bad=bad, good=good) for word in command))
    assert answer.code == 1
    assert f"{bad.name}：网页一层套一层" in answer.err + answer.out
    assert state_of(lamps) == before


def test_no_command_reads_a_file_outside_a_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`diff` of a file that kills its reader: the program itself goes on to say so."""
    import os
    import signal

    from compendium.intake import bounded

    monkeypatch.setattr(bounded, "drafts_of", lambda path: os.kill(os.getpid(), signal.SIGSEGV))
    path = tmp_path / "甲.txt"
    path.write_text(regulation(), "utf-8")
    assert run(["diff", str(path), str(path)]) == 1


def test_a_bomb_beside_good_files_in_small(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    folder = tmp_path / "来件"
    folder.mkdir()
    bomb = next(h for h in BOMBS if h.name == "空段" and h.suffix == ".docx")
    (folder / "空段.docx").write_bytes(bomb.make(2_000_000))
    (folder / "好.txt").write_text(regulation(), "utf-8")
    answer = cli("--corpus", lamps, "import", folder)
    assert answer.code == 1
    assert "导入 1" in answer.out
    assert "空段.docx：" in answer.out
