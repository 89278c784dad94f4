"""Every engine finds exactly what a scan of all texts finds."""

import os
import random
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from benchmarks.hostile import HOSTILE
from compendium.querying import QueryError, fold
from compendium_build.search import Index, Request, build_index, open_index, search
from compendium_build.search.engine import Engine
from compendium_build.search.engines import ENGINES, UnknownEngine, engine_of
from tests.fake_opensearch import Cluster, serving
from tests.search_samples import FILES, catalog_of, documents, found, oracle, phrase, ranking

DAYS = (None, date(2001, 2, 28), date(2001, 3, 1), date(2006, 2, 28), date(2006, 3, 1), date(2030, 1, 1))


@cache
def folded_texts() -> Mapping[str, tuple[int, int, str]]:
    return {d.id: (d.start, d.until, fold(d.text)) for d in documents(catalog_of(FILES))}


@pytest.fixture(scope="module", params=[*ENGINES, "imitated"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp(request.param) / "index"
    with engine_for_test(request.param) as engine:
        build_index(catalog_of(FILES), folder, engine=engine)
        with closing(open_index(folder, engine)) as opened:
            yield opened


@contextmanager
def engine_for_test(name: str) -> Iterator[Engine]:
    """An engine; OpenSearch where there is a server, and imitated by one of our own."""
    if name == "imitated":
        from compendium_build.search.opensearch_engine import OpenSearchEngine

        with serving(Cluster()) as url:
            yield OpenSearchEngine(url)
        return
    if name == "opensearch" and not os.environ.get("OPENSEARCH_URL"):
        pytest.skip("没有 OpenSearch 服务器：未设环境变量 OPENSEARCH_URL")
    try:
        yield engine_of(name)
    except UnknownEngine as missing:
        pytest.skip(str(missing))


def test_finds_every_phrase_where_a_plain_scan_does_and_nowhere_else(index: Index) -> None:
    chance = random.Random(7)
    texts = [text for _, _, text in folded_texts().values()]
    remote = "opensearch" in type(index.reader).__module__
    for number in range(100 if remote else 600):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        run = text[start : start + chance.randint(1, 12)].replace('"', "")
        if number % 5 == 0:
            run = run[::-1]
        if not run:
            continue
        day = DAYS[number % len(DAYS)]
        at = day.toordinal() if day else None
        expected = {
            key
            for key, (since, until, text) in folded_texts().items()
            if run in text and (at is None or since <= at < until)
        }
        assert found(index, phrase(run), day) == expected, run


def test_finds_across_paragraphs_as_printed(index: Index) -> None:
    crossing = 0
    for document in documents(catalog_of(FILES)):
        first, line, rest = document.text.partition("\n")
        if line and (run := (first[-3:] + line + rest[:3]).replace('"', "")):
            crossing += 1
            if crossing % 6 == 0 and "”" not in run and "“" not in run:
                assert document.id in found(index, phrase(run))
    assert crossing > 50


QUERIES = (
    "港口 灯塔",
    "罚款 -灯塔",
    "港口看守 或 灯塔码头",
    "条文:罚款",
    "标题:灯塔 罚款",
    "灯塔 罚款",
    "发布机关:人民政府",
    "发布机关:人民政府 罚款",
    "文号:海府令第3 -标题:甲",
    "-条文:罚款 罚款",
    "（港口 或 灯塔） 非（罚款 应当）",
    "标题:（港口 或 灯塔） 非 标题:码头",
    "（港口 罚款） 或 标题:灯塔",
    "应当 近/3 可以",
    "港口 非 应当 近/20 可以",
    "co*",
    "a* 或 1*",
    "港口 -co*",
    "的 人 和 之",
    "标题:海浦 文号:1",
    "，",
    "。",
    "没有这样的话",
    "没有 或 港口",
)


@pytest.mark.parametrize("query", QUERIES)
def test_every_kind_of_query_finds_what_the_oracle_says(index: Index, query: str) -> None:
    for day in (None, date(2004, 1, 1), date(2012, 1, 1)):
        assert found(index, query, day) == oracle(catalog_of(FILES), query, day)


def test_engines_agree_on_the_order(index: Index, tmp_path: Path) -> None:
    build_index(catalog_of(FILES), tmp_path / "index", engine=engine_of("sqlite"))
    with closing(open_index(tmp_path / "index")) as other:
        for query in ("灯塔", "的", "港口 罚款", "应当 可以"):
            assert ranking(index, query) == ranking(other, query)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_queries_are_answered_or_refused(index: Index, name: str) -> None:
    try:
        search(index, Request(query=HOSTILE[name], day=date(2012, 1, 1)))
    except QueryError as error:
        assert 0 < len(str(error)) < 200
