"""The ways to a text: classes, long lists, families, catalogues, tables, change log; in two languages."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from compendium.akn import write_act
from compendium.law.act import Act
from compendium.law.names import expression_path
from compendium.library.config import Category
from compendium_build.edition.edition import Edition
from compendium_build.web import web_artifacts
from compendium_build.web.context import Site
from compendium_build.web.language import CHINESE, ENGLISH
from compendium_build.web.lists.families import families
from compendium_build.web.lists.lists import MOST, in_order
from compendium_build.web.wordlist import WORDS
from tests.builders import configured
from tests.pictures import png
from tests.web_acts import FIRE, acts, fire, port
from tests.web_samples import DAY, catalog_of, corpus, edition_of, rendered

SCHEME = (
    Category(
        "shimin",
        "市民",
        (
            Category("shimin.anquan", "安全", (Category("shimin.anquan.xiaofang", "消防"),), "Safety"),
            Category("shimin.kong", "空的"),
        ),
        "Residents",
    ),
)
FIRE_LINK = "difangxing-fagui/xiaofang-tiaoli/index.html"
STANDARDS = """\
[[standard]]
number = "GB/T 1-2020"
title = "消防<通道>"
link = "https://b.example/1"
regulations = ["海浦市消防条例"]
"""
DISCLOSED = """\
[[item]]
category = "规章"
matter = "现行有效的规章"
link = "catalogues/index.html"
"""
INTERPRETED = """\
[[interpretation]]
title = "一图读懂"
form = "图解"
date = 2024-11-01
file = "media/tu.png"
alt = "逃生通道的示意图"
versions = [2024-11-01]
[[interpretation]]
title = "旧文本的说明"
form = "文字"
date = 2015-05-01
text = "旧的说明"
versions = [2015-05-01]
"""


def _classed(act: Act) -> Act:
    return replace(act, subjects=("shimin.anquan.xiaofang",), keywords=("消防", "安全"))


def _edition(day: date = DAY) -> Edition:
    every = [_classed(act) if act.work == FIRE else act for act in acts()]
    files = corpus(every)
    files.contents["standards.toml"] = STANDARDS.encode()
    files.contents["disclosure.toml"] = DISCLOSED.encode()
    files.contents["difangxing-fagui/xiaofang-tiaoli/interpretations.toml"] = INTERPRETED.encode()
    files.contents["difangxing-fagui/xiaofang-tiaoli/media/tu.png"] = png()
    return configured(edition_of(day=day, files=files), scheme=SCHEME)


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return rendered(_edition())


def _tree(page: bytes) -> html.HtmlElement:
    return html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))


def _links(pages: dict[str, bytes], path: str) -> list[str]:
    """Where a page's main part leads, from the root."""
    up = "../" * path.count("/")
    return [str(href).removeprefix(up) for href in _tree(pages[path]).xpath("//main//a/@href")]


def test_a_work_is_reached_through_part_chapter_and_section(pages: dict[str, bytes]) -> None:
    assert "classes/shimin/index.html" in _links(pages, "classes/index.html")
    assert "classes/shimin.anquan/index.html" in _links(pages, "classes/shimin/index.html")
    chapter, section = "classes/shimin.anquan/index.html", "classes/shimin.anquan.xiaofang/index.html"
    assert {section, FIRE_LINK} <= set(_links(pages, chapter))
    assert FIRE_LINK in _links(pages, section)
    trail = _tree(pages[section]).find_class("trail")[0]
    assert [a.text for a in trail] == ["首页", "分类", "市民", "安全"]


def test_the_page_of_a_work_tells_its_place(pages: dict[str, bytes]) -> None:
    (place,) = _tree(pages[FIRE_LINK]).xpath("//dt[.='分类']/following-sibling::dd")
    assert [a.text for a in place.iter("a")] == ["市民", "安全", "消防"]


def test_classes_are_counted_and_what_has_none_is_listed(pages: dict[str, bytes]) -> None:
    overview = " ".join(_tree(pages["classes/index.html"]).xpath("string(//main)").split())
    assert "市民 1 部" in overview and "空的 0 部" in overview
    assert FIRE_LINK not in _links(pages, "classes/none/index.html")
    assert "zhengfu-guizhang/yancao-banfa/index.html" in _links(pages, "classes/none/index.html")
    assert "目前没有" in pages["classes/shimin.kong/index.html"].decode()


def test_a_class_that_the_scheme_does_not_know_is_no_place() -> None:
    act = replace(fire(0), subjects=("gone",))
    page = rendered(configured(edition_of([act]), scheme=SCHEME))["classes/none/index.html"]
    assert "海浦市消防条例" in page.decode()


def _many(count: int) -> list[Act]:
    """Acts under several letters, in no order."""
    names = ["gongyuan", "anquan", "bowuguan", "chuxing"]
    made = []
    for number in range(count):
        uri = f"/akn/cn-sh/act/qita/2020/{names[number % 4]}-{number:03}"
        made.append(replace(port(), work=uri, title=f"第{number}号", kind=type(port().kind)("qita")))
    return made


