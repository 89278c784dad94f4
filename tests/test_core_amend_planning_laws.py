"""What holds for every decision on every text: identity, numbers, words left alone, drafts carried out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.akn import parse_act, write_act
from compendium.amending.deriving import Formal, derive, wording
from compendium.amending.planning import AmendPlan, files_of
from compendium.amending.replay import replays
from compendium.law.act import Act
from tests.amending import BRIDGES, CATCH_ALL, Corpus, decision, lines_of, only, regulation

START = date(2024, 6, 1)
NUMERALS = "零一二三四五六七八九"
THINGS = ["桥面", "护栏", "桥墩", "引道", "路灯", "标志", "排水管", "伸缩缝"]
BODIES = ["市交通部门", "区人民政府", "养护单位", "街道办事处"]
SENTENCES = st.builds(
    "{}负责{}的检查，并在{}日内处理{}的问题。".format,
    st.sampled_from(BODIES),
    st.sampled_from(THINGS),
    st.sampled_from(["三", "五", "七"]),
    st.sampled_from(THINGS),
)
TEXTS = st.lists(SENTENCES, min_size=3, max_size=8, unique=True)
LAST = "本条例自2015年7月1日起施行。"
SEVERAL = settings(max_examples=30)


def numbered(sentences: Sequence[str]) -> str:
    """A regulation of these articles, and one on its commencement."""
    return regulation(articles=[f"第{NUMERALS[n]}条　{text}" for n, text in enumerate([*sentences, LAST], 1)])


@st.composite
def orders(draw: st.DrawFn, sentences: Sequence[str]) -> tuple[str, ...]:
    """Instructions on different articles, every number as it comes out."""
    fates = [draw(st.sampled_from(["stay", "stay", "rewrite", "words", "delete"])) for _ in sentences]
    if fates.count("delete") == len(fates):
        fates[0] = "stay"
    found = []
    for number, (text, fate) in enumerate(zip(sentences, fates, strict=True), 1):
        name = f"第{NUMERALS[number]}条"
        if fate == "rewrite":
            found.append(f"将原{name}修改为：“{draw(SENTENCES)}”")
        elif fate == "words":
            found.append(f"将原{name}中的“{text[:4]}”修改为“市城市管理部门”。")
        elif fate == "delete":
            found.append(f"删去原{name}。")
    if draw(st.booleans()):
        place = draw(st.integers(1, len(sentences) - fates.count("delete") + 1))
        found.append(f"增加一条，作为第{NUMERALS[place]}条：\n\n{draw(SENTENCES)}")
    return (*found, CATCH_ALL)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[str], tuple[str, ...]]:
    sentences = draw(TEXTS)
    return sentences, draw(orders(sentences))


def planned(sentences: Sequence[str], items: Sequence[str]) -> tuple[Corpus, AmendPlan]:
    corpus = Corpus().take(numbered(sentences))
    plan = corpus.plan(decision(*items))
    assert not plan.blocked, [(i.instruction.words, i.reason) for _, i in plan.items()]
    return corpus, plan


def both(plan: AmendPlan) -> tuple[Act, Act]:
    work = only(plan)
    assert work.before is not None
    assert work.after is not None
    return work.before, work.after


@SEVERAL
@given(TEXTS)
def test_a_decision_that_orders_nothing_changes_no_word(sentences: list[str]) -> None:
    before, after = both(planned(sentences, [CATCH_ALL])[1])
    assert lines_of(after) == lines_of(before)
    assert [p.wid for p in after.provisions()] == [p.wid for p in before.provisions()]
    assert after.changes == ()


@SEVERAL
@given(cases())
def test_numbers_run_on_and_names_are_kept_one_for_one(case: tuple[list[str], tuple[str, ...]]) -> None:
    before, after = both(planned(*case)[1])
    assert [a.eid for a in after.articles] == [f"art_{n}" for n in range(1, len(after.articles) + 1)]
    names = [p.wid for p in after.provisions()]
    assert len(names) == len(set(names))
    old = {a.wid for a in before.articles}
    kept = [a.wid for a in after.articles if a.wid in old]
    assert kept == [a.wid for a in before.articles if a.wid in set(kept)]
    deleted = sum(item.startswith("删去") for item in case[1])
    assert len(old) - len(kept) == deleted


@SEVERAL
@given(cases())
def test_what_the_decision_does_not_name_stays_to_the_character(
    case: tuple[list[str], tuple[str, ...]],
) -> None:
    before, after = both(planned(*case)[1])
    told = [re.match("(?:将|删去)原第(.)条", item) for item in case[1]]
    named = {f"art_{NUMERALS.index(match[1])}" for match in told if match}
    now = {a.wid: a for a in after.articles}
    for article in before.articles:
        if article.eid not in named:
            assert now[article.wid].children[0].text == article.children[0].text


@SEVERAL
@given(cases())
def test_carried_out_replayed_and_carried_out_again(case: tuple[list[str], tuple[str, ...]]) -> None:
    corpus, plan = planned(*case)
    corpus.amend(decision(*case[1]))
    _, after = both(plan)
    assert corpus.act(BRIDGES, START) == parse_act(write_act(after), "x")
    assert [(r.exact, r.refused) for r in replays(corpus.catalog)] == [(True, ())]
    first = dict(corpus.contents)
    corpus.amend(decision(*case[1]))
    assert corpus.contents == first


@SEVERAL
@given(cases())
def test_every_change_is_told_with_where_it_was(case: tuple[list[str], tuple[str, ...]]) -> None:
    before, after = both(planned(*case)[1])
    was = {p.wid: p.eid for p in before.provisions()}
    told = {change.eid: change for change in after.changes}
    for article in after.articles:
        old = was.get(article.wid)
        if old is None:
            assert told[article.eid].was == ()
        elif old != article.eid:
            assert told[article.eid].was == (old,)


@SEVERAL
@given(cases())
def test_a_draft_from_both_texts_does_the_same(case: tuple[list[str], tuple[str, ...]]) -> None:
    before, after = both(planned(*case)[1])
    actions = derive(before, after, after.date)
    body = wording(actions, before.title, Formal(marks=False))
    text = decision("占位").replace(
        "一、占位", "\n\n".join(line for line in body.splitlines() if line.strip())
    )
    corpus = Corpus().take(numbered(case[0]))
    opened = corpus.open(text)
    plan = corpus.plan(text)
    if not actions:
        return
    assert not plan.blocked, (body, plan.faults, [(i.instruction.words, i.reason) for _, i in plan.items()])
    assert lines_of(only(plan).after) == lines_of(after)
    assert files_of(plan, opened, corpus.catalog, b"")
