"""Two decisions carried out beside each other: the break is told, the later version made anew, or refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.akn import parse_act, write_act
from compendium.amending.planning.remaking import RebasePlan, message_of_rebase, plan_rebase
from compendium.checks import check_catalog
from compendium.duties import Concern, survey
from compendium.law.act import CorrectedWords, Correction, Event, Source
from compendium.law.kinds import EventKind
from compendium.law.names import expression_path
from tests.amending import (
    BODY,
    BRIDGES,
    CATCH_ALL,
    FERRIES,
    FERRY_ARTICLES,
    HISTORY,
    Corpus,
    decision,
    lines_of,
    package,
    regulation,
)

YEARLY = "将第三条中的“一次”修改为“两次”。"
FINE = "将第六条中的“五百元”修改为“一千元”。"
SIGNS = "增加一条，作为第五条：\n\n桥梁应当设置限载标志。"
JANUARY, JUNE = date(2027, 1, 1), date(2027, 6, 1)
CHAIN = {"V405", "V406", "V407", "V408"}


def first(*items: str, name: str = "") -> str:
    """A decision that takes effect in January."""
    return decision(*items, day="2026年9月1日", start="本决定自2027年1月1日起施行。", name=name)


def second(*items: str, name: str = "", day: str = "2026年11月20日") -> str:
    """A decision that takes effect in June."""
    return decision(*items, day=day, start="本决定自2027年6月1日起施行。", name=name)


def named(words: str) -> str:
    return f"{BODY}关于{words}修改《{BRIDGES}》的决定（示例）"


def held(*texts: str) -> Corpus:
    return Corpus().take(*(texts or (regulation(),)))


def merged(base: Corpus, *decisions: str) -> Corpus:
    """A corpus in which each decision was carried out in a copy of its own."""
    contents = dict(base.contents)
    for text in decisions:
        copy = Corpus(dict(base.contents))
        copy.amend(text)
        contents |= copy.contents
    return Corpus(contents)


def codes(corpus: Corpus) -> list[str]:
    """The findings on the chain of versions."""
    catalog = corpus.catalog
    found = check_catalog(catalog, catalog.files, catalog.files.paths())
    return sorted(problem.code for problem in found if problem.code in CHAIN)


def rebased(corpus: Corpus, title: str = BRIDGES) -> RebasePlan:
    """Put right what can be put right."""
    plan = plan_rebase(corpus.catalog, corpus.catalog.find(title))
    for path, data in plan.files.items():
        if data is None:
            del corpus.contents[path]
        else:
            corpus.contents[path] = data
    return plan


def words(corpus: Corpus, day: date) -> str:
    return "\n".join(lines_of(corpus.act(BRIDGES, day)))


@pytest.mark.parametrize("names", [("", ""), (named("第一次"), named("第二次"))])
def test_two_decisions_entered_beside_each_other_are_told_and_put_right(names: tuple[str, str]) -> None:
    one, other = names
    corpus = merged(held(), first(YEARLY, name=one), second(FINE, name=other))
    assert "一次" in words(corpus, JUNE)  # what git made: the change of January is gone again
    assert codes(corpus) == (["V405"] if one else ["V405", "V406"])
    urgent = [d for d in survey(corpus.catalog, date(2026, 12, 1)) if d.concern is Concern.CHAIN]
    assert [d.command.split()[1] for d in urgent if d.overdue] == ["rebase"] * (1 if one else 2)
    plan = rebased(corpus)
    assert not plan.blocked
    assert "两次" in words(corpus, JUNE) and "一千元" in words(corpus, JUNE)
    assert codes(corpus) == []
    again = plan_rebase(corpus.catalog, corpus.catalog.find(BRIDGES))
    assert (again.versions, again.moved, again.files) == ((), (), {})
    assert "在前一版本上重作" in message_of_rebase(plan)
    history = corpus.act(BRIDGES, JUNE).history
    assert "第一次修正" in history and "第二次修正" in history


def test_entered_one_after_the_other_nothing_is_told() -> None:
    corpus = held()
    corpus.amend(first(YEARLY))
    corpus.amend(second(FINE))
    assert codes(corpus) == []
    corpus = held()
    corpus.amend(second(FINE))
    corpus.amend(first(YEARLY))
    assert codes(corpus) == []


def test_new_articles_of_the_later_decision_find_their_place() -> None:
    corpus = merged(held(), first(YEARLY), second(SIGNS, CATCH_ALL))
    assert not rebased(corpus).blocked
    assert "第五条桥梁应当设置限载标志" in words(corpus, JUNE) and "两次" in words(corpus, JUNE)
    assert codes(corpus) == []


def test_a_third_version_made_from_one_that_is_made_anew_is_made_anew_too() -> None:
    base = held()
    left, right = Corpus(dict(base.contents)), Corpus(dict(base.contents))
    left.amend(first(YEARLY, name=named("第一次")))
    right.amend(second(FINE, name=named("第二次")))
    third = decision(
        "将第五条中的“堆放”修改为“堆放、悬挂”。",
        day="2026年11月30日",
        start="本决定自2027年9月1日起施行。",
        name=named("第三次"),
    )
    right.amend(third)
    corpus = Corpus({**left.contents, **right.contents})
    assert codes(corpus) == ["V405"]  # the third was made from the second, as it should be
    plan = rebased(corpus)
    assert [version.facts.date for version in plan.versions] == [JUNE, date(2027, 9, 1)]
    last = words(corpus, date(2027, 9, 1))
    assert all(said in last for said in ("两次", "一千元", "堆放、悬挂"))
    assert codes(corpus) == []


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (YEARLY, "将第三条修改为：\n\n第三条　养护责任人应当每月检查桥梁。", "前一版本也改动了这一处"),
        ("删去第五条。", "将第五条修改为：\n\n第五条　禁止在桥上停车。", "前一版本"),
        (SIGNS, "将第五条修改为：\n\n第五条　禁止在桥上停车。", "原来指“第五条”"),
        (SIGNS, "增加一条，作为第五条：\n\n桥梁应当照明。", "新增的位置不能确定"),
        ("将第三条中的“检查桥梁”修改为“检测桥梁”。", "将第三条中的“检查桥梁一次”修改为“检查桥梁”。", "没有"),
    ],
)
def test_what_both_change_and_what_has_another_number_is_left_to_a_person(
    one: str, other: str, reason: str
) -> None:
    more = () if "第三条" in one else (CATCH_ALL,)
    corpus = merged(held(), first(one, *more), second(other, *more))
    before = dict(corpus.contents)
    plan = rebased(corpus)
    assert plan.blocked and not plan.files and corpus.contents == before
    told = [clash.reason for version in plan.versions for _, clash in version.clashes]
    assert any(reason in words for words in told), told
    assert codes(corpus) == ["V405", "V406"]


def test_what_a_person_states_is_carried_out() -> None:
    rewritten = "将第三条修改为：\n\n第三条　养护责任人应当每月检查桥梁。"
    corpus = merged(held(), first(YEARLY), second(rewritten))
    (version,) = rebased(corpus).versions
    ((maker, clash),) = version.clashes
    path = expression_path(maker.work, "zho", maker.date)
    (folder,) = {f"{p.rpartition('/')[0]}" for p in corpus.contents if p.startswith("xiugai-jueding")}
    statement = (
        f'decision = "{maker.title}"\n[[instruction]]\nid = "{clash.id}"\nwords = "{clash.words}"\n'
        'say = ["将第三条修改为："]\nreason = "已核对"\n'
    )
    corpus.contents[f"{folder}/2027-06-01.toml"] = statement.encode()
    plan = rebased(corpus)
    assert not plan.blocked
    assert "每月检查桥梁" in words(corpus, JUNE) and codes(corpus) == []
    assert corpus.contents[path.removesuffix(".xml") + ".toml"] == statement.encode()
    assert f"{folder}/2027-06-01.toml" not in corpus.contents


def test_a_statement_that_fits_no_instruction_is_named() -> None:
    corpus = merged(held(), first(YEARLY, name=named("第一次")), second(FINE, name=named("第二次")))
    maker = corpus.catalog.find(named("第二次")).expressions[0]
    statement = f'decision = "{maker.title}"\n[[instruction]]\nid = "九"\nwords = "无"\naside = "无"\n'
    corpus.contents[maker.path.removesuffix(".xml") + ".toml"] = statement.encode()
    (version,) = rebased(corpus).versions
    assert "没有编号为“九”的修改项" in version.fault


def test_two_decisions_for_one_day_of_which_a_merge_kept_one() -> None:
    base = held()
    one, other = first(YEARLY, name=named("第一次")), first(FINE, name=named("第二次"))
    corpus = merged(base, one, other)  # the file of January is that of the second
    assert codes(corpus) == ["V407"]
    (duty,) = (d for d in survey(corpus.catalog, date(2026, 12, 1)) if d.concern is Concern.CHAIN)
    assert duty.command.startswith("compendium amend apply") and "没有一个版本记有本决定" in duty.message
    held_one = corpus.catalog.find(named("第一次"))
    corpus.amend(one)
    assert "两次" in words(corpus, JANUARY) and "一千元" in words(corpus, JANUARY)
    assert codes(corpus) == [], held_one.folder


def test_a_second_decision_for_the_day_of_the_version_before_is_missed() -> None:
    base = held()
    base.amend(first(YEARLY, name=named("第一次")))
    left, right = Corpus(dict(base.contents)), Corpus(dict(base.contents))
    left.amend(first("将第五条中的“堆放”修改为“堆放、悬挂”。", name=named("又")).replace("9月1日", "9月2日"))
    right.amend(second(FINE, name=named("第二次")))
    corpus = Corpus({**right.contents, **left.contents})
    assert codes(corpus) == ["V405"]
    plan = rebased(corpus)
    assert not plan.blocked, plan.versions
    assert all(said in words(corpus, JUNE) for said in ("两次", "一千元", "堆放、悬挂"))
    assert codes(corpus) == []


def test_an_erratum_entered_beside_a_decision_is_carried_over() -> None:
    base = held()
    corpus = merged(base, second(FINE))
    path = base.catalog.find(BRIDGES).expressions[0].path
    act = parse_act(base.contents[path], path)
    wrong = next(p for p in act.provisions() if "档案" in p.text and p.level.value == "paragraph")
    fixed = base.contents[path].decode().replace("保存下列档案", "妥善保存下列档案").encode()
    put_right = replace(
        parse_act(fixed, path),
        corrections=(Correction("录入有误", (CorrectedWords(wrong.eid, "保存下列", "妥善保存下列"),)),),
    )
    corpus.contents[path] = write_act(put_right)
    assert codes(corpus) == ["V405"]
    assert not rebased(corpus).blocked
    assert "妥善保存" in words(corpus, JUNE) and codes(corpus) == []


def test_what_was_entered_on_the_version_stays() -> None:
    corpus = merged(held(), first(YEARLY, name=named("第一次")), second(FINE, name=named("第二次")))
    path = next(f.path for f in corpus.catalog.find(BRIDGES).expressions if f.date == JUNE)
    act = corpus.act(BRIDGES, JUNE)
    fifth = next(p for p in act.provisions() if "堆放" in p.text and p.level.value == "paragraph")
    text = corpus.contents[path].decode().replace("堆放物品", "堆放杂物").encode()
    repeal = Event(kind=EventKind.REPEAL, date=date(2030, 1, 1), decision="关于废止的决定")
    erratum = Correction("录入有误", (CorrectedWords(fifth.eid, "物品", "杂物"),))
    corpus.contents[path] = write_act(
        replace(
            parse_act(text, path),
            keywords=("桥梁",),
            events=(*act.events, repeal),
            corrections=(erratum,),
        )
    )
    assert not rebased(corpus).blocked
    made = corpus.act(BRIDGES, JUNE)
    assert made.keywords == ("桥梁",) and repeal in made.events and made.corrections == (erratum,)
    assert "堆放杂物" in words(corpus, JUNE) and "两次" in words(corpus, JUNE)


def test_a_published_text_is_its_own_truth() -> None:
    corpus = merged(held(), first(YEARLY, name=named("第一次")), second(FINE, name=named("第二次")))
    path = next(f.path for f in corpus.catalog.find(BRIDGES).expressions if f.date == JUNE)
    corpus.contents[path] = write_act(replace(corpus.act(BRIDGES, JUNE), source=Source(file="公报.docx")))
    assert codes(corpus) == ["V408"]
    text = words(corpus, JUNE)
    plan = rebased(corpus)
    assert not plan.blocked and words(corpus, JUNE) == text and codes(corpus) == []
    assert {change.before for change in corpus.act(BRIDGES, JUNE).changes} == {JANUARY}


def test_a_published_text_without_its_decision_is_not_accused() -> None:
    """An official text that takes a change back may be right; nothing proves otherwise."""
    amended = "根据2026年11月20日海浦市第十三届人民代表大会常务委员会第十一次会议"
    decided = f"《关于修改〈{BRIDGES}〉的决定》修正"
    later = regulation(history=f"{HISTORY.removesuffix('）')}　{amended}{decided}）")
    corpus = held(regulation(), later)
    corpus.amend(first(YEARLY))
    assert codes(corpus) == []


def test_a_decision_that_amends_two_acts_records_the_operations_of_both() -> None:
    base = held(regulation(), regulation(FERRIES, FERRY_ARTICLES))
    both = package((BRIDGES, (FINE,)), (FERRIES, ("将第三条中的“区、县”修改为“区”。",)))
    both = both.replace("2024年3月21日", "2026年11月20日").replace("2024年6月1日", "2027年6月1日")
    other = decision(
        "将第一条中的“渡口管理”修改为“渡口、码头管理”。",
        title=FERRIES,
        day="2026年9月2日",
        start="本决定自2027年1月1日起施行。",
    )
    corpus = merged(base, first(YEARLY), other, both)
    assert codes(corpus) == ["V405", "V405"]
    name = next(w.title for w in corpus.catalog.works if "等2件" in w.title)
    plan = rebased(corpus, name)
    assert {work.title for work in plan.works} == {BRIDGES, FERRIES} and not plan.blocked, plan.versions
    assert codes(corpus) == []
    made = corpus.catalog.act(corpus.catalog.find(name).expressions[0])
    for title in (BRIDGES, FERRIES):
        text = corpus.act(title, JUNE)
        own = {m.eid: m for m in made.modifications if m.work == text.work}
        assert {change.modification for change in text.changes if change.decision == made.work} <= set(own)
        there = {provision.eid for provision in corpus.act(title, JANUARY).provisions()}
        assert {eid for m in own.values() for eid in m.targets} <= there
    assert "一千元" in words(corpus, JUNE) and "两次" in words(corpus, JUNE)


def test_the_versions_of_several_acts_of_one_decision_are_put_right_by_its_name() -> None:
    base = held(regulation(), regulation(FERRIES, FERRY_ARTICLES))
    corpus = merged(base, first(YEARLY), second(FINE))
    plan = rebased(corpus, f"{BODY}关于修改《{BRIDGES}》的决定（示例）")
    assert [work.title for work in plan.works] == [BRIDGES] and plan.moved and not plan.blocked
    assert codes(corpus) == []
