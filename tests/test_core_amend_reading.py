"""Every form of the grammar: an invented sentence and the actions that it orders, or why it is refused."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lark import Lark, Tree, logger

from compendium.amending.instruction import Content, Delete, Insert, Merge, Substitute
from compendium.amending.reading import Misread, read_sentence
from compendium.amending.reading import grammar as parsing
from compendium.amending.reading.actions import FORMS
from compendium.law.act import Para
from tests.reading_samples import show

GOLDEN = Path(__file__).parent / "golden" / "reading" / "forms.txt"


def cases() -> Iterator[tuple[str, list[str]]]:
    """A sentence a line; below it, indented, its actions, or ! and the reason why there are none."""
    for case in re.split(r"\n(?! )", GOLDEN.read_text(encoding="utf-8").strip()):
        sentence, *below = case.split("\n")
        yield sentence, [line.strip() for line in below]


READ = [(sentence, actions) for sentence, actions in cases() if actions[0][0] != "!"]
REFUSED = [(sentence, reason.removeprefix("! ")) for sentence, (reason, *_) in cases() if reason[0] == "!"]


@pytest.mark.parametrize(("sentence", "actions"), READ)
def test_a_sentence_orders_what_it_says(sentence: str, actions: list[str]) -> None:
    assert [show(action) for action in read_sentence(sentence)] == actions


@pytest.mark.parametrize(("sentence", "reason"), REFUSED)
def test_a_sentence_that_orders_nothing_definite_is_refused(sentence: str, reason: str) -> None:
    with pytest.raises(Misread) as refusal:
        read_sentence(sentence)
    assert str(refusal.value).endswith(reason)


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in READ])
def test_more_words_after_a_sentence_are_never_dropped(sentence: str) -> None:
    with pytest.raises(Misread):
        read_sentence(f"{sentence}，另行规定")


def test_every_form_has_a_sentence() -> None:
    trees = [parsing.parse(masked(sentence)) for sentence, _ in cases()]
    clauses = [c for tree in trees if isinstance(tree, Tree) for c in tree.children if isinstance(c, Tree)]
    assert {str(clause.data) for clause in clauses} == {*FORMS, "announced"}


def masked(sentence: str) -> str:
    sentence = re.sub("“[^”]*”", "\ue000", sentence)
    return re.sub("(?<=。)(?=[将第原])", "\ue004", re.sub("《[^》]*》", "\ue002", sentence))


def test_the_grammar_has_one_reading_for_each_statement(caplog: pytest.LogCaptureFixture) -> None:
    before = logger.level
    try:
        with caplog.at_level(logging.DEBUG, logger=logger.name):
            Lark.open("grammar.lark", rel_to=parsing.__file__, parser="lalr", lexer="contextual", debug=True)
    finally:
        logger.setLevel(before)
    assert not [record.message for record in caplog.records if "conflict" in record.message.lower()]


def test_new_text_may_stand_in_the_lines_below_or_apart() -> None:
    below = read_sentence("将第五条修改为：\n甲。\n乙。")
    assert [show(action) for action in below] == ["Substitute(refs=5条 content=甲。|乙。)"]
    apart = read_sentence("将第五条修改为：", Content((Para(("丙。",)),)))
    assert [show(action) for action in apart] == ["Substitute(refs=5条 content=丙。)"]


@pytest.mark.parametrize("text", ["", "将第五条修改为：", "删去第五条\n甲。", "将第五条修改为“甲"])
def test_new_text_missing_or_not_wanted_is_refused(text: str) -> None:
    with pytest.raises(Misread):
        read_sentence(text)


def test_apart_text_is_refused_by_a_sentence_that_has_its_own() -> None:
    with pytest.raises(Misread):
        read_sentence("将第五条修改为“甲”", Content((Para(("丙。",)),)))


def test_an_insertion_that_the_next_clause_gives_whole_is_one_action() -> None:
    actions = read_sentence("在第九条中增加一款作为第二款，将该条修改为：“甲。”")
    assert [type(action) for action in actions] == [Substitute]


def test_marks_within_new_text_become_those_of_the_law() -> None:
    deleted, inserted = read_sentence("删去第三条第二款，增加一款，作为第二款：“他说‘甲’。”")
    assert isinstance(deleted, Delete)
    assert isinstance(inserted, Insert)
    assert inserted.content.text == "他说“甲”。"


def test_provisions_may_be_put_together_without_new_text() -> None:
    (merged,) = read_sentence("将第六条、第七条合并为第六条")
    assert isinstance(merged, Merge)
    assert merged.content is None
