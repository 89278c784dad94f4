"""Time on the pages: which version is cited, the life of a 条, what is to come, dates, comparisons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import html

from compendium.law.act import Act, Event, Provision
from compendium.law.kinds import ActKind, EventKind
from compendium.law.names import assign_ids
from compendium_build.web.language import CHINESE
from compendium_build.web.versions import days_of, periods
from tests.web_acts import FIRE, fire, fire_english, old, plain, port
from tests.web_build import front, stated, tiao, zhang
from tests.web_samples import edition_of, page_texts, rendered

PAGE = "difangxing-fagui/xiaofang-tiaoli"
ROAD = "/akn/cn-sh/act/difangxing-fagui/2010/daolu-tiaoli"


def _named(provision: Provision, wid: str) -> Provision:
    below = tuple(_named(child, f"{wid}__{child.eid.rpartition('__')[2]}") for child in provision.children)
    return replace(provision, wid=wid, children=below)


def _road(year: int, *articles: str) -> Act:
    """A version that takes effect in a year; a 条 keeps its wId with the first letter of its words."""
    roots = assign_ids(tuple(tiao(f"第{'一二三四五'[n]}条", text) for n, text in enumerate(articles)))
    named = tuple(
        _named(root, f"art_9{'甲乙丙新'.index(text[0])}") for root, text in zip(roots, articles, strict=True)
    )
    events = (Event(kind=EventKind.ADOPTION, date=date(2010, 1, 1)),)
    if year > 2010:
        events += (
            Event(kind=EventKind.AMENDMENT, date=date(year - 1, 12, 1), decision=f"关于修改道路的决定{year}"),
        )
    return Act(
        work=ROAD,
        kind=ActKind.LOCAL_REGULATION,
        date=date(year, 1, 1),
        title="海浦市道路条例",
        events=events,
        commencements=(stated(date(year, 1, 1)),),
        front=front("海浦市道路条例"),
        body=named,
    )


ROADS = (
    _road(2010, "甲条应当遵守。", "乙条，依照本条例第一条执行。", "丙条。"),
    _road(2020, "新增。", "甲条必须遵守。", "乙条，依照本条例第二条执行。", "丙条。"),
    _road(2027, "新增。", "乙条，依照本条例第二条执行。", "丙条改。"),
)
FOLDER = "difangxing-fagui/daolu-tiaoli"


def _citing() -> Act:
    """An act of 2012, amended in 2022, that cites the roads."""
    act = replace(
        port(), work="/akn/cn-sh/act/difangxing-fagui/2012/yin", title="海浦市引用条例", conclusions=()
    )
    body = assign_ids((zhang("第一章", "总则", tiao("第一条", "依照《海浦市道路条例》第二条执行。")),))
    return replace(
        act, date=date(2012, 1, 1), commencements=(stated(date(2012, 1, 1)),), body=body, preamble=()
    )


def _links(page: bytes) -> list[str]:
    return [str(link) for link in html.fromstring(page).xpath("//article//p/a[not(@class)]/@href")]


def test_references_lead_to_what_held_beside_the_text_shown() -> None:
    first = _citing()
    second = replace(first, date=date(2015, 1, 1), commencements=(stated(date(2015, 1, 1)),))
    coming = replace(first, date=date(2028, 1, 1), commencements=(stated(date(2028, 1, 1)),))
    pages = rendered(edition_of([*ROADS, first, second, coming], date(2026, 1, 1)))
    folder = "difangxing-fagui/yin"
    # over in 2014, when the version of 2010 held: a page that always shows that one
    assert _links(pages[f"{folder}/2012-01-01/index.html"])[0] == f"../../../{FOLDER}/2010-01-01/index.html"
    # in force: the page that follows the law
    assert _links(pages[f"{folder}/index.html"])[1] == f"../../{FOLDER}/index.html#art_2"
    # to come in 2028: what will hold then
    assert _links(pages[f"{folder}/2028-01-01/index.html"])[0] == f"../../../{FOLDER}/2027-01-01/index.html"


def test_a_past_version_keeps_its_links_as_time_goes_on() -> None:
    acts = [
        *ROADS,
        _citing(),
        replace(_citing(), date=date(2015, 1, 1), commencements=(stated(date(2015, 1, 1)),)),
    ]
    page = "difangxing-fagui/yin/2012-01-01/index.html"
    days = (date(2016, 1, 1), date(2021, 1, 1), date(2030, 1, 1))
    found = [_links(rendered(edition_of(acts, day))[page]) for day in days]
    assert found[0] == found[1] == found[2]


def test_the_life_of_a_provision_stands_beside_it() -> None:
    pages = rendered(edition_of(list(ROADS), date(2026, 1, 1)))
    tree = html.fromstring(pages[f"{FOLDER}/2020-01-01/index.html"])
    beside = tree.get_element_by_id("art_2").xpath("following-sibling::details[1]")[0]
    rows = [li.text_content() for li in beside.find("ol").iter("li")]
    assert rows == [
        "2010年1月1日起施行的文本：第一条，制定，2010年1月1日通过",
        "2020年1月1日起施行的文本：第二条，修改（原第一条），2019年12月1日《关于修改道路的决定2020》修正",
        "2027年1月1日起施行的文本：删去，2026年12月1日《关于修改道路的决定2027》修正",
    ]
    links = [a.get("href") for a in beside.find("ol").iter("a")]
    assert links[0] == f"../../../{FOLDER}/2010-01-01/index.html#art_1"


def test_what_is_to_come_is_told_at_the_provision_in_force_only() -> None:
    pages = rendered(edition_of(list(ROADS), date(2026, 1, 1)))

    def told(page: str) -> dict[str, str]:
        tree = html.fromstring(pages[page])
        found = {}
        for mark in tree.find_class("coming"):
            above = mark.getprevious()
            found[above.get("id")] = mark.text_content()
        return found

    assert told(f"{FOLDER}/index.html") == {
        "art_2": "2027年1月1日起本条删去",
        "art_3": "2027年1月1日起本条改为第二条",
        "art_4": "2027年1月1日起本条有变化，改为第三条",
    }
    assert told(f"{FOLDER}/2010-01-01/index.html") == {}
    assert told(f"{FOLDER}/2027-01-01/index.html") == {}


def test_what_refers_to_a_provision_stands_beside_it() -> None:
    pages = rendered(edition_of([*ROADS, _citing()], date(2026, 1, 1)))
    tree = html.fromstring(pages[f"{FOLDER}/index.html"])
    beside = tree.get_element_by_id("art_2").xpath("following-sibling::details[1]")[0]
    assert [li.text_content() for li in beside.find("ul").iter("li")] == [
        "本文：第三条",
        "《海浦市引用条例》：第一条",
    ]
    assert beside.find("summary").text_content() == "第二条的沿革、被引用2处"


def test_additions_are_no_part_of_the_text() -> None:
    pages = rendered(edition_of([*ROADS, _citing()], date(2026, 1, 1)))
    expected = {p.eid: p.text for p in ROADS[1].provisions()}
    assert page_texts(pages[f"{FOLDER}/index.html"]) == expected


def test_periods_cover_every_day_once() -> None:
    edition = edition_of([fire(0), fire(1), fire(2), old(), plain()])
    works = edition.catalog.by_uri
    told = [(days_of(p, CHINESE), p.status.value, p.index, p.certain) for p in periods(works[FIRE])]
    assert told == [
        ("2015年4月30日以前", "尚未施行", 0, True),
        ("2015年5月1日至2020年3月18日", "现行有效", 0, True),
        ("2020年3月19日至2024年10月31日", "现行有效", 1, False),
        ("2024年11月1日以后", "现行有效", 2, True),
    ]
    ended = [(days_of(p, CHINESE), p.status.value) for p in periods(works[old().work])]
    assert ended[-1] == ("2019年6月1日以后", "已废止")
    assert [p.status.value for p in periods(works[plain().work])] == []


def test_the_days_on_which_an_act_is_suspended_are_a_period_of_their_own() -> None:
    works = edition_of().catalog.by_uri
    work = works[FIRE]
    last = work.expressions[-1]
    asleep = Event(kind=EventKind.SUSPENSION, date=date(2025, 3, 1), decision="关于暂停施行的决定")
    awake = Event(kind=EventKind.RESUMPTION, date=date(2025, 9, 1), decision="关于恢复施行的决定")
    suspended = replace(last, events=(*last.events, asleep, awake))
    found = periods(replace(work, expressions=(*work.expressions[:-1], suspended)))
    assert [(days_of(p, CHINESE), p.status.value) for p in found[-3:]] == [
        ("2024年11月1日至2025年2月28日", "现行有效"),
        ("2025年3月1日至2025年8月31日", "暂停施行"),
        ("2025年9月1日以后", "现行有效"),
    ]


def test_page_of_dates_has_what_the_script_needs() -> None:
    tree = html.fromstring(rendered(edition_of([fire(0), fire(1), fire(2)]))[f"{PAGE}/dates/index.html"])
    rows = [
        (tr.get("data-from"), tr.get("data-to"), "data-holds" in tr.attrib) for tr in tree.xpath("//tbody/tr")
    ]
    assert rows == [
        ("2024-11-01", "", True),
        ("2020-03-19", "2024-10-31", True),
        ("2015-05-01", "2020-03-18", True),
        ("", "2015-04-30", False),
    ]


def test_latest_leads_to_the_work_with_and_without_script() -> None:
    page = rendered(edition_of())[f"{PAGE}/latest/index.html"].decode()
    assert '<noscript><meta http-equiv="refresh" content="0; url=../../../' in page
    assert html.fromstring(page).xpath("//a[@data-forward]/@href") == [f"../../../{PAGE}/index.html"]


@pytest.fixture(scope="module")
def compared() -> dict[str, bytes]:
    return rendered(edition_of(list(ROADS), date(2026, 1, 1)))


def test_comparison_with_the_version_before(compared: dict[str, bytes]) -> None:
    assert f"{FOLDER}/2010-01-01/changes/index.html" not in compared
    tree = html.fromstring(compared[f"{FOLDER}/2020-01-01/changes/index.html"])
    assert [a.text for a in tree.xpath("//main/p[1]/a")] == [
        "2010年1月1日起施行的文本",
        "2020年1月1日起施行的文本",
    ]
    row = tree.get_element_by_id("art_2")
    assert [el.text for el in row.iter("del")] == ["应当"]
    assert [el.text for el in row.iter("ins")] == ["必须"]
    inline = html.fromstring(compared[f"{FOLDER}/2020-01-01/changes/inline/index.html"])
    assert [el.text for el in inline.get_element_by_id("art_2").iter("del", "ins")] == ["应当", "必须"]


def test_comparison_as_a_file(compared: dict[str, bytes]) -> None:
    name = f"{FOLDER}/2020-01-01/changes/daolu-tiaoli-2020-01-01-duizhaobiao"
    words = ZipFile(BytesIO(compared[f"{name}.docx"])).read("word/document.xml").decode()
    assert "修改前后对照表" in words
    assert b'"rows"' in compared[f"{name}.json"]


def test_two_languages_beside_each_other() -> None:
    page = rendered(edition_of([fire(2), fire_english()]))[f"{PAGE}/2024-11-01/en/parallel/index.html"]
    tree = html.fromstring(page)
    pairs = [[cell.text_content().strip()[:9] for cell in pair] for pair in tree.find_class("law")[0]]
    assert pairs[0] == ["第一章总则", "Chapter 1"]
    assert pairs[1][0].startswith("第一条")
    assert pairs[1][1] == "Article 1"
    assert pairs[2][1] == ""  # the translation has one article
    texts = page_texts(page)
    for provision in fire(2).provisions():
        if provision.level.value in ("article", "paragraph", "point", "indent"):
            assert texts[provision.eid] == provision.text
