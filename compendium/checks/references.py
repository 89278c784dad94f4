"""Rules on references: what is cited is there."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.checks.rules import found
from compendium.law.act import Act
from compendium.law.citations import locate
from compendium.law.effects import ENDS_ACT
from compendium.law.identifiers import EId
from compendium.law.kinds import DECISIONS
from compendium.law.names import quoted, title_key
from compendium.law.problems import Problem
from compendium.law.timeline import end_of, standing
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts, Reference


def internal(act: Act, facts: Facts, path: str) -> Iterator[Problem]:
    """R501: 本条例第三十条第二款 is there. Decisions speak of other acts and are left out."""
    if act.kind in DECISIONS:
        return
    known = {eid for eid, _ in facts.labels}
    lines = {p.eid: p.line for p in act.provisions()}
    for reference in facts.references:
        if reference.title or not reference.eid:
            continue
        eid = _in_same_text(reference)
        if locate(eid, known) is None:
            yield found(
                "R501", path, lines.get(reference.source, 0), _where(facts, reference), reference.words
            )


def _in_same_text(reference: Reference) -> EId:
    """本办法第三条 inside an attachment speaks of the attachment."""
    head = reference.source.partition("__")[0]
    return EId(f"{head}__{reference.eid}") if head.startswith("att_") else reference.eid


def _where(facts: Facts, reference: Reference) -> str:
    label = dict(facts.labels).get(reference.source, reference.source)
    return f"{label}引用的条款不存在"


def external(work: Work, catalog: Catalog) -> Iterator[Problem]:
    """R502, R503: what the latest version cites of other acts is in force and has that provision.

    What it ends itself it may name.
    """
    facts = work.expressions[-1]
    if work.kind in DECISIONS:
        return
    ends = {title_key(effect.title) for effect in facts.effects if effect.kind in ENDS_ACT}
    for reference in facts.references:
        cited = catalog.cited(reference.title) if reference.title else None
        if cited is None or cited.uri == work.uri:
            continue
        target = cited.expressions[standing(cited.expressions, facts.date).index]
        known = {eid for eid, _ in target.labels}
        if reference.eid and locate(reference.eid, known) is None:
            yield found(
                "R502", facts.path, 1, _where(facts, reference), f"{quoted(cited.title)}{reference.words}"
            )
        ended = end_of(cited.expressions)
        if (
            ended
            and not reference.eid
            and title_key(reference.title) not in ends
            and not _acts_on(facts, cited)
        ):
            label = dict(facts.labels).get(reference.source, "")
            message = f"{label}引用的法规自 {ended[0]} 起{ended[1].chinese}"
            yield found("R503", facts.path, 1, message, reference.words)


def _acts_on(facts: Facts, cited: Work) -> bool:
    """Whether the act is named as the one that ended, extended, suspended or resumed what it cites."""
    return any(event.decision == facts.title for held in cited.expressions for event in held.events)
