"""The ledger of a corpus with a past: when an entry appears, changes, goes, and where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest

from compendium.law.act import CorrectedWords, Correction, Event
from compendium.law.kinds import EventKind
from compendium.library.config import BadConfig, FeedConfig, PublishConfig, load_config
from compendium_build.feed import channels as documents
from compendium_build.targets import edition_of
from tests.feed_samples import (
    NAMES,
    History,
    at,
    atom,
    begins,
    bridge,
    gone,
    ids,
    items,
    path_of,
    published,
    updated,
)

DAY = date(2026, 6, 30)
SLUG = "qiaoliang-tiaoli"


def test_an_entry_is_updated_when_its_text_became_known_not_when_it_was_built() -> None:
    history = History().commit(at("2026-01-05"), bridge())
    first = atom(published(history.edition(DAY)))
    assert updated(first) == {
        f"{SLUG}/commencement/2020-05-01": "2026-01-05T10:00:00+08:00",
        f"{SLUG}/adoption/2020-03-19": "2026-01-05T10:00:00+08:00",
    }
    days = first.xpath("a:entry/a:published/text()", namespaces=NAMES)
    assert days == ["2020-05-01T00:00:00+08:00", "2020-03-19T00:00:00+08:00"]
    assert published(history.edition(date(2030, 1, 1))) == published(history.edition(DAY))


def test_only_the_entries_whose_text_changed_are_updated() -> None:
    other = bridge("matou-tiaoli")
    history = History().commit(at("2026-01-05"), bridge(), other)
    history.commit(at("2026-02-01"), bridge(SLUG, "为了桥梁的畅通，制定本条例。"))
    moments = updated(atom(published(history.edition(DAY))))
    assert {name for name, when in moments.items() if when.startswith("2026-02-01")} == {
        f"{SLUG}/adoption/2020-03-19",
        f"{SLUG}/commencement/2020-05-01",
    }
    assert len(moments) == 4


def test_a_new_version_leaves_the_entries_of_the_old_one_alone() -> None:
    history = History().commit(at("2026-01-05"), bridge())
    history.commit(at("2026-02-01"), bridge(day="2024-11-01", amended="2024-09-27"))
    moments = updated(atom(published(history.edition(DAY))))
    assert moments[f"{SLUG}/adoption/2020-03-19"].startswith("2026-01-05")
    assert moments[f"{SLUG}/amendment/2024-09-27"].startswith("2026-02-01")


def test_an_old_text_found_later_stands_with_what_is_newly_known() -> None:
    history = History().commit(at("2026-01-05"), bridge())
    history.commit(at("2026-03-01"), bridge("muqiao-guiding", day="1995-01-01", adopted="1994-12-01"))
    assert ids(atom(published(history.edition(DAY))))[:2] == [
        "muqiao-guiding/commencement/1995-01-01",
        "muqiao-guiding/adoption/1994-12-01",
    ]


def test_an_act_takes_effect_on_its_day_and_is_known_from_that_midnight() -> None:
    history = History().commit(at("2026-01-05"), bridge(day="2026-03-01", adopted="2025-12-20"))
    name = f"{SLUG}/commencement/2026-03-01"
    assert name not in ids(atom(published(history.edition(date(2026, 2, 28)))))
    on_the_day = published(history.edition(date(2026, 3, 1)))
    assert updated(atom(on_the_day))[name] == "2026-03-01T00:00:00+08:00"
    assert published(history.edition(date(2026, 9, 9))) == on_the_day


def test_a_state_that_was_over_before_the_day_is_never_told() -> None:
    early = bridge(day="2026-03-01", adopted="2025-12-20")
    history = History().commit(at("2026-01-05"), early)
    history.commit(at("2026-02-01"), bridge(day="2026-05-01", adopted="2025-12-20"), gone=(early,))
    document = atom(published(history.edition(DAY)))
    assert ids(document) == [f"{SLUG}/commencement/2026-05-01", f"{SLUG}/adoption/2025-12-20"]
    assert gone(document) == {}


def test_a_day_put_right_withdraws_the_wrong_entry() -> None:
    history = History().commit(at("2026-01-05"), bridge())
    history.commit(at("2026-02-01"), bridge(adopted="2020-03-20"))
    document = atom(published(history.edition(DAY)))
    assert gone(document) == {f"{SLUG}/adoption/2020-03-19": "2026-02-01T10:00:00+08:00"}
    assert f"{SLUG}/adoption/2020-03-20" in ids(document)


def test_a_withdrawn_work_is_told_and_its_entries_are_deleted() -> None:
    made = bridge()
    history = History().commit(at("2026-01-05"), made, bridge("matou-tiaoli"))
    history.commit(at("2026-02-01"), gone=(made,))
    files = published(history.edition(DAY))
    for document in (atom(files), atom(files, f"difangxing-fagui/{SLUG}/atom.xml")):
        assert gone(document) == {
            f"{SLUG}/commencement/2020-05-01": "2026-02-01T10:00:00+08:00",
            f"{SLUG}/adoption/2020-03-19": "2026-02-01T10:00:00+08:00",
        }
        assert ids(document)[0] == f"{SLUG}/withdrawal/2026-02-01"
        titles = document.xpath("a:entry/a:title/text()", namespaces=NAMES)
        assert titles[0] == f"《海浦市{SLUG}条例》撤回"
        assert document.find("a:entry", NAMES).findall("a:link", NAMES) == []
    value = items(files)
    assert [item["ref"] for item in value["_compendium"]["deleted"]] == [
        item.get("ref") for item in atom(files).findall("at:deleted-entry", NAMES)
    ]
    assert "url" not in value["items"][0]


def test_a_work_taken_in_again_is_told_again() -> None:
    made = bridge()
    history = History().commit(at("2026-01-05"), made).commit(at("2026-02-01"), gone=(made,))
    history.commit(at("2026-03-01"), made)
    document = atom(published(history.edition(DAY)))
    assert gone(document) == {}
    assert updated(document) == {
        f"{SLUG}/commencement/2020-05-01": "2026-03-01T10:00:00+08:00",
        f"{SLUG}/adoption/2020-03-19": "2026-03-01T10:00:00+08:00",
        f"{SLUG}/withdrawal/2026-02-01": "2026-02-01T10:00:00+08:00",
    }


def test_a_settled_day_of_effect_keeps_the_id_of_the_amendment() -> None:
    amended = bridge(day="2024-09-27", amended="2024-09-27")
    history = History().commit(at("2026-01-05"), bridge(), amended)
    settled = replace(amended, date=date(2024, 11, 1), commencements=begins("2024-11-01"))
    history.commit(at("2026-02-01"), settled, gone=(amended,))
    document = atom(published(history.edition(DAY)))
    assert updated(document)[f"{SLUG}/amendment/2024-09-27"].startswith("2026-02-01")
    entry = next(
        e for e in document.findall("a:entry", NAMES) if "/amendment/" in e.findtext("a:id", "", NAMES)
    )
    assert "/2024-11-01/" in entry.find("a:link", NAMES).get("href")


def test_an_erratum_is_told_once_though_later_versions_repeat_it() -> None:
    fault = Correction("录入有误", (CorrectedWords("art_1__para_1", "安全", "畅通"),), "公报2026年第1期")
    history = History().commit(at("2026-01-05"), bridge())
    first = bridge(SLUG, "为了桥梁的畅通，制定本条例。", corrections=(fault,))
    later = bridge(SLUG, "为了桥梁的畅通，制定本条例。", day="2024-11-01", amended="2024-09-27")
    history.commit(at("2026-02-01"), first)
    history.commit(at("2026-03-01"), replace(later, corrections=(fault,)))
    document = atom(published(history.edition(DAY)))
    entries = [e for e in document.findall("a:entry", NAMES) if "/erratum/" in e.findtext("a:id", "", NAMES)]
    (entry,) = entries
    assert entry.findtext("a:title", "", NAMES) == f"《海浦市{SLUG}条例》勘误"
    assert "第一条第一款“安全”应为“畅通”（公报2026年第1期）" in entry.findtext("a:summary", "", NAMES)
    assert entry.findtext("a:updated", "", NAMES) == "2026-02-01T10:00:00+08:00"
    assert [c.get("eId") for c in entry.findall("c:change", NAMES)] == ["art_1__para_1"]


def test_what_the_editors_took_in_wrong_is_no_erratum_and_keeps_the_id_that_readers_know() -> None:
    fault = Correction("录入有误", (CorrectedWords("art_1__para_1", "安全", "畅通"),))
    first = bridge(SLUG, "为了桥梁的畅通，制定本条例。", corrections=(fault,))
    history = History().commit(at("2026-01-05"), bridge()).commit(at("2026-02-01"), first)
    entries = atom(published(history.edition(DAY))).findall("a:entry", NAMES)
    (entry,) = [e for e in entries if "/erratum/" in e.findtext("a:id", "", NAMES)]
    assert entry.findtext("a:title", "", NAMES) == f"《海浦市{SLUG}条例》录入更正"
    assert entry.find("c:event", NAMES).get("kind") == "correction"
    assert "勘误" not in "".join(entry.itertext())


def test_steps_whose_clocks_agree_or_run_back_are_told_one_after_the_other() -> None:
    history = History().commit(at("2026-02-01"), bridge())
    history.commit(at("2026-02-01"), bridge(SLUG, "为了桥梁的畅通，制定本条例。"))
    history.commit(at("2026-01-01"), bridge("matou-tiaoli"))
    assert sorted(set(updated(atom(published(history.edition(DAY)))).values())) == [
        "2026-02-01T10:00:01+08:00",
        "2026-02-01T10:00:02+08:00",
    ]


def test_a_repeal_to_come_waits() -> None:
    end = Event(kind=EventKind.REPEAL, date=date(2026, 5, 1), decision="关于废止桥梁条例的决定")
    made = bridge()
    history = History().commit(at("2026-01-05"), replace(made, events=(*made.events, end)))
    assert not any("repeal" in name for name in ids(atom(published(history.edition(date(2026, 4, 30))))))
    document = atom(published(history.edition(date(2026, 5, 1))))
    assert ids(document)[0] == f"{SLUG}/repeal/2026-05-01"
    dates = {d.get("name"): d.text for d in document.find("a:entry", NAMES).findall("c:date", NAMES)}
    assert dates["ended"] == "2026-05-01"


def test_an_unreadable_file_withdraws_nothing() -> None:
    later = bridge(day="2024-11-01", amended="2024-09-27")
    history = History().commit(at("2026-01-05"), bridge(), later)
    before = atom(published(history.edition(DAY)))
    files: dict[str, str | None] = {}
    history.write(f"difangxing-fagui/{SLUG}/2024-11-01.xml", b"<akomaNtoso", files)
    history.steps.append(replace(history.steps[0], when=at("2026-02-01"), files=files))
    edition = history.edition(DAY)
    assert edition.catalog.bad
    document = atom(published(edition))
    assert (updated(document), gone(document)) == (updated(before), {})
    entry = next(
        e for e in document.findall("a:entry", NAMES) if "/amendment/" in e.findtext("a:id", "", NAMES)
    )
    assert entry.findall("a:link", NAMES) == []
    assert entry.findall("c:against", NAMES) != []


def test_archives_are_filled_in_order_and_link_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SIZE", 2)
    history = History()
    for n in range(4):
        history.commit(at("2026-01-05") + timedelta(days=n), bridge(f"d{n}-tiaoli"))
    files = published(history.edition(DAY))
    assert {path for path in files if path.startswith("archive") and path.endswith("xml")} == {
        "archive-0001.xml",
        "archive-0002.xml",
        "archive-0003.xml",
    }
    rels = {link.get("rel"): link.get("href") for link in atom(files).findall("a:link", NAMES)}
    assert rels["prev-archive"].endswith("/feed/archive-0003.xml") and rels["next"] == rels["prev-archive"]
    oldest = atom(files, "archive-0001.xml")
    rels = {link.get("rel"): link.get("href") for link in oldest.findall("a:link", NAMES)}
    assert oldest.find("fh:archive", NAMES) is not None and atom(files).find("fh:archive", NAMES) is None
    assert rels["current"].endswith("/feed/atom.xml") and "prev-archive" not in rels
    assert ids(oldest) == ["d0-tiaoli/commencement/2020-05-01", "d0-tiaoli/adoption/2020-03-19"]
    assert ids(atom(files)) == ["d3-tiaoli/commencement/2020-05-01", "d3-tiaoli/adoption/2020-03-19"]
    value = items(files)
    assert value["next_url"].endswith("/feed/archive-0003.json")
    assert items(files, "archive-0001.json")["_compendium"]["archive"] is True
    assert "next_url" not in items(files, "archive-0001.json")


def test_a_changed_entry_leaves_its_archive_and_no_other_archive_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "SIZE", 2)
    history = History()
    for n in range(4):
        history.commit(at("2026-01-05") + timedelta(days=n), bridge(f"d{n}-tiaoli"))
    before = published(history.edition(DAY))
    history.commit(at("2026-04-01"), bridge("d1-tiaoli", "为了桥梁的畅通，制定本条例。"))
    after = published(history.edition(DAY))
    assert ids(atom(after, "archive-0002.xml")) == []
    assert atom(after, "archive-0002.xml").findtext("a:updated", "", NAMES).startswith("2026-04-01")
    for number in (1, 3):
        for suffix in ("xml", "json"):
            assert after[f"archive-000{number}.{suffix}"] == before[f"archive-000{number}.{suffix}"]
    assert ids(atom(after)) == ["d1-tiaoli/commencement/2020-05-01", "d1-tiaoli/adoption/2020-03-19"]


def test_what_corpus_toml_says_reaches_the_feeds() -> None:
    text = 'title = "法规"\nlocality = "cn-sh"\n[feed]\ntag = "a.example.cn,2025"\n'
    config = load_config(
        f'{text}[publish]\nhub = "https://hub.example.cn/"\n[[scheme]]\nid = "x"\ntitle = "甲"'.encode()
    )
    made = History().commit(at("2026-01-05"), bridge(subjects=("x",))).edition(DAY)
    files = published(edition_of(made.catalog, config, DAY, "", made.past))
    assert items(files)["items"][0]["id"].startswith("tag:a.example.cn,2025:/akn/")
    assert b'rel="hub" href="https://hub.example.cn/"' in files["atom.xml"]
    assert len(ids(atom(files, "subject/x/atom.xml"))) == 2
    with pytest.raises(BadConfig, match=r"“feed\.tag”的值“a\.example\.cn”不合格式"):
        load_config(text.replace(",2025", "").encode())


def test_feeds_by_kind_class_and_work() -> None:
    history = History().commit(at("2026-01-05"), bridge(subjects=("shimin.qiao.weihu",)))
    history.commit(at("2026-01-06"), bridge("matou-tiaoli", subjects=("qiye", "unknown")))
    files = published(history.edition(DAY))
    mine = {f"{SLUG}/commencement/2020-05-01", f"{SLUG}/adoption/2020-03-19"}
    for folder in ("shimin", "shimin.qiao", "shimin.qiao.weihu"):
        assert set(ids(atom(files, f"subject/{folder}/atom.xml"))) == mine
    assert set(ids(atom(files, f"difangxing-fagui/{SLUG}/atom.xml"))) == mine
    assert len(ids(atom(files, "difangxing-fagui/atom.xml"))) == 4
    assert "subject/unknown/atom.xml" not in files
    listed = [outline.get("xmlUrl") for outline in atom(files, "feeds.opml").iter("outline")]
    assert all(url.removeprefix("https://law.example.cn/fagui/feed/") in files for url in listed)
    assert len(listed) == 6
    names = [atom(files, path).findtext("a:id", "", NAMES) for path in files if path.endswith("atom.xml")]
    assert len(set(names)) == len(names)


def test_a_reclassified_act_moves_with_its_entries() -> None:
    history = History().commit(at("2026-01-05"), bridge(subjects=("shimin.qiao",)))
    history.commit(at("2026-02-01"), bridge(subjects=("qiye",)))
    files = published(history.edition(DAY))
    assert len(ids(atom(files, "subject/qiye/atom.xml"))) == 2
    assert ids(atom(files, "subject/shimin.qiao/atom.xml")) == []


def test_changed_provisions_are_named() -> None:
    old = bridge(SLUG, "为了桥梁的安全，制定本条例。", "桥梁由主管部门养护。", "本条例自公布之日起施行。")
    new = bridge(
        SLUG,
        "为了桥梁的安全和畅通，制定本条例。",
        "桥梁由主管部门养护。",
        "本条例自公布之日起施行。",
        "养护单位应当每月检查。",
        day="2024-11-01",
        amended="2024-09-27",
    )
    history = History().commit(at("2026-01-05"), old, new)
    document = atom(published(history.edition(DAY)))
    entry = next(
        e for e in document.findall("a:entry", NAMES) if "/amendment/" in e.findtext("a:id", "", NAMES)
    )
    told = [(c.get("kind"), c.text, c.get("eId"), c.get("was")) for c in entry.findall("c:change", NAMES)]
    assert told == [("amended", "第一条", "art_1", "art_1"), ("added", "第四条", "art_4", None)]
    assert entry.findtext("a:content", "", NAMES).endswith("修改：第一条。新增：第四条。")
    basis = entry.find("c:basis", NAMES)
    assert basis.text == "关于修改桥梁条例的决定"
    against = entry.find("c:against", NAMES)
    assert against.attrib == {"date": "2020-05-01", "sha256": sha256(history.state[path_of(old)]).hexdigest()}
    dates = {d.get("name"): d.text for d in entry.findall("c:date", NAMES)}
    assert dates == {"adopted": "2024-09-27", "effective": "2024-11-01"}


def test_a_hub_and_a_fixed_authority_come_from_the_settings() -> None:
    history = History().commit(at("2026-01-05"), bridge())
    publish, feed = PublishConfig(hub="https://hub.example.cn/"), FeedConfig("fagui.example.cn,2027")
    files = published(history.edition(DAY, publish=publish, feed=feed))
    links = {link.get("rel"): link.get("href") for link in atom(files).findall("a:link", NAMES)}
    assert links["hub"] == "https://hub.example.cn/"
    assert items(files)["hubs"] == [{"type": "WebSub", "url": "https://hub.example.cn/"}]
    assert items(files)["items"][0]["id"].startswith("tag:fagui.example.cn,2027:/akn/cn-sh/")
