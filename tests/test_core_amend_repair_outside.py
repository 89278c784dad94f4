"""References from other works to what an amendment moved or took away."""

from __future__ import annotations

from datetime import date

import pytest

from compendium.akn import write_act
from compendium.amending.repair.outside import Outside, outside_references
from compendium.law.act import Act
from compendium.law.kinds import ActKind
from compendium.law.names import expression_path
from compendium.library import catalog as catalog_module
from compendium.library.catalog import Catalog, load_catalog
from tests.builders import WORK, act, article, named, paragraph, point
from tests.builders import Memory as Files

OTHER = "/akn/cn-sh/act/difangxing-fagui/2021/hai-pu-shi-dao-lu-tiao-li"
FERRY = "/akn/cn-sh/act/difangxing-fagui/2021/hai-pu-shi-du-kou-tiao-li"
MOVES: dict[str, str | None] = {
    "art_1": "art_1",
    "art_2": None,
    "art_3": "art_4",
    "art_3__para_1": "art_4__para_1",
    "art_3__para_1__point_1": "art_4__para_1__point_2",
    "art_3__para_2": "art_5__para_1",
}


def amended() -> Act:
    listed = paragraph("情形：", point("（一）", "甲。"))
    return act(article(1, "一。"), article(2, "二。"), article(3, listed, "二款。"))


def citing(*said: str, day: date = date(2021, 1, 1)) -> Act:
    return act(
        *(article(n, words) for n, words in enumerate(said, 1)), title="海浦市道路条例", work=OTHER, day=day
    )


def catalog(*others: Act) -> Catalog:
    files = {expression_path(a.work, a.language, a.date): write_act(a) for a in (amended(), *others)}
    return load_catalog(Files(files))


def found(*others: Act, title: str = "", origins: dict[str, tuple[str, ...]] | None = None) -> list[Outside]:
    corpus = catalog(*others)
    return list(outside_references(corpus, corpus.by_uri[WORK], moves=MOVES, title=title, origins=origins))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("依照《海浦市桥梁条例》第三条处理", [("第三条", "第四条")]),
        ("依照《海浦市桥梁条例》第三条第一款、第一条处理", [("第三条第一款", "第四条第一款")]),
        ("依照《海浦市桥梁条例》第三条第（一）项处理", [("第三条第（一）项", "第四条第（二）项")]),
        ("依照《海浦市桥梁条例》第二条处理", [("第二条", "")]),
        (
            "依照《海浦市桥梁条例》第三条第一款、第二款处理",
            [("第三条第一款", "第四条第一款"), ("第二款", "")],
        ),
        ("依照《海浦市桥梁条例》第一条和《海浦市渡口条例》第三条处理", []),
        ("依照《海浦市桥梁条例》处理", []),
    ],
)
def test_what_is_no_longer_right_is_told(said: str, told: list[tuple[str, str]]) -> None:
    assert [(item.words, item.corrected) for item in found(citing("一。", said))] == told


def test_the_place_is_that_of_the_file() -> None:
    other = citing("一。", "依照《海浦市桥梁条例》第三条处理")
    (item,) = found(other)
    lines = write_act(other).decode().splitlines()
    assert item.path == "difangxing-fagui/hai-pu-shi-dao-lu-tiao-li/2021-01-01.xml"
    assert (item.title, item.eid) == ("海浦市道路条例", "art_2__para_1")
    assert 'eId="art_2__para_1"' in lines[item.line - 1]


def test_the_own_versions_and_superseded_ones_are_left_out() -> None:
    old = citing("依照《海浦市桥梁条例》第三条处理", day=date(2021, 1, 1))
    new = citing("依照《海浦市桥梁条例》处理", day=date(2022, 1, 1))
    assert found(old, new) == []
    corpus = catalog(old, new)
    earlier = outside_references(corpus, corpus.by_uri[WORK], moves=MOVES, day=date(2021, 6, 1))
    assert [item.words for item in earlier] == ["第三条"]


def test_a_new_title_and_a_merger_are_told() -> None:
    other = citing("依照《海浦市桥梁条例》第一条处理")
    assert [(i.words, i.corrected) for i in found(other, title="海浦市桥隧条例")] == [
        ("《海浦市桥梁条例》", "《海浦市桥隧条例》")
    ]
    (item,) = found(other, origins={"art_1": ("art_1", "art_2")})
    assert (item.words, item.corrected) == ("第一条", "")


def test_files_that_do_not_name_the_act_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    ferry = act(article(1, "渡口。"), title="海浦市渡口条例", work=FERRY)
    corpus = catalog(citing("依照《海浦市桥梁条例》第三条处理"), ferry)
    parsed: list[str] = []
    original = catalog_module.parse_act
    monkeypatch.setattr(
        catalog_module,
        "parse_act",
        lambda data, path, **named: parsed.append(path) or original(data, path, **named),
    )
    assert len(list(outside_references(corpus, corpus.by_uri[WORK], moves=MOVES))) == 1
    assert parsed == ["difangxing-fagui/hai-pu-shi-dao-lu-tiao-li/2021-01-01.xml"]


def test_decisions_are_left_out() -> None:
    work = OTHER.replace("difangxing-fagui", "xiugai-jueding")
    other = act(article(1, "将《海浦市桥梁条例》第三条修改为："), title="某决定", work=work)
    assert found(named(other, kind=ActKind.AMENDING_DECISION)) == []
