"""The next version of an act: its day, its title, its 目录, its 题注; and what a decision parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.akn import parse_act, write_act
from compendium.amending.finish import Parted, finished, parted_dates
from compendium.amending.instruction import Amended
from compendium.amending.repair import repair_references
from compendium.checks.numbering import contents_agree
from compendium.editing.decided import settle
from compendium.law.act import Act, Basis, Commencement, Event, FrontLine, Para, Source
from compendium.law.kinds import ActKind, EventKind, Level
from compendium.law.names import assign_ids
from tests.builders import DAY, act, article, chapter, draft, named

MADE = date(2024, 3, 19)
BEGINS = date(2024, 5, 1)
BODY = "海浦市第十二届人民代表大会常务委员会"
TITLE = "海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定"


def decision(first: Commencement | None = None, title: str = TITLE) -> Act:
    start = first or Commencement("cm_1", BEGINS, Basis.STATED, "自2024年5月1日起施行")
    return named(
        act(title=title, day=start.date or MADE),
        kind=ActKind.AMENDING_DECISION,
        events=(Event(kind=EventKind.ADOPTION, date=MADE, body=BODY, session="第三十次会议", words="通过"),),
        commencements=(start,),
        source=Source("决定.docx", "0" * 64, "公报2024年第3号"),
    )


def before(*toc: tuple[str, int, str]) -> Act:
    value = act(
        chapter("第一章", "总则", article(1, "为了桥梁的安全，制定本条例。")),
        chapter("第二章", "检测", article(2, "桥梁应当定期检测。")),
    )
    lines = tuple(FrontLine("toc", Para((words,)), level, target) for words, level, target in toc)
    title = (FrontLine("tocTitle", Para(("目录",))),) if toc else ()
    return named(
        value,
        front=(*value.front, *title, *lines),
        source=Source("条例.docx", "1" * 64),
        events=(Event(kind=EventKind.ADOPTION, date=date(2020, 3, 19), body=BODY, session="第五次会议"),),
    )


TOC = (("序言", 1, ""), ("第一章  总 则", 1, "chp_1"), ("第二章  检测", 1, "chp_2"), ("附件", 1, ""))


def amended(value: Act, after: Act | None = None, **moves: str | None) -> Amended:
    same: dict[str, str | None] = {p.eid: p.eid for p in value.provisions()}
    return Amended(before=value, after=after or value, items=(), moves=same | moves)


def done(change: Amended, by: Act | None = None) -> Act:
    return finished(change, repair_references(change), by or decision()).act


def test_the_day_is_the_one_the_decision_states() -> None:
    value = done(amended(before()))
    assert (value.date, value.work) == (BEGINS, before().work)
    words = "《海浦市人民代表大会常务委员会关于修改〈海浦市桥梁条例〉的决定》：自2024年5月1日起施行"
    assert value.commencements == (Commencement("cm_1", BEGINS, Basis.STATED, words),)
    assert value.source == Source(gazette="公报2024年第3号")
    assert parse_act(write_act(value), "x.xml") == value


def test_the_commencement_is_the_one_that_settling_would_give() -> None:
    value = done(amended(before()))
    opened = replace(value.commencements[0], date=MADE, basis=Basis.NOT_STATED)
    unsettled = named(value, date=MADE, commencements=(opened,))
    assert settle(unsettled, [decision()]) == value


@pytest.mark.parametrize(
    ("first", "day", "remark"),
    [
        (Commencement("cm_1", None, Basis.UNDETERMINED, "施行日期另行规定"), MADE, "施行日期另行规定"),
        (
            Commencement("cm_1", MADE, Basis.NOT_STATED, "自公布之日起施行"),
            MADE,
            "施行日期未能确定",
        ),
    ],
)
def test_a_day_that_is_not_known_is_not_made_up(first: Commencement, day: date, remark: str) -> None:
    change = amended(before())
    result = finished(change, repair_references(change), decision(first))
    assert result.act.date == day
    assert result.act.commencements[0].basis is first.basis
    assert result.act.commencements[0].date == first.date
    assert any(remark in words for words in result.remarks)


def test_a_provision_with_a_day_of_its_own_keeps_it() -> None:
    value = before()
    own = replace(value.body[1], period="cm_2")
    value = named(
        value,
        body=(value.body[0], own),
        commencements=(
            *value.commencements,
            Commencement("cm_2", date(2026, 1, 1), Basis.STATED, "二"),
            Commencement("cm_3", date(2027, 1, 1), Basis.STATED, "三"),
        ),
    )
    change = amended(value)
    result = finished(change, repair_references(change), decision())
    assert [c.id for c in result.act.commencements] == ["cm_1", "cm_2"]
    assert any(words.startswith("二：") for words in result.remarks)


def test_a_new_title_stands_in_the_front() -> None:
    value = before()
    broken = (FrontLine("docTitle", Para(("海浦市",))), FrontLine("docTitle", Para(("桥梁条例",))))
    cover = FrontLine("cover", Para(("海浦市 桥梁条例",)))
    value = named(value, front=(cover, *broken), short_title="桥梁条例")
    change = amended(value, named(value, title="海浦市桥梁隧道条例"))
    result = finished(change, repair_references(change), decision())
    told = [(line.role, line.para.text) for line in result.act.front]
    assert told[:2] == [("cover", "海浦市桥梁隧道条例"), ("docTitle", "海浦市桥梁隧道条例")]
    assert [role for role, _ in told] == ["cover", "docTitle", "history"]
    assert any("简称" in words for words in result.remarks)


def test_the_contents_follow_the_headings() -> None:
    value = before(*TOC)
    body = assign_ids(
        (
            value.body[0],
            chapter("第二章", "规划", article(2, "新增。")),
            replace(value.body[1], num="第三章", heading="检测与养护"),
        )
    )
    change = amended(value, named(value, body=body), chp_2="chp_3")
    after = done(change)
    lines = [(line.para.text, line.target) for line in after.front if line.role == "toc"]
    assert lines == [
        ("序言", ""),
        ("第一章  总 则", "chp_1"),
        ("第二章  规划", "chp_2"),
        ("第三章  检测与养护", "chp_3"),
        ("附件", ""),
    ]
    assert not list(contents_agree(after, "x.xml"))


def test_a_deleted_chapter_leaves_the_contents() -> None:
    value = before(*TOC)
    change = amended(value, named(value, body=value.body[:1]), chp_2=None)
    lines = [line.para.text for line in done(change).front if line.role == "toc"]
    assert lines == ["序言", "第一章  总 则", "附件"]


def test_page_numbers_are_remarked() -> None:
    value = before(("第一章 总则……1", 1, "chp_1"), ("第二章 检测……5", 1, "chp_2"))
    body = (value.body[0], replace(value.body[1], heading="养护"))
    change = amended(value, named(value, body=body))
    result = finished(change, repair_references(change), decision())
    assert [line.para.text for line in result.act.front if line.role == "toc"] == [
        "第一章 总则……1",
        "第二章 养护……5",
    ]
    assert "目录带有页码，页码未更新，请核对" in result.remarks


def text(*ending: str) -> Act:
    body = "一、将第三条修改为：\n\n桥梁由市交通部门管理。\n\n二、删去第五条。\n\n三、删去第六条。\n\n"
    head = f"# {TITLE}\n\n（2024年3月19日{BODY}第三十次会议通过）\n\n决定作如下修改：\n\n"
    return draft(head + body + "\n\n".join(ending) + "\n", "决定.md").act


@pytest.mark.parametrize(
    ("ending", "parted"),
    [
        ("本决定自2024年5月1日起施行。", ()),
        (
            "本决定自2024年5月1日起施行。本决定第三条自2025年1月1日起施行。",
            (Parted((3,), date(2025, 1, 1), "本决定第三条自2025年1月1日起施行"),),
        ),
        (
            "本决定第一条至第三条、第五条自2025年1月1日起施行，其余条款自2024年5月1日起施行。",
            (Parted((1, 2, 3, 5), date(2025, 1, 1), "本决定第一条至第三条、第五条自2025年1月1日起施行"),),
        ),
        (
            "本决定中关于检测的规定自2025年1月1日起施行。",
            (Parted((), date(2025, 1, 1), "本决定中关于检测的规定自2025年1月1日起施行"),),
        ),
        ("本决定除第三条外自2024年5月1日起施行。", ()),
    ],
)
def test_items_that_begin_on_another_day_are_told(ending: str, parted: tuple[Parted, ...]) -> None:
    assert parted_dates(text(ending)) == parted


def test_days_in_the_new_text_are_not_the_decisions() -> None:
    assert parted_dates(text("四、将第九条修改为：", "本条例自2025年1月1日起施行。")) == ()
    assert Level.LEVEL in {p.level for p in text().provisions()}
    assert before().date == DAY
