"""A day of effect becomes known: the version takes it, and what hangs on it follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.akn import parse_act, write_act
from compendium.checks import check_catalog
from compendium.editing.commencing import (
    NotSettled,
    Said,
    Settlement,
    message,
    settle_provisions,
    settle_version,
)
from compendium.law.act import Act, Basis, Commencement, Event
from compendium.law.changes import Change, ModType
from compendium.law.commencement import partial_commencements, untied, with_partial
from compendium.law.days import day_words
from compendium.law.kinds import ActKind, EventKind
from compendium.law.names import expression_path
from compendium.law.timeline import Status, end_of, standing, version_status
from compendium.library.catalog import Catalog, Work, load_catalog
from compendium.text.wording import pending
from tests.builders import Memory, act, article, draft, named

MADE, BEGINS = date(2024, 3, 21), date(2024, 7, 1)
SAID = Said(BEGINS, "自2024年7月1日起施行", "市人民政府公告")
MISTAKEN = replace(SAID, mistaken="公告的日期抄错")


def version(day: date = MADE, basis: Basis = Basis.NOT_STATED, *more: Commencement) -> Act:
    """A version whose first commencement has this basis."""
    start = None if basis is Basis.UNDETERMINED else day
    return named(
        act(article(1, "桥梁应当登记。"), article(2, "名录应当公布。"), article(3, "养护。"), day=day),
        events=(Event(kind=EventKind.ADOPTION, date=min(day, MADE), words="通过"),),
        commencements=(Commencement("cm_1", start, basis), *more),
    )


def catalog_of(*versions: Act) -> Catalog:
    """A catalog of versions."""
    written = {expression_path(v.work, v.language, v.date): write_act(v) for v in versions}
    return load_catalog(Memory(written))


def on(day: date, said: Said = SAID, **changes: str) -> Said:
    """What is said of another day, in words that tell it."""
    return replace(said, day=day, words=f"自{day_words(day)}起施行", **changes)


def settled(value: Act, *others: Act, said: Said = SAID, places: tuple[str, ...] = ()) -> Settlement:
    """The plan that settles a day of the first of some acts."""
    catalog = catalog_of(value, *others)
    work = catalog.by_uri[value.work]
    facts = next(f for f in work.expressions if f.date == value.date)
    if places:
        return settle_provisions(catalog, work, facts, places, said)
    return settle_version(catalog, work, facts, said)


def after(plan: Settlement, *versions: Act) -> Catalog:
    """The corpus once a plan has been written; it has no faults of place or identity."""
    files = {expression_path(v.work, v.language, v.date): write_act(v) for v in versions}
    files |= {path: data for path, data in plan.files.items() if data is not None}
    for path in (path for path, data in plan.files.items() if data is None):
        del files[path]
    memory = Memory(files)
    catalog = load_catalog(memory)
    found = {p.code for p in check_catalog(catalog, memory, files)}
    assert not found & {"X101", "X102", "X103", "D301"}
    return catalog


def only(catalog: Catalog) -> Work:
    (work,) = catalog.works
    return work


@pytest.mark.parametrize("basis", [Basis.NOT_STATED, Basis.UNDETERMINED])
def test_a_version_takes_the_day_and_its_file_the_name(basis: Basis) -> None:
    value = version(MADE, basis)
    work = only(after(settled(value), value))
    (facts,) = work.expressions
    first = Commencement("cm_1", BEGINS, Basis.STATED, "市人民政府公告：自2024年7月1日起施行")
    assert (facts.date, facts.commencements) == (BEGINS, (first,))
    assert facts.path.endswith("/2024-07-01.xml")


def test_translations_keep_step() -> None:
    value = version(MADE, Basis.UNDETERMINED)
    english = named(value, language="eng", title="Bridges")
    work = only(after(settled(value, english), value, english))
    assert work.translations[0].path.endswith("/2024-07-01.en.xml")
    assert work.translations[0].commencements == work.expressions[0].commencements


def test_versions_amended_from_it_name_it_by_its_new_day() -> None:
    value = version()
    decision = "/akn/cn-sh/act/xiugai-jueding/2025/jue-ding"
    later = named(
        version(date(2025, 6, 1), Basis.STATED),
        changes=(
            Change(
                type=ModType.SUBSTITUTION,
                decision=decision,
                decided=date(2025, 1, 16),
                modification="mod_1",
                eid="art_1",
                before=MADE,
                was=("art_1",),
            ),
        ),
    )
    work = only(after(settled(value, later), value, later))
    catalog = after(settled(value, later), value, later)
    assert [c.before for c in catalog.act(work.expressions[1]).changes] == [BEGINS]


@pytest.mark.parametrize(
    ("value", "others", "said", "told"),
    [
        (version(MADE, Basis.STATED), (), SAID, "已载明：2024-03-21.*--correct"),
        (version(BEGINS, Basis.STATED), (), SAID, "已记为自 2024-07-01 起施行"),
        (version(), (), MISTAKEN, "请去掉 --correct"),
        (version(), (), on(date(2024, 3, 20)), "早于这一版本通过"),
        (version(), (version(BEGINS, Basis.STATED),), SAID, "已有 2024-07-01 的版本"),
        (version(), (version(date(2024, 5, 1), Basis.STATED),), SAID, "次序不能改变；请核对"),
        (version(), (version(date(2024, 5, 1)),), SAID, "那一版本的施行日期也未确定"),
    ],
)
def test_what_does_not_fit_is_refused(value: Act, others: tuple[Act, ...], said: Said, told: str) -> None:
    with pytest.raises(NotSettled, match=told):
        settled(value, *others, said=said)


def test_an_earlier_version_stays_earlier() -> None:
    value = version(date(2025, 1, 10), Basis.NOT_STATED)
    before = version(date(2024, 12, 1), Basis.STATED)
    value = named(value, events=(Event(kind=EventKind.ADOPTION, date=MADE, words="通过"),))
    with pytest.raises(NotSettled, match="排到 2024-12-01 的版本之前"):
        settled(value, before)


def test_a_day_that_was_wrong_is_put_right_with_its_reason() -> None:
    value = version(MADE, Basis.STATED)
    plan = settled(value, said=MISTAKEN)
    (correction,) = plan.act.corrections
    assert (correction.reason, correction.source) == ("公告的日期抄错", "")
    assert (correction.places[0].old, correction.places[0].new) == (
        "自2024年3月21日起施行",
        "自2024年7月1日起施行",
    )
    assert plan.act.commencements[0].words.startswith("市人民政府公告：")
    assert only(after(plan, value)).expressions[0].date == BEGINS
    assert message(plan, MISTAKEN).startswith("更正施行日期：")


# ---- provisions

LATE = Said(date(2025, 1, 1), "自2025年1月1日起施行")


def test_a_provision_gets_a_day_of_its_own() -> None:
    value = version(BEGINS, Basis.STATED)
    plan = settled(value, said=LATE, places=("第一条", "第二条"))
    assert [(c.id, c.date) for c in plan.act.commencements] == [("cm_1", BEGINS), ("cm_2", LATE.day)]
    assert {p.eid: p.period for p in plan.act.provisions() if p.period} == {"art_1": "cm_2", "art_2": "cm_2"}
    assert only(after(plan, value)).expressions[0].date == BEGINS


def open_provisions() -> Act:
    """Two provisions of one open day."""
    value = version(BEGINS, Basis.STATED, Commencement("cm_2", None, Basis.UNDETERMINED, "另行规定"))
    body = tuple(replace(p, period="cm_2") if p.eid in ("art_1", "art_2") else p for p in value.body)
    return replace(value, body=body)


def test_an_open_day_of_all_its_provisions_is_settled_in_place() -> None:
    plan = settled(open_provisions(), said=LATE, places=("第一条", "第二条"))
    assert [(c.id, c.date, c.basis) for c in plan.act.commencements[1:]] == [("cm_2", LATE.day, Basis.STATED)]


def test_the_others_keep_an_open_day() -> None:
    plan = settled(open_provisions(), said=LATE, places=("第一条",))
    assert [(c.id, c.date) for c in plan.act.commencements[1:]] == [("cm_2", None), ("cm_3", LATE.day)]
    assert {p.eid: p.period for p in plan.act.provisions() if p.period} == {"art_1": "cm_3", "art_2": "cm_2"}
    rest = settled(plan.act, said=on(date(2026, 1, 1), LATE), places=("第二条",))
    assert [(c.id, c.date) for c in rest.act.commencements[1:]] == [
        ("cm_2", date(2026, 1, 1)),
        ("cm_3", LATE.day),
    ]


@pytest.mark.parametrize(
    ("value", "said", "told"),
    [
        (version(BEGINS, Basis.STATED), SAID, "就是全文的施行日期"),
        (version(BEGINS, Basis.STATED), on(date(2024, 1, 1)), "早于这一版本通过"),
        (
            settled(version(BEGINS, Basis.STATED), said=LATE, places=("第一条",)).act,
            on(date(2025, 2, 1), LATE),
            "第一条的施行日期已载明：2025-01-01",
        ),
    ],
)
def test_a_day_that_can_not_be_a_provision_s_own_is_refused(value: Act, said: Said, told: str) -> None:
    with pytest.raises(NotSettled, match=told):
        settled(value, said=said, places=("第一条",))


def test_a_provision_s_wrong_day_is_put_right() -> None:
    value = settled(version(BEGINS, Basis.STATED), said=LATE, places=("第一条",)).act
    said = on(date(2025, 2, 1), LATE, mistaken="抄错")
    plan = settled(value, said=said, places=("第一条第一款",))
    assert pending(plan.act, date(2024, 8, 1)) == {
        "art_1": "自2025年1月1日起施行",
        "art_1__para_1": "自2025年2月1日起施行",
    }
    assert plan.act.corrections[0].places[0].eid == "art_1__para_1"


def test_later_versions_that_are_silent_are_told() -> None:
    value, later = version(BEGINS, Basis.STATED), version(date(2024, 12, 1), Basis.STATED)
    plan = settled(value, later, said=LATE, places=("第一条",))
    assert plan.hints == [
        "2024-12-01 的版本也有这一条款（第一条），没有另外的施行日期；如也自该日起施行，请同样确定"
    ]


# ---- what follows


def test_a_decision_settled_settles_the_versions_it_made() -> None:
    title = "海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定"
    decision = named(
        act(
            article(1, "修改第一条。"),
            title=title,
            work="/akn/cn-sh/act/xiugai-jueding/2024/jue-ding",
            day=MADE,
        ),
        kind=ActKind.AMENDING_DECISION,
        events=(Event(kind=EventKind.ADOPTION, date=MADE, words="通过"),),
        commencements=(Commencement("cm_1", None, Basis.UNDETERMINED, "另行规定"),),
    )
    made = Event(
        kind=EventKind.AMENDMENT, date=MADE, decision="关于修改〈海浦市桥梁条例〉的决定", words="修正"
    )
    value = replace(version(), events=(*version().events, made))
    plan = settled(decision, value)
    catalog = after(plan, decision, value)
    facts = catalog.find("桥梁条例").expressions[0]
    assert (facts.date, facts.commencements[0].basis) == (BEGINS, Basis.STATED)
    assert plan.notes == ["《海浦市桥梁条例》2024-03-21 的版本据决定自 2024-07-01 起施行"]
    moved = catalog.find(title).expressions[0]
    again = on(date(2024, 8, 1), mistaken="抄错")
    hints = settle_version(catalog, catalog.find(title), moved, again).hints
    assert hints == ["《海浦市桥梁条例》2024-07-01 的版本据本决定确定施行日期，请用 --correct 一并更正"]


# ---- what a text says of its parts


def closing(words: str) -> Act:
    body = [article(n, "桥梁应当养护。") for n in range(1, 6)] + [article(6, words)]
    return version_of(act(*body))


def version_of(value: Act) -> Act:
    return named(value, commencements=(Commencement("cm_1", date(2020, 5, 1), Basis.STATED),))


def test_a_range_of_provisions_is_all_of_them() -> None:
    value = closing("本条例自2020年5月1日起施行，第二条至第四条自2021年1月1日起施行。")
    assert {eid for eid, _, _ in partial_commencements(value)} == {"art_2", "art_3", "art_4"}


def test_a_part_left_open_is_undetermined_and_the_rest_is_not() -> None:
    value = closing("本条例自2020年5月1日起施行。第三条的施行日期由市人民政府另行规定。")
    tied = with_partial(value)
    assert [(c.id, c.date, c.basis) for c in tied.commencements[1:]] == [("cm_2", None, Basis.UNDETERMINED)]
    assert pending(tied, date(2030, 1, 1)) == {"art_3": "施行日期另行规定"}
    assert untied(tied) == []
    assert parse_act(write_act(tied), "x.xml") == tied


# ---- ends


def test_an_act_repealed_before_its_open_day_has_ended() -> None:
    repeal = Event(kind=EventKind.REPEAL, date=date(2025, 1, 1), decision="关于废止的决定")
    value = version(MADE, Basis.UNDETERMINED)
    value = replace(value, events=(*value.events, repeal))
    assert standing([value], date(2024, 12, 31)).status is Status.NOT_YET
    now = standing([value], date(2025, 1, 1))
    assert (now.status, now.ended) == (Status.REPEALED, date(2025, 1, 1))
    anew = version(date(2026, 1, 1), Basis.STATED)
    anew = replace(anew, events=(Event(kind=EventKind.ADOPTION, date=date(2025, 10, 1), words="通过"),))
    assert standing([value, anew], date(2025, 6, 1)).index == 1
    assert standing([value, anew], date(2026, 1, 1)).status is Status.IN_FORCE


def test_an_amendment_of_a_repealed_act_never_begins() -> None:
    repeal = Event(kind=EventKind.REPEAL, date=date(2025, 1, 1), decision="关于废止的决定")
    first = version(BEGINS, Basis.STATED)
    first = replace(first, events=(*first.events, repeal))
    second = version(date(2025, 6, 1), Basis.STATED)
    day = date(2025, 7, 1)
    assert (standing([first, second], day).index, standing([first, second], day).status) == (
        0,
        Status.REPEALED,
    )
    assert version_status([first, second], 1, day) is Status.REPEALED
    assert end_of([first, second], 1) == (date(2025, 1, 1), EventKind.REPEAL)


@pytest.mark.parametrize(
    ("last", "end"),
    [
        ("本规定自印发之日起施行，有效期5年。", date(2029, 5, 6)),
        ("本规定自印发之日起施行，有效期为两年。", date(2026, 5, 6)),
        ("本规定自印发之日起施行。", None),
    ],
)
def test_a_term_counts_from_the_day_of_issue(last: str, end: date | None) -> None:
    text = (
        "# 海浦市交通局关于桥梁养护的若干规定\n\n海交规〔2024〕3号\n\n一、桥梁应当养护。\n\n"
        f"二、养护应当公示。\n\n三、{last}\n\n海浦市交通局\n\n2024年5月6日\n"
    )
    value = draft(text).act
    assert value.commencements[0].date == date(2024, 5, 6)
    assert [e.date for e in value.events if e.kind is EventKind.EXPIRY] == ([end] if end else [])
