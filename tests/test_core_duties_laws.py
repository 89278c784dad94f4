"""Regulations behind national laws; references that a change elsewhere made stale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from compendium.akn import write_act
from compendium.duties import Concern, Duty, Law, Urgency, read_laws, survey
from compendium.law.act import Act, Event
from compendium.law.kinds import ActKind, EventKind
from compendium.law.names import assign_ids, expression_path
from compendium.law.problems import CompendiumError
from compendium.library.catalog import load_catalog
from tests.builders import WORK, Memory, act, article

OTHER = "/akn/cn-sh/act/difangxing-fagui/2021/hai-pu-shi-dao-lu-tiao-li"
LAW = "/akn/cn/act/falv/2010/qiao-fa"
MADE = date(2021, 1, 1)
ADOPTED = Event(kind=EventKind.ADOPTION, date=MADE)
BRIDGE_LAW = '[[law]]\ntitle = "桥法"\namended = 2024-04-26\n'
FIRST = "national-laws.toml:{}: “law.第 1 项."


def citing(
    *said: str, day: date = MADE, events: tuple[Event, ...] = (Event(kind=EventKind.ADOPTION, date=MADE),)
) -> Act:
    made = act(
        *(article(n, words) for n, words in enumerate(said, 1)), title="海浦市道路条例", work=OTHER, day=day
    )
    return replace(made, events=events)


def duties(*acts: Act, laws: Iterable[Law] = (), day: date = date(2025, 1, 1), of: Concern) -> list[Duty]:
    files = {expression_path(a.work, a.language, a.date): write_act(a) for a in acts}
    return [duty for duty in survey(load_catalog(Memory(files)), day, laws) if duty.concern is of]


# ---- the table


def test_the_table_is_read() -> None:
    text = (
        '# 国家法律\n[[law]]\ntitle = "《中华人民共和国桥法》"\namended = 2024-04-26\n\n'
        '[[law]]\ntitle = "路法"\namended = 2024-05-01\neffective = 2025-07-01\nnote = "第三次修正"\n'
    )
    assert read_laws(text.encode()) == (
        Law(title="中华人民共和国桥法", amended=date(2024, 4, 26), line=3),
        Law(title="路法", amended=date(2024, 5, 1), effective=date(2025, 7, 1), note="第三次修正", line=7),
    )
    assert read_laws(b"") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[law]]\ntitle = "桥法"\n', FIRST.format(1) + "amended”必须填写"),
        ("[[law]]\namended = 2024-04-26\n", FIRST.format(1) + "title”必须填写"),
        (
            '[[law]]\ntitle = "桥法"\namended = "2024-04-26"\n',
            "national-laws.toml:3: “law.第 1 项.amended”应当是日期",
        ),
        ('[[law]]\ntitle = "桥法"\nday = 2024-04-26\n', "national-laws.toml:3: 不认识“law.第 1 项.day”"),
        ('[[laws]]\ntitle = "桥法"\n', "national-laws.toml:1: 不认识“laws”"),
        (
            '[[law]]\ntitle = "《》"\namended = 2024-04-26\n',
            "national-laws.toml:2: “law.第 1 项.title”不是法律的名称",
        ),
        (
            BRIDGE_LAW + "effective = 2024-04-01\n",
            FIRST.format(4) + "effective”早于修改的日期",
        ),
        (
            BRIDGE_LAW + BRIDGE_LAW.replace("桥法", "中华人民共和国桥法"),
            "national-laws.toml:5: 《中华人民共和国桥法》已经写在第 2 行",
        ),
        ('[[law]\ntitle = "桥法"\n', "national-laws.toml:1: 不合 TOML 语法"),
    ],
)
def test_a_table_that_is_wrong_is_refused_at_its_line(text: str, words: str) -> None:
    with pytest.raises(CompendiumError) as refusal:
        read_laws(text.encode())
    assert str(refusal.value).startswith(words)


# ---- national laws


def law(amended: date, effective: date | None = None) -> Law:
    return Law(title="中华人民共和国桥法", amended=amended, effective=effective)


def test_a_regulation_older_than_the_amendment_of_a_law_it_cites() -> None:
    text = citing(
        "根据《中华人民共和国桥法》，制定本条例。", "依照《桥法》第三条、第五条处理。", "依照本条例处理。"
    )
    (duty,) = duties(text, laws=[law(date(2024, 4, 26))], of=Concern.LAW)
    assert duty.message == (
        "引用的《中华人民共和国桥法》2024年4月26日修改；本件最后一次制定或者修改在2021年1月1日，引用 2 处"
    )
    assert [(place.label, place.words) for place in duty.places] == [
        ("第一条第一款", "《中华人民共和国桥法》"),
        ("第二条第一款", "《桥法》第三条、第五条"),
    ]
    lines = write_act(text).decode().splitlines()
    assert all(f'eId="{place.eid}"' in lines[place.line - 1] for place in duty.places)
    assert duty.urgency(date(2025, 1, 1)) is Urgency.OPEN


@pytest.mark.parametrize(
    ("amended", "day", "found"),
    [
        (date(2020, 12, 31), date(2025, 1, 1), 0),  # before the regulation
        (MADE, date(2025, 1, 1), 0),  # on the same day
        (date(2021, 1, 2), date(2025, 1, 1), 1),
        (date(2025, 1, 2), date(2025, 1, 1), 0),  # not amended yet
    ],
)
def test_the_days_decide(amended: date, day: date, found: int) -> None:
    text = citing("根据《中华人民共和国桥法》，制定本条例。")
    assert len(duties(text, laws=[law(amended)], day=day, of=Concern.LAW)) == found


def test_an_amendment_of_the_regulation_since_settles_it() -> None:
    events = (ADOPTED, Event(kind=EventKind.AMENDMENT, date=date(2024, 6, 1)))
    text = citing("根据《桥法》，制定本条例。", events=events, day=date(2024, 7, 1))
    assert duties(text, laws=[law(date(2024, 4, 26))], of=Concern.LAW) == []


def test_an_amendment_that_takes_effect_later_has_a_day() -> None:
    text = citing("根据《桥法》，制定本条例。")
    (duty,) = duties(text, laws=[law(date(2024, 12, 1), date(2025, 2, 1))], of=Concern.LAW)
    assert (duty.due, duty.urgency(date(2025, 1, 1))) == (date(2025, 2, 1), Urgency.QUARTER)


def test_a_law_of_the_corpus_counts_as_well() -> None:
    events = (
        Event(kind=EventKind.ADOPTION, date=date(2010, 1, 1)),
        Event(kind=EventKind.AMENDMENT, date=date(2023, 9, 1)),
    )
    statute = act(article(1, "一。"), title="中华人民共和国桥法", work=LAW, day=date(2024, 1, 1))
    statute = replace(statute, kind=ActKind.STATUTE, events=events)
    text = citing("根据《中华人民共和国桥法》，制定本条例。")
    (duty,) = duties(text, statute, of=Concern.LAW)
    assert "2023年9月1日修改，自2024年1月1日起施行" in duty.message
    (duty,) = duties(text, statute, laws=[law(date(2024, 4, 26))], of=Concern.LAW)
    assert "2024年4月26日修改" in duty.message
    assert duties(text, replace(statute, events=events[:1]), of=Concern.LAW) == []


def test_only_texts_in_force_count() -> None:
    ended = citing(
        "根据《桥法》，制定本条例。",
        events=(
            Event(kind=EventKind.ADOPTION, date=MADE),
            Event(kind=EventKind.REPEAL, date=date(2024, 5, 1)),
        ),
    )
    assert duties(ended, laws=[law(date(2024, 4, 26))], of=Concern.LAW) == []


# ---- references


def bridges(day: date, *articles: tuple[str, str], title: str = "海浦市桥梁条例") -> Act:
    """A version from pairs of a wId and words."""
    body = assign_ids(tuple(article(n, words) for n, (_, words) in enumerate(articles, 1)))
    kept = tuple(
        replace(
            provision,
            wid=wid,
            children=tuple(replace(c, wid=c.eid.replace(provision.eid, wid)) for c in provision.children),
        )
        for provision, (wid, _) in zip(body, articles, strict=True)
    )
    return replace(act(day=day, title=title, work=WORK), body=kept)


OLD = bridges(date(2020, 5, 1), ("art_1", "一。"), ("art_2", "二。"), ("art_3", "三。"))
NEW = bridges(date(2023, 5, 1), ("art_1", "一。"), ("new_1", "增。"), ("art_3", "三改。"), ("art_2", "二。"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("依照《海浦市桥梁条例》第二条处理", [("《海浦市桥梁条例》第二条", "现为第四条")]),
        ("依照《海浦市桥梁条例》第二条第一款处理", [("《海浦市桥梁条例》第二条第一款", "现为第四条第一款")]),
        ("依照《海浦市桥梁条例》第三条、第一条处理", []),
        ("依照《海浦市桥梁条例》处理", []),
        ("依照《海浦市桥梁条例》第九条处理", []),  # never right: R502 tells
        ("依照《海浦市渡口条例》第二条处理", []),
    ],
)
def test_a_reference_whose_target_moved(said: str, told: list[tuple[str, str]]) -> None:
    text = citing("一。", said)
    found = duties(OLD, NEW, text, of=Concern.REFERENCE)
    assert [(place.words, place.note) for duty in found for place in duty.places] == told
    lines = write_act(text).decode().splitlines()
    for duty in found:
        assert [place.label for place in duty.places] == ["第二条第一款"]
        assert 'eId="art_2__para_1"' in lines[duty.places[0].line - 1]


def test_it_is_right_until_the_change_takes_effect() -> None:
    text = citing("依照《海浦市桥梁条例》第二条处理")
    assert duties(OLD, NEW, text, day=date(2023, 4, 30), of=Concern.REFERENCE) == []
    assert len(duties(OLD, NEW, text, day=date(2023, 5, 1), of=Concern.REFERENCE)) == 1


def test_a_provision_that_is_gone() -> None:
    gone = bridges(date(2023, 5, 1), ("art_1", "一。"), ("art_3", "三。"))
    (duty,) = duties(OLD, gone, citing("依照《海浦市桥梁条例》第二条处理"), of=Concern.REFERENCE)
    assert [place.note for place in duty.places] == ["2023年5月1日的版本起已删去或者改写"]


def test_words_that_still_stand_there_are_no_matter_whatever_their_wid() -> None:
    anew = bridges(date(2023, 5, 1), ("x_1", "一。"), ("x_2", "二。"), ("x_3", "三。"))
    assert duties(OLD, anew, citing("依照《海浦市桥梁条例》第二条处理"), of=Concern.REFERENCE) == []


def test_words_written_after_the_change_mean_the_new_text() -> None:
    text = citing("依照《海浦市桥梁条例》第二条处理", day=date(2024, 1, 1))
    assert duties(OLD, NEW, text, of=Concern.REFERENCE) == []


def test_words_kept_through_an_amendment_mean_what_they_meant() -> None:
    before = citing("一。", "依照《海浦市桥梁条例》第二条处理")
    after = citing("一改。", "依照《海浦市桥梁条例》第二条处理", day=date(2024, 1, 1))
    assert len(duties(OLD, NEW, before, after, of=Concern.REFERENCE)) == 1


def test_an_act_that_was_renamed() -> None:
    renamed = replace(NEW, title="海浦市桥隧条例")
    (duty,) = duties(OLD, renamed, citing("依照《海浦市桥梁条例》处理"), of=Concern.REFERENCE)
    assert [place.note for place in duty.places] == ["法规名称已改为《海浦市桥隧条例》"]


def test_an_act_that_was_repealed_since() -> None:
    ended = replace(OLD, events=(Event(kind=EventKind.REPEAL, date=date(2023, 5, 1)),))
    (duty,) = duties(ended, citing("依照《海浦市桥梁条例》第二条处理"), of=Concern.REFERENCE)
    assert [(place.words, place.note) for place in duty.places] == [
        ("《海浦市桥梁条例》", "《海浦市桥梁条例》自2023年5月1日起废止")
    ]
    assert duties(ended, citing("《海浦市桥梁条例》同时废止。"), of=Concern.REFERENCE) == []
    assert (
        duties(ended, citing("依照《海浦市桥梁条例》处理", day=date(2024, 1, 1)), of=Concern.REFERENCE) == []
    )
