"""Files become versions of works: what is written, what is known, what is refused."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from compendium.akn import parse_act, write_act
from compendium.editing.identity import title_difference
from compendium.editing.import_files import read_drafts, sources
from compendium.editing.import_outcome import Outcome
from compendium.editing.importing import ImportPlan, Options, describe, plan_import
from compendium.intake.draft import Draft
from compendium.law.act import Basis, Image, Para
from compendium.law.changes import Modification, ModType, Passage
from compendium.law.kinds import ActKind, EventKind
from compendium.law.timeline import Status, standing
from compendium.library.catalog import Catalog, NoVersion, load_catalog
from tests.builders import Memory, draft, named
from tests.pictures import png

PASSED = "2020年3月19日海浦市第十二届人民代表大会常务委员会第五次会议通过"
AMENDED = (
    "2024年3月21日海浦市第十三届人民代表大会常务委员会第九次会议《关于修改〈海浦市桥梁条例〉的决定》修正"
)
FOLDER = "difangxing-fagui/qiao-liang-tiao-li"


def regulation(
    name: str = "甲.md",
    *articles: str,
    history: str = PASSED,
    title: str = "海浦市桥梁条例",
    last: str = "2020年5月1日",
) -> Draft:
    """A regulation from its articles; the last says when it takes effect."""
    texts = [
        *(articles or ("桥梁应当登记，登记每年更新。", "养护单位应当公布名录。")),
        f"本条例自{last}起施行。",
    ]
    numbers = "一二三四五六七八"
    body = "\n\n".join(f"第{n}条　{text}" for n, text in zip(numbers, texts, strict=False))
    return draft(f"# {title}\n\n（{history}）\n\n{body}\n", name)


def amended(name: str = "乙.md", *articles: str) -> Draft:
    return regulation(
        name,
        *(articles or ("桥梁应当登记，登记每月更新。", "养护单位应当公布名录。")),
        history=f"{PASSED}　根据{AMENDED}",
    )


def amending(name: str = "决定.md", effect: str = "2024年6月1日") -> Draft:
    return draft(
        "# 海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定\n\n"
        "（2024年3月21日海浦市第十三届人民代表大会常务委员会第九次会议通过）\n\n"
        "会议决定对《海浦市桥梁条例》作如下修改：\n\n一、将第一条中的“每年”修改为“每月”。\n\n"
        f"本决定自{effect}起施行。\n",
        name,
    )


def repealing(name: str = "废止.md") -> Draft:
    return draft(
        "# 海浦市人民代表大会常务委员会关于废止《海浦市桥梁条例》的决定\n\n"
        "（2025年3月21日海浦市第十三届人民代表大会常务委员会第十九次会议通过）\n\n"
        "会议决定废止《海浦市桥梁条例》。\n\n本决定自2025年6月1日起施行。\n",
        name,
    )


class Corpus:
    """A corpus that takes one import after another."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    @property
    def catalog(self) -> Catalog:
        return load_catalog(Memory(self.contents))

    def take(self, *drafts: Draft | Outcome, **options: object) -> ImportPlan:
        plan = plan_import(drafts, self.catalog, Options(**options), "cn-hp", "海浦市")  # type: ignore[arg-type]
        merged = {**self.contents, **plan.files}
        self.contents = {path: data for path, data in merged.items() if data is not None}
        assert self.catalog.bad == ()
        return plan


@pytest.fixture
def corpus() -> Corpus:
    return Corpus()


def test_a_kind_that_a_person_names_is_not_doubted(corpus: Corpus) -> None:
    text = draft("# 海浦市隧道办法\n\n第一条　甲。\n\n第二条　本办法自2023年6月1日起施行。\n", "丙.md")
    assert any("性质暂定为" in warning for warning in text.warnings)
    (outcome,) = corpus.take(text, kind=ActKind.GOVERNMENT_RULE).outcomes
    assert outcome.act is not None
    assert outcome.act.kind is ActKind.GOVERNMENT_RULE
    assert not any("性质暂定为" in warning for warning in outcome.warnings)


def refusals(plan: ImportPlan) -> list[str]:
    return [outcome.refused for outcome in plan.outcomes if outcome.refused]


def test_a_new_regulation_gets_its_place(corpus: Corpus) -> None:
    plan = corpus.take(regulation())
    assert list(plan.files) == [f"{FOLDER}/2020-05-01.xml"]
    (outcome,) = plan.outcomes
    assert outcome.act is not None
    assert outcome.act.work == "/akn/cn-hp/act/difangxing-fagui/2020/qiao-liang-tiao-li"
    assert parse_act(corpus.contents[f"{FOLDER}/2020-05-01.xml"]) == outcome.act


