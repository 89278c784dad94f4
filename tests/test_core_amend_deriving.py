"""From two texts to instructions and to the wording of a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.amending.applying import amend
from compendium.amending.deriving import Formal, Underivable, derive, draft_blocks, wording
from compendium.amending.instruction import (
    WHOLE_ACT,
    Action,
    Adjust,
    Content,
    Delete,
    DeleteWords,
    Insert,
    Instruction,
    Numbering,
    Ref,
    Region,
    Renumber,
    Retitle,
    State,
    Step,
    Substitute,
    SubstituteWords,
)
from compendium.amending.reading import read_decision
from compendium.amending.repair import repair_references
from compendium.law.act import Act, Cell, Para, Provision, Table
from compendium.law.kinds import Level
from tests.builders import act, article, chapter, draft, outline, paragraph, point

DAY = date(2024, 5, 1)
OLD = date(2020, 5, 1)

AIM = "为了桥梁的安全，制定本条例。"
DUTY = "市交通部门负责桥梁的监督管理，区交通部门按照职责做好相关工作。"
CARE = "养护单位应当每年检查桥梁，并将检查结果报送区交通部门。"
BAN = "任何单位和个人不得在桥梁上堆放物品、摆设摊位。"
FINE = "违反本条例第四条规定的，由区交通部门处五百元以上五千元以下罚款。"
START = "本条例自公布之日起施行。"


def texts(*articles: str | Provision, day: date = DAY, title: str = "海浦市桥梁条例") -> Act:
    """An act without 章; a string is a 条 of one 款."""
    made = (
        replace(article(n), children=a.children) if isinstance(a, Provision) else article(n, a)
        for n, a in enumerate(articles, 1)
    )
    return act(*made, day=day, title=title)


def many(*paragraphs: str | Provision) -> Provision:
    """A 条 of several 款, to be numbered by `texts`."""
    return article(1, *paragraphs)


def lines(before: Act, after: Act) -> list[str]:
    """The draft's instructions, the formal words left out."""
    return wording(derive(before, after, DAY), before.title).splitlines()[3:-2]


BEFORE = texts(AIM, DUTY, CARE, BAN, FINE, START, day=OLD)
NEW = "桥梁周边五十米内禁止采砂。"

