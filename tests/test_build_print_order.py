"""The order of the book, and what its tables and indexes list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.law.act import Act, Event
from compendium.law.changes import Change, ModType
from compendium.law.kinds import EventKind
from compendium.library.config import Category, PrintConfig
from compendium_build.edition.edition import Edition
from compendium_build.print.pages import strokes
from compendium_build.print.pages.back import pinyin_key, stroke_key
from compendium_build.print.pages.matter import Listed, back_of
from compendium_build.print.pages.strokes import MissingStrokes, stroke_keys
from compendium_build.print.pages.text import amendment_notes
from compendium_build.print.plan import arrange, plan_pieces
from tests.builders import configured
from tests.print_acts import BRIDGES, LAMPS, TABLED, edition_of

SCHEME = (
    Category("a", "市民", (Category("a.b", "出行", (Category("a.b.c", "步行"), Category("a.b.d", "桥"))),)),
    Category("e", "企业"),
)


def classed(made: Act, *subjects: str) -> Act:
    return replace(made, subjects=subjects)


def edition(*acts: Act) -> Edition:
    settings = PrintConfig(last_edition=date(2020, 5, 1))
    return configured(edition_of(*acts), scheme=SCHEME, print=settings, place="海浦市")


def listed(name: str) -> Listed:
    return Listed(title=f"海浦市{name}", name=name, anchor="", year=2020, day="2020-01-01", number="")


def test_regulations_stand_in_the_order_of_the_classes() -> None:
    rows = arrange(edition(classed(LAMPS, "a.b.d", "a.b.c"), classed(BRIDGES, "a.b.c"), TABLED))
    told = [(row.work.title, [division.name for division in row.opens]) for row in rows]
    assert told == [
        (BRIDGES.title, ["第一编　市民", "第一章　出行", "第一节　步行"]),
        (LAMPS.title, ["第二节　桥"]),
        (TABLED.title, ["地方性法规（未归类）"]),
    ]


def test_kinds_take_the_place_of_classes_where_there_are_none() -> None:
    rows = arrange(edition(LAMPS, BRIDGES))
    assert [division.name for row in rows for division in row.opens] == ["地方性法规", "政府规章"]


def test_tables_tell_what_ended_and_what_changed() -> None:
    gone = replace(
        LAMPS,
        events=(*LAMPS.events, Event(kind=EventKind.REPEAL, date=date(2020, 6, 1), decision="废止决定")),
    )
    made = edition(gone, BRIDGES)
    back = back_of(made, plan_pieces(made, ""))
    assert [(row.title, row.until, row.words) for row in back.repealed] == [
        (LAMPS.title, "2020年6月1日", "已被《废止决定》废止")
    ]
    assert back.changed is not None
    assert [(row.title, row.version, row.until) for row in back.changed] == [
        (LAMPS.title, "废止", "2020年6月1日")
    ]


def test_indexes_file_titles_without_the_place() -> None:
    assert pinyin_key(listed("安全条例"))[0] == "A"
    assert pinyin_key(listed("重庆路规定"))[0] == "C"
    keys = stroke_keys("一安《")
    assert keys["一"][0] == 1 and keys["安"][0] == 6 and keys["《"][0] == 0
    assert stroke_key(listed("安"), keys)[0] == "6画"


def test_missing_stroke_data_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strokes, "UNIHAN", strokes.UNIHAN.with_name("none"))
    with pytest.raises(MissingStrokes, match="apt install unicode-data"):
        stroke_keys("一")


def test_amendments_are_told_under_their_articles() -> None:
    day = date(2024, 3, 1)
    changes = (
        Change(
            type=ModType.INSERTION, decision="/d", decided=day, modification="m1", eid="art_2", before=day
        ),
        Change(
            type=ModType.SUBSTITUTION,
            decision="/d",
            decided=day,
            modification="m2",
            eid="art_3__para_1",
            before=day,
        ),
        Change(
            type=ModType.RENUMBERING,
            decision="/d",
            decided=day,
            modification="m3",
            eid="art_4",
            before=day,
            was=("art_3",),
        ),
    )
    made = amendment_notes(replace(LAMPS, changes=changes), {"/d": "关于修改的决定"})
    assert made == {
        "art_2": ["〔2024年3月1日《关于修改的决定》增加〕"],
        "art_3": ["〔2024年3月1日《关于修改的决定》修改〕"],
    }
