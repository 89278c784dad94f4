"""When a text takes effect, by its own words."""

from __future__ import annotations

from datetime import date

import pytest

from compendium.law.act import Act, Basis, Event, FrontLine, Para
from compendium.law.commencement import (
    UNKNOWN_DAY,
    ending,
    made_on,
    partial_commencements,
    propose,
    published_on,
    untied,
    with_partial,
)
from compendium.law.kinds import ActKind, EventKind
from compendium.law.validity import sayings
from tests.builders import act, article, named

PASSED = Event(kind=EventKind.ADOPTION, date=date(2020, 3, 19), words="通过")
AMENDED = Event(kind=EventKind.AMENDMENT, date=date(2024, 3, 21), words="修正")
PUBLISHED = Event(kind=EventKind.PROMULGATION, date=date(2020, 3, 25), words="公布")


def closing(words: str, *events: Event, title: str = "海浦市桥梁条例") -> Act:
    """An act that ends with these words."""
    body = [article(n, "桥梁应当养护。") for n in range(1, 6)] + [article(6, words)]
    return named(act(*body, title=title), events=events or (PASSED,), commencements=())


@pytest.mark.parametrize(
    "words",
    [
        "本条例自2020年5月1日起施行。",
        "本条例自2020年5月1日起正式施行。",
        "本条例自 2020 年 5 月 1 日起施行。",
        "本条例自２０２０年５月１日起施行。",
        "本条例自二〇二〇年五月一日起施行。",
        "本条例自2020年5月1日施行。",
        "本条例自2020年5月1日起实施。",
        "本条例自2020年5月1日起生效。",
        "本规定自2020年5月1日起执行，有效期至2025年4月30日。",
        "本条例自2020年5月1日起施行。1999年3月1日起施行的《海浦市桥梁管理办法》同时废止。",
        "本条例自2020年5月1日起施行。自1999年3月1日起施行的《海浦市桥梁管理办法》同时废止。",
        "除第三条外，本条例自2020年5月1日起施行。",
        "本条例自2020年5月1日起施行，第三条、第四条自2021年1月1日起施行。",
        "本条例自2020年5月1日起施行。本条例第三章自2021年1月1日起施行。",
        "本条例自2020年5月1日起施行。其中关于渡口的规定自2021年1月1日起施行。",
        "本条例自2020年5月1日起施行，渡口登记自2021年1月1日起实施。",
    ],
)
def test_a_fixed_day_is_stated(words: str) -> None:
    day, (first,) = propose(closing(words))
    assert (day, first.date, first.basis) == (date(2020, 5, 1), date(2020, 5, 1), Basis.STATED)
    assert ("年" in first.words and "起" in first.words) or "施行" in first.words


@pytest.mark.parametrize(
    "words",
    [
        "本办法自发布之日起30日后施行。",
        "本条例自公布后满三十日起施行。",
        "本条例自2020年2月30日起施行。",
        "本条例自2020年5月起施行。",
        "本条例第三章自2021年1月1日起施行。",
        "本条例由市交通部门负责解释。",
        "自1999年3月1日起施行的《海浦市桥梁管理办法》同时废止。",
    ],
)
def test_what_is_not_said_is_not_stated(words: str) -> None:
    day, (first,) = propose(closing(words))
    assert (day, first.basis) == (date(2020, 3, 19), Basis.NOT_STATED)


def test_on_publication_means_the_day_of_promulgation() -> None:
    words = "本条例自公布之日起施行。"
    day, (first,) = propose(closing(words, PASSED, PUBLISHED))
    assert (day, first.basis) == (date(2020, 3, 25), Basis.STATED)
    day, (first,) = propose(closing(words, PASSED))
    assert (day, first.basis) == (date(2020, 3, 19), Basis.NOT_STATED)


@pytest.mark.parametrize("words", ["本决定自通过之日起施行。", "本决定自审议通过之日起施行。"])
def test_on_adoption_means_the_day_of_adoption(words: str) -> None:
    day, (first,) = propose(closing(words))
    assert (day, first.basis) == (date(2020, 3, 19), Basis.STATED)


@pytest.mark.parametrize(
    "words",
    [
        "本条例的施行日期由市人民政府另行规定。",
        "本办法施行日期另行公布。",
        "本办法的施行时间另定。",
        "本办法施行的具体日期由市人民政府另行规定。",
        "本条例施行的日期，由市人民政府规定。",
    ],
)
def test_a_day_left_open_is_undetermined(words: str) -> None:
    day, (first,) = propose(closing(words))
    assert (day, first.date, first.basis) == (date(2020, 3, 19), None, Basis.UNDETERMINED)


