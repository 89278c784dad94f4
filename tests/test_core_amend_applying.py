"""Instructions on provisions: what is inserted, deleted, moved, split and merged; numbers and identities."""

from __future__ import annotations

from compendium.amending.instruction import (
    Adjust,
    Delete,
    Insert,
    Merge,
    Renumber,
    Split,
    State,
    Substitute,
    SubstituteWords,
    Unread,
)
from compendium.law.kinds import Level
from tests.applying import CHAPTERS, LIST, NEW, OLD, PLAIN, content, done, insert, lines, ref, states
from tests.builders import drafted


def test_nothing_ordered_nothing_changed() -> None:
    before = drafted(CHAPTERS + LIST.replace("第一条", "第五条").replace("第二条", "第六条"))
    result = done(before)
    assert result.after == before
    assert result.moves == {p.eid: p.eid for p in before.provisions()}
    assert (result.fresh, result.origins) == ({}, {})


def test_an_article_is_inserted_and_the_rest_moves_up() -> None:
    result = done(drafted(PLAIN), insert(2, "新设机构负责。"), Renumber(ref("条2", OLD), ref("条3", NEW)))
    assert [a.text for a in result.after.articles] == [
        "第一条甲负责。",
        "第二条新设机构负责。",
        "第三条乙负责。",
        "第四条丙负责。",
        "第五条丁负责。",
    ]
    assert [a.wid for a in result.after.articles] == ["art_1", "art_2@2024-05-01", "art_2", "art_3", "art_4"]
    assert result.after.articles[1].children[0].wid == "art_2@2024-05-01__para_1"
    assert result.moves["art_3__para_1"] == "art_4__para_1"
    assert list(result.fresh) == ["art_2__para_1"]
    assert states(result) == [State.READ, State.READ]
    assert result.items[0].operations[0].results == ("art_2",)
    assert result.items[1].operations[0].targets == ("art_2",)


def test_a_number_that_does_not_come_true_is_refused() -> None:
    result = done(drafted(PLAIN), insert(2, "新设。"), Renumber(ref("条3", OLD), ref("条5", NEW)))
    assert states(result) == [State.READ, State.REFUSED]
    assert result.items[1].reason == "按各项推算原第三条应为第四条，决定写为第五条"
    assert len(result.after.articles) == 5


def test_a_number_beyond_the_end_is_refused() -> None:
    result = done(drafted(PLAIN), insert(9, "新设。"))
    assert result.items[0].reason == "按各项推算修改后只到第五条，决定写为第九条"
    assert result.after == result.before


def test_two_articles_may_change_places() -> None:
    result = done(
        drafted(PLAIN),
        Renumber(ref("条2", OLD), ref("条3", NEW)),
        Renumber(ref("条3", OLD), ref("条2", NEW)),
    )
    assert [a.wid for a in result.after.articles] == ["art_1", "art_3", "art_2", "art_4"]
    assert any("次序" in remark for item in result.items for remark in item.remarks)


def test_a_deletion_without_licence_has_a_remark() -> None:
    alone = done(drafted(PLAIN), Delete((ref("条2"),)))
    licensed = done(drafted(PLAIN), Delete((ref("条2"),)), Adjust(numbers=True, wording=False))
    assert alone.after == licensed.after
    assert "依次前移" in alone.items[0].remarks[0]
    assert licensed.items[0].remarks == ()
    assert alone.moves["art_2"] is None
    assert alone.moves["art_4"] == "art_3"


def test_a_range_is_deleted() -> None:
    result = done(drafted(PLAIN), Delete((ref("条2..3"),)))
    assert [a.text for a in result.after.articles] == ["第一条甲负责。", "第二条丁负责。"]


def test_a_branch_number_shifts_nothing() -> None:
    place = Insert(level=Level.ARTICLE, count=1, content=content("新设。"), results=(ref("条2-1", NEW),))
    result = done(drafted(PLAIN), place)
    assert [a.num for a in result.after.articles] == ["第一条", "第二条", "第二条之一", "第三条", "第四条"]


def test_points_get_new_numbers() -> None:
    result = done(
        drafted(LIST),
        insert(2, "新的；", level=Level.POINT, within=ref("条1")),
        Renumber(ref("条1 项3", OLD), ref("条1 项4", NEW)),
        Delete((ref("条1 项2"),)),
    )
    assert states(result) == [State.READ, State.REFUSED, State.READ]
    assert lines(result.after)[1:5] == [
        "有下列情形之一的，不予许可：",
        "（一） 甲的；",
        "（二） 新的；",
        "（三） 丙的。",
    ]


