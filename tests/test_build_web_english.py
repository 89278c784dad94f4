"""The page of a translation: what stands around the text is in English too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lxml import html

from compendium.model import Act
from tests.web_acts import fire, fire_english
from tests.web_build import stated
from tests.web_samples import edition_of, rendered

FIRE_PAGE = "difangxing-fagui/xiaofang-tiaoli"


def translated_pages(*translations: Act, versions: tuple[Act, ...]) -> dict[str, html.HtmlElement]:
    """The pages of the translations of the fire regulations, by their day."""
    made = rendered(edition_of([*versions, *translations]))
    return {
        act.date.isoformat(): html.fromstring(made[f"{FIRE_PAGE}/{act.date}/en/index.html"])
        for act in translations
    }


def test_a_translation_says_in_english_how_it_stands() -> None:
    older = replace(
        fire_english(), date=date(2015, 5, 1), commencements=(stated(date(2015, 5, 1)),), title="Old Rules"
    )
    pages = translated_pages(fire_english(), older, versions=(fire(0), fire(1), fire(2)))
    assert not pages["2024-11-01"].find_class("banner")
    banner = pages["2015-05-01"].find_class("banner")[0]
    assert banner.text_content().strip() == (
        "This is not the text in force: Superseded; in force from 1 May 2015 until the amended text takes "
        "effect. See the text in force"
    )
    assert [a.get("href").rpartition("xiaofang-tiaoli/")[2] for a in banner.iter("a")] == [
        "2024-11-01/en/index.html"
    ]
    told = pages["2024-11-01"].find_class("hint")[-1].text_content()
    assert told == "English translation for reference; the Chinese text prevails."
    rows = [
        li.find("a").text_content() for li in pages["2015-05-01"].xpath("//details[@class='versions']//li")
    ]
    assert rows[0] == "In force from 1 November 2024"
    assert rows[-1] == "In force from 1 May 2015 until the amended text takes effect"
    shown = pages["2015-05-01"].xpath("//li[@class='shown']/a[1]/text()")
    assert shown == [rows[-1]]


def test_a_translation_without_its_original_says_so() -> None:
    alone = replace(fire_english(), date=date(2016, 1, 1), commencements=(stated(date(2016, 1, 1)),))
    page = translated_pages(alone, versions=(fire(0),))["2016-01-01"]
    assert page.find_class("status")[0].text_content() == (
        "There is no Chinese text of this day in the compendium"
    )
    assert page.xpath("//header//nav//a[@hreflang='zh-CN']/text()") == ["中文"]
