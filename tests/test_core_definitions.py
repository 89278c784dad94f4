"""Defined terms: found where they are defined, shown where they stand alone, never within another word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.law.act import Act, Provision
from compendium.law.kinds import ActKind
from compendium.law.names import assign_ids
from compendium.law.terms import Terms
from tests.web_build import kuan, tiao, xiang, zhang

URI = "/akn/cn-sh/act/difangxing-fagui/2020/x"


def _terms(*roots: Provision, kind: ActKind = ActKind.LOCAL_REGULATION) -> Terms:
    return Terms(Act(work=URI, kind=kind, date=date(2020, 1, 1), title="甲", body=assign_ids(roots)))


def _known(*roots: Provision) -> dict[str, tuple[str, str, bool]]:
    return {t: (d.eid, d.scope, d.onward) for t, d in _terms(*roots).known.items()}


def test_forms_of_definition() -> None:
    found = _known(
        zhang(
            "第一章",
            "总则",
            tiao(
                "第一条",
                "本条例所称公共数据，是指甲。",
                "本条例所称的城市道路是指乙。",
                "市交通部门（以下简称市交通局）、其他部门（以下统称“有关部门”）负责。",
                "本章所称网点，包括丙。",
                "本条所称大型车辆，是指丁。",
            ),
        ),
        tiao(
            "第二条",
            kuan(
                "本条例下列用语的含义：", xiang("（一）", "摊位，是指戊；"), xiang("（二）", "铺面是指己。")
            ),
        ),
    )
    para = "art_1__para_"
    assert found == {
        "公共数据": (f"{para}1", "", False),
        "城市道路": (f"{para}2", "", False),
        "市交通局": (f"{para}3", "", True),
        "有关部门": (f"{para}3", "", True),
        "网点": (f"{para}4", "chp_1", False),
        "大型车辆": (f"{para}5", "art_1", False),
        "摊位": ("art_2__para_1__point_1", "", False),
        "铺面": ("art_2__para_1__point_2", "", False),
    }


@pytest.mark.parametrize(
    "words",
    [
        "本条例所称甲方和乙方，是指丙。",  # two terms
        "基本条例所称公共数据，是指甲。",  # 基本, not 本条例
        "本条例所称经营者、消费者，是指甲。",
        "公共数据是指甲。",  # nobody says that it is a term of the act
        "（以下简称区、县政府）负责。",
    ],
)
def test_what_is_no_certain_definition(words: str) -> None:
    assert _known(tiao("第一条", words)) == {}


def test_a_term_defined_twice_is_left_alone() -> None:
    assert (
        _known(tiao("第一条", "本条例所称网点，是指甲。"), tiao("第二条", "某某店铺（以下简称网点）开业。"))
        == {}
    )


def test_a_decision_speaks_of_another_act() -> None:
    root = tiao("第一条", "本条例所称网点，是指甲。")
    assert _terms(root, kind=ActKind.AMENDING_DECISION).known == {}


DEFINED = tiao("第一条", "本条例所称排水，是指甲。")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("排水应当达标。", [(0, 2)]),
        ("城市的排水、供水。", [(3, 5)]),
        ("排水户应当达标。", []),
        ("雨水排水应当达标。", []),
        ("从事排水活动", []),
        ("对排水进行监督，排水与供水", [(1, 3), (8, 10)]),
        ("（排水）", [(1, 3)]),
    ],
)
def test_uses(text: str, found: list[tuple[int, int]]) -> None:
    terms = _terms(DEFINED, tiao("第二条", text))
    assert [(use.start, use.end) for use in terms.uses(text, "art_2__para_1")] == found


def test_the_definition_itself_is_told_as_such() -> None:
    terms = _terms(DEFINED)
    (use,) = terms.uses("本条例所称排水，是指甲。", "art_1__para_1")
    assert (use.start, use.end, use.defines) == (5, 7, True)


def test_what_is_shortened_from_here_on_is_not_meant_before() -> None:
    terms = _terms(
        tiao("第一条", "筹备组应当成立。"),
        tiao("第二条", "筹备小组（以下简称筹备组）。"),
        tiao("第三条", "筹备组应当解散。"),
    )
    assert list(terms.uses("筹备组应当成立。", "art_1__para_1")) == []
    assert [use.start for use in terms.uses("筹备组应当解散。", "art_3__para_1")] == [0]


def test_a_term_of_a_chapter_holds_in_it_only() -> None:
    roots = (
        zhang("第一章", "甲", tiao("第一条", "本章所称网点，是指甲。"), tiao("第二条", "网点应当登记。")),
        zhang("第二章", "乙", tiao("第三条", "网点应当登记。")),
    )
    terms = _terms(*roots)
    inside = [p.eid for root in assign_ids(roots) for p in root.walk() if p.text == "网点应当登记。"]
    assert [bool(list(terms.uses("网点应当登记。", eid))) for eid in inside] == [True, False]


def test_other_languages_have_no_terms() -> None:
    act = Act(
        work=URI,
        kind=ActKind.LOCAL_REGULATION,
        date=date(2020, 1, 1),
        title="甲",
        body=assign_ids((DEFINED,)),
    )
    assert Terms(replace(act, language="eng")).known == {}