def test_a_long_list_stands_on_several_pages_and_letters_lead_across() -> None:
    made = _many(2 * MOST + 10)
    contents = {expression_path(act.work, act.language, act.date): write_act(act) for act in made}
    files = corpus([])
    files.contents.clear()
    files.contents.update(contents)
    every = {
        a.path: a for a in web_artifacts(edition_of(files=files)) if a.path.startswith(("lists/", "en/lists"))
    }
    shown = [
        every[path].render() for path in ("lists/index.html", "lists/2/index.html", "lists/3/index.html")
    ]
    assert "lists/4/index.html" not in every
    titles = [[a.text for a in _tree(page).xpath("//ul[@class='works']/li/a")] for page in shown]
    assert [len(part) for part in titles] == [MOST, MOST, 10]
    assert len({title for part in titles for title in part}) == len(made)
    letters = _tree(shown[2]).xpath("//nav[@class='letters']//a/@href")
    assert letters == [
        "../../lists/index.html#letter-A",
        "../../lists/index.html#letter-B",
        "../../lists/2/index.html#letter-C",
        "../../lists/2/index.html#letter-G",
    ]
    assert not _tree(shown[2]).xpath("//*[@id='letter-G']")  # the letter began on the page before
    assert _tree(shown[1]).xpath("//a[@rel='prev']/@href") == ["../../lists/index.html"]


def test_lists_by_body_year_and_keyword(pages: dict[str, bytes]) -> None:
    assert "lists/years/2015/index.html" in _links(pages, "lists/years/index.html")
    assert FIRE_LINK in _links(pages, "lists/years/2015/index.html")
    assert "lists/keywords/xiao-fang/index.html" in _links(pages, "lists/keywords/index.html")
    assert _links(pages, "lists/keywords/xiao-fang/index.html").count(FIRE_LINK) == 1
    assert FIRE_LINK in {
        link
        for path in pages
        if path.startswith("lists/issuers/") and path.count("/") == 3
        for link in _links(pages, path)
    }


def test_words_of_one_sound_have_addresses_of_their_own() -> None:
    act = replace(fire(0), keywords=("公示", "公式"))
    site = Site(edition=edition_of([act]))
    keywords = families(site, in_order(site, CHINESE), CHINESE)[2]
    assert sorted(listing.page for listing in keywords.lists) == [
        "lists/keywords/gong-shi-2/index.html",
        "lists/keywords/gong-shi/index.html",
    ]


def test_a_catalogue_has_what_is_in_force_and_the_same_as_csv(pages: dict[str, bytes]) -> None:
    page = _tree(pages["catalogues/difangxing-fagui/index.html"])
    titles = [row[1].text_content() for row in page.xpath("//tbody/tr")]
    rows = list(
        csv.reader(io.StringIO(pages["catalogues/difangxing-fagui/difangxing-fagui.csv"].decode("utf-8-sig")))
    )
    assert rows[0][:3] == ["序号", "名称", "文号"]
    assert [row[1] for row in rows[1:]] == titles
    assert rows[1][-1].startswith("https://law.example.cn/fagui/difangxing-fagui/")
    assert "catalogues/zhengfu-guizhang/index.html" not in pages  # its one act has been repealed


def test_a_catalogue_tells_no_day_that_no_text_tells() -> None:
    first = rendered(edition_of([fire(1)]))["catalogues/difangxing-fagui/difangxing-fagui.csv"]
    row = next(csv.reader(io.StringIO(first.decode("utf-8-sig").splitlines()[1])))
    assert row[4:7] == ["2015-03-20", "", "2020-03-19"]


def test_tables_of_staff_are_pages(pages: dict[str, bytes]) -> None:
    standards = _tree(pages["standards/index.html"])
    assert standards.xpath("//td/a/@href") == ["https://b.example/1", f"../{FIRE_LINK}"]
    assert "消防<通道>" in standards.xpath("string(//tbody)")
    assert _links(pages, "disclosure/index.html")[-1] == "catalogues/index.html"
    assert {"standards/index.html", "disclosure/index.html", "interpretations/index.html"} <= set(
        _links(pages, "index.html")
    )


def test_there_are_no_pages_of_tables_that_nobody_keeps() -> None:
    paths = {artifact.path for artifact in web_artifacts(edition_of())}
    assert not {"standards/index.html", "disclosure/index.html", "interpretations/index.html"} & paths


def test_interpretations_stand_with_the_version_they_speak_of(pages: dict[str, bytes]) -> None:
    def told(path: str) -> list[str]:
        found = _tree(pages[path]).find_class("interpretations")
        return [a.text for section in found for a in section.iter("a")]

    folder = "difangxing-fagui/xiaofang-tiaoli"
    assert told(f"{folder}/index.html") == ["一图读懂"]
    assert told(f"{folder}/2015-05-01/index.html") == ["旧文本的说明"]
    assert told(f"{folder}/2020-03-19/index.html") == []
    page = _tree(pages[f"{folder}/interpretations/index.html"])
    assert page.xpath("//img/@alt") == ["逃生通道的示意图"]
    assert pages[f"{folder}/media/tu.png"] == png()