def test_an_article_is_split_and_two_are_merged() -> None:
    split = done(
        drafted(PLAIN),
        Split(ref("条2"), (ref("条2", NEW), ref("条3", NEW)), content("乙一负责。", "乙二负责。")),
    )
    assert [a.wid for a in split.after.articles] == ["art_1", "art_2", "art_3@2024-05-01", "art_3", "art_4"]
    assert split.origins["art_3"] == ("art_2",)
    merged = done(drafted(PLAIN), Merge((ref("条2"), ref("条3")), ref("条2", NEW), content("乙丙负责。")))
    assert [a.text for a in merged.after.articles] == ["第一条甲负责。", "第二条乙丙负责。", "第三条丁负责。"]
    assert merged.origins["art_2"] == ("art_2", "art_3")
    assert merged.moves["art_3"] is None


def test_the_paragraphs_of_an_article_become_articles() -> None:
    before = drafted("第一条 甲。\n\n第二条 乙。\n\n丙。\n\n第三条 丁。\n")
    result = done(
        before,
        Renumber(ref("条2 款2", OLD), ref("条2", NEW)),
        Renumber(ref("条2 款1", OLD), ref("条3", NEW)),
    )
    assert [a.text for a in result.after.articles] == ["第一条甲。", "第二条丙。", "第三条乙。", "第四条丁。"]
    assert result.after.articles[2].wid == "art_2"
    assert result.moves["art_2__para_2"] == "art_2__para_1"


def test_a_paragraph_moves_to_another_article() -> None:
    before = drafted("第一条 甲。\n\n乙。\n\n第二条 丙。\n")
    result = done(before, Renumber(ref("条1 款2", OLD), ref("条2 款1", NEW)))
    assert [a.text for a in result.after.articles] == ["第一条甲。", "第二条乙。丙。"]
    assert result.moves["art_1__para_2"] == "art_2__para_1"
    assert result.origins == {"art_2__para_1": ("art_1__para_2",)}


def test_a_paragraph_stays_in_its_article_when_only_the_article_moves() -> None:
    before = drafted("第一条 甲。\n\n第二条 乙。\n\n丙。\n\n第三条 丁。\n")
    result = done(
        before,
        insert(1, "新设。"),
        insert(2, "戊。", level=Level.PARAGRAPH, within=ref("条2")),
        Renumber(ref("条2 款2", OLD), ref("条2 款3")),
    )
    assert states(result) == [State.READ] * 3, [item.reason for item in result.items]
    assert [p.text for p in result.after.articles[2].children] == ["乙。", "戊。", "丙。"]


def test_a_point_is_split() -> None:
    result = done(
        drafted(LIST),
        Split(
            ref("条1 款1 项1"),
            (ref("条1 款1 项1", NEW), ref("条1 款1 项2", NEW)),
            content("（一）戊的；", "（二）己的；"),
        ),
    )
    assert lines(result.after)[2:6] == ["（一） 戊的；", "（二） 己的；", "（三） 乙的；", "（四） 丙的。"]
    assert result.moves["art_1__para_1__point_2"] == "art_1__para_1__point_3"


def test_what_is_unread_is_refused_and_changes_nothing() -> None:
    result = done(
        drafted(PLAIN), Unread(id="1", words="对有关条文作相应处理", passages=(), reason="没有写明怎样修改")
    )
    assert states(result) == [State.REFUSED]
    assert result.after == result.before


def test_order_in_the_decision_does_not_matter() -> None:
    actions = (
        insert(2, "新设。"),
        Substitute((ref("条3", OLD),), content("丙主管。")),
        Delete((ref("条4"),)),
        SubstituteWords((ref("条1"),), (("甲", "庚"),)),
        Renumber(ref("条2", OLD), ref("条3", NEW)),
    )
    assert done(drafted(PLAIN), *actions).after == done(drafted(PLAIN), *reversed(actions)).after


LEVELS = "一、甲负责。\n\n二、有下列情形的，不予许可：\n\n（一）甲的；\n\n（二）乙的。\n\n三、丙负责。\n"


def test_a_text_without_articles() -> None:
    before = drafted(LEVELS)
    assert [p.level for p in before.body] == [Level.LEVEL] * 3
    result = done(
        before,
        insert(1, "一、新设。"),
        Substitute((ref("条3", OLD),), content("丁负责。")),
        Substitute((ref("条2 项2", OLD),), content("（二）戊的。")),
    )
    assert states(result) == [State.READ] * 3, [item.reason for item in result.items]
    assert [p.num for p in result.after.body] == ["一、", "二、", "三、", "四、"]
    assert result.after.body[0].text == "一、新设。"
    assert result.after.body[2].text == "三、有下列情形的，不予许可：（一）甲的；（二）戊的。"
    assert result.after.body[3].text == "四、丁负责。"
