"""What staff, and other acts, have entered on a text that is made anew: none of it is lost."""

from __future__ import annotations

from dataclasses import replace

from compendium.editing.commencing import tied
from compendium.editing.rewording import reword
from compendium.law.act import Act, Correction, Event
from compendium.law.identifiers import NO_EID, EId
from compendium.law.kinds import LASTING, EventKind
from compendium.library.facts import labels


def entered(after: Act, held: Act) -> Act:
    """Carry over to a text made anew what was entered on the one it replaces.

    These are class, keywords and short title; a day of effect that the decision leaves open; the ends,
    extensions and suspensions that other acts brought; errata of its own.

    Raises:
        NotOnce, InPieces, NothingLeft: an erratum does not fit the new text.
    """
    own = tuple(c for c in held.corrections if c not in after.corrections)
    out = replace(after, subjects=held.subjects, keywords=held.keywords, short_title=held.short_title)
    out = _with_days(out, held, own)
    out = replace(out, former=held.renamed(out.date).former, events=(*out.events, *_brought(out, held)))
    return _with_errata(out, held, own)


def _with_days(after: Act, held: Act, own: tuple[Correction, ...]) -> Act:
    """The text with the days of effect that staff have settled on the one it replaces."""
    first = held.commencements[:1]
    corrected = any(place.eid == NO_EID for correction in own for place in correction.places)
    open_ = not (after.commencements and after.commencements[0].basis.is_known)
    if first and first[0].basis.is_known and (open_ or corrected):
        after = replace(after, date=held.date, commencements=(*first, *after.commencements[1:]))
    for commencement in held.commencements[1:]:
        wids = {p.wid for p in held.provisions() if p.period == commencement.id}
        eids = [p.eid for p in after.provisions() if p.wid in wids and not p.period]
        if eids:
            after = tied(after, eids, commencement)
    return after


def _brought(after: Act, held: Act) -> list[Event]:
    """The events that other acts have recorded on a text; what it says of its own end it says again."""
    lasting = (e for e in held.events if e.kind in LASTING | {EventKind.REPEAL} and e not in after.events)
    return [e for e in lasting if e.kind is not EventKind.EXPIRY or e.decision]


def _with_errata(after: Act, held: Act, own: tuple[Correction, ...]) -> Act:
    wids = {p.eid: p.wid for p in held.provisions()}
    for correction in own:
        for place in correction.places:
            eid = next((p.eid for p in after.provisions() if p.wid == wids.get(place.eid)), place.eid)
            if place.eid != NO_EID:
                after = reword(after, EId(eid), place.old, place.new, dict(labels(after)).get(eid, eid))
    return replace(after, corrections=(*after.corrections, *own))
