"""The feed: RFC 4287, dated by the law, each event once."""

from __future__ import annotations

import re
from datetime import date

import feedparser
import pytest
from lxml import etree

from compendium.model import Act
from compendium_build import feed as feed_module
from compendium_build.feed import feed_artifacts
from tests.web_acts import HOSTILE, decision, fire, new, plain
from tests.web_samples import DAY, edition_of, rendered

ATOM = {"a": "http://www.w3.org/2005/Atom"}
BASE = "https://law.example.cn/fagui"


def _feed(items: list[Act] | None = None, day: date = DAY, base_url: str = BASE + "/") -> bytes:
    (artifact,) = feed_artifacts(edition_of(items, day, base_url=base_url))
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
        kinds = [link.get("rel") for link in element.iterfind("a:link", ATOM)]
        assert kinds.count("alternate") == 1
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
    assert [(tag.term, tag.label) for tag in entry.tags] == [("difangxing-fagui", "地方性法规")]
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
    assert entry.summary.endswith("第一次修正。施行日期未在文本中载明。")


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


def test_long_feed_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "MOST", 3)
    whole = _titles(_feed())
    assert len(whole) == 3
    assert whole[0].endswith("通过")


def test_empty_corpus_gives_a_valid_feed() -> None:
    found = feedparser.parse(_feed([]))
    assert not found.bozo
    assert found.feed.updated == "2026-11-23T00:00:00+08:00"


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
