"""Whole invented decisions: their parts, what is new text, and that no character is left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from compendium.amending.instruction import Instruction, Reading, RepealAct, Unread
from compendium.amending.reading import read_decision, uncovered
from compendium.law.act import Act
from tests.reading_samples import (
    CONSTITUTION,
    NUMBERED_ACTS,
    PACKAGE,
    QUOTED,
    REPEALS,
    SAMPLES,
    STRAIGHT,
    UNQUOTED,
    decision,
    items,
    show,
)

PLURAL = "海浦市人大常委会关于修改部分地方性法规的决定"
HEAD = "海浦市第一届人大常委会第一次会议决定对《海浦市消防条例》作如下修改：\n"


def shown(found: Sequence[Instruction | Unread]) -> dict[str, str]:
    return {i.id: show(i.action) if isinstance(i, Instruction) else f"!{i.reason}" for i in found}


def read(text: str, title: str = "海浦市人大常委会关于修改《海浦市消防条例》的决定") -> Reading:
    act = decision(text, title)
    reading = read_decision(act)
    assert not uncovered(act, reading)
    return reading


def only(text: str) -> dict[str, str]:
    (part,) = read(text).parts
    assert part.title == "海浦市消防条例"
    return shown(part.items)


def test_quoted_new_text_repeats_its_opening_mark() -> None:
    assert only(QUOTED) == {
        "一": "Substitute(refs=4条 content=消防工作贯彻预防为主的方针。"
        "|市、区人民政府负责本行政区域内的消防工作。)",
        "二": "Insert(level=article count=1 content=任何单位不得有下列行为：|（一）占用消防通道；"
        "|（二）其他“不应有”的行为。 results=新5条)",
        "三-1": "Renumber(ref=旧5条 result=新6条)",
        "三-2": "Insert(level=paragraph count=1 content=鼓励志愿服务。 within=旧5条 results=新6条新2款)",
        "三-3": "Renumber(ref=旧5条旧2款 result=新6条新3款)",
        "三-4": "Substitute(refs=旧5条旧2款 content=志愿者受法律保护。)",
        "四": "Delete(refs=9条,10条2款)",
        "五-一-1": "SubstituteWords(refs=2条 pairs=区、县,区)",
        "五-一-2": "SubstituteWords(refs=2条 pairs=工商,市场监管)",
        "五-二-1": "InsertWords(refs=3条 anchors=单位 side=after new=和个人)",
        "五-二-2": "Adjust(numbers=True)",
    }


def test_unquoted_new_text_ends_where_the_next_instruction_begins() -> None:
    assert only(UNQUOTED) == {
        "一": "Insert(level=paragraph count=2 content=市应急管理部门负责指导。|其他部门在各自职责范围内配合。"
        " within=2条 results=2条新2款,2条新3款)",
        "二": "Substitute(refs=5条1款 content=下列场所应当设置报警装置：|（一）商场；"
        "|（二）将地下空间用作经营的场所；|（三）其他场所。)",
        "三": "Split(ref=7条 results=新7条,新8条 content=第七条单位应当定期检查。|第八条个人应当爱护设施。)",
        "四-1": "Renumber(ref=旧10条 result=新12条)",
        "四-2": "Substitute(refs=旧10条1款 content=违反本条例的，由消防机构责令改正。)",
        "四-3": "Renumber(ref=旧10条旧2款 result=新12条新3款)",
        "四-4": "Adjust(numbers=True wording=True)",
    }


def test_what_is_announced_is_the_place_of_the_items_below_it() -> None:
    orders = """
