"""附件 and 章 changed as a whole, and what stands in a 附件 changed item by item."""

from __future__ import annotations

import pytest

from compendium.amending.deriving import derive, wording
from compendium.law.act import Act
from compendium.law.kinds import Level
from tests.amending import CATCH_ALL, Corpus, decision, lines_of, made, only, regulation
from tests.builders import draft

TEXT = (
    "第一章　总则",
    "第一条　为了加强桥梁管理，制定本条例。",
    "第二章　养护",
    "第二条　养护责任人应当每年检查桥梁一次，检查标准见附件1。",
    "第三条　养护责任人应当保存图纸和检查记录。",
    "第三章　保护",
    "第四条　禁止在桥上堆放物品。",
    "第五条　禁止在桥上钓鱼。",
    "第四章　附则",
    "第六条　本条例自2015年7月1日起施行。",
    "附件1",
    "桥梁检查标准",
    "一、主桥每月检查一次。",
    "二、引桥每季度检查一次。",
    "附件2",
    "桥梁名录",
    "东桥、西桥、南桥。",
)


def amended(*items: str) -> Act:
    return made(Corpus().take(regulation(articles=TEXT)).plan(decision(*items, CATCH_ALL)))


def annexes(act: Act) -> list[str]:
    return [f"{a.num}|{a.heading}|{''.join(p.text for p in a.body)}" for a in act.attachments]


def refusal(*items: str) -> str:
    plan = Corpus().take(regulation(articles=TEXT)).plan(decision(*items, CATCH_ALL))
    assert plan.blocked
    return only(plan).refused[0].reason


ONE, TWO = (
    "附件1|桥梁检查标准|一、主桥每月检查一次。二、引桥每季度检查一次。",
    "附件2|桥梁名录|东桥、西桥、南桥。",
)


@pytest.mark.parametrize(
    ("item", "after"),
    [
        ("将附件1第二项修改为：“二、引桥每月检查一次。”", [ONE.replace("季度", "月"), TWO]),
        ("将附件一中的第二条修改为：“二、引桥每月检查一次。”", [ONE.replace("季度", "月"), TWO]),
        ("将附件1第二项中的“季度”修改为“月”。", [ONE.replace("季度", "月"), TWO]),
        ("删去附件1第一项。", ["附件1|桥梁检查标准|一、引桥每季度检查一次。", TWO]),
        ("附件1增加一项，作为第三项：“三、匝道每年检查一次。”", [ONE + "三、匝道每年检查一次。", TWO]),
        (
            "在附件1第一项后增加一项，作为第二项：“二、匝道每年检查一次。”",
            ["附件1|桥梁检查标准|一、主桥每月检查一次。二、匝道每年检查一次。三、引桥每季度检查一次。", TWO],
        ),
        ("将附件2名称修改为“桥梁和隧道名录”。", [ONE, TWO.replace("桥梁名录", "桥梁和隧道名录")]),
        ("将附件2修改为：\n\n“附件2\n\n桥隧名录\n\n东桥、北桥。”", [ONE, "附件2|桥隧名录|东桥、北桥。"]),
        ("将附件2修改为：“东桥、北桥。”", [ONE, "附件2|桥梁名录|东桥、北桥。"]),
        ("增加附件3：\n\n“附件3\n\n渡口名录\n\n甲渡。”", [ONE, TWO, "附件3|渡口名录|甲渡。"]),
        ("增加一个附件，作为附件3：\n\n“附件3\n\n渡口名录\n\n甲渡。”", [ONE, TWO, "附件3|渡口名录|甲渡。"]),
        ("删去附件2。", [ONE]),
    ],
)
def test_a_change_in_the_annexes(item: str, after: list[str]) -> None:
    text = amended(item)
    assert annexes(text) == after
    assert lines_of(text) == lines_of(amended())


def test_what_is_left_after_an_annex_has_gone_keeps_its_identity() -> None:
    before, after = amended(), amended("删去附件1。")
    assert after.attachments[0].eid == "att_1"
    assert [p.wid for p in after.attachments[0].body] == [p.wid for p in before.attachments[1].body]


def test_a_second_item_of_an_annex_goes_on_with_the_annex() -> None:
    text = amended("将附件1第一项中的“每月”修改为“每周”，第二项中的“每季度”修改为“每月”。")
    assert annexes(text)[0] == "附件1|桥梁检查标准|一、主桥每周检查一次。二、引桥每月检查一次。"


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("将附件3第一项修改为：“一、甲。”", "找不到附件“附件3”"),
        ("将附件1第三项修改为：“三、甲。”", "现行文本没有附件1第（三）项"),
        ("将附件2修改为：\n\n“附件3\n\n名录\n\n东桥。”", "新的文字写作附件3，所修改的是附件2"),
        ("增加附件2：\n\n“附件2\n\n名录\n\n东桥。”", "现行文本已有附件2"),
        ("增加附件3：\n\n“渡口名录。”", "没有以“附件3”开头"),
        ("将附件2修改为：\n\n“桥梁名录\n\n东桥、北桥。”", "分不清名称和内容"),
        ("将附件1第一项修改为：“一、甲。”，第二条修改为：“二、乙。”", "没有说明是附件1中的还是正文的条文"),
    ],
)
def test_what_is_not_certain_in_an_annex_is_refused(item: str, words: str) -> None:
    assert words in refusal(item)


