"""Search, suggestions, comparison, and what the server says of itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import httpx
import pytest
from lxml import html
from openapi_spec_validator import validate

from compendium_build.serving.app import ROUTES
from tests.serving import Live

FIRE = "difangxing-fagui/xiaofang-tiaoli"
_NAMES = {"as_of": "as-of"}


def _asked(live: Live, path: str, **query: Any) -> httpx.Response:
    return live.get(
        f"{path}?{urlencode({_NAMES.get(name, name): value for name, value in query.items()}, doseq=True)}"
    )


def _works(answer: httpx.Response) -> list[str]:
    return [group["act"]["work"] for group in answer.json()["groups"]]


def _linked(live: Live, answer: httpx.Response, href: str) -> httpx.Response:
    return live.client.get(str(answer.url.join(href)))


def test_a_search_without_script(live: Live) -> None:
    form = html.fromstring(live.get("/search/").content).forms[0]
    assert form.method == "GET"
    assert form.inputs["q"].attrib["maxlength"] == "200"
    answer = _asked(live, "/search/", q="火灾")
    tree = html.fromstring(answer.content)
    assert {mark.text for mark in tree.xpath("//ol[@class='hits']//mark")} == {"火灾"}
    links = tree.xpath("//ol[@class='found']//a/@href")
    assert len(links) > 2
    for link in links:
        page = _linked(live, answer, link)
        assert page.status_code == 200
        anchor = link.partition("#")[2]
        assert not anchor or html.fromstring(page.content).get_element_by_id(anchor) is not None
    assert _asked(live, "/search/index.html", q="火灾").content == answer.content
    assert _asked(live, "/search", q="火灾").headers["location"].startswith("/search/?")


def test_a_search_keeps_its_day(live: Live) -> None:
    moved = _asked(live, "/search/", q="火灾", as_of="2016-01-01")
    assert moved.headers["location"] == "/as-of/2016-01-01/search/?q=%E7%81%AB%E7%81%BE"
    answer = live.get(moved.headers["location"])
    links = html.fromstring(answer.content).xpath("//ol[@class='found']//a/@href")
    assert links
    assert all(answer.url.join(link).path.startswith("/as-of/2016-01-01/") for link in links)
    data = _asked(live, "/search/", q="火灾", as_of="2016-01-01", format="json").json()
    assert data["asOf"] == "2016-01-01"
    dates = {hit["date"] for group in data["groups"] for hit in group["hits"]}
    assert dates
    assert max(dates) <= "2016-01-01"
    assert data["groups"][0]["hits"][0]["address"].startswith("/as-of/2016-01-01/")
    assert live.get("/known-at/2025-01-01/search/?q=x").status_code == 404


def test_the_form_and_the_search_in_the_browser_use_the_same_words(live: Live) -> None:
    on = _asked(live, "/search/", q="火灾", when="on", on="2016-01-01", sort="date")
    assert on.headers["location"] == "/as-of/2016-01-01/search/?q=%E7%81%AB%E7%81%BE&sort=date"
    back = live.get("/as-of/2016-01-01/search/?q=x&when=&on=2016-01-01")
    assert back.headers["location"] == "/search/?q=x"
    everything = _asked(live, "/search/", q="火灾", when="all", format="json").json()
    assert everything["asOf"] is None
    tree = html.fromstring(_asked(live, "/search/", q="火灾", when="all").content)
    assert [option.get("value") for option in tree.xpath("//select[@name='when']/option[@selected]")] == [
        "all"
    ]


def test_filters_leave_what_they_say(live: Live) -> None:
    whole = _asked(live, "/search/", q="条例", format="json", versions="all", limit=100).json()
    kinds = {count["value"]: count["hits"] for count in whole["facets"]["kind"]}
    assert len(kinds) > 1
    for kind, hits in kinds.items():
        part = _asked(live, "/search/", q="条例", format="json", versions="all", kind=kind).json()
        assert part["total"] == hits
        assert {group["act"]["kind"] for group in part["groups"]} == {kind}
    several = _asked(live, "/search/", q="条例", format="json", versions="all", kind=list(kinds)[:2])
    assert several.json()["total"] == sum(list(kinds.values())[:2])
    one = _asked(live, "/search/", q="条例", format="json", versions="all", work=FIRE, per_work=100).json()
    assert [group["total"] for group in one["groups"]] == [one["total"]] == [len(one["groups"][0]["hits"])]


def test_pages_of_works_are_all_works_once(live: Live) -> None:
    whole = _works(_asked(live, "/search/", q="条例", format="json", limit=100, versions="all"))
    assert len(whole) > 2
    seen: list[str] = []
    answer = _asked(live, "/search/", q="条例", format="json", limit=1, versions="all")
    while True:
        seen += _works(answer)
        if answer.json()["next"] is None:
            break
        answer = live.get(answer.json()["next"])
    assert seen == whole
    page = _asked(live, "/search/", q="条例", limit=1, versions="all")
    further = html.fromstring(page.content).xpath("//a[@rel='next']/@href")[0]
    assert _linked(live, page, further).status_code == 200


def test_a_citation_leads_to_its_place(live: Live) -> None:
    answer = _asked(live, "/search/", q="消防条例第一条")
    (link,) = html.fromstring(answer.content).xpath("//section[@class='jump']//a/@href")
    assert link.endswith("#art_1")
    assert _linked(live, answer, link).status_code == 200


def test_answers_have_validators(live: Live) -> None:
    for form in ("json", "html"):
        answer = _asked(live, "/search/", q="火灾", format=form)
        path = str(answer.url.raw_path, "ascii")
        assert live.get(path, if_none_match=answer.headers["etag"]).status_code == 304
        assert live.get(path.replace("limit", "x"), if_none_match='"x"').status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"q": "字" * 201},
        {"q": ""},
        {"q": "标题:"},
        {"q": "火灾", "limit": "0"},
        {"q": "火灾", "limit": "１"},
        {"q": "火灾", "limit": "-1"},
        {"q": "火灾", "cursor": "!"},
        {"q": "火灾", "cursor": "b-1"},
        {"q": "火灾", "sort": "x"},
        {"q": "火灾", "year": "字" * 201},
        {"q": "火灾", "versions": "x"},
        {"q": "火灾", "format": "xml"},
        {"q": "火灾", "as_of": "2024-02-30"},
    ],
)
def test_a_search_that_makes_no_sense_is_explained(live: Live, query: dict[str, str]) -> None:
    answer = live.client.get(
        "/search/", params={"format": "json", **{_NAMES.get(n, n): v for n, v in query.items()}},
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_suggestions(live: Live) -> None:
    words, titles, kinds, urls = _asked(live, "/suggest", q="消防").json()
    assert words == "消防"
    assert "海浦市消防条例" in titles
    assert len(titles) == len(kinds) == len(urls)
    assert all(live.get(url).status_code == 200 for url in urls)
    assert _asked(live, "/suggest", q="xiaofang").json()[1][0] == "海浦市消防条例"
    assert _asked(live, "/suggest", q="").json() == ["", [], [], []]


def test_the_browser_can_take_in_the_search(live: Live) -> None:
    answer = live.get("/search/opensearch.xml")
    assert answer.headers["content-type"] == "application/opensearchdescription+xml"
    names = "{http://a9.com/-/spec/opensearch/1.1/}"
    tree = ElementTree.fromstring(answer.content)
    templates = [url.get("template", "") for url in tree.findall(f"{names}Url")]
    assert any("{searchTerms}" in template for template in templates)


def test_two_versions_beside_each_other(live: Live) -> None:
    answer = _asked(live, "/diff", work="消防条例", **{"from": "2015-05-01", "to": "2024-11-01"})
    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["content-security-policy"]
    for link in html.fromstring(answer.content).xpath("//main//a/@href"):
        assert live.client.get(str(answer.url.join(link))).status_code == 200, link
    assert html.fromstring(answer.content).xpath("//table[@class='sides']//ins")
    data = _asked(live, "/diff", work=FIRE, format="json")
    assert (data.json()["before"]["date"], data.json()["after"]["date"]) == ("2020-03-19", "2024-11-01")
    on_a_day = _asked(live, "/diff", work=FIRE, format="json", **{"from": "2016-06-06", "to": "2021-06-06"})
    assert (on_a_day.json()["before"]["date"], on_a_day.json()["after"]["date"]) == (
        "2015-05-01",
        "2020-03-19",
    )
    tag = data.headers["etag"]
    assert live.get(f"/diff?work={FIRE}&format=json", if_none_match=tag).status_code == 304
    assert "<del>" in _asked(live, "/diff", work=FIRE, view="inline").text


@pytest.mark.parametrize(
    ("query", "status"),
    [({}, 400), ({"work": "没有的条例"}, 404), ({"work": "条例"}, 404), ({"work": FIRE, "from": "x"}, 400)],
)
def test_what_cannot_be_compared(live: Live, query: dict[str, str], status: int) -> None:
    assert live.client.get("/diff", params=query).status_code == status


def test_the_description_is_valid_and_whole(live: Live) -> None:
    described = live.get("/openapi.json").json()
    validate(described)
    left_out = {"/search", "/search/index.html"}  # lead to /search/ or are the same
    assert set(ROUTES) - left_out <= set(described["paths"])


def test_health(live: Live) -> None:
    value = live.get("/health").json()
    assert value["status"] == "ok"
    assert value["revision"] == live.corpus.revision()
    assert value["search"]["is_current"]
    assert live.get("/health/live").json() == {"status": "ok"}


def test_figures(live: Live) -> None:
    live.get("/nothing-here")
    text = live.get("/metrics").text
    assert 'compendium_requests_total{route="page",status="404"}' in text
    assert "compendium_request_seconds_bucket" in text
    assert "compendium_revision_age_seconds" in text