一、对第七条作如下修改：
（一）第一款修改为：“甲。”
（二）增加一款，作为第二款：“乙。”
二、第八条第二款作如下修改：
1．将“丙”修改为“丁”。
2．增加一项，作为第三项：“（三）戊。”
三、第一款修改为：“己。”
"""
    assert only(HEAD + orders) == {
        "一-一": "Substitute(refs=7条1款 content=甲。)",
        "一-二": "Insert(level=paragraph count=1 content=乙。 within=7条 results=7条新2款)",
        "二-1": "SubstituteWords(refs=8条2款 pairs=丙,丁)",
        "二-2": "Insert(level=point count=1 content=（三）戊。 within=8条2款 results=8条2款新3项)",
        "三": "!没有说明是哪一条",
    }


def test_straight_marks_are_told_apart_by_what_follows_them() -> None:
    assert only(STRAIGHT) == {
        "一": 'Substitute(refs=4条 content=消防工作依托"一网通办"平台。|市、区人民政府负责消防工作。)',
        "二-1": 'Substitute(refs=6条1款 content=本市推行"随申报"服务。)',
        "二-2": "Delete(refs=6条2款)",
        "二-3": "Insert(level=paragraph count=1 content=任何单位应当配合。 within=6条 results=6条新2款)",
        "三": "SubstituteWords(refs=7条 pairs=甲,乙)",
    }


def test_a_package_has_a_part_for_each_regulation_and_what_is_common() -> None:
    reading = read(PACKAGE, PLURAL)
    fire, river = reading.parts
    assert (fire.title, river.title, river.number) == (
        "海浦市消防条例",
        "海浦市河道条例",
        "海府发〔2001〕5号",
    )
    assert list(shown(fire.items)) == ["一-1", "一-2"]
    assert shown(river.items) == {
        "二-3": "SubstituteWords(refs=2条 pairs=区、县,区)",
        "二-4-1": "SubstituteWords(refs=全文 pairs=工商,市场监管 everywhere=True)",
        "二-4-2": "Delete(refs=6条)",
    }
    assert list(shown(reading.common).values()) == [
        "SubstituteWords(refs=相关 pairs=行政处分,处分 everywhere=True)",
        "Adjust(numbers=True)",
    ]
    assert [show(repeal.action) for repeal in reading.repeals] == ["RepealAct(title=海浦市旧货条例)"]


def test_a_sentence_may_name_its_regulation_and_lines_without_number_go_on_with_it() -> None:
    reading = read(NUMBERED_ACTS, PLURAL)
    assert [(p.title, p.number, len(p.items)) for p in reading.parts] == [
        ("海浦市储蓄办法", "海银发〔2005〕89号", 3),
        ("海浦市支付细则", "", 1),
        ("海浦市账户办法", "", 1),
    ]


def test_parts_may_be_headed_by_a_bare_title_and_numbered_with_a_comma() -> None:
    text = "一、海浦市消防条例\n1、第五条修改为：\n甲。\n2、第八条删去。\n"
    text += "二、海浦市河道条例\n1、增加第十一条：\n乙。"
    fire, river = read("决定对下列地方性法规作如下修改：\n" + text, PLURAL).parts
    assert shown(fire.items) == {"一-1": "Substitute(refs=5条 content=甲。)", "一-2": "Delete(refs=8条)"}
    assert shown(river.items) == {"二-1": "Insert(level=article count=1 content=乙。 results=新11条)"}


def test_a_new_number_without_a_regulation_does_not_go_on_with_the_last() -> None:
    reading = read("一、删去《海浦市甲办法》第三条。\n二、删去第四条。", PLURAL)
    assert [i.reason for i in reading.common if isinstance(i, Unread)] == ["没有说明修改的是哪一部法规"]


def test_amendments_to_a_law_number_their_items_as_articles() -> None:
    (part,) = read(CONSTITUTION, "海法修正案（2030年）").parts
    assert part.title == "海法"
    assert shown(part.items) == {
        "第三条": "Substitute(refs=7条 content=新文一。|新文二。 old=旧文一。|旧文二。)",
        "第四条": "InsertWords(refs=10段@tail side=end new=本市长期发展。)",
        "第五条": "Insert(level=paragraph count=1 content=本市依法办事。 within=5条 results=5条新1款)",
    }


def test_the_full_title_of_a_law_stands_beside_the_name_that_is_used() -> None:
    (part,) = read("一、将海法第三条修改为：“甲。”", "中华人民共和国海法修正案（二）").parts
    assert (part.title, part.aliases) == ("中华人民共和国海法", ("海法",))


def test_repeals_are_listed_or_said() -> None:
    reading = read(REPEALS, PLURAL)
    titles = [i.action.title for i in reading.repeals if isinstance(i.action, RepealAct)]
    assert titles == ["海浦市旧货条例", "海浦市当铺条例", "海浦市粮票办法"]
    assert [show(i.action) for p in reading.parts for i in p.items if isinstance(i, Instruction)] == [
        "Delete(refs=3条)"
    ]


def test_repeals_may_be_listed_without_title_marks() -> None:
    text = """
经海浦市政府第一次常务会议通过，市人民政府决定，废止下列市政府规章：
一、海浦市渡口管理办法（1992年7月25日发布，根据2010年1月1日《关于修改〈甲办法〉的决定》修正）
二、《海浦市灯塔管理办法》（1993年1月1日发布）；
本决定自公布之日起施行。
"""
    reading = read(text, "海浦市人民政府关于废止部分市政府规章的决定")
    assert [i.action for i in reading.repeals] == [
        RepealAct("海浦市渡口管理办法"),
        RepealAct("海浦市灯塔管理办法"),
    ]


def test_a_regulation_of_which_nothing_is_said_is_listed() -> None:
    text = """
