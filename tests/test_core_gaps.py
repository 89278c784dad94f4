"""Texts that a 题注 tells of and that are not held: which, for which days, and what is said then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from compendium.compare.provision_history import life
from compendium.compare.provision_table import basis_words, life_object
from compendium.law.act import Act, Basis, Commencement, Event
from compendium.law.kinds import EventKind
from compendium.law.timeline import Status, missing_versions, standing
from compendium.library.facts import facts_of
from compendium.text.missing import missing_words
from compendium.text.wording import span_words, standing_words, status_words
from tests.builders import act, article

ADOPTED = Event(kind=EventKind.ADOPTION, date=date(2003, 3, 1))
IN_FORCE, LAST = date(2003, 5, 1), date(2021, 1, 1)


def amended(year: int, month: int = 9, day: int = 17, **more: object) -> Event:
    kind = more.pop("kind", EventKind.AMENDMENT)
    return Event(kind=kind, date=date(year, month, day), **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Version:
    """What is asked of a version."""

    date: date
    events: tuple[Event, ...] = ()
    commencements: tuple[Commencement, ...] = ()
    decided: tuple[date, ...] = ()


def version(day: date, *events: Event, basis: Basis = Basis.STATED) -> Version:
    return Version(day, events, (Commencement("cm_1", day, basis),))


def missing(*versions: Version) -> list[tuple[int, date | None, bool]]:
    return [(one.since.year, one.until, one.original) for one in missing_versions(versions)]


FIRST = version(IN_FORCE, ADOPTED)
LATEST = version(LAST, ADOPTED, amended(2010), amended(2015), amended(2020))


def test_what_lies_between_two_texts() -> None:
    assert missing(FIRST, LATEST) == [(2010, LAST, False), (2015, LAST, False)]


def test_what_lies_before_the_first_text() -> None:
    assert missing(LATEST) == [(2003, LAST, True), (2010, LAST, False), (2015, LAST, False)]


@pytest.mark.parametrize(
    "versions",
    [
        (FIRST,),
        (FIRST, version(date(2010, 11, 1), ADOPTED, amended(2010))),
        # the day of 通过 in one copy, that of 公布 in the other
        (
            FIRST,
            version(date(2010, 11, 1), ADOPTED, amended(2010)),
            version(LAST, ADOPTED, amended(2010, 10, 8), amended(2020)),
        ),
        # the original told by 公布 where the other copy tells 通过
        (FIRST, version(LAST, Event(kind=EventKind.PROMULGATION, date=date(2003, 3, 20)), amended(2020))),
        # a 公布 of its own is no text more
        (version(IN_FORCE, ADOPTED, Event(kind=EventKind.PROMULGATION, date=date(2003, 3, 20))),),
        # 甲通过 乙批准的《决定》修正 is one amendment
        (
            FIRST,
            version(
                LAST,
                ADOPTED,
                replace(ADOPTED, date=date(2020, 7, 1), decision="关于修改的决定"),
                amended(2020, decision="关于修改的决定"),
            ),
        ),
        # two decisions for one day made one text
        (
            FIRST,
            replace(version(LAST, ADOPTED, amended(2020, 6), amended(2020, 8)), decided=(date(2020, 6, 17),)),
        ),
        # a copy without 题注 is by its day the text of then
        (version(date(2010, 12, 1)), version(LAST, amended(2010), amended(2020))),
        (version(IN_FORCE), version(date(2010, 12, 1), amended(2010))),
    ],
)
def test_nothing_is_missing(versions: tuple[Version, ...]) -> None:
    assert missing(*versions) == []


def test_amendments_soon_after_each_other_are_two() -> None:
    assert missing(FIRST, version(LAST, ADOPTED, amended(2020, 6), amended(2020, 8))) == [(2020, LAST, False)]


def test_two_copies_that_tell_other_decisions_tell_two_amendments() -> None:
    one = version(date(2010, 11, 1), ADOPTED, amended(2010, decision="关于修改甲的决定"))
    other = version(LAST, ADOPTED, amended(2010, 10, decision="关于修改乙的决定"), amended(2020))
    assert missing(FIRST, one, other) == [(2010, LAST, False)]


@pytest.mark.parametrize(
    ("day", "status", "certain", "lacking"),
    [
        (date(2003, 4, 1), Status.NOT_YET, True, ""),
        (date(2005, 1, 1), Status.IN_FORCE, True, ""),
        (date(2010, 9, 17), Status.IN_FORCE, False, "2010年的文本未收录"),
        (date(2016, 1, 1), Status.IN_FORCE, False, "2010年、2015年的文本未收录"),
        (LAST, Status.IN_FORCE, True, ""),
    ],
)
def test_a_day_in_a_gap_is_not_certain(day: date, status: Status, certain: bool, lacking: str) -> None:
    now = standing((FIRST, LATEST), day)
    assert (now.status, now.certain, missing_words(now.missing)) == (status, certain, lacking)


def test_days_before_the_first_text_held_are_not_before_the_act() -> None:
    assert standing((LATEST,), date(2003, 2, 1)).status is Status.NOT_YET
    now = standing((LATEST,), date(2004, 1, 1))
    assert (now.status, now.certain, now.index) == (Status.NOT_HELD, False, 0)
    assert standing((LATEST,), LAST).status is Status.IN_FORCE


def test_an_act_that_has_ended_lacks_nothing_afterwards() -> None:
    ended = replace(FIRST, events=(ADOPTED, Event(kind=EventKind.REPEAL, date=date(2022, 1, 1))))
    assert standing((ended, LATEST), date(2023, 1, 1)).missing == ()


def stored(day: date, *events: Event, words: str = "桥梁应当登记。") -> Act:
    return replace(act(article(1, words), day=day), events=events)


def test_what_people_read() -> None:
    acts = [stored(IN_FORCE, *FIRST.events), stored(LAST, *LATEST.events)]
    versions = [facts_of(value, "a/b/c.xml", "") for value in acts]
    day = date(2016, 1, 1)
    assert "2010年、2015年的文本未收录，当日施行的文字可能不同" in standing_words(versions, day)
    assert status_words(versions, 0, day).endswith("；2010年、2015年的文本未收录")
    assert "the texts of 2010 and 2015 are not held" in status_words(versions, 0, day, english=True)
    assert span_words(versions, 0).endswith("，至下一次修改施行时止（2010年、2015年的文本未收录）")
    told = standing_words(versions[1:], date(2004, 1, 1))
    assert told == "文本未收录：2003年的原文本不在库中；库中最早的是2021年1月1日起施行的文本"


def test_a_change_is_laid_to_a_decision_only_where_that_is_proved() -> None:
    first, last = stored(IN_FORCE, *FIRST.events), stored(LAST, *LATEST.events, words="桥梁应当备案。")
    stages = life([first, last], "art_1")
    assert basis_words(stages[-1]) == "2010年至2020年间的某次修改"
    assert [stage["one_of"] for stage in life_object(stages)] == [False, True]
    second = stored(date(2015, 8, 1), ADOPTED, amended(2010), amended(2015))
    stages = life([first, second, last], "art_1")
    assert basis_words(stages[-1]) == "2020年9月17日修正"
