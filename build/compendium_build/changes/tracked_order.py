"""Two printed texts in one sequence: what stayed, what is deleted in its old place, what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from compendium.comparing.order import in_order, merged
from compendium_build.changes.printed import Paragraph, Printed

T = TypeVar("T")


class Fate(StrEnum):
    """What became of a paragraph, a row or a table."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """An item of either text, or of both."""

    old: T | None
    new: T | None

    @property
    def fate(self) -> Fate:
        """What became of it."""
        return Fate.INSERTED if self.old is None else Fate.DELETED if self.new is None else Fate.KEPT


def in_sequence(old: Sequence[T], new: Sequence[T], partners: Sequence[int | None]) -> list[Step[T]]:
    """One sequence of two; what changed places is deleted at the old and new at the other."""
    kept = in_order(partners)
    still = [place if at in kept else None for at, place in enumerate(partners)]
    steps = merged(still, len(old))
    return [Step(old[i] if i is not None else None, new[j] if j is not None else None) for i, j, _ in steps]


def printed_partners(
    old: Sequence[Printed], new: Sequence[Printed], was: Sequence[int | None]
) -> list[int | None]:
    """Which printed item is which: by the last piece of a paragraph, by the caption of a table."""
    place = {(type(item), _main(item)): at for at, item in enumerate(old)}
    out: list[int | None] = []
    for item in new:
        partner = was[_main(item)]
        out.append(None if partner is None else place.get((type(item), partner)))
    return out


def _main(item: Printed) -> int:
    return item.pieces[-1] if isinstance(item, Paragraph) else item.caption


def ended(steps: Sequence[Step[T]]) -> list[Step[T]]:
    """Let a run of paragraphs end with one whose mark can stay: Word can't delete or insert the last mark.

    After the last paragraph that stayed, what is deleted comes before what is new, and where there is both
    the last of each become one paragraph with other words.
    """
    last = max((at for at, step in enumerate(steps) if step.fate is Fate.KEPT), default=-1)
    gone = [step for step in steps[last + 1 :] if step.fate is Fate.DELETED]
    new = [step for step in steps[last + 1 :] if step.fate is Fate.INSERTED]
    if not gone or not new:
        return list(steps)
    joined = Step(gone[-1].old, new[-1].new)
    return [*steps[: last + 1], *gone[:-1], *new[:-1], joined]


def marks_of(steps: Sequence[Step[T]]) -> list[Fate]:
    """What becomes of the paragraph mark of each step; that of the last always stays.

    Where paragraphs at the end come or go, the mark before them does in place of the last one's.
    """
    fates = [step.fate for step in steps]
    if fates and fates[-1] is not Fate.KEPT:
        last = max((at for at, fate in enumerate(fates) if fate is Fate.KEPT), default=-1)
        if last >= 0:
            fates[last] = fates[-1]
        fates[-1] = Fate.KEPT
    return fates
