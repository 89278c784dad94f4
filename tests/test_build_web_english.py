"""The page of a translation: what stands around the text is in English too."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from lxml import html

from compendium.law.act import Act
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


def _english(*path: str) -> html.HtmlElement:
    made = rendered(edition_of([fire(0), fire(1), fire(2), fire_english()]))
    return html.fromstring(made["/".join(("en", FIRE_PAGE, *path, "index.html"))])


def _links(element: html.HtmlElement) -> list[tuple[str, str, str | None]]:
    return [
        (a.text_content(), a.get("href").rpartition("xiaofang-tiaoli/")[2], a.get("hreflang"))
        for a in element.iter("a")
    ]


def test_the_page_of_days_in_english_leads_to_the_translation_where_there_is_one() -> None:
    page = _english("dates")
    assert page.find(".//h1").text == "The text of every day"
    rows = page.xpath("//table[@class='periods']/tbody/tr")
    told = [(row.find("th").text_content(), row.findall("td")[0].text_content()) for row in rows]
    assert told[0] == ("From 1 November 2024", "In force")
    assert told[-1] == ("Until 30 April 2015", "Not yet in force")
    links = [_links(row)[0] for row in rows]
    assert links[0] == ("Version in force from 1 November 2024", "2024-11-01/en/index.html", None)
    assert links[-1] == ("see the text that took effect first", "2015-05-01/index.html", "zh-CN")


def test_a_comparison_in_english_says_what_became_of_how_many_articles() -> None:
    chinese = html.fromstring(
        rendered(edition_of([fire(0), fire(1), fire(2), fire_english()]))[
            f"{FIRE_PAGE}/2024-11-01/changes/index.html"
        ]
    )
    page = _english("2024-11-01", "changes")
    assert page.find(".//h1").text == f"{fire_english().title}: before and after the amendment"
    ours, theirs = (tree.xpath("//main/p")[1].text_content() for tree in (page, chinese))
    assert ours.startswith("Articles: ")
    assert re.findall(r"[0-9]+", ours) == re.findall(r"[0-9]+", theirs)
    body = page.find(".//tbody")
    assert body.get("lang") == "zh-CN"
    assert body.text_content() == chinese.find(".//tbody").text_content()
    tabs = [href for _, href, _ in _links(page.find_class("tabs")[0])]
    assert tabs[:2] == ["2024-11-01/changes/index.html", "2024-11-01/changes/inline/index.html"]


def test_a_text_without_translation_has_no_pages_in_english() -> None:
    made = rendered(edition_of([fire(0), fire(1)]))
    assert not [path for path in made if path.startswith(f"en/{FIRE_PAGE}")]
