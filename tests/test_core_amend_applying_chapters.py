"""Instructions on chapters and sections, and on what stands beside articles: title, recitals, attachments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compendium.amending.instruction import (
    Delete,
    Insert,
    InsertWords,
    Ref,
    Region,
    Renumber,
    Retitle,
    Side,
    State,
    Step,
    Substitute,
)
from compendium.law.act import Para, Provision
from compendium.law.kinds import Level
from compendium.law.names import assign_ids
from tests.applying import CHAPTERS, NEW, OLD, PLAIN, content, done, insert, ref, states
from tests.builders import drafted


@pytest.mark.parametrize(
    ("within", "found"), [("章1", ["第三条新设。"]), ("章2", ["第三条新设。"])], ids=["end", "start"]
)
def test_a_person_says_the_chapter(within: str, found: list[str]) -> None:
    result = done(drafted(CHAPTERS), insert(3, "新设。", within=ref(within)))
    chapter = result.after.body[int(within[1:]) - 1]
    assert [a.text for a in chapter.children if a.text in found] == found


def test_between_chapters_a_person_must_say() -> None:
    result = done(
        drafted(CHAPTERS),
        insert(3, "新设。"),
        Renumber(ref("条3", OLD), ref("条4", NEW)),
    )
    assert states(result) == [State.REFUSED, State.READ]
    assert "第一章（总则）末尾" in result.items[0].reason
    assert "第二章（分则）开头" in result.items[0].reason
    assert [a.num for a in result.after.articles] == ["第一条", "第二条", "第四条", "第五条"]


def test_a_chapter_heading() -> None:
    result = done(drafted(CHAPTERS), Substitute((ref("章2", region=Region.HEADING),), content("第二章 保障")))
    assert result.after.body[1].heading == "保障"


def test_a_chapter_is_deleted() -> None:
    result = done(drafted(CHAPTERS), Delete((ref("章1"),)))
    assert [p.num for p in result.after.body[0].walk() if p.num] == ["第一章", "第一条", "第二条"]


def test_a_chapter_is_inserted() -> None:
    text = content("第二章 新章", "第三条 新设甲。", "第四条 新设乙。")
    result = done(
        drafted(CHAPTERS), Insert(level=Level.CHAPTER, count=1, content=text, results=(ref("章2", NEW),))
    )
    assert states(result) == [State.READ], result.items[0].reason
    assert [p.num for root in result.after.body for p in root.walk() if p.num] == [
        *("第一章", "第一条", "第二条"),
        *("第二章", "第三条", "第四条"),
        *("第三章", "第五条", "第六条"),
    ]


SECTIONS = (
    "第一章 总则\n\n第一条 甲。\n\n第二章 分则\n\n第一节 甲节\n\n第二条 乙。\n\n"
    "第二节 乙节\n\n第三条 丙。\n\n第三章 附则\n\n第四条 丁。\n"
)


def test_the_sections_of_a_chapter() -> None:
    between = done(drafted(SECTIONS), insert(3, "新设。"))
    assert "第一节（甲节）末尾" in between.items[0].reason
    said = done(drafted(SECTIONS), insert(3, "新设。", within=ref("章2 节2")))
    assert [a.num for a in said.after.body[1].children[1].children] == ["第三条", "第四条"]
    gone = done(drafted(SECTIONS), Delete((ref("章2 节1"),)))
    assert [p.num for p in gone.after.body[1].walk() if p.num] == ["第二章", "第一节", "第二条"]


def test_a_new_title() -> None:
    result = done(drafted(PLAIN), Retitle("海浦市桥隧条例"))
    assert result.after.title == "海浦市桥隧条例"
    assert [line.para.text for line in result.after.front if line.role == "docTitle"] == ["海浦市桥隧条例"]


def test_recitals_are_counted_without_their_title() -> None:
    before = drafted(PLAIN)
    recitals = tuple(
        Provision(level=Level.RECITAL, eid="", wid="", blocks=(Para((text,)),))
        for text in ("序言", "甲初。乙后。", "丙。")
    )
    before = replace(before, preamble=assign_ids(recitals))
    steps = (Step(Level.RECITAL, (1,)),)
    result = done(
        before,
        Substitute(
            (Ref(steps=steps, region=Region.PREAMBLE, sentences="后一句"),),
            content("丁后。"),
            content("乙后。"),
        ),
        InsertWords(
            refs=(Ref(steps=(Step(Level.RECITAL, (2,)),), region=Region.PREAMBLE),),
            anchors=(),
            side=Side.END,
            new="戊。",
        ),
    )
    assert [p.text for p in result.after.preamble] == ["序言", "甲初。丁后。", "丙。戊。"]


ANNEX = "第一条 依照附件执行。\n\n第二条 乙。\n\n附件 收费标准\n\n一、甲一元。\n\n二、乙二元。\n"


def test_an_attachment_is_replaced_whole() -> None:
    before = drafted(ANNEX)
    assert len(before.attachments) == 1
    result = done(
        before, Substitute((Ref(region=Region.ATTACHMENT),), content("一、甲三元。", "二、乙四元。"))
    )
    assert states(result) == [State.READ], result.items[0].reason
    assert result.after.attachments[0].text == "附件收费标准一、甲三元。二、乙四元。"
    assert [p.wid for p in result.after.attachments[0].body] == [p.wid for p in before.attachments[0].body]
    assert "名称未动" in result.items[0].remarks[0]
