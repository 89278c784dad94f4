"""From what a person asks to a version and a provision."""

from __future__ import annotations

from datetime import date

import pytest

from compendium.akn import write_act
from compendium.law.act import Act, Attachment, Basis, Commencement, Event
from compendium.law.days import day_words
from compendium.law.kinds import EventKind
from compendium.law.names import assign_ids, expression_path
from compendium.library.catalog import (
    NoProvision,
    NoTranslation,
    Work,
    find_provision,
    load_catalog,
    version_for,
)
from compendium.library.facts import facts_of
from compendium.text.wording import standing_words
from tests.builders import Memory, act, article, chapter, named, paragraph, point

LIST = paragraph("有下列情形的：", point("（一）", "新建；"), point("（二）", "改建。"))
ANNEX = Attachment("att_1", "附件1", "名录", assign_ids((article(1, "甲桥。"),), "att_1"))
VALUE = named(
    act(
        chapter(
            "第一章",
            "总则",
            article(1, "为了桥梁的安全，制定本条例。"),
            article((1, 1), "桥梁应当登记。", LIST),
        ),
        article(2, "本条例自2020年5月1日起施行。"),
    ),
    attachments=(ANNEX,),
)
FACTS = facts_of(VALUE, "x.xml", "")


@pytest.mark.parametrize(
    ("words", "eid"),
    [
        ("第一条", "art_1"),
        ("第1条", "art_1"),
        (" 第一条 ", "art_1"),
        ("第一条之一", "art_1-1"),
        ("第一条之一第二款", "art_1-1__para_2"),
        ("第一条之一第二款第（二）项", "art_1-1__para_2__point_2"),
        ("第一条之一第二款第二项", "art_1-1__para_2__point_2"),
        ("第一章", "chp_1"),
        ("art_1-1__para_2", "art_1-1__para_2"),
        ("chp_1", "chp_1"),
        ("att_1__art_1", "att_1__art_1"),
        ("附件1", "att_1"),
        ("att_1", "att_1"),
    ],
)
def test_words_find_a_provision(words: str, eid: str) -> None:
    assert find_provision(VALUE, FACTS, words).eid == eid


@pytest.mark.parametrize(
    "words",
    ["第九条", "第一条第二款", "", "甲", "art_9", "第二章", "第一条之一第二款第（三）项", "第一条、第二条"],
)
def test_what_is_not_there_is_refused_with_the_version(words: str) -> None:
    with pytest.raises(NoProvision, match="《海浦市桥梁条例》2020-05-01 的版本没有"):
        find_provision(VALUE, FACTS, words)


def test_a_point_without_its_paragraph_is_found_where_it_is_the_only_one() -> None:
    assert find_provision(VALUE, FACTS, "第一条之一第（二）项").eid == "art_1-1__para_2__point_2"


NEXT = act(article(1, "新的条文。"), day=date(2024, 6, 1))
ENGLISH = named(act(), language="eng", title="Bridge Regulations")
REPEAL = Event(kind=EventKind.REPEAL, date=date(2030, 1, 1))
EXPIRY = Event(kind=EventKind.EXPIRY, date=date(2030, 1, 1))
OPEN = (Commencement("cm_1", None, Basis.UNDETERMINED),)
UNSTATED = (Commencement("cm_1", date(2020, 5, 1), Basis.NOT_STATED),)


def work(*values: Act) -> Work:
    contents = {expression_path(a.work, a.language, a.date): write_act(a) for a in values}
    return load_catalog(Memory(contents)).works[0]


@pytest.mark.parametrize(
    ("values", "day", "words"),
    [
        ([act()], date(2020, 5, 1), "现行有效，自2020年5月1日起施行"),
        ([act()], date(2020, 4, 30), "尚未施行，将于2020年5月1日起施行"),
        ([act(), NEXT], date(2024, 6, 1), "现行有效，自2024年6月1日起施行"),
        ([act(), NEXT], date(2024, 5, 31), "现行有效，自2020年5月1日起施行"),
        (
            [named(act(), events=(REPEAL,))],
            date(2030, 1, 1),
            "已废止，自2020年5月1日起施行，2030年1月1日起不再有效",
        ),
        ([named(act(), events=(REPEAL,))], date(2029, 12, 31), "现行有效，自2020年5月1日起施行"),
        (
            [named(act(), events=(EXPIRY,))],
            date(2030, 1, 1),
            "失效，自2020年5月1日起施行，2030年1月1日起不再有效",
        ),
        ([named(act(), commencements=OPEN)], date(2030, 1, 1), "尚未施行，施行日期待定"),
        (
            [named(act(), commencements=UNSTATED)],
            date(2030, 1, 1),
            "现行有效，2020年5月1日的版本，施行日期未载明",
        ),
    ],
)
def test_how_an_act_stands_is_said_in_words(values: list[Act], day: date, words: str) -> None:
    assert standing_words(work(*values).expressions, day) == words


def test_the_version_of_a_day_in_a_language() -> None:
    found = work(act(), NEXT, ENGLISH)
    assert version_for(found, date(2025, 1, 1)).date == date(2024, 6, 1)
    assert version_for(found, date(2021, 1, 1), "eng").language == "eng"
    with pytest.raises(NoTranslation, match="2020-05-01"):
        version_for(found, date(2025, 1, 1), "eng")


def test_days_are_written_in_chinese() -> None:
    assert day_words(date(2020, 5, 1)) == "2020年5月1日"
    assert day_words(date(1, 1, 1)) == "日期不明"
