"""The text on a page is the text of the law, character by character."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

from compendium.law.act import Act, Note, Para, Span
from compendium.text.tables import head_rows
from compendium_build.edition.addresses import version_page, work_page
from compendium_build.web.text import Inliner, MissingPicture, table_html
from tests.web_acts import HOSTILE, acts, fire, new, plain, port, tables
from tests.web_samples import corpus, edition_of, page_texts, rendered


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return rendered(edition_of())


def _page_of(act: Act, pages: dict[str, bytes]) -> bytes:
    edition = edition_of()
    work = edition.catalog.by_uri[act.work]
    every = (*work.expressions, *work.translations)
    facts = next(f for f in every if (f.date, f.language) == (act.date, act.language))
    return pages[version_page(work, facts)]


@pytest.mark.parametrize(
    "act", acts(), ids=lambda act: f"{act.work.rpartition('/')[2]}-{act.date}-{act.language}"
)
def test_every_provision_reads_as_in_the_xml(act: Act, pages: dict[str, bytes]) -> None:
    expected = {provision.eid: provision.text for provision in act.provisions()}
    expected |= {attachment.eid: attachment.text for attachment in act.attachments}
    assert page_texts(_page_of(act, pages)) == expected


@pytest.mark.parametrize("act", [fire(2), port(), new(), tables()], ids=lambda act: act.title[:8])
def test_page_of_the_work_has_the_same_text(act: Act, pages: dict[str, bytes]) -> None:
    work = edition_of().catalog.by_uri[act.work]
    assert page_texts(pages[work_page(work)]) == page_texts(_page_of(act, pages))


def test_lines_before_and_after_the_text_are_shown() -> None:
    page = html.fromstring(rendered(edition_of([port()]))["difangxing-fagui/gangkou-tiaoli/index.html"])
    history = "（2018年5月24日海浦市人民代表大会常务委员会第四次会议通过）"
    assert [p.text_content() for p in page.find_class("history")] == [history]
    assert [p.text_content() for p in page.find_class("conclusions")] == ["二〇一八年五月二十四日"]


def test_title_of_two_lines_and_the_printed_contents(pages: dict[str, bytes]) -> None:
    page = html.fromstring(pages["zhengfu-guizhang/yancao-banfa/index.html"])
    title = page.find(".//h1")
    assert title is not None
    assert [title.text, title[0].tail] == ["海浦市烟草", "管理办法"]
    nav = page.find_class("contents")[0]
    assert [" ".join(li.text_content().split()) for li in nav.iter("li")] == ["第一章 总则 第一条", "附则"]
    assert [a.get("href") for a in nav.iter("a")] == ["#chp_1"]
    assert [p.text_content() for p in page.find_class("cover")] == ["海浦市人民政府令"]


def test_hostile_words_stay_words(pages: dict[str, bytes]) -> None:
    for path, page in pages.items():
        if path.endswith(".html"):
            inline = html.fromstring(page).xpath("//script[not(@src)]")
            assert len(inline) <= 1, path
            assert all(json.loads(script.text)["@graph"] for script in inline), path
            assert not html.fromstring(page).xpath("//@*[starts-with(name(), 'on')]"), path
    page = html.fromstring(pages["pudong-xinqu-fagui/shuju-guiding/index.html"])
    assert page.xpath("string(//h1)") == f"海浦新区数据规定{HOSTILE}"


def test_white_space_is_kept() -> None:
    pages = rendered(edition_of([plain()]))
    assert page_texts(pages["qita/yijian/index.html"])["art_1"] == "第一条第一行，两个  空格。"


def test_carriage_return_survives() -> None:
    writer = Inliner(links={}, own=frozenset(), picture=str)
    found = html.fromstring("<p>" + writer.para(Para(("甲\r乙",)), "") + "</p>")
    assert found.text == "甲\r乙"


def test_link_runs_through_spans_and_not_through_marks() -> None:
    writer = Inliner(links={}, own=frozenset({"art_12"}), picture=str)
    runs = ("依照本条例第十", Span("b", "二条"), Note("①", "本条例第十二条"), "办理")
    assert writer.para(Para(runs), "art_1") == (
        '依照<a href="#art_12">本条例第十</a><b><a href="#art_12">二条</a></b>'
        '<sup class="note-ref"><a id="ref-1" href="#note-1" role="doc-noteref">①</a></sup>办理'
    )
    assert writer.notes == [("①", '<a href="#art_12">本条例第十二条</a>')]


def test_references_lead_to_what_they_name(pages: dict[str, bytes]) -> None:
    page = html.fromstring(pages["difangxing-fagui/xiaofang-tiaoli/index.html"])
    links = page.find_class("law")[0].xpath(".//a[not(ancestor::*[contains(@class, 'mark')])]")
    found = {a.text_content(): a.get("href") for a in links if a.text}
    assert found == {
        "《海浦市港口条例》": "../../difangxing-fagui/gangkou-tiaoli/index.html",
        "第三条第二款": "../../difangxing-fagui/gangkou-tiaoli/index.html#art_3__para_2",
        "本条第一款第（二）项": "#art_3__para_1__point_2",
        "本条例第二条": "#art_2",
        "本条例第三条": "#art_3",
    }


def test_works_that_cite_are_listed(pages: dict[str, bytes]) -> None:
    page = html.fromstring(pages["difangxing-fagui/xiaofang-tiaoli/index.html"])
    rows = [li.text_content() for li in page.find_class("backlinks")[0].iter("li")]
    assert rows[0] == "《海浦市港口条例》：第一条"
    links = [a.get("href") for a in page.find_class("backlinks")[0].iter("a")]
    assert links[1] == "../../difangxing-fagui/gangkou-tiaoli/index.html#art_1__para_1"


def test_provisions_to_come_are_marked(pages: dict[str, bytes]) -> None:
    page = html.fromstring(pages["difangxing-fagui/gangkou-tiaoli/index.html"])
    marks = [(mark.getparent().get("id"), mark.text) for mark in page.find_class("badge")]
    assert marks == [("art_4", "自2027年3月1日起施行")]


def test_permalinks_name_their_provision(pages: dict[str, bytes]) -> None:
    page = html.fromstring(pages["difangxing-fagui/xiaofang-tiaoli/index.html"])
    found = {a.get("href"): a.get("aria-label") for a in page.find_class("self")}
    assert found["#art_3__para_1__point_2"] == "第三条第一款第（二）项"
    assert {"#chp_1", "#chp_2__sec_1", "#art_1", "#art_3", "#art_3__para_2"} <= set(found)
    assert "#art_1__para_1" not in found


def test_table_tells_its_headers_apart() -> None:
    writer = Inliner(links={}, own=frozenset(), picture=str)
    table = tables().attachments[0].body[0].blocks[1]
    assert not isinstance(table, Para)
    found = html.fromstring(table_html(table, head_rows(table.rows), lambda p: writer.para(p, "")))
    scopes = [(th.text_content(), th.get("scope")) for th in found.iter("th")]
    assert scopes == [
        ("项目", "col"),
        ("限值（mg/m3）", "colgroup"),
        ("日均", "col"),
        ("小时", "col"),
        ("颗粒物", "row"),
    ]
    assert len(found.xpath(".//thead/tr")) == 2


def test_picture_is_copied_and_linked(pages: dict[str, bytes]) -> None:
    path = "xingzheng-guifanxing-wenjian/biaozhun-tongzhi/media/dot.png"
    assert pages[path] == corpus().contents[path]
    page = html.fromstring(pages["xingzheng-guifanxing-wenjian/biaozhun-tongzhi/2022-01-01/index.html"])
    assert page.xpath("//img/@src") == [f"../../../{path}"]
    assert page.xpath("//img/@alt") == ["红点"]


def test_missing_picture_is_refused_with_file_and_page() -> None:
    files = corpus([tables()])
    del files.contents["xingzheng-guifanxing-wenjian/biaozhun-tongzhi/media/dot.png"]
    with pytest.raises(MissingPicture) as caught:
        rendered(edition_of(files=files))
    words = str(caught.value)
    assert "media/dot.png" in words
    assert re.search(r"biaozhun-tongzhi/2022-01-01\.xml .*biaozhun-tongzhi/index\.html", words)
