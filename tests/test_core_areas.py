"""A suspension in one place is answered for that place."""

from __future__ import annotations

from datetime import date

import pytest

from compendium.akn import write_act
from compendium.law.act import Event
from compendium.law.areas import areas_of, holds_in, mentions
from compendium.law.kinds import EventKind
from compendium.law.names import expression_path
from compendium.law.timeline import Status, standing
from compendium.library.catalog import load_catalog
from compendium.library.facts import Facts
from compendium.text.suspended import unknown_place
from compendium.text.wording import standing_words, suspended_lines, suspended_marks
from tests.builders import Memory, act, article, named

ZONE = "中国（海浦）自由贸易试验区"
DAY = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("area", "place", "held", "named_there"),
    [
        ("新港区", "新港区", True, True),
        ("海浦市新港区", "新港区", True, True),
        ("新港区", "海浦市新港区", True, True),
        ("新港区", "新港区渡口镇", True, True),
        ("新港区、旧港区和东滩镇", "旧港区", True, True),
        ("新港区渡口镇", "新港区", False, True),
        (ZONE, "中国(海浦)自由贸易试验区", True, True),
        (f"{ZONE}新港片区", "新港片区", True, True),
        (f"{ZONE}新港片区", ZONE, False, True),
        ("新港区", "港区", False, True),
        ("海浦市新港区", "海浦市", False, True),
        ("新港区", "旧港区", False, False),
        ("新港区", "", False, True),
    ],
)
def test_a_place_and_an_area(area: str, place: str, held: bool, named_there: bool) -> None:
    assert holds_in(area, place) is held
    assert mentions(area, place) is named_there


def test_places_named_together() -> None:
    assert areas_of("新港区、旧港区和东滩镇") == ("新港区", "旧港区", "东滩镇")


def facts(*events: Event) -> tuple[Facts, ...]:
    made = named(act(article(1, "甲。"), article(2, "乙。"), day=date(2020, 5, 1)), events=events)
    catalog = load_catalog(Memory({expression_path(made.work, "zho", made.date): write_act(made)}))
    return catalog.works[0].expressions


def suspension(area: str = "", *places: str) -> Event:
    return Event(
        kind=EventKind.SUSPENSION,
        date=date(2024, 1, 1),
        decision="关于暂停的决定",
        area=area,
        places=places,  # type: ignore[arg-type]
    )


def test_a_whole_act_suspended_in_one_place() -> None:
    versions = facts(suspension("海浦市新港区"))
    assert standing(versions, DAY).status is Status.IN_FORCE
    assert standing(versions, DAY, "新港区").status is Status.SUSPENDED
    assert standing(versions, DAY, "旧港区").status is Status.IN_FORCE
    assert standing(versions, date(2023, 6, 1), "新港区").status is Status.IN_FORCE
    assert standing_words(versions, DAY, "新港区") == "在新港区暂停施行，自2020年5月1日起施行"
    assert standing_words(facts(suspension()), DAY, "新港区").startswith("暂停施行，")


def test_provisions_suspended_in_one_place() -> None:
    versions = facts(suspension("新港区", "art_2"), suspension("旧港区", "art_1"), suspension("", "art_1"))
    told = "自2024年1月1日起在新港区暂停施行"
    assert suspended_marks(versions, DAY, place="新港区") == {
        "art_2": told,
        "art_1": "自2024年1月1日起暂停施行",
    }
    assert suspended_marks(versions, DAY, place="东滩镇") == {"art_1": "自2024年1月1日起暂停施行"}
    assert suspended_marks(versions, DAY)["art_2"] == told
    assert len(suspended_lines(versions, 0, DAY)) == 3
    assert [line.partition("自")[0] for line in suspended_lines(versions, 0, DAY, "新港区")] == [
        "第二条",
        "第一条",
    ]


def test_what_was_resumed_there_holds_again() -> None:
    again = Event(kind=EventKind.RESUMPTION, date=date(2024, 3, 1), area="新港区", decision="关于恢复的决定")
    assert standing(facts(suspension("新港区"), again), DAY, "新港区").status is Status.IN_FORCE
    everywhere = facts(suspension(), again)
    assert standing(everywhere, DAY, "新港区").status is Status.IN_FORCE
    assert suspended_lines(everywhere, 0, DAY, "新港区") == []
    assert standing(everywhere, DAY, "旧港区").status is standing(everywhere, DAY).status is Status.SUSPENDED


def test_a_place_that_no_suspension_names_is_told() -> None:
    versions = facts(suspension("新港区"))
    assert unknown_place(versions, "新港区") == ""
    told = unknown_place(versions, "新巷区")
    assert told == "库中没有哪一项暂停、恢复施行写到“新巷区”（写到的有：新港区），以下与不写地名的答复相同"
    assert unknown_place(facts(), "新港区").startswith("库中没有哪一项暂停、恢复施行写到“新港区”，")
