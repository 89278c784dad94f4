"""Keeping an index up to date: what is built again, and that it answers as a new one."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.model import (
    Event,
    EventKind,
)
from compendium_build.search import build_index, open_index, search
from tests.search_samples import ACTS, FILES, PHRASES, catalog_of, files_of, hits, literal, make_act, ranking


def test_building_again_does_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build_index(catalog_of(FILES), folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    report = build_index(catalog_of(FILES), folder)
    assert (report.built, report.kept, report.removed) == (0, len(FILES), 0)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_clean_builds_are_equal_byte_for_byte(tmp_path: Path) -> None:
    for name in ("one", "other"):
        build_index(catalog_of(FILES), tmp_path / name)
    one, other = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "one", tmp_path / "other")
    )
    assert one == other


def test_a_new_version_changes_when_the_one_before_ends(tmp_path: Path) -> None:
    old, new = make_act("wu", date(2010, 1, 1), 1), make_act("wu", date(2020, 1, 1), 1)
    build_index(catalog_of(files_of(old)), tmp_path / "index")
    assert search(tmp_path / "index", "标题:海浦", date(2021, 1, 1)).hits[0].date == old.date
    report = build_index(catalog_of(files_of(old, new)), tmp_path / "index")
    assert (report.built, report.kept) == (2, 0)
    assert [h.date for h in search(tmp_path / "index", "标题:海浦", date(2021, 1, 1)).hits] == [new.date]
    assert [h.date for h in search(tmp_path / "index", "标题:海浦", date(2019, 1, 1)).hits] == [old.date]


def test_a_repealed_act_is_not_found_after_its_end(tmp_path: Path) -> None:
    act = make_act("wu", date(2010, 1, 1), 1)
    ended = replace(act, events=(Event(EventKind.REPEAL, date(2015, 1, 1)),))
    build_index(catalog_of(files_of(ended)), tmp_path / "index")
    days = (date(2014, 12, 31), date(2015, 1, 1))
    assert [search(tmp_path / "index", "标题:海浦", day).total for day in days] == [1, 0]


STATES = st.lists(st.sets(st.sampled_from([*sorted(FILES), "changed"]), max_size=7), min_size=2, max_size=4)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STATES)
def test_incremental_builds_answer_as_clean_ones(
    tmp_path_factory: pytest.TempPathFactory, states: list[set[str]]
) -> None:
    root = tmp_path_factory.mktemp("incremental")
    for number, names in enumerate(states):
        files = {name: FILES[name] for name in names if name != "changed"}
        if "changed" in names:
            files |= files_of(make_act("fagui-0", date(2001, 3, 1), 99))
        build_index(catalog_of(files), root / "kept")
        build_index(catalog_of(files), root / f"clean{number}")
        with closing(open_index(root / "kept")) as kept, closing(open_index(root / f"clean{number}")) as new:
            assert kept.count() == new.count()
            for phrase in PHRASES:
                assert ranking(kept, phrase) == ranking(new, phrase)
                day = date(2007, 1, 1).toordinal()
                assert hits(kept, literal(phrase), day) == hits(new, literal(phrase), day)


def test_an_empty_corpus_has_an_index_without_hits(tmp_path: Path) -> None:
    build_index(catalog_of({}), tmp_path / "index")
    assert search(tmp_path / "index", "的", None).total == 0


def test_progress_counts_files(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    build_index(catalog_of(files_of(*ACTS[:3])), tmp_path / "index", lambda *now: told.append(now))
    assert told == [(1, 3), (2, 3), (3, 3)]
