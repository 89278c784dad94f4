"""References that change only because numbers moved: they follow by themselves and are no change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compendium.amending.deriving.pairing import Pairing
from compendium.amending.deriving.seen import Change, see
from compendium.amending.operation import Amended
from compendium.amending.repair.places import Fates
from compendium.amending.repair.pointer import Pointer, joins
from compendium.amending.repair.pointers import find_pointers
from compendium.amending.repair.verdict import Block, verdicts


class Following:
    """Tells how the references of a paragraph will read when nothing is ordered about them."""

    def __init__(self, pairing: Pairing) -> None:
        moves: dict[str, str | None] = {eid: pairing.moves.get(eid) for eid in pairing.old.known}
        self._title = pairing.old.act.title
        self._fates = Fates(Amended(pairing.old.act, pairing.new.act, (), moves))

    def changes(self, eid: str, raw: str, new: str) -> list[Change]:
        """The references of a paragraph in force that the text after (`new`) has in their new form.

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
