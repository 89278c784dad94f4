"""What readers see of an upgrade: the same texts, old addresses, no entry twice, a trusted mirror."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree, html

from compendium.akn import parse_act, write_act
from compendium.law.act import CorrectedWords, Correction
from compendium.law.names import expression_path
from compendium.library.moved import moves_of
from compendium.store import Corpus, formats
from compendium.store.formats import with_format
from compendium.upgrading.planning import plan_upgrade, upgrade
from compendium.upgrading.step import Outcome, State
from compendium_build.edition.artifacts import write_target
from compendium_build.publishing.publish import Head, collect, publish
from compendium_build.syncing.mirror import sync
from compendium_build.syncing.source import FolderSource
from compendium_build.syncing.verify import verify
from compendium_build.web import web_artifacts
from compendium_build.web.links import check_links
from tests.format_fixtures import DAY, Published, edition, files_of, kept, published, repository
from tests.publishing import Publisher, tree
from tests.serving import serving
from tests.upgrading_steps import BREAKFAST, GARDEN, GARDEN_URI, keyword, program_with, renaming

SLUG = GARDEN.partition("/")[2]
NEW = "difangxing-fagui/huayuan"
FEED = f"feed/{GARDEN}/atom.xml"


@pytest.fixture
def old(tmp_path: Path) -> Corpus:
    """A corpus of the first format."""
    return repository("format-1", tmp_path / "corpus")


def _upgraded(corpus: Corpus) -> Corpus:
    assert upgrade(corpus, plan_upgrade(corpus.snapshot())) is not None
    return corpus


def _same(now: Published, before: Published) -> None:
    """Nothing that was published is lost, and nothing that was told is told anew."""
    assert now.texts == before.texts
    assert now.entries == before.entries
    assert before.pages <= now.pages
    assert {now.feeds[path] for path in before.feeds} == set(before.feeds.values())


def test_the_first_format_is_still_read_as_ever(old: Corpus) -> None:
    assert published(edition(old)) == kept("format-1")


def test_the_first_format_upgraded_publishes_the_same(old: Corpus) -> None:
    assert published(edition(_upgraded(old))) == kept("format-1")


@pytest.fixture
def moved(old: Corpus) -> Iterator[Corpus]:
    """The corpus after an upgrade that wrote every file anew and moved a work."""
    with program_with(keyword, renaming(GARDEN, "huayuan")):
        assert upgrade(old, plan_upgrade(old.snapshot())) is not None
        yield old


def test_works_that_moved_are_found_where_they_were(moved: Corpus) -> None:
    _same(published(edition(moved)), kept("format-1"))


def test_every_old_page_leads_to_its_new_one(moved: Corpus) -> None:
    files = files_of(edition(moved))
    for path in (p for p in kept("format-1").pages if GARDEN in p):
        page = html.fromstring(files[path].decode())
        (link,) = page.xpath("//a[@data-forward]")
        assert link.get("href").lstrip("./") == path.replace(GARDEN, NEW)
        assert page.xpath("//link[@rel='canonical']/@href") == [link.get("href")]
        if not path.endswith("latest/index.html"):
            assert "原来的网址转到现在的" in page.xpath("string(//main)")


def test_old_addresses_are_in_no_map_and_all_links_hold(moved: Corpus, tmp_path: Path) -> None:
    write_target(tmp_path / "web", web_artifacts(edition(moved)))
    assert check_links(tmp_path / "web", "https://fagui.haipu.example") == []
    told = (tmp_path / "web" / "sitemap.xml").read_text("utf-8")
    assert NEW in told
    assert GARDEN not in told


def test_who_subscribed_to_the_old_feed_of_a_work_reads_on(moved: Corpus) -> None:
    files = files_of(edition(moved))
    now = etree.fromstring(files[FEED])
    assert files[FEED] == files[f"feed/{NEW}/atom.xml"]
    ids = now.xpath("//*[local-name()='entry']/*[local-name()='id']/text()")
    assert ids
    assert all(GARDEN_URI in each for each in ids)
    assert now.findtext("{http://www.w3.org/2005/Atom}id").endswith(f"/feed/{GARDEN}")
    assert f"/{NEW}/2024-06-01/".encode() in files[FEED]


def test_a_text_that_changes_after_the_upgrade_is_told_under_the_old_id(moved: Corpus) -> None:
    before = published(edition(moved)).entries
    path = f"{NEW}/2024-06-01.xml"
    data = moved.snapshot().read(path).replace("建设和养护".encode(), "建设及养护".encode())
    moved.write({path: data}, "改字")
    after = published(edition(moved)).entries
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed
    assert before.keys() == after.keys()
    assert all(GARDEN_URI in name for name in changed)


def test_moved_twice_leads_to_the_last_place(moved: Corpus) -> None:
    with program_with(renaming(NEW, "yuan")):
        upgrade(moved, plan_upgrade(moved.snapshot()))
        now = published(edition(moved))
        files = files_of(edition(moved))
    _same(now, kept("format-1"))
    for place in (GARDEN, NEW):
        (link,) = html.fromstring(files[f"{place}/index.html"]).xpath("//a[@data-forward]")
        assert link.get("href").lstrip("./") == "difangxing-fagui/yuan/index.html"


def _newcomer(corpus: Corpus) -> None:
    """Another work takes the place, and even the URI, that the first one left."""
    path = f"{BREAKFAST}/2013-01-01.xml"
    act = parse_act(corpus.snapshot().read(path), path)
    act = replace(act, work=GARDEN_URI, title="海浦市屋顶花园条例（示例）", front=())
    corpus.write({expression_path(GARDEN_URI, "zho", act.date): write_act(act)}, "收入新的条例")


def test_a_new_work_in_the_old_place_wins(moved: Corpus) -> None:
    before = published(edition(moved)).entries
    _newcomer(moved)
    made = edition(moved)
    now, files = published(made), files_of(made)
    assert "屋顶花园" in files[f"{GARDEN}/index.html"].decode()
    assert b"data-forward" in files[f"{GARDEN}/2024-06-01/index.html"]
    assert before.items() <= now.entries.items()
    fresh = now.entries.keys() - before.keys()
    assert fresh
    assert all(f"{GARDEN_URI}%40" in name for name in fresh)
    assert len(set(now.feeds.values())) == len(now.feeds)


def test_without_history_the_ids_are_the_same(moved: Corpus) -> None:
    made = replace(edition(moved), past=None)
    assert published(made).entries.keys() == kept("format-1").entries.keys()


def test_an_erratum_keeps_its_id_when_its_place_is_numbered_otherwise(old: Corpus) -> None:
    path = f"{GARDEN}/2024-06-01.xml"
    act = parse_act(old.snapshot().read(path), path)
    told = Correction("录入有误", (CorrectedWords("art_1__para_1", "建没", "建设"),))
    old.write({path: write_act(replace(act, corrections=(told,)))}, "勘误")

    def renumbering(state: State) -> Outcome:
        act = parse_act(state.read(path), path)
        (one,) = act.corrections
        places = (replace(one.places[0], eid="art_2__para_1"),)
        return Outcome({path: write_act(replace(act, corrections=(replace(one, places=places),)))})

    before = published(edition(old)).entries
    assert [name for name in before if "/erratum/" in name]
    with program_with(renumbering):
        upgrade(old, plan_upgrade(old.snapshot()))
        assert published(edition(old)).entries == before
        other = f"{GARDEN}/2015-07-01.xml"
        act = parse_act(old.snapshot().read(other), other)
        old.write({other: write_act(replace(act, keywords=("甲",)))}, "主题词")
        after = published(edition(old)).entries
    assert after.keys() == before.keys()


def test_what_the_law_says_otherwise_after_an_upgrade_is_told(old: Corpus) -> None:
    def later(state: State) -> Outcome:
        path = f"{GARDEN}/2015-07-01.xml"
        act = parse_act(state.read(path), path)
        first, *rest = act.events
        events = (replace(first, session="第十八次会议"), *rest)
        return Outcome({path: write_act(replace(act, events=events))})

    before = kept("format-1").entries
    with program_with(later):
        upgrade(old, plan_upgrade(old.snapshot()))
        after = published(edition(old)).entries
    changed = [name for name in after if after[name] != before.get(name)]
    assert changed == [name for name in before if name.endswith("2015/" + SLUG + "/adoption/2015-03-19")]


@pytest.fixture
def shown(moved: Corpus) -> Corpus:
    """The same as a program without the steps of these tests reads it: a server has processes of its own."""
    moved.write(
        {"corpus.toml": with_format(moved.snapshot().read("corpus.toml"), formats.FORMAT - 2)}, "格式"
    )
    return moved


def test_the_server_sends_on_for_good(shown: Corpus) -> None:
    with serving(shown, day=DAY) as live:
        for path in (
            f"/{GARDEN}/",
            f"/{GARDEN}",
            f"/{GARDEN}/index.html",
            f"/{GARDEN}/2019-10-01/",
            f"/{GARDEN}/2016-05-05/",
            f"/{GARDEN}/2019-10-01/changes/",
            f"/{GARDEN}/media/yu-shui-hua-yuan.svg",
            f"/works/{GARDEN}.json",
            f"/{FEED}",
        ):
            answer = live.get(path)
            told = (answer.status_code, answer.headers.get("location"))
            assert told == (308, path.replace(GARDEN, NEW)), path
            assert live.client.get(path, follow_redirects=True).status_code == 200
        named = f"/{GARDEN}/2019-10-01/{SLUG}-2019-10-01"
        for ending in ("xml", "txt", "csl.json"):
            answer = live.get(f"{named}.{ending}")
            wanted = f"/{NEW}/2019-10-01/huayuan-2019-10-01.{ending}"
            assert (answer.status_code, answer.headers["location"]) == (308, wanted)
        assert live.get(f"/{GARDEN}/nothing.html").status_code == 404
        assert live.get(f"/as-of/2016-01-01/{GARDEN}/").headers["location"] == f"/as-of/2016-01-01/{NEW}/"
        known = live.get(f"/known-at/2022-01-01/{GARDEN}/")
        assert (known.status_code, b"data-forward" in known.content) == (200, False)


def test_the_server_shows_who_has_taken_the_place(shown: Corpus) -> None:
    _newcomer(shown)
    with serving(shown, day=DAY) as live:
        assert "屋顶花园" in live.get(f"/{GARDEN}/").text
        assert "data-forward" in live.get(f"/{GARDEN}/2024-06-01/").text


def test_a_mirror_takes_an_upgrade_as_an_ordinary_edition(old: Corpus, tmp_path: Path) -> None:
    publisher, copy = Publisher(tmp_path), tmp_path / "copy"

    def issue() -> None:
        made = edition(old)
        write_target(tmp_path / "out" / "web", web_artifacts(made))
        head = Head(DAY.isoformat(), made.revision, made.title)
        publish(collect(tmp_path / "out", ("web",)), head, to=publisher.to, signer=publisher.signer(), keep=0)

    issue()
    sync(FolderSource(publisher.site), copy, anchor=publisher.anchor())
    with program_with(keyword, renaming(GARDEN, "huayuan")):
        upgrade(old, plan_upgrade(old.snapshot()))
        issue()
    done = sync(FolderSource(publisher.site), copy, anchor=publisher.anchor())
    assert (done.signed, done.before != "") == (True, True)
    assert verify(FolderSource(copy), publisher.anchor()).findings == ()
    assert tree(copy) == tree(publisher.site)
    page = html.fromstring((copy / GARDEN / "2019-10-01/index.html").read_bytes())
    (link,) = page.xpath("//a[@data-forward]")
    assert (copy / GARDEN / "2019-10-01" / link.get("href")).resolve().is_file()


def test_the_day_of_moving_is_kept(moved: Corpus) -> None:
    (move,) = moves_of(moved.snapshot()).items
    assert date.today() - move.since < date.resolution * 2
