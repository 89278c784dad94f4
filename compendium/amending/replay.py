"""Hold stored texts against what the decisions in the corpus make of the texts before them.

Consolidation is a build that can be replayed: equal, or each difference named. A difference that staff have
recorded with its reason, in the statements beside the decision, is told but is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from compendium.amending.instruction import Item
from compendium.amending.planning import plan_decision, stored_statements
from compendium.amending.planning.plans import AmendPlan, WorkPlan
from compendium.amending.statements import Deviation, Statements
from compendium.compare import Difference, DifferenceKind, difference
from compendium.law.act import Act
from compendium.law.identifiers import CorpusPath
from compendium.law.kinds import DECISIONS
from compendium.law.names import title_key
from compendium.library.catalog import Catalog
from compendium.library.chain import breaks
from compendium.text.wording import correction_name


@dataclass(frozen=True, slots=True)
class Departure:
    """A difference between the stored text and the replay; `reason` is the recorded one, if any."""

    difference: Difference
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """One version replayed: the decision, the stored text, what could not be carried out, what differs."""

    decision: Act
    stored: Act
    path: CorpusPath
    refused: tuple[Item, ...] = ()
    fault: str = ""
    departures: tuple[Departure, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the operations make exactly the stored text."""
        return not (self.refused or self.fault or self.departures)

    @property
    def explained(self) -> bool:
        """Whether all that differs has its recorded reason."""
        return not (self.refused or self.fault) and all(d.reason for d in self.departures)


def replays(catalog: Catalog, tell: Callable[[int, int], None] | None = None) -> Iterator[Replay]:
    """Replay every version whose decision and whose text before the corpus holds."""
    decisions = [work for work in catalog.works if work.kind in DECISIONS]
    for position, work in enumerate(decisions, 1):
        for facts in work.expressions:
            yield from replays_of(catalog.act(facts), catalog)
        if tell:
            tell(position, len(decisions))


def replays_of(decision: Act, catalog: Catalog) -> Iterator[Replay]:
    """Replay what one decision made."""
    statements = stored_statements(decision, catalog)
    plan = plan_decision(decision, catalog, statements)
    for work in plan.works:
        if work.decision is None and work.work and work.held and not work.interim:
            yield _replay(plan, work, work.held, statements, catalog)


def _replay(plan: AmendPlan, work: WorkPlan, stored: Act, statements: Statements, catalog: Catalog) -> Replay:
    known = catalog.by_uri[stored.work]
    path = next(facts.path for facts in known.expressions if facts.date == stored.date)
    broken = {one.facts.path: one for one in breaks(known) if not one.is_official}
    if path in broken:
        return Replay(decision=plan.decision, stored=stored, path=path, fault=broken[path].words)
    if work.after is None:
        return Replay(
            decision=plan.decision, stored=stored, path=path, refused=work.refused, fault=work.fault
        )
    found = tuple(
        Departure(one, _reason(one, work.title, statements, stored)) for one in difference(work.after, stored)
    )
    return Replay(decision=plan.decision, stored=stored, path=path, departures=found)


def _reason(one: Difference, title: str, statements: Statements, stored: Act) -> str:
    """The recorded reason for a difference at its place: a statement, or a correction of the text."""
    for deviation in statements.deviations:
        if _same(deviation, one, title):
            return deviation.reason
    return _corrected(one, stored)


def _corrected(one: Difference, stored: Act) -> str:
    """The reasons of the corrections that make the stored words of the replayed ones; empty if none do."""
    text, reasons = one.replayed_words, []
    for correction in stored.corrections:
        for place in correction.places:
            old, new = place.old, place.new
            if one.kind is DifferenceKind.PREFACE:  # 题注：2019年…修正
                old, new = old.partition("：")[2], new.partition("：")[2]
            if old and old in text:
                text = text.replace(old, new, 1)
                reasons.append(f"{correction_name(correction)}：{correction.reason}")
            elif not old and new and one.official_words.replace(new, "", 1) == text:
                text = one.official_words
                reasons.append(f"{correction_name(correction)}：{correction.reason}")
    return "；".join(dict.fromkeys(reasons)) if text == one.official_words else ""


def _same(deviation: Deviation, one: Difference, title: str) -> bool:
    return (
        title_key(deviation.work) == title_key(title)
        and deviation.place == one.place
        and (not deviation.official or deviation.official in one.official_words)
    )
