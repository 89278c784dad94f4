"""Numbers that have come to mean something else since a decision was adopted.

A decision speaks the numbers of the text as it was when it was adopted. Where one adopted later takes effect
before it and shifts them, what it points at is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from compendium.amending.instruction import Amended, Item, State
from compendium.law.act import Act
from compendium.law.identifiers import EId

_REASON = "本决定通过以后，另有决定改变了此处的序号并且先行施行，不能确定所指的条款，请写明"


@dataclass(frozen=True, slots=True)
class Shifted:
    """The eIds of a text whose provisions had another one, or none, before a decision adopted on a day."""

    adopted: date
    eids: frozenset[EId]


def shifted_in(text: Act) -> list[Shifted]:
    """List what the decisions that made a version shifted, as the version tells."""
    days = {change.decided for change in text.changes}
    return [
        Shifted(day, frozenset(c.eid for c in text.changes if c.decided == day and c.was != (c.eid,)))
        for day in sorted(days)
    ]


def shifted_by(amended: Amended, adopted: date, earlier: Iterable[Shifted] = ()) -> list[Shifted]:
    """Tell what stands elsewhere after an amendment, with what earlier ones shifted at its place now."""
    was: Mapping[EId, EId] = {new: old for old, new in amended.moves.items() if new}
    there = {provision.eid for provision in amended.after.provisions()}
    kept = [
        Shifted(s.adopted, frozenset(filter(None, (amended.moves.get(eid) for eid in s.eids))))
        for s in earlier
    ]
    return [*kept, Shifted(adopted, frozenset(eid for eid in there if was.get(eid) != eid))]


def overtaken(shifted: Iterable[Shifted], adopted: date | None) -> frozenset[EId]:
    """List what was shifted by decisions adopted after a day."""
    if adopted is None:
        return frozenset()
    return frozenset(eid for one in shifted if one.adopted > adopted for eid in one.eids)


def without_overtaken(items: Iterable[Item], eids: frozenset[EId]) -> tuple[Item, ...]:
    """Refuse what was read where the numbers have shifted; what a person stated stands."""
    return tuple(
        replace(item, state=State.REFUSED, reason=_REASON)
        if item.state is State.READ
        and not _words_only(item)
        and any(_touches(eid, eids) for eid in _named(item))
        else item
        for item in items
    )


def _words_only(item: Item) -> bool:
    """Whether words are changed wherever they stand."""
    return all((op.old or op.new) and len(op.targets) > 1 for op in item.operations)


def _named(item: Item) -> Iterable[EId]:
    for operation in item.operations:
        yield from operation.targets or operation.results


def _touches(eid: EId, eids: frozenset[EId]) -> bool:
    """Whether a provision, or what it stands in, is one of them."""
    steps = eid.split("__")
    return any("__".join(steps[:count]) in eids for count in range(1, len(steps) + 1))