海浦市人大常委会决定，对下列地方性法规作如下处理：
一、《海浦市渡口管理办法》（1992年7月25日发布）
二、《海浦市灯塔管理办法》
删去第三条。
"""
    reading = read(text, PLURAL)
    found = {part.title: shown(part.items) for part in reading.parts}
    assert found == {
        "海浦市渡口管理办法": {"一": "!没有说明对它如何处理"},
        "海浦市灯塔管理办法": {"二": "Delete(refs=3条)"},
    }


def test_republication_that_changes_numbers_is_an_instruction() -> None:
    text = HEAD + "一、删去第三条。\n《海浦市消防条例》根据本决定作相应修改并对条文顺序作相应调整，重新公布。"
    assert list(only(text).values()) == ["Delete(refs=3条)", "Adjust(numbers=True)"]


def test_a_purpose_before_the_instruction_orders_nothing() -> None:
    text = "为了“放心”消费，决定将《海浦市消防条例》第八条中的“甲”修改为“乙”。本决定自公布之日起施行。"
    assert list(only(text).values()) == ["SubstituteWords(refs=8条 pairs=甲,乙)"]


def test_numbers_may_be_told_by_quotations_under_a_clause_on_the_order() -> None:
    text = HEAD + "一、条文顺序作相应调整：“第八条”调整为“第七条”，“第九条”调整为“第八条”。"
    assert list(only(text).values()) == [
        "Renumber(ref=旧8条 result=新7条)",
        "Renumber(ref=旧9条 result=新8条)",
    ]


def test_a_statement_goes_on_where_the_source_broke_the_line() -> None:
    text = HEAD + "一、将第二十条改为第十六条，\n“甲机构”\n修改为“乙机构”。"
    assert list(only(text).values()) == [
        "Renumber(ref=旧20条 result=新16条)",
        "SubstituteWords(refs=旧20条 pairs=甲机构,乙机构)",
    ]


def test_paragraphs_broken_by_the_source_are_joined_only_where_that_is_certain() -> None:
    joined = HEAD + "一、将第七条修改为：“单位应当建立检查制\n度，并记录。\n“个人应当配合。”"
    assert list(only(joined).values()) == [
        "Substitute(refs=7条 content=单位应当建立检查制度，并记录。|个人应当配合。)"
    ]
    doubtful = HEAD + "一、将第七条修改为：“乡（镇）\n人民政府应当配合。”"
    assert "断行" in only(doubtful)["一"]


def test_new_text_on_the_same_line_needs_no_marks() -> None:
    text = HEAD + "一、第五条修改为：单位应当检查。\n个人应当配合。\n二、删去第六条。"
    assert only(text)["一"] == "Substitute(refs=5条 content=单位应当检查。|个人应当配合。)"


@pytest.mark.parametrize(
    ("lines", "unread"),
    [
        ("一、将第五条修改为：\n单位应当检查。\n将第六条作废并修改为别的。", ["一"]),
        ("一、将第五条第一款修改为：\n单位应当检查。\n第二款与第三款对调。", ["一"]),
        ("一、将第五条修改为：\n单位应当检查。\n此外，还修改了第六条。", ["一"]),
        ("一、修改如下：\n（一）将第五条修改为：\n单位应当：\n（一）检查；\n（二）第六条作废。", ["一-一"]),
        ("一、将第五条修改为：“单位应当检查。\n二、删去第六条。", ["一"]),
        ("一、将第五条修改为：\n二、删去第六条。", ["一"]),
        ("一、删去第五条第三项。\n将第四项中的罚款修改为：“三万元”。\n第五项修改为：“甲；”", ["一-2"]),
        ("一、第三条与第四条对调。\n第二款修改为：“甲。”", ["一-1", "一-2"]),
        ("一、将第三条中的“甲”修改为“乙”，增加“丙”。", ["一-2"]),
    ],
)
def test_what_is_not_understood_is_refused_with_its_words(lines: str, unread: list[str]) -> None:
    found = only(HEAD + lines + "\n本决定自2030年2月1日起施行。")
    assert [i for i, what in found.items() if what.startswith("!")] == unread


def test_unread_words_keep_the_new_text_under_them() -> None:
    (part,) = read(HEAD + "一、请将第五条改写为：\n单位应当检查。\n二、删去第六条。").parts
    first = part.items[0]
    assert isinstance(first, Unread)
    assert first.content is not None
    assert first.content.text == "单位应当检查。"


def test_words_and_passages_are_those_of_the_decision() -> None:
    act = decision(QUOTED)
    texts = {p.eid: [b.text for b in p.blocks] for p in act.provisions()}
    for item in items(read_decision(act)):
        words = "".join(texts[p.eid][p.block][p.start : p.end] for p in item.passages)
        assert item.words.rstrip("：:。，") in words


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_character_belongs_to_an_item_or_orders_nothing(sample: str) -> None:
    act = decision(sample, PLURAL)
    assert not uncovered(act, read_decision(act))
    ids = [item.id for item in items(read_decision(act))]
    assert len(ids) == len(set(ids))


def test_the_proof_sees_what_is_left_out() -> None:
    act = decision(QUOTED)
    reading = read_decision(act)
    less = Reading(reading.parts, (), (), reading.formal[1:])
    assert [p.eid for p in uncovered(act, less)] == [reading.formal[0].eid]


def test_an_empty_decision_orders_nothing() -> None:
    act: Act = decision("")
    assert read_decision(act) == Reading((), (), (), ())