CASES = [
    pytest.param(
        BEFORE,
        texts(AIM, DUTY, "养护单位应当建立桥梁档案，长期保存。", BAN, FINE, START),
        ["将第三条修改为：“养护单位应当建立桥梁档案，长期保存。”"],
        id="article",
    ),
    pytest.param(
        BEFORE,
        texts(AIM, DUTY, CARE, NEW, BAN, FINE.replace("第四条", "第五条"), START),
        ["增加一条，作为第四条：“桥梁周边五十米内禁止采砂。”", "此外，对条款顺序作相应调整。"],
        id="inserted, the reference follows",
    ),
    pytest.param(
        BEFORE,
        texts(AIM, DUTY, BAN, FINE.replace("第四条", "第三条"), START),
        ["删去第三条。", "此外，对条款顺序作相应调整。"],
        id="deleted, the reference follows",
    ),
    pytest.param(
        BEFORE,
        texts(AIM, DUTY, CARE, NEW, BAN, FINE.replace("第四条规定", "第四条、第五条规定"), START),
        [
            "一、增加一条，作为第四条：“桥梁周边五十米内禁止采砂。”",
            "二、其他修改：",
            "将第五条中的“违反本条例第四条规定”修改为“违反本条例第四条、第五条规定”。",
            "此外，对条款顺序作相应调整。",
        ],
        id="a list of references that grew is said as a whole",
    ),
    pytest.param(
        BEFORE,
        texts(AIM, DUTY, CARE.replace("每年", "每半年"), BAN, FINE, START),
        ["将第三条中的“每年检查桥梁”修改为“每半年检查桥梁”。"],
        id="words",
    ),
    pytest.param(
        BEFORE,
        texts(AIM, DUTY, CARE, BAN, FINE.replace("五百元以上五千元", "二千元以上二万元"), START),
        ["将第五条中的“区交通部门处五百元以上五千元以下罚款”修改为“区交通部门处二千元以上二万元以下罚款”。"],
        id="no number is cut",
    ),
    pytest.param(
        BEFORE,
        texts(AIM, DUTY, CARE, BAN.replace("、摆设摊位", ""), FINE, START),
        ["删去第四条中的“、摆设摊位”。"],
        id="words deleted",
    ),
    pytest.param(
        BEFORE,
        texts(AIM, DUTY, CARE, BAN.replace("摊位。", "摊位、架设管线。"), FINE, START),
        ["在第四条中的“摆设摊位”后增加“、架设管线”。"],
        id="words inserted",
    ),
    pytest.param(
        BEFORE,
        texts(*(t.replace("交通部门", "交通运输部门") for t in (AIM, DUTY, CARE, BAN, FINE, START))),
        ["将条例中的“交通部门”均修改为“交通运输部门”。"],
        id="throughout",
    ),
    pytest.param(
        texts(AIM, CARE, f"{DUTY}城市桥梁由市建设部门负责。", "区交通部门可以委托检查。", START, day=OLD),
        texts(
            AIM,
            CARE.replace("区交通部门", "区城管部门"),
            f"{DUTY}城市桥梁由市建设部门负责。",
            "区城管部门可以委托检查。",
            START,
        ),
        ["将第二条、第四条中的“区交通部门”均修改为“区城管部门”。"],
        id="shared by two",
    ),
    pytest.param(
        BEFORE,
        replace(BEFORE, title="海浦市桥梁安全条例"),
        ["法规名称修改为《海浦市桥梁安全条例》。"],
        id="title",
    ),
    pytest.param(
        texts(AIM, many(CARE, "禁止堆放物品。"), START, day=OLD),
        texts(AIM, many("养护单位应当建立桥梁档案，长期保存。", "禁止在桥梁上堆放易燃易爆物品。"), START),
        [
            "将第二条修改为：“养护单位应当建立桥梁档案，长期保存。",
            "“禁止在桥梁上堆放易燃易爆物品。”",
        ],
        id="so much that the whole is shorter",
    ),
    pytest.param(
        texts(AIM, many(DUTY, CARE, BAN), START, day=OLD),
        texts(AIM, many(DUTY, "桥梁名录由市交通部门公布。", CARE), START),
        ["第二条增加一款，作为第二款：“桥梁名录由市交通部门公布。”", "删去第三款。"],
        id="paragraphs",
    ),
    pytest.param(
        texts(
            AIM,
            many(paragraph("禁止下列行为：", point("（一）", "采砂；"), point("（二）", "爆破。"))),
            day=OLD,
        ),
        texts(
            AIM,
            many(
                paragraph(
                    "禁止下列行为：",
                    point("（一）", "采砂；"),
                    point("（二）", "在桥梁上堆放易燃物品；"),
                    point("（三）", "爆破。"),
                )
            ),
        ),
        ["第二条增加一项，作为第二项：“在桥梁上堆放易燃物品；”", "此外，对条款顺序作相应调整。"],
        id="a point",
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_wording(before: Act, after: Act, expected: list[str]) -> None:
    assert lines(before, after) == expected


def carried_out(before: Act, read: list[Instruction]) -> Act:
    """The text after the instructions with its references repaired; none may be refused."""
    done = amend(before, read, DAY)
    assert [item.reason for item in done.items if item.state is not State.READ] == []
    return repair_references(done).act


def instructions(text: str) -> list[Instruction]:
    """What is read from the text of a decision; all of it must be."""
    reading = read_decision(draft(text, "关于修改桥梁条例的决定.txt").act)
    (part,) = reading.parts
    assert all(isinstance(item, Instruction) for item in part.items)
    return [item for item in part.items if isinstance(item, Instruction)]


@pytest.mark.parametrize("marks", [True, False])
@pytest.mark.parametrize(("before", "after", "_expected"), CASES)
def test_a_draft_reads_back_and_leads_to_the_text_after(
    before: Act, after: Act, _expected: list[str], marks: bool
) -> None:
    formal = Formal(
        issuer="海浦市人民代表大会常务委员会",
        session="第九次会议",
        adopted="2024年4月1日",
        effective="2024年5月1日",
        marks=marks,
    )
    got = carried_out(before, instructions(wording(derive(before, after, DAY), before.title, formal)))
    assert got.title == after.title
    assert outline(replace(got, front=())) == outline(replace(after, front=()))


def test_no_difference_no_instruction() -> None:
    assert derive(BEFORE, BEFORE, DAY) == ()


def test_a_moved_article_is_told_its_number_only_where_more_is_ordered() -> None:
    after = texts(AIM, NEW, DUTY, CARE.replace("每年", "每半年"), "禁止在桥梁上摆摊。", FINE, START)
    actions = derive(BEFORE, after, DAY)
    assert [a.ref for a in actions if isinstance(a, Renumber)] == [
        Ref(steps=(Step(Level.ARTICLE, (4,), numbering=Numbering.OLD),))
    ]
    assert any(isinstance(a, SubstituteWords) for a in actions)


def test_the_order_is_that_of_the_genre() -> None:
    after = texts(
        AIM, NEW, CARE.replace("每年", "每半年"), BAN, "违反本条例的，依法处罚。", START, title="桥梁条例"
    )
    kinds = [type(action) for action in derive(BEFORE, after, DAY)]
    assert kinds[0] is Retitle
    assert kinds.index(SubstituteWords) > max(
        kinds.index(k) for k in (Delete, Insert, Substitute) if k in kinds
    )


def test_old_numbers_are_marked_where_new_ones_could_be_meant() -> None:
    before = texts(AIM, "甲类桥梁应当每年检查一次。", "乙类桥梁应当每年检查一次。", START, day=OLD)
    after = texts(AIM, NEW, "甲类桥梁应当每年检查一次。", "乙类桥梁应当每年检查两次。", START)
    assert "将原第三条中的“每年检查一次”修改为“每年检查两次”" in "".join(lines(before, after))


def test_words_in_a_point() -> None:
    before = texts(
        AIM,
        many(paragraph("有下列行为的，处罚款：", point("（一）", "擅自采砂；"), point("（二）", "爆破。"))),
        day=OLD,
    )
    after = texts(
        AIM,
        many(paragraph("有下列行为的，处罚款：", point("（一）", "违法采砂；"), point("（二）", "爆破。"))),
    )
    assert lines(before, after) == ["将第二条第一项中的“擅自采砂”修改为“违法采砂”。"]


def test_a_new_article_at_the_border_names_its_chapter() -> None:
    before = act(
        chapter("第一章", "总则", article(1, AIM), article(2, DUTY)),
        chapter("第二章", "养护", article(3, CARE), article(4, START)),
        day=OLD,
    )
    after = act(
        chapter("第一章", "总则", article(1, AIM), article(2, DUTY)),
        chapter("第二章", "养护和安全", article(3, NEW), article(4, CARE), article(5, START)),
        day=DAY,
    )
    assert lines(before, after) == [
        "一、将第二章章名修改为：“养护和安全”",
        "二、在第二章增加一条，作为第三条：“桥梁周边五十米内禁止采砂。”",
        "此外，对条款顺序作相应调整。",
    ]


def test_chapters_come_and_go() -> None:
    first = chapter("第一章", "总则", article(1, AIM), article(2, DUTY))
    last = chapter("第二章", "附则", article(3, START))
    between = chapter("第二章", "养护", article(3, CARE), article(4, BAN))
    before = act(first, last, day=OLD)
    after = act(first, between, chapter("第三章", "附则", article(5, START)), day=DAY)
    there, back = derive(before, after, DAY), derive(after, replace(before, date=DAY), DAY)
    assert [type(action) for action in there] == [Insert, Adjust]
    assert [type(action) for action in back] == [Delete, Adjust]


def test_a_chapter_taken_apart_is_refused_with_its_name() -> None:
    before = act(
        chapter("第一章", "总则", *(article(n, t) for n, t in enumerate((AIM, DUTY, CARE, BAN), 1))), day=OLD
    )
    after = act(
        chapter("第一章", "总则", article(1, AIM), article(2, DUTY)),
        chapter("第二章", "养护", article(3, CARE), article(4, BAN)),
        day=DAY,
    )
    with pytest.raises(Underivable, match="编章节收入了原有条文"):
        derive(before, after, DAY)


# ---- wording

SUBSTITUTE: Action = Substitute(
    (Ref(steps=(Step(Level.ARTICLE, (4,)),)),),
    Content((Para(("桥梁实行“一桥一档”。",)), Para(("档案由养护单位保管。",)))),
)


def test_the_whole_draft() -> None:
    formal = Formal(
        issuer="海浦市人民代表大会常务委员会",
        session="第九次会议",
        adopted="2024年4月1日",
        effective="2024年5月1日",
    )
    assert wording((SUBSTITUTE,), "海浦市桥梁条例", formal).splitlines() == [
        "海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定",
        "（2024年4月1日海浦市人民代表大会常务委员会第九次会议通过）",
        "海浦市人民代表大会常务委员会第九次会议决定对《海浦市桥梁条例》作如下修改：",
        "将第四条修改为：“桥梁实行‘一桥一档’。",
        "“档案由养护单位保管。”",
        "本决定自2024年5月1日起施行。",
        "《海浦市桥梁条例》根据本决定作相应修正后，重新公布。",
    ]


def test_what_is_not_known_stands_in_brackets() -> None:
    text = wording((SUBSTITUTE,), "海浦市实施《安全生产法》办法")
    assert "自〔日期〕起施行" in text
    assert text.startswith("〔机关〕关于修改《海浦市实施〈安全生产法〉办法》的决定")


def test_new_text_without_marks() -> None:
    text = wording((SUBSTITUTE,), "海浦市桥梁条例", Formal(marks=False)).splitlines()
    assert text[3:6] == ["将第四条修改为：", "桥梁实行“一桥一档”。", "档案由养护单位保管。"]


def test_new_text_that_would_read_like_the_decision_itself_gets_marks() -> None:
    last: Action = Substitute((Ref(steps=(Step(Level.ARTICLE, (6,)),)),), Content((Para((START,)),)))
    text = wording((last,), "海浦市桥梁条例", Formal(marks=False)).splitlines()
    assert text[3] == "将第六条修改为：“本条例自公布之日起施行。”"


def test_a_table_stays_a_table() -> None:
    table = Table(((Cell((Para(("类别",)),)), Cell((Para(("限重",)),))),))
    action = Substitute(
        (Ref(steps=(Step(Level.ARTICLE, (4,)),)),),
        Content((Para(("限重如下：",)), table, Para(("另有规定的除外。",)))),
    )
    blocks = draft_blocks((action,), "海浦市桥梁条例")
    assert table in blocks
    assert Para(("“另有规定的除外。”",)) in blocks


def test_deletions_of_several_places() -> None:
    delete = Delete(
        (
            Ref(steps=(Step(Level.ARTICLE, (2,)), Step(Level.PARAGRAPH, (2,)))),
            Ref(steps=(Step(Level.ARTICLE, (2,)), Step(Level.PARAGRAPH, (3,)))),
            Ref(steps=(Step(Level.ARTICLE, (5,)),)),
        )
    )
    words = DeleteWords((WHOLE_ACT,), ("县",))
    heading = SubstituteWords(
        (Ref(steps=(Step(Level.CHAPTER, (3,)),), region=Region.HEADING),), (("管理", "治理"),)
    )
    text = wording((delete, heading, words), "海浦市桥梁条例")
    assert "一、删去第二条第二款、第三款、第五条。" in text
    assert "（一）将第三章章名中的“管理”修改为“治理”。\n（二）删去条例中的“县”。" in text
