"""What words say of effect and end: each form, and what must not be taken for one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.law.commencement import ending
from compendium.law.counted import Delay
from compendium.law.kinds import EventKind
from compendium.law.validity import Until, read_validity
from tests.builders import draft

JUNE = date(2023, 6, 1)
FIVE_YEARS = date(2028, 6, 1)


@pytest.mark.parametrize(
    "words",
    [
        "本办法自2023年6月1日起施行，有效期5年。",
        "本办法自2023年6月1日起施行，有效期为五年。",
        "本办法自2023年6月1日施行，有效期五周年。",
        "本办法自2023年6月1日起执行，执行期限为5年。",
        "本办法自2023年6月1日起试行，试行期五年。",
        "本办法自2023年6月1日起试行五年。",
        "本办法自2023年6月1日起实施，暂定执行60个月。",
        "本办法自2023年6月1日起施行，其有效期暂定为五年。",
        "本办法自2023年6月1日起施行。有效期5年。",
        "本办法自2023年6月1日起施行，有效期五年，期满后自动失效。",
        "本办法自2023年6月1日起施行，有效期五年，至2028年5月31日止。",
        "本办法自2023年6月1日起施行，有效期至2028年5月31日。",
        "本办法自2023年6月1日起施行，有效期截至2028年5月31日24时止。",
        "本办法自２０２３年６月１日起施行，有效期至二〇二八年五月三十一日。",
        "本办法于2023年6月1日起施行，有效期至2028年5月底。",
        "本办法自2023年6月1日零时起施行，有效期至2028年6月1日0时止。",
        "本办法自2023年6月1日起施行，至2028年5月31日止。",
        "本办法自2023年6月1日起施行至2028年5月31日。",
        "本办法有效期自2023年6月1日起至2028年5月31日止。",
        "本办法施行时间为2023年6月1日至2028年5月31日。",
        "本办法的有效期为2023年6月1日—2028年5月31日。",
        "本办法自2023年6月1日起至2028年5月31日止施行。",
        "本办法自2023年6月1日起施行，2028年6月1日废止。",
        "本办法自2023年6月1日起施行，2028年6月1日起自动失效。",
        "本办法自2023年6月1日起施行，有效期至2028年5月31日。原《旧办法》（沪府规〔2018〕3号）同时废止。",
        "本办法自2023年6月1日起施行，有效期5年。《旧办法》（有效期至2022年8月31日）同时废止。",
        "本 办法自 2023 年 6 月 1 日起施行，有效期 5 年。",
        "本办法自2023年6月1日起施行，有效期为2023年6月1日至2028年5月31日。",
        "本办法自2023年6月1日起施行，有效期自2023年6月1日起至2028年5月31日。",
        "本《办法》自2023年6月1日起施行，有效期五年。",
        "本办法自2023年6月1日起施行,有效期5年.",
        "本办法自2023年6月1日起施行，五年内有效。",
        "本办法自2023年6月1日起施行，为期五年。",
        "本办法自2023年6月1日起施行，期限五年。",
        "本办法自2023年6月1日起施行，于2028年5月31日到期。",
        "本办法自2023年6月1日起施行，截止日期为2028年5月31日。",
        "本办法自2023年6月1日起施行，2028年5月31日止。",
        "本若干措施自2023年6月1日起施行，有效期至2028年5月31日。",
        "本办法由市建设局负责解释，自2023年6月1日起施行，有效期5年。",
        "本办法自2023年6月1日起施行，暂行五年。",
        "本办法自2023年6月1日起施行，有效期5年。有效期届满前，经评估需要继续实施的，可以延长。",
    ],
)
def test_from_june_for_five_years(words: str) -> None:
    found = read_validity([words])
    assert {saying.day for saying in found.starts} == {JUNE}
    assert {until.counted(JUNE) for until in found.ends} == {FIVE_YEARS}
    assert found.unread == []


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("本办法自2023年6月1日起施行，执行至2025年底。", date(2026, 1, 1)),
        ("本办法自2023年6月1日起至12月31日止施行。", date(2024, 1, 1)),
        ("本办法自2023年6月1日起试行一年半。", date(2024, 12, 1)),
        ("本办法自2023年6月1日起施行，有效期18个月。", date(2024, 12, 1)),
        ("本办法自2023年6月1日起施行，有效期一年零三个月。", date(2024, 9, 1)),
        ("本办法自2023年6月1日起施行，有效期半年。", date(2023, 12, 1)),
        ("本方案执行时间为2023年6月1日至2023年12月31日。", date(2024, 1, 1)),
    ],
)
def test_other_ends(words: str, end: date) -> None:
    found = read_validity([words])
    assert ([until.counted(JUNE) for until in found.ends], found.unread) == ([end], [])


@pytest.mark.parametrize(
    "words",
    [
        "本办法自2023年6月1日起施行，许可证有效期为五年。",
        "本通知自2023年6月1日起施行，《旧办法》有效期至2030年5月31日。",
        "本通知自2023年6月1日起施行，将第三条修改为“有效期至2030年5月31日”。",
        "本办法自2023年6月1日起施行，第三条有效期至2025年5月31日。",
        "本办法自2023年6月1日起施行。2020年1月1日至2020年6月30日期间发生的，按照原规定执行。",
        "本办法自2023年6月1日起施行。本办法施行前已经受理的，按照原规定执行。",
        "本办法自2023年6月1日起施行。此前取得的示例证，有效期至2025年5月31日。",
        "本办法自2023年6月1日起施行。经认定的示例企业，有效期三年。",
        "本办法自2023年6月1日起施行。对示例企业，试行两年。",
        "本办法自2023年6月1日起施行。相关优惠，至2025年12月31日止。",
        "本办法自2023年6月1日起施行。《旧办法》，有效期至2025年12月31日。",
        "本办法自2023年6月1日起施行。本办法第三条，有效期至2025年5月31日。",
        "本办法自2023年6月1日起施行。自2019年3月1日起施行的《旧办法》同时废止。",
    ],
)
def test_what_speaks_of_something_else_is_no_end(words: str) -> None:
    found = read_validity([words])
    assert ([saying.day for saying in found.starts], found.ends) == ([JUNE], [])


@pytest.mark.parametrize(
    "words",
    [
        "本办法自2023年6月起施行",
        "本办法自公布之日起30个工作日后施行",
        "本办法自2020年2月30日起施行",
        "本办法自1995年8月l日起施行",
        "本规定自国务院批准之日起施行",
        "本条例自1985年度起施行",
        "本办法有效期至2028年5月",
        "本办法自2023年6月1日起施行，有效期若干年",
        "本办法自次月1日起施行",
        "本办法经市政府批准后施行",
        "本办法自2023年6月1日起施行，有效期五年，2028年3月31日自动失效",
    ],
)
def test_what_is_not_understood_is_told_with_its_words(words: str) -> None:
    assert read_validity([f"第一句。{words}。"]).unread == [words]


@pytest.mark.parametrize(
    ("words", "delay"),
    [
        ("本办法自印发之日起30日后施行。", Delay(0, 30, 1)),
        ("本办法自发布之日起满三十日施行。", Delay(0, 30, 1)),
        ("本条例自公布后满三十日起施行。", Delay(0, 30, 1)),
        ("本办法自公布之日起第30日施行。", Delay(0, 30, 0)),
        ("本办法自公布之日起三个月后施行。", Delay(3, 0, 1)),
    ],
)
def test_days_to_be_counted(words: str, delay: Delay) -> None:
    (saying,) = read_validity([words]).starts
    assert (saying.on_publication, saying.delay) == (True, delay)


def test_from_publication_to_a_day() -> None:
    found = read_validity(["本通告自发布之日起至2023年12月31日止有效。"])
    assert (found.starts[0].on_publication, [u.day for u in found.ends]) == (True, [date(2024, 1, 1)])
    assert [u.day for u in read_validity(["（有效期至2028年5月31日）"]).ends] == [FIVE_YEARS]


def test_the_first_day_does_not_count() -> None:
    issued = date(2023, 5, 10)
    assert Delay(0, 30, 0).counted(issued) == date(2023, 6, 9)  # the thirtieth day
    assert Delay(0, 30, 1).counted(issued) == date(2023, 6, 10)  # after thirty days
    assert Delay(1, 0, 1).counted(date(2023, 1, 31)) == date(2023, 3, 1)  # the month ends with February


def test_a_year_from_the_last_of_february() -> None:
    year = Until(words="有效期一年", months=12)
    assert year.counted(date(2024, 2, 29)) == date(2025, 3, 1)
    assert Until(words="有效期四年", months=48).counted(date(2024, 2, 29)) == date(2028, 2, 29)


@given(start=st.dates(date(1949, 1, 1), date(2100, 1, 1)), months=st.integers(1, 1200))
def test_a_term_ends_the_day_before_its_day_comes_again(start: date, months: int) -> None:
    end = Until(words="", months=months).counted(start)
    assert end is not None
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) in (months, months + 1)
    assert end.day == start.day or end.day == 1


@given(st.text("本办法自起施行有效期至止年月日0123456789五，。；“”《》（）第三条", max_size=60))
def test_nothing_breaks_the_reader(words: str) -> None:
    read_validity([words])


BEGINS = "本办法自2023年6月1日起施行，"


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("自施行之日起五年内有效", 60),
        ("施行满五年自动失效", 60),
        ("自施行之日起五年后失效", 60),
        ("五年有效", 60),
        ("时效为五年", 60),
        ("有效期伍年", 60),
        ("有效期间为五年", 60),
        ("试用期一年", 12),
        ("2028年6月1日前有效", "2028-06-01"),
        ("试点期至2028年5月31日", "2028-06-01"),
        ("失效日期为2028年6月1日", "2028-06-01"),
        ("2028年5月31日后自动废止", "2028-06-01"),
        ("有效期至2028.5.31", "2028-06-01"),
        ("有效期至2028-05-31", "2028-06-01"),
        ("有效期至2028年5月31日（含）", "2028-06-01"),
        ("有效期从2023年6月1日到2028年5月31日", "2028-06-01"),
        ("有效期五年（2023年6月1日至2028年5月31日）", "2028-06-01"),
        ("试点结束后失效", None),
        ("疫情结束后自动终止", None),
        ("在国家有关规定出台之前有效", None),
        ("有效期与上位法一致", None),
    ],
)
def test_rarer_ways_to_tell_the_end(words: str, end: int | str | None) -> None:
    found = read_validity([f"{BEGINS}{words}。"])
    told = {until.day.isoformat() if until.day else until.months or None for until in found.ends}
    assert (told, found.unread) == ({end}, [])
    assert {saying.day for saying in found.starts} == {date(2023, 6, 1)}


@pytest.mark.parametrize(
    "words",
    [
        "其中第三条有效期至2025年5月31日",
        "第二条施行至2025年5月31日",
        "浦东新区自2024年1月1日起施行",
        "第三条实施日期另行公布",
    ],
)
def test_a_part_or_a_place_with_a_time_of_its_own_is_named(words: str) -> None:
    found = read_validity([f"{BEGINS}{words}。"])
    assert found.ends == []
    assert found.parts or found.unread


@pytest.mark.parametrize(
    "words",
    [
        "本规划期限为2021年至2025年。",
        "本细则与《办法》同时施行。",
        "本条例何时施行另行公布。",
        "本办法暂停执行。",
        "本办法即行废止。",
        "本办法自《实施细则》公布之日起施行。",
        "本办法自发布次月1日起施行。",
    ],
)
def test_words_on_effect_that_no_day_tells_are_named(words: str) -> None:
    found = read_validity([words])
    assert (found.starts, found.ends, len(found.unread)) == ([], [], 1)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("本办法自2023.6.1起施行。", date(2023, 6, 1)),
        ("本办法自2023年6月1日（含当日）起施行。", date(2023, 6, 1)),
        ("本办法自印发次日起施行。", Delay(0, 1, 0)),
        ("本办法自向社会公布之日起施行。", None),
        ("本办法自《解放日报》公布之日起施行。", None),
        ("本办法即日起施行。", None),
    ],
)
def test_rarer_ways_to_tell_the_day_of_effect(words: str, day: date | Delay | None) -> None:
    (saying,) = read_validity([words]).starts
    assert day == (saying.delay or saying.day)
    assert saying.on_publication is (saying.day is None)


@pytest.mark.parametrize(
    "words",
    [
        "许可证有效期五年。",
        "施行后国家另有规定的，从其规定。",
        "实施细则由市某局另行制定。",
        "自本办法施行之日起，与本办法不一致的规定自行失效。",
    ],
)
def test_what_is_not_about_the_text_is_no_end_and_no_duty(words: str) -> None:
    found = read_validity([f"本办法自2023年6月1日起施行。{words}"])
    assert (len(found.starts), found.ends, found.unread) == (1, [], [])


def test_an_end_before_the_beginning_is_a_contradiction() -> None:
    act = draft(
        "# 海浦市桥梁办法\n\n（2023年5月1日海浦市人民政府令第1号公布）\n\n第一条　甲。\n\n"
        f"第二条　{BEGINS}有效期至2022年5月31日。\n"
    ).act
    assert ending(act).unread == ("有效期至2022年5月31日",)
    assert not [event for event in act.events if event.kind is EventKind.EXPIRY]


@pytest.mark.parametrize(
    "words",
    [
        "于2028年5月31日届满",
        "于2028年5月31日期满",
        "有效期限届满日期为2028年5月31日",
        "到期日为2028年5月31日",
        "终止日期为2028年5月31日",
        "适用至2028年5月31日",
        "保留至2028年5月31日",
        "效力至2028年5月31日止",
        "最迟至2028年5月31日失效",
        "2028年5月31日起作废",
        "2028年6月1日前适用",
        "执行五年",
        "实施五年",
        "先试行五年",
        "五年内执行",
        "以五年为期",
        "五年为限",
        "五年到期",
        "使用期限五年",
        "政策期限五年",
        "有效年限五年",
        "除另行通知外有效期五年",
        "如无新规定有效期五年",
        "试点五年",
        "追溯至2023年1月1日",
        "有效期5年，第三条试行2年",
        "暂定至2025年12月31日",
    ],
)
def test_whatever_tells_a_time_is_read_or_named(words: str) -> None:
    found = read_validity([f"{BEGINS}{words}。"])
    assert found.unread or [end for end in found.ends if end.day or end.months or end.is_open]


def test_two_beginnings_are_a_contradiction() -> None:
    words = "本办法自2023年6月1日起施行。本办法自2023年7月1日起实施。"
    assert read_validity([words]).unread == ["自2023年7月1日起实施"]


def test_the_last_day_may_be_said_to_count() -> None:
    for words, day in (("（含）前有效", date(2028, 6, 1)), ("前有效", date(2028, 5, 31))):
        (end,) = read_validity([f"{BEGINS}2028年5月31日{words}。"]).ends
        assert end.day == day


def test_a_notice_speaks_of_the_text_by_its_title_and_of_time_under_a_heading() -> None:
    act = draft(
        "# 海浦市人民政府关于桥梁的意见\n\n海府规〔2023〕6号\n\n各区人民政府：\n\n一、目标\n\n坚持安全。\n\n"
        "二、有效期\n\n2023年6月1日至2028年5月31日。\n\n海浦市人民政府\n\n2023年5月10日\n"
    ).act
    assert [e.date for e in act.events if e.kind is EventKind.EXPIRY] == [FIVE_YEARS]
    assert act.commencements[0].date == JUNE
