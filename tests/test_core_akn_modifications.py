"""Amendments in files: operations beside the decision's words, changes in the version they made."""

from __future__ import annotations

from datetime import date

import pytest

from compendium.akn import BadXml, parse_act, write_act
from compendium.akn.read import parse_xml
from compendium.law.act import Act
from compendium.law.changes import Change, Modification, ModType, Passage, State
from tests.builders import DAY, WORK, act, article, named, paragraph, point
from tests.test_core_akn import oasis

DECISION = "/akn/cn-sh/act/xiugai-jueding/2024/guan-yu-xiu-gai-qiao-liang-tiao-li"
PATH = "xiugai-jueding/guan-yu-xiu-gai-qiao-liang-tiao-li/2024-06-01.xml"
BODY = (
    article(1, "将第三条第二款中的“区、县”修改为“区”。", "将第四条改为第五条。"),
    article(2, paragraph("删去下列各项：", point("（一）", "第七条第（二）项；"))),
)
MODIFICATIONS = (
    Modification(
        eid="mod_1",
        type=ModType.SUBSTITUTION,
        work=WORK,
        passages=(Passage("art_1__para_1", 0, 1, 9), Passage("art_1__para_1", 0, 9, 21)),
        targets=("art_3__para_2",),
        results=("art_3__para_2",),
        old="区、县",
        new="区",
        form="substitute-words",
    ),
    Modification(
        eid="mod_2", type=ModType.RENUMBERING, work=WORK, passages=(), targets=("art_4",), results=("art_5",)
    ),
    Modification(
        eid="mod_3",
        type=ModType.INSERTION,
        work=WORK,
        passages=(),
        targets=(),
        results=("art_12-1", ""),
        old="",
        new="新增",
    ),
    Modification(
        eid="mod_4",
        type=ModType.REPLACEMENT,
        work=WORK,
        passages=(),
        targets=("preface",),
        results=("",),
        state=State.STATED,
        words="改名",
    ),
    Modification(
        eid="mod_5",
        type=ModType.REPEAL,
        work=WORK,
        passages=(),
        targets=("",),
        results=(),
        state=State.ASIDE,
        reason="另行处理",
    ),
)
DECIDED = named(act(*BODY, work=DECISION, day=date(2024, 6, 1)), modifications=MODIFICATIONS)
CHANGES = (
    Change(
        type=ModType.JOIN,
        decision=DECISION,
        decided=date(2024, 3, 21),
        modification="mod_2",
        eid="art_1",
        before=date(2015, 7, 1),
        was=("art_1", "art_2"),
    ),
    Change(
        type=ModType.INSERTION,
        decision=DECISION,
        decided=date(2024, 3, 21),
        modification="mod_3",
        eid="art_2",
        before=date(2015, 7, 1),
    ),
    Change(
        type=ModType.REPLACEMENT,
        decision=DECISION,
        decided=date(2024, 3, 21),
        modification="mod_4",
        eid="",
        before=date(2015, 7, 1),
        was=("",),
    ),
)
AMENDED = named(act(article(1, "甲。"), article(2, "乙。")), changes=CHANGES)

IN_FILE = """\
      <analysis source="#compendium">
        <activeModifications>
          <textualMod eId="mod_1" type="substitution" c:state="read" c:form="substitute-words">
            <source href="#art_1__para_1" c:block="0" c:from="1" c:to="9"/>
            <source href="#art_1__para_1" c:block="0" c:from="9" c:to="21"/>
            <destination href="{work}#art_3__para_2"/>
            <old>
              <c:words>区、县</c:words>
            </old>
            <new href="{work}#art_3__para_2"/>
            <new>
              <c:words>区</c:words>
            </new>
          </textualMod>
          <textualMod eId="mod_2" type="renumbering" c:state="read">
            <source href="{decision}"/>
            <destination href="{work}#art_4"/>
            <new href="{work}#art_5"/>
          </textualMod>
          <textualMod eId="mod_3" type="insertion" c:state="read">
            <source href="{decision}"/>
            <destination href="{work}" pos="unspecified"/>
            <new href="{work}#art_12-1"/>
            <new href="{work}"/>
            <new>
              <c:words>新增</c:words>
            </new>
          </textualMod>
          <textualMod eId="mod_4" type="replacement" c:state="stated" c:words="改名">
            <source href="{decision}"/>
            <destination href="{work}#preface"/>
            <new href="{work}"/>
          </textualMod>
          <textualMod eId="mod_5" type="repeal" exclusion="true" c:state="aside" c:reason="另行处理">
            <source href="{decision}"/>
            <destination href="{work}"/>
          </textualMod>
        </activeModifications>
      </analysis>
"""
IN_VERSION = """\
        <passiveModifications>
          <textualMod eId="pmod_1" type="join">
            <source href="{decision}#mod_2" c:date="2024-03-21"/>
            <destination href="#art_1"/>
            <previous href="{work}/zho@2015-07-01"/>
            <old href="{work}/zho@2015-07-01#art_1"/>
            <old href="{work}/zho@2015-07-01#art_2"/>
          </textualMod>
"""


def test_operations_stand_in_the_decision_as_textual_mods() -> None:
    data = write_act(DECIDED)
    assert IN_FILE.format(work=WORK, decision=DECISION) in data.decode()
    assert parse_act(data, PATH) == DECIDED


def test_changes_stand_in_the_version_with_where_they_come_from() -> None:
    data = write_act(AMENDED)
    assert IN_VERSION.format(work=WORK, decision=DECISION) in data.decode()
    assert parse_act(data, PATH) == AMENDED