def test_files_of_one_title_are_versions_of_one_work(corpus: Corpus) -> None:
    corpus.take(amended(), regulation(), amending())
    assert [p for p in sorted(corpus.contents) if p.startswith(FOLDER)] == [
        f"{FOLDER}/2020-05-01.xml",
        f"{FOLDER}/2024-06-01.xml",
    ]
    work = corpus.catalog.find("海浦市桥梁条例")
    last = corpus.catalog.act(work.expressions[-1])
    assert [a.wid for a in last.articles] == ["art_1", "art_2", "art_3"]


def test_the_same_file_twice_is_known_and_nothing_is_written(corpus: Corpus) -> None:
    corpus.take(regulation())
    plan = corpus.take(regulation("丙.md"))
    assert [outcome.known for outcome in plan.outcomes] == [True]
    assert (plan.files, plan.notes, refusals(plan)) == ({}, (), [])


def test_other_words_for_the_same_day_are_refused(corpus: Corpus) -> None:
    corpus.take(regulation())
    plan = corpus.take(regulation("丙.md", "桥梁不用登记。", "养护单位应当公布名录。"))
    assert plan.files == {}
    (reason,) = refusals(plan)
    assert reason.startswith("丙.md：《海浦市桥梁条例》已有 2020-05-01 的版本（来自 甲.md），文字不同")
    assert "--replace" in reason


def test_two_files_of_one_import_for_the_same_day_are_not_merged(corpus: Corpus) -> None:
    plan = corpus.take(regulation(), regulation("丙.md", "桥梁不用登记。", "养护单位应当公布名录。"))
    assert len(refusals(plan)) == 1
    assert list(plan.files) == [f"{FOLDER}/2020-05-01.xml"]
    assert (
        b"\xe4\xb8\x8d\xe7\x94\xa8\xe7\x99\xbb\xe8\xae\xb0" not in corpus.contents[f"{FOLDER}/2020-05-01.xml"]
    )


def test_a_correction_replaces_the_words_and_keeps_the_names(corpus: Corpus) -> None:
    corpus.take(regulation())
    plan = corpus.take(
        regulation(
            "丙.md", "新增的一条内容完全两样。", "桥梁应当登记，登记每年更新。", "养护单位应当公布名录。"
        ),
        replace=True,
    )
    assert refusals(plan) == []
    (outcome,) = plan.outcomes
    assert outcome.act is not None and outcome.corrects
    assert [a.wid for a in outcome.act.articles][1:3] == ["art_1", "art_2"]
    assert list(corpus.contents) == [f"{FOLDER}/2020-05-01.xml"]


def test_what_staff_added_survives_a_correction_and_goes_on_to_later_versions(corpus: Corpus) -> None:
    corpus.take(regulation())
    path = f"{FOLDER}/2020-05-01.xml"
    added = replace(parse_act(corpus.contents[path]), subjects=("shimin.chuxing",), keywords=("桥梁",))
    corpus.contents[path] = write_act(added)
    corpus.take(regulation("丙.md", "桥梁应当登记，登记逐年更新。", "养护单位应当公布名录。"), replace=True)
    corpus.take(amended(), amending())
    versions = [parse_act(data) for name, data in sorted(corpus.contents.items()) if name.startswith(FOLDER)]
    assert [(v.subjects, v.keywords) for v in versions] == [(("shimin.chuxing",), ("桥梁",))] * 2


def test_a_decision_that_has_been_carried_out_is_not_replaced_whole(corpus: Corpus) -> None:
    corpus.take(amending())
    (path,) = corpus.contents
    held = parse_act(corpus.contents[path])
    passage = Passage(held.body[0].children[0].eid, 0, 0, 2)
    done = Modification(
        eid="mod_1",
        type=ModType.REPEAL,
        work="/akn/cn-hp/act/falv/2020/x",
        passages=(passage,),
        targets=("art_1",),
        results=(),
    )
    corpus.contents[path] = data = write_act(replace(held, modifications=(done,)))
    other = amending()
    changed = replace(other.act, conclusions=(*other.act.conclusions, Para(("另有一行。",))))
    plan = corpus.take(replace(other, act=changed), replace=True)
    (reason,) = refusals(plan)
    assert "已据以修改法规，不能整件替换" in reason and "compendium correct" in reason
    assert corpus.contents[path] == data


