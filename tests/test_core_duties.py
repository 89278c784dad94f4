"""What staff must do as of a day: decisions, days of effect, ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import compendium.duties.decisions as decisions_module
from compendium.akn import write_act
from compendium.duties import Concern, Duty, Urgency, survey
from compendium.law.act import Act, Basis, Commencement, Event
from compendium.law.changes import Modification, ModType, Passage, State
from compendium.law.kinds import ActKind, EventKind
from compendium.law.names import expression_path
from compendium.library.catalog import Catalog, load_catalog
from tests.builders import WORK, Memory, act, article, draft

ADOPTED, AMENDED, BEGINS = date(2020, 3, 19), date(2021, 1, 20), date(2021, 3, 1)
DECISION = "关于修改《海浦市桥梁条例》的决定"
DECISION_WORK = "/akn/cn-sh/act/xiugai-jueding/2021/guan-yu-xiu-gai-qiao-liang-tiao-li-de-jue-ding"


def bridges(
    *events: Event, day: date = date(2020, 5, 1), title: str = "海浦市桥梁条例", work: str = WORK
) -> Act:
    """A regulation in one version; its 题注 tells its adoption and what is given."""
    adopted = Event(kind=EventKind.ADOPTION, date=ADOPTED)
    return replace(
        act(article(1, "一。"), article(2, "二。"), day=day, title=title, work=work),
        events=(adopted, *events),
    )


def decision(
    words: str = "一、将第二条修改为：“二应当登记。”", title: str = DECISION, day: date | None = BEGINS
) -> Act:
    """A decision adopted in January 2021; without a day its day of effect is not stated."""
    made = act(article(1, words), day=day or AMENDED, title=title, work=DECISION_WORK)
    basis = Basis.STATED if day else Basis.NOT_STATED
    return replace(
        made,
        kind=ActKind.AMENDING_DECISION,
        events=(Event(kind=EventKind.ADOPTION, date=AMENDED),),
        commencements=(Commencement("cm_1", day or AMENDED, basis),),
    )


def catalog(*acts: Act) -> Catalog:
    return load_catalog(Memory({expression_path(a.work, a.language, a.date): write_act(a) for a in acts}))


def duties(*acts: Act, day: date = date(2021, 2, 1), of: Concern | None = None) -> list[Duty]:
    return [duty for duty in survey(catalog(*acts), day) if of in (None, duty.concern)]


# ---- decisions


def test_a_decision_that_is_not_carried_out() -> None:
    (duty,) = duties(bridges(), decision(), of=Concern.DECISION)
    assert duty.title == DECISION
    assert duty.message == "将自2021年3月1日起施行，尚未据以修改或者废止 1 部"
    assert (duty.due, duty.urgency(date(2021, 2, 1))) == (BEGINS, Urgency.MONTH)
    assert duty.command == f"compendium amend plan {DECISION}"
    (place,) = duty.places
    assert (place.words, place.note) == ("《海浦市桥梁条例》", "没有据此修改的版本")
    assert place.path == "difangxing-fagui/hai-pu-shi-qiao-liang-tiao-li/2020-05-01.xml"


def test_it_is_overdue_from_its_day_of_effect() -> None:
    urgencies = []
    for day in (date(2021, 2, 28), BEGINS, date(2025, 1, 1)):
        (duty,) = duties(bridges(), decision(), day=day, of=Concern.DECISION)
        urgencies.append(duty.urgency(day))
    assert urgencies == [Urgency.WEEK, Urgency.OVERDUE, Urgency.OVERDUE]


def test_its_day_may_be_unknown() -> None:
    (duty,) = duties(bridges(), decision(day=None), of=Concern.DECISION)
    assert (duty.due, duty.urgency(AMENDED)) == (None, Urgency.OPEN)
    assert duty.message.startswith("施行日期未载明，")


@pytest.mark.parametrize(
    "event",
    [
        Event(kind=EventKind.AMENDMENT, date=AMENDED, decision=DECISION),
        Event(kind=EventKind.AMENDMENT, date=AMENDED),  # many a 题注 leaves the title out
    ],
)
def test_a_version_that_tells_of_the_decision_carries_it(event: Event) -> None:
    assert duties(bridges(), bridges(event, day=BEGINS), decision(), of=Concern.DECISION) == []


def test_a_version_made_by_another_decision_does_not() -> None:
    other = bridges(
        Event(kind=EventKind.AMENDMENT, date=date(2020, 9, 1), decision="关于另一件事的决定"),
        day=date(2020, 9, 1),
    )
    assert len(duties(bridges(), other, decision(), of=Concern.DECISION)) == 1


def test_a_decision_whose_file_records_its_operations_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = decisions_module.read_decision
    monkeypatch.setattr(decisions_module, "read_decision", lambda a: read.append(a.title) or original(a))
    passage = Passage("art_1__para_1", 0, 0, 4)
    done = Modification(
        eid="am_1",
        type=ModType.SUBSTITUTION,
        work=WORK,
        passages=(passage,),
        targets=("art_2",),
        results=("art_2",),
        state=State.READ,
        form="x",
    )
    assert duties(bridges(), replace(decision(), modifications=(done,)), of=Concern.DECISION) == []
    assert duties(decision(), of=Concern.DECISION) == []
    assert read == []
    assert len(duties(bridges(), decision(), of=Concern.DECISION)) == 1
    assert read == [DECISION]


def test_what_ended_or_was_made_anew_since_is_not_the_decisions_concern() -> None:
    repealed = bridges(Event(kind=EventKind.REPEAL, date=date(2021, 1, 25)))
    assert duties(repealed, decision(), of=Concern.DECISION) == []
    anew = replace(
        bridges(day=date(2022, 1, 1)), events=(Event(kind=EventKind.ADOPTION, date=date(2021, 12, 1)),)
    )
    assert duties(anew, decision(), day=date(2022, 2, 1), of=Concern.DECISION) == []


PACKAGE = "关于修改《海浦市桥梁条例》等2件地方性法规的决定"
FERRY = WORK.replace("qiao-liang", "du-kou")


@pytest.mark.parametrize(
    ("form", "note"),
    [
        ("对《{}》作出修改\n\n将第二条修改为：“二应当登记。”", "没有据此修改的版本"),
        ("对《{}》作如下修改：将第二条修改为：“二应当登记。”", "决定提到，怎样修改没有读懂"),
    ],
)
def test_a_package_names_only_what_is_missing(form: str, note: str) -> None:
    items = (form.format(title) for title in ("海浦市桥梁条例", "海浦市渡口条例"))
    text = "\n\n".join(f"{n}、{item}" for n, item in zip("一二", items, strict=True))
    package = replace(decision(title=PACKAGE), body=draft(f"# {PACKAGE}\n\n{text}\n").act.body)
    amended = bridges(Event(kind=EventKind.AMENDMENT, date=AMENDED, decision=PACKAGE), day=BEGINS)
    ferry = bridges(title="海浦市渡口条例", work=FERRY)
    (duty,) = duties(bridges(), amended, ferry, package, of=Concern.DECISION)
    assert [(place.words, place.note) for place in duty.places] == [("《海浦市渡口条例》", note)]


def test_a_decision_of_which_nothing_was_read_is_told_by_its_title() -> None:
    title = "关于修改《海浦市桥梁条例》、《海浦市渡口条例》的决定"
    (duty,) = duties(bridges(), decision("全文见公报。", title), of=Concern.DECISION)
    assert [(p.words, p.note) for p in duty.places] == [("《海浦市桥梁条例》", "决定提到，怎样修改没有读懂")]
    assert duty.command == f"compendium amend plan {title}"


def test_a_repeal_that_is_not_recorded() -> None:
    ordered = decision("废止《海浦市桥梁条例》。", "关于废止《海浦市桥梁条例》的决定")
    ordered = replace(
        ordered, kind=ActKind.REPEALING_DECISION, work=DECISION_WORK.replace("xiugai", "feizhi")
    )
    (duty,) = duties(bridges(), ordered, of=Concern.DECISION)
    assert [place.note for place in duty.places] == ["没有记上废止"]
    assert duty.command == "compendium import 《关于废止〈海浦市桥梁条例〉的决定》的文件"
    assert duties(bridges(Event(kind=EventKind.REPEAL, date=BEGINS)), ordered, of=Concern.DECISION) == []


def test_what_was_adopted_later_is_not_known_yet() -> None:
    assert duties(bridges(), decision(), day=date(2021, 1, 19), of=Concern.DECISION) == []
    assert len(duties(bridges(), decision(), day=AMENDED, of=Concern.DECISION)) == 1


# ---- days of effect


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        (date(2020, 1, 31), None),  # not adopted yet
        (date(2020, 3, 19), Urgency.QUARTER),
        (date(2020, 4, 1), Urgency.MONTH),
        (date(2020, 4, 24), Urgency.WEEK),
        (date(2020, 4, 30), Urgency.WEEK),
        (date(2020, 5, 1), Urgency.TODAY),
        (date(2020, 5, 2), None),
    ],
)
def test_a_version_about_to_take_effect(day: date, urgency: Urgency | None) -> None:
    found = duties(bridges(), day=day, of=Concern.COMMENCEMENT)
    assert [duty.urgency(day) for duty in found] == ([urgency] if urgency else [])


def test_one_of_more_than_ninety_days_ahead_is_left_for_later() -> None:
    far = bridges(day=date(2020, 6, 18))
    assert duties(far, day=date(2020, 3, 19), of=Concern.COMMENCEMENT) == []
    assert len(duties(far, day=date(2020, 3, 20), of=Concern.COMMENCEMENT)) == 1


def partial(day: date | None, basis: Basis = Basis.STATED) -> Act:
    """A regulation whose second article has a day of its own."""
    made = bridges()
    second = replace(made.body[1], period="cm_2")
    own = Commencement("cm_2", day, basis, "第二条的施行日期由市人民政府另行规定")
    return replace(made, body=(made.body[0], second), commencements=(*made.commencements, own))


def test_a_provision_about_to_take_effect() -> None:
    (duty,) = duties(partial(date(2021, 2, 10)), of=Concern.COMMENCEMENT)
    assert duty.message == "第二条自2021年2月10日起施行"
    (place,) = duty.places
    assert (place.label, place.eid) == ("第二条", "art_2")
    assert 'eId="art_2"' in write_act(partial(date(2021, 2, 10))).decode().splitlines()[place.line - 1]
    (today,) = duties(partial(date(2021, 2, 10)), day=date(2021, 2, 10), of=Concern.COMMENCEMENT)
    assert today.message == "第二条今天起施行"


def test_days_that_are_left_open_or_not_told() -> None:
    (duty,) = duties(partial(None, Basis.UNDETERMINED))
    assert (duty.concern, duty.due) == (Concern.UNDETERMINED, None)
    assert duty.message == "第二条施行日期另行规定：“第二条的施行日期由市人民政府另行规定”"
    assert duty.command == (
        "compendium commence 海浦市桥梁条例 --date 2020-05-01 --from 日期 --words 原文 --provision 第二条"
    )
    untold = replace(bridges(), commencements=(Commencement("cm_1", date(2020, 5, 1), Basis.NOT_STATED),))
    (duty,) = duties(untold)
    assert (duty.concern, duty.message) == (Concern.NOT_STATED, "2020年5月1日的版本没有写明何时施行")


def test_superseded_versions_need_no_day() -> None:
    untold = replace(bridges(), commencements=(Commencement("cm_1", date(2020, 5, 1), Basis.NOT_STATED),))
    later = bridges(Event(kind=EventKind.AMENDMENT, date=AMENDED), day=AMENDED)
    assert duties(untold, later) == []


def test_the_identity_of_a_duty_outlives_its_day() -> None:
    amended = Event(kind=EventKind.AMENDMENT, date=AMENDED)
    one, other = (
        duties(bridges(), bridges(amended, day=day), of=Concern.COMMENCEMENT)
        for day in (date(2021, 3, 1), date(2021, 4, 1))
    )
    assert one[0].due != other[0].due
    assert one[0].id == other[0].id


# ---- ends


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        (date(2024, 10, 2), None),
        (date(2024, 10, 3), Urgency.QUARTER),
        (date(2025, 1, 1), Urgency.TODAY),
        (date(2025, 1, 2), Urgency.OVERDUE),
        (date(2025, 4, 1), Urgency.OVERDUE),
        (date(2025, 4, 2), None),
    ],
)
def test_an_act_that_expires(day: date, urgency: Urgency | None) -> None:
    ending = bridges(Event(kind=EventKind.EXPIRY, date=date(2025, 1, 1)))
    found = duties(ending, day=day, of=Concern.ENDING)
    assert [duty.urgency(day) for duty in found] == ([urgency] if urgency else [])


def test_one_that_is_continued_does_not_worry_anybody() -> None:
    ending = bridges(Event(kind=EventKind.EXPIRY, date=date(2025, 1, 1)))
    renewed = replace(
        bridges(day=date(2025, 1, 1)), events=(Event(kind=EventKind.ADOPTION, date=date(2024, 12, 1)),)
    )
    assert len(duties(ending, day=date(2024, 11, 1), of=Concern.ENDING)) == 1
    assert duties(ending, renewed, day=date(2024, 12, 2), of=Concern.ENDING) == []


def test_a_repeal_to_come_is_told_and_one_that_was_is_not() -> None:
    ending = bridges(Event(kind=EventKind.REPEAL, date=date(2025, 1, 1)))
    (duty,) = duties(ending, day=date(2024, 12, 31), of=Concern.ENDING)
    assert duty.message == "自2025年1月1日起废止"
    assert duties(ending, day=date(2025, 1, 2), of=Concern.ENDING) == []


def test_duties_come_by_urgency() -> None:
    ending = bridges(
        Event(kind=EventKind.EXPIRY, date=date(2021, 4, 1)),
        title="海浦市渡口条例",
        work=WORK.replace("qiao", "du"),
    )
    found = survey(catalog(bridges(), decision(day=date(2021, 1, 25)), ending), date(2021, 2, 1))
    assert [duty.concern for duty in found] == [Concern.DECISION, Concern.ENDING]
