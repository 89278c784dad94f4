"""An index after a crash, an error, damage, or another program."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from compendium_build.artifacts import OutputRefused
from compendium_build.search import build_index, open_index, search
from compendium_build.search.engine import DamagedIndex, IndexBusy
from compendium_build.search.index import NoIndex
from compendium_build.search.whoosh_engine import WhooshEngine
from tests.search_samples import ACTS, FILES, answers, catalog_of, files_of, literal

CRASH = """
import os, sys
sys.path.insert(0, {root!r})
from pathlib import Path
import tests.search_samples as t
from compendium_build.search import build_index
from compendium_build.search.whoosh_engine import WhooshWriter
import whoosh.index
from compendium_build.search import index
point = {point!r}
die = lambda *a, **k: os._exit(9)
if point == "add": WhooshWriter.add = die
if point == "commit": WhooshWriter.commit = die
if point == "toc": whoosh.index.TOC.write = die
if point == "clean": whoosh.index.clean_files = die
if point == "stamps":
    real = index.write_stamps
    index.write_stamps = lambda *a, changing: real(*a, changing=True) if changing else die()
if point == "manifest": index.write_manifest = die
build_index(t.catalog_of({{p: b for p, b in t.FILES.items() if p not in {gone!r}}}), Path({folder!r}))
"""


@pytest.mark.parametrize("point", ["add", "commit", "toc", "clean", "stamps", "manifest"])
def test_a_crash_leaves_an_index_that_answers_and_can_be_continued(tmp_path: Path, point: str) -> None:
    names = sorted(FILES)
    folder = tmp_path / "index"
    before = {name: FILES[name] for name in names[2:]}
    build_index(catalog_of(before), folder)
    if point == "manifest":  # the step is only taken by an index made anew
        manifest = folder / "manifest.json"
        manifest.write_text(manifest.read_text().replace('"building": "', '"building": "old'))
    old = answers(folder)
    script = CRASH.format(
        root=str(Path(__file__).parent.parent),
        point=point,
        gone=names[-2:],
        folder=str(folder),
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 9, done.stderr
    after = {name: FILES[name] for name in names[:-2]}
    build_index(catalog_of(after), tmp_path / "new")
    new = answers(tmp_path / "new")
    assert old != new
    assert answers(folder) == (new if point in ("clean", "stamps") else old)
    build_index(catalog_of(before), folder)
    assert answers(folder) == old
    build_index(catalog_of(after), folder)
    assert answers(folder) == new


def test_an_error_while_writing_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "index"
    build_index(catalog_of(files_of(*ACTS[:2])), folder)
    before = answers(folder)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("compendium_build.search.whoosh_engine.WhooshWriter.commit", fail)
        with pytest.raises(KeyboardInterrupt):
            build_index(catalog_of(files_of(*ACTS[1:3])), folder)
    assert answers(folder) == before
    assert build_index(catalog_of(files_of(*ACTS[1:3])), folder).removed == 1
    assert answers(folder) != before


def test_an_open_reader_keeps_what_it_saw(tmp_path: Path) -> None:
    build_index(catalog_of(files_of(*ACTS[:3])), tmp_path / "index")
    with closing(open_index(tmp_path / "index")) as reader:
        build_index(catalog_of(files_of(*ACTS[5:7])), tmp_path / "index")
        kept = {match.document.work for match in reader.search(literal("总则和罚款"), None, 100).matches}
    assert kept == {act.work for act in ACTS[:3]}


def test_an_index_of_another_program_is_not_read_but_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    catalog = catalog_of(files_of(*ACTS[:2]))
    build_index(catalog, folder)
    before = answers(folder)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"reading": "', '"reading": "0'))
    with pytest.raises(NoIndex, match="由另一版本的程序生成"):
        search(folder, "的", None)
    assert build_index(catalog, folder).built == 2
    assert answers(folder) == before


@pytest.mark.parametrize("pattern", ["*.toc", "*.trm", "*.col", "*.pst", "files.json"])
def test_a_damaged_index_is_told_and_made_anew(tmp_path: Path, pattern: str) -> None:
    folder = tmp_path / "index"
    catalog = catalog_of(files_of(*ACTS[:2]))
    build_index(catalog, folder)
    before = answers(folder)
    for path in (folder / "a").glob(pattern):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    if pattern not in ("files.json", "*.pst"):
        with pytest.raises(DamagedIndex, match="检索索引已损坏"):
            search(folder, "的", None)
    assert build_index(catalog, folder).built == 2
    assert answers(folder) == before


def test_no_index_and_a_foreign_folder(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="没有检索索引"):
        search(tmp_path / "none", "的", None)
    (tmp_path / "letter.txt").write_text("")
    with pytest.raises(OutputRefused):
        build_index(catalog_of({}), tmp_path)


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    build_index(catalog_of(files_of(*ACTS[:2])), tmp_path / "index")
    first = WhooshEngine().writer(tmp_path / "index" / "a")
    with pytest.raises(IndexBusy):
        build_index(catalog_of(files_of(*ACTS[:3])), tmp_path / "index")
    first.cancel()
    assert build_index(catalog_of(files_of(*ACTS[:3])), tmp_path / "index").built >= 1
