"""Which numbers follow from insertions and deletions, and which must be said."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from compendium.amending.deriving.pairing import Pairing, containers, units
from compendium.amending.instruction import Renumber
from compendium.amending.reference import Numbering
from compendium.model import HEADED, Level, Provision


def numbers_moved(pairing: Pairing, replaced: Collection[str]) -> bool:
    """Whether a provision that goes on and is not given anew has another number."""
    return any(
        pairing.old.number[old] != pairing.new.number[new]
        for old, new in pairing.moves.items()
        if pairing.old.known[old].num and (_is_unit(pairing.old.known[old]) or old not in replaced)
    )


def _is_unit(provision: Provision) -> bool:
    return provision.level in (*HEADED, Level.ARTICLE, Level.LEVEL)


def unfollowing(pairing: Pairing) -> tuple[Renumber, ...]:
    """The 条 and 章 whose new numbers counting on does not give."""
    body = pairing.new.act.body
    rows = [list(units(body)), *_rows(body)]
    return tuple(r for row in rows for r in _row(pairing, row))


def _rows(provisions: Sequence[Provision]) -> list[list[Provision]]:
    """The 章 side by side, the 节 of each 章."""
    row = [p for p in provisions if any(c is p for c in containers([p]))]
    return [row, *(inner for p in row for inner in _rows(p.children))] if row else []


def _row(pairing: Pairing, row: Sequence[Provision]) -> list[Renumber]:
    numbers = [pairing.new.number[p.eid] for p in row]
    if all(len(n) == 1 for n in numbers) and [n[0] for n in numbers] == list(range(1, len(row) + 1)):
        return []
    return [
        Renumber(
            pairing.old.ref(pairing.source[p.eid], numbering=Numbering.OLD),
            pairing.new.ref(p.eid, numbering=Numbering.NEW),
        )
        for p in row
        if p.eid in pairing.source and pairing.old.known[pairing.source[p.eid]].num != p.num
    ]
