"""What one act does to the life of others: read, recorded in any order, answered for any day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.editing.importing import Options, plan_import
from compendium.intake.draft import Draft
from compendium.law.act import Event
from compendium.law.commencement import with_ending
from compendium.law.effects import Effect, EffectKind, effects_of
from compendium.law.kinds import EventKind
from compendium.law.timeline import Status, standing, suspensions
from compendium.library.catalog import Catalog, load_catalog
from compendium.library.chain import version_before
from compendium.text.effect_words import effect_told
from compendium.text.wording import status_words, suspended_marks
from tests.builders import Memory, draft

TITLE = "海浦市桥梁办法"
ISSUED = date(2024, 2, 1)


def notice(title: str, *words: str, day: date = ISSUED, number: int = 3) -> Draft:
    """An act about the life of another, issued on a day from which it holds."""
    made = f"{day.year}年{day.month}月{day.day}日"
    body = "\n\n".join(words)
    return draft(
        f"# 海浦市人民政府{title}\n\n（{made}海浦市人民政府令第{number}号公布）\n\n{body}\n\n"
        f"本决定自{made}起施行。\n",
        f"{number}.md",
    )


def bridges(end: str = "") -> Draft:
    return draft(
        f"# {TITLE}\n\n（2020年1月10日海浦市人民政府令第1号公布）\n\n"
        "第一条　甲。\n\n第二条　乙。\n\n第三条　丙。\n\n"
        f"第四条　本办法自2020年3月1日起施行{end}。\n",
        "甲.md",
    )


def told(*words: str, title: str = f"关于《{TITLE}》有关事项的决定") -> list[Effect]:
    found = effects_of(notice(title, *words).act)
    assert found.unread == []
    return found.found


def kept(*drafts: Draft) -> Catalog:
    """The catalog after one import for each draft."""
    contents: dict[str, bytes] = {}
    for each in drafts:
        plan = plan_import([each], load_catalog(Memory(contents)), Options(), "cn-hp", "海浦市")
        assert not [outcome.refused for outcome in plan.outcomes if outcome.refused]
        merged = {**contents, **plan.files}
        contents = {path: data for path, data in merged.items() if data is not None}
    return load_catalog(Memory(contents))


@pytest.mark.parametrize(
    ("title", "words", "kind", "start", "until"),
    [
        ("关于废止《海浦市桥梁办法》的决定", "决定废止《海浦市桥梁办法》。", "repeal", ISSUED, None),
        (
            "关于废止《海浦市桥梁办法》的决定",
            "《海浦市桥梁办法》自2024年7月1日起废止。",
            "repeal",
            date(2024, 7, 1),
            None,
        ),
        (
            "关于废止部分规章的决定",
            "决定自2024年7月1日起废止《海浦市桥梁办法》。",
            "repeal",
            date(2024, 7, 1),
            None,
        ),
        (
            "关于宣布《海浦市桥梁办法》失效的决定",
            "《海浦市桥梁办法》自2024年7月1日起失效。",
            "lapse",
            date(2024, 7, 1),
            None,
        ),
        ("关于宣布《海浦市桥梁办法》失效的决定", "宣布《海浦市桥梁办法》失效。", "lapse", ISSUED, None),
        (
            "关于停止执行《海浦市桥梁办法》的决定",
            "《海浦市桥梁办法》自2024年7月1日起停止执行。",
            "lapse",
            date(2024, 7, 1),
            None,
        ),
        (
            "关于延长《海浦市桥梁办法》有效期的决定",
            "《海浦市桥梁办法》（海府规〔2020〕5号）的有效期延长至2030年5月31日。",
            "extension",
            ISSUED,
            date(2030, 6, 1),
        ),
        (
            "关于《海浦市桥梁办法》继续有效的决定",
            "《海浦市桥梁办法》继续有效，有效期至2030年5月31日。",
            "extension",
            ISSUED,
            date(2030, 6, 1),
        ),
        (
            "关于暂停实施《海浦市桥梁办法》的决定",
            "自2024年3月1日至2025年2月28日，在本市暂停实施《海浦市桥梁办法》。",
            "suspension",
            date(2024, 3, 1),
            date(2025, 3, 1),
        ),
        (
            "关于恢复施行《海浦市桥梁办法》的决定",
            "自2024年9月1日起恢复施行《海浦市桥梁办法》。",
            "resumption",
            date(2024, 9, 1),
            None,
        ),
        (
            "关于推迟施行《海浦市桥梁办法》的决定",
            "将《海浦市桥梁办法》的施行日期推迟至2024年6月1日。",
            "postponement",
            date(2024, 6, 1),
            None,
        ),
    ],
)
def test_what_a_sentence_does(title: str, words: str, kind: str, start: date, until: date | None) -> None:
    (effect,) = told(words, title=title)
    assert (effect.kind.value, effect.title) == (kind, TITLE)
    assert (effect.start, effect.until) == (start, until)


def test_provisions_and_a_place() -> None:
    (effect,) = told(
        "自2024年3月1日至2025年2月28日，在新港区暂停实施《海浦市桥梁办法》第二条、第三条。",
        title="关于暂停实施《海浦市桥梁办法》有关规定的决定",
    )
    assert (effect.places, effect.area) == ("第二条、第三条", "新港区")
    assert (
        effect_told(effect) == "《海浦市桥梁办法》第二条、第三条自2024年3月1日至2025年2月28日在新港区暂停施行"
    )


def test_a_list_under_one_verb() -> None:
    found = told(
        "下列规章自2024年7月1日起失效：",
        "1.《海浦市桥梁办法》",
        "2.《海浦市渡口办法》（海浦市人民政府令第2号）",
        title="关于宣布部分规章失效的决定",
    )
    assert [(e.kind, e.title, e.start) for e in found] == [
        (EffectKind.LAPSE, "海浦市桥梁办法", date(2024, 7, 1)),
        (EffectKind.LAPSE, "海浦市渡口办法", date(2024, 7, 1)),
    ]


def test_what_is_quoted_is_no_order_and_what_is_not_understood_is_told() -> None:
    found = effects_of(
        notice(
            "关于《海浦市桥梁办法》有效期的决定",
            "将第三条修改为“《海浦市渡口办法》同时废止”。",
            "《海浦市桥梁办法》的有效期按有关规定另行研究。",
        ).act
    )
    assert (found.found, found.unread) == ([], ["《海浦市桥梁办法》的有效期按有关规定另行研究"])


def closing(words: str) -> tuple[list[str], list[str]]:
    """The acts that the last 条 of a text ends, and what of it is not understood."""
    text = (
        "# 海浦市隧道办法\n\n（2023年5月10日海浦市人民政府令第1号公布）\n\n第一条　甲。\n\n"
        f"第二条　本办法自2023年6月1日起施行。{words}\n"
    )
    found = effects_of(draft(text, "乙.md").act)
    return [effect.title for effect in found.found], found.unread


@pytest.mark.parametrize(
    ("words", "ended"),
    [
        ("《旧办法》同时废止。", ["旧办法"]),
        ("原《旧办法》（海府规〔2018〕3号）、《旧规定》同时废止。", ["旧办法", "旧规定"]),
        ("《旧办法》自本办法施行之日起废止。", ["旧办法"]),
        ("《旧办法》即行废止。", ["旧办法"]),
        ("《旧办法》同时停止执行。", ["旧办法"]),
        ("《旧办法》同时废止，《新办法》另行制定。", ["旧办法"]),
        ("《旧办法》同时废止，但《别办法》继续有效。", ["旧办法"]),
        ("本办法所称“《旧办法》同时废止”，是指失去效力。", []),
    ],
)
def test_what_a_last_article_ends(words: str, ended: list[str]) -> None:
    assert closing(words) == (ended, [])


@pytest.mark.parametrize(
    "words",
    [
        "《旧办法》第三条同时废止。",
        "《旧办法》中有关罚款的规定同时废止。",
        "《旧办法》的附件同时废止。",
        "凡与《母条例》不一致的规定同时废止。",
        "本办法施行前发布的《旧办法》与本办法不一致的，同时废止。",
        "除《别办法》外，《旧办法》同时废止。",
    ],
)
def test_what_is_not_a_whole_act_is_not_ended(words: str) -> None:
    ended, _ = closing(words)
    assert ended == []


EXTENDS = notice(
    f"关于延长《{TITLE}》有效期的决定",
    f"《{TITLE}》的有效期延长至2030年5月31日。",
    number=4,
)
SUSPENDS = notice(
    f"关于暂停实施《{TITLE}》第三条的决定",
    f"自2024年3月1日至2025年2月28日，暂停实施《{TITLE}》第三条。",
    number=5,
)


@pytest.mark.parametrize("turned", [False, True])
def test_an_extension_moves_the_end(turned: bool) -> None:
    drafts = [bridges("，有效期至2025年2月28日"), EXTENDS]
    catalog = kept(*reversed(drafts) if turned else drafts)
    work = catalog.find(TITLE)
    assert standing(work.expressions, date(2030, 5, 31)).status is Status.IN_FORCE
    assert standing(work.expressions, date(2030, 6, 1)).status is Status.EXPIRED
    assert catalog.act(work.expressions[0]).text == drafts[0].act.text


def test_a_new_end_of_its_own_takes_the_place_of_a_moved_one_and_no_other_acts_ruling() -> None:
    catalog = kept(bridges("，有效期至2025年2月28日"), EXTENDS)
    before = catalog.act(catalog.find(TITLE).expressions[0])
    void = Event(kind=EventKind.EXPIRY, date=date(2040, 1, 1), decision="关于宣布失效的决定")
    before = replace(before, events=(*before.events, void))
    assert with_ending(before, before) == before
    after = with_ending(replace(before, body=bridges("，有效期至2032年2月29日").act.body), before)
    ends = [(event.kind, event.date) for event in after.events[1:]]
    assert ends == [(EventKind.EXPIRY, date(2040, 1, 1)), (EventKind.EXPIRY, date(2032, 3, 1))]


@pytest.mark.parametrize("turned", [False, True])
def test_a_suspended_provision_is_told_and_the_rest_holds(turned: bool) -> None:
    drafts = [bridges(), SUSPENDS]
    work = kept(*reversed(drafts) if turned else drafts).find(TITLE)
    marks = {
        day: suspended_marks(work.expressions, day)
        for day in (date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28), date(2025, 3, 1))
    }
    words = {"art_3": "自2024年3月1日至2025年2月28日暂停施行"}
    assert list(marks.values()) == [{}, words, words, {}]
    assert standing(work.expressions, date(2024, 6, 1)).status is Status.IN_FORCE
    assert "第三条自2024年3月1日至2025年2月28日暂停施行（据《" in status_words(
        work.expressions, 0, date(2024, 6, 1)
    )


def test_a_suspension_ends_for_each_provision_when_it_is_resumed() -> None:
    both = notice(
        f"关于暂停实施《{TITLE}》有关规定的决定",
        f"自2024年3月1日至2025年2月28日，在新港区暂停实施《{TITLE}》第二条、第三条。",
        number=6,
    )
    again = notice(
        f"关于恢复施行《{TITLE}》有关规定的决定",
        f"自2024年9月1日起在新港区恢复施行《{TITLE}》第三条。",
        day=date(2024, 8, 1),
        number=7,
    )
    work = kept(bridges(), both, again).find(TITLE)
    first = "自2024年3月1日至2025年2月28日在新港区暂停施行"
    second = "自2024年3月1日至2024年8月31日在新港区暂停施行"
    told = {month: suspended_marks(work.expressions, date(2024, month, 1)) for month in (2, 3, 8, 9)}
    assert told[2] == {}
    assert told[3] == told[8] == {"art_2": first, "art_3": second}
    assert told[9] == {"art_2": first}
    assert status_words(work.expressions, 0, date(2024, 9, 1), english=True) == (
        "In force since 1 March 2020; "
        "some provisions suspended in 新港区 from 1 March 2024 to 28 February 2025"
    )


def test_a_suspended_act_does_not_hold() -> None:
    whole = notice(f"关于暂停实施《{TITLE}》的决定", f"自2024年3月1日起暂停实施《{TITLE}》。", number=6)
    again = notice(
        f"关于恢复施行《{TITLE}》的决定",
        f"自2024年9月1日起恢复施行《{TITLE}》。",
        day=date(2024, 8, 1),
        number=7,
    )
    work = kept(bridges(), whole, again).find(TITLE)
    days = [date(2024, 2, 29), date(2024, 3, 1), date(2024, 8, 31), date(2024, 9, 1)]
    assert [standing(work.expressions, day).status for day in days] == [
        Status.IN_FORCE,
        Status.SUSPENDED,
        Status.SUSPENDED,
        Status.IN_FORCE,
    ]
    english = status_words(work.expressions, 0, date(2024, 8, 31), english=True)
    assert english == "Suspended from 1 March 2024 to 31 August 2024"


def test_what_can_not_be_recorded_is_named() -> None:
    lost = notice(f"关于暂停实施《{TITLE}》第九条的决定", f"自2024年3月1日起暂停实施《{TITLE}》第九条。")
    held = kept(bridges())
    plan = plan_import([lost], held, Options(), "cn-hp", "海浦市")
    assert plan.notes == ()
    assert plan.outcomes[0].warnings == (
        f"《{TITLE}》第九条自2024年3月1日起暂停施行，文本没有这一条款或者没有有效期，未能记下，请核对"
        f"（据《海浦市人民政府关于暂停实施〈{TITLE}〉第九条的决定》）",
    )


def test_a_day_of_effect_that_is_put_off_names_the_version() -> None:
    later = notice(
        f"关于推迟施行《{TITLE}》的决定",
        f"将《{TITLE}》的施行日期推迟至2020年6月1日。",
        day=date(2020, 2, 20),
        number=8,
    )
    for drafts in ([bridges(), later], [later, bridges()]):
        work = kept(*drafts).find(TITLE)
        (facts,) = work.expressions
        assert facts.date == date(2020, 6, 1)
        assert facts.commencements[0].words.startswith("《海浦市人民政府关于推迟施行")


def test_a_day_of_effect_put_off_by_months_and_one_that_is_no_later() -> None:
    later = notice(
        f"关于推迟施行《{TITLE}》的决定", f"《{TITLE}》延期六个月施行。", day=date(2020, 2, 20), number=8
    )
    for drafts in ([bridges(), later], [later, bridges()], [bridges(), later, later]):
        (facts,) = kept(*drafts).find(TITLE).expressions
        assert facts.date == date(2020, 9, 1)
    unknown = draft(f"# {TITLE}\n\n（2020年1月10日海浦市人民政府令第1号公布）\n\n第一条　甲。\n", "甲.md")
    plan = plan_import([later], kept(unknown), Options(), "cn-hp", "海浦市")
    assert any("原来没有写明施行日期，未能记下" in told for told in plan.outcomes[0].warnings)


def test_a_text_without_a_day_has_none_before_it() -> None:
    undated = kept(draft(f"# {TITLE}\n\n第一条　甲。\n", "甲.md")).find(TITLE)
    assert version_before(undated, undated.expressions[0]) is None


# ---- any sequence of acts, in any order of entry, against a model of its own

FIRST = date(2020, 3, 1)


@dataclass(frozen=True)
class Life:
    """What happens to one act after it took effect, in months counted from then."""

    end: int
    extended: tuple[tuple[int, int], ...]
    suspended: tuple[tuple[int, int], ...]
    repealed: int | None


def month(count: int) -> date:
    return date(2020 + (2 + count) // 12, (2 + count) % 12 + 1, 1)


lives = st.builds(
    Life,
    end=st.integers(24, 60),
    extended=st.lists(
        st.tuples(st.integers(1, 23), st.integers(61, 120)), max_size=2, unique_by=lambda p: p[0]
    ).map(tuple),
    suspended=st.lists(
        st.tuples(st.integers(1, 20), st.integers(1, 20)), max_size=2, unique_by=lambda p: p[0]
    ).map(tuple),
    repealed=st.none() | st.integers(25, 80),
)


def written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def drafts_of(life: Life) -> list[Draft]:
    out = [bridges(f"，有效期至{written(month(life.end) - timedelta(1))}")]
    for number, (at, end) in enumerate(life.extended, 20):
        words = f"《{TITLE}》的有效期延长至{written(month(end) - timedelta(1))}。"
        out.append(notice(f"关于延长《{TITLE}》有效期的决定", words, day=month(at), number=number))
    for number, (at, length) in enumerate(life.suspended, 30):
        last = month(at + length) - timedelta(1)
        words = f"自{written(month(at))}至{written(last)}，暂停实施《{TITLE}》第三条。"
        out.append(notice(f"关于暂停实施《{TITLE}》第三条的决定", words, day=month(at), number=number))
    if life.repealed is not None:
        words = f"《{TITLE}》自{written(month(life.repealed))}起废止。"
        out.append(notice(f"关于废止《{TITLE}》的决定", words, day=month(24), number=40))
    return out


def model(life: Life, day: date) -> tuple[Status, bool]:
    """The status of the act, and whether 第三条 is suspended, told without the program's time line."""
    end = month(max(life.extended)[1] if life.extended else life.end)
    asleep = any(month(at) <= day < month(at + length) for at, length in life.suspended)
    if day < FIRST:
        return Status.NOT_YET, asleep
    if life.repealed is not None and month(life.repealed) <= day and month(life.repealed) <= end:
        return Status.REPEALED, asleep
    return (Status.EXPIRED if day >= end else Status.IN_FORCE), asleep


