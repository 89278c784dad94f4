"""Which version of a work a text takes the place of, stands beside or follows, and what it keeps of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from compendium.editing.record import keep_record
from compendium.intake.source import squeeze
from compendium.law.act import Act
from compendium.law.kinds import DECIDING
from compendium.law.names import title_key


def is_titled(act: Act, versions: Iterable[Act]) -> bool:
    """Tell whether a text bears the title of one of the versions, or there are none."""
    titles = {title_key(version.title) for version in versions}
    return not titles or title_key(act.title) in titles


def named_otherwise(chain: Mapping[date, Act], act: Act) -> Act | None:
    """Find the version of the same 题注 that a text's day named, before its own was known or put right."""
    told = squeeze(act.history)
    held = (other for other in chain.values() if act.date not in chain and act.date in other.former)
    return next((other for other in held if told and squeeze(other.history) == told), None)


def made_alike(chain: Mapping[date, Act], act: Act) -> Act | None:
    """Find the version of another day that was made by all that made this text, and nothing else.

    It is the same version with another day of effect, or one that takes effect by steps.
    """
    made = _making(act)
    held = (other for day, other in chain.items() if act.date not in chain and day != act.date)
    return next((other for other in held if made and _making(other) == made), None)


def _making(act: Act) -> frozenset[tuple[str, date]]:
    return frozenset((event.kind.value, event.date) for event in act.events if event.kind in DECIDING)


def neighbour(chain: Mapping[date, Act], day: date) -> Act | None:
    """Find the version before a day, or the first after it when there is none."""
    earlier = [d for d in chain if d < day]
    if earlier:
        return chain[max(earlier)]
    return chain[min(chain)] if chain else None


def inherit(before: Act, act: Act, *, same: bool) -> Act:
    """Keep what staff have added: class, keywords, short title; for a correction also the day of effect.

    `same` is set where the text takes the place of `before`. Where it does so under another day, that day and
    the periods are its own.
    """
    act = replace(act, subjects=before.subjects, keywords=before.keywords, short_title=before.short_title)
    if not same:
        return act
    there = {provision.eid for provision in act.provisions()}
    changes = tuple(change for change in before.changes if not change.eid or change.eid in there)
    act = replace(
        keep_record(before, act), corrections=before.corrections, changes=changes, former=before.former
    )
    if act.date != before.date:
        return replace(act, former=before.renamed(act.date).former)
    return replace(act, commencements=before.commencements) if before.commencements else act
