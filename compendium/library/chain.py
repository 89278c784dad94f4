"""Whether each version of an act was made from the one before it.

Two people may each carry out a decision on the same text, each in a copy of the corpus. Git joins the two
copies without a word, since each has written files of its own, and the later version lacks what the earlier
one changed. Facts alone tell it: a version says which version it was made from, and its 题注 tells every
amendment in it. A text taken from a file is its own truth; of it only a recorded origin that is not the
version before is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from compendium.law.act import Basis, Correction, Event
from compendium.law.days import day_label
from compendium.law.kinds import AMENDING, DECISIONS
from compendium.law.names import title_key
from compendium.law.timeline import first_day, start_of
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A version that was not made from the one before it.

    `origin` is the day that names the version it was made from, None where it is the version before itself,
    changed since. `missing` are the amendments of the version before of which it does not tell.
    """

    facts: Facts
    before: Facts
    origin: date | None
    missing: tuple[Event, ...] = ()

    @property
    def is_official(self) -> bool:
        """Whether the later text is one of its own, which can't lack anything for being made elsewhere."""
        return self.facts.official

    @property
    def words(self) -> str:
        """What it was made from, and which version it should have been made from (Chinese)."""
        before = day_label(self.before.date)
        if self.origin is None:
            return f"前一版本 {before} 后来又有修改，本版本没有"
        return f"在 {day_label(self.origin)} 的版本上作出，而前一版本是 {before}"


def version_before(work: Work, facts: Facts) -> Facts | None:
    """Find the version that holds on the eve of another one's day of effect; None for the first.

    A version whose day of effect is left open comes neither before another nor after it.
    """
    start = _start(facts)
    if start is None:
        return None
    begun = [(day, n) for n, other in enumerate(work.expressions) if (day := _start(other)) and day < start]
    return work.expressions[max(begun)[1]] if begun else None


def _start(facts: Facts) -> date | None:
    undetermined = facts.commencements and facts.commencements[0].basis is Basis.UNDETERMINED
    return None if undetermined else start_of(facts)[0]


def breaks(work: Work) -> Iterator[Break]:
    """List the versions of an act that were not made from the version before them."""
    for facts in work.expressions:
        before = version_before(work, facts)
        if before is None:
            continue
        names = {before.date, *before.former}
        origins = [made.before for made in facts.made if made.before not in names]
        missing = () if facts.official else tuple(_untold(before, facts))
        if origins or missing:
            yield Break(facts=facts, before=before, origin=next(iter(origins), None), missing=missing)


def _untold(before: Facts, facts: Facts) -> Iterator[Event]:
    """The amendments in the version before of which a text made from it must tell, and does not.

    One that tells of no amendment at all was entered by hand, and nothing is known of how it was made.
    """
    told = {event.date for event in facts.events if event.kind in AMENDING}
    for event in before.events if told else ():
        if event.kind in AMENDING and event.words and event.date not in told:
            yield event


def uncorrected(work: Work) -> Iterator[tuple[Facts, Facts, tuple[Correction, ...]]]:
    """List (version, version before, errata) where a made text does not have the errata of the text before.

    Whether the wrong words stand in it is for whoever reads both texts to say.
    """
    for facts in work.expressions:
        before = None if facts.official else version_before(work, facts)
        if before is not None and facts.made:
            held = facts.corrections
            lacking = tuple(c for c in before.corrections if not any(_same(c, own) for own in held))
            if lacking:
                yield facts, before, lacking


def _same(one: Correction, other: Correction) -> bool:
    return (one.reason, one.source, one.date) == (other.reason, other.source, other.date)


def sharing_folder(work: Work) -> tuple[Facts, ...]:
    """List the decisions that have come to stand in one folder though each is an act of its own.

    Each was given the same name in a copy of the corpus that did not know the other. They come in the order
    of adoption; none where there is but one.
    """
    if work.kind not in DECISIONS:
        return ()
    firsts = {first_day(facts): facts for facts in reversed(work.expressions)}
    return tuple(firsts[day] for day in sorted(firsts)) if len(firsts) > 1 else ()


def without_version(catalog: Catalog, decision: Facts) -> Iterator[Work]:
    """List the works on which a decision's file records operations, and of which no version tells of it.

    Two decisions for one day write one file; whoever settles the conflict by choosing one loses the other.
    """
    for uri in decision.amends:
        work = catalog.by_uri.get(uri)
        if work is not None and not any(tells_of(facts, decision) for facts in work.expressions):
            yield work


def tells_of(facts: Facts, decision: Facts) -> bool:
    """Whether a version says that a decision amended it, or an earlier text of the act."""
    made = {event.date for event in decision.events}
    key = title_key(decision.title)
    if any(m.decision == decision.work and (not made or m.decided in made) for m in facts.made):
        return True
    amendments = (e for e in facts.events if e.kind in AMENDING and e.date in made)
    return any(not event.decision or title_key(event.decision) in key for event in amendments)
