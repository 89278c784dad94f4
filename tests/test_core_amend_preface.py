"""The 题注 of an amended text: one more event, in the form of the file, and it reads back."""

from __future__ import annotations

from datetime import date

import pytest

from compendium.amending.preface import Preface, PrefaceUnread, amended_preface
from compendium.law.act import Act, Event, FrontLine, Para
from compendium.law.days import read_history
from compendium.law.kinds import ActKind, EventKind
from tests.builders import act, named

BODY = "海浦市第十二届人民代表大会常务委员会"
WORDS = f"2024年3月19日{BODY}第三十次会议《关于修改〈海浦市桥梁条例〉等2件地方性法规的决定》"
TITLE = "海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》等2件地方性法规的决定"
SPACED = f"2020年3月19日 {BODY}第五次会议通过"
MADE = f"2020年3月19日{BODY}第五次会议通过"
FIRST = f"2021年1月8日{BODY}第十次会议《关于修改〈海浦市桥梁条例〉的决定》"


def decision(*events: Event, title: str = TITLE, number: str = "") -> Act:
    passed = Event(
        kind=EventKind.ADOPTION, date=date(2024, 3, 19), body=BODY, session="第三十次会议", words="通过"
    )
    kind = ActKind.AMENDING_DECISION
    return named(act(title=title), kind=kind, events=events or (passed,), number=number)


def told(*lines: str, **changes: object) -> Act:
    """An act with these lines for its 题注, and the events they tell."""
    value = act()
    history = tuple(FrontLine("history", Para((line,))) for line in lines)
    value = named(value, front=(*value.front, *history))
    return named(value, events=read_history(value.history).events, **changes)


def history(front: tuple[FrontLine, ...]) -> list[str]:
    return [line.para.text for line in front if line.role == "history"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((f"（{MADE}）",), [f"（{MADE}\u3000根据{WORDS}修正）"]),
        (
            (MADE.replace("日海", "日 海"),),
            [MADE.replace("日海", "日 海"), f"{WORDS.replace('日海', '日 海')}修正"],
        ),
        ((MADE,), [MADE, f"根据{WORDS}修正"]),
        (
            (f"（{MADE}\u3000根据{FIRST}第一次修正）",),
            [f"（{MADE}\u3000根据{FIRST}第一次修正\u3000根据{WORDS}第二次修正）"],
        ),
        (
            (f"（{MADE}", f"根据{FIRST}第一次修正）"),
            [f"（{MADE}", f"根据{FIRST}第一次修正", f"根据{WORDS}第二次修正）"],
        ),
        (
            (MADE.replace("日海", "日 海"), f"{FIRST}第一次修正）"),
            [MADE.replace("日海", "日 海"), f"{FIRST}第一次修正", f"{WORDS}第二次修正）"],
        ),
        ((MADE[:20], f"{MADE[20:]}"), [MADE[:20], f"{MADE[20:]}\u3000根据{WORDS}修正"]),
        ((f"{MADE}。",), [f"{MADE}。", f"根据{WORDS}修正"]),
    ],
)
def test_the_file_keeps_its_form(before: tuple[str, ...], after: list[str]) -> None:
    preface = amended_preface(told(*before), decision())
    assert history(preface.front) == after
    assert preface.remarks == ()
    assert preface.events[-1].decision == "关于修改〈海浦市桥梁条例〉等2件地方性法规的决定"


def test_a_single_unnumbered_amendment_becomes_the_first() -> None:
    before = told(f"（{MADE}\u3000根据{FIRST}修正）")
    preface = amended_preface(before, decision())
    assert history(preface.front) == [f"（{MADE}\u3000根据{FIRST}第一次修正\u3000根据{WORDS}第二次修正）"]
    assert [event.ordinal for event in preface.events] == [0, 1, 2]
    assert preface.remarks == ("题注中2021年1月8日的“修正”改为“第一次修正”",)


def test_revisions_are_counted_apart() -> None:
    revised = f"2022年5月6日{BODY}第十五次会议修订"
    preface = amended_preface(told(f"（{MADE}\u3000{revised}）"), decision())
    assert history(preface.front) == [f"（{MADE}\u3000{revised}\u3000根据{WORDS}修正）"]
    numbered = told(f"（{MADE}\u3000根据{FIRST}第一次修正\u3000{revised}）")
    assert amended_preface(numbered, decision()).events[-1].ordinal == 2


def test_a_count_that_does_not_agree_is_remarked() -> None:
    preface = amended_preface(told(f"（{MADE}\u3000根据{FIRST}第三次修正）"), decision())
    assert preface.events[-1].ordinal == 4
    assert preface.remarks == ("题注原记到第三次，所列只有一次，新增的按第四次，请核对",)


