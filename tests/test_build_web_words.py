"""The words for status, dates and events: plain, and honest about what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.law.act import Basis, Commencement, Event
from compendium.law.kinds import EventKind
from compendium.text.wording import event_words, pending_words, span_words, start_words, status_words
from compendium_build.edition.addresses import absolute, relative
from compendium_build.web.lists.lists import index_stems
from tests.web_acts import BODY, FIRE, PLAIN, TABLES
from tests.web_samples import edition_of

D = date(2020, 3, 19)
EDITION = edition_of()


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Event(kind=EventKind.ADOPTION, date=D, body=BODY, session="第四次会议"), f"{BODY}第四次会议通过"),
        (Event(kind=EventKind.PROMULGATION, date=D, number="令第52号"), "公布（令第52号）"),
        (
            Event(kind=EventKind.APPROVAL, date=D, body="甲机关", decision="乙决定"),
            "根据《乙决定》，甲机关批准",
        ),
        (Event(kind=EventKind.AMENDMENT, date=D, decision="乙决定", ordinal=3), "根据《乙决定》第三次修正"),
        (
            Event(
                kind=EventKind.AMENDMENT,
                date=D,
                body="甲会",
                session="第四次会议",
                decision="乙决定",
                ordinal=2,
            ),
            "甲会第四次会议通过《乙决定》，第二次修正",
        ),
        (
            Event(kind=EventKind.REPEAL, date=D, body="市人民政府", decision="乙决定"),
            "根据市人民政府《乙决定》废止",
        ),
        (Event(kind=EventKind.REVISION, date=D), "修订"),
        (Event(kind=EventKind.AMENDMENT, date=D, ordinal=1), "第一次修正"),
    ],
)
def test_event_words(event: Event, words: str) -> None:
    assert event_words(event) == words


@pytest.mark.parametrize(
    ("uri", "index", "day", "words"),
    [
        (FIRE, 0, date(2014, 1, 1), "尚未施行，将于2015年5月1日起施行"),
        (FIRE, 0, date(2016, 1, 1), "现行有效，自2015年5月1日起施行"),
        (
            FIRE,
            1,
            date(2021, 1, 1),
            "现行有效，施行日期以公布该修改的决定为准，此处以通过日期（2020年3月19日）排列",
        ),
        (FIRE, 2, date(2021, 1, 1), "尚未施行，将于2024年11月1日起施行"),
        (PLAIN, 0, date(2030, 1, 1), "尚未施行，施行日期另行规定"),
        (TABLES, 0, date(2026, 1, 1), "现行有效，自2022年1月1日起施行，将于2026年12月31日起失效"),
        (TABLES, 0, date(2026, 12, 31), "失效，自2026年12月31日起不再施行"),
    ],
)
def test_status_words(uri: str, index: int, day: date, words: str) -> None:
    assert status_words(EDITION.catalog.by_uri[uri].expressions, index, day) == words


def test_text_with_no_stated_day_is_put_down_to_a_decision_only_where_one_made_it() -> None:
    (amended,) = EDITION.catalog.by_uri[FIRE].expressions[1:2]
    decided = "施行日期以公布该修改的决定为准，此处以通过日期（2020年3月19日）排列"
    assert start_words([amended], 0) == decided
    original = replace(amended, events=())
    assert start_words([original], 0) == "施行日期未在文本中载明，此处以2020年3月19日排列"


def test_place_name_that_most_titles_begin_with_is_left_out_of_the_index() -> None:
    stems = index_stems(["a-b-x", "a-b-y", "a-b-z", "a-c", "d"])
    assert stems == {"a-b-x": "x", "a-b-y": "y", "a-b-z": "z", "a-c": "c", "d": "d"}
    assert index_stems(["a", "b-c"]) == {"a": "a", "b-c": "b-c"}
    assert index_stems([]) == {}


def test_span_ends_with_the_repeal() -> None:
    versions = EDITION.catalog.by_uri[TABLES].expressions
    assert span_words(versions, 0) == "自2022年1月1日起施行，2026年12月31日起失效"


@pytest.mark.parametrize(
    ("basis", "start", "words"),
    [
        (Basis.STATED, date(2027, 3, 1), "自2027年3月1日起施行"),
        (Basis.STATED, date(2026, 11, 23), ""),
        (Basis.NOT_STATED, date(2027, 3, 1), "施行日期未载明"),
        (Basis.UNDETERMINED, None, "施行日期另行规定"),
    ],
)
def test_pending_words(basis: Basis, start: date | None, words: str) -> None:
    assert pending_words(Commencement("c", start, basis), date(2026, 11, 23)) == words


def test_addresses_have_one_slash_between_their_parts() -> None:
    assert absolute(EDITION, "a/index.html") == "https://law.example.cn/fagui/a/index.html"
    assert relative("a/b/index.html", "c/index.html", "art_1") == "../../c/index.html#art_1"