def test_a_file_that_cannot_be_read_is_not_written_over(corpus: Corpus) -> None:
    corpus.take(regulation())
    path = f"{FOLDER}/2020-05-01.xml"
    corpus.contents[path] = broken = corpus.contents[path].replace("桥梁应当登记".encode(), b"<p>")
    plan = plan_import([regulation()], corpus.catalog, Options(), "cn-hp", "海浦市")
    (reason,) = refusals(plan)
    assert path in reason and "不能读入" in reason
    assert corpus.contents[path] == broken and plan.files == {}


def test_a_renamed_act_can_be_given_as_a_version(corpus: Corpus) -> None:
    corpus.take(regulation())
    renamed = regulation(
        "改名.md", history=f"{PASSED}　根据{AMENDED}", title="海浦市桥梁和隧道条例", last="2024年9月1日"
    )
    (asked,) = corpus.take(renamed, version_of="桥梁条例").outcomes
    assert "题名是《海浦市桥梁和隧道条例》，--version-of 写的是《海浦市桥梁条例》" in asked.refused
    assert asked.asks.startswith("《海浦市桥梁和隧道条例》作为《海浦市桥梁条例》的一个版本导入")
    plan = corpus.take(renamed, version_of="桥梁条例", agreed=frozenset({renamed.path}))
    assert refusals(plan) == []
    assert sorted(corpus.contents) == [f"{FOLDER}/2020-05-01.xml", f"{FOLDER}/2024-09-01.xml"]
    (work,) = corpus.catalog.works
    assert [facts.title for facts in work.expressions] == ["海浦市桥梁条例", "海浦市桥梁和隧道条例"]


def test_two_corrections_of_one_version_are_not_both_taken(corpus: Corpus) -> None:
    corpus.take(regulation())
    plan = corpus.take(
        regulation("丙.md", "桥梁不用登记。"), regulation("丁.md", "渡口不用登记。"), replace=True
    )
    assert len(refusals(plan)) == 1


def test_a_correction_keeps_the_repeal(corpus: Corpus) -> None:
    corpus.take(regulation(), repealing())
    corpus.take(regulation("丙.md", "桥梁不用登记。", "养护单位应当公布名录。"), replace=True)
    work = corpus.catalog.find("海浦市桥梁条例")
    assert standing(work.expressions, date(2026, 1, 1)).status is Status.REPEALED


def test_a_version_without_its_decision_is_named_by_its_adoption(corpus: Corpus) -> None:
    plan = corpus.take(regulation(), amended())
    assert sorted(plan.files) == [f"{FOLDER}/2020-05-01.xml", f"{FOLDER}/2024-03-21.xml"]
    assert any("待决定明确" in w for w in plan.outcomes[1].warnings)


def test_a_decision_that_comes_later_moves_the_version_to_its_day(corpus: Corpus) -> None:
    corpus.take(regulation(), amended())
    before = corpus.catalog.act(corpus.catalog.find("海浦市桥梁条例").expressions[-1])
    plan = corpus.take(amending())
    assert plan.files[f"{FOLDER}/2024-03-21.xml"] is None
    assert plan.notes == ("《海浦市桥梁条例》2024-03-21 的版本据决定自 2024-06-01 起施行",)
    after = corpus.catalog.act(corpus.catalog.find("海浦市桥梁条例").expressions[-1])
    assert (after.date, after.commencements[0].basis) == (date(2024, 6, 1), Basis.STATED)
    assert (after.body, after.events) == (before.body, before.events)
    assert corpus.take(amending(), amended(), regulation()).files == {}


def test_a_decision_that_is_there_settles_what_comes_later(corpus: Corpus) -> None:
    corpus.take(amending())
    plan = corpus.take(amended())
    assert [o.act.date for o in plan.outcomes if o.act] == [date(2024, 6, 1)]
    assert not any("待决定明确" in w for o in plan.outcomes for w in o.warnings)


def test_a_decision_of_another_day_settles_nothing(corpus: Corpus) -> None:
    corpus.take(amended())
    other = draft(
        "# 海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定\n\n"
        "（2022年1月1日海浦市第十二届人民代表大会常务委员会第二十次会议通过）\n\n会议决定作如下修改：\n\n"
        "一、删去第九条。\n\n本决定自2022年3月1日起施行。\n",
        "丁.md",
    )
    corpus.take(other)
    assert f"{FOLDER}/2024-03-21.xml" in corpus.contents


def test_a_translation_follows_when_the_day_is_settled(corpus: Corpus) -> None:
    corpus.take(amended("乙.md"), english("乙.en.md"))
    assert f"{FOLDER}/2024-03-21.en.xml" in corpus.contents
    corpus.take(amending())
    assert sorted(p for p in corpus.contents if p.startswith(FOLDER)) == [
        f"{FOLDER}/2024-06-01.en.xml",
        f"{FOLDER}/2024-06-01.xml",
    ]