@pytest.mark.parametrize(
    "words", ["本条例自2020年5月1日起施行。", "本条例自公布之日起施行。", "本条例的施行日期另行规定。"]
)
def test_an_amended_text_does_not_take_the_day_of_the_original(words: str) -> None:
    day, (first,) = propose(closing(words, PASSED, PUBLISHED, AMENDED))
    assert (day, first.basis) == (date(2024, 3, 21), Basis.NOT_STATED)


def test_a_day_after_the_last_amendment_counts() -> None:
    day, (first,) = propose(closing("本条例自2024年6月1日起施行。", PASSED, AMENDED))
    assert (day, first.basis) == (date(2024, 6, 1), Basis.STATED)


def test_a_revised_text_has_a_commencement_of_its_own() -> None:
    revised = Event(kind=EventKind.REVISION, date=date(2024, 3, 21), words="修订")
    published = Event(kind=EventKind.PROMULGATION, date=date(2024, 3, 22), words="公布")
    day, (first,) = propose(closing("本条例自公布之日起施行。", PASSED, revised, published))
    assert (day, first.basis) == (date(2024, 3, 22), Basis.STATED)


def test_the_day_of_the_file_name_serves_only_where_the_text_has_none() -> None:
    silent = named(closing("本条例由市交通部门解释。"), events=())
    assert propose(silent, date(2019, 1, 1))[0] == date(2019, 1, 1)
    assert propose(silent)[0] == UNKNOWN_DAY
    assert propose(closing("本条例由市交通部门解释。"), date(2019, 1, 1))[0] == date(2020, 3, 19)


def test_the_order_that_promulgates_may_say_the_day() -> None:
    cover = FrontLine("cover", Para(("《海浦市桥梁办法》已经通过，现予公布，自2020年5月1日起施行。",)))
    silent = closing("本办法由市交通部门解释。")
    day, (first,) = propose(named(silent, front=(cover, *silent.front)))
    assert (day, first.basis) == (date(2020, 5, 1), Basis.STATED)


def test_a_history_may_say_the_day() -> None:
    begun = Event(kind=EventKind.COMMENCEMENT, date=date(2020, 6, 1), words="自2020年6月1日起施行")
    assert propose(closing("本条例由市交通部门解释。", PASSED, begun))[0] == date(2020, 6, 1)


def test_only_closing_articles_speak_of_the_whole() -> None:
    early = article(1, "甲自2030年1月1日起施行。")
    body = [early] + [article(n, "桥梁应当养护。") for n in range(2, 8)]
    day, (first,) = propose(named(act(*body), events=(PASSED,), commencements=()))
    assert (day, first.basis) == (date(2020, 3, 19), Basis.NOT_STATED)


def test_provisions_that_begin_later_are_tied_to_a_day_of_their_own() -> None:
    value = closing("本条例自2020年5月1日起施行，第三条、第四条第一款自2021年1月1日起施行。")
    assert [(eid, day) for eid, day, _ in partial_commencements(value)] == [
        ("art_3", date(2021, 1, 1)),
        ("art_4__para_1", date(2021, 1, 1)),
    ]
    day, commencements = propose(value)
    tied = with_partial(named(value, date=day, commencements=commencements))
    assert [(c.id, c.date) for c in tied.commencements] == [
        ("cm_1", date(2020, 5, 1)),
        ("cm_2", date(2021, 1, 1)),
    ]
    assert {p.eid: p.period for p in tied.provisions() if p.period} == {
        "art_3": "cm_2",
        "art_4__para_1": "cm_2",
    }
    assert untied(tied) == []


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (
            "本条例自2020年5月1日起施行。本条例第三章自2021年1月1日起施行。",
            ["本条例第三章自2021年1月1日起施行"],
        ),
        (
            "本条例自2020年5月1日起施行。其中关于渡口的规定自2021年1月1日起施行。",
            ["其中关于渡口的规定自2021年1月1日起施行"],
        ),
        ("本条例自2020年5月1日起施行。", []),
    ],
)
def test_what_begins_later_but_can_not_be_tied_is_told(words: str, left: list[str]) -> None:
    value = closing(words)
    day, commencements = propose(value)
    assert untied(with_partial(named(value, date=day, commencements=commencements))) == left


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("本规定自2020年5月1日起施行，有效期至2025年4月30日。", date(2025, 5, 1)),
        ("本规定自2020年5月1日起施行。有效期截至2024年12月31日。", date(2025, 1, 1)),
        ("本规定自2020年5月1日起施行，有效期5年。", date(2025, 5, 1)),
        ("本规定自2020年5月1日起施行，有效期为五年。", date(2025, 5, 1)),
        ("本规定自印发之日起施行，有效期5年。", None),
        ("本规定自2020年5月1日起施行。", None),
        ("本规定自2020年5月1日起施行，有效期至2025年2月30日。", None),
    ],
)
def test_the_end_that_a_text_gives_itself(words: str, end: date | None) -> None:
    assert ending(closing(words)).day == end


