"""eIds by number and place; wIds that last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.law.act import Provision
from compendium.law.kinds import Level
from compendium.law.names import EID, WID, assign_ids, born_on, number_of, with_wids
from tests.builders import article, chapter, paragraph, point


def eids(*roots: Provision, prefix: str = "") -> list[str]:
    return [p.eid for root in assign_ids(roots, prefix) for p in root.walk()]


def test_articles_do_not_name_their_chapter() -> None:
    assert eids(
        chapter("第一章", "总则", article(1, "甲。")), chapter("第二章", "附则", article(2, "乙。"))
    ) == [
        "chp_1",
        "art_1",
        "art_1__para_1",
        "chp_2",
        "art_2",
        "art_2__para_1",
    ]


def test_points_and_indents_stand_below_their_paragraph() -> None:
    indent = Provision(level=Level.INDENT, eid="", wid="", num="1.")
    sub = Provision(level=Level.SUBINDENT, eid="", wid="", num="（1）")
    body = article(3, "甲。", paragraph("乙：", point("（一）", "丙", replace(indent, children=(sub,)))))
    assert eids(body) == [
        "art_3",
        "art_3__para_1",
        "art_3__para_2",
        "art_3__para_2__point_1",
        "art_3__para_2__point_1__indent_1",
        "art_3__para_2__point_1__indent_1__indent_1",
    ]


def test_inserted_articles_keep_the_number_they_print() -> None:
    assert eids(article((12, 1), "甲。"))[0] == "art_12-1"


def test_a_repeated_number_gets_an_eid_of_its_own() -> None:
    items = paragraph("甲：", point("（一）", "子"), point("（一）", "丑"), point("（一）", "寅"))
    assert eids(article(1, items))[2:] == [
        "art_1__para_1__point_1",
        "art_1__para_1__point_1x2",
        "art_1__para_1__point_1x3",
    ]


def test_ids_in_an_attachment_begin_with_it() -> None:
    assert eids(chapter("第一章", "总则", article(1, "甲。")), prefix="att_2") == [
        "att_2__chp_1",
        "att_2__art_1",
        "att_2__art_1__para_1",
    ]


def test_a_number_that_can_not_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="第甲条"):
        assign_ids((Provision(level=Level.ARTICLE, eid="", wid="", num="第甲条"),))


@pytest.mark.parametrize(
    ("level", "num", "number"),
    [
        (Level.ARTICLE, "第十条之二", (10, 2)),
        (Level.ARTICLE, "Article 3", (3,)),
        (Level.POINT, "（四）", (4,)),
        (Level.LEVEL, "五、", (5,)),
        (Level.PARAGRAPH, "", ()),
    ],
)
def test_numbers_are_read_by_level(level: Level, num: str, number: tuple[int, ...]) -> None:
    assert number_of(level, num) == number


def test_what_is_not_named_takes_its_parents_wid() -> None:
    (art,) = with_wids(assign_ids((article(5, "甲。"),)), {"art_5": "art_3"})
    assert (art.wid, art.children[0].wid) == ("art_3", "art_3__para_1")
    assert (art.eid, art.children[0].eid) == ("art_5", "art_5__para_1")


@pytest.mark.parametrize(
    "wid",
    ["art_3", "art_3@2024-05-01", "art_3@2024-05-01__para_1", "art_3__para_1@2020-01-01__point_2@2024-01-01"],
)
def test_born_wids_have_the_form_of_wids(wid: str) -> None:
    assert WID.fullmatch(wid)


def test_a_birth_is_dated() -> None:
    assert born_on("art_3", date(2024, 5, 1)) == "art_3@2024-05-01"
    assert EID.fullmatch("art_3") and not EID.fullmatch("art_3@2024-05-01")
