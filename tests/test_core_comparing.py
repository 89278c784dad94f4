"""Two versions compared: what became of every provision, and nothing lost on the way."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.compare import (
    TEXTUAL,
    Comparison,
    Kind,
    MarkKind,
    Role,
    Row,
    as_lines,
    as_object,
    compare,
    compare_texts,
    counts,
)
from compendium.compare.marks import after_of, before_of
from compendium.compare.matching import words
from compendium.law.act import Act, Attachment, Cell, FrontLine, Image, Para, Provision, Span, Table
from compendium.law.kinds import Level
from compendium.law.names import assign_ids
from tests.act_strategy import acts
from tests.builders import act, article, chapter, named, paragraph, point

NEW = date(2024, 5, 1)
ONE = "桥梁的建设由市交通部门负责，并定期公布建设情况。"
TWO = "隧道的养护由区水务部门负责，并定期公布养护情况。"
THREE = "渡口的检查由乡镇人民政府负责，并定期公布检查情况。"
FOUR = "码头的登记由航道管理机构负责，并定期公布登记情况。"


def wids(value: Act, *names: str) -> Act:
    """An act whose 条 have these wIds."""

    def rename(p: Provision, left: list[str]) -> Provision:
        if p.level is Level.ARTICLE:
            wid = left.pop(0)
            return replace(
                p,
                wid=wid,
                children=tuple(replace(c, wid=wid + c.eid[len(p.eid) :]) for c in p.children),
            )
        return replace(p, children=tuple(rename(c, left) for c in p.children))

    left = list(names)
    return replace(value, body=tuple(rename(p, left) for p in value.body))


def told(comparison: Comparison) -> list[str]:
    """Kind and places of the rows of the body that changed in any way."""
    return [line(row) for row in comparison.rows if row.kind is not Kind.UNCHANGED]


def line(row: Row) -> str:
    before, after = (side.place if side else "" for side in (row.before, row.after))
    return f"{row.kind.value} {before}→{after}"


def below(comparison: Comparison) -> list[str]:
    return [line(row) for top in comparison.rows for row in top.walk() if row.kind is not Kind.UNCHANGED]


# ---- nothing is lost


@given(acts())
@settings(max_examples=20)
def test_an_act_is_unchanged_from_itself(value: Act) -> None:
    assert {row.kind for row in compare(value, value).walk()} <= {Kind.UNCHANGED}


@st.composite
def versions(draw: st.DrawFn) -> tuple[Act, Act]:
    """An act and what an amendment might make of it: provisions dropped, reworded, in another order."""
    before = draw(acts())
    return before, replace(
        before,
        date=NEW,
        preamble=assign_ids(amended(draw, before.preamble)),
        body=assign_ids(amended(draw, before.body)),
        attachments=tuple(
            replace(a, body=assign_ids(amended(draw, a.body), a.eid)) for a in before.attachments
        ),
    )


def amended(draw: st.DrawFn, siblings: tuple[Provision, ...]) -> tuple[Provision, ...]:
    out = []
    for provision in siblings:
        fate = draw(st.sampled_from(["stay", "stay", "deeper", "deeper", "go", "reword"]))
        if fate == "deeper":
            provision = replace(provision, children=amended(draw, provision.children))
        if fate == "reword":
            provision = replace(provision, blocks=(REWORDED, *provision.blocks[1:]))
        if fate != "go":
            out.append(provision)
    return tuple(reversed(out)) if draw(st.integers(0, 3)) == 0 else tuple(out)


REWORDED = Para(("甲方应当在第一款期限内登记。",))
OUTSIDE = {Role.TITLE, Role.FRONT, Role.HISTORY, Role.CONTENTS}


@given(versions())
@settings(max_examples=25)
def test_the_rows_hold_the_text_after_in_order(pair: tuple[Act, Act]) -> None:
    before, after = pair
    text = "".join(
        row.after.num + after_of(row.heading) + after_of(row.marks)
        for row in compare_texts(before, after).walk()
        if row.after and row.kind is not Kind.DEPARTED and row.role not in OUTSIDE
    )
    parts = [p.text for p in (*after.preamble, *after.body)]
    parts += [block.text for block in after.conclusions]
    parts += [attachment.text for attachment in after.attachments]
    assert re.sub(r"〔图：[^〕]*〕|\n", "", text) == "".join(parts)


@given(versions())
@settings(max_examples=25)
def test_the_rows_hold_every_character_before(pair: tuple[Act, Act]) -> None:
    before, after = pair
    text = "".join(
        before_of(row.heading) + before_of(row.marks)
        for row in compare_texts(before, after).walk()
        if row.before and row.kind is not Kind.DEPARTED and row.role not in OUTSIDE
    )
    parts = [words(p) for p in (*before.preamble, *before.body)]
    parts += [block.text for block in before.conclusions]
    parts += [a.heading + "".join(map(words, a.body)) for a in before.attachments]
    assert sorted(re.sub(r"〔图：[^〕]*〕|\n", "", text)) == sorted("".join(parts))


@given(versions())
@settings(max_examples=20)
def test_every_provision_before_is_shown(pair: tuple[Act, Act]) -> None:
    before, after = pair
    shown = {row.before.eid for row in compare_texts(before, after).walk() if row.before}
    assert {p.eid for p in before.provisions()} <= shown


@given(versions())
@settings(max_examples=20)
def test_views_take_any_comparison(pair: tuple[Act, Act]) -> None:
    before, after = pair
    comparison = compare_texts(before, after)
    json.dumps(as_object(comparison))
    changed = any(row.kind in TEXTUAL for row in comparison.rows)
    assert bool(list(as_lines(comparison, numbers=False))) == changed


# ---- 条


def test_a_new_number_is_no_change_of_text() -> None:
    before = act(article(1, ONE), article(2, TWO))
    after = act(article(1, ONE), article(2, THREE), article(3, TWO), day=NEW)
    comparison = compare_texts(before, after)
    assert told(comparison) == ["added →第二条", "renumbered 第二条→第三条"]
    assert [row.place for row in comparison.changed] == ["第二条"]
    assert counts(comparison) == {Kind.UNCHANGED: 1, Kind.ADDED: 1, Kind.RENUMBERED: 1}


def test_spaces_in_a_number_are_no_new_number() -> None:
    before = act(article(1, ONE))
    spaced = replace(before, body=(replace(before.body[0], num="第 一 条"),))
    assert told(compare(before, spaced)) == []


def test_identity_goes_before_words() -> None:
    before = wids(act(article(1, ONE), article(2, TWO)), "a", "b")
    after = wids(act(article(1, TWO), article(2, ONE), day=NEW), "a", "b")
    assert told(compare(before, after)) == ["amended 第一条→第一条", "amended 第二条→第二条"]


def test_without_identity_equal_words_are_the_same_provision() -> None:
    before = wids(act(article(1, ONE), article(2, TWO)), "a", "b")
    after = wids(act(article(1, THREE), article(2, TWO), day=NEW), "a", "c")
    assert told(compare(before, after)) == ["amended 第一条→第一条"]


def test_what_is_deleted_stands_in_its_old_place() -> None:
    before = act(article(1, ONE), article(2, TWO), article(3, THREE))
    after = act(article(1, ONE), article(2, THREE), day=NEW)
    assert told(compare_texts(before, after)) == ["deleted 第二条→", "renumbered 第三条→第二条"]


def test_the_first_and_the_last_can_be_deleted() -> None:
    before = act(article(1, ONE), article(2, TWO), article(3, THREE))
    after = act(article(1, TWO), day=NEW)
    assert told(compare_texts(before, after)) == [
        "deleted 第一条→",
        "renumbered 第二条→第一条",
        "deleted 第三条→",
    ]


def test_out_of_order_is_moved() -> None:
    before = wids(act(article(1, ONE), article(2, TWO), article(3, THREE)), "a", "b", "c")
    after = wids(act(article(1, THREE), article(2, ONE), article(3, TWO), day=NEW), "c", "a", "b")
    assert told(compare(before, after)) == [
        "moved 第三条→第一条",
        "renumbered 第一条→第二条",
        "renumbered 第二条→第三条",
    ]


def test_another_chapter_is_moved() -> None:
    def two(*split: int) -> Act:
        articles = [article(n, text) for n, text in enumerate((ONE, TWO, THREE), 1)]
        at = split[0]
        return act(chapter("第一章", "总则", *articles[:at]), chapter("第二章", "养护", *articles[at:]))

    assert told(compare(two(1), two(2))) == ["moved 第二条→第二条"]


def test_a_chapter_put_over_articles_moves_none() -> None:
    articles = [article(n, text) for n, text in enumerate((ONE, TWO), 1)]
    before = act(*articles)
    after = act(chapter("第一章", "总则", *articles), day=NEW)
    assert told(compare_texts(before, after)) == ["added →第一章"]


def test_a_heading_is_compared_apart() -> None:
    before = act(chapter("第一章", "总则", article(1, ONE)), chapter("第二章", "养护", article(2, TWO)))
    after = act(chapter("第一章", "总则", article(1, ONE)), chapter("第二章", "养护和检查", article(2, TWO)))
    comparison = compare(before, after)
    assert told(comparison) == ["amended 第二章→第二章"]
    heading = comparison.changed[0].heading
    assert [(m.kind.value, m.text) for m in heading] == [("equal", "养护"), ("inserted", "和检查")]


def test_an_article_split_in_two() -> None:
    before = act(article(1, ONE), article(2, TWO, THREE))
    after = act(article(1, ONE), article(2, TWO), article(3, THREE), day=NEW)
    comparison = compare_texts(before, after)
    assert told(comparison) == ["split →第二条", "split 第二条→第三条"]
    assert [o.place for o in comparison.changed[0].origins] == ["第二条"]
    assert "departed 第二条第一款→第二条" in below(comparison)
    assert "moved 第二条第一款→第二条" in below(comparison)


def test_two_articles_joined() -> None:
    before = act(article(1, ONE), article(2, TWO), article(3, THREE))
    after = act(article(1, ONE, TWO), article(2, THREE), day=NEW)
    comparison = compare_texts(before, after)
    assert told(comparison) == [
        "joined 第一条→第一条",
        "departed 第二条→第一条",
        "renumbered 第三条→第二条",
    ]
    assert [o.place for o in comparison.changed[0].origins] == ["第一条", "第二条"]


def test_a_split_that_is_stated() -> None:
    before = act(article(1, ONE))
    after = act(article(1, TWO), article(2, THREE), day=NEW)
    comparison = compare(before, after, {"art_2": ("art_1",)})
    assert told(comparison) == ["split 第一条→第一条", "split →第二条"]


# ---- 款, 项, words


def test_items_are_compared_below_their_article() -> None:
    lead = "有下列情形之一的，由市交通部门责令改正："
    old = paragraph(lead, point("（一）", "擅自在桥梁上停放车辆的；"), point("（二）", "损坏桥梁护栏的。"))
    new = paragraph(
        lead,
        point("（一）", "擅自在桥梁上停放车辆的；"),
        point("（二）", "在桥梁下堆放易燃物品的；"),
        point("（三）", "损坏桥梁护栏或者路灯的。"),
    )
    comparison = compare_texts(act(article(1, old)), act(article(1, new), day=NEW))
    assert below(comparison) == [
        "amended 第一条→第一条",
        "amended 第一条→第一条",
        "added →第一条第（二）项",
        "amended 第一条第（二）项→第一条第（三）项",
    ]
    assert list(as_lines(comparison)) == [
        "第一条第（二）项　新增：【新增：在桥梁下堆放易燃物品的；】",
        "第一条第（三）项（原第一条第（二）项）　修改：损坏桥梁护栏【新增：或者路灯】的。",
    ]


def test_only_form_is_said_to_be_form() -> None:
    before, after = act(article(1, "下列行为:停放,堆放")), act(article(1, "下列行为：停放，堆放"))
    row = compare(before, after).changed[0]
    assert row.kind is Kind.AMENDED and row.form
    assert list(as_lines(compare(before, after))) == [
        "第一条　修改（仅形式）：下列行为【删去：:】【新增：：】停放【删去：,】【新增：，】堆放"
    ]


@pytest.mark.parametrize(
    ("old", "new", "form"),
    [
        (("每m2",), ("每m", Span("sup", "2")), True),
        (("见图", Image("media/a.png")), ("见图", Image("media/b.png")), False),
    ],
)
def test_what_is_not_in_the_characters_is_seen(
    old: tuple[str | Span | Image, ...], new: tuple[str | Span | Image, ...], form: bool
) -> None:
    def with_runs(runs: tuple[str | Span | Image, ...]) -> Act:
        return act(article(1, Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(Para(runs),))))

    (row,) = compare(with_runs(old), with_runs(new)).changed
    assert row.kind is Kind.AMENDED and row.form is form


# ---- tables, front, attachments


def table(*rows: str) -> Table:
    return Table(tuple(tuple(Cell((Para((text,)),)) for text in row.split("|")) for row in rows))


def with_table(value: Table) -> Act:
    block = Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(Para(("标准如下：",)), value))
    return act(article(1, block))


def test_a_row_added_is_a_row_added() -> None:
    before = with_table(table("类别|标准", "小型车|十元", "大型车|三十元"))
    after = with_table(table("类别|标准", "小型车|十元", "中型车|二十元", "大型车|四十元"))
    rows = [row for row in compare(before, after).walk() if row.role is Role.TABLE_ROW]
    assert [line(row) for row in rows if row.kind is not Kind.UNCHANGED] == [
        "added →第一条附表第3行",
        "amended 第一条附表第3行→第一条附表第4行",
    ]
    cells = [row for row in rows[-1].below if row.kind is Kind.AMENDED]
    assert [(m.kind, m.text) for m in cells[0].marks] == [
        (MarkKind.DELETED, "三十元"),
        (MarkKind.INSERTED, "四十元"),
    ]


def test_title_and_history_are_compared_apart() -> None:
    def fronted(title: str, *history: str) -> Act:
        lines = tuple(FrontLine("history", Para((text,))) for text in history)
        return named(act(article(1, ONE), title=title), front=lines)

    adopted, amended = "2020年3月19日通过", "根据2024年3月28日《关于修改〈海浦市桥梁条例〉的决定》修正"
    before = fronted("海浦市桥梁条例", adopted)
    after = fronted("海浦市桥梁隧道条例", adopted, amended)
    rows = compare(before, after).changed
    assert [(row.role, row.kind) for row in rows] == [(Role.TITLE, Kind.AMENDED), (Role.HISTORY, Kind.ADDED)]
    assert before_of(rows[0].marks) == "海浦市桥梁条例"


def test_attachments_are_paired_by_what_they_hold() -> None:
    def attached(*names: tuple[str, str]) -> Act:
        parts = tuple(
            Attachment(f"att_{n}", f"附件{n}", heading, assign_ids((paragraph(text),), f"att_{n}"))
            for n, (heading, text) in enumerate(names, 1)
        )
        return named(act(article(1, ONE)), attachments=parts)

    before = attached(("收费目录", THREE))
    after = attached(("桥梁目录", FOUR), ("收费目录", THREE))
    moved = tuple(
        replace(a, body=tuple(replace(p, wid=f"w{n}") for p in a.body))
        for n, a in enumerate(after.attachments)
    )
    comparison = compare(before, replace(after, attachments=moved))
    assert told(comparison) == ["added →附件1", "renumbered 附件1→附件2"]


def test_the_preamble_is_compared_by_recital() -> None:
    def opened(*texts: str) -> Act:
        recitals = tuple(Provision(level=Level.RECITAL, eid="", wid="", blocks=(Para((t,)),)) for t in texts)
        return named(act(article(1, ONE)), preamble=assign_ids(recitals))

    after = opened("为了桥梁的安全和畅通，作如下决定：")
    assert told(compare(opened("为了桥梁的安全，作如下决定："), after)) == [
        "amended 序言第一自然段→序言第一自然段"
    ]


def test_plain_values_leave_out_what_is_unchanged() -> None:
    before, after = (
        act(article(1, ONE), article(2, TWO)),
        act(article(1, ONE), article(2, TWO + "冬季除外。")),
    )
    value = as_object(compare(before, after))
    assert value["counts"] == {"unchanged": 1, "amended": 1}
    rows = {row["after"]["eId"]: row for row in value["rows"] if row["role"] == "article"}
    assert "below" not in rows["art_1"]
    assert rows["art_2"]["below"][0]["marks"] == [["equal", TWO], ["inserted", "冬季除外。"]]
