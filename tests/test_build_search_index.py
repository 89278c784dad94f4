"""Keeping an index up to date: what is built again, and that it answers as a new one."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.law.act import Event
from compendium.law.kinds import EventKind
from compendium_build.search import Answer, Index, Request, build_index, open_index, search
from compendium_build.search.answer import Sort
from compendium_build.search.engines import ENGINES, UnknownEngine, engine_of
from tests.search_samples import ACTS, FILES, PHRASES, catalog_of, files_of, found, key_of, make_act, ranking


def ask(folder: Path, query: str, day: date) -> Answer:
    with closing(open_index(folder)) as index:
        return search(index, Request(query=query, day=day))


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
    ended = replace(act, events=(Event(kind=EventKind.REPEAL, date=date(2015, 1, 1)),))
    build_index(catalog_of(files_of(ended)), tmp_path / "index")
    days = (date(2014, 12, 31), date(2015, 1, 1))
    assert [ask(tmp_path / "index", "标题:海浦", day).total for day in days] == [1, 0]


STATES = st.lists(st.sets(st.sampled_from([*sorted(FILES), "changed"]), max_size=7), min_size=2, max_size=4)


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=5)
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


MANY = files_of(
    *(make_act(f"deng-{n:03}", date(2001, 3, 1 + n % 2), 3, 1) for n in range(160)),
    *(make_act(f"wu-{n:03}", date(2002, 3, 1), n % 9, 1) for n in range(40)),
)
"""More regulations than are looked at for one page, most of them alike but for their address."""

CLOSE = ("港口 近/30 罚款", "码头 近/40 应当", "港* 的", "的 非 灯塔", "的")


def walked(index: Index, query: str, sort: Sort) -> list[tuple[str, ...]]:
    """Page after page, each regulation with its hits."""
    request, out = Request(query=query, day=date(2030, 1, 1), sort=sort, limit=15, per_work=2), []
    while True:
        answer = search(index, request)
        out += [(group.act.path, *(key_of(hit) for hit in group.hits)) for group in answer.groups]
        if not answer.cursor:
            assert len(out) == answer.works
            return out
        request = replace(request, cursor=answer.cursor)


@pytest.mark.parametrize("name", ["sqlite", "tantivy", "whoosh"])
def test_pages_do_not_depend_on_the_way_an_index_came_about(tmp_path: Path, name: str) -> None:
    try:
        engine = engine_of(name)
    except UnknownEngine as missing:
        pytest.skip(str(missing))
    late = sorted(MANY)[::2]
    for files in ({path: MANY[path] for path in late}, {}, {path: MANY[path] for path in late}, MANY):
        build_index(catalog_of(files), tmp_path / "kept", engine=engine)
    build_index(catalog_of(MANY), tmp_path / "clean", engine=engine)
    with closing(open_index(tmp_path / "kept")) as kept, closing(open_index(tmp_path / "clean")) as new:
        assert {v.no for v in kept.shelf.versions} != {v.no for v in new.shelf.versions} or [
            v.no for v in sorted(kept.shelf.versions, key=lambda v: v.path)
        ] != [v.no for v in sorted(new.shelf.versions, key=lambda v: v.path)]
        for query in CLOSE:
            for sort in Sort:
                assert walked(kept, query, sort) == walked(new, query, sort), (query, sort)


@pytest.mark.parametrize("query", ["港口 近/30 罚款", "码头 近/40 应当", "的 近/60 应当"])
def test_the_best_come_first_where_the_engine_cannot_tell_them(tmp_path: Path, query: str) -> None:
    build_index(catalog_of(MANY), tmp_path / "index")
    with closing(open_index(tmp_path / "index")) as index:
        every = search(index, Request(query=query, day=date(2030, 1, 1), limit=1000, per_work=1000))
        page = search(index, Request(query=query, day=date(2030, 1, 1), limit=20, per_work=1))
        assert every.works > 20
        best = sorted(
            every.groups,
            key=lambda g: (-max(hit.score for hit in g.hits), -g.act.date.toordinal(), g.act.path),
        )
        assert [group.act.path for group in page.groups] == [group.act.path for group in best[:20]]
        assert [g.hits[0].score for g in page.groups] == [max(h.score for h in g.hits) for g in best[:20]]
