"""A text of before as the eye of the drafter sees it: what follows by itself already carried out in it.

References whose numbers moved and words replaced throughout are shown in their new form, so that a comparison
with the text after finds only what is left to order; quotations are still cut from the words in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """Characters start to end of a text read `new` by themselves; no quotation goes over a `wall`."""

    start: int
    end: int
    new: str
    wall: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """The words in force (`raw`) and as seen (`text`).

    `origin` leads from each place between two characters of `text` to that in `raw`, -1 within a change.
    `walls` are the characters of `text` that no quotation may take in.
    """

    raw: str
    text: str
    origin: tuple[int, ...]
    walls: frozenset[int]

    def words(self, start: int, end: int) -> str:
        """The words in force that are seen as text[start:end]."""
        return self.raw[self.origin[start] : self.origin[end]]

    def walled(self, start: int, end: int) -> bool:
        """Whether a quotation of text[start:end] would take in what another instruction changes."""
        return any(position in self.walls for position in range(start, end))


def see(raw: str, changes: Iterable[Change] = ()) -> Seen:
    """Show a text with changes; of two that overlap the later is left out.

    >>> see("依照第十条处罚", [Change(2, 5, "第十一条")]).text
    '依照第十一条处罚'
    """
    text, origin, walls, position = "", [0], set[int](), 0
    for change in sorted(changes, key=lambda change: change.start):
        if change.start < position:
            continue
        text += raw[position : change.start]
        origin += range(position + 1, change.start + 1)
        if change.wall:
            walls |= set(range(len(text), len(text) + len(change.new)))
        text += change.new
        origin += [-1] * (len(change.new) - 1) + [change.end]
        position = change.end
    return Seen(raw, text + raw[position:], (*origin, *range(position + 1, len(raw) + 1)), frozenset(walls))
