"""The feed: RFC 4287, dated by the law, each event once."""

from __future__ import annotations

import json
import re
from datetime import date
from hashlib import sha256

import fastfeedparser
import feedparser
import pytest
from lxml import etree, html

from compendium.law.act import Act
from compendium_build.data.forms_offered import Form
from compendium_build.feed import entry, feed_artifacts
from tests.feed_samples import SCHEMA
from tests.web_acts import HOSTILE, decision, fire, new, plain
from tests.web_samples import DAY, edition_of, rendered

ATOM = {"a": "http://www.w3.org/2005/Atom"}
BASE = "https://law.example.cn/fagui"


def _feed(items: list[Act] | None = None, day: date = DAY, base_url: str = BASE + "/") -> bytes:
    artifact = feed_artifacts(edition_of(items, day, base_url=base_url))[0]
    assert artifact.path == "atom.xml"
    return artifact.render()


def _titles(data: bytes) -> list[str]:
    return [entry.title for entry in feedparser.parse(data).entries]


def test_required_elements_stand_once() -> None:
    root = etree.fromstring(_feed())
    for element in (root, *root.iterfind("a:entry", ATOM)):
        for name in ("id", "title", "updated", "author/a:name"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1, name
            assert element.findtext(f"a:{name}", "", ATOM).strip()
        links = [(link.get("rel"), link.get("type")) for link in element.iterfind("a:link", ATOM)]
        assert links.count(("alternate", "text/html")) == 1
        moment = element.findtext("a:updated", "", ATOM)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00\+08:00", moment)
    assert root.xpath("count(a:link[@rel='self'])", namespaces=ATOM) == 1


def test_feedparser_finds_it_well_formed() -> None:
    found = feedparser.parse(_feed())
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.title == "海浦市法规全书"
    assert found.feed.author == "海浦市司法局"
    assert found.feed.links[0].href == f"{BASE}/feed/atom.xml"


def test_entry_of_an_amendment() -> None:
    found = feedparser.parse(_feed([fire(0), fire(1), fire(2)]))
    entry = next(e for e in found.entries if "/amendment/2024-09-27" in e.id)
    assert entry.id == (
        "tag:law.example.cn,2026:/akn/cn-sh/act/difangxing-fagui/2015/xiaofang-tiaoli/amendment/2024-09-27"
    )
    assert entry.title == "《海浦市消防条例》修正"
    assert entry.updated == "2024-09-27T00:00:00+08:00"
    assert entry.link == f"{BASE}/difangxing-fagui/xiaofang-tiaoli/2024-11-01/index.html"
    assert [(tag.term, tag.label) for tag in entry.tags] == [
        ("difangxing-fagui", "地方性法规"),
        ("amendment", "修正"),
    ]
    assert entry.published == "2024-09-27T00:00:00+08:00"
    assert entry.summary == (
        "《海浦市消防条例》：2024年9月27日，海浦市人民代表大会常务委员会第十六次会议通过"
        "《关于修改〈海浦市消防条例〉的决定》，第二次修正。自2024年11月1日起施行。"
    )


def test_events_repeated_by_later_versions_are_told_once() -> None:
    assert _titles(_feed([fire(0), fire(1), fire(2)])) == [
        "《海浦市消防条例》施行",
        "《海浦市消防条例》修正",
        "《海浦市消防条例》修正",
        "《海浦市消防条例》施行",
        "《海浦市消防条例》通过",
    ]


def test_unstated_day_of_effect_is_no_event_and_is_said() -> None:
    found = feedparser.parse(_feed([fire(0), fire(1)]))
    assert not [e for e in found.entries if "/commencement/2020" in e.id]
    entry = next(e for e in found.entries if "/amendment/2020-03-19" in e.id)
    assert entry.summary.endswith("第一次修正。施行日期以公布该修改的决定为准。")


def test_taking_effect_is_told_when_the_day_has_come() -> None:
    before = _titles(_feed([new()], date(2027, 2, 28)))
    assert before == [f"《海浦新区数据规定{HOSTILE}》通过"]
    assert _titles(_feed([new()], date(2027, 3, 1)))[0] == f"《海浦新区数据规定{HOSTILE}》施行"


def test_ids_are_unique_even_for_two_events_of_a_day() -> None:
    ids = [entry.id for entry in feedparser.parse(_feed()).entries]
    assert len(ids) == len(set(ids))
    twice = [i for i in ids if "/yijian/" in i]
    assert [i.rpartition("2021-06-01")[2] for i in twice] == ["/2", ""]


def test_newest_first_and_the_feed_is_as_new_as_its_newest_entry() -> None:
    found = feedparser.parse(_feed())
    days = [entry.updated for entry in found.entries]
    assert days == sorted(days, reverse=True)
    assert found.feed.updated == days[0]


@pytest.mark.parametrize("items", [None, [], [plain()], [fire(0), fire(1), fire(2)]])
def test_every_document_is_valid_and_kept_apart_by_its_id(items: list[Act] | None) -> None:
    files = {a.path: a.render() for a in feed_artifacts(edition_of(items))}
    documents = {path: etree.fromstring(data) for path, data in files.items() if path.endswith(".xml")}
    for path, document in documents.items():
        assert SCHEMA.validate(document), (path, SCHEMA.error_log)
        assert path.replace("atom.xml", "feed.json") in files
    names = [document.findtext("a:id", "", ATOM) for document in documents.values()]
    assert len(set(names)) == len(names)


def test_the_schema_refuses_what_the_rfc_refuses() -> None:
    for path in ("a:entry/a:id", "a:updated", "a:title"):
        root = etree.fromstring(_feed())
        element = root.find(path, ATOM)
        element.getparent().remove(element)
        assert not SCHEMA.validate(root), path
    root = etree.fromstring(_feed())
    root.find("a:updated", ATOM).text = "2024"
    assert not SCHEMA.validate(root)


def test_links_and_hashes_are_those_of_the_site() -> None:
    edition = edition_of()
    site = rendered(edition)
    root = etree.fromstring(site["feed/atom.xml"])
    own = "{https://compendium.example/ns/feed/1}sha256"
    links = root.findall("a:entry/a:link", ATOM)
    assert {link.get("rel") for link in links} == {"alternate", "enclosure", "related"}
    for link in links:
        data = site[link.get("href").removeprefix(f"{BASE}/")]
        if link.get("rel") == "enclosure":
            assert (link.get("length"), link.get(own)) == (str(len(data)), sha256(data).hexdigest())
    value = json.loads(site["feed/feed.json"])
    attachments = [item["attachments"][0] for item in value["items"]]
    assert [a["_compendium"]["sha256"] for a in attachments] == [x.get(own) for x in links if x.get(own)]


def test_what_a_version_changed_is_linked_where_it_changed_something() -> None:
    for path, pages in (("atom.xml", "changes/index.html"), ("feed.json", "changes/index.html")):
        text = next(a.render() for a in feed_artifacts(edition_of()) if a.path == path).decode()
        assert f"xiaofang-tiaoli/2024-11-01/{pages}" in text
        assert f"xiaofang-tiaoli/2015-05-01/{pages}" not in text  # there is nothing before it


def test_typeset_forms_are_linked_where_the_edition_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = Form("pdf", "PDF", "application/pdf", True)
    monkeypatch.setattr(entry, "typeset_forms", lambda *_: ())
    assert b"application/pdf" not in _feed()
    monkeypatch.setattr(entry, "typeset_forms", lambda *_: (pdf,))
    link = etree.fromstring(_feed()).find("a:entry/a:link[@type='application/pdf']", ATOM)
    assert link is not None and link.get("href").endswith(".pdf") and link.get("rel") == "alternate"


def test_json_says_what_atom_says() -> None:
    files = {a.path: a.render() for a in feed_artifacts(edition_of())}
    value, found = json.loads(files["feed.json"]), feedparser.parse(files["atom.xml"])
    assert value["version"] == "https://jsonfeed.org/version/1.1"
    assert value["feed_url"] == f"{BASE}/feed/feed.json"
    told = [(i["id"], i["title"], i["url"], i["date_modified"], i["content_text"]) for i in value["items"]]
    assert told == [(e.id, e.title, e.link, e.updated, e.content[0].value) for e in found.entries]
    assert all(item["content_text"] for item in value["items"])


def test_another_client_reads_both_forms() -> None:
    for artifact in feed_artifacts(edition_of())[:2]:
        found = fastfeedparser.parse(artifact.render().decode())
        assert found.feed.title == "海浦市法规全书"
        titles = [entry["title"] for entry in found.entries]
        assert titles == _titles(_feed())
        assert [entry["id"] for entry in found.entries] == [e.id for e in feedparser.parse(_feed()).entries]


def test_pages_name_the_feed_of_their_act() -> None:
    site = rendered(edition_of())
    page = html.fromstring(site["difangxing-fagui/xiaofang-tiaoli/2015-05-01/index.html"])
    found = page.xpath("//link[@type='application/atom+xml']/@href")
    assert found == ["../../../feed/atom.xml", "../../../feed/difangxing-fagui/xiaofang-tiaoli/atom.xml"]
    assert "feed/difangxing-fagui/xiaofang-tiaoli/atom.xml" in site


def test_empty_corpus_gives_a_valid_feed() -> None:
    found = feedparser.parse(_feed([]))
    assert not found.bozo
    assert found.feed.updated == "2026-01-01T00:00:00+08:00"


def test_without_a_public_address_links_are_relative() -> None:
    root = etree.fromstring(_feed([decision()], base_url=""))
    hrefs = root.xpath("//a:entry/a:link/@href", namespaces=ATOM)
    assert hrefs[0] == "../xiugai-jueding/xiaofang-tiaoli-xiugai/2024-11-01/index.html"


def test_web_edition_holds_the_same_feed() -> None:
    assert rendered(edition_of())["feed/atom.xml"] == _feed()


def test_the_day_alone_changes_nothing() -> None:
    first, second = (feed_artifacts(edition_of(day=day))[0] for day in (DAY, date(2026, 11, 24)))
    assert (first.key, first.render()) == (second.key, second.render())


def test_undated_commencement_gives_no_entry() -> None:
    assert [e for e in feedparser.parse(_feed([plain()])).entries if "commencement" in e.id] == []
