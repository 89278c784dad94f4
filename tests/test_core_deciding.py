"""What a decision settles: the day of effect of the versions it made, the end of the acts it repeals."""

from __future__ import annotations

from datetime import date

import pytest

from compendium.editing.decided import done, settle
from compendium.law.act import Act, Basis, Commencement, Event
from compendium.law.effects import EffectKind, effects_of
from compendium.law.kinds import ActKind, EventKind
from tests.builders import act, draft, named

MADE, BEGINS = date(2024, 3, 21), date(2024, 6, 1)
TITLE = "海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定"


def decision(
    title: str = TITLE,
    day: date = MADE,
    basis: Basis = Basis.STATED,
    kind: ActKind = ActKind.AMENDING_DECISION,
) -> Act:
    return named(
        act(title=title, work="/akn/cn-sh/act/xiugai-jueding/2024/jue-ding"),
        kind=kind,
        events=(Event(kind=EventKind.ADOPTION, date=day, words="通过"),),
        commencements=(Commencement("cm_1", BEGINS, basis, "自2024年6月1日起施行"),),
    )


def version(named_as: str = "关于修改〈海浦市桥梁条例〉的决定", kind: EventKind = EventKind.AMENDMENT) -> Act:
    return named(
        act(day=MADE),
        events=(
            Event(kind=EventKind.ADOPTION, date=date(2020, 3, 19), words="通过"),
            Event(kind=kind, date=MADE, decision=named_as, words="修正"),
        ),
        commencements=(
            Commencement("cm_1", MADE, Basis.NOT_STATED),
            Commencement("cm_2", date(2025, 1, 1), Basis.STATED),
        ),
    )


@pytest.mark.parametrize(
    "named_as",
    [
        "关于修改〈海浦市桥梁条例〉的决定",
        "海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定",
        "关于修改《海浦市桥梁条例》的决定",
    ],
)
def test_a_version_takes_its_day_from_the_decision_it_names(named_as: str) -> None:
    settled = settle(version(named_as), [decision()])
    assert (settled.date, settled.commencements[0].date) == (BEGINS, BEGINS)
    assert settled.commencements[0].basis is Basis.STATED
    assert TITLE.replace("《", "〈").replace("》", "〉") in settled.commencements[0].words
    assert settled.commencements[1:] == version().commencements[1:]


@pytest.mark.parametrize(
    "other",
    [
        decision(day=date(2024, 3, 20)),
        decision(title="海浦市人民代表大会常务委员会关于修改《海浦市渡口条例》的决定"),
        decision(basis=Basis.NOT_STATED),
        decision(kind=ActKind.LOCAL_REGULATION),
    ],
)
def test_another_decision_settles_nothing(other: Act) -> None:
    assert settle(version(), [other]) == version()


@pytest.mark.parametrize(
    "value",
    [
        version(""),
        named(version(), commencements=(Commencement("cm_1", MADE, Basis.STATED, "自公布之日起施行"),)),
        named(version(), commencements=(Commencement("cm_1", None, Basis.UNDETERMINED),)),
        named(version(), commencements=()),
        named(version(), events=()),
    ],
)
def test_what_does_not_ask_is_not_settled(value: Act) -> None:
    assert settle(value, [decision()]) == value


def test_a_revision_is_settled_too() -> None:
    assert settle(version(kind=EventKind.REVISION), [decision()]).date == BEGINS


def test_only_the_last_amendment_counts() -> None:
    later = Event(
        kind=EventKind.AMENDMENT,
        date=date(2025, 5, 1),
        decision="关于修改〈海浦市渡口条例〉的决定",
        words="修正",
    )
    value = named(version(), events=(*version().events, later))
    assert settle(value, [decision()]) == value


def repealing(*body: str, title: str = "海浦市人民代表大会常务委员会关于废止部分地方性法规的决定") -> Act:
    text = (
        f"# {title}\n\n（2021年10月21日海浦市第十二届人民代表大会常务委员会第三十次会议通过）\n\n"
        + "\n\n".join(body)
    )
    return draft(f"{text}\n\n本决定自2021年11月1日起施行。\n").act


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        (["会议决定：废止《海浦市渡口条例》。"], ["海浦市渡口条例"]),
        (
            ["会议决定，废止《海浦市渡口条例》、《海浦市码头条例》和《海浦市灯塔规定》。"],
            ["海浦市渡口条例", "海浦市码头条例", "海浦市灯塔规定"],
        ),
        (
            [
                "会议决定：",
                "一、废止《海浦市渡口条例》（1999年1月1日海浦市第一届人民代表大会通过，根据《关于修改〈海浦市渡口条例〉的决定》修正）。",
            ],
            ["海浦市渡口条例"],
        ),
        (
            ["会议审议了关于提请废止《海浦市渡口条例》的议案，决定废止《海浦市渡口条例》。"],
            ["海浦市渡口条例"],
        ),
        (["根据《海浦市立法条例》的规定，决定废止《海浦市渡口条例》。"], ["海浦市渡口条例"]),
        (["依照《海浦市立法条例》和《海浦市议事规则》，《海浦市渡口条例》同时废止。"], ["海浦市渡口条例"]),
        (
            ["会议决定对《海浦市渡口条例》、《海浦市码头条例》予以废止。"],
            ["海浦市渡口条例", "海浦市码头条例"],
        ),
        (
            [
                "会议决定对下列地方性法规予以废止：",
                "一、《海浦市渡口条例》（1999年1月1日通过）",
                "二、《海浦市码头条例》",
            ],
            ["海浦市渡口条例", "海浦市码头条例"],
        ),
        (
            ["会议决定废止以下地方性法规：", "1.《海浦市渡口条例》", "2.《海浦市码头条例》"],
            ["海浦市渡口条例", "海浦市码头条例"],
        ),
        (
            [
                "会议决定废止下列规章：",
                "海浦市渡口办法（2001年1月1日发布）",
                "海浦市码头规定；",
                "海浦市人民政府",
            ],
            ["海浦市渡口办法", "海浦市码头规定"],
        ),
        (
            ["会议决定废止《海浦市人民政府关于贯彻〈海浦市渡口条例〉的意见》。"],
            ["海浦市人民政府关于贯彻〈海浦市渡口条例〉的意见"],
        ),
        (["会议听取了《海浦市渡口条例》执行情况的报告。"], []),
    ],
)
def test_the_titles_that_a_decision_ends(body: list[str], titles: list[str]) -> None:
    value = repealing(*body)
    assert value.kind is ActKind.REPEALING_DECISION
    found = effects_of(value).found
    assert [effect.title for effect in found] == titles
    assert all((e.kind, e.start) == (EffectKind.REPEAL, date(2021, 11, 1)) for e in found)


def test_only_a_repealing_decision_ends_acts() -> None:
    assert effects_of(decision()).found == []


def test_a_repeal_without_a_day_is_told_without_one() -> None:
    (effect,) = effects_of(named(repealing("废止《海浦市渡口条例》。"), commencements=())).found
    assert (effect.kind, effect.start) == (EffectKind.REPEAL, None)


def test_an_end_is_recorded_once() -> None:
    repeal = Event(kind=EventKind.REPEAL, date=date(2021, 11, 1), decision="关于废止《海浦市桥梁条例》的决定")
    ended = done(act(), repeal)
    assert ended.events[-1] == repeal
    assert done(ended, repeal) is ended
