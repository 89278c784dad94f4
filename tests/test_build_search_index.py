"""The index against a plain scan of the same documents; changes, crashes and hostile questions."""

import hashlib
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.akn import write_act
from compendium.catalog import Catalog, load_catalog
from compendium.ids import assign_ids
from compendium.model import (
    Act,
    ActKind,
    Basis,
    Commencement,
    Event,
    EventKind,
    FrontLine,
    Level,
    Para,
    Provision,
)
from compendium.timeline import interval_of
from compendium_build.artifacts import OutputRefused
from compendium_build.search import QueryError, build_index, open_index, search, search_open
from compendium_build.search.documents import Document, documents_of
from compendium_build.search.engine import DamagedIndex, IndexBusy, Reader
from compendium_build.search.fold import fold
from compendium_build.search.index import NoIndex
from compendium_build.search.query import Alternative, Field, Query, Term
from compendium_build.search.whoosh_engine import WhooshEngine

WORDS = (
    *"港口码头灯塔看守之的和非（），；、。“”《》一二〇○1Aｂ零人",
    "应当",
    "可以",
    "不得",
    "罚款",
    "处罚",
    "规定",
)
WORDS += ("灯塔", "港口", "码头", "或者", "海浦市", "人民政府", "人人", "co", "CO")


class Corpus:
    """Files in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(self.files))

    def read(self, path: str) -> bytes:
        return self.files[path]

    def digest(self, path: str) -> str:
        return hashlib.sha256(self.files[path]).hexdigest()


def sentence(chance: random.Random) -> str:
    return "".join(chance.choice(WORDS) for _ in range(chance.randint(1, 25)))


def paragraph(chance: random.Random) -> Provision:
    points = tuple(
        Provision(Level.POINT, "", "", f"（{'一二三'[n]}）", blocks=(Para((sentence(chance),)),))
        for n in range(chance.choice((0, 0, 2, 3)))
    )
    return Provision(Level.PARAGRAPH, "", "", blocks=(Para((sentence(chance),)),), children=points)


def article(chance: random.Random, number: int) -> Provision:
    paragraphs = tuple(paragraph(chance) for _ in range(chance.randint(1, 3)))
    return Provision(Level.ARTICLE, "", "", f"第{'一二三四五六七八九'[number]}条", children=paragraphs)


def make_act(slug: str, day: date, seed: int, articles: int = 8) -> Act:
    chance = random.Random(seed)
    title = f"海浦市{'港口码头灯塔看守人部门'[seed % 7 : seed % 7 + 3]}{seed % 5}条例"
    body = tuple(article(chance, n) for n in range(articles))
    chapter = Provision(Level.CHAPTER, "", "", "第一章", "总则和罚款", children=body)
    return Act(
        f"/akn/cn-hp/act/difangxing-fagui/2001/{slug}",
        ActKind.LOCAL_REGULATION,
        day,
        title,
        issuer="海浦市人民代表大会常务委员会" if seed % 2 else "海浦市人民政府",
        number=f"海府令第{seed}号",
        commencements=(Commencement("c_1", day, Basis.STATED),),
        front=(FrontLine("docTitle", Para((title,))), FrontLine("history", Para((sentence(chance),)))),
        body=assign_ids((chapter,)),
    )


def files_of(*acts: Act) -> dict[str, bytes]:
    return {f"{act.kind}/{act.work.rpartition('/')[2]}/{act.date}.xml": write_act(act) for act in acts}


ACTS = tuple(
    make_act(f"fagui-{n}", date(2001 + 5 * version, 3, 1), n * 10 + version)
    for n in range(8)
    for version in range(1 + n % 3)
)
FILES = files_of(*ACTS)


def catalog_of(files: Mapping[str, bytes]) -> Catalog:
    catalog = load_catalog(Corpus(files))
    assert not catalog.bad
    return catalog


def documents(catalog: Catalog) -> Iterator[Document]:
    for work in catalog.works:
        for position, facts in enumerate(work.expressions):
            yield from documents_of(catalog.act(facts), facts, interval_of(work.expressions, position))


def literal(phrase: str) -> Query:
    return Query((Alternative((Term(Field.ANY, phrase),)),))


def hits(reader: Reader, query: Query, day: int | None = None) -> set[str]:
    found = reader.search(query, day, 100_000)
    assert found.total == len(found.matches)
    return {match.document.id for match in found.matches}


def ranking(reader: Reader, phrase: str) -> list[tuple[str, float]]:
    return [(m.document.id, m.score) for m in reader.search(literal(phrase), None, 1000).matches]


@cache
def folded_texts() -> Mapping[str, str]:
    return MappingProxyType({d.id: fold(d.text) for d in documents(catalog_of(FILES))})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "index"
    build_index(catalog_of(FILES), path)
    return path


@pytest.fixture
def reader(folder: Path) -> Iterator[Reader]:
    with closing(open_index(folder)) as reader:
        yield reader


def test_finds_every_phrase_where_a_plain_scan_does_and_nowhere_else(reader: Reader) -> None:
    chance = random.Random(7)
    texts = list(folded_texts().values())
    for _ in range(2000):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        phrase = text[start : start + chance.randint(1, 12)]
        if chance.random() < 0.2:
            phrase = phrase[::-1]
        assert hits(reader, literal(phrase)) == {i for i, t in folded_texts().items() if phrase in t}, phrase


def test_finds_across_paragraphs_as_printed(reader: Reader) -> None:
    crossing = 0
    for document in documents(catalog_of(FILES)):
        first, line, rest = document.text.partition("\n")
        if line:
            crossing += 1
            assert document.id in hits(reader, literal(fold(first[-3:] + line + rest[:3])))
    assert crossing > 50


def test_every_day_sees_the_versions_of_that_day(reader: Reader) -> None:
    everything = list(documents(catalog_of(FILES)))
    for day in (date(2001, 2, 28), date(2001, 3, 1), date(2006, 2, 28), date(2006, 3, 1), date(2030, 1, 1)):
        ordinal = day.toordinal()
        expected = {d.id for d in everything if d.start <= ordinal < d.until and "的" in fold(d.text)}
        assert hits(reader, literal("的"), ordinal) == expected


def test_fields_and_operators_agree_with_a_scan(folder: Path) -> None:
    everything = list(documents(catalog_of(FILES)))
    cases = {
        "港口 灯塔": lambda d: "港口" in d.text and "灯塔" in d.text,
        "罚款 -灯塔": lambda d: "罚款" in d.text and "灯塔" not in d.text,
        "港口看守 或 灯塔码头": lambda d: "港口看守" in fold(d.text) or "灯塔码头" in fold(d.text),
        "条文:罚款": lambda d: "罚款" in d.text and d.part in ("provision", "attachment", "conclusions"),
        "标题:灯塔 罚款": lambda d: "灯塔" in d.title and "罚款" in d.text,
        "发布机关:人民政府": lambda d: "人民政府" in d.issuer and d.part == "title",
        "文号:海府令第3 -标题:甲": lambda d: "海府令第3" in d.number and d.part == "title",
        "-条文:罚款 罚款": lambda d: (
            "罚款" in d.text and d.part not in ("provision", "attachment", "conclusions")
        ),
    }
    with closing(open_index(folder)) as reader:
        for query, holds in cases.items():
            expected = {d.id for d in everything if holds(d)}
            result = search_open(reader, query, None, limit=10_000)
            assert {f"{h.path}#{h.eid}" for h in result.hits if h.eid} == {
                i for i in expected if not i.endswith(("#", "#front"))
            }, query
            assert result.total == len(expected) > 0, query


def test_marks_show_the_words_in_the_text_as_displayed(folder: Path) -> None:
    marked = 0
    for hit in search(folder, "ｃｏ", None, limit=10_000).hits:
        assert hit.spans
        for start, end in hit.spans:
            marked += 1
            assert set(fold(hit.text[start:end])) <= set("c〇")
        assert all("c〇" in fold(hit.snippet.text[a:b]) for a, b in hit.snippet.spans[:1])
    assert marked > 20


def test_titles_come_first_then_the_dense_then_by_place(folder: Path) -> None:
    result = search(folder, "灯塔", None, limit=10_000)
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert result.hits[0].part == "title"
    assert [hit.score >= 1 for hit in result.hits] == [hit.part == "title" for hit in result.hits]
    pages = [search(folder, "灯塔", None, limit=7, offset=n).hits for n in range(0, result.total, 7)]
    assert [hit for page in pages for hit in page] == list(result.hits)


def test_all_versions_or_one_day(folder: Path) -> None:
    day = date(2012, 1, 1)
    assert search(folder, "的", day, all_versions=True).total == search(folder, "的", None).total
    assert 0 < search(folder, "的", day).total < search(folder, "的", None).total


def test_building_again_does_nothing(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    report = build_index(catalog_of(FILES), folder)
    assert (report.built, report.kept, report.removed) == (0, len(FILES), 0)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_clean_builds_are_equal_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    build_index(catalog_of(FILES), tmp_path / "index")
    one, other = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (folder, tmp_path / "index")
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
PHRASES = ("的", "人人", "港口", "应当", "c〇", "不得处罚", "总则和罚款", "第一条")


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


def answers(folder: Path) -> list[set[str]]:
    with closing(open_index(folder)) as reader:
        return [hits(reader, literal(phrase)) for phrase in PHRASES]


CRASH = """
import os, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
import {module} as t
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
t.build_index(t.catalog_of({{p: b for p, b in t.FILES.items() if p not in {gone!r}}}), Path({folder!r}))
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
        tests=str(Path(__file__).parent),
        module=Path(__file__).stem,
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