def test_decisions_of_one_title_are_works_of_their_own(corpus: Corpus) -> None:
    def package(name: str, day: str, number: str) -> Draft:
        return draft(
            "# 海浦市人民代表大会常务委员会关于修改本市部分地方性法规的决定\n\n"
            f"（{day}海浦市第十二届人民代表大会常务委员会第{number}次会议通过）\n\n会议决定作如下修改：\n\n"
            "一、将《海浦市桥梁条例》第一条删去。\n\n本决定自公布之日起施行。\n",
            name,
        )

    corpus.take(package("a.md", "2021年1月1日", "一"), package("b.md", "2022年1月1日", "九"))
    assert len(corpus.catalog.works) == 2


def test_a_repeal_ends_the_last_version(corpus: Corpus) -> None:
    corpus.take(regulation(), amended(), amending())
    plan = corpus.take(repealing())
    by = "（据《海浦市人民代表大会常务委员会关于废止〈海浦市桥梁条例〉的决定》）"
    assert plan.notes == (f"《海浦市桥梁条例》自 2025-06-01 起废止{by}",)
    work = corpus.catalog.find("海浦市桥梁条例")
    assert [any(e.kind is EventKind.REPEAL for e in f.events) for f in work.expressions] == [False, True]
    assert standing(work.expressions, date(2025, 5, 31)).status is Status.IN_FORCE
    assert standing(work.expressions, date(2025, 6, 1)).status is Status.REPEALED
    assert corpus.take(repealing()).files == {}


def test_a_text_that_comes_after_its_repeal_is_ended_too(corpus: Corpus) -> None:
    corpus.take(repealing())
    corpus.take(regulation())
    work = corpus.catalog.find("海浦市桥梁条例")
    assert standing(work.expressions, date(2026, 1, 1)).status is Status.REPEALED


def successor(name: str = "新.md", title: str = "海浦市桥梁隧道条例") -> Draft:
    """An act whose last article ends the one before it."""
    return draft(
        f"# {title}\n\n（2024年11月20日海浦市第十三届人民代表大会常务委员会第十六次会议通过）\n\n"
        "第一条　桥梁和隧道应当登记。\n\n"
        "第二条　本条例自2025年3月1日起施行。2020年3月19日公布的《海浦市桥梁条例》同时废止。\n",
        name,
    )


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_new_act_ends_the_old_one_whichever_comes_first(corpus: Corpus, order: tuple[int, int]) -> None:
    drafts = [regulation(), successor()]
    for position in order:
        corpus.take(drafts[position])
    old = corpus.catalog.find("桥梁条例")
    (repeal,) = [e for e in old.expressions[-1].events if e.kind is EventKind.REPEAL]
    assert (repeal.date, repeal.decision) == (date(2025, 3, 1), "海浦市桥梁隧道条例")
    assert standing(old.expressions, date(2025, 2, 28)).status is Status.IN_FORCE
    assert standing(old.expressions, date(2025, 3, 1)).status is Status.REPEALED


def test_an_act_does_not_end_itself_under_its_own_title(corpus: Corpus) -> None:
    corpus.take(regulation(), successor("新.md", "海浦市桥梁条例"))
    (work,) = corpus.catalog.works
    assert standing(work.expressions, date(2025, 3, 1)).status is Status.IN_FORCE


def test_an_act_made_anew_after_its_repeal_is_in_force(corpus: Corpus) -> None:
    corpus.take(regulation(), repealing())
    corpus.take(
        regulation(
            "新.md",
            "一切桥梁均须备案。",
            history="2026年3月19日海浦市第十四届人民代表大会常务委员会第五次会议通过",
            last="2026年5月1日",
        )
    )
    work = corpus.catalog.find("海浦市桥梁条例")
    assert standing(work.expressions, date(2026, 4, 30)).status is Status.REPEALED
    now = standing(work.expressions, date(2026, 5, 1))
    assert (now.status, work.expressions[now.index].date) == (Status.IN_FORCE, date(2026, 5, 1))


def english(name: str = "甲.en.md", words: str = "Bridges shall be registered.") -> Draft:
    return draft(
        "# Regulations of Haipu Municipality on Bridges\n\n"
        f"Article 1 {words}\n\nArticle 2 The list shall be published.\n\n"
        "Article 3 These Regulations shall come into force on May 1, 2020.\n",
        name,
    )


