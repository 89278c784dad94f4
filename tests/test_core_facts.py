"""The facts of a version: taken, kept in a cache, and read back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings

from compendium.law.act import Act, Attachment, Provision
from compendium.law.kinds import Level
from compendium.law.names import assign_ids, enclosing_article
from compendium.library.facts import Facts, dump, facts_of, labels, load, references
from compendium.library.facts_cache import _TABLE, FactsCache
from tests.act_strategy import acts
from tests.builders import act, article, chapter, named, paragraph, point

VALUE = act(
    chapter(
        "第一章",
        "总则",
        article(1, "为了桥梁的安全，制定本条例。"),
        article(
            (1, 1),
            "桥梁应当登记。",
            paragraph("有下列情形的：", point("（一）", "新建；"), point("（二）", "改建。")),
        ),
    ),
    article(2, "违反本条例第一条规定的，依照《海浦市渡口条例》第三条处罚。", "本条第一款所称处罚包括罚款。"),
)


def facts(value: Act = VALUE, digest: str = "d1") -> Facts:
    return facts_of(value, "difangxing-fagui/qiao-liang/2020-05-01.xml", digest)


def test_every_provision_has_its_citation_form() -> None:
    assert labels(VALUE) == [
        ("chp_1", "第一章"),
        ("art_1", "第一条"),
        ("art_1__para_1", "第一条第一款"),
        ("art_1-1", "第一条之一"),
        ("art_1-1__para_1", "第一条之一第一款"),
        ("art_1-1__para_2", "第一条之一第二款"),
        ("art_1-1__para_2__point_1", "第一条之一第二款第（一）项"),
        ("art_1-1__para_2__point_2", "第一条之一第二款第（二）项"),
        ("art_2", "第二条"),
        ("art_2__para_1", "第二条第一款"),
        ("art_2__para_2", "第二条第二款"),
    ]


def test_labels_of_an_attachment_begin_with_its_name() -> None:
    body = assign_ids(
        (article(1, "甲。"), Provision(level=Level.LEVEL, eid="", wid="", num="一、", heading="乙")), "att_1"
    )
    value = named(VALUE, attachments=(Attachment("att_1", "附件1", "名录", body),))
    assert labels(value)[-4:] == [
        ("att_1", "附件1"),
        ("att_1__art_1", "第一条"),
        ("att_1__art_1__para_1", "第一条第一款"),
        ("att_1__lvl_1", "附件1一、"),
    ]


def test_references_are_told_by_the_provision_that_makes_them() -> None:
    assert [(r.source, r.title, r.eid, r.words) for r in references(VALUE)] == [
        ("art_2__para_1", "", "art_1", "本条例第一条"),
        ("art_2__para_1", "海浦市渡口条例", "", "《海浦市渡口条例》"),
        ("art_2__para_1", "海浦市渡口条例", "art_3", "第三条"),
        ("art_2__para_2", "", "art_2__para_1", "本条第一款"),
    ]


@pytest.mark.parametrize(
    ("eid", "article_eid"),
    [
        ("art_3__para_2__point_1", "art_3"),
        ("art_3", "art_3"),
        ("att_1__art_2__para_1", "att_1__art_2"),
        ("lvl_1__para_1", "lvl_1__para_1"),
        ("preamble__p_1", "preamble__p_1"),
    ],
)
def test_the_article_around_a_provision(eid: str, article_eid: str) -> None:
    assert enclosing_article(eid) == article_eid


@settings(max_examples=40)
@given(acts())
def test_facts_written_are_read_again(value: Act) -> None:
    taken = facts(value)
    assert load(dump(taken)) == taken


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"kind": "difangxing-fagui"}', "甲"])
def test_foreign_text_is_no_facts(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        load(text)


def test_the_cache_gives_back_what_it_was_given(tmp_path: Path) -> None:
    cache = FactsCache(tmp_path)
    assert cache.get(["d1"]) == {}
    cache.put([facts()], ["d1"])
    assert FactsCache(tmp_path).get(["d1", "d2"]) == {"d1": facts()}
    assert cache.get(["d2"]) == {}


@pytest.mark.parametrize(
    "damage", [b"", b"not a database at all" * 100, b"SQLite format 3\x00" + b"\x00" * 50]
)
def test_a_damaged_cache_is_started_afresh(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "facts.sqlite").write_bytes(damage)
    cache = FactsCache(tmp_path)
    assert cache.get(["d1"]) == {}
    cache.put([facts()], ["d1"])
    assert cache.get(["d1"]) == {"d1": facts()}


def test_a_damaged_entry_costs_the_cache_and_nothing_else(tmp_path: Path) -> None:
    cache = FactsCache(tmp_path)
    cache.put([facts()], ["d1"])
    with sqlite3.connect(tmp_path / "facts.sqlite") as connection:
        connection.execute(f"update {_TABLE} set facts = ?", ['{"kind": 3}'])
    connection.close()
    assert cache.get(["d1"]) == {}
    cache.put([facts()], ["d1"])
    assert cache.get(["d1"]) == {"d1": facts()}


def test_a_folder_that_can_not_be_written_works_without_a_cache(tmp_path: Path) -> None:
    cache = FactsCache(tmp_path / "missing")
    cache.put([facts()], ["d1"])
    assert cache.get(["d1"]) == {}


def test_entries_of_other_revisions_are_forgotten_when_they_outweigh(tmp_path: Path) -> None:
    cache = FactsCache(tmp_path)
    cache.put([facts(digest=f"d{n}") for n in range(4)], ["d0"])
    assert set(cache.get([f"d{n}" for n in range(4)])) == {"d0"}


def test_facts_hold_no_text() -> None:
    assert "制定本条例" not in dump(facts())
