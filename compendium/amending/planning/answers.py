"""Put a person's statements in the place of the instructions they answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from compendium.amending.instruction import Insert, Instruction, Merge, Split, Substitute, Unread
from compendium.amending.operation import Item, State
from compendium.amending.reading import read_sentence
from compendium.amending.reference import Content
from compendium.amending.statements import Statement, Statements

FORM = "人工说明"
"""The form of an instruction that a person stated."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The instructions to carry out, with what was set aside; `stated` by the number of the instruction."""

    items: tuple[Instruction | Unread, ...]
    aside: tuple[Item, ...]
    stated: dict[str, Statement]


def answered(items: Iterable[Instruction | Unread], statements: Statements) -> Answered:
    """Replace what is answered.

    Raises:
        CompendiumError: a stated sentence can't be read, with its words.
    """
    run: list[Instruction | Unread] = []
    aside: list[Item] = []
    stated: dict[str, Statement] = {}
    for item in items:
        statement = statements.of(item.id)
        if statement is None:
            run.append(item)
        elif statement.aside:
            aside.append(Item(item, State.ASIDE, reason=statement.aside))
        else:
            stated[item.id] = statement
            run += _said(item, statement)
    return Answered(tuple(run), tuple(aside), stated)


def _said(item: Instruction | Unread, statement: Statement) -> Iterable[Instruction]:
    for sentence in statement.say:
        content = _content(item) if sentence.rstrip().endswith(("：", ":")) else None
        for action in read_sentence(sentence, content):
            yield Instruction(item.id, action, sentence, item.passages, FORM)


def _content(item: Instruction | Unread) -> Content | None:
    """The new text that the decision gives under an instruction, for a statement that takes it over."""
    if isinstance(item, Unread):
        return item.content
    if isinstance(item.action, Substitute | Insert | Split | Merge):
        return item.action.content
    return None


def with_states(items: Sequence[Item], stated: dict[str, Statement]) -> tuple[Item, ...]:
    """Mark what was carried out as a person stated it."""
    return tuple(
        replace(item, state=State.STATED, reason=stated[item.instruction.id].reason)
        if item.instruction.id in stated and item.state is State.READ
        else item
        for item in items
    )