def test_a_translation_takes_the_place_of_the_file_of_its_name(corpus: Corpus) -> None:
    plan = corpus.take(english(), regulation())
    assert refusals(plan) == []
    path = f"{FOLDER}/2020-05-01.en.xml"
    translated = parse_act(corpus.contents[path])
    original = parse_act(corpus.contents[f"{FOLDER}/2020-05-01.xml"])
    assert (translated.work, translated.events) == (original.work, original.events)
    assert translated.commencements == original.commencements


def test_a_translation_can_be_assigned(corpus: Corpus) -> None:
    corpus.take(regulation())
    assert refusals(corpus.take(english("bridges.md"), translation_of="海浦市桥梁条例")) == []
    assert f"{FOLDER}/2020-05-01.en.xml" in corpus.contents


def test_a_translation_without_original_is_refused(corpus: Corpus) -> None:
    plan = corpus.take(english("bridges.md"), regulation())
    assert refusals(plan) == [
        "bridges.md：外文本：没有找到同名的中文本（如 X.md 与 X.en.md），也没有用 --translation-of 指明"
    ]
    assert not any(path.endswith(".en.xml") for path in plan.files)


def test_a_translation_is_known_again(corpus: Corpus) -> None:
    corpus.take(english(), regulation())
    plan = corpus.take(english(), regulation())
    assert ([o.known for o in plan.outcomes], plan.files) == ([True, True], {})


def test_another_translation_of_the_same_version_is_refused(corpus: Corpus) -> None:
    corpus.take(english(), regulation())
    plan = corpus.take(english(words="Bridges need no registration."), regulation())
    assert len(refusals(plan)) == 1
    assert plan.files == {}
    plan = corpus.take(english(words="Bridges need no registration."), regulation(), replace=True)
    assert (refusals(plan), list(plan.files)) == ([], [f"{FOLDER}/2020-05-01.en.xml"])


def test_a_translation_belongs_to_the_version_that_is_named(corpus: Corpus) -> None:
    corpus.take(regulation(), amended())
    plan = corpus.take(english("bridges.md"), translation_of="海浦市桥梁条例", day=date(2020, 5, 1))
    assert list(plan.files) == [f"{FOLDER}/2020-05-01.en.xml"]
    assert plan.outcomes[0].warnings == ()
    plan = corpus.take(english("bridges.md"), translation_of="海浦市桥梁条例")
    assert list(plan.files) == [f"{FOLDER}/2024-03-21.en.xml"]
    assert "没有写明译的是哪一版本，归到最近的 2024-03-21 的版本" in plan.outcomes[0].warnings[0]
    with pytest.raises(NoVersion, match="没有 2021-05-01 的版本"):
        corpus.take(english("bridges.md"), translation_of="海浦市桥梁条例", day=date(2021, 5, 1))


def test_a_translation_that_lacks_an_article_is_told(corpus: Corpus) -> None:
    corpus.take(regulation("甲.md", "桥梁应当登记。", "养护单位应当公布名录。", "违反规定的，处罚款。"))
    (outcome,) = corpus.take(english("bridges.md"), translation_of="海浦市桥梁条例").outcomes
    assert "中文本 4 条，译本 3 条；译本缺第四条" in outcome.warnings[0]


WRONG = "海浦市桥粱条例"


def test_a_text_of_another_title_replaces_nothing_unless_a_person_agrees(corpus: Corpus) -> None:
    corpus.take(regulation("甲.md", title=WRONG))
    right = regulation("乙.md", "桥梁应当登记。", "养护单位应当公布名录。")
    plan = corpus.take(right, replace=True)
    (outcome,) = plan.outcomes
    assert plan.files == {}
    assert "题名是《海浦市桥梁条例》，要替换的是《海浦市桥粱条例》2020-05-01 的版本" in outcome.refused
    assert "只差一个字：“粱”与“梁”" in outcome.refused
    assert outcome.asks.startswith("用《海浦市桥梁条例》替换《海浦市桥粱条例》2020-05-01 的版本")
    plan = corpus.take(right, replace=True, agreed=frozenset({right.path}))
    assert refusals(plan) == []
    assert [parse_act(data).title for data in corpus.contents.values()] == ["海浦市桥梁条例"]
    assert "原题名《海浦市桥粱条例》" in describe(plan)
    assert plan.outcomes[0].warnings[-1] == "题名由《海浦市桥粱条例》改为《海浦市桥梁条例》"


def test_the_file_that_a_version_came_from_tells_what_is_to_be_replaced(corpus: Corpus) -> None:
    corpus.take(regulation("甲.md", title="海浦市码头管理规定"))
    (outcome,) = corpus.take(regulation("甲.md"), replace=True).outcomes
    assert "要替换的是《海浦市码头管理规定》2020-05-01 的版本，题名不同。" in outcome.refused
    assert refusals(corpus.take(regulation("丙.md"), replace=True)) == []


