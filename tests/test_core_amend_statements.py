"""What a person states: the file as written, what is wrong in one, and what it makes a plan do."""

from __future__ import annotations

from datetime import date

import pytest

from compendium.amending.statements import Statements, load_statements, statements_text
from compendium.law.changes import State
from compendium.law.problems import CompendiumError
from tests.amending import BODY, BRIDGES, CATCH_ALL, Corpus, decision, lines_of, made, only, regulation

TITLE = f"{BODY}关于修改《{BRIDGES}》的决定（示例）"
VAGUE = "对第三条作相应完善。"
BORDER = "增加一条，作为第三条：\n\n桥梁由市人民政府命名。"
DECISION = decision(VAGUE, BORDER, CATCH_ALL)
ASKED = [("一", VAGUE, "读不懂"), ("二", "增加一条，作为第三条：", "在哪一章？\n请指定")]


def stated(*entries: str, title: str = TITLE) -> Statements:
    """A file of statements, its entries as TOML."""
    text = "\n".join([f'decision = "{title}"', *(f"[[instruction]]\n{entry}" for entry in entries)])
    return load_statements(text.encode(), "说明.toml", TITLE)


def entry(id_: str, words: str, *lines: str) -> str:
    return "\n".join([f'id = "{id_}"', f'words = "{words}"', *lines])


FIRST = entry("一", VAGUE, 'say = ["将第三条中的“一次”修改为“二次”。"]', 'reason = "起草说明"')
SECOND = entry("二", "增加一条，作为第三条：", 'say = ["在第二章增加一条，作为第三条："]')


def plan(*entries: str):  # type: ignore[no-untyped-def]
    return Corpus().take(regulation()).plan(DECISION, stated(*entries))


def test_without_statements_both_are_refused() -> None:
    assert [item.instruction.id for item in only(plan()).refused] == ["一", "二"]


def test_what_is_said_takes_the_place_of_the_words() -> None:
    done = plan(FIRST, SECOND)
    assert not done.blocked
    states = [item.state for item in only(done).items]
    assert states == [State.STATED, State.STATED, State.READ]
    text = lines_of(only(done).after)
    assert text[2:4] == ["第三条桥梁由市人民政府命名。", "第四条养护责任人应当每年检查桥梁二次。"]
    assert [a.num for a in made(done).body[1].children][:1] == ["第三条"]


def test_what_was_stated_is_written_down_with_its_reason() -> None:
    first = plan(FIRST, SECOND).decision.modifications[0]
    said = "将第三条中的“一次”修改为“二次”。"
    assert (first.state, first.words, first.reason) == (State.STATED, said, "起草说明")


def test_what_is_set_aside_is_left_out_and_written_down() -> None:
    done = plan(entry("一", VAGUE, 'aside = "另行处理"'), SECOND)
    assert not done.blocked
    assert only(done).items[0].state is State.ASIDE
    assert "每年检查桥梁一次" in made(done).text
    kept = [m for m in done.decision.modifications if m.state is State.ASIDE]
    assert [m.reason for m in kept] == ["另行处理"]
    assert "art_3" not in {c.eid for c in made(done).changes if c.modification == kept[0].eid}


def test_a_statement_that_can_not_be_carried_out_is_refused_with_its_reason() -> None:
    done = plan(entry("一", VAGUE, 'say = ["将第三条中的“两次”修改为“三次”。"]'), SECOND)
    assert done.blocked
    assert "没有“两次”" in only(done).refused[0].reason


def test_several_sentences_answer_one_instruction() -> None:
    two = 'say = ["将第三条中的“一次”修改为“二次”。", "将第五条中的“堆放”修改为“晾晒”。"]'
    text = made(plan(entry("一", VAGUE, two), SECOND)).text
    assert ("二次" in text, "晾晒" in text) == (True, True)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (entry("九", "没有这一项"), "没有编号为“九”的修改项"),
        (entry("一", "对第三条作相应修改。"), "原话与决定不符"),
    ],
)
def test_an_entry_that_fits_nothing_blocks_and_is_told_with_its_line(lines: str, told: str) -> None:
    done = plan(FIRST, SECOND, lines) if "九" in lines else plan(lines, SECOND)
    assert done.blocked
    (fault,) = done.faults
    assert fault.startswith("说明.toml:")
    assert told in fault


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([FIRST + '\naside = "搁置"'], "只能选一种"),
        ([FIRST, FIRST], "说明了两次"),
        (['words = "缺编号"'], "id"),
        ([FIRST + '\nsays = ["多一个字母"]'], "says"),
        ([FIRST.replace("起草说明", "起草\n说明")], ""),
        ([entry("一", VAGUE, 'starts = "明年"')], "starts"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(entries: list[str], told: str) -> None:
    with pytest.raises(CompendiumError, match=r"说明\.toml:\d+") as refused:
        stated(*entries)
    assert told in str(refused.value)


def test_a_file_on_another_decision_is_refused() -> None:
    with pytest.raises(CompendiumError, match="不是对"):
        stated(title="关于修改别的条例的决定")


def test_a_sentence_that_can_not_be_read_is_told() -> None:
    with pytest.raises(CompendiumError) as refused:
        plan(entry("一", VAGUE, 'say = ["改一改第三条"]'), SECOND)
    assert "改一改第三条" in str(refused.value)


def test_the_file_written_reads_back_with_nothing_answered() -> None:
    text = statements_text(TITLE, ASKED)
    read = load_statements(text.encode(), "说明.toml", TITLE)
    assert [(item.id, item.words, item.answered) for item in read.items] == [
        (id_, words, False) for id_, words, _ in ASKED
    ]
    assert "# 没有执行的原因：请指定" in text


def test_what_people_wrote_stays_when_the_file_is_written_again() -> None:
    filled = statements_text(TITLE, ASKED[:1]).replace('# aside = ""', 'aside = "另行处理"')
    again = statements_text(TITLE, ASKED, filled)
    assert again.startswith(filled.rstrip("\n"))
    read = load_statements(again.encode(), "说明.toml", TITLE)
    assert [(item.id, item.aside) for item in read.items] == [("一", "另行处理"), ("二", "")]
    assert statements_text(TITLE, ASKED, again) == again


def test_a_day_is_read() -> None:
    read = stated(entry("一", VAGUE, "starts = 2027-01-01"))
    assert (read.starts("一"), read.of("一")) == (date(2027, 1, 1), None)
