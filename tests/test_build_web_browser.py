"""The sample corpus's web edition in a real browser: wide, narrow, dark, without JavaScript."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from compendium.catalog import load_catalog
from compendium.config import load_config
from compendium.store import open_corpus
from compendium_build.artifacts import write_target
from compendium_build.targets import edition_of
from compendium_build.web import web_artifacts

playwright = pytest.importorskip("playwright.sync_api", reason="没有安装 playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="没有安装 Chromium"),
]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
KIND = "difangxing-fagui"
PAGES = {
    "home": "index.html",
    "list": f"lists/{KIND}/index.html",
    "several versions": f"{KIND}/yu-shui-hua-yuan-guan-li-tiao-li-shi-li/index.html",
    "old version": f"{KIND}/yu-shui-hua-yuan-guan-li-tiao-li-shi-li/2015-07-01/index.html",
    "long, with tables": f"{KIND}/jian-zhu-yun-xing-tan-pai-fang-guan-li-tiao-li-shi-li/index.html",
    "repealed": f"{KIND}/gong-yong-dian-hua-ting-guan-li-gui-ding-shi-li/index.html",
    "English": f"{KIND}/zao-can-fu-wu-cu-jin-tiao-li-shi-li/2023-10-01/en/index.html",
    "about": "about/index.html",
    "not found": "404.html",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The web edition of the sample corpus on a fixed day."""
    corpus = open_corpus(Path(__file__).parents[1] / "corpus")
    snapshot = corpus.snapshot()
    config = load_config(snapshot.read("corpus.toml"))
    edition = edition_of(load_catalog(snapshot), config, date(2026, 11, 1), "")
    folder = tmp_path_factory.mktemp("site") / "web"
    write_target(folder, web_artifacts(edition))
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    """One Chromium for all pages."""
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1280, 768, 375, 320])
def test_a_page_fits_its_window_and_asks_nothing_of_others(
    browser: playwright.Browser, site: Path, name: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
    page.goto((site / PAGES[name]).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # The page for what isn't found is served at any address, so it names the site's own in full.
    expected = ("file://", "https://fagui.haipu.example/") if name == "not found" else ("file://",)
    assert all(url.startswith(expected) for url in asked), asked
    if name != "not found":
        assert not said
    page.close()


@pytest.mark.parametrize("name", ["several versions", "long, with tables"])
def test_everything_reads_without_javascript(browser: playwright.Browser, site: Path, name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / PAGES[name]).as_uri())
    shown = page.locator("#art_1").inner_text()
    assert shown.startswith("第一条")
    assert len(shown) > 20
    context.close()


def test_a_provision_is_reached_by_its_address(browser: playwright.Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 700})
    page.goto((site / PAGES["several versions"]).as_uri() + "#art_20")
    box = page.locator("#art_20").bounding_box()
    assert box is not None
    assert -1 <= box["y"] < 700
    page.close()


def test_a_reference_leads_to_its_article(browser: playwright.Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / PAGES["several versions"]).as_uri())
    link = page.locator("main a[href='#art_13']").first
    link.click()
    assert page.url.endswith("#art_13")
    page.close()


def test_the_keyboard_reaches_the_text_first(browser: playwright.Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / PAGES["several versions"]).as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    page.keyboard.press("Enter")
    assert "#" in page.url
    page.close()


def test_dark_is_dark(browser: playwright.Browser, site: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((site / PAGES["home"]).as_uri())
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    channels = [int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    assert max(channels) < 80
    context.close()