@pytest.mark.parametrize("value", [DECIDED, AMENDED])
def test_amendments_are_valid_in_the_standard(value: Act) -> None:
    schema = oasis()
    assert schema.validate(parse_xml(write_act(value), PATH)), str(schema.error_log)


def test_an_act_without_amendments_has_no_analysis() -> None:
    assert b"analysis" not in write_act(act(*BODY))


def broken(value: Act, old: str, new: str) -> tuple[bytes, int]:
    """A file with one place changed by hand, and the line of that place."""
    text = write_act(value).decode().replace(WORK, "WORK").replace(DECISION, "DECISION")
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    return text.replace(old, new, 1).replace("WORK", WORK).replace("DECISION", DECISION).encode(), line


@pytest.mark.parametrize(
    ("value", "old", "new", "words"),
    [
        (
            DECIDED,
            '<source href="#art_1__para_1"',
            '<source href="#art_9__para_1"',
            "#art_9__para_1 在本文件中不存在",
        ),
        (DECIDED, 'para_1" c:block="0" c:from="1"', 'para_1" c:block="1" c:from="1"', "没有第 1 至 9 字"),
        (DECIDED, 'c:from="1" c:to="9"', 'c:from="10" c:to="9"', "没有第 10 至 9 字"),
        (DECIDED, 'c:from="9" c:to="21"', 'c:from="9" c:to="22"', "没有第 9 至 22 字"),
        (DECIDED, '<source href="DECISION"/>', '<source href="WORK"/>', "出处应为本文件"),
        (DECIDED, 'eId="mod_2"', 'eId="mod_1"', "mod_1 重复"),
        (AMENDED, '<destination href="#art_1"/>', '<destination href="#art_3"/>', "#art_3 在本文件中不存在"),
        (AMENDED, '<destination href="WORK"/>', '<destination href="DECISION"/>', "被修改的应为本法规"),
        (AMENDED, '<previous href="WORK/', '<previous href="DECISION/', "修改前的版本应属于本法规"),
        (
            AMENDED,
            '<previous href="WORK/zho@2015-07-01',
            '<previous href="WORK/eng@2015-07-01',
            "应属于本法规",
        ),
        (AMENDED, '<previous href="WORK/zho@2015-07-01', '<previous href="WORK/zho@2015-02-30', "日期不存在"),
        (AMENDED, '<old href="WORK/zho@2015-07-01', '<old href="WORK/zho@2016-07-01', "不在修改前的版本"),
        (AMENDED, 'c:date="2024-03-21"', 'c:date="2024-03-21Z"', "日期不存在"),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused_with_its_line(
    value: Act, old: str, new: str, words: str
) -> None:
    data, line = broken(value, old, new)
    with pytest.raises(BadXml, match=words) as refused:
        parse_act(data, PATH)
    assert any(words in message and abs(found - line) <= 1 for found, message in refused.value.faults)


def test_operations_of_one_mod_are_on_one_work() -> None:
    data, _ = broken(DECIDED, '<new href="WORK#art_3__para_2"/>', '<new href="DECISION#art_3__para_2"/>')
    with pytest.raises(BadXml, match="mod_1 涉及不止一部法规"):
        parse_act(data, PATH)


def test_a_version_is_not_amended_from_itself() -> None:
    with pytest.raises(BadXml, match="不能是本版本自身"):
        parse_act(write_act(named(AMENDED, changes=(named_change(DAY),))), PATH)


def named_change(before: date) -> Change:
    """A change of the act's title."""
    return Change(
        type=ModType.REPLACEMENT, decision=DECISION, decided=DAY, modification="mod_1", eid="", before=before
    )


@pytest.mark.parametrize(
    ("value", "old", "new"),
    [
        (DECIDED, 'type="substitution"', 'type="change"'),
        (DECIDED, 'eId="mod_1"', 'eId="change_1"'),
        (DECIDED, ' c:state="read"', ""),
        (DECIDED, 'c:state="read"', 'c:state="refused"'),
        (DECIDED, ' c:words="改名"', ""),
        (DECIDED, ' c:reason="另行处理"', ""),
        (DECIDED, ' exclusion="true"', ""),
        (DECIDED, '<destination href="WORK#art_4"/>', ""),
        (DECIDED, '<destination href="WORK#art_4"/>', '<destination href="#art_4"/>'),
        (DECIDED, '<destination href="WORK#art_4"/>', '<destination href="WORK#第四条"/>'),
        (DECIDED, '<destination href="WORK#art_4"/>', '<destination href="WORK#art_4" pos="unspecified"/>'),
        (DECIDED, '<source href="DECISION"/>', ""),
        (DECIDED, '<source href="DECISION"/>', '<source href="DECISION"/><source href="DECISION"/>'),
        (DECIDED, ' c:to="9"', ""),
        (DECIDED, 'c:from="1"', 'c:from="-1"'),
        (DECIDED, "<c:words>区、县</c:words>", "区、县"),
        (DECIDED, "<c:words>区、县</c:words>", "<c:words/>"),
        (AMENDED, "DECISION#mod_2", "DECISION"),
        (AMENDED, '<previous href="WORK/zho@2015-07-01"/>', ""),
        (AMENDED, ' c:date="2024-03-21"', ""),
        (AMENDED, 'type="join"', ""),
    ],
)
def test_amendments_outside_the_profile_are_refused(value: Act, old: str, new: str) -> None:
    data, _ = broken(value, old, new)
    with pytest.raises(BadXml, match="不符合法规 XML 格式"):
        parse_act(data, PATH)
