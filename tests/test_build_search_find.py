"""What is found, against a plain scan of the same documents."""

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from compendium_build.search import QueryError, build_index, open_index, search, search_open
from compendium_build.search.engine import Reader
from compendium_build.search.fold import fold
from tests.search_samples import (
    FILES,
    catalog_of,
    documents,
    hits,
    literal,
)


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
