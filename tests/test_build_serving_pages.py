"""The live edition is the static one: the same bytes at the same addresses, for any day and state."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html

from compendium.akn import write_act
from compendium_build.data.forms_offered import SlowForms, offer_slow_forms
from compendium_build.edition.addresses import SEARCH
from compendium_build.edition.artifacts import Artifact
from compendium_build.edition.edition import Edition
from compendium_build.web import web_artifacts
from tests.serving import Live, commit, sample_corpus, serving
from tests.web_acts import fire
from tests.web_samples import DAY

FIRE = "difangxing-fagui/xiaofang-tiaoli"


def _files(edition: Edition) -> list[Artifact]:
    """All files of the static edition but its search page: the server has one that needs no script."""
    return [artifact for artifact in web_artifacts(edition) if artifact.path != SEARCH]


def test_every_file_is_that_of_the_static_edition(live: Live) -> None:
    artifacts = _files(live.library.current.edition)
    assert len(artifacts) > 30
    for artifact in artifacts:
        answer = live.get(f"/{artifact.path}")
        assert answer.status_code == 200, artifact.path
        assert answer.content == artifact.render(), artifact.path


def test_folders_show_their_page(live: Live) -> None:
    for folder in ("", "lists/", f"{FIRE}/", f"{FIRE}/2015-05-01/", f"{FIRE}/2024-11-01/en/"):
        assert live.get(f"/{folder}").content == live.get(f"/{folder}index.html").content
    moved = live.get(f"/{FIRE}")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/{FIRE}/")


def test_a_page_is_allowed_what_it_says_itself(live: Live) -> None:
    answer = live.get("/")
    (policy,) = html.fromstring(answer.content).xpath("//meta[contains(@http-equiv, 'Policy')]/@content")
    assert answer.headers["content-security-policy"] == policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("accept", "media", "start"),
    [
        ("", "text/html; charset=utf-8", b"<!DOCTYPE"),
        ("*/*", "text/html; charset=utf-8", b"<!DOCTYPE"),
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/html; charset=utf-8",
            b"<!",
        ),
        ("application/akn+xml", "application/akn+xml", b"<?xml"),
        ("application/xml", "application/xml", b"<?xml"),
        ("text/html;q=0.1, text/xml", "text/xml; charset=utf-8", b"<?xml"),
        ("application/json", "application/json", b"{"),
        ("text/plain", "text/plain; charset=utf-8", "海浦市消防条例\n".encode()),
        ("text/markdown, text/plain;q=0.5", "text/markdown; charset=utf-8", b"# "),
        ("text/html;q=0, */*", "application/akn+xml", b"<?xml"),
    ],
)
def test_the_form_that_is_wanted_is_given(live: Live, accept: str, media: str, start: bytes) -> None:
    for path in (f"/{FIRE}/", f"/{FIRE}/2015-05-01/"):
        answer = live.get(path, accept=accept)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == media
        assert answer.content.removeprefix(b"\xef\xbb\xbf").startswith(start)
        assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))
        other = live.get(answer.headers["content-location"])
        assert other.content == answer.content


def test_a_form_that_does_not_exist_is_told_with_those_that_do(live: Live) -> None:
    answer = live.get(f"/{FIRE}/", accept="image/png")
    assert answer.status_code == 406
    assert "application/akn+xml" in answer.text
    problem = live.get(f"/{FIRE}/", accept="image/png, application/problem+json")
    assert problem.headers["content-type"] == "application/problem+json"
    assert all(live.get(form["href"]).status_code == 200 for form in problem.json()["forms"])


def test_english_is_given_to_those_who_ask_for_it(live: Live) -> None:
    answer = live.get(f"/{FIRE}/", accept_language="en-GB,en;q=0.9,zh;q=0.1")
    assert answer.headers["location"] == f"/{FIRE}/2024-11-01/en/"
    assert "Accept-Language" in answer.headers["vary"]
    xml = live.get(f"/{FIRE}/", accept="application/xml", accept_language="en")
    assert xml.headers["content-language"] == "en"
    assert xml.headers["content-location"].endswith(".en.xml")
    chinese = live.get(f"/{FIRE}/", accept_language="zh-CN,en;q=0.5")
    assert chinese.headers["content-language"] == "zh-CN"
    assert live.get(f"/{FIRE}/2015-05-01/", accept_language="en").status_code == 200  # has no translation
    assert live.get(f"/{FIRE}/index.html", accept_language="en").status_code == 200  # a file's own address


def test_a_day_in_the_query_leads_to_an_address_that_keeps_it(live: Live) -> None:
    answer = live.get(f"/{FIRE}/?as-of=2016-01-01&x=1")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/as-of/2016-01-01/{FIRE}/?x=1")
    page = live.get(f"/as-of/2016-01-01/{FIRE}/")
    hrefs = html.fromstring(page.content).xpath("//body//a/@href")
    inside = [urljoin(f"/as-of/2016-01-01/{FIRE}/", href) for href in hrefs]
    assert inside
    assert all(href.startswith("/as-of/2016-01-01/") for href in inside)
    back = live.get(f"/as-of/2016-01-01/{FIRE}/?as-of=")
    assert back.headers["location"] == f"/{FIRE}/"


@pytest.mark.parametrize("day", [date(2016, 1, 1), date(2025, 1, 1), date(2030, 6, 1)])
def test_another_day_is_the_static_edition_of_that_day(live: Live, day: date) -> None:
    edition = live.library.current.state.edition(day)
    offer_slow_forms(edition, SlowForms(lambda _, __: None))
    quick = [a for a in _files(edition) if not a.path.endswith((".docx", ".epub", ".pdf"))]
    for artifact in quick[::7]:
        assert live.get(f"/as-of/{day}/{artifact.path}").content == artifact.render(), artifact.path


def test_data_of_another_day_needs_no_detour(live: Live) -> None:
    answer = live.get(f"/{FIRE}/?as-of=2016-01-01", accept="application/xml")
    assert answer.status_code == 200
    assert answer.content == live.get(f"/{FIRE}/2015-05-01/", accept="application/xml").content
    assert answer.headers["content-location"].startswith(f"/as-of/2016-01-01/{FIRE}/2015-05-01/")


def test_any_day_leads_to_the_version_that_held(live: Live) -> None:
    for words, there in (("2018-02-03", "2015-05-01"), ("2025-01-01", "2024-11-01")):
        assert live.get(f"/{FIRE}/{words}/").headers["location"] == f"/{FIRE}/{there}/"
    assert live.get(f"/{FIRE}/latest/").headers["location"] == f"/{FIRE}/"
    asked = live.get(f"/{FIRE}/dates/index.html?date=2018-02-03")
    assert asked.headers["location"] == f"/{FIRE}/2015-05-01/"
    for words, there in (("2018-02-03", "2015-05-01/"), ("2025-01-01", "2024-11-01/en/")):
        asked = live.get(f"/en/{FIRE}/dates/?date={words}")
        assert asked.headers["location"] == f"/{FIRE}/{there}"
    assert live.get(f"/{FIRE}/dates/?date=x").content == live.get(f"/{FIRE}/dates/index.html").content
    assert live.get(f"/{FIRE}/2001-01-01/").status_code == 404
    assert live.get(f"/{FIRE}/2018-02-31/").status_code == 404


def test_what_was_known_on_a_day(tmp_path: Path) -> None:
    corpus = sample_corpus(tmp_path / "corpus")
    old = fire(0)
    path = f"{FIRE}/2015-05-01.xml"
    first = write_act(old)
    commit(
        corpus, {path: first.replace("预防火灾".encode(), "防止火灾".encode())}, "2025-06-01T08:00:00+08:00"
    )
    with serving(corpus) as live:
        now = live.get(f"/{FIRE}/2015-05-01/index.html").text
        before = live.get(f"/known-at/2025-05-31/{FIRE}/2015-05-01/index.html")
        assert ("防止火灾" in now, "预防火灾" in now) == (True, False)
        assert ("防止火灾" in before.text, "预防火灾" in before.text) == (False, True)
        edition = live.library.shelf.state(corpus.revision(date(2025, 5, 31))).edition(DAY)
        offer_slow_forms(edition, SlowForms(lambda _, __: None))
        expected = {artifact.path: artifact for artifact in _files(edition)}
        assert before.content == expected[f"{FIRE}/2015-05-01/index.html"].render()
        both = live.get(f"/known-at/2025-05-31/as-of/2016-01-01/{FIRE}/index.html")
        assert "预防火灾" in both.text
        assert "max-age=86400" in both.headers["cache-control"]
        assert live.get("/known-at/2024-12-31/").status_code == 404
        moved = live.get(f"/{FIRE}/?known-at=2025-05-31&as-of=2016-01-01")
        assert moved.headers["location"] == f"/known-at/2025-05-31/as-of/2016-01-01/{FIRE}/"


@pytest.mark.parametrize(
    "words", ["2024-02-30", "20240101", "1899-12-31", "2200-01-01", "x", "２０２４-01-01"]
)
def test_a_day_that_is_none_is_refused_in_words(live: Live, words: str) -> None:
    for path in (f"/as-of/{words}/", f"/?as-of={words}", f"/known-at/{words}/"):
        answer = live.get(path)
        assert answer.status_code == 400
        assert "日期" in answer.text


def test_validators(live: Live) -> None:
    for path in ("/", f"/{FIRE}/", "/assets/site.css", "/feed/atom.xml", "/as-of/2016-01-01/"):
        plain = live.get(path, accept_encoding="identity")
        packed = live.get(path, accept_encoding="gzip")
        assert packed.headers["content-encoding"] == "gzip"
        assert plain.content == packed.content
        assert plain.headers["etag"] != packed.headers["etag"]
        for tag in (plain.headers["etag"], packed.headers["etag"], f'"x", W/{plain.headers["etag"]}', "*"):
            again = live.get(path, if_none_match=tag)
            assert (again.status_code, again.content) == (304, b"")
            assert "etag" in again.headers
        assert live.get(path, if_none_match='"other"').status_code == 200
        since = plain.headers["last-modified"]
        assert live.get(path, if_modified_since=since).status_code == 304
        assert live.get(path, if_modified_since="Wed, 01 Jan 2020 00:00:00 GMT").status_code == 200
        assert live.get(path, if_modified_since=since, if_none_match='"other"').status_code == 200


def test_head_tells_the_same_without_the_bytes(live: Live) -> None:
    for path in ("/", f"/{FIRE}/", "/nothing"):
        head, get = live.client.head(path), live.get(path)
        assert head.status_code == get.status_code
        assert head.content == b""
        same = ("content-type", "content-length", "etag")
        assert [head.headers.get(name) for name in same] == [get.headers.get(name) for name in same]


def test_a_page_for_failures_leads_home_from_any_depth(live: Live) -> None:
    for path in ("/x", "/x/", "/x/y/z", "/as-of/2016-01-01/x/y", "/%2e%2e/%2e%2e/etc/passwd", "/a%2Fb/c"):
        answer = live.get(path)
        assert answer.status_code == 404, path
        tree = html.fromstring(answer.content)
        assert tree.xpath("//h1")[0].text == "没有这个页面"
        for address in tree.xpath("//header//a/@href | //link[@rel='stylesheet']/@href"):
            assert live.get(str(answer.url.join(address).raw_path, "ascii")).status_code == 200


def test_browsers_that_ask_for_an_icon_are_not_refused(live: Live) -> None:
    assert live.get("/favicon.ico").status_code == 204


def test_a_failure_as_a_problem_document(live: Live) -> None:
    answer = live.get("/x", accept="application/json")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert live.get("/x", accept="text/csv").headers["content-type"].startswith("text/plain")


def test_behind_a_proxy_all_addresses_have_its_path(tmp_path: Path) -> None:
    with serving(sample_corpus(tmp_path / "corpus"), root_path="/fagui") as live:
        assert live.get(f"/{FIRE}").headers["location"] == f"/fagui/{FIRE}/"
        assert live.get("/?as-of=2016-01-01").headers["location"] == "/fagui/as-of/2016-01-01/"
        answer = live.get(f"/{FIRE}/", accept="application/xml")
        assert answer.headers["content-location"].startswith(f"/fagui/{FIRE}/")
        groups = live.get("/search/?q=火灾&format=json").json()["groups"]
        assert all(group["act"]["address"].startswith("/fagui/") for group in groups)
        assert live.get("/openapi.json").json()["servers"] == [{"url": "/fagui"}]
