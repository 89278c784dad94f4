"""Provisions of a version that do not hold yet on a day, though the version does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from compendium.days import day_words
from compendium.model import Act, Basis, Commencement, Provision


def pending_words(commencement: Commencement, day: date) -> str:
    """Say from when some provisions hold; empty when they do on that day."""
    if commencement.basis is Basis.UNDETERMINED or commencement.date is None:
        return "施行日期另行规定"
    if commencement.date <= day:
        return ""
    if commencement.basis is Basis.NOT_STATED:
        return "施行日期未载明"
    return f"自{day_words(commencement.date)}起施行"


def pending(act: Act, day: date, shown: Provision | None = None) -> dict[str, str]:
    """Words for what is still to come on a day, by eId; what stands below such a provision is not repeated.

    `shown` is the provision that is looked at by itself: it takes the words of what it stands in.
    """
    words = {c.id: pending_words(c, day) for c in act.commencements[1:]}
    if not any(words.values()):
        return {}
    roots = [*act.preamble, *act.body, *(root for part in act.attachments for root in part.body)]
    marks = {eid: own for eid, own, above in _walk(roots, words, "") if own and own != above}
    if shown is not None:
        held = {eid: own for eid, own, _ in _walk(roots, words, "")}
        if own := held.get(shown.eid):
            marks[shown.eid] = own
    return marks


def _walk(
    provisions: list[Provision], words: Mapping[str, str], above: str
) -> Iterator[tuple[str, str, str]]:
    """Every provision with its words and those of what it stands in."""
    for provision in provisions:
        own = words.get(provision.period, "") if provision.period else above
        yield provision.eid, own, above
        yield from _walk(list(provision.children), words, own)
