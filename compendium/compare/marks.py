"""What changed between two wordings, marked as a lawyer would mark it: whole terms, no confetti."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from compendium.compare.edits import Edit, settle
from compendium.compare.words import sentences, tokens


class MarkKind(StrEnum):
    """What became of a stretch of text."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text and what became of it."""

    kind: MarkKind
    text: str


Marks = tuple[Mark, ...]


def mark(before: str, after: str) -> Marks:
    """Mark what leads from one wording to the other.

    Equal and deleted stretches together are `before`, equal and inserted ones `after`, to the character.

    >>> [(m.kind.value, m.text) for m in mark("处二千元以下罚款", "处五千元以下罚款")]
    [('equal', '处'), ('deleted', '二千元'), ('inserted', '五千元'), ('equal', '以下罚款')]
    """
    if before == after:
        return equal(before)
    edits: list[Edit] = []
    for old, new in _regions(sentences(before), sentences(after)):
        edits += [Edit(old, new)] if old == new else _within(old, new)
    return tuple(_marks(settle(edits, before, after)))


def equal(text: str) -> Marks:
    """Mark a text that stayed as it was."""
    return (Mark(MarkKind.EQUAL, text),) if text else ()


def deleted(text: str) -> Marks:
    """Mark a text that is gone."""
    return (Mark(MarkKind.DELETED, text),) if text else ()


def inserted(text: str) -> Marks:
    """Mark a text that is new."""
    return (Mark(MarkKind.INSERTED, text),) if text else ()


def before_of(marks: Iterable[Mark]) -> str:
    """Return the wording before."""
    return "".join(m.text for m in marks if m.kind is not MarkKind.INSERTED)


def after_of(marks: Iterable[Mark]) -> str:
    """Return the wording after."""
    return "".join(m.text for m in marks if m.kind is not MarkKind.DELETED)


def is_changed(marks: Iterable[Mark]) -> bool:
    """Whether any stretch is deleted or inserted."""
    return any(m.kind is not MarkKind.EQUAL for m in marks)


def _regions(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Sentences that stayed, and what stands between them; so the cost lies where the change is."""
    for _, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(old[i1:i2]), "".join(new[j1:j2])


def _within(old: str, new: str) -> list[Edit]:
    left, right = tokens(old), tokens(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [Edit("".join(left[i1:i2]), "".join(right[j1:j2])) for _, i1, i2, j1, j2 in matcher.get_opcodes()]


def _marks(edits: Iterable[Edit]) -> Iterator[Mark]:
    for edit in edits:
        if edit.old == edit.new:
            yield from equal(edit.old)
        else:
            yield from deleted(edit.old) + inserted(edit.new)
