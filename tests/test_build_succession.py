"""The act that came after is named on both: on the one that it ended and on itself."""

from __future__ import annotations

import re
from datetime import date
from xml.etree.ElementTree import Element, tostring

import pytest

from compendium.akn import parse_act
from compendium.editing.importing import Options, plan_import
from compendium.law.act import Act
from compendium.library.catalog import Catalog, load_catalog
from compendium.library.told_effects import ended_by, ends
from compendium.text.effect_words import succession_lines
from compendium_build.data.records import work_record
from compendium_build.print.pages.back import set_back
from compendium_build.print.pages.matter import back_of
from compendium_build.print.plan import plan_pieces
from tests.builders import Memory, draft
from tests.web_samples import edition_of, rendered

OLD, NEW = "海浦市渡口管理暂行规定", "海浦市渡口管理规定"
DAY = date(2024, 1, 1)


def rule(title: str, year: int, last: str = "") -> str:
    return (
        f"# {title}\n\n（{year}年3月1日海浦市人民政府令第{year - 2000}号公布）\n\n"
        f"第一条　甲。\n\n第二条　本规定自{year}年5月1日起施行。{last}\n"
    )


def acts(*texts: str) -> list[Act]:
    """The acts of an import of these texts."""
    drafts = [draft(text, f"{number}.md") for number, text in enumerate(texts)]
    plan = plan_import(drafts, load_catalog(Memory({})), Options(), "cn-hp", "海浦市")
    return [parse_act(data, path) for path, data in plan.files.items() if data]


def catalog(*texts: str) -> Catalog:
    return edition_of(acts(*texts)).catalog


def lines(held: Catalog, title: str, day: date = DAY) -> list[str]:
    return succession_lines(held, held.by_title[title][0], day)


ENDS, REPLACES = f"《{OLD}》同时废止。", f"本规定代替《{OLD}》。"
DECISION = (
    "# 海浦市人民政府关于废止部分规章的决定\n\n（2022年3月1日海浦市人民政府令第22号公布）\n\n"
    f"废止《{OLD}》。\n\n本决定自2022年5月1日起施行。\n"
)


@pytest.mark.parametrize(
    ("last", "day", "old", "new"),
    [
        (ENDS, DAY, f"已被《{NEW}》废止", f"同时废止了《{OLD}》"),
        (
            ENDS,
            date(2021, 1, 1),
            f"将于2022年5月1日起被《{NEW}》废止",
            f"自2022年5月1日起同时废止《{OLD}》",
        ),
        (REPLACES, DAY, f"已被《{NEW}》代替", f"代替《{OLD}》"),
    ],
)
def test_both_name_the_other(last: str, day: date, old: str, new: str) -> None:
    held = catalog(rule(OLD, 2010), rule(NEW, 2022, last))
    assert lines(held, OLD, day) == [old]
    assert lines(held, NEW, day) == [new]


def test_a_decision_is_named_too() -> None:
    held = catalog(rule(OLD, 2010), DECISION)
    assert lines(held, OLD) == ["已被《海浦市人民政府关于废止部分规章的决定》废止"]
    assert lines(held, "海浦市人民政府关于废止部分规章的决定") == [f"废止了《{OLD}》"]
    end = ended_by(held, held.by_title[OLD][0])
    assert end and end.work and end.work.title == "海浦市人民政府关于废止部分规章的决定"


def test_what_is_not_recorded_is_not_told() -> None:
    held = catalog(rule(OLD, 2010), rule(NEW, 2022))
    assert lines(held, OLD) == lines(held, NEW) == []
    held = catalog(rule(NEW, 2022, ENDS))
    assert list(ends(held, held.by_title[NEW][0])) == []


def test_pages_and_records_lead_to_the_other() -> None:
    edition = edition_of(acts(rule(OLD, 2010), rule(NEW, 2022, REPLACES)), DAY)
    old, new = (edition.catalog.by_title[title][0] for title in (OLD, NEW))
    pages = rendered(edition)
    ended = pages[f"{old.folder}/index.html"].decode()
    assert re.search(
        rf'由何终止</dt><dd>已被<a href="[^"]*{new.slug}/index.html">《{NEW}》</a>代替</dd>', ended
    )
    ending = pages[f"{new.folder}/index.html"].decode()
    assert re.search(rf'终止他法</dt><dd>代替<a href="[^"]*{old.slug}/index.html">《{OLD}》</a></dd>', ending)
    record = work_record(edition, old)["ended_by"]
    assert record == {
        "title": NEW,
        "work": new.uri,
        "date": "2022-05-01",
        "kind": "repeal",
        "replaces": True,
        "page": f"{new.folder}/index.html",
    }
    assert [each["work"] for each in work_record(edition, new)["ends"]] == [old.uri]


def test_the_book_names_it_in_the_table_and_under_the_title() -> None:
    edition = edition_of(acts(rule(OLD, 2010), rule(NEW, 2022, ENDS)), DAY)
    pieces = plan_pieces(edition, "")
    (entry,) = (entry for piece in pieces for entry in piece.entries)
    assert (entry.title, entry.ends) == (NEW, (f"同时废止了《{OLD}》",))
    back = back_of(edition, pieces)
    (row,) = back.repealed
    assert (row.words, row.by) == (f"已被《{NEW}》废止", entry.folder)
    body = Element("body")
    set_back(body, back)
    assert f'{entry.folder}">已被《{NEW}》废止</a>' in tostring(body, "unicode")