def test_of_several_that_it_may_replace_one_is_to_be_named(corpus: Corpus) -> None:
    corpus.take(regulation("甲.md", title=WRONG), regulation("丙.md", title="海浦市乔梁条例"))
    (outcome,) = corpus.take(regulation("乙.md"), replace=True).outcomes
    assert "《海浦市桥粱条例》、《海浦市乔梁条例》都像。用 --version-of" in outcome.refused
    assert outcome.asks == ""


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("海浦市梁桥条例", "只是两个字的次序不同：“桥梁”与“梁桥”"),
        ("海浦市桥梁条列", "只差一个字：“例”与“列”"),
        ("海浦市桥梁的条例", "只多一个字：“的”"),
        ("海浦市桥条例", "只少一个字：“梁”"),
        ("海浦市渡口条例", ""),
        ("《海浦市桥梁条例》", ""),
    ],
)
def test_titles_that_are_nearly_the_same(new: str, told: str) -> None:
    assert title_difference("海浦市桥梁条例", new) == told


def test_a_text_given_out_as_a_version_of_another_work_asks_too(corpus: Corpus) -> None:
    corpus.take(regulation())
    other = regulation("乙.md", "码头应当登记。", title="海浦市码头条例")
    (refused,) = refusals(corpus.take(other, replace=True, version_of="海浦市桥梁条例"))
    assert "题名不同" in refused


def test_the_kind_can_be_given(corpus: Corpus) -> None:
    corpus.take(regulation(), kind=ActKind.PUDONG_REGULATION)
    assert list(corpus.contents) == ["pudong-xinqu-fagui/qiao-liang-tiao-li/2020-05-01.xml"]


def test_the_day_can_be_given(corpus: Corpus) -> None:
    plan = corpus.take(amended(), day=date(2024, 7, 1))
    assert list(plan.files) == [f"{FOLDER}/2024-07-01.xml"]


def test_a_slug_that_is_taken_gets_the_year(corpus: Corpus) -> None:
    corpus.take(regulation())
    corpus.take(regulation("丁.md", title="海浦市桥樑条例"))
    assert sorted(corpus.catalog.works[n].slug for n in (0, 1)) == [
        "qiao-liang-tiao-li",
        "qiao-liang-tiao-li-2020",
    ]


def test_pictures_are_named_by_their_content(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "桥.PNG").write_bytes(png())
    file = tmp_path / "甲.md"
    file.write_text(
        f"# 海浦市桥梁条例\n\n（{PASSED}）\n\n第一条　标志见下图：\n\n![标志](桥.PNG)\n\n"
        "第二条　本条例自2020年5月1日起施行。\n",
        "utf-8",
    )
    plan = corpus.take(*read_drafts([file]))
    (media,) = [path for path in plan.files if "/media/" in path]
    assert media == f"{FOLDER}/media/{hashlib.sha256(png()).hexdigest()[:16]}.png"
    assert plan.files[media] == png()
    act = parse_act(corpus.contents[f"{FOLDER}/2020-05-01.xml"])
    images = [run for p in act.provisions() for b in p.blocks for run in b.runs if isinstance(run, Image)]  # type: ignore[union-attr]
    assert [f"{FOLDER}/{image.src}" for image in images] == [media]


def pictured(folder: Path, shade: int | None) -> Path:
    """A text that shows a picture of one shade; None where the picture is not there."""
    folder.mkdir(exist_ok=True)
    if shade is not None:
        (folder / "桥.png").write_bytes(png(shade))
    file = folder / "甲.md"
    file.write_text(
        f"# 海浦市桥梁条例\n\n（{PASSED}）\n\n第一条　标志见下图：\n\n![标志](桥.png)\n\n"
        "第二条　本条例自2020年5月1日起施行。\n",
        "utf-8",
    )
    return file


def media_of(corpus: Corpus) -> list[bytes]:
    return [data for path, data in corpus.contents.items() if "/media/" in path]


@pytest.mark.parametrize(("first", "second"), [(None, 9), (9, 200), (9, None)])
def test_a_text_with_other_pictures_is_another_text(
    first: int | None, second: int | None, corpus: Corpus, tmp_path: Path
) -> None:
    corpus.take(*read_drafts([pictured(tmp_path / "1", first)]))
    other = read_drafts([pictured(tmp_path / "2", second)])
    plan = corpus.take(*other)
    (refused,) = refusals(plan)
    assert "文字相同，图片不同" in refused
    assert plan.files == {}
    plan = corpus.take(*other, replace=True)
    assert [outcome.corrects for outcome in plan.outcomes] == ["海浦市桥梁条例"]
    assert media_of(corpus) == ([] if second is None else [png(second)])
    assert [o.known for o in corpus.take(*other, replace=True).outcomes] == [True]


