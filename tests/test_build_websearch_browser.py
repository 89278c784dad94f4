"""The browser's search in Chromium: the same answers as the domain's own rule, and a page for everybody."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compendium.library.catalog import load_catalog
from compendium.querying import Piece, QueryError, answers, fold, marks, parse_query, run_of, to_object
from compendium.querying.synonyms import EMPTY, SYNONYMS_FILE, Thesaurus, load_synonyms
from compendium.querying.tree import wanted
from compendium.store import open_corpus
from compendium_build.search.answer import snippet
from compendium_build.search.documents import Document, Part, documents_of
from compendium_build.websearch.pools import versions_of
from compendium_build.websearch.postings import shard_of
from tests.querying_samples import FORMS, QUERIES

playwright = pytest.importorskip("playwright.sync_api", reason="没有安装 playwright")
pytestmark = pytest.mark.browser
BODY = (Part.PROVISION, Part.ATTACHMENT, Part.CONCLUSIONS)
DAYS = [
    None,
    None,
    *(date(*day).toordinal() for day in ((2026, 11, 1), (2016, 1, 1), (2019, 10, 1), (2024, 6, 1))),
]
PATH = "h.version.work.folder + '/' + h.version.date + (h.version.language ? '.en' : '') + '.xml#' + h.order"


@dataclass(frozen=True)
class Site:
    """The web edition of the sample corpus, and its documents as the rule of `querying` sees them."""

    folder: Path
    documents: tuple[tuple[Document, Piece], ...]

    @property
    def page(self) -> str:
        """The address of the search page."""
        return (self.folder / "search/index.html").as_uri()

    def answers(self, text: str, day: int | None, synonyms: Thesaurus = EMPTY) -> set[str]:
        """What a scan of all documents finds."""
        query = synonyms.expand(parse_query(text))
        held = (pair for pair in self.documents if day is None or pair[0].start <= day < pair[0].until)
        return {f"{document.path}#{document.order}" for document, piece in held if answers(query, piece)}


@pytest.fixture(scope="module")
def site(web_site: Path) -> Site:
    catalog = load_catalog(open_corpus(Path(__file__).parents[1] / "corpus").snapshot())
    documents = [
        document
        for work in catalog.works
        for facts, interval in versions_of(work)
        for document in documents_of(catalog.act(facts), facts, interval)
    ]
    return Site(web_site, tuple((document, _piece(document)) for document in documents))


def _piece(document: Document) -> Piece:
    return Piece(
        own=run_of(document.text),
        title=run_of(document.title),
        issuer=run_of(document.issuer),
        number=run_of(document.number),
        whole=document.part is Part.TITLE,
        body=document.part in BODY,
    )


@pytest.fixture(scope="module")
def engine(chromium: playwright.Browser, site: Site) -> Iterator[playwright.Page]:
    """A page that holds the search open, for asking it by script."""
    page = chromium.new_page()
    page.goto(site.page)
    page.evaluate("async () => { window.search = await CompendiumSearch.open('data/'); }")
    yield page
    page.close()


def _asked(engine: playwright.Page, queries: list[tuple[str, int | None]]) -> list[Any]:
    """The hits of queries as the browser finds them; the message of those that it refuses."""
    found: list[Any] = engine.evaluate(
        """async queries => {
          const out = [];
          for (const [text, day] of queries) {
            try { out.push((await search.find(text, day, {}, 'relevance')).hits.map(h => PATH)); }
            catch (error) { out.push(error.name + ': ' + error.message); }
          }
          return out;
        }""".replace("PATH", PATH),
        queries,
    )
    return found


def _random_queries(site: Site, count: int, seed: int) -> Iterator[tuple[str, int | None]]:
    """Phrases of 1 to 12 characters from the texts, across marks, lines and 款, on any day."""
    chance = random.Random(seed)
    while count:
        text = chance.choice(site.documents)[0].text
        start = chance.randrange(len(text))
        phrase = "".join(c for c in text[start : start + chance.randint(1, 12)] if c not in '“”"＂')
        if fold(phrase):
            count -= 1
            yield f'"{phrase}"', chance.choice(DAYS)


def test_random_phrases_are_found_exactly(engine: playwright.Page, site: Site) -> None:
    queries = list(_random_queries(site, 600, 1))
    for (text, day), found in zip(queries, _asked(engine, queries), strict=True):
        assert len(found) == len(set(found))
        assert set(found) == site.answers(text, day), (text, day)


def test_every_operator_finds_exactly(engine: playwright.Page, site: Site) -> None:
    chance = random.Random(2)
    texts = [piece.own.folded for _, piece in site.documents]
    said = [text for _, piece in site.documents for text in (piece.title.folded, piece.issuer.folded) if text]

    def word() -> str:
        text = chance.choice(said if chance.random() < 0.3 else texts)
        start = chance.randrange(len(text))
        run = text[start : start + chance.randint(1, 4)]
        words = "".join(c for c in run if c not in '"()-（）*:：')
        return "应当" if words in ("", "或", "近") else words  # alone these two are operators

    queries = [
        (form.format(a=word(), b=word(), c=word(), n=chance.randint(1, 40)), chance.choice(DAYS))
        for form in FORMS
        for _ in range(12)
    ]
    found_any = 0
    synonyms = load_synonyms((Path(__file__).parents[1] / "corpus" / SYNONYMS_FILE).read_bytes())
    for (text, day), found in zip(queries, _asked(engine, queries), strict=True):
        assert set(found) == site.answers(text, day, synonyms), (text, day)
        found_any += bool(found)
    assert found_any > len(queries) / 4


def test_beginnings_of_latin_words_are_found_exactly(engine: playwright.Page, site: Site) -> None:
    beginnings = [
        "t*",
        "the*",
        "he*",
        "break*",
        "2*",
        "20*",
        "02*",
        "o*",
        "of*",
        "标题:b*",
        "条文:regul* shall",
        "Ｔ*",
    ]
    queries = [(text, None) for text in beginnings]
    found = [set(each) for each in _asked(engine, queries)]
    assert found == [site.answers(text, None) for text in beginnings]
    assert sum(map(bool, found)) > 6


def test_queries_are_read_and_refused_as_in_the_domain(engine: playwright.Page) -> None:
    read = engine.evaluate(
        """queries => queries.map(text => {
          try { return CompendiumSearch.parse(text); }
          catch (error) { return error.message; }
        })""",
        list(QUERIES),
    )
    refused = 0
    for text, found in zip(QUERIES, read, strict=True):
        try:
            assert found == to_object(parse_query(text).root), text
        except QueryError as error:
            refused += 1
            assert found == error.reason, text
    assert refused > 35


def test_folding_is_that_of_the_domain_for_every_character(engine: playwright.Page) -> None:
    """Characters newer than the tables of this Python are left out: a browser's may be newer."""
    codes = [n for n in range(0x110000) if not 0xD800 <= n < 0xE000 and unicodedata.category(chr(n)) != "Cn"]
    differing = engine.evaluate(
        """pairs => pairs.filter(([code, folded]) =>
          CompendiumSearch.fold(String.fromCodePoint(code)) !== folded)""",
        [[n, folded] for n in codes if (folded := fold(chr(n))) != chr(n)],
    )
    assert differing == []
    same = "".join(chr(n) for n in codes if fold(chr(n)) == chr(n))
    assert engine.evaluate("text => CompendiumSearch.fold(text) === text", same)


