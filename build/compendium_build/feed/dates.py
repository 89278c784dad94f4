"""The days that matter to a reader: when what a version tells was adopted, promulgated and takes effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from compendium.facts import Facts
from compendium.model import Event, EventKind
from compendium.timeline import start_of

AGAIN = frozenset({EventKind.AMENDMENT, EventKind.REVISION})
_ADOPTED = AGAIN | {EventKind.ADOPTION}
MAKING = _ADOPTED | {EventKind.PROMULGATION, EventKind.APPROVAL}
"""The events that make a text."""


def dates_of(facts: Facts, event: Event | None) -> dict[str, date]:
    """The days of adoption, promulgation, approval and effect of the text that an event made.

    An event that makes no text has those of the version that tells it; a day that no text states is left out.
    """
    rounds = list(_rounds(facts.events))
    own = next((one for one in rounds if event in one), rounds[-1] if rounds else [])
    found: dict[str, date] = {}
    for name, kinds in _NAMES:
        days = [item.date for item in own if item.kind in kinds]
        if days:
            found[name] = days[0]
    start, certain = start_of(facts)
    if event is not None and event.kind is EventKind.COMMENCEMENT:
        found["effective"] = event.date
    elif start and certain and (not rounds or own is rounds[-1]):
        found["effective"] = start
    if event is not None and event.kind in (EventKind.REPEAL, EventKind.EXPIRY):
        found["ended"] = event.date
    return found


_NAMES = (
    ("adopted", _ADOPTED),
    ("approved", frozenset({EventKind.APPROVAL})),
    ("promulgated", frozenset({EventKind.PROMULGATION})),
)


def _rounds(events: Sequence[Event]) -> Iterator[list[Event]]:
    """The making events by the text that they made: each 修正 or 修订 begins anew.

    The 通过 of a decision that another body approves stands before the 修正 and belongs to it.
    """
    current: list[Event] = []
    for event in events:
        if event.kind not in MAKING:
            continue
        decides = event.kind is EventKind.ADOPTION and event.decision
        follows = bool(current) and current[-1].kind is EventKind.ADOPTION and current[-1].decision
        if current and (decides or (event.kind in AGAIN and not follows)):
            yield current
            current = []
        current.append(event)
    if current:
        yield current
