"""What an answer says: regulations, facets, filters, order, pages, places cited, advice."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from compendium.akn import write_act
from compendium.law.act import Act, Basis, Commencement, Event, FrontLine, Para
from compendium.law.kinds import ActKind, EventKind
from compendium.library.catalog import load_catalog
from compendium.library.config import Category
from compendium_build.search import (
    Answer,
    BadCursor,
    Facet,
    Index,
    Request,
    Sort,
    answer_object,
    build_index,
    open_index,
    search,
)
from compendium_build.search.engines import engine_of
from tests.builders import Memory, act, article

DAY = date(2026, 1, 1)
SCHEME = (Category("shimin", "市民", (Category("shimin.anquan", "安全"),)), Category("qiye", "企业"))
SYNONYMS = """
[[synonyms]]
words = ["灭火筒", "灭火器"]
[[abbreviations]]
word = "岸线"
titles = ["港口条例"]
"""


def regulation(slug: str, title: str, day: date, *texts: str, **changes: object) -> Act:
    made = act(
        *(article(number, text) for number, text in enumerate(texts, 1)),
        day=day,
        work=f"/akn/cn-hp/act/difangxing-fagui/2010/{slug}",
    )
    base = replace(
        made,
        title=title,
        issuer="海浦市人民代表大会常务委员会",
        front=(FrontLine("docTitle", Para((title,))),),
        commencements=(Commencement("c_1", day, Basis.STATED),),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


ACTS = (
    regulation("xiao-fang", "海浦市消防条例", date(2012, 1, 1), "为了消防。", "单位配置灭火器，处罚款。"),
    regulation(
        "xiao-fang",
        "海浦市消防条例",
        date(2020, 1, 1),
        "为了消防安全。",
        "单位应当配置灭火器，并保持有效。",
        "不配置灭火器的，处罚款。",
        subjects=("shimin.anquan",),
    ),
    regulation(
        "gang-kou",
        "海浦市港口条例",
        date(2015, 5, 1),
        "港口应当遵守消防规定，配备灭火器。",
        subjects=("qiye",),
    ),
    regulation(
        "lu-deng",
        "海浦市路灯办法",
        date(2018, 1, 1),
        "路灯应当明亮，不影响消防。",
        kind=ActKind.GOVERNMENT_RULE,
        work="/akn/cn-hp/act/zhengfu-guizhang/2018/lu-deng",
        issuer="海浦市人民政府",
    ),
    regulation(
        "jiu-fa",
        "海浦市旧消防规定",
        date(2000, 1, 1),
        "旧的消防。",
        events=(Event(kind=EventKind.REPEAL, date=date(2012, 1, 1)),),
    ),
    regulation("xin-fa", "海浦市新消防规定", date(2027, 1, 1), "新的消防。"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    files = {f"{a.kind}/{a.work.rpartition('/')[2]}/{a.date}.xml": write_act(a) for a in ACTS}
    catalog = load_catalog(Memory(files | {"synonyms.toml": SYNONYMS.encode()}))
    folder = tmp_path_factory.mktemp("answers") / "index"
    build_index(catalog, folder, scheme=SCHEME)
    with closing(open_index(folder)) as opened:
        yield opened


def titles(answer: Answer) -> list[str]:
    return [group.act.title.removeprefix("海浦市") for group in answer.groups]


def test_the_regulation_on_the_subject_comes_before_those_that_mention_it(index: Index) -> None:
    answer = search(index, Request(query="消防", day=DAY))
    assert titles(answer) == ["消防条例", "港口条例", "路灯办法"]
    assert (answer.total, answer.works) == (4, 3)
    first = answer.groups[0]
    assert [(hit.label, hit.eid) for hit in first.hits] == [("标题", ""), ("第一条", "art_1")]
    assert first.act.address == "difangxing-fagui/xiao-fang/2020-01-01/index.html"
    assert first.hits[1].address == "difangxing-fagui/xiao-fang/2020-01-01/index.html#art_1"
    assert [hit.text[a:b] for hit in first.hits for a, b in hit.spans] == ["消防", "消防"]


def test_the_title_gives_context_to_words_of_the_text(index: Index) -> None:
    answer = search(index, Request(query="消防条例 罚款", day=DAY))
    assert [(hit.act.title, hit.eid) for hit in answer.hits] == [("海浦市消防条例", "art_3")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2005, 1, 1), ["旧消防规定"]),
        (date(2012, 1, 1), ["消防条例"]),
        (date(2016, 1, 1), ["消防条例", "港口条例"]),
        (date(2028, 1, 1), ["新消防规定", "消防条例", "港口条例", "路灯办法"]),
    ],
)
def test_only_what_holds_on_the_day(index: Index, day: date, expected: list[str]) -> None:
    assert sorted(titles(search(index, Request(query="消防", day=day)))) == sorted(expected)


def test_facets_count_what_other_choices_would_give(index: Index) -> None:
    answer = search(index, Request(query="消防", day=DAY, all_versions=True))
    counted = {
        facet: {count.value: (count.hits, count.versions) for count in counts}
        for facet, counts in answer.facets.items()
    }
    assert counted[Facet.STATUS] == {
        "现行有效": (4, 3),
        "已修改": (2, 1),
        "已废止": (2, 1),
        "尚未施行": (2, 1),
    }
    assert counted[Facet.KIND] == {"difangxing-fagui": (9, 5), "zhengfu-guizhang": (1, 1)}
    assert counted[Facet.CLASS] == {"shimin": (4, 2), "shimin.anquan": (4, 2), "qiye": (1, 1)}
    assert counted[Facet.YEAR]["2020"] == (2, 1)
    chosen = {Facet.KIND: frozenset({"zhengfu-guizhang"}), Facet.STATUS: frozenset({"现行有效"})}
    narrowed = search(index, Request(query="消防", day=DAY, all_versions=True, filters=chosen))
    assert titles(narrowed) == ["路灯办法"]
    kinds = {count.value: (count.hits, count.chosen) for count in narrowed.facets[Facet.KIND]}
    assert kinds == {"difangxing-fagui": (3, False), "zhengfu-guizhang": (1, True)}
    assert [c.label for c in narrowed.facets[Facet.KIND]] == ["地方性法规", "政府规章"]


@pytest.mark.parametrize(
    ("facet", "value", "expected"),
    [
        (Facet.ISSUER, "海浦市人民政府", ["路灯办法"]),
        (Facet.CLASS, "shimin", ["消防条例"]),
        (Facet.YEAR, "2015", ["港口条例"]),
        (Facet.LANGUAGE, "eng", []),
    ],
)
def test_filters(index: Index, facet: Facet, value: str, expected: list[str]) -> None:
    request = Request(query="消防", day=DAY, filters={facet: frozenset({value})})
    assert titles(search(index, request)) == expected


def test_sorts_by_date_and_title(index: Index) -> None:
    by_date = search(index, Request(query="消防", day=DAY, all_versions=True, sort=Sort.DATE))
    assert titles(by_date) == ["新消防规定", "消防条例", "路灯办法", "港口条例", "旧消防规定"]
    by_title = search(index, Request(query="消防", day=DAY, all_versions=True, sort=Sort.TITLE))
    assert titles(by_title) == ["港口条例", "旧消防规定", "路灯办法", "消防条例", "新消防规定"]


@pytest.mark.parametrize("sort", Sort)
def test_pages_follow_one_another(index: Index, sort: Sort) -> None:
    whole = titles(search(index, Request(query="消防", day=DAY, all_versions=True, sort=sort)))
    seen: list[str] = []
    request = Request(query="消防", day=DAY, all_versions=True, sort=sort, limit=2)
    while True:
        answer = search(index, request)
        seen += titles(answer)
        if not answer.cursor:
            break
        request = replace(request, cursor=answer.cursor)
    assert seen == whole
    assert len(whole) == 5


@pytest.mark.parametrize("cursor", ["x", "!!", "W10", "MQ", "WyJhIiwxLCJiIl0", "é"])
def test_a_cursor_of_another_question_is_refused(index: Index, cursor: str) -> None:
    other = search(index, Request(query="灭火器", day=DAY, all_versions=True, limit=1)).cursor
    for bad in (cursor, other):
        with pytest.raises(BadCursor, match="cursor"):
            search(index, Request(query="消防", day=DAY, cursor=bad))


def test_a_work_by_itself_shows_all_its_hits(index: Index) -> None:
    answer = search(index, Request(query="消防", day=DAY, all_versions=True, work=ACTS[0].work, per_work=100))
    assert {hit.act.date for hit in answer.hits} == {date(2012, 1, 1), date(2020, 1, 1)}
    assert answer.total == len(answer.hits) == 4


@pytest.mark.parametrize(
    ("query", "day", "place"),
    [
        ("消防条例第三条", DAY, ("2020-01-01", "art_3", "第三条", "")),
        ("消防条例 3条", date(2013, 1, 1), ("2012-01-01", "", "", "art_3")),
        ("消防条例第三条第九款", DAY, ("2020-01-01", "art_3", "第三条", "art_3__para_9")),
        ("消防条例第三条第一款", DAY, ("2020-01-01", "art_3__para_1", "第三条", "")),
        ("《消防条例》", DAY, ("2020-01-01", "", "", "")),
        ("海浦市消防条例", DAY, ("2020-01-01", "", "", "")),
    ],
)
def test_citations_lead_to_the_place_in_the_version_of_the_day(
    index: Index, query: str, day: date, place: tuple[str, str, str, str]
) -> None:
    (jump,) = search(index, Request(query=query, day=day)).jumps
    assert (jump.act.date.isoformat(), jump.eid, jump.label, jump.missing) == place
    assert jump.address.endswith(f"#{jump.eid}" if jump.eid else "index.html")


def test_pinyin_names_regulations(index: Index) -> None:
    answer = search(index, Request(query="gktl", day=DAY))
    assert [(named.act.title, named.why) for named in answer.named] == [("海浦市港口条例", "拼音")]


def test_synonyms_are_looked_for_and_told(index: Index) -> None:
    answer = search(index, Request(query="灭火筒", day=DAY))
    assert (answer.total, answer.synonyms) == (3, ("灭火器",))
    assert all("灭火器" in hit.text[a:b] for hit in answer.hits for a, b in hit.spans)
    assert search(index, Request(query="灭火筒", day=DAY, synonyms=False)).total == 0
    assert search(index, Request(query="“灭火筒”", day=DAY)).total == 0
    meant = search(index, Request(query="岸线", day=DAY)).named
    assert [(named.act.title, named.why) for named in meant] == [("海浦市港口条例", "简称")]


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [("消访条例", "消防条例"), ("港口消防", "港口 消防"), ("路灯 灭火器 有效", "路灯 或 灭火器 或 有效")],
)
def test_a_query_without_hits_suggests_ones_that_have_some(index: Index, query: str, suggestion: str) -> None:
    answer = search(index, Request(query=query, day=DAY))
    assert answer.total == 0
    assert suggestion in answer.suggestions
    assert all(search(index, Request(query=other, day=DAY)).total for other in answer.suggestions)


def test_a_piece_that_begins_later_is_not_found_before(tmp_path: Path) -> None:
    made = regulation("wu", "海浦市物业条例", date(2020, 1, 1), "已经施行。", "以后施行。")
    later = replace(made.body[1], period="c_2")
    late = replace(
        made,
        body=(made.body[0], later),
        commencements=(*made.commencements, Commencement("c_2", date(2021, 1, 1), Basis.STATED)),
    )
    for engine in ("sqlite", "whoosh"):
        folder = tmp_path / engine
        files = {"difangxing-fagui/wu/2020-01-01.xml": write_act(late)}
        build_index(load_catalog(Memory(files)), folder, engine=engine_of(engine))
        with closing(open_index(folder)) as opened:
            days = (date(2020, 12, 31), date(2021, 1, 1))
            assert [search(opened, Request(query="以后施行", day=day)).total for day in days] == [0, 1]


def test_an_answer_as_json(index: Index) -> None:
    value = answer_object(search(index, Request(query="消防 非 港口", day=DAY, limit=1)))
    assert value["tree"]["op"] == "and"
    assert value["asOf"] == "2026-01-01"
    assert value["cursor"]
    assert value["groups"][0]["hits"][0]["snippet"]["text"]
    assert answer_object(search(index, Request(query="消防", day=DAY, all_versions=True)))["asOf"] is None
