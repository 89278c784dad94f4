"""修改情况说明: what lies between two states of the compendium."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from docx import Document

from compendium.akn import write_act
from compendium.law.act import Act, Basis, Commencement, CorrectedWords, Correction, Event
from compendium.law.kinds import EventKind
from compendium.library.catalog import Catalog, works_of
from compendium.library.config import CorpusConfig
from compendium.library.facts import facts_of
from compendium.text.wording import version_name
from compendium_build.changes.editions import (
    Between,
    Group,
    State,
    between,
    between_html,
    between_object,
    between_print,
    between_word,
    lead_of,
    sections,
    title_of,
)
from compendium_build.edition.edition import Edition
from tests.builders import Memory, act, article

WORDS = "桥梁的建设由市交通部门负责，并定期公布建设情况。"
FOLDER = "/akn/cn-sh/act/difangxing-fagui/2000/"


def version(slug: str, made: date, start: date | None = None, words: str = WORDS, *events: Event) -> Act:
    """A version adopted on a day, in force from another, or undetermined when that is not given."""
    day = start or made
    basis = Basis.STATED if start else Basis.UNDETERMINED
    value = act(article(1, words), day=day, title=f"海浦市{slug}条例", work=FOLDER + slug)
    told = events or (Event(kind=EventKind.ADOPTION, date=made),)
    return replace(value, commencements=(Commencement("cm_1", start, basis),), events=told)


def state(day: date, *acts: Act, base_url: str = "") -> State:
    files = {f"difangxing-fagui/{a.work.rpartition('/')[2]}/{a.date}.xml": write_act(a) for a in acts}
    memory = Memory(files)
    facts = [facts_of(a, path, memory.digest(path)) for a, path in zip(acts, files, strict=True)]
    catalog = Catalog(works_of(facts), memory)
    config = CorpusConfig(title="海浦市法规全书", locality="cn-hp", base_url=base_url)
    return State(Edition(catalog=catalog, as_of=day, config=config), day.isoformat())


def told(found: Between) -> list[tuple[str, str, str]]:
    return [(item.group.value, item.title, item.words) for item in found.items]


A, B = date(2020, 1, 1), date(2024, 1, 1)


def at_both(*acts: Act) -> Between:
    """The same corpus on two days."""
    return between(state(A, *acts), state(B, *acts))


def test_a_day_on_which_nothing_was_decided_is_no_adoption() -> None:
    """The version before is placed by a day that names it; the page of it says no more either."""
    begun = Event(kind=EventKind.COMMENCEMENT, date=date(2018, 1, 1))
    unstated = Commencement("cm_1", date(2018, 1, 1), Basis.NOT_STATED)
    before = replace(version("qiao", date(2018, 1, 1), None, WORDS, begun), commencements=(unstated,))
    amended = Event(kind=EventKind.AMENDMENT, date=date(2022, 3, 1))
    after = version("qiao", date(2022, 3, 1), date(2022, 6, 1), "新的文字。", amended)
    [(_, _, words)] = told(at_both(before, after))
    assert words == "自2022年6月1日起施行（此前为以2018年1月1日排列的文本）"
    versions = state(B, before, after).edition.catalog.works[0].expressions
    assert version_name(versions, 0) in words


def test_nothing_happens_to_what_stays() -> None:
    found = at_both(version("qiao", date(2010, 1, 1), date(2010, 5, 1)))
    assert found.items == ()
    assert lead_of(found)[1] == "两个状态之间没有变动。现行有效的 1 件。"


def test_what_is_adopted_and_begins_in_between_enters_and_takes_effect() -> None:
    assert told(at_both(version("qiao", date(2021, 1, 1), date(2021, 5, 1)))) == [
        ("entered", "海浦市qiao条例", "2021年1月1日通过；现行有效"),
        ("took-effect", "海浦市qiao条例", "自2021年5月1日起施行"),
    ]


def test_what_was_adopted_before_only_takes_effect() -> None:
    (item,) = at_both(version("qiao", date(2019, 12, 1), date(2021, 5, 1))).items
    assert item.group is Group.TOOK_EFFECT


def test_an_amendment_tells_its_decision_and_how_far_it_goes() -> None:
    first = version("qiao", date(2010, 1, 1), date(2010, 5, 1))
    adoption = Event(kind=EventKind.ADOPTION, date=date(2010, 1, 1))
    amendment = Event(
        kind=EventKind.AMENDMENT, date=date(2022, 3, 1), decision="关于修改《海浦市qiao条例》的决定"
    )
    words = WORDS.replace("市交通", "区交通")
    second = version("qiao", date(2022, 3, 1), date(2022, 6, 1), words, adoption, amendment)
    (item,) = at_both(first, second).items
    assert (item.group, item.words) == (
        Group.AMENDED,
        "自2022年6月1日起施行（此前为2010年5月1日起施行的文本）",
    )
    assert (item.decision, item.extent) == ("《关于修改〈海浦市qiao条例〉的决定》", "修改 1 条")


def test_an_amendment_that_begins_later_is_announced() -> None:
    first = version("qiao", date(2010, 1, 1), date(2010, 5, 1))
    adoption = Event(kind=EventKind.ADOPTION, date=date(2010, 1, 1))
    amendment = Event(kind=EventKind.AMENDMENT, date=date(2023, 12, 1))
    second = version("qiao", date(2023, 12, 1), date(2024, 6, 1), WORDS + "略。", adoption, amendment)
    assert [item.group for item in at_both(first, second).items] == [Group.ANNOUNCED]


def test_a_repeal_tells_its_day_and_decision() -> None:
    events = (
        Event(kind=EventKind.ADOPTION, date=date(2010, 1, 1)),
        Event(kind=EventKind.REPEAL, date=date(2021, 11, 1), decision="关于废止《海浦市qiao条例》的决定"),
    )
    (item,) = at_both(version("qiao", date(2010, 1, 1), date(2010, 5, 1), WORDS, *events)).items
    assert (item.group, item.words) == (Group.ENDED, "自2021年11月1日起废止")
    assert item.decision == "《关于废止〈海浦市qiao条例〉的决定》"


def test_a_work_taken_in_late_says_so_and_one_taken_out_is_named() -> None:
    old = version("qiao", date(2010, 1, 1), date(2010, 5, 1))
    assert told(between(state(A), state(B, old))) == [
        ("entered", "海浦市qiao条例", "2010年1月1日通过，此前未收录；现行有效")
    ]
    assert [item.group for item in between(state(A, old), state(B)).items] == [Group.REMOVED]


def test_other_words_in_the_same_version_are_an_erratum_or_said_to_be_none() -> None:
    old = version("qiao", date(2010, 1, 1), date(2010, 5, 1))
    new = version("qiao", date(2010, 1, 1), date(2010, 5, 1), WORDS.replace("市交通", "区交通"))
    assert told(between(state(A, old), state(B, new)))[0][2] == "文字有改动，未记为勘误或者录入更正"
    erratum = Correction("录入错误", (CorrectedWords("art_1", "市交通", "区交通"),))
    (item,) = between(state(A, old), state(B, replace(new, corrections=(erratum,)))).items
    assert (item.group, item.words) == (Group.CORRECTED, "录入更正：“市交通”应为“区交通”")


def test_provisions_that_begin_later_than_their_act_are_told() -> None:
    first = version("qiao", date(2019, 1, 1), date(2019, 5, 1))
    later = Commencement("cm_2", date(2022, 1, 1), Basis.STATED)
    value = replace(first, commencements=(*first.commencements, later))
    assert told(at_both(value)) == [
        ("took-effect", "海浦市qiao条例", "部分条款自2022年1月1日起施行"),
    ]


def found() -> Between:
    acts = (
        version("qiao", date(2021, 1, 1), date(2021, 5, 1)),
        version("sui", date(2010, 1, 1), date(2010, 5, 1)),
    )
    return between(state(A, *acts), state(B, *acts, base_url="https://law.example"))


def test_the_account_is_counted_and_linked() -> None:
    value = between_object(found())
    assert (value["counts"]["entered"], value["before"]["in_force"], value["after"]["in_force"]) == (1, 1, 2)
    assert value["items"][0]["link"] == "https://law.example/difangxing-fagui/qiao/index.html"
    page = between_html(found()).decode()
    assert '<a href="https://law.example/difangxing-fagui/qiao/index.html">《海浦市qiao条例》</a>' in page
    assert [s.heading for s in sections(found())] == ["一、新收录（1 件）", "二、开始施行（1 件）"]


def test_columns_that_would_be_empty_are_left_out() -> None:
    (entered, _) = sections(found())
    assert entered.heads == ("序号", "名称", "性质", "情况")
    assert entered.rows == [("1", "《海浦市qiao条例》", "地方性法规", "2021年1月1日通过；现行有效")]


def test_pages_and_word_file_say_the_same() -> None:
    assert title_of(found()) == "《海浦市法规全书》修改情况说明"
    document = Document(io.BytesIO(between_word(found())))
    texts = [p.text for p in document.paragraphs]
    assert texts[0] == title_of(found()) and lead_of(found())[1] in texts
    assert [len(table.rows) for table in document.tables] == [2, 2]
    assert all(words in between_print(found()) for words in lead_of(found()))
