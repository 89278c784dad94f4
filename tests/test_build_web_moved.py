"""A version that another day names now: its old addresses lead on, on any web server and on ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from compendium.akn import parse_act, write_act
from compendium.editing.moving import moved
from tests.serving import commit, sample_corpus, serving
from tests.web_acts import fire, fire_english
from tests.web_samples import edition_of, rendered

FOLDER = "difangxing-fagui/xiaofang-tiaoli"
WAS, FIRST = date(2024, 9, 26), date(2024, 8, 1)


def _named(*former: date) -> dict[str, bytes]:
    acts = [replace(fire(2), former=former), replace(fire_english(), former=former)]
    return rendered(edition_of([fire(0), fire(1), *acts]))


@pytest.mark.parametrize("language", ["", "en/"])
def test_an_old_address_leads_to_the_version(language: str) -> None:
    page = html.fromstring(_named(FIRST, WAS)[f"{FOLDER}/{FIRST}/{language}index.html"])
    (link,) = page.xpath("//a[@data-forward]")
    target = f"{FOLDER}/2024-11-01/{language}index.html"
    assert link.get("href").lstrip("./") == target
    assert page.xpath("//link[@rel='canonical']/@href") == [link.get("href")]
    assert page.xpath("//noscript/meta/@content") == [f"0; url={link.get('href')}"]
    told = page.xpath("//main/p")[0].text_content()
    assert ("1 August 2024" if language else "2024年8月1日") in told


def test_a_day_that_names_another_version_now_leads_nowhere_else() -> None:
    made = _named(date(2015, 5, 1))
    assert not html.fromstring(made[f"{FOLDER}/2015-05-01/index.html"]).xpath("//a[@data-forward]")
    assert f"{FOLDER}/2015-05-01/en/index.html" in made  # the translation has no version of that day


def test_pages_that_lead_on_are_not_in_the_map_of_the_site() -> None:
    made = rendered(edition_of([replace(fire(2), former=(WAS,))], base_url="https://fagui.example"))
    assert str(WAS) not in made["sitemap.xml"].decode()
    assert f"{FOLDER}/{WAS}/index.html" in made


def test_back_to_the_first_day_leaves_that_day_out() -> None:
    act = fire(0).renamed(date(2016, 1, 1)).renamed(fire(0).date)
    assert (act.date, act.former) == (fire(0).date, (date(2016, 1, 1),))
    assert fire(0).renamed(fire(0).date) == fire(0)


def test_a_translation_is_renamed_with_its_original() -> None:
    edition = edition_of([fire(0), fire(1), fire(2), fire_english()])
    (work,) = edition.catalog.works
    files = moved(edition.catalog, work, work.expressions[-1], replace(fire(2), date=date(2025, 1, 1)), {})
    acts = [parse_act(data, path) for path, data in files.items() if data]
    assert [(act.language, act.former) for act in acts] == [
        ("zho", (date(2024, 11, 1),)),
        ("eng", (date(2024, 11, 1),)),
    ]


def test_the_server_sends_on_whatever_stood_there(tmp_path: Path) -> None:
    corpus = sample_corpus(tmp_path / "corpus")
    act = replace(fire(2), former=(WAS,))
    commit(corpus, {f"{FOLDER}/{act.date}.xml": write_act(act)}, "2025-01-02T08:00:00+08:00")
    with serving(corpus) as live:
        for old in (
            f"/{FOLDER}/{WAS}/",
            f"/{FOLDER}/{WAS}",
            f"/{FOLDER}/{WAS}/changes/",
            f"/{FOLDER}/{WAS}/xiaofang-tiaoli-{WAS}.xml",
            f"/works/{FOLDER}/{WAS}.json",
        ):
            answer = live.get(old)
            assert (answer.status_code, answer.headers["location"]) == (
                308,
                old.replace(str(WAS), str(act.date)),
            )
        assert live.get(f"/{FOLDER}/{WAS}/nothing.html").status_code == 404
