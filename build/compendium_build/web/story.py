"""The history of a work, event by event, oldest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from compendium.catalog import Work
from compendium.days import day_words
from compendium_build.addresses import relative
from compendium_build.news import work_happenings
from compendium_build.wording import event_parts


@dataclass(frozen=True, slots=True)
class Step:
    """An event as it is told: the words before and after the decision's title, and where that stands."""

    iso: str
    day: str
    before: str
    decision: str
    href: str
    after: str
    is_to_come: bool


def story(
    work: Work, day: date, decisions: Mapping[tuple[str, str], tuple[str, str]], page: str
) -> list[Step]:
    """Tell the events of a work in order of time."""
    steps = []
    for happening in sorted(work_happenings(work), key=lambda h: h.rank):
        event = happening.event
        before, after = event_parts(event)
        found = decisions.get((event.decision, ""))
        href = relative(page, found[0]) if found else ""
        words = (before, event.decision, href, after)
        steps.append(Step(event.date.isoformat(), day_words(event.date), *words, event.date > day))
    return steps
