"""A paragraph cut where references begin and end: what lies in a link is told here, once for every form.

A reference may begin in one run and end in another (违反**本条例**第三条); each run then carries its part of
the link. What stands in a note is cut as well: its words are words of the paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from compendium.law.act import Inline, Note, inline_text
from compendium.law.citations import CitedPlace, references
from compendium.law.identifiers import EId

T = TypeVar("T")


class Mark(NamedTuple, Generic[T]):
    """A mark, such as a link, on the characters from start to end of a paragraph's text."""

    start: int
    end: int
    target: T


@dataclass(frozen=True, slots=True)
class Run(Generic[T]):
    """A run of a paragraph and its words in pieces, each with the mark that it lies in."""

    inline: Inline
    words: tuple[tuple[str, Mark[T] | None], ...]


def marks_of(text: str, source: EId, address: Callable[[CitedPlace], T | None]) -> list[Mark[T]]:
    """Mark the references in a paragraph that lead somewhere; for others `address` gives nothing."""
    found = ((cited, address(cited)) for cited in references(text, source))
    return [Mark(cited.start, cited.end, target) for cited, target in found if target]


def cut(runs: Sequence[Inline], marks: Sequence[Mark[T]]) -> Iterator[Run[T]]:
    """Cut the runs of a paragraph at the marks; a picture has no words, a note those after its sign."""
    position = 0
    for run in runs:
        text = inline_text(run)
        words, begins = (run.text, position + len(run.marker)) if isinstance(run, Note) else (text, position)
        yield Run(run, tuple(pieces(words, begins, marks)))
        position += len(text)


def pieces(text: str, position: int, marks: Sequence[Mark[T]]) -> Iterator[tuple[str, Mark[T] | None]]:
    """Cut the words of a run that starts at `position` of its paragraph at the marks; no piece is empty.

    >>> list(pieces("依照本条例第三条", 0, [Mark(2, 8, "#art_3")]))
    [('依照', None), ('本条例第三条', Mark(start=2, end=8, target='#art_3'))]
    """
    done = 0
    for mark in marks:
        start, end = max(mark.start - position, done), min(mark.end - position, len(text))
        if start >= end:
            continue
        if done < start:
            yield text[done:start], None
        yield text[start:end], mark
        done = end
    if done < len(text):
        yield text[done:], None
