"""The forms of 题注 found in texts, with invented bodies and days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.law.days import read_history

PASSED = "2004年8月19日海浦市第二届人民代表大会常务委员会第四次会议通过"
AMENDED = "2010年9月17日海浦市第三届人民代表大会常务委员会第二十一次会议《关于修改〈海浦市桥梁条例〉的决定》"
A, P, AP, AM, RV, CM, RP = (
    "adoption",
    "promulgation",
    "approval",
    "amendment",
    "revision",
    "commencement",
    "repeal",
)


def told(text: str) -> list[tuple[str, str]]:
    history = read_history(text)
    assert history.unread == ()
    return [(event.kind.value, event.date.isoformat()) for event in history.events]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (f"（{PASSED}）", [(A, "2004-08-19")]),
        (f"({PASSED})", [(A, "2004-08-19")]),
        (PASSED, [(A, "2004-08-19")]),
        (f"{PASSED}）", [(A, "2004-08-19")]),
        (f"（{PASSED}）。", [(A, "2004-08-19")]),
        (PASSED.replace("日海", "日 海"), [(A, "2004-08-19")]),
        (f"（{PASSED}　根据{AMENDED}修正）", [(A, "2004-08-19"), (AM, "2010-09-17")]),
        (f"{PASSED}\n{AMENDED}第一次修正", [(A, "2004-08-19"), (AM, "2010-09-17")]),
        (f"{PASSED}根据{AMENDED}修正", [(A, "2004-08-19"), (AM, "2010-09-17")]),
        (f"{PASSED}  根据\n{AMENDED}第二次修正）", [(A, "2004-08-19"), (AM, "2010-09-17")]),
        (f"{PASSED}\u00a0\u00a0{AMENDED}修正", [(A, "2004-08-19"), (AM, "2010-09-17")]),
        (f"{PASSED}根据", [(A, "2004-08-19")]),
        (AMENDED.replace("会议《", "会议通过的《") + "修正", [(AM, "2010-09-17")]),
        (AMENDED.replace("会议《", "会议批准的《") + "第三次修正", [(AM, "2010-09-17")]),
        (AMENDED.replace("会议《", "会议通过批准的《") + "修正", [(AM, "2010-09-17")]),
        (
            "2010年9月17日海浦市第三届人民代表大会常务委员会第二十一次会议关于修改《海浦市桥梁条例》的决定第一次修正",
            [(AM, "2010-09-17")],
        ),
        ("2010年9月17日海浦市第三届人民代表大会常务委员会第二十一次会议修订）", [(RV, "2010-09-17")]),
        ("2010年9月17日海浦市第三届人民代表大会常务委员会第二十一次会议第二次修订", [(RV, "2010-09-17")]),
        (
            f"{PASSED}\n2004年9月28日海浦省第十届人民代表大会常务委员会第五次会议批准",
            [(A, "2004-08-19"), (AP, "2004-09-28")],
        ),
        (
            f"{PASSED}、2004年9月28日海浦省第十届人民代表大会常务委员会第五次会议批准",
            [(A, "2004-08-19"), (AP, "2004-09-28")],
        ),
        (
            "2004年8月19日 市二届人大常委会第4次会议通过\n2004年9月28日 省十届人大常委会第5次会议批准\n"
            "2004年10月9日 海浦市人民代表大会常务委员会公告第10号公布\n2005年1月1日 施行",
            [(A, "2004-08-19"), (AP, "2004-09-28"), (P, "2004-10-09"), (CM, "2005-01-01")],
        ),
        ("2004年8月19日海浦市人民政府令第12号公布", [(P, "2004-08-19")]),
        (
            "（2004年8月19日海浦市人民政府令第１２号发布　自2004年10月1日起施行）",
            [(P, "2004-08-19"), (CM, "2004-10-01")],
        ),
        (f"（{PASSED}，自2004年10月1日起施行）", [(A, "2004-08-19"), (CM, "2004-10-01")]),
        (
            "（2004年8月19日海浦市人民政府令第12号公布，根据2010年12月20日海浦市人民政府令第52号公布的"
            "《海浦市人民政府关于修改〈海浦市桥梁办法〉等148件市政府规章的决定》修正并重新公布）",
            [(P, "2004-08-19"), (AM, "2010-12-20")],
        ),
        ("二〇二四年三月一日海浦市第二届人民代表大会常务委员会第四次会议通过", [(A, "2024-03-01")]),
        ("２０２４年３月１日海浦市第二届人民代表大会常务委员会第四次会议通过", [(A, "2024-03-01")]),
        (
            f"（{PASSED};2010年9月17日海浦市第三届人民代表大会常务委员会第二十一次会议修订)",
            [(A, "2004-08-19"), (RV, "2010-09-17")],
        ),
        ("2004年8月19日海浦市人民政府第23次常务会议审议通过", [(A, "2004-08-19")]),
        (f"（{PASSED}　2012年1月1日废止）", [(A, "2004-08-19"), (RP, "2012-01-01")]),
        ("", []),
    ],
)
def test_every_form_is_read(text: str, events: list[tuple[str, str]]) -> None:
    assert told(text) == events


@pytest.mark.parametrize(
    "text",
    [
        "2024年2月30日海浦市第二届人民代表大会常务委员会第四次会议通过",
        "2024年13月1日海浦市第二届人民代表大会常务委员会第四次会议通过",
        "0000年0月0日海浦市第二届人民代表大会常务委员会第四次会议通过",
        "2024年十十月1日海浦市第二届人民代表大会常务委员会第四次会议通过",
        "海浦市第二届人民代表大会常务委员会第四次会议通过",
        "2024年3月1日海浦市第二届人民代表大会常务委员会第四次会议",
        "2024年3月1日海浦市桥梁",
    ],
)
def test_what_can_not_be_read_is_given_back_whole(text: str) -> None:
    history = read_history(text)
    assert (history.events, history.unread) == ((), (text,))


def test_an_unread_clause_does_not_hide_the_others() -> None:
    history = read_history(f"（{PASSED}　2024年2月30日海浦市第二届人民代表大会第四次会议修订）")
    assert [event.date for event in history.events] == [date(2004, 8, 19)]
    assert len(history.unread) == 1


def test_an_event_tells_body_session_and_number() -> None:
    adopted, amended = read_history(f"（{PASSED}　根据{AMENDED}第二次修正）").events
    assert (adopted.body, adopted.session) == ("海浦市第二届人民代表大会常务委员会", "第四次会议")
    assert amended.decision == "关于修改〈海浦市桥梁条例〉的决定"
    assert amended.ordinal == 2
    (published,) = read_history("2004年8月19日海浦市人民政府令第12号公布").events
    assert (published.body, published.number) == ("海浦市人民政府", "令第12号")


def test_a_date_inside_a_title_is_no_event() -> None:
    title = "《关于修改〈2004年8月19日通过的条例〉的决定》"
    text = f"（{PASSED}　根据2010年9月17日海浦市第三届人民代表大会常务委员会第五次会议{title}修正）"
    assert told(text) == [(A, "2004-08-19"), (AM, "2010-09-17")]


def test_the_adoption_of_a_decision_is_tied_to_its_approval() -> None:
    text = (
        f"{PASSED}\n2009年5月8日海浦市第三届人民代表大会常务委员会第九次会议通过\n"
        "2009年7月1日海浦省第十一届人民代表大会常务委员会第五次会议批准的《关于修改〈海浦市桥梁条例〉的决定》修正"
    )
    _, passed, amended = read_history(text).events
    assert passed.decision == amended.decision == "关于修改〈海浦市桥梁条例〉的决定"


@given(st.text(alphabet="2024年3月1日通过修正《》（）〈〉第次会议批准的决定根据 \n，", max_size=80))
def test_no_text_makes_it_fail(text: str) -> None:
    read_history(text)


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_any_three_numbers_are_a_day_or_unread(year: int, month: int, day: int) -> None:
    history = read_history(f"{year}年{month}月{day}日海浦市第二届人民代表大会第四次会议通过")
    assert len(history.events) + len(history.unread) == 1
