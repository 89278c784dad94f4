"""The history of a work, event by event, oldest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from compendium.catalog import Work
from compendium_build.addresses import relative
from compendium_build.news import work_happenings
from compendium_build.web.saying import happened, on
from compendium_build.web.words import Tongue
from compendium_build.wording import event_parts


@dataclass(frozen=True, slots=True)
class Step:
    """An event as it is told: the words before and after the decision's title, and where that stands.

    `said` is what happened, in English, where the page is: who decided it is told in Chinese all the same.
    """

    iso: str
    day: str
    before: str
    decision: str
    href: str
    after: str
    is_to_come: bool
    said: str = ""


def story(
    work: Work, day: date, decisions: Mapping[tuple[str, str], tuple[str, str]], page: str, tongue: Tongue
) -> list[Step]:
    """Tell the events of a work in order of time."""
    steps = []
    for happening in sorted(work_happenings(work), key=lambda h: h.rank):
        event = happening.event
        before, after = event_parts(event)
        found = decisions.get((event.decision, ""))
        href = relative(page, found[0]) if found else ""
        words = (before, event.decision, href, after)
        if tongue.is_english and before + event.decision + after == event.kind.chinese:
            words = ("", "", "", "")
        said = happened(event, happening.is_partial, tongue) if tongue.is_english else ""
        steps.append(Step(event.date.isoformat(), on(event.date, tongue), *words, event.date > day, said))
    return steps