def test_a_replaced_picture_that_another_version_shows_stays(corpus: Corpus, tmp_path: Path) -> None:
    file = pictured(tmp_path / "1", 9)
    corpus.take(*read_drafts([file]))
    later = tmp_path / "1" / "乙.md"
    later.write_text(file.read_text("utf-8").replace(PASSED, f"{PASSED}　根据{AMENDED}"), "utf-8")
    corpus.take(*read_drafts([later]), day=date(2024, 7, 1))
    corpus.take(*read_drafts([pictured(tmp_path / "2", 200)]), replace=True)
    assert sorted(media_of(corpus)) == sorted([png(9), png(200)])


def test_a_picture_that_the_file_lacks_is_told_of_a_known_text_too(corpus: Corpus, tmp_path: Path) -> None:
    drafts = read_drafts([pictured(tmp_path / "1", None)])
    corpus.take(*drafts)
    (outcome,) = corpus.take(*drafts).outcomes
    assert outcome.known
    assert "图片未取得" in "".join(outcome.warnings)


def test_a_picture_that_the_corpus_lost_comes_back(corpus: Corpus, tmp_path: Path) -> None:
    drafts = read_drafts([pictured(tmp_path / "1", 9)])
    corpus.take(*drafts)
    corpus.contents = {path: data for path, data in corpus.contents.items() if "/media/" not in path}
    assert "图片不同" in "".join(refusals(corpus.take(*drafts)))
    corpus.take(*drafts, replace=True)
    assert media_of(corpus) == [png(9)]