def test_marks_and_snippets_are_those_of_the_domain(engine: playwright.Page, site: Site) -> None:
    chance = random.Random(3)
    cases = []
    for text, _ in _random_queries(site, 150, 3):
        run = fold(text.strip('"'))
        having = [document.text for document, piece in site.documents if run in piece.own.folded]
        cases.append((text, chance.choice(having or [site.documents[0][0].text])))
    cases += [(f"{text} 近/9 第", words) for text, words in cases[:20]]
    found = engine.evaluate(
        """cases => cases.map(([text, words]) => {
          const root = CompendiumSearch.parse(text);
          const marks = CompendiumSearch.marks(root.parts || [root], words);
          return [marks, CompendiumSearch.snippet(words, marks, 80)];
        })""",
        cases,
    )
    for (text, words), (spans, cut) in zip(cases, found, strict=True):
        expected = marks(wanted(parse_query(text).root), run_of(words))
        assert tuple(map(tuple, spans)) == _units(words, expected)
        own = snippet(words, expected, 80)
        assert (cut["text"], tuple(map(tuple, cut["marks"])), cut["before"], cut["after"]) == (
            own.text,
            _units(own.text, own.spans),
            own.before,
            own.after,
        )


def _units(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans as a browser counts: a rare character outside the first plane is two."""
    at = [len(text[:n].encode("utf-16-le")) // 2 for n in range(len(text) + 1)]
    return tuple((at[start], at[end]) for start, end in spans)


def test_grams_are_in_the_files_that_the_browser_looks_in(engine: playwright.Page) -> None:
    grams = ["应当", "a^", "𠮷野", "，\U0001f600", "", "第"]
    found = engine.evaluate("grams => grams.map(gram => CompendiumSearch.shard(gram, 4096))", grams)
    assert found == [shard_of(gram, 4096) for gram in grams]


def _opened(chromium: playwright.Browser, address: str, **options: Any) -> tuple[playwright.Page, list[str]]:
    """A page, and what it complains of."""
    page = chromium.new_page(**options)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
    page.goto(address)
    return page, said


def _count(page: playwright.Page) -> str:
    page.wait_for_function("() => !/^(正在|$)/.test(document.querySelector('[role=status]').textContent)")
    return str(page.locator("[role=status]").inner_text())


def test_a_query_in_the_address_is_answered_from_a_disk(chromium: playwright.Browser, site: Site) -> None:
    page, said = _opened(chromium, f"{site.page}?q=雨水花园&when=all")
    assert "部法规的" in _count(page)
    page.wait_for_selector(".hits mark")
    link = page.locator(".hits a").first.get_attribute("href")
    assert link.startswith("../difangxing-fagui/yu-shui-hua-yuan-guan-li-tiao-li-shi-li/20")
    assert "/index.html#" in link
    assert page.locator("h2 mark").first.inner_text() == "雨水花园"
    assert said == []
    page.close()


def test_the_box_of_every_page_leads_to_the_answers(chromium: playwright.Browser, site: Site) -> None:
    page, said = _opened(chromium, (site.folder / "about/index.html").as_uri())
    page.get_by_role("searchbox", name="检索条文").fill("应当")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=*")
    assert "部法规的" in _count(page)
    assert said == []
    page.close()


def test_everything_is_done_with_the_keyboard(chromium: playwright.Browser, site: Site) -> None:
    page, _ = _opened(chromium, site.page)
    page.wait_for_function("() => document.activeElement.id === 'q'")
    page.keyboard.type("应当")
    page.keyboard.press("Enter")
    first = _count(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("text => document.querySelector('[role=status]').textContent !== text", arg=first)
    assert _count(page).startswith("在各个版本中找到")
    further = page.get_by_role("button", name="再显示")
    further.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.found > li') !== null")
    page.close()


def test_filters_have_numbers_and_narrow(chromium: playwright.Browser, site: Site) -> None:
    page, _ = _opened(chromium, f"{site.page}?q=应当&when=all")
    _count(page)
    total = page.evaluate(
        """() => CompendiumSearch.open('data/')
          .then(engine => engine.find('应当', null, {}, 'date')).then(answer => answer.hits.length)"""
    )
    options = page.locator("select[name=status] option").all_inner_texts()
    numbers = [int(option.partition("（")[2].rstrip("）")) for option in options[1:]]
    assert len(numbers) > 1
    assert sum(numbers) == total
    page.select_option("select[name=status]", index=1)
    page.wait_for_function(
        "number => document.querySelector('[role=status]').textContent.indexOf(' ' + number + ' 处') > 0",
        arg=numbers[0],
    )
    page.close()


@pytest.mark.parametrize(
    "text", ["雨水花园管理条例第十条", "雨水花园管理条例 10条", "《海浦市雨水花园管理条例（示例）》第十条"]
)
def test_a_citation_leads_to_its_provision(chromium: playwright.Browser, site: Site, text: str) -> None:
    page, said = _opened(chromium, f"{site.page}?q={text}")
    link = page.locator(".jump a.cited")
    link.wait_for()
    assert link.inner_text().endswith("第十条")
    assert link.get_attribute("href").endswith("/index.html#art_10")
    assert page.locator(".jump .text").inner_text().startswith("第十条")
    assert said == []
    page.close()


def test_initials_name_a_regulation(chromium: playwright.Browser, site: Site) -> None:
    page, _ = _opened(chromium, f"{site.page}?q=yshygl")
    page.wait_for_selector(".jump a")
    assert "雨水花园管理条例" in page.locator(".jump a").first.inner_text()
    page.close()


@pytest.mark.parametrize("typed", ["雨水花园", "yshygl", "雨水花园管理条例"])
def test_titles_are_offered_as_one_types(chromium: playwright.Browser, site: Site, typed: str) -> None:
    page, said = _opened(chromium, site.page)
    page.wait_for_selector("#offered", state="attached")
    assert page.locator("#q").get_attribute("list") == "offered"
    page.locator("#q").press_sequentially(typed)
    offered = page.locator("#offered option").evaluate_all("all => all.map(o => [o.value, o.label])")
    assert offered[0][0] == "海浦市雨水花园管理条例（示例）"
    assert all(typed in value or typed in label for value, label in offered)
    page.locator("#q").fill(offered[0][0])
    assert page.locator("#offered option").count() == 0
    page.locator("#q").press("Enter")
    page.wait_for_selector(".hits mark")
    assert said == []
    page.close()


def test_synonyms_of_the_table_are_found_too(engine: playwright.Page, site: Site) -> None:
    words, phrase, without = _asked(engine, [("读书角", None), ("“读书角”", None), ("应当 非 读书角", None)])
    assert set(words) == site.answers("读书角 或 图书角", None) > site.answers("读书角", None)
    assert set(phrase) == site.answers("“读书角”", None)
    assert set(without) == site.answers("应当 非 读书角", None)


@pytest.mark.parametrize("text", ["甲 或", "“甲", "（甲"])
def test_a_query_that_is_refused_says_why(chromium: playwright.Browser, site: Site, text: str) -> None:
    page, said = _opened(chromium, f"{site.page}?q={text}")
    assert _count(page).endswith("。")
    assert said == []
    page.close()


def test_the_page_in_english_speaks_english(chromium: playwright.Browser, site: Site) -> None:
    page, said = _opened(chromium, (site.folder / "en/index.html").as_uri())
    page.get_by_role("searchbox").fill("雨水花园")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/index.html?q=*")
    assert _count(page).startswith("Found in the law in force today: ")
    page.wait_for_selector(".hits mark")
    assert page.locator(".about .tag").first.inner_text() == "Local regulations"
    chinese = page.locator(".answers a, .answers .text, .answers .where").evaluate_all(
        r"""all => all.filter(each => /[\u3400-\u9fff]/.test(each.textContent)
             && each.closest("[lang]").lang !== "zh-CN").map(each => each.textContent)"""
    )
    assert chinese == []
    names = page.locator("select[name=kind] option").all_inner_texts()
    assert not any("\u4e00" <= char <= "\u9fff" for name in names for char in name), names
    page.get_by_role("link", name="中文").click()
    page.wait_for_url("**/search/index.html")
    assert "/en/" not in page.url
    assert said == []
    page.close()


def test_every_refusal_has_its_english_words(chromium: playwright.Browser, site: Site) -> None:
    page, _ = _opened(chromium, (site.folder / "en/search/index.html").as_uri())
    page.wait_for_function("window.CompendiumSearch")
    told = page.evaluate(
        """queries => queries.map(text => {
          try { CompendiumSearch.parse(text); return ""; }
          catch (error) { return CompendiumSearch.refusal(error.message); }
        })""",
        [*QUERIES, "港" * 1001, "港 " * 40, "甲 近/999 乙"],
    )
    refused = [words for words in told if words]
    assert len(refused) > 35
    for words in refused:
        plain = re.sub("“[^”]*”", "", words)
        assert not any("\u4e00" <= char <= "\u9fff" for char in plain), words
    page.close()


def test_answers_fit_a_narrow_window(chromium: playwright.Browser, site: Site) -> None:
    page, _ = _opened(
        chromium, f"{site.page}?q=应当&when=on&on=2024-06-01", viewport={"width": 320, "height": 700}
    )
    page.wait_for_selector(".hits mark")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()


def test_hostile_words_stay_words(chromium: playwright.Browser, site: Site) -> None:
    page, said = _opened(
        chromium, f'{site.page}?q=<img src=x onerror=alert(1)>&kind="><script>alert(1)</script>'
    )
    _count(page)
    assert page.locator("main img, main script").count() == 0
    assert said == []
    page.close()


def test_without_javascript_the_page_says_what_to_do(chromium: playwright.Browser, site: Site) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.page)
    assert page.locator("form[data-title]").is_hidden()
    assert page.get_by_role("main").get_by_role("link", name="全部法规").is_visible()
    context.close()


def test_files_of_another_edition_are_not_believed(chromium: playwright.Browser, site: Site) -> None:
    page = chromium.new_page()
    page.goto(site.page)
    said = page.evaluate(
        """() => CompendiumSearch.open('data/').then(engine => {
          const stamps = engine.directory.pairs.stamps;
          engine.directory.pairs.stamps = stamps.replace(/./g, '_');
          return engine.find('应当', null, {}, 'date').then(() => '', error => error.constructor.name);
        })"""
    )
    assert said == "Stale"
    page.close()


def test_an_old_directory_from_a_cache_is_passed_by(chromium: playwright.Browser, site: Site) -> None:
    old = (site.folder / "search/data/directory.js").read_text("utf-8")
    stamps = old.partition('"stamps":"')[2].partition('"')[0]
    page = chromium.new_page()
    page.route(
        lambda url: url.endswith("/directory.js"),
        lambda route: route.fulfill(
            content_type="text/javascript", body=old.replace(stamps, "____" * (len(stamps) // 4))
        ),
    )
    page.goto(f"{site.page}?q=应当&when=all")
    page.wait_for_selector(".hits mark")
    page.close()


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["", "en/"])
def test_the_page_fits_and_is_accessible(
    chromium: playwright.Browser, site: Site, width: int, scheme: str, language: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="没有安装 axe")
    window = {"width": width, "height": 900}
    address = f"{(site.folder / language / 'search/index.html').as_uri()}?q=应当 管理&when=all"
    page, said = _opened(chromium, address, viewport=window, color_scheme=scheme)
    _count(page)
    page.wait_for_selector(".hits mark")
    page.locator(".how summary").click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert said == []
    found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, [each["id"] for each in found.response["violations"]]
    page.close()
