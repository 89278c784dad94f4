"""Which text of which regulation a part of a decision amends."""

from __future__ import annotations

import re
from datetime import date, timedelta

from compendium.amending.instruction import Part
from compendium.catalog import Catalog, Work
from compendium.days import day_words
from compendium.facts import Facts
from compendium.model import Act
from compendium.problems import CompendiumError
from compendium.timeline import Status, standing, start_of
from compendium.titles import quoted, title_key

_DATED = re.compile(r"[（(](?:[12]\d{3}年?)?(?:修[正订](?:文本|本)?)?[)）]$")


class NoBase(CompendiumError):
    """The regulation is there, but no text of it that the decision could amend."""


def work_of(part: Part, catalog: Catalog, day: date | None) -> Work | None:
    """The regulation that a part names, None when the corpus does not hold it.

    Of several with one title (re-made after a repeal, documents under one name) the one meant has the
    document number that the decision gives, or is the only one that holds before the day of effect.

    Raises:
        NoBase: the words fit several.
    """
    for title in (part.title, *part.aliases):
        found = catalog.by_title.get(title_key(title), ())
        if part.number:
            found = tuple(w for w in found if w.expressions[-1].number in ("", part.number)) or found
        if len(found) > 1 and day is not None:
            eve = day - timedelta(days=1)
            found = tuple(w for w in found if standing(w.expressions, eve).status is Status.IN_FORCE) or found
        if len(found) > 1:
            folders = "、".join(work.folder for work in found)
            raise NoBase(f"{quoted(title)}在法规库中不止一部（{folders}），不能确定修改哪一部")
        if found:
            return found[0]
    return next(filter(None, (_dated(title, catalog) for title in (part.title, *part.aliases))), None)


def _dated(title: str, catalog: Catalog) -> Work | None:
    """The only work whose title adds to this one nothing but a year or 修正 in brackets.

    Other brackets tell works apart: （试行）, （二）.
    """
    key = title_key(title)
    found = [w for w in catalog.works if _DATED.search(w.title) and title_key(_DATED.sub("", w.title)) == key]
    return found[0] if len(found) == 1 else None


def base_of(work: Work, day: date | None) -> Facts:
    """The version in force on the day before `day`; the last one while the day is undetermined.

    What another decision makes of the act for the same day comes first: both then hold together.

    Raises:
        NoBase: the act has ended, or no version has begun by then.
    """
    versions = work.expressions
    if day is None:
        begun = [facts for facts in versions if start_of(facts)[0] is not None]
        return (begun or list(versions))[-1]
    same_day = [facts for facts in versions if facts.date == day]
    if same_day:
        return same_day[-1]
    eve = day - timedelta(days=1)
    now = standing(versions, eve)
    if now.status in (Status.REPEALED, Status.EXPIRED):
        raise NoBase(f"{quoted(work.title)}在{day_words(eve)}{now.status.value}，不能修改")
    if now.status is Status.NOT_YET:
        raise NoBase(f"{quoted(work.title)}在{day_words(eve)}尚未施行，法规库中没有可以修改的文本")
    return versions[now.index]


def made_by(facts: Facts, decision: Act | Facts) -> bool:
    """Whether this decision made a version, as its text tells, or else its last amendment in the 题注."""
    if facts.amended_by:
        return decision.work in facts.amended_by
    return place_in(facts, decision) >= 0


def place_in(facts: Facts, decision: Act | Facts) -> int:
    """Where the decision stands among the last amendments in the 题注 of a version; -1 where it does not."""
    told = [event for event in facts.events if event.decision]
    adopted = {event.date for event in decision.events}
    for position, event in enumerate(told):
        same = event.date in adopted and title_key(event.decision) in title_key(decision.title)
        if same and (event.date == told[-1].date or decision.work in facts.amended_by):
            return position
    return -1