def test_an_empty_corpus_has_an_index_without_hits(tmp_path: Path) -> None:
    build_index(catalog_of({}), tmp_path / "index")
    assert search(tmp_path / "index", "的", None).total == 0


def test_progress_counts_files(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    build_index(catalog_of(files_of(*ACTS[:3])), tmp_path / "index", lambda *now: told.append(now))
    assert told == [(1, 3), (2, 3), (3, 3)]


HOSTILE: dict[str, Any] = {
    "long": "港" * 10_000,
    "longest": "港口码头" * 250,
    "brackets": "（((([[[{{{" * 50,
    "wildcards": "*?~^%_$" * 100,
    "control": "\x00\x01\x1b[31m\x7f",
    "surrogate": "\ud800港口",
    "quotes": "“" * 999,
    "minus": "-" * 999,
    "or": "或 " * 400,
    "every": " 或 ".join("的之和人一二〇1a，。、；港码灯塔"),
    "fields": "标题:" * 200,
    "whoosh": "text:[a TO z] AND NOT path:*",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_queries_are_answered_or_refused_at_once(reader: Reader, name: str) -> None:
    search_open(reader, "港口", None)
    begin = time.process_time()
    try:
        search_open(reader, HOSTILE[name], None)
    except QueryError as error:
        assert len(str(error)) < 200
    assert time.process_time() - begin < 0.1