def test_the_term_of_a_licence_is_not_the_end_of_the_act() -> None:
    body = [article(1, "许可证有效期至2021年12月31日。"), article(2, "许可自发放之日起施行，有效期5年。")]
    body += [article(n, "桥梁应当养护。") for n in range(3, 7)] + [article(7, "本条例自2020年5月1日起施行。")]
    assert ending(act(*body)).day is None


def test_the_days_of_making_and_publishing() -> None:
    value = closing("本条例自2020年5月1日起施行。", PASSED, PUBLISHED, AMENDED)
    assert made_on(value) == date(2024, 3, 21)
    assert published_on(value) is None  # the promulgation was of the original
    assert published_on(closing("。", PASSED, PUBLISHED)) == date(2020, 3, 25)


def test_what_contradicts_itself_or_no_calendar_has_is_not_read() -> None:
    twice = "本规定自2020年5月1日起施行，有效期五年，至2028年4月30日止。"
    for words in (twice, "本规定自2020年5月1日起施行，有效期至2025年2月30日。"):
        told = ending(closing(words))
        assert (told.day, told.unread) == (None, (words.rstrip("。"),))
    apart = closing("本规定自2020年5月1日起施行，有效期5年。\n本规定有效期至2028年4月30日。")
    assert ending(apart).unread == ("有效期5年", "有效期至2028年4月30日")


def test_an_end_that_no_date_tells_is_open() -> None:
    told = ending(closing("本规定自2020年5月1日起施行，有效期至国家有关规定出台之日。"))
    assert (told.day, told.open_words, told.unread) == (None, "有效期至国家有关规定出台之日", ())


def test_days_counted_from_the_publication() -> None:
    published = closing("本规定自公布之日起30日后施行，有效期两年。", PASSED, PUBLISHED)
    day, (first,) = propose(published)
    assert (day, first.basis, first.words) == (
        date(2020, 4, 25),
        Basis.COMPUTED,
        "自公布之日起30日后施行",
    )
    assert ending(named(published, commencements=(first,))).day == date(2022, 4, 25)


def test_the_end_may_be_told_in_another_article_or_in_the_notice_that_issues_the_text() -> None:
    early = article(2, "本规定有效期至2024年12月31日。")
    rest = [article(n, "桥梁应当养护。") for n in range(3, 9)]
    whole = act(article(1, "甲。"), early, *rest, article(9, "本规定自2020年5月1日起施行。"))
    assert ending(whole).day == date(2025, 1, 1)
    cover = FrontLine("cover", Para(("本规定有效期至2024年12月31日。",)))
    silent = closing("本规定自2020年5月1日起施行。")
    assert ending(named(silent, front=(cover, *silent.front))).day == date(2025, 1, 1)


def test_the_new_text_that_a_decision_gives_is_not_its_own_end() -> None:
    quoted = closing("将第三条修改为：“本办法自2020年6月1日起施行，有效期至2030年5月31日。”")
    loose = closing("将第三条修改为：\n本办法自2020年6月1日起施行，有效期至2030年5月31日。")
    for value in (quoted, loose):
        assert ending(named(value, kind=ActKind.AMENDING_DECISION)).day is None


def test_a_text_named_long_after_all_that_is_told_may_be_a_later_one() -> None:
    value = closing("本条例自2020年5月1日起施行。", PASSED)
    day, (first,) = propose(value, date(2023, 1, 30))
    assert (day, first.basis) == (date(2023, 1, 30), Basis.NOT_STATED)
    day, (first,) = propose(value, date(2020, 4, 10))  # its publication
    assert (day, first.basis) == (date(2020, 5, 1), Basis.STATED)


def test_sayings_come_in_the_order_of_the_words() -> None:
    said = sayings("本条例自公布之日起施行。本条例自2020年5月1日起施行。")
    assert [s.on_publication for s in said] == [True, False]
