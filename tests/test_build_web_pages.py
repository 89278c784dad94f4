"""Every page of the web edition is whole: frame, links, headings, status."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from compendium_build.edition.artifacts import write_target
from compendium_build.web import web_artifacts
from compendium_build.web.links import check_links
from tests.web_acts import fire, old, plain, port
from tests.web_samples import corpus, edition_of, rendered

FIRE_PAGE = "difangxing-fagui/xiaofang-tiaoli"


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return rendered(edition_of())


def _banner(page: bytes) -> str:
    return "".join(el.text_content() for el in html.fromstring(page).find_class("banner"))


def _status(page: bytes) -> str:
    return str(html.fromstring(page).find_class("status")[0].text_content())


def test_files_of_the_edition(pages: dict[str, bytes]) -> None:
    expected = {
        "index.html",
        "404.html",
        "about/index.html",
        "assets/site.css",
        "feed/atom.xml",
        "lists/index.html",
        "lists/difangxing-fagui/index.html",
        "lists/status/not-yet-in-force/index.html",
        f"{FIRE_PAGE}/index.html",
        f"{FIRE_PAGE}/2015-05-01/index.html",
        f"{FIRE_PAGE}/2024-11-01/en/index.html",
        f"{FIRE_PAGE}/2024-11-01/en/xiaofang-tiaoli-2024-11-01.en.xml",
    }
    assert expected <= set(pages)


def test_paths_are_given_once() -> None:
    paths = [artifact.path for artifact in web_artifacts(edition_of())]
    assert len(paths) == len(set(paths))


def test_xml_is_published_byte_for_byte(pages: dict[str, bytes]) -> None:
    contents = corpus().contents
    assert (
        pages[f"{FIRE_PAGE}/2020-03-19/xiaofang-tiaoli-2020-03-19.xml"]
        == contents[f"{FIRE_PAGE}/2020-03-19.xml"]
    )


def test_frame_of_every_page(pages: dict[str, bytes]) -> None:
    for path, page in pages.items():
        if not path.endswith(".html"):
            continue
        tree = html.fromstring(page)
        assert page.startswith(b"<!DOCTYPE html>\n"), path
        english = path.startswith("en/") or path.endswith("/en/index.html")
        assert tree.get("lang") == ("en" if english else "zh-CN"), path
        assert len(tree.xpath("//h1")) == 1, path
        levels = [int(str(el.tag)[1]) for el in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        for landmark in ("header", "main", "footer", "nav"):
            assert tree.xpath(f"//{landmark}"), path
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy and str(policy[0]).startswith(
            "default-src 'self'; script-src 'self'; style-src 'self'"
        ), path
        assert "unsafe" not in policy[0], path
        assert not tree.xpath("//script[not(@src)][not(@type='application/ld+json')] | //style | //@style"), (
            path
        )
        feeds = tree.xpath("//link[@type='application/atom+xml']/@href")
        assert feeds and str(feeds[0]).endswith("feed/atom.xml"), path
        assert len(feeds) == (2 if tree.xpath("//article[@data-title]") else 1), path
        assert tree.xpath("string(//a[@class='skip']/@href)") == "#main", path
        day = "23 November 2026" if english else "2026年11月23日"
        assert day in tree.xpath("string(//footer)"), path


def test_revision_is_told_by_one_style_sheet_that_every_page_has(pages: dict[str, bytes]) -> None:
    found = {path for path, page in pages.items() if b"0123456789ab" in page}
    assert found == {"assets/edition.css", "index.json"}
    for path, page in pages.items():
        if path.endswith(".html") and path not in found:
            tree = html.fromstring(page)
            assert tree.xpath("//footer//*[@class='edition-name']"), path
            assert str(tree.xpath("//link[@rel='stylesheet']/@href")[1]).endswith("assets/edition.css"), path
    assert [path for path, page in pages.items() if b"0123456789abcdef" in page] == ["index.json"]


@pytest.mark.parametrize("base_url", ["", "https://law.example.cn/fagui/"])
def test_no_link_leads_nowhere(tmp_path: Path, base_url: str) -> None:
    folder = tmp_path / "web"
    write_target(folder, web_artifacts(edition_of(base_url=base_url)))
    assert check_links(folder) == []


def test_links_are_relative_and_name_their_file(pages: dict[str, bytes]) -> None:
    for path, page in pages.items():
        if path.endswith(".html") and path != "404.html":
            for _, _, link, _ in html.fromstring(page).iterlinks():
                own = "https://law.example.cn/fagui/"
                outside = link in (f"{own}index.html", f"{own}en/index.html")
                assert outside or not link.startswith(("/", "http")), (path, link)
                assert not link.partition("#")[0].endswith("/"), (path, link)


def test_unknown_addresses_are_told_where_to_go(pages: dict[str, bytes]) -> None:
    tree = html.fromstring(pages["404.html"])
    assert "https://law.example.cn/fagui/index.html" in tree.xpath("//main//a/@href")
    assert "https://law.example.cn/fagui/assets/site.css" in tree.xpath("//link/@href")


def test_work_page_shows_the_version_of_the_day() -> None:
    for day, words in (
        (date(2019, 1, 1), "第1次文本"),
        (date(2021, 1, 1), "第2次文本"),
        (date(2026, 1, 1), "第3次"),
    ):
        page = rendered(edition_of([fire(0), fire(1), fire(2)], day))[f"{FIRE_PAGE}/index.html"]
        assert words in page.decode()


def test_status_and_banner_of_each_version(pages: dict[str, bytes]) -> None:
    assert _status(pages[f"{FIRE_PAGE}/index.html"]) == "现行有效，自2024年11月1日起施行"
    assert _banner(pages[f"{FIRE_PAGE}/index.html"]) == ""
    assert _banner(pages[f"{FIRE_PAGE}/2024-11-01/index.html"]) == ""
    first = pages[f"{FIRE_PAGE}/2015-05-01/index.html"]
    assert _status(first) == "已修改，自2015年5月1日起施行，至修改后的文本施行时止"
    assert "这里不是现行文本：已修改" in _banner(first)
    links = html.fromstring(first).xpath("//*[@class='banner']//a/@href")
    assert links == [f"../../../{FIRE_PAGE}/index.html"]
    second = _status(pages[f"{FIRE_PAGE}/2020-03-19/index.html"])
    assert second == (
        "已修改，2020年3月19日通过，至2024年10月31日止；施行日期以公布该修改的决定为准，此处以通过日期排列"
    )


def test_version_to_come_is_announced_and_bannered() -> None:
    pages = rendered(edition_of([fire(0), fire(2)], date(2024, 10, 1)))
    living, coming = pages[f"{FIRE_PAGE}/index.html"], pages[f"{FIRE_PAGE}/2024-11-01/index.html"]
    assert _status(living) == "现行有效，自2015年5月1日起施行；2020年的文本未收录"
    assert "尚未施行，将于2024年11月1日起施行" in html.fromstring(living).find_class("card")[0].text_content()
    assert _banner(coming).startswith("这里不是现行文本：尚未施行，将于2024年11月1日起施行。")
    assert "修改后的文本施行" in pages["index.html"].decode()


def test_banner_on_what_has_ended_and_what_has_not_begun(pages: dict[str, bytes]) -> None:
    assert (
        _banner(pages["zhengfu-guizhang/yancao-banfa/index.html"])
        == "本法规已废止，自2019年6月1日起不再施行（据《关于废止部分规章的决定》）。"
    )
    assert "将于2027年3月1日起施行" in _banner(pages["pudong-xinqu-fagui/shuju-guiding/index.html"])
    assert _status(pages["qita/yijian/index.html"]) == "尚未施行，施行日期另行规定"


def test_history_is_told_in_order_with_its_decisions(pages: dict[str, bytes]) -> None:
    rows = html.fromstring(pages[f"{FIRE_PAGE}/index.html"]).find_class("story")[0].findall(".//li")
    assert [row.text_content() for row in rows] == [
        "2015年3月20日海浦市人民代表大会常务委员会第十九次会议通过",
        "2015年5月1日施行",
        "2020年3月19日根据《关于修改部分地方性法规的决定》第一次修正",
        "2024年9月27日海浦市人民代表大会常务委员会第十六次会议通过《关于修改〈海浦市消防条例〉的决定》，第二次修正",
        "2024年11月1日施行",
    ]
    assert rows[3].xpath(".//a/@href") == ["../../xiugai-jueding/xiaofang-tiaoli-xiugai/index.html"]


def test_home_counts_and_tells_what_is_new_and_near(pages: dict[str, bytes]) -> None:
    tree = html.fromstring(pages["index.html"])
    counts = [" ".join(li.text_content().split()) for li in tree.find_class("counts")[0].iter("li")]
    assert "地方性法规 2 部" in counts
    assert "已废止 1 部" in counts
    assert "全部法规 7 部" in counts
    news, ahead = (
        [" ".join(li.text_content().split()) for li in ul.iter("li")] for ul in tree.find_class("news")
    )
    assert ahead[0] == "2026年12月31日失效 关于印发排放标准的通知"
    assert ahead[1] == "2027年3月1日部分条文自2027年3月1日起施行 海浦市港口条例"
    assert ahead[-1] == "日期未定施行日期另行规定 海浦市养老意见"
    assert news[1] == "2024年11月1日施行 关于修改《海浦市消防条例》的决定"


def test_lists_hold_their_works(pages: dict[str, bytes]) -> None:
    def titles(path: str) -> list[str]:
        return [li.find("a").text for li in html.fromstring(pages[path]).find_class("works")[0].iter("li")]

    assert titles("lists/difangxing-fagui/index.html") == ["海浦市港口条例"]
    assert titles("lists/status/repealed/index.html") == ["海浦市烟草管理办法"]
    assert "目前没有" in pages["lists/status/expired/index.html"].decode()


def test_english_version_is_linked_and_marked(pages: dict[str, bytes]) -> None:
    page = html.fromstring(pages[f"{FIRE_PAGE}/2024-11-01/en/index.html"])
    assert page.find_class("law")[0].get("lang") == "en"
    assert _status(pages[f"{FIRE_PAGE}/2024-11-01/en/index.html"]) == "In force since 1 November 2024"
    tree = html.fromstring(pages[f"{FIRE_PAGE}/index.html"])
    english = f"../../{FIRE_PAGE}/2024-11-01/en/index.html"
    assert set(tree.xpath("//main//a[@hreflang='en']/@href")) == {english}
    assert tree.xpath("//header//nav//a[@hreflang='en']/@href") == [english]
    assert [a.text for a in page.xpath("//header//nav//a[@hreflang]")] == ["中文"]
    assert tree.xpath("//head/link[@hreflang='en']/@href") == [english]
    assert [a.text for a in tree.find_class("languages")[0].iter("a")] == ["中文", "English", "中英对照"]


def test_same_edition_same_bytes(pages: dict[str, bytes]) -> None:
    assert rendered(edition_of()) == pages


def test_nothing_is_read_before_rendering() -> None:
    edition = edition_of()
    files = edition.catalog.files
    files.read_paths.clear()  # type: ignore[attr-defined]
    web_artifacts(edition)
    assert files.read_paths == []  # type: ignore[attr-defined]


def _keys(*items: object, **options: object) -> set[tuple[str, str]]:
    edition = edition_of(list(items), **options)  # type: ignore[arg-type]
    return {(artifact.path, artifact.key) for artifact in web_artifacts(edition)}


BASE = (fire(0), fire(1), fire(2), old(), plain())


def test_unchanged_corpus_keeps_every_key_and_a_commit_only_touches_home() -> None:
    assert _keys(*BASE, port()) == _keys(*BASE, port())
    changed = _keys(*BASE, port()) - _keys(*BASE, port(), revision="fedcba98765432100000")
    own = {"assets/edition.css", "index.json"}
    assert {path for path, _ in changed} == own


def test_changed_words_rebuild_the_pages_of_the_work_only() -> None:
    changed = _keys(*BASE, port()) - _keys(*BASE, port("码头应当符合新的标准。"))
    # Which files of the search's index come out otherwise is known only when they are made.
    texts = "texts/difangxing-fagui/gangkou-tiaoli/0"
    search = ("directory", texts, "lengths/0", "lengths/all", "singles/0", *(f"pairs/{n}" for n in range(8)))
    assert {path.partition("/2018")[0] for path, _ in changed} == {
        "difangxing-fagui/gangkou-tiaoli/index.html",
        "difangxing-fagui/gangkou-tiaoli",
        "works/difangxing-fagui/gangkou-tiaoli.json",
        "works/difangxing-fagui/gangkou-tiaoli",
        "index.json",
        *(f"data/{form}.zip" for form in ("xml", "txt", "json")),
        *(f"search/data/{name}.js" for name in search),
        *(
            f"feed/{folder}{name}"
            for folder in ("", "difangxing-fagui/", "difangxing-fagui/gangkou-tiaoli/")
            for name in ("atom.xml", "feed.json")
        ),
    }


def test_pages_that_link_to_a_work_follow_it() -> None:
    changed = {path for path, _ in _keys(*BASE, port()) - _keys(*BASE)}
    assert f"{FIRE_PAGE}/2015-05-01/index.html" in changed
    assert "lists/index.html" in changed
    assert "zhengfu-guizhang/yancao-banfa/index.html" not in changed
    assert f"{FIRE_PAGE}/2015-05-01/xiaofang-tiaoli-2015-05-01.xml" not in changed


def test_second_build_renders_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "web"
    first = write_target(folder, web_artifacts(edition_of()))
    again = write_target(folder, web_artifacts(edition_of()))
    assert (again.built, again.kept) == (0, first.built)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<a href="b.html">', "index.html: 链接 b.html 指向的文件不存在"),
        ('<a href="#x">', "index.html: 链接 #x 指向的位置不存在"),
        ('<img src="a.png">', "index.html: 链接 a.png 指向的文件不存在"),
        ('<a href="/index.html">', "index.html: 链接 /index.html 不是相对地址"),
        ('<a href="../out.html">', "index.html: 链接 ../out.html 指向的文件不存在"),
        ('<p id="a"><p id="a">', "index.html: 编号 a 重复"),
        ('<a href="javascript:alert(1)">', "index.html: 链接 javascript:alert(1) 不是相对地址"),
    ],
)
def test_link_checker_finds_faults(tmp_path: Path, body: str, fault: str) -> None:
    folder = tmp_path / "web"
    folder.mkdir()
    (tmp_path / "out.html").write_text("<p>")
    (folder / "index.html").write_text(f"<!DOCTYPE html><body>{body}")
    assert check_links(folder) == [fault]


def test_link_checker_accepts_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text('<p id="x"><a href="../index.html#y">1</a><a href="#x">2</a>')
    (tmp_path / "index.html").write_text(
        '<p id="y"><a href="a/index.html#x">1</a><a href="https://e.cn/">2</a>'
    )
    assert check_links(tmp_path) == []
