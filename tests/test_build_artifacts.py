"""The incremental folder: what is kept, what is made, what is left when it stops halfway."""

from __future__ import annotations

import fcntl
import json
import os
import signal
from pathlib import Path

import pytest

from compendium_build.edition import folders
from compendium_build.edition.artifacts import (
    MANIFEST,
    Artifact,
    OutputBusy,
    OutputRefused,
    key_of,
    output_lock,
    record_origin,
    total,
    write_target,
)


def _made(path: str, text: str, log: list[str] | None = None) -> Artifact:
    def render() -> bytes:
        if log is not None:
            log.append(path)
        return text.encode()

    return Artifact(path, key_of(text), render)


def _tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_only_what_changed_is_rendered(tmp_path: Path) -> None:
    out, log = tmp_path / "web", []  # type: ignore[var-annotated]
    write_target(out, [_made("a.html", "1", log), _made("b/c.html", "2", log)])
    log.clear()
    report = write_target(out, [_made("a.html", "1", log), _made("b/c.html", "3", log)])
    assert log == ["b/c.html"]
    assert (report.built, report.kept, report.removed) == (1, 1, 0)
    assert (out / "b/c.html").read_text() == "3"


def test_nothing_changed_touches_nothing(tmp_path: Path) -> None:
    out = tmp_path / "web"
    write_target(out, [_made("a", "1")])
    before = out.stat().st_mtime_ns
    report = write_target(out, [_made("a", "1")])
    assert (report.built, report.kept) == (0, 1)
    assert out.stat().st_mtime_ns == before


def test_incremental_equals_clean(tmp_path: Path) -> None:
    write_target(tmp_path / "x", [_made("a", "1"), _made("b", "2"), _made("gone", "3")])
    write_target(tmp_path / "x", [_made("a", "1"), _made("b", "new")])
    write_target(tmp_path / "y", [_made("a", "1"), _made("b", "new")])
    assert _tree(tmp_path / "x") == _tree(tmp_path / "y")


def test_a_removed_artifact_goes(tmp_path: Path) -> None:
    write_target(tmp_path / "x", [_made("a", "1"), _made("b", "2")])
    report = write_target(tmp_path / "x", [_made("a", "1")])
    assert report.removed == 1
    assert not (tmp_path / "x/b").exists()


def test_a_file_cut_short_is_made_again(tmp_path: Path) -> None:
    write_target(tmp_path / "x", [_made("a", "long text")])
    (tmp_path / "x/a").write_text("l")
    assert write_target(tmp_path / "x", [_made("a", "long text")]).built == 1
    assert (tmp_path / "x/a").read_text() == "long text"


def test_a_failing_render_leaves_the_last_good_folder(tmp_path: Path) -> None:
    write_target(tmp_path / "x", [_made("a", "1")])
    before = _tree(tmp_path / "x")

    def fail() -> bytes:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        write_target(tmp_path / "x", [_made("a", "2"), Artifact("b", "k", fail)])
    assert _tree(tmp_path / "x") == before


@pytest.mark.parametrize("exchange", [True, False])
def test_folders_swap_with_and_without_exchange(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(folders, "exchange", lambda one, other: False)
    write_target(tmp_path / "x", [_made("a", "1")])
    write_target(tmp_path / "x", [_made("a", "2")])
    assert (tmp_path / "x/a").read_text() == "2"
    assert sorted(p.name for p in tmp_path.iterdir()) == [".x.lock", "x"]


def test_death_between_two_renames_is_mended(tmp_path: Path) -> None:
    write_target(tmp_path / "x", [_made("a", "1")])
    (tmp_path / "x").rename(tmp_path / ".x.old")
    report = write_target(tmp_path / "x", [_made("a", "1")])
    assert (report.built, report.kept) == (0, 1)
    assert (tmp_path / "x/a").read_text() == "1"


def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x/mine.txt").write_text("keep")
    with pytest.raises(OutputRefused, match="不会覆盖"):
        write_target(tmp_path / "x", [_made("a", "1")])
    assert _tree(tmp_path / "x") == {"mine.txt": b"keep"}


def test_two_builds_of_one_folder_do_not_mix(tmp_path: Path) -> None:
    with (tmp_path / ".x.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(OutputBusy):
            write_target(tmp_path / "x", [_made("a", "1")])


def test_total_adds_up(tmp_path: Path) -> None:
    first = write_target(tmp_path / "x", [_made("a", "1")])
    second = write_target(tmp_path / "y", [_made("a", "12")])
    built, kept, _, size, pages = total([first, second])
    assert (built, kept, size, pages) == (2, 0, 3, 0)


def test_the_manifest_says_of_which_commit_and_day_a_folder_is(tmp_path: Path) -> None:
    folder = tmp_path / "web"
    write_target(folder, [Artifact("a.txt", "1", lambda: b"a")])
    record_origin(folder, "abc", "2026-01-01")
    told = json.loads((folder / MANIFEST).read_bytes())
    assert (told["revision"], told["as_of"], list(told["files"])) == ("abc", "2026-01-01", ["a.txt"])
    before = (folder / MANIFEST).stat().st_mtime_ns, (folder / "a.txt").stat().st_ino
    record_origin(folder, "abc", "2026-01-01")
    assert ((folder / MANIFEST).stat().st_mtime_ns, (folder / "a.txt").stat().st_ino) == before
    report = write_target(folder, [Artifact("a.txt", "1", lambda: b"a")])
    assert report.built == 0 and json.loads((folder / MANIFEST).read_bytes())["revision"] == "abc"


def test_a_process_started_during_a_build_does_not_keep_the_lock(tmp_path: Path) -> None:
    with output_lock(tmp_path / "x"):
        child = os.fork()
        if not child:  # it holds a copy of every open file
            signal.pause()
            os._exit(0)
    try:
        with output_lock(tmp_path / "x"):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
