"""wIds: the same provision keeps its name through every version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.compare.align import align, pairs
from compendium.law.act import Act, Attachment, Provision
from compendium.law.names import WID, assign_ids
from tests.builders import act, article, chapter, named, paragraph, point

NEW = date(2024, 5, 1)
SUBJECTS = "桥梁隧道渡口码头航道灯塔堤坝闸门船坞栈桥缆车轨道站台广场公园绿地水井古树街巷里弄"
WORDS = [
    f"{SUBJECTS[i : i + 2]}的{verb}由{body}负责，并定期公布{SUBJECTS[i : i + 2]}{verb}情况。"
    for i, (verb, body) in enumerate(zip("建修管养查护检验登停" * 4, "市区县镇乡街村居所站" * 4, strict=True))
    if i % 2 == 0
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9, unique=True)


def texts(*words: str, day: date = NEW) -> Act:
    return act(*(article(n, text) for n, text in enumerate(words, 1)), day=day)


def wids(value: Act) -> dict[str, str]:
    return {p.eid: p.wid for p in value.provisions()}


@given(TEXTS)
def test_equal_acts_have_equal_names(words: list[str]) -> None:
    before = texts(*words)
    assert wids(align(before, texts(*words))) == wids(before)


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_names_are_unique_and_well_formed(old: list[str], new: list[str]) -> None:
    aligned = align(texts(*old), texts(*new))
    names = [p.wid for p in aligned.provisions()]
    assert len(set(names)) == len(names)
    assert all(WID.fullmatch(name) for name in names)


@given(TEXTS, st.data())
def test_an_inserted_article_leaves_all_other_names(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words)))
    aligned = align(texts(*words), texts(*words[:at], "新设立的条文，内容与其他各条全然两样。", *words[at:]))
    names = [a.wid for a in aligned.articles]
    assert names[:at] + names[at + 1 :] == [f"art_{n}" for n in range(1, len(words) + 1)]
    assert names[at] == f"art_{at + 1}@2024-05-01"


@given(TEXTS, st.data())
def test_a_deleted_article_leaves_all_other_names(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words) - 1))
    left = words[:at] + words[at + 1 :]
    aligned = align(texts(*words), texts(*left))
    if left:
        expected = [f"art_{n}" for n in range(1, len(words) + 1) if n != at + 1]
        assert [a.wid for a in aligned.articles] == expected


def test_an_amended_article_keeps_its_name_when_renumbered() -> None:
    before = texts(WORDS[0], WORDS[1])
    after = texts("全新的一条，前所未有。", WORDS[0].replace("定期", "按月"), WORDS[1])
    assert [a.wid for a in align(before, after).articles] == ["art_1@2024-05-01", "art_1", "art_2"]


def test_a_rewritten_article_is_a_new_one() -> None:
    aligned = align(texts(WORDS[0], WORDS[1]), texts(WORDS[0], "全新的一条，前所未有。"))
    assert [a.wid for a in aligned.articles] == ["art_1", "art_2@2024-05-01"]


def test_names_last_through_three_versions() -> None:
    first = texts(WORDS[0], WORDS[1], day=date(2015, 1, 1))
    second = align(first, texts("新设立的条文，内容两样。", WORDS[0], WORDS[1], day=date(2019, 1, 1)))
    third = align(second, texts(WORDS[0], "新设立的条文，内容两样。", WORDS[1], day=NEW))
    assert [a.wid for a in third.articles].count("art_2") == 1
    assert third.articles[2].wid == "art_2"
    assert len({a.wid for a in third.articles}) == 3


def listed(*items: str) -> Provision:
    numbers = "一二三四五"
    return paragraph(
        "有下列情形之一的：", *(point(f"（{n}）", text) for n, text in zip(numbers, items, strict=False))
    )


def test_points_keep_their_names_too() -> None:
    before = act(article(1, "桥梁应当登记。", listed("载重不足；", "年久失修；")))
    after = act(article(1, "桥梁应当登记。", listed("水文资料缺失；", "载重不足；", "年久失修；")), day=NEW)
    names = wids(align(before, after))
    assert names["art_1__para_2__point_1"] == "art_1__para_2__point_1@2024-05-01"
    assert names["art_1__para_2__point_2"] == "art_1__para_2__point_1"
    assert names["art_1__para_2__point_3"] == "art_1__para_2__point_2"


def test_what_stands_in_a_renumbered_article_follows_it() -> None:
    before = act(article(1, WORDS[0]), article(2, WORDS[1], "市交通部门应当公布名录。"))
    after = act(
        article(1, WORDS[0]),
        article(2, "新设立的条文，内容两样。"),
        article(3, WORDS[1], "市交通部门应当公布名录。"),
        day=NEW,
    )
    names = wids(align(before, after))
    assert names["art_3__para_2"] == "art_2__para_2"
    assert names["art_2__para_1"] == "art_2@2024-05-01__para_1"


def test_chapters_are_known_by_their_heading() -> None:
    before = act(
        chapter("第一章", "总则", article(1, WORDS[0])), chapter("第二章", "罚则", article(2, WORDS[1]))
    )
    after = act(
        chapter("第一章", "总则", article(1, WORDS[0])),
        chapter("第二章", "养护维修", article(2, WORDS[2])),
        chapter("第三章", "罚则", article(3, WORDS[1])),
        day=NEW,
    )
    names = wids(align(before, after))
    assert (names["chp_1"], names["chp_2"], names["chp_3"]) == ("chp_1", "chp_2@2024-05-01", "chp_2")
    assert names["art_3"] == "art_2"


def test_an_article_that_moves_to_another_chapter_keeps_its_name() -> None:
    before = act(chapter("第一章", "总则", article(1, WORDS[0]), article(2, WORDS[1])))
    after = act(
        chapter("第一章", "总则", article(1, WORDS[0])),
        chapter("第二章", "分则", article(2, WORDS[1])),
        day=NEW,
    )
    assert wids(align(before, after))["art_2"] == "art_2"


def test_attachments_are_aligned_one_by_one() -> None:
    def annexed(*words: str, day: date = NEW) -> Act:
        body = assign_ids(tuple(article(n, w) for n, w in enumerate(words, 1)), "att_1")
        return named(texts(WORDS[0], day=day), attachments=(Attachment("att_1", "附件", "名录", body),))

    names = wids(align(annexed(WORDS[1]), annexed("新设立的条文，内容两样。", WORDS[1])))
    assert names["att_1__art_2"] == "att_1__art_1"
    assert names["art_1"] == "art_1"


def test_nothing_but_names_changes() -> None:
    before, after = texts(*WORDS[:4]), texts(*WORDS[1:5])
    aligned = align(before, after)
    assert aligned.text == after.text
    assert [p.eid for p in aligned.provisions()] == [p.eid for p in after.provisions()]
    assert replace(aligned, body=after.body) == after


@given(
    st.lists(st.text("甲乙丙丁", max_size=6), max_size=6),
    st.lists(st.text("甲乙丙丁", max_size=6), max_size=6),
)
def test_pairs_never_cross_and_never_repeat(old: list[str], new: list[str]) -> None:
    partners = [p for p in pairs(old, new) if p is not None]
    assert len(pairs(old, new)) == len(new)
    assert partners == sorted(set(partners))
    assert all(0 <= p < len(old) for p in partners)