def test_a_link_in_a_folder_is_refused_and_a_named_one_followed(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    secret = tmp_path / "private" / "秘密.txt"
    secret.write_text("秘密", "utf-8")
    folder = tmp_path / "received"
    folder.mkdir()
    (folder / "真.txt").write_text("真", "utf-8")
    (folder / "假.txt").symlink_to(secret)
    (folder / "空.txt").symlink_to("nowhere")
    (folder / "夹").symlink_to(tmp_path / "private")
    (folder / "图.png").symlink_to(secret)
    found = sources([folder])
    assert [path for path in found if isinstance(path, Path)] == [folder / "真.txt"]
    refused = {o.path.name: o.refused for o in found if isinstance(o, Outcome)}
    assert list(refused) == ["假.txt", "夹", "空.txt"]
    assert f"指向 {secret} 的符号链接" in refused["假.txt"]
    assert read_drafts(found)[1:] != []
    assert folder / "假.txt" in sources([folder, folder / "假.txt"])
    (tmp_path / "link").symlink_to(folder)
    assert tmp_path / "link" / "真.txt" in sources([tmp_path / "link"])


def test_a_refused_file_does_not_stop_the_others(corpus: Corpus, tmp_path: Path) -> None:
    bad = tmp_path / "坏.txt"
    bad.write_text("这不是法规。\n", "utf-8")
    missing = tmp_path / "没有.md"
    plan = corpus.take(*read_drafts([bad, missing]), regulation())
    assert [bool(o.refused) for o in plan.outcomes] == [True, True, False]
    assert "坏.txt" in plan.outcomes[0].refused and "没有.md" in plan.outcomes[1].refused
    assert list(plan.files) == [f"{FOLDER}/2020-05-01.xml"]


def test_a_text_that_xml_can_not_hold_is_refused(corpus: Corpus) -> None:
    value = regulation()
    broken = Draft(
        path=value.path, act=named(value.act, title="海浦市\x01桥梁条例"), warnings=(), left_out=(), images={}
    )
    plan = corpus.take(broken)
    assert (len(refusals(plan)), plan.files) == (1, {})


def test_outcomes_stand_in_the_order_of_the_files(corpus: Corpus) -> None:
    bad = Outcome(path=Path("x.md"), refused="x.md：坏")
    plan = corpus.take(english(), amended(), bad, regulation(), amending())
    assert [o.path.name for o in plan.outcomes] == ["甲.en.md", "乙.md", "x.md", "甲.md", "决定.md"]


def test_what_staff_added_lasts_when_the_corpus_is_read_again(corpus: Corpus) -> None:
    corpus.take(regulation())
    path = f"{FOLDER}/2020-05-01.xml"
    edited = named(parse_act(corpus.contents[path]), subjects=("市民",), short_title="桥梁条例")
    corpus.contents[path] = write_act(edited)
    corpus.take(regulation("丙.md", "桥梁不用登记。", "养护单位应当公布名录。"), replace=True)
    kept = parse_act(corpus.contents[path])
    assert (kept.subjects, kept.short_title) == (("市民",), "桥梁条例")


def test_the_message_tells_what_came_in(corpus: Corpus) -> None:
    message = describe(corpus.take(regulation(), amended(), amending()))
    assert message.splitlines()[0] == "导入 3 件文本"
    assert "- 《海浦市桥梁条例》2024-06-01（乙.md）" in message
    assert describe(corpus.take(repealing())).startswith(
        "导入《海浦市人民代表大会常务委员会关于废止〈海浦市桥梁条例〉的决定》\n"
    )


def test_folders_are_searched_for_readable_files(tmp_path: Path) -> None:
    for name in ("b.md", "a.docx", "~$a.docx", ".hidden.md", "c.xlsx", "sub/d.PDF"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = sources([tmp_path, tmp_path / "c.xlsx", tmp_path / "b.md"])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.docx", "b.md", "sub/d.PDF", "c.xlsx"]


def test_a_corrected_day_of_effect_takes_the_version_with_it(corpus: Corpus) -> None:
    corpus.take(regulation())
    right = regulation("乙.md", last="2020年6月1日")
    (beside,) = plan_import([right], corpus.catalog, Options(), "cn-hp", "海浦市").outcomes
    assert "已有 2020-05-01 的版本，题注与这一文本（2020-06-01）相同" in beside.warnings[-1]
    (asked,) = corpus.take(right, replace=True).outcomes
    assert (
        "《海浦市桥梁条例》2020-05-01 的版本题注与它相同，日期不同（这一文本是 2020-06-01）" in asked.refused
    )
    assert "版本日期随之改为 2020-06-01" in asked.asks
    plan = corpus.take(right, replace=True, agreed=frozenset({right.path}))
    assert refusals(plan) == []
    assert list(corpus.contents) == [f"{FOLDER}/2020-06-01.xml"]
    assert plan.outcomes[0].warnings[-1] == "版本日期由 2020-05-01 改为 2020-06-01"
    (facts,) = corpus.catalog.find("桥梁条例").expressions
    assert facts.commencements[0].date == date(2020, 6, 1)
    assert facts.former == (date(2020, 5, 1),)


def test_a_day_that_would_change_the_order_of_versions_is_refused(corpus: Corpus) -> None:
    corpus.take(regulation(), amending())
    corpus.take(amended())
    right = regulation("丙.md", last="2025年6月1日")
    plan = corpus.take(right, replace=True, agreed=frozenset({right.path}))
    assert "版本的次序不能改变" in refusals(plan)[0]
    assert plan.files == {}


def test_provisions_born_on_the_day_of_a_replaced_version_have_names_of_their_own(corpus: Corpus) -> None:
    corpus.take(regulation())
    first = regulation("乙.md", "犬只定期免疫。", "遛狗牵绳。", history=OTHER, last="2022年3月1日")
    corpus.take(first)
    second = regulation("丙.md", "轨道每日检修。", "犬只定期免疫。", history=OTHER, last="2022年3月1日")
    assert refusals(corpus.take(second, replace=True)) == []
    held = parse_act(corpus.contents[f"{FOLDER}/2022-03-01.xml"])
    wids = [provision.wid for provision in held.provisions()]
    assert len(set(wids)) == len(wids)
    assert wids[0] == "art_1x2@2022-03-01"


OTHER = "2022年1月10日海浦市第十二届人民代表大会常务委员会第九次会议通过"


def test_another_kind_for_a_text_that_is_held_names_the_cure(corpus: Corpus) -> None:
    corpus.take(regulation(), regulation("丁.md", title="海浦市桥粱条例"))
    (refused,) = refusals(corpus.take(regulation("乙.md"), kind=ActKind.AMENDING_DECISION, replace=True))
    assert f"《海浦市桥梁条例》在库中是地方性法规（{FOLDER}）" in refused
    assert "compendium correct" in refused and "--kind 修改决定" in refused


def test_a_day_given_against_the_text_is_told(corpus: Corpus) -> None:
    (outcome,) = corpus.take(regulation(), day=date(2019, 1, 1)).outcomes
    assert "文本写的是自 2020-05-01 起施行，按 --date 记为 2019-01-01，请核对" in outcome.warnings
    assert "--date 的 2019-01-01 早于题注所记的 2020-03-19，请核对" in outcome.warnings
    (same,) = plan_import([regulation()], Corpus().catalog, Options(day=date(2020, 5, 1))).outcomes
    assert same.warnings == ()