def test_a_text_without_one_gets_the_new_event_only() -> None:
    preface = amended_preface(act(), decision())
    assert [line.role for line in preface.front] == ["docTitle", "history"]
    assert history(preface.front) == [f"（根据{WORDS}修正）"]
    assert "原文没有题注" in preface.remarks[0]


def test_a_decision_without_a_day_leaves_it_as_it_is() -> None:
    before = told(MADE)
    undated = named(decision(), events=())
    preface = amended_preface(before, undated)
    assert (preface.front, preface.events) == (before.front, before.events)
    assert "没有写明通过或者公布的日期" in preface.remarks[0]


def test_an_approved_decision_names_both_bodies() -> None:
    passed = Event(
        kind=EventKind.ADOPTION,
        date=date(2024, 3, 19),
        body="海浦市人民代表大会常务委员会",
        session="第三十次会议",
    )
    approved = Event(
        kind=EventKind.APPROVAL,
        date=date(2024, 5, 30),
        body="江东省人民代表大会常务委员会",
        session="第八次会议",
    )
    preface = amended_preface(told(f"（{MADE}）"), decision(passed, approved))
    last = history(preface.front)[0]
    assert last.endswith(
        "根据2024年3月19日海浦市人民代表大会常务委员会第三十次会议通过\u3000"
        "2024年5月30日江东省人民代表大会常务委员会第八次会议批准的"
        "《海浦市人民代表大会常务委员会关于修改〈海浦市桥梁条例〉等2件地方性法规的决定》修正）"
    )
    assert [e.kind.chinese for e in preface.events] == ["通过", "通过", "修正"]


def test_a_government_decision_is_named_by_its_order() -> None:
    order = Event(kind=EventKind.PROMULGATION, date=date(2024, 3, 19), number="海浦市人民政府令第8号")
    made = decision(order, title="海浦市人民政府关于修改《海浦市渡口办法》的决定", number=order.number)
    preface = amended_preface(told("（2020年3月19日海浦市人民政府令第1号公布）"), made)
    assert history(preface.front) == [
        "（2020年3月19日海浦市人民政府令第1号公布\u3000"
        "根据2024年3月19日海浦市人民政府令第8号公布的《海浦市人民政府关于修改〈海浦市渡口办法〉的决定》修正）"
    ]


def test_a_court_names_its_whole_decision() -> None:
    passed = Event(
        kind=EventKind.ADOPTION, date=date(2024, 3, 19), body="最高人民法院审判委员会", session="第1900次会议"
    )
    made = decision(passed, title="最高人民法院关于修改《海事规定》的决定")
    preface = amended_preface(told("（2020年3月19日最高人民法院审判委员会第1800次会议通过）"), made)
    assert "第1900次会议通过的《最高人民法院关于修改〈海事规定〉的决定》修正）" in history(preface.front)[0]


def test_the_words_of_the_state_council_are_kept() -> None:
    earlier = "2021年1月8日 《国务院关于修改〈海浦港办法〉的决定》第一次修订"
    order = Event(
        kind=EventKind.PROMULGATION, date=date(2024, 3, 19), body="国务院", number="国务院令第800号"
    )
    made = decision(order, title="国务院关于修改《海浦港办法》的决定")
    preface = amended_preface(told("1990年1月8日 国务院发布", earlier), made)
    assert preface.events[-1].kind is EventKind.REVISION
    assert history(preface.front)[-1].endswith("《国务院关于修改〈海浦港办法〉的决定》第二次修订")


def test_an_end_that_is_told_stays_last() -> None:
    end = Event(kind=EventKind.REPEAL, date=date(2030, 1, 1))
    before = told(f"（{MADE}）")
    preface = amended_preface(named(before, events=(*before.events, end)), decision())
    assert [event.kind for event in preface.events] == [
        EventKind.ADOPTION,
        EventKind.AMENDMENT,
        EventKind.REPEAL,
    ]


def test_lines_with_brackets_of_their_own_keep_them() -> None:
    preface = amended_preface(told(f"（{MADE}）", f"（{MADE.replace('2020', '2021')}）"), decision())
    assert history(preface.front)[-1] == f"（根据{WORDS}修正）"
    assert preface.events[-1].date == date(2024, 3, 19)
    assert "未能识读" in preface.remarks[0]


def test_a_decision_that_is_told_already_is_not_told_twice() -> None:
    once = amended_preface(told(f"（{MADE}）"), decision())
    value = named(told(), front=once.front, events=once.events)
    assert amended_preface(value, decision()) == Preface(once.front, once.events)


def test_what_would_not_read_back_is_refused() -> None:
    passed = Event(
        kind=EventKind.ADOPTION, date=date(2024, 3, 19), body="海浦市，人民代表大会", session="第三十次会议"
    )
    with pytest.raises(PrefaceUnread, match="题注增补"):
        amended_preface(told(f"（{MADE}）"), decision(passed))