def test_the_change_log_tells_each_year(pages: dict[str, bytes]) -> None:
    year = _tree(pages["changes/2024/index.html"])
    rows = [[cell.text_content() for cell in row] for row in year.xpath("//tbody/tr")]
    assert ["2024年11月1日", "施行", "海浦市消防条例"] in [row[:3] for row in rows]
    days = [str(day) for day in year.xpath("//tbody/tr/td[1]/time/@datetime")]
    assert days == sorted(days, reverse=True) and all(day.startswith("2024") for day in days)
    assert pages["changes/index.html"] != pages["changes/2024/index.html"]


def test_what_has_ended_is_listed_with_its_day(pages: dict[str, bytes]) -> None:
    (line,) = _tree(pages["lists/ended/index.html"]).xpath("//ul[@class='news']/li")
    assert "废止" in line.text_content()
    assert _links(pages, "lists/ended/index.html")[-1] == "zhengfu-guizhang/yancao-banfa/index.html"


ENGLISH_ONLY = ("index.html", "about/index.html", "data/index.html", "classes/index.html", "lists/index.html")


def test_every_page_of_the_interface_has_a_fellow(pages: dict[str, bytes]) -> None:
    paired = 0
    for path, page in pages.items():
        if not path.endswith(".html"):
            continue
        up = "../" * path.count("/")
        tree = _tree(page)
        alternates = {
            str(link.get("hreflang")): str(link.get("href")).removeprefix(up)
            for link in tree.xpath("//head/link[@rel='alternate'][@hreflang]")
        }
        if path.startswith("en/"):
            assert alternates == {"zh-CN": path.removeprefix("en/"), "en": path}, path
            switch = tree.xpath("//header//a[@hreflang='zh-CN']/@href")
            assert [str(href).removeprefix(up) for href in switch] == [path.removeprefix("en/")], path
            paired += 1
    assert paired == len([path for path in pages if f"en/{path}" in pages]) > 20
    assert {f"en/{path}" for path in ENGLISH_ONLY} <= set(pages)


def _is_chinese(words: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in words)


def test_chinese_on_an_english_page_is_marked_as_chinese(pages: dict[str, bytes]) -> None:
    seen = []
    for path, page in pages.items():
        if not path.startswith("en/") and not path.endswith("/en/index.html"):
            continue
        seen.append(path)
        tree = _tree(page)
        assert tree.get("lang") == "en"
        assert not [words for words in tree.xpath("//body//@aria-label") if _is_chinese(words)], path
        for element in tree.iter():
            if not isinstance(element.tag, str) or element.tag in ("title", "meta", "link", "script"):
                continue
            own = (element.text or "") + "".join(child.tail or "" for child in element)
            if _is_chinese(own):
                marked = next(
                    (e.get("lang") for e in [element, *element.iterancestors()] if e.get("lang")), ""
                )
                assert marked == "zh-CN", (path, own.strip())
    assert "difangxing-fagui/xiaofang-tiaoli/2024-11-01/en/index.html" in seen


def test_an_english_list_names_the_translation(pages: dict[str, bytes]) -> None:
    entry = _tree(pages["en/lists/difangxing-fagui/index.html"]).xpath(
        "//ul[@class='works']/li[a[@href][not(@lang)]]"
    )
    assert [str(a.get("href")) for li in entry for a in li.findall("a")] == [
        "../../../difangxing-fagui/xiaofang-tiaoli/2024-11-01/en/index.html"
    ]
    assert "Safety" in pages["en/classes/index.html"].decode()


def test_both_languages_have_the_same_words() -> None:
    for key, (chinese, english) in WORDS.items():
        ours = re.sub('<span lang="zh-CN">.*?</span>', "", english)
        assert not _is_chinese(ours) or key == "other_language", key
        fields = {part.split("}")[0] for part in chinese.split("{")[1:]}
        assert fields == {part.split("}")[0] for part in english.split("{")[1:]}, key
    assert ENGLISH.page("index.html") == "en/index.html"


def test_a_change_of_one_act_leaves_other_lists_alone() -> None:
    def keys(*items: Act) -> dict[str, str]:
        return {a.path: a.key for a in web_artifacts(edition_of(list(items)))}

    one, two = keys(fire(0), port()), keys(fire(0), port("码头应当符合新的标准。"))
    changed = {path for path, key in two.items() if one[path] != key}
    assert not {path for path in changed if path.startswith(("lists/", "en/", "classes/", "catalogues/"))}
    assert "index.html" not in changed


def test_catalogs_are_read_from_facts_alone(tmp_path: Path) -> None:
    files = corpus()
    edition = edition_of(files=files)
    catalog_of(files)
    files.read_paths.clear()
    lists = [a for a in web_artifacts(edition) if a.path.startswith(("lists/", "classes/", "changes/"))]
    for artifact in lists:
        artifact.render()
    assert not [path for path in files.read_paths if path.endswith(".xml")]
