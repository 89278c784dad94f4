"""References within an amended act: corrected in their own style, or reported with what they meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compendium.amending.instruction import Amended, Span
from compendium.amending.repair import Repaired, Trouble, repair_references
from compendium.amending.repair.pointers import find_pointers
from compendium.law.act import Act, Para, Provision, Table
from compendium.law.act import Cell as TableCell
from compendium.law.names import assign_ids
from compendium.law.numerals import article_number
from tests.builders import act, article, chapter, paragraph, point

FILLER = "桥梁应当定期检测。"


def inserted(before: Act, at: int, *paragraphs: str | Provision) -> Amended:
    """A new 条 with the number `at`; all that follow move down by one."""
    old = list(before.body)
    shifted = [replace(a, num=article_number((n + 1,))) for n, a in enumerate(old, 1)]
    new = [*old[: at - 1], article(at, *(paragraphs or ("新增的条文。",))), *shifted[at - 1 :]]
    after = replace(before, body=assign_ids(tuple(new)))
    moves: dict[str, str | None] = {}
    for position, root in enumerate(old, 1):
        own = after.body[position - 1 + (position >= at)]
        moves |= {a.eid: b.eid for a, b in zip(root.walk(), own.walk(), strict=True)}
    fresh = {p.eid: _all_of(p) for p in after.body[at - 1].walk()}
    return Amended(before=before, after=after, items=(), moves=moves, fresh=fresh)


def deleted(before: Act, at: int) -> Amended:
    """The 条 with the number `at` is gone; all that follow move up by one."""
    kept = [a for n, a in enumerate(before.body, 1) if n != at]
    new = assign_ids(tuple(replace(a, num=article_number((n,))) for n, a in enumerate(kept, 1)))
    moves: dict[str, str | None] = {p.eid: None for p in before.body[at - 1].walk()}
    for old, now in zip(kept, new, strict=True):
        moves |= {a.eid: b.eid for a, b in zip(old.walk(), now.walk(), strict=True)}
    return Amended(before=before, after=replace(before, body=new), items=(), moves=moves)


def within(before: Act, eid: str, position: int, new: Provision) -> Amended:
    """A new 款 or 项 at a position within the provision `eid`; its neighbours are numbered anew by hand."""
    moves: dict[str, str | None] = {}

    def built(provision: Provision) -> Provision:
        children = [built(child) for child in provision.children]
        if provision.eid == eid:
            children.insert(position, new)
            children = [
                replace(c, num=f"（{'一二三四五六'[i]}）" if c.num else "") for i, c in enumerate(children)
            ]
        return replace(provision, children=tuple(children))

    raw = tuple(built(root) for root in before.body)
    after = assign_ids(raw)
    for old, now in zip(
        (p for r in raw for p in r.walk()), (p for r in after for p in r.walk()), strict=True
    ):
        if old.eid:
            moves[old.eid] = now.eid
    fresh = {now.eid: _all_of(now) for now in _walk(after) if now.eid not in moves.values()}
    return Amended(before=before, after=replace(before, body=after), items=(), moves=moves, fresh=fresh)


def _walk(roots: tuple[Provision, ...]) -> list[Provision]:
    return [p for root in roots for p in root.walk()]


def _all_of(provision: Provision) -> tuple[Span, ...]:
    return tuple(Span(i, 0, len(block.text)) for i, block in enumerate(provision.blocks))


def eight(last: str | Provision, *more: str | Provision) -> Act:
    """An act of eight 条, the last of which says `last`."""
    return act(*(article(n, FILLER) for n in range(1, 8)), article(8, last, *more))


def words(repaired: Repaired, eid: str) -> str:
    return next(p for p in repaired.act.provisions() if p.eid == eid).text


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("违反本条例第五条规定的，处罚款。", "违反本条例第六条规定的，处罚款。"),
        ("违反本条例第二条、第五条和第七条规定的", "违反本条例第二条、第六条和第八条规定的"),
        ("违反本条例第二条规定、第五条规定的", "违反本条例第二条规定、第六条规定的"),
        ("违反第五条规定的", "违反第六条规定的"),
        ("依照本条例第5条处理", "依照本条例第6条处理"),
        ("依照本条例第５条处理", "依照本条例第６条处理"),
        ("依照本条例第五条至第七条处理", "依照本条例第六条至第八条处理"),
        ("依照《海浦市桥梁条例》第五条处理", "依照《海浦市桥梁条例》第六条处理"),
        (
            "依照《海浦市道路条例》第五条、第六条和本条例第七条处理",
            "依照《海浦市道路条例》第五条、第六条和本条例第八条处理",
        ),
        ("依照民法典第五条、第六条处理", "依照民法典第五条、第六条处理"),
        (
            "依照《海浦市道路条例》（以下简称道路条例）第五条处理",
            "依照《海浦市道路条例》（以下简称道路条例）第五条处理",
        ),
    ],
)
def test_numbers_follow_the_provisions_they_name(said: str, now: str) -> None:
    repaired = repair_references(inserted(eight(said), 4))
    assert words(repaired, "art_9__para_1") == now
    assert not repaired.reports
    for repair in repaired.repairs:
        assert now[repair.start : repair.end] == repair.new


@pytest.mark.parametrize(
    ("said", "trouble", "about"),
    [
        ("依照《海浦市道路条例》有关规定，违反第五条的", Trouble.UNSURE, "现为第六条"),
        ("通过第五条规定的检测", Trouble.UNSURE, "现为第六条"),
        ("依照本条例第三条至第五条处理", Trouble.RANGE, "其间增加了第四条"),
        ("前条规定的检测", None, ""),
    ],
)
def test_what_is_not_certain_is_reported_and_left(said: str, trouble: Trouble | None, about: str) -> None:
    repaired = repair_references(inserted(eight(said), 4))
    assert words(repaired, "art_9__para_1") == said
    assert not repaired.repairs
    assert [report.trouble for report in repaired.reports] == [trouble] * (trouble is not None)
    assert all(about in report.reason for report in repaired.reports)
    for report in repaired.reports:
        assert said[report.start : report.end] == report.words


def test_what_the_decision_wrote_speaks_the_new_numbers() -> None:
    before = eight("违反本条例第五条规定的")
    amended = inserted(before, 4, "违反本条例第五条规定的，按照第六条处理。")
    assert words(repair_references(amended), "art_4__para_1") == "违反本条例第五条规定的，按照第六条处理。"
    partly = replace(amended, fresh={**amended.fresh, "art_9__para_1": (Span(0, 2, 8),)})
    assert not repair_references(partly).repairs


def test_a_number_the_decision_wrote_stays_beside_one_it_did_not() -> None:
    amended = inserted(eight("违反本条例第五条、第六条规定的"), 4)
    repaired = repair_references(replace(amended, fresh={"art_9__para_1": (Span(0, 8, 12),)}))
    assert words(repaired, "art_9__para_1") == "违反本条例第六条、第六条规定的"


def test_a_deleted_provision_is_reported() -> None:
    repaired = repair_references(deleted(eight("违反本条例第三条、第五条规定的"), 3))
    assert words(repaired, "art_7__para_1") == "违反本条例第三条、第四条规定的"
    (report,) = repaired.reports
    assert (report.trouble, report.words) == (Trouble.GONE, "本条例第三条")
    assert "原第三条" in report.reason


def test_a_range_whose_members_all_move_but_one_is_reported() -> None:
    repaired = repair_references(deleted(eight("依照本条例第三条至第六条处理"), 4))
    (report,) = repaired.reports
    assert (report.trouble, report.suggestion) == (Trouble.RANGE, "第三条至第五条")
    assert "第四条" in report.reason


def test_merged_provisions_are_reported_with_where_they_went() -> None:
    before = eight("违反本条例第五条规定的")
    amended = deleted(before, 6)
    amended = replace(amended, origins={"art_5": ("art_5", "art_6")})
    (report,) = repair_references(amended).reports
    assert (report.trouble, report.suggestion) == (Trouble.DIVIDED, "第五条")


def test_split_provisions_are_reported_even_where_the_number_stays() -> None:
    amended = inserted(eight("违反本条例第三条规定的"), 4)
    amended = replace(amended, origins={"art_3": ("art_3",), "art_4": ("art_3",)})
    (report,) = repair_references(amended).reports
    assert (report.trouble, report.suggestion) == (Trouble.DIVIDED, "第三条、第四条")


def pointed() -> Act:
    """第二条 has two 款, the first with two 项."""
    listed = paragraph("有下列情形的：", point("（一）", "甲；"), point("（二）", "乙。"))
    third = ("本条第一款第（二）项所列情形", "违反本条例第二条第（一）项、第二项的", "有前款第二项情形的")
    return act(article(1, FILLER), article(2, listed, "有前款情形的，予以警告。"), article(3, *third))


def test_items_keep_their_style() -> None:
    before = act(
        article(1, paragraph("情形：", point("（一）", "甲；"), point("（二）", "乙。"))),
        article(2, "违反本条例第一条第（二）项、第二项的", "有本条第一款情形的"),
    )
    repaired = repair_references(within(before, "art_1__para_1", 1, point("（二）", "新增；")))
    assert words(repaired, "art_2__para_1") == "违反本条例第一条第（三）项、第三项的"
    assert not repaired.reports


def test_a_bare_paragraph_is_one_of_the_own_article() -> None:
    before = act(article(1, FILLER, "甲的规定。", "违反第二款规定的，不适用本条第一款。"))
    repaired = repair_references(within(before, "art_1", 1, paragraph("新增的款。")))
    assert words(repaired, "art_1__para_4") == "违反第三款规定的，不适用本条第一款。"
    assert [r.kind for r in repaired.repairs] == ["article"]


def test_the_preceding_paragraph_is_reported_when_another_stands_there() -> None:
    repaired = repair_references(within(pointed(), "art_2", 1, paragraph("新增的款。")))
    (report,) = repaired.reports
    assert (report.eid, report.words, report.suggestion) == ("art_2__para_3", "前款", "第二条第一款")
    assert report.trouble is Trouble.RELATIVE


def test_an_item_of_the_preceding_paragraph_is_renumbered() -> None:
    before = act(
        article(
            1,
            paragraph("情形：", point("（一）", "甲；"), point("（二）", "乙。")),
            "有前款第一项至第二项情形的",
        )
    )
    repaired = repair_references(within(before, "art_1__para_1", 0, point("（一）", "新增；")))
    assert words(repaired, "art_1__para_2") == "有前款第二项至第三项情形的"


def test_several_numbers_in_one_are_reported() -> None:
    before = act(
        article(1, paragraph("情形：", point("（一）", "甲；"), point("（二）", "乙。"))),
        article(2, "违反本条例第一条第（一）、（二）项的"),
    )
    (report,) = repair_references(within(before, "art_1__para_1", 1, point("（二）", "新增；"))).reports
    assert (report.words, report.trouble) == ("第（一）、（二）项", Trouble.UNNAMED)


def test_a_paragraph_left_unsaid_that_two_now_could_be_is_reported() -> None:
    before = act(
        article(1, paragraph("情形：", point("（一）", "甲；"))),
        article(2, "违反本条例第一条第（一）项的"),
    )
    new = paragraph("其他情形：", point("（一）", "丙。"))
    (report,) = repair_references(within(before, "art_1", 0, new)).reports
    assert (report.trouble, report.suggestion) == (Trouble.UNNAMED, "第一条第二款第（一）项")


def test_chapters_follow_and_their_inside_is_reported_when_left() -> None:
    first = chapter("第一章", "总则", article(1, FILLER))
    second = chapter("第二章", "检测", article(2, "适用本章的规定。"), article(3, "依照本条例第二章处理。"))
    before = act(first, second)
    new = chapter("第二章", "规划", article(2, "新增。"))
    body = (
        first,
        new,
        chapter("第三章", "检测", article(3, "适用本章的规定。"), article(4, "依照本条例第二章处理。")),
    )
    after = replace(before, body=assign_ids(body))
    moves: dict[str, str | None] = {"chp_1": "chp_1", "art_1": "art_1", "art_1__para_1": "art_1__para_1"}
    moves |= {"chp_2": "chp_3", "art_2": "art_3", "art_2__para_1": "art_3__para_1"}
    moves |= {"art_3": "art_4", "art_3__para_1": "art_4__para_1"}
    repaired = repair_references(Amended(before=before, after=after, items=(), moves=moves))
    assert words(repaired, "art_4__para_1") == "依照本条例第三章处理。"
    assert not repaired.reports
    elsewhere = repair_references(
        Amended(before=before, after=after, items=(), moves={**moves, "chp_2": "chp_1"})
    )
    assert [report.words for report in elsewhere.reports if report.words == "本章"] == ["本章"]


def test_references_in_tables_and_split_runs_are_corrected() -> None:
    cell = TableCell((Para(("违反第五条",)),))
    table = Table(((TableCell((Para(("依据",)),)), cell),), "附表")
    before = eight("附表如下：")
    last = before.body[-1]
    child = replace(last.children[0], blocks=(Para(("违反本条例第", "五条的")), table))
    before = replace(before, body=(*before.body[:-1], replace(last, children=(child,))))
    after = repair_references(inserted(before, 4))
    blocks = next(p for p in after.act.provisions() if p.eid == "art_9__para_1").blocks
    assert [block.text for block in blocks] == ["违反本条例第六条的", "附表依据违反第六条"]


def test_nothing_moves_nothing_changes() -> None:
    before = pointed()
    same: dict[str, str | None] = {p.eid: p.eid for p in before.provisions()}
    assert repair_references(Amended(before=before, after=before, items=(), moves=same)) == Repaired(
        before, (), ()
    )


@pytest.mark.parametrize(
    "said",
    [
        "目前条件成熟的",
        "之前款项已付的",
        "第一条件",
        "第三项目",
        "本章程规定",
        "本节约用水",
        "提前项目",
        "本编制",
    ],
)
def test_words_that_only_look_like_references_are_none(said: str) -> None:
    assert find_pointers(said) == []
