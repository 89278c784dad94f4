"""An index after a crash, an error, damage, or another program."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from compendium_build.edition.artifacts import OutputBusy, OutputRefused, output_lock
from compendium_build.search import NoIndex, Request, build_index, open_index, search
from compendium_build.search.engine import DamagedIndex
from compendium_build.search.engines import UnknownEngine, engine_of
from tests.search_samples import ACTS, ANY_DAY, FILES, answered, catalog_of, files_of, found

CRASH = """
import os, sys
sys.path.insert(0, {root!r})
from pathlib import Path
import tests.search_samples as t
from compendium_build.search import build_index, index
from compendium_build.search.sqlite_engine import SqliteWriter
from compendium_build.search import pieces, sqlite_engine
point = {point!r}
die = lambda *a, **k: os._exit(9)
if point == "delete": SqliteWriter.delete = die
if point == "add": SqliteWriter.add = die
if point == "commit": SqliteWriter.commit = die
if point == "half": pieces.PieceWriter.commit = die
if point == "state": index.write_state = die
if point == "manifest": index.write_manifest = die
if point == "old": index._remove_others = die
build_index(t.catalog_of({{p: b for p, b in t.FILES.items() if p not in {gone!r}}}), Path({folder!r}))
"""


@pytest.mark.parametrize("point", ["delete", "add", "commit", "half", "state", "manifest", "old"])
def test_a_crash_leaves_an_index_that_answers_and_can_be_continued(tmp_path: Path, point: str) -> None:
    names = sorted(FILES)
    folder = tmp_path / "index"
    before = {name: FILES[name] for name in names[2:]}
    build_index(catalog_of(before), folder)
    old = answered(folder)
    root = str(Path(__file__).parent.parent)
    script = CRASH.format(root=root, point=point, gone=names[-2:], folder=str(folder))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 9, done.stderr
    after = {name: FILES[name] for name in names[:-2]}
    build_index(catalog_of(after), tmp_path / "new")
    new = answered(tmp_path / "new")
    assert old != new
    assert answered(folder) == (new if point == "old" else old)
    build_index(catalog_of(before), folder)
    assert answered(folder) == old
    build_index(catalog_of(after), folder)
    assert answered(folder) == new
    assert sum(path.name.isdecimal() for path in folder.iterdir()) == 1


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError("no space")])
def test_an_error_while_writing_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    folder = tmp_path / "index"
    build_index(catalog_of(files_of(*ACTS[:2])), folder)
    before = answered(folder)

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("compendium_build.search.sqlite_engine.SqliteWriter.commit", fail)
        with pytest.raises((KeyboardInterrupt, OSError)):
            build_index(catalog_of(files_of(*ACTS[1:3])), folder)
    assert answered(folder) == before
    assert sum(path.name.isdecimal() for path in folder.iterdir()) == 1
    assert build_index(catalog_of(files_of(*ACTS[1:3])), folder).removed == 1
    assert answered(folder) != before


@pytest.mark.parametrize("name", ["sqlite", "tantivy", "whoosh"])
def test_an_open_reader_keeps_what_it_saw(tmp_path: Path, name: str) -> None:
    try:
        engine = engine_of(name)
    except UnknownEngine as missing:
        pytest.skip(str(missing))
    build_index(catalog_of(files_of(*ACTS[:3])), tmp_path / "index", engine=engine)
    with closing(open_index(tmp_path / "index")) as index:
        build_index(catalog_of(files_of(*ACTS[5:7])), tmp_path / "index", engine=engine)
        kept = search(index, Request(query="总则和罚款", day=ANY_DAY, all_versions=True)).groups
        assert {group.act.work for group in kept} == {act.work for act in ACTS[:3]}
        assert len(found(index, "的")) > 0


def test_an_index_of_another_program_is_not_read_but_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    catalog = catalog_of(files_of(*ACTS[:2]))
    build_index(catalog, folder)
    before = answered(folder)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"reading":"', '"reading":"0'))
    with pytest.raises(NoIndex, match="由另一版本的程序生成"):
        open_index(folder)
    assert build_index(catalog, folder).built == 2
    assert answered(folder) == before


def test_an_index_of_the_first_format_makes_room(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "MAIN_1.toc").write_bytes(b"")
    old = {"format": "1", "data": "a", "engine": "whoosh 2.7.4", "reading": "1", "building": "1"}
    (folder / "manifest.json").write_text(json.dumps(old))
    catalog = catalog_of(files_of(*ACTS[:2]))
    assert build_index(catalog, folder).built == 2
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["1"]


def test_another_engine_makes_the_index_anew(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    catalog = catalog_of(files_of(*ACTS[:2]))
    build_index(catalog, folder, engine=engine_of("whoosh"))
    before = answered(folder)
    assert build_index(catalog, folder).built == 2
    assert answered(folder) == before
    with pytest.raises(UnknownEngine, match="没有名为“lucene”的检索引擎"):
        engine_of("lucene")


@pytest.mark.parametrize(
    ("engine", "pattern"),
    [
        ("sqlite", "grams.sqlite"),
        ("sqlite", "pieces.sqlite"),
        ("sqlite", "versions.json"),
        ("whoosh", "*.toc"),
        ("whoosh", "*.trm"),
        ("whoosh", "*.pst"),
        ("tantivy", "meta.json"),
        ("tantivy", "*.term"),
    ],
)
def test_a_damaged_index_is_told_and_made_anew(tmp_path: Path, engine: str, pattern: str) -> None:
    try:
        chosen = engine_of(engine)
    except UnknownEngine as missing:
        pytest.skip(str(missing))
    folder = tmp_path / "index"
    catalog = catalog_of(files_of(*ACTS[:2]))
    build_index(catalog, folder, engine=chosen)
    before = answered(folder)
    damaged = list((folder / "1").rglob(pattern))
    for path in damaged:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert damaged
    with pytest.raises(DamagedIndex, match="检索索引已损坏"):
        open_index(folder)
    assert build_index(catalog, folder, engine=chosen).built == 2
    assert answered(folder) == before


def test_bytes_that_changed_in_place_are_told_when_they_are_met(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build_index(catalog_of(files_of(*ACTS[:2])), folder)
    path = folder / "1" / "pieces.sqlite"
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(DamagedIndex, match="检索索引已损坏"), closing(open_index(folder)) as index:
        search(index, Request(query="的", day=ANY_DAY, all_versions=True))


def test_no_index_and_a_foreign_folder(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="没有检索索引"):
        open_index(tmp_path / "none")
    (tmp_path / "letter.txt").write_text("")
    with pytest.raises(OutputRefused):
        build_index(catalog_of({}), tmp_path)


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    build_index(catalog_of(files_of(*ACTS[:2])), tmp_path / "index")
    with output_lock(tmp_path / "index"), pytest.raises(OutputBusy):
        build_index(catalog_of(files_of(*ACTS[:3])), tmp_path / "index")
    assert build_index(catalog_of(files_of(*ACTS[:3])), tmp_path / "index").built == 1