@settings(max_examples=25, deadline=None)
@given(life=lives, data=st.data())
def test_any_life_is_answered_as_by_the_model_whatever_the_order_of_entry(
    life: Life, data: st.DataObject
) -> None:
    drafts = drafts_of(life)
    catalog = kept(*data.draw(st.permutations(drafts)))
    work = catalog.find(TITLE)
    for count in range(-1, 124, 3):
        for day in (month(count), month(count) - timedelta(1)):
            found = standing(work.expressions, day).status, bool(suspensions(work.expressions, day))
            expected = model(life, day)
            if life.repealed is not None and month(life.repealed) == _end(life):
                assert found[0] in (expected[0], Status.EXPIRED, Status.REPEALED)
            else:
                assert found == expected, (day, life)
    kinds = {event.kind for event in work.expressions[0].events}
    assert (EventKind.EXTENSION in kinds) is bool(life.extended)


def _end(life: Life) -> date:
    return month(max(life.extended)[1] if life.extended else life.end)


def test_what_is_not_understood_of_other_acts_is_told_at_import() -> None:
    doubted = notice(f"关于废止《{TITLE}》等文件的决定", f"《{TITLE}》等两个文件同时废止。", number=9)
    assert [w for w in doubted.warnings if "未读懂" in w] == [
        f"未读懂关于别的法规效力的文字：“《{TITLE}》等两个文件同时废止”，请核对"
    ]
    assert not any("未读懂" in w for w in SUSPENDS.warnings)