CHAPTER = (
    "将第三章修改为：\n\n“第三章　保护和利用\n\n第四条　禁止在桥上堆放物品、晾晒衣物。\n\n"
    "第五条　鼓励利用桥下空间。\n\n第六条　禁止在桥上钓鱼、捕鱼。”"
)


def test_a_chapter_gets_new_text_and_its_articles_keep_their_identity() -> None:
    before, after = amended(), amended(CHAPTER)
    chapter = after.body[2]
    assert (chapter.level, chapter.heading) == (Level.CHAPTER, "保护和利用")
    assert [a.num for a in after.articles][3:] == ["第四条", "第五条", "第六条", "第七条"]
    wids = {a.num: a.wid for a in after.articles}
    old = {a.num: a.wid for a in before.articles}
    assert (wids["第四条"], wids["第六条"], wids["第七条"]) == (old["第四条"], old["第五条"], old["第六条"])
    assert wids["第五条"] not in old.values()


def test_an_article_that_a_new_chapter_leaves_out_is_named() -> None:
    plan = (
        Corpus()
        .take(regulation(articles=TEXT))
        .plan(decision("将第三章修改为：\n\n“第三章　保护\n\n第四条　禁止在桥上堆放物品。”", CATCH_ALL))
    )
    assert [a.num for a in made(plan).articles] == ["第一条", "第二条", "第三条", "第四条", "第五条"]
    assert only(plan).items[0].remarks == ("整章修改后不再有原第五条",)


def test_a_chapter_whose_numbers_do_not_follow_is_refused() -> None:
    assert "第七条" in refusal("将第三章修改为：\n\n“第三章　保护\n\n第七条　禁止在桥上堆放物品。”")


def test_an_article_is_split_with_its_new_text_told_after() -> None:
    text = amended(
        "将第三条分为两条，作为第三条、第四条，修改为："
        "\n\n“第三条　应当保存图纸。\n\n第四条　应当保存检查记录。”"
    )
    assert lines_of(text)[2:5] == [
        "第三条应当保存图纸。",
        "第四条应当保存检查记录。",
        "第五条禁止在桥上堆放物品。",
    ]


def test_a_split_without_its_text_is_refused() -> None:
    assert "没有给出分开后的文字" in refusal("将第三条分为两条，作为第三条、第四条。")


# ---- and back: the two texts give the sentences, which give the text again

ANNEXES, MAIN, SIDE = TEXT[:-7], "一、主桥每月检查一次。", "二、引桥每季度检查一次。"
DERIVED = [
    (("附件1", "桥梁检查标准", MAIN.replace("月", "周"), SIDE), "将附件1第一项中的“主桥每月检查一次”修改为"),
    (("附件1", "检查标准", MAIN, SIDE), "将附件1名称修改为：“检查标准”"),
    (("附件1", "桥梁检查标准", MAIN), "将附件1修改为：“附件1"),
    ((), "删去附件1。"),
]


@pytest.mark.parametrize(("annex", "words"), DERIVED)
def test_changes_of_annexes_are_derived_and_read_back(annex: tuple[str, ...], words: str) -> None:
    corpus = Corpus().take(regulation(articles=TEXT))
    before = corpus.catalog.act(corpus.catalog.works[0].expressions[0])
    goal = draft(regulation(articles=(*ANNEXES, *annex, *TEXT[-3:])), "后.txt").act
    told = wording(derive(before, goal, before.date), before.title)
    assert words in told
    items = [line.split("、", 1)[-1] if line[1:2] == "、" else line for line in told.splitlines()[3:-2]]
    done = made(corpus.plan(decision("\n\n".join(items))))
    assert annexes(done) == annexes(goal)


def test_a_new_annex_is_derived() -> None:
    corpus = Corpus().take(regulation(articles=TEXT))
    before = corpus.catalog.act(corpus.catalog.works[0].expressions[0])
    goal = draft(regulation(articles=(*TEXT, "附件3", "渡口名录", "甲渡。")), "后.txt").act
    told = wording(derive(before, goal, before.date), before.title).splitlines()[3:-2]
    assert told == ["增加附件3：“附件3", "“渡口名录", "“甲渡。”"]
    assert annexes(made(corpus.plan(decision("\n\n".join(told))))) == annexes(goal)
