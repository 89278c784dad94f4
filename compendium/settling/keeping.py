"""What a corrected text keeps of the version it corrects: events, periods, the words of its operations."""

from __future__ import annotations

from dataclasses import replace

from compendium.commencement import expiry
from compendium.history import read_history
from compendium.model import Act, Event, EventKind, Passage
from compendium.problems import CompendiumError
from compendium.settling.discrepancy import common_ends
from compendium.settling.rewording import mapped


class TouchesOperation(CompendiumError):
    """The corrected words are words of a decision that an operation was read from."""

    def __init__(self) -> None:
        super().__init__(
            "所改的字在决定据以修改法规的词句之中，改了以后操作与文字不符；请先撤回据它所作的修改，改正后重新修改"
        )


def keep_periods(before: Act, after: Act) -> Act:
    """Give the provisions of a text read anew the days of effect that they have in the corpus."""
    periods = {provision.wid: provision.period for provision in before.provisions()}
    return mapped(after, lambda provision: replace(provision, period=periods.get(provision.wid, "")))


def keep_events(before: Act, after: Act) -> Act:
    """Let the events follow a 题注 or a 有效期 that has been put right; all others stay."""
    events = before.events
    if after.history != before.history:
        old, new = read_history(before.history).events, read_history(after.history).events
        kept = tuple(event for event in events if event not in old)
        events = tuple(sorted((*new, *kept), key=lambda event: event.date))
    old_end, new_end = expiry(before), expiry(after)
    if old_end != new_end:
        events = tuple(e for e in events if (e.kind, e.date) != (EventKind.EXPIRY, old_end))
        events += (Event(EventKind.EXPIRY, new_end, words="有效期"),) if new_end else ()
    return replace(after, events=events)


def keep_passages(before: Act, after: Act) -> Act:
    """Let the places of a decision's operations follow its words.

    Raises:
        TouchesOperation: their own words have changed.
    """
    modifications = tuple(
        replace(m, passages=tuple(_moved(passage, before, after) for passage in m.passages))
        for m in before.modifications
    )
    return replace(after, modifications=modifications)


def _moved(passage: Passage, before: Act, after: Act) -> Passage:
    old, new = _text(before, passage), _text(after, passage)
    if old is None or new is None:
        raise TouchesOperation
    start, end = common_ends(old, new)
    if old == new or passage.end <= start:
        return passage
    if passage.start < len(old) - end:
        raise TouchesOperation
    shift = len(new) - len(old)
    return replace(passage, start=passage.start + shift, end=passage.end + shift)


def _text(act: Act, passage: Passage) -> str | None:
    """The paragraph that a passage lies in; None when there is none."""
    for provision in act.provisions():
        if provision.eid == passage.eid:
            blocks = (*provision.blocks, *provision.tail)
            return blocks[passage.block].text if passage.block < len(blocks) else None
    return None
