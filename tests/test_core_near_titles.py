"""Titles that are nearly the same: which are, how they are found, when two works are pointed out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.akn import write_act
from compendium.checks import check_catalog
from compendium.editing.importing import Options, plan_import
from compendium.law.act import Act, Event
from compendium.law.identifiers import CorpusPath
from compendium.law.kinds import ActKind, EventKind
from compendium.law.names import expression_path
from compendium.law.near_titles import Nearness, NearTitles, near
from compendium.library.catalog import Catalog, load_catalog
from tests.builders import Memory, act, article, draft


@pytest.mark.parametrize(
    ("one", "two", "kind", "words"),
    [
        (
            "海浦市历史文化风貌区和优秀历史建筑保护条例",
            "海浦市历史文化风貌区和优秀历史筑保护条例",
            Nearness.ADDED,
            "只差“建”",
        ),
        ("海浦市渡口管理暂行规定", "海浦市渡口管理规定", Nearness.TRIAL, "只差“暂行”"),
        ("海浦市渡口管理办法（试行）", "海浦市渡口管理办法", Nearness.TRIAL, "只差“试行”"),
        ("海浦市渡口管理办法（修订）", "海浦市渡口管理办法", Nearness.TRIAL, "只差“修订”"),
        ("海浦市渡口管理暂行办法", "海浦市渡口管理办法（试行）", Nearness.TRIAL, "只差“暂行”与“试行”"),
        ("渡口管理办法", "海浦市渡口管理办法", Nearness.PLACE, "只差地名“海浦市”"),
        ("海浦市水资源条例", "海浦市水资源管理条例", Nearness.ADDED, "只差“管理”"),
        ("海浦市绿化条列管理规定", "海浦市绿化条例管理规定", Nearness.CHANGED, "“列”与“例”不同"),
        ("海浦市海洋环境保护条例", "海浦市环境保护条例", Nearness.WORD, "只差“海洋”"),
    ],
)
def test_near_titles(one: str, two: str, kind: Nearness, words: str) -> None:
    found = near(one, two)
    assert found is not None and (found.title, found.kind, found.words) == (two, kind, words)
    back = near(two, one)
    assert back is not None and back.kind is kind


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("海浦市渡口管理办法", "海浦市渡口管理条例"),
        ("海浦市渡口管理办法", "海浦市渡口管理办法实施细则"),
        ("海浦市渡口管理条例", "海浦市渡口管理条例（二）"),
        ("海浦市第一渡口管理办法", "海浦市第二渡口管理办法"),
        ("海浦市2023年渡口工作规定", "海浦市2024年渡口工作规定"),
        ("海浦市渡口管理办法", "新港市渡口管理办法"),
        ("北京市渡口管理办法", "上海市渡口管理办法"),
        ("海浦市公园管理条例", "海浦市河道管理条例"),
        ("海浦市渡口管理办法", "海浦市渡口管理补充办法"),
        ("海浦市渡口管理办法", "海浦市 渡口管理办法"),
        ("水法", "水文法"),
    ],
)
def test_titles_of_other_acts(one: str, two: str) -> None:
    assert near(one, two) is None
    assert near(two, one) is None


CORES = st.lists(st.sampled_from("渡口河道公园绿化管理保护条例"), min_size=5, max_size=14).map("".join)


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, str]:
    """A title and one that up to two changes made of it."""
    title = draw(CORES)
    other = title
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(other)))
        cut = draw(st.integers(0, 1))
        other = other[:at] + draw(st.sampled_from(["", "灯", "塔"])) + other[at + cut :]
    return title, other


@settings(max_examples=300, deadline=None)
@given(pairs=st.lists(changed(), min_size=1, max_size=4))
def test_what_is_near_is_found_among_many(pairs: list[tuple[str, str]]) -> None:
    titles = [title for pair in pairs for title in pair]
    index = NearTitles(titles)
    for title in titles:
        expected = {other for other in titles if near(title, other)}
        assert {found.title for found in index.find(title)} == expected


# ---- works

OLD, NEW = date(2015, 3, 1), date(2020, 3, 1)


def work(title: str, slug: str, day: date = NEW, *events: Event, **changes: object) -> Act:
    made = act(
        *(article(n, f"第{n}项。") for n in range(1, 8)),
        day=day,
        title=title,
        work=f"/akn/cn-hp/act/difangxing-fagui/{day.year}/{slug}",
    )
    adopted = Event(kind=EventKind.ADOPTION, date=day)
    return replace(made, events=(adopted, *events), **changes)  # type: ignore[arg-type]


def catalog(*acts: Act) -> Catalog:
    return load_catalog(Memory({expression_path(a.work, a.language, a.date): write_act(a) for a in acts}))


def pointed_out(*acts: Act, only: int | None = None) -> list[str]:
    held = catalog(*acts)
    paths = [expression_path(a.work, a.language, a.date) for a in acts]
    chosen: list[CorpusPath] = paths if only is None else [paths[only]]
    return [p.message for p in check_catalog(held, held.files, chosen) if p.code == "V411"]


def test_a_pair_is_pointed_out_once_on_the_later() -> None:
    trial, final = work("海浦市渡口暂行规定", "a", OLD), work("海浦市渡口规定", "b")
    name = "《海浦市渡口暂行规定》"
    told = f"与{name}只差“暂行”；{name}可能已被《海浦市渡口规定》代替，库中没有记载"
    assert pointed_out(trial, final) == [told]
    assert pointed_out(trial, final, only=1) == [told]
    (other,) = pointed_out(trial, final, only=0)
    assert other.startswith("与《海浦市渡口规定》只差“暂行”；")


def test_what_ended_before_the_other_began_is_no_pair() -> None:
    ended = Event(kind=EventKind.REPEAL, date=NEW, decision="海浦市渡口规定")
    assert pointed_out(work("海浦市渡口暂行规定", "a", OLD, ended), work("海浦市渡口规定", "b")) == []


def test_another_character_needs_a_text_of_the_same_day_that_is_built_alike() -> None:
    one = work("海浦市绿化条列管理规定", "a")
    assert len(pointed_out(one, work("海浦市绿化条例管理规定", "b"))) == 1
    assert pointed_out(one, work("海浦市绿化条例管理规定", "b", OLD)) == []
    short = replace(work("海浦市绿化条例管理规定", "b"), body=one.body[:2])
    assert pointed_out(one, short) == []


def test_a_place_needs_the_same_issuer_or_day_and_what_the_state_makes_is_another_act() -> None:
    ours = work("海浦市渡口管理条例", "a")
    same = work("渡口管理条例", "b", OLD)
    assert len(pointed_out(ours, same)) == 1
    assert pointed_out(ours, replace(same, issuer="某市人民代表大会")) == []
    state = replace(
        same, kind=ActKind.STATE_REGULATION, work="/akn/cn/act/xingzheng-fagui/2015/b", issuer="国务院"
    )
    assert pointed_out(ours, state) == []


def test_decisions_are_left_out() -> None:
    kind = ActKind.AMENDING_DECISION
    one = work("关于修改《海浦市渡口条例》的决定", "a", OLD, kind=kind)
    two = work("关于修改《海浦市口条例》的决定", "b", NEW, kind=kind)
    moved = [
        replace(each, work=each.work.replace("difangxing-fagui", "xiugai-jueding")) for each in (one, two)
    ]
    assert pointed_out(*moved) == []


def test_what_an_act_ends_itself_it_may_name() -> None:
    old = text("海浦市渡口管理暂行规定", 2010)
    new = text("海浦市渡口管理规定", 2022, "《海浦市渡口管理暂行规定》同时废止。")
    drafts = [draft(each, f"{number}.md") for number, each in enumerate((old, new))]
    plan = plan_import(drafts, load_catalog(Memory({})), Options(), "cn-hp", "海浦市")
    held = load_catalog(Memory({path: data for path, data in plan.files.items() if data}))
    assert [p for p in check_catalog(held, held.files, held.files.paths()) if p.code == "R503"] == []


# ---- import


def text(title: str, year: int, last: str = "") -> str:
    return (
        f"# {title}\n\n（{year}年3月1日海浦市人民政府令第{year - 2000}号公布）\n\n"
        f"第一条　甲。\n\n第二条　本规定自{year}年5月1日起施行。{last}\n"
    )


def warnings(*texts: str, into: Catalog | None = None) -> list[tuple[str, ...]]:
    drafts = [draft(each, f"{number}.md") for number, each in enumerate(texts)]
    plan = plan_import(drafts, into or load_catalog(Memory({})), Options(), "cn-hp", "海浦市")
    return [tuple(w for w in outcome.warnings if "只差" in w) for outcome in plan.outcomes]


def test_an_import_points_out_a_near_title() -> None:
    old, new = text("海浦市渡口管理暂行规定", 2010), text("海浦市渡口管理规定", 2022)
    (first, second) = warnings(old, new)
    assert first == ()
    (told,) = second
    assert told.startswith("与《海浦市渡口管理暂行规定》只差“暂行”；")
    assert told.endswith("；是同一部法规的，核对名称，或者用 --version-of 导入")
    plan = plan_import([draft(old, "0.md")], load_catalog(Memory({})), Options(), "cn-hp", "海浦市")
    held = load_catalog(Memory({path: data for path, data in plan.files.items() if data}))
    assert warnings(new, into=held) == [second]
    assert warnings(old, into=held) == [()]


def test_an_import_that_ends_the_act_before_says_nothing() -> None:
    old = text("海浦市渡口管理暂行规定", 2010)
    new = text("海浦市渡口管理规定", 2022, "《海浦市渡口管理暂行规定》同时废止。")
    assert warnings(old, new) == [(), ()]
    plan = plan_import([draft(old, "0.md")], load_catalog(Memory({})), Options(), "cn-hp", "海浦市")
    held = load_catalog(Memory({path: data for path, data in plan.files.items() if data}))
    assert warnings(new, into=held) == [()]
