"""Provisions rewritten: what the new text is held to, and when it is in doubt which provision is meant."""

from __future__ import annotations

from compendium.amending.instruction import (
    LAST,
    Delete,
    Insert,
    InsertWords,
    Ref,
    Region,
    Side,
    State,
    Step,
    Substitute,
)
from compendium.law.kinds import Level
from tests.applying import LIST, NEW, PLAIN, content, done, insert, lines, ref, states
from tests.builders import drafted


def test_the_last_is_the_last_of_the_text_in_force() -> None:
    before = drafted("第一条 甲。\n\n乙。\n\n第二条 下列行为：\n\n（一）丙；\n\n（二）丁。\n\n第三条 戊。\n")
    last = Ref(steps=(Step(Level.ARTICLE, (1,)), Step(Level.PARAGRAPH, LAST)))
    item = Ref(steps=(Step(Level.ARTICLE, (2,)), Step(Level.POINT, LAST)))
    added = Insert(level=Level.PARAGRAPH, count=1, content=content("新。"), within=ref("条1"), after=last)
    result = done(
        before, Substitute((last,), content("己。")), added, Substitute((item,), content("（二）庚。"))
    )
    assert states(result) == [State.READ] * 3
    assert "\n".join(lines(result.after)) == (
        "第一条\n甲。\n己。\n新。\n第二条\n下列行为：\n（一） 丙；\n（二） 庚。\n第三条\n戊。"
    )
    none = Ref(steps=(Step(Level.ARTICLE, (3,)), Step(Level.POINT, LAST)))
    refused = done(before, Substitute((none,), content("（一）辛。")))
    assert states(refused) == [State.REFUSED]
    assert refused.items[0].reason == "第三条没有项"


def test_one_paragraph_becomes_two() -> None:
    before = drafted("第一条 甲。\n\n乙。\n\n丙。\n\n第二条 丁。\n")
    result = done(before, Substitute((ref("条1 款2"),), content("戊。", "己。")))
    assert [p.text for p in result.after.articles[0].children] == ["甲。", "戊。", "己。", "丙。"]
    assert result.moves["art_1__para_3"] == "art_1__para_4"
    assert result.origins == {"art_1__para_2": ("art_1__para_2",), "art_1__para_3": ("art_1__para_2",)}
    assert "改为2款" in result.items[0].remarks[0]


def test_an_article_is_rewritten_with_its_points() -> None:
    text = ("应当具备下列条件：", "（一）有章程；", "（二）有资金。", "前款所称资金由市规定。")
    result = done(drafted(PLAIN), Substitute((ref("条2"),), content(*text)))
    para, tail = result.after.articles[1].children
    assert [c.num for c in para.children] == ["（一）", "（二）"]
    assert tail.text == "前款所称资金由市规定。"
    assert (para.wid, tail.wid) == ("art_2__para_1", "art_2__para_2@2024-05-01")


def test_the_text_in_force_must_be_as_quoted() -> None:
    good = done(drafted(PLAIN), Substitute((ref("条2"),), content("戊负责。"), content("乙负责。")))
    bad = done(drafted(PLAIN), Substitute((ref("条2"),), content("戊负责。"), content("己负责。")))
    assert good.after.articles[1].text == "第二条戊负责。"
    assert states(bad) == [State.REFUSED]
    assert bad.after == bad.before


def test_the_same_provision_is_not_rewritten_twice() -> None:
    result = done(
        drafted(PLAIN),
        Substitute((ref("条2"),), content("戊。")),
        Substitute((ref("条2"),), content("己。")),
    )
    assert states(result) == [State.READ, State.REFUSED]
    assert result.after.articles[1].text == "第二条戊。"


def test_a_paragraph_is_added_to_an_article_rewritten_before() -> None:
    result = done(
        drafted(PLAIN),
        Substitute((ref("条2"),), content("戊负责。")),
        insert(2, "己配合。", level=Level.PARAGRAPH, within=ref("条2")),
    )
    assert [p.text for p in result.after.articles[1].children] == ["戊负责。", "己配合。"]
    assert "整条修改" in result.items[1].remarks[0]


def test_a_paragraph_of_an_article_rewritten_later_is_in_conflict() -> None:
    result = done(
        drafted(PLAIN),
        Delete((ref("条1 款1"),)),
        InsertWords(refs=(ref("条2"),), anchors=(), side=Side.END, new="己配合。"),
        Substitute((ref("条2"),), content("戊负责。")),
    )
    assert states(result) == [State.REFUSED, State.READ, State.REFUSED]
    assert result.items[0].reason == "第一条删去后没有内容，请写明是否删去整条"
    assert result.after.articles[1].text == "第二条乙负责。己配合。"


TWO_LISTS = (
    "第一条 甲的下列情形：\n\n（一）甲一；\n\n（二）甲二。\n\n"
    "乙的下列情形：\n\n（一）乙一；\n\n（二）乙二。\n\n第二条 丙。\n"
)


def test_a_bare_point_in_one_of_two_lists_is_ambiguous() -> None:
    result = done(drafted(TWO_LISTS), Delete((ref("条1 项2"),)), Delete((ref("条1 款2 项2"),)))
    assert states(result) == [State.REFUSED, State.READ]
    assert result.items[0].reason == "第一条第一款、第一条第二款都有项，没有写明是哪一款"


def test_new_text_like_another_provision_is_ambiguous() -> None:
    before = drafted(
        "第一条 船舶进出港口应当报告港务机构。\n\n第二条 桥梁养护由市政机构负责并定期检查。\n\n第三条 丙。\n"
    )
    text = content("船舶进出港口应当提前报告港务机构。")
    unsaid = done(before, insert(1, "新设。"), Substitute((ref("条2"),), text))
    assert states(unsaid) == [State.READ, State.REFUSED]
    assert "原第二条" in unsaid.items[1].reason
    assert "原第一条" in unsaid.items[1].reason
    said = done(before, insert(1, "新设。"), Substitute((ref("条2", NEW),), text))
    assert said.after.articles[1].wid == "art_1"
    assert said.after.articles[1].text == "第二条船舶进出港口应当提前报告港务机构。"


def test_the_lead_alone_is_replaced() -> None:
    lead = Substitute((ref("条1 款1", region=Region.LEAD),), content("下列情形不予许可："))
    result = done(drafted(LIST), lead)
    assert lines(result.after)[1:3] == ["下列情形不予许可：", "（一） 甲的；"]


def test_a_final_mark_that_the_quotation_left_outside() -> None:
    result = done(drafted(LIST), Substitute((ref("条1 项2"),), content("（二）己的")))
    assert lines(result.after)[3] == "（二） 己的；"
    assert "已补上“；”" in result.items[0].remarks[0]


def test_a_number_in_new_text_must_be_right() -> None:
    result = done(drafted(LIST), Substitute((ref("条1 项2"),), content("（三）己的；")))
    assert result.items[0].reason == "新的文字写作第（三）项，所修改的是第（二）项"
