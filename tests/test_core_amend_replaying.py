"""Stored official texts held against what the decisions make: exact, explained, unexplained, kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.akn import parse_act, write_act
from compendium.amending.planning import statements_path
from compendium.amending.replay import Replay, replays
from compendium.amending.statements import Deviation, Statements, load_statements, statements_text
from compendium.law.act import Act, CorrectedWords, Correction
from tests.amending import ARTICLES, BODY, BRIDGES, CATCH_ALL, Corpus, decision, regulation

JUNE = date(2024, 6, 1)
ITEMS = (
    "将第二条中的“交通委员会”修改为“交通部门”。",
    "增加一条，作为第五条：\n\n桥梁应当设置限载标志。",
    CATCH_ALL,
)
DECISION = decision(*ITEMS)
HISTORY = (
    "（2015年3月19日海浦市第十一届人民代表大会常务委员会第十七次会议通过　根据2024年3月21日海浦市第十三届"
    f"人民代表大会常务委员会第十次会议《关于修改〈{BRIDGES}〉的决定（示例）》修正）"
)
AFTER = (
    *ARTICLES[:1],
    "第一条　为了加强桥梁管理，制定本条例。",
    "第二条　市交通部门负责桥梁的监督管理。",
    *ARTICLES[3:8],
    "第五条　桥梁应当设置限载标志。",
    "第六条　禁止在桥上堆放物品。",
    "第七条　违反本条例第六条规定的，由市交通委员会责令改正，处五百元罚款。",
    "第八条　本条例自2015年7月1日起施行。",
)


def official(old: str = "", new: str = "") -> str:
    """The text after as republished, with some words otherwise."""
    text = regulation(articles=AFTER, history=HISTORY)
    assert old in text
    return text.replace(old, new) if old else text


def held(old: str = "", new: str = "") -> Corpus:
    """A corpus with the official texts before and after and the decision."""
    return Corpus().take(regulation(), official(old, new), DECISION)


def one(corpus: Corpus) -> Replay:
    (found,) = replays(corpus.catalog)
    return found


def test_an_official_text_as_the_decision_makes_it_is_exact() -> None:
    found = one(held())
    assert (found.exact, found.explained, found.path[-14:]) == (True, True, "2024-06-01.xml")


def test_each_difference_is_named() -> None:
    found = one(held("限载标志", "限载和限高标志"))
    assert not found.explained
    (departure,) = found.departures
    told = departure.difference
    assert (told.place, told.replayed_words, told.official_words) == (
        "第五条",
        "桥梁应当设置限载标志。",
        "桥梁应当设置限载和限高标志。",
    )


@pytest.mark.parametrize(
    ("place", "words", "explained"),
    [("第五条", "限高", True), ("第五条", "", True), ("第六条", "限高", False), ("第五条", "限速", False)],
)
def test_a_recorded_deviation_explains_its_own_difference(place: str, words: str, explained: bool) -> None:
    corpus = held("限载标志", "限载和限高标志")
    write_deviation(corpus, Deviation(BRIDGES, place, words, "公报如此"))
    found = one(corpus)
    assert (found.exact, found.explained) == (False, explained)
    assert [d.reason for d in found.departures] == ["公报如此" if explained else ""]


def write_deviation(corpus: Corpus, deviation: Deviation) -> None:
    work = next(w for w in corpus.catalog.works if "关于修改" in w.title)
    act = corpus.catalog.act(work.expressions[-1])
    lines = [f'{key} = "{getattr(deviation, key)}"' for key in ("work", "place", "official", "reason")]
    text = statements_text(act.title, ()) + "\n".join(["", "[[deviation]]", *lines, ""])
    assert load_statements(text.encode(), "x", act.title) == replace(
        Statements(act.title, file="x"), deviations=(deviation,)
    )
    corpus.contents[statements_path(act)] = text.encode()


def test_what_can_not_be_carried_out_is_told() -> None:
    broken = decision("将第二条中的“建设委员会”修改为“交通部门”。", *ITEMS[1:])
    found = one(Corpus().take(regulation(), official(), broken))
    assert not found.explained
    assert [item.instruction.id for item in found.refused] == ["一"]


def test_a_decision_whose_texts_are_missing_is_not_replayed() -> None:
    assert list(replays(Corpus().take(regulation(), DECISION).catalog)) == []
    assert list(replays(Corpus().take(official(), DECISION).catalog)) == []


def version(corpus: Corpus) -> Act:
    return corpus.act(BRIDGES, JUNE)


@pytest.mark.parametrize(("old", "new"), [("", ""), ("限载标志", "限载和限高标志")])
def test_an_official_text_keeps_its_words_and_takes_the_identities(old: str, new: str) -> None:
    corpus = held(old, new)
    before = version(corpus)
    corpus.amend(DECISION)
    after = version(corpus)
    assert after.text == before.text
    assert after.source == before.source
    assert {a.eid: a.wid for a in after.articles}["art_6"] == "art_5"
    assert {c.eid for c in after.changes} == {"art_2__para_1", "art_5", "art_6", "art_7", "art_8"}


def test_an_official_text_built_otherwise_stays_as_it_is() -> None:
    corpus = held(
        "第五条　桥梁应当设置限载标志。", "第五条　桥梁应当设置限载标志。\n\n标志由市交通部门监制。"
    )
    before = version(corpus)
    plan = corpus.amend(DECISION)
    assert version(corpus) == before
    assert plan.decision.modifications


def test_without_the_text_before_nothing_is_carried_out() -> None:
    corpus = Corpus().take(official())
    plan = corpus.plan(DECISION)
    assert not plan.blocked
    (work,) = plan.works
    assert (work.work, work.after) == (None, None)
    assert "没有修改前的文本" in work.notes[0]


def test_an_official_text_imported_after_the_decision_was_carried_out_is_the_same() -> None:
    corpus = Corpus().take(regulation())
    corpus.amend(DECISION)
    before = dict(corpus.contents)
    corpus.take(official())
    assert corpus.contents == before


def test_a_chain_of_versions_is_replayed_link_by_link() -> None:
    corpus = Corpus().take(regulation())
    corpus.amend(DECISION)
    corpus.amend(
        decision("删去第五条。", CATCH_ALL, day="2025年3月21日", start="本决定自2025年6月1日起施行。"),
    )
    assert [(r.path[-14:-4], r.exact) for r in replays(corpus.catalog)] == [
        ("2024-06-01", True),
        ("2025-06-01", True),
    ]
    assert BODY in corpus.act(BRIDGES, date(2025, 6, 1)).issuer


def test_a_regulation_held_only_as_amended_later_blocks_nothing() -> None:
    later = HISTORY.replace("2024年3月21日", "2025年3月21日")
    corpus = Corpus().take(regulation(articles=AFTER, history=later))
    (work,) = corpus.plan(DECISION).works
    assert (work.blocked, work.after) == (False, None)
    assert "没有修改前的文本" in work.notes[0]


def test_a_regulation_that_has_not_begun_blocks() -> None:
    (work,) = Corpus().take(regulation().replace("自2015年7月1日", "自2026年7月1日")).plan(DECISION).works
    assert "尚未施行" in work.fault


def test_a_correction_in_the_file_explains_its_difference() -> None:
    corpus = held("限载标志", "限重标志")
    path = one(corpus).path
    act = parse_act(corpus.contents[path])
    place = CorrectedWords(act.articles[4].eid, "限载", "限重")
    put_right = replace(act, corrections=(Correction("公报有误", (place,)),))
    corpus.contents[path] = write_act(put_right)
    found = one(corpus)
    assert (found.exact, found.explained) == (False, True)
    assert found.departures[0].reason == "录入更正：公报有误"
    other = replace(act, corrections=(Correction("公报有误", (replace(place, old="限高"),)),))
    corpus.contents[path] = write_act(other)
    assert not one(corpus).explained
