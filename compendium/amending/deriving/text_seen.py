"""A text of before as the eye of the drafter sees it, with what follows by itself already carried out.

References whose numbers moved, which follow by themselves and are no change, and words replaced throughout
are shown in their new form, so that a comparison with the text after finds only what is left to order.
Quotations are still cut from the words in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compendium.amending.deriving.pairing import Pairing
from compendium.amending.instruction import Amended
from compendium.amending.repair.pointer import Pointer, joins
from compendium.amending.repair.pointers import find_pointers
from compendium.amending.repair.target import Fates
from compendium.amending.repair.verdict import Block, verdicts
from compendium.law.identifiers import EId


@dataclass(frozen=True, slots=True)
class Change:
    """Characters start to end of a text that read `new` by themselves; no quotation goes over a `wall`."""

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
        """Return the words in force that are seen as text[start:end]."""
        return self.raw[self.origin[start] : self.origin[end]]

    def walled(self, start: int, end: int) -> bool:
        """Tell whether a quotation of text[start:end] would take in what another instruction changes."""
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


class Following:
    """A teller of how the references of a paragraph will read when nothing is ordered about them."""

    def __init__(self, pairing: Pairing) -> None:
        moves: dict[EId, EId | None] = {eid: pairing.moves.get(eid) for eid in pairing.old.known}
        self._title = pairing.old.act.title
        self._fates = Fates(Amended(before=pairing.old.act, after=pairing.new.act, items=(), moves=moves))

    def changes(self, eid: EId, raw: str, new: str) -> list[Change]:
        """List the references of a paragraph in force that the text after (`new`) has in their new form.

        `eid` is that of the provision after. A list of references is taken as a whole or not at all.
        """
        if "第" not in raw:
            return []
        pointers = find_pointers(raw, self._title)
        judged = verdicts(Block(eid, raw, ()), pointers, self._fates)
        edits = [edit for change in judged for edit in change.edits]
        found: list[Change] = []
        for start, end in _lists(raw, pointers):
            own = [Change(e.start, e.end, e.new) for e in edits if start <= e.start and e.end <= end]
            if own and _shown(raw, start, end, own) in new:
                found += own
        return found


def _shown(raw: str, start: int, end: int, changes: Sequence[Change]) -> str:
    return see(raw[start:end], [Change(c.start - start, c.end - start, c.new) for c in changes]).text


def _lists(raw: str, pointers: Sequence[Pointer]) -> Iterator[tuple[int, int]]:
    """The places of lists of references: 第十条、第十一条第二款."""
    start, end = -1, -1
    for pointer in pointers:
        if end < 0 or pointer.start < end or not joins(raw[end : pointer.start]):
            if end >= 0:
                yield start, end
            start = pointer.start
        end = pointer.end
    if end >= 0:
        yield start, end
