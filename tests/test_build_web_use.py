"""The pages as people use them: rules of accessibility, the script's help, zoom, paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.test_build_web_browser import PAGES

playwright = pytest.importorskip("playwright.sync_api", reason="没有安装 playwright")
pytestmark = pytest.mark.browser
axe_rules = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="没有安装 axe-playwright-python"
)
GARDEN = PAGES["several versions"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def page(chromium: playwright.Browser) -> Iterator[playwright.Page]:
    """A page that may use the clipboard; what goes wrong on it fails the test."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


@pytest.mark.parametrize("name", PAGES)
def test_rules_of_accessibility(chromium: playwright.Browser, web_site: Path, name: str) -> None:
    # The policy of the pages would keep the checker itself out.
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((web_site / PAGES[name]).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert _faults(page, WCAG) == []
    page.emulate_media(color_scheme="dark")
    assert _faults(page, {"type": "rule", "values": ["color-contrast"]}) == []
    context.close()


def _faults(page: playwright.Page, rules: object) -> list[tuple[str, str]]:
    found = axe_rules.Axe().run(page, options={"runOnly": rules}).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


def test_a_provision_is_copied_with_its_source(page: playwright.Page, web_site: Path) -> None:
    page.goto((web_site / GARDEN).as_uri())
    link = page.locator("#art_8 .self").first
    link.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#art_8")
    page.wait_for_function("document.activeElement.textContent === '复制条文和出处'")
    page.keyboard.press("Enter")
    page.locator(".popover [role=status]:has-text('已复制')").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert copied[0] == "《海浦市雨水花园管理条例（示例）》（2024年6月1日起施行的文本）第八条："
    assert copied[1] == "第八条　下列建设项目应当配套建设雨水花园："
    assert copied[2] == "（一）用地面积超过一万平方米的新建居住区；"
    assert copied[-1].endswith("/2024-06-01/index.html#art_8")
    assert not any("沿革" in line or "被引用" in line for line in copied)
    page.keyboard.press("Escape")
    assert page.locator(".popover").count() == 0
    assert page.evaluate("document.activeElement.className") == "self"


def test_links_to_copy(page: playwright.Page, web_site: Path) -> None:
    page.goto((web_site / GARDEN).as_uri())
    for button, end in (("固定链接", "/2024-06-01/index.html#art_8"), ("随修改更新", "-li/index.html#art_8")):
        page.locator("#art_8 .self").first.click(force=True)
        page.get_by_role("button", name=button).click()
        page.locator(".popover [role=status]:has-text('已复制')").wait_for()
        assert page.evaluate("navigator.clipboard.readText()").endswith(end)


def test_a_term_shows_what_defines_it(page: playwright.Page, web_site: Path) -> None:
    page.goto((web_site / GARDEN).as_uri())
    term = page.locator("#art_9 a.term").first
    term.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name="雨水花园的含义")
    assert "是指" in box.inner_text()
    assert "#" not in page.url
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "term"


def test_contents_follow_the_reader(page: playwright.Page, web_site: Path) -> None:
    page.goto((web_site / GARDEN).as_uri() + "#art_16")
    current = page.locator("nav.contents [aria-current]")
    current.wait_for()
    assert "第三章" in current.inner_text()
    page.evaluate("document.getElementById('chp_4').scrollIntoView()")
    page.locator("nav.contents [aria-current]:has-text('第四章')").wait_for()


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2016-01-01", "2015-07-01/index.html#art_3"),
        ("2024-05-31", "2019-10-01/index.html#art_3"),
        ("2024-06-01", "2024-06-01/index.html#art_3"),
    ],
)
def test_a_date_leads_to_its_text(page: playwright.Page, web_site: Path, day: str, end: str) -> None:
    page.goto((web_site / PAGES["dates"]).as_uri() + f"?date={day}#art_3")
    page.wait_for_url(f"**{end}")


def test_a_day_before_the_act_is_said_to_have_none(page: playwright.Page, web_site: Path) -> None:
    page.goto((web_site / PAGES["dates"]).as_uri() + "?date=2000-01-01")
    assert "没有施行的文本" in page.locator("[role=status]").inner_text()
    page.locator("#date").fill("2020-01-01")
    page.get_by_role("button", name="查看").click()
    page.wait_for_url("**/2019-10-01/index.html")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_latest_leads_on(chromium: playwright.Browser, web_site: Path, script: bool) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    folder = GARDEN.removesuffix("index.html")
    page.goto((web_site / folder / "latest/index.html").as_uri() + "#art_3")
    page.wait_for_url("**-li/index.html#art_3" if script else "**-li/index.html*")
    assert urlsplit(page.url).path.endswith(GARDEN)
    context.close()


@pytest.mark.parametrize("name", ["several versions", "comparison", "dates", "home"])
def test_nothing_shifts_while_loading(page: playwright.Page, web_site: Path, name: str) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "each => { window.shift += each.value })).observe({ type: 'layout-shift', buffered: true })"
    )
    # A busy machine may paint a page of which half is parsed; what the page itself moves moves every time.
    shifts = []
    while 0 not in shifts and len(shifts) < 5:
        page.goto((web_site / PAGES[name]).as_uri())
        page.wait_for_timeout(300)
        shifts.append(page.evaluate("window.shift"))
    assert 0 in shifts


@pytest.mark.parametrize("name", ["several versions", "long, with tables", "two languages", "dates"])
def test_text_at_twice_its_size_fits(chromium: playwright.Browser, web_site: Path, name: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto((web_site / PAGES[name]).as_uri())
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()


def test_paper_has_the_text_its_source_and_day_and_nothing_else(
    chromium: playwright.Browser, web_site: Path
) -> None:
    page = chromium.new_page()
    page.goto((web_site / GARDEN).as_uri())
    page.emulate_media(media="print")
    assert page.locator("p.source").inner_text().startswith("《海浦市法规全书（示例）》")
    assert "2026年11月1日" in page.locator("p.source").inner_text()
    shown = page.evaluate(
        "['nav.contents', 'header.site nav', '.about', '.backlinks', '.self', 'a.to-contents'].filter("
        "name => [...document.querySelectorAll(name)].some(each => each.checkVisibility()))"
    )
    assert shown == []
    page.close()


def test_only_style_sheets_hold_up_the_first_picture(chromium: playwright.Browser, web_site: Path) -> None:
    page = chromium.new_page()
    page.goto((web_site / GARDEN).as_uri())
    assert page.locator("head script[src]:not([defer])").count() == 0
    assert page.locator("head link[rel=stylesheet]").count() == 2
    page.close()
