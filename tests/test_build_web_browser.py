"""The sample corpus's web edition in a real browser: wide, narrow, dark, without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="没有安装 playwright")
pytestmark = pytest.mark.browser
KIND = "difangxing-fagui"
GARDEN = f"{KIND}/yu-shui-hua-yuan-guan-li-tiao-li-shi-li"
BREAKFAST = f"{KIND}/zao-can-fu-wu-cu-jin-tiao-li-shi-li"
PAGES = {
    "home": "index.html",
    "list": f"lists/{KIND}/index.html",
    "several versions": f"{GARDEN}/index.html",
    "old version": f"{GARDEN}/2015-07-01/index.html",
    "long, with tables": f"{KIND}/jian-zhu-yun-xing-tan-pai-fang-guan-li-tiao-li-shi-li/index.html",
    "repealed": f"{KIND}/gong-yong-dian-hua-ting-guan-li-gui-ding-shi-li/index.html",
    "English": f"{BREAKFAST}/2023-10-01/en/index.html",
    "comparison": f"{GARDEN}/2024-06-01/changes/index.html",
    "comparison in one": f"{GARDEN}/2024-06-01/changes/inline/index.html",
    "dates": f"{GARDEN}/dates/index.html",
    "two languages": f"{BREAKFAST}/2023-10-01/en/parallel/index.html",
    "to come": f"{KIND}/bin-shui-an-xian-kai-fang-li-yong-tiao-li-shi-li/index.html",
    "about": "about/index.html",
    "classes": "classes/index.html",
    "class": "classes/shimin.huanjing/index.html",
    "choices": "lists/years/index.html",
    "catalogue": f"catalogues/{KIND}/index.html",
    "standards": "standards/index.html",
    "open government": "disclosure/index.html",
    "interpretations": f"{KIND}/yu-shui-hua-yuan-guan-li-tiao-li-shi-li/interpretations/index.html",
    "change log": "changes/2024/index.html",
    "data": "data/index.html",
    "home in English": "en/index.html",
    "list in English": f"en/lists/{KIND}/index.html",
    "dates in English": f"en/{BREAKFAST}/dates/index.html",
    "comparison in English": f"en/{BREAKFAST}/2023-10-01/changes/index.html",
    "search in English": "en/search/index.html",
    "not found": "404.html",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_window_and_asks_nothing_of_others(
    chromium: playwright.Browser, web_site: Path, name: str
) -> None:
    page = chromium.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
    page.goto((web_site / PAGES[name]).as_uri())
    for width in (1280, 768, 375, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
    # The page for what isn't found is served at any address, so it names the site's own in full.
    expected = ("file://", "https://fagui.haipu.example/") if name == "not found" else ("file://",)
    assert all(url.startswith(expected) for url in asked), asked
    if name != "not found":
        assert not said
    page.close()


def test_a_comparison_stacks_on_a_phone_and_stays_a_table(
    chromium: playwright.Browser, web_site: Path
) -> None:
    page = chromium.new_page(viewport={"width": 375, "height": 900})
    page.goto((web_site / PAGES["comparison"]).as_uri())
    frame = page.locator(".frame")
    assert frame.evaluate("box => box.scrollWidth <= box.clientWidth")
    row = page.get_by_role("row").nth(1)
    before, after = (
        row.get_by_role("cell").nth(0).bounding_box(),
        row.get_by_role("cell").nth(1).bounding_box(),
    )
    assert before and after and before["y"] + before["height"] <= after["y"]
    labels = "cells => cells.map(cell => getComputedStyle(cell, '::before').content)"
    assert row.get_by_role("cell").evaluate_all(labels)[:2] == ['"修改前"', '"修改后"']
    page.set_viewport_size({"width": 1280, "height": 900})
    before, after = (
        row.get_by_role("cell").nth(0).bounding_box(),
        row.get_by_role("cell").nth(1).bounding_box(),
    )
    assert before and after and before["y"] == after["y"]
    page.close()


@pytest.mark.parametrize("name", ["several versions", "long, with tables"])
def test_everything_reads_without_javascript(chromium: playwright.Browser, web_site: Path, name: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((web_site / PAGES[name]).as_uri())
    shown = page.locator("#art_1").inner_text()
    assert shown.startswith("第一条")
    assert len(shown) > 20
    context.close()


def test_a_provision_is_reached_by_its_address(chromium: playwright.Browser, web_site: Path) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 700})
    page.goto((web_site / PAGES["several versions"]).as_uri() + "#art_20")
    box = page.locator("#art_20").bounding_box()
    assert box is not None
    assert -1 <= box["y"] < 700
    page.close()


def test_a_reference_leads_to_its_article(chromium: playwright.Browser, web_site: Path) -> None:
    page = chromium.new_page()
    page.goto((web_site / PAGES["several versions"]).as_uri())
    link = page.locator("main a[href='#art_13']").first
    link.click()
    assert page.url.endswith("#art_13")
    page.close()


def test_the_keyboard_reaches_the_text_first(chromium: playwright.Browser, web_site: Path) -> None:
    page = chromium.new_page()
    page.goto((web_site / PAGES["several versions"]).as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    page.keyboard.press("Enter")
    assert "#" in page.url
    page.close()


def test_dark_is_dark(chromium: playwright.Browser, web_site: Path) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((web_site / PAGES["home"]).as_uri())
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    channels = [int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    assert max(channels) < 80
    context.close()
