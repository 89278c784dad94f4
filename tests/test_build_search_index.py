"""Keeping an index up to date: what is built again, and that it answers as a new one."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.model import Event, EventKind
from compendium_build.search import Answer, Request, build_index, open_index, search
from compendium_build.search.engines import ENGINES, UnknownEngine, engine_of
from tests.search_samples import ACTS, FILES, PHRASES, catalog_of, files_of, found, make_act, ranking


def ask(folder: Path, query: str, day: date) -> Answer:
    with closing(open_index(folder)) as index:
        return search(index, Request(query, day))


def test_building_again_does_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build_index(catalog_of(FILES), folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    report = build_index(catalog_of(FILES), folder)
    assert (report.built, report.kept, report.removed) == (0, len(FILES), 0)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.parametrize("engine", ["sqlite", "whoosh"])
def test_clean_builds_are_equal_byte_for_byte(tmp_path: Path, engine: str) -> None:
    for name in ("one", "other"):
        build_index(catalog_of(FILES), tmp_path / name, engine=engine_of(engine))
    one, other = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "one", tmp_path / "other")
    )
    assert one == other


def test_a_new_version_is_the_only_one_indexed_and_ends_the_one_before(tmp_path: Path) -> None:
    old, new = make_act("wu", date(2010, 1, 1), 1), make_act("wu", date(2020, 1, 1), 1)
    build_index(catalog_of(files_of(old)), tmp_path / "index")
    assert ask(tmp_path / "index", "标题:海浦", date(2021, 1, 1)).hits[0].act.date == old.date
    report = build_index(catalog_of(files_of(old, new)), tmp_path / "index")
    assert (report.built, report.kept) == (1, 1)
    for day, date_of_version in ((date(2021, 1, 1), new.date), (date(2019, 1, 1), old.date)):
        hits = ask(tmp_path / "index", "标题:海浦", day).hits
        assert [hit.act.date for hit in hits] == [date_of_version]


def test_a_repealed_act_is_not_found_after_its_end(tmp_path: Path) -> None:
    act = make_act("wu", date(2010, 1, 1), 1)
    ended = replace(act, events=(Event(EventKind.REPEAL, date(2015, 1, 1)),))
    build_index(catalog_of(files_of(ended)), tmp_path / "index")
    days = (date(2014, 12, 31), date(2015, 1, 1))
    assert [ask(tmp_path / "index", "标题:海浦", day).total for day in days] == [1, 0]


STATES = st.lists(st.sets(st.sampled_from([*sorted(FILES), "changed"]), max_size=7), min_size=2, max_size=4)


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES)
def test_incremental_builds_answer_as_clean_ones(
    tmp_path_factory: pytest.TempPathFactory, name: str, states: list[set[str]]
) -> None:
    if name == "opensearch":
        pytest.skip("没有 OpenSearch 服务器：见 test_build_search_cluster.py")
    try:
        engine = engine_of(name)
    except UnknownEngine as missing:
        pytest.skip(str(missing))
    root = tmp_path_factory.mktemp("incremental")
    for number, names in enumerate(states):
        files = {each: FILES[each] for each in names if each != "changed"}
        if "changed" in names:
            files |= files_of(make_act("fagui-0", date(2001, 3, 1), 99))
        build_index(catalog_of(files), root / "kept", engine=engine)
        build_index(catalog_of(files), root / f"clean{number}", engine=engine)
        with closing(open_index(root / "kept")) as kept, closing(open_index(root / f"clean{number}")) as new:
            assert kept.reader.count() == new.reader.count()
            for query in PHRASES:
                assert ranking(kept, query) == ranking(new, query)
                assert found(kept, query, date(2007, 1, 1)) == found(new, query, date(2007, 1, 1))


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "opensearch"])
def test_a_number_that_is_free_again_does_not_bring_back_what_stood_there(tmp_path: Path, name: str) -> None:
    try:
        engine = engine_of(name)
    except UnknownEngine as missing:
        pytest.skip(str(missing))
    before, after = (files_of(*ACTS[:3]), files_of(make_act("xin", date(2005, 1, 1), 7)))
    for files in (before, {}, after):
        build_index(catalog_of(files), tmp_path / "kept", engine=engine)
    build_index(catalog_of(after), tmp_path / "clean", engine=engine)
    with closing(open_index(tmp_path / "kept")) as kept, closing(open_index(tmp_path / "clean")) as new:
        assert ranking(new, "的")
        assert ranking(kept, "的") == ranking(new, "的")


def test_an_empty_corpus_has_an_index_without_hits(tmp_path: Path) -> None:
    build_index(catalog_of({}), tmp_path / "index")
    assert ask(tmp_path / "index", "的", date(2020, 1, 1)).total == 0


def test_progress_counts_versions(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    build_index(catalog_of(files_of(*ACTS[:3])), tmp_path / "index", lambda *now: told.append(now))
    assert told == [(1, 3), (2, 3), (3, 3)]
