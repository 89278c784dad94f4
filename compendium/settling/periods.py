"""Provisions that begin on a day of their own: which commencement holds for one, and tying one to another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from compendium.model import Act, Commencement, Provision
from compendium.settling.rewording import mapped


def period_of(act: Act, eid: str) -> Commencement | None:
    """The commencement that a provision, or what it stands in, has of its own; None when it is the act's."""
    chain = _chain(act, eid)
    name = next((p.period for p in reversed(chain) if p.period), "")
    return next((c for c in act.commencements[1:] if c.id == name), None)


def _chain(act: Act, eid: str) -> list[Provision]:
    """A provision and all it stands in, the outermost first."""
    roots = [*act.preamble, *act.body, *(root for a in act.attachments for root in a.body)]
    chain: list[Provision] = []
    while found := next((p for p in roots if any(q.eid == eid for q in p.walk())), None):
        chain.append(found)
        roots = list(found.children) if found.eid != eid else []
    return chain


def tied(act: Act, eids: Collection[str], commencement: Commencement) -> Act:
    """Tie provisions to a commencement of their own; one that nothing is tied to any more goes."""
    before = {p.period for p in act.provisions() if p.period}
    name = _name(act, eids)
    out = mapped(act, lambda p: replace(p, period=name) if p.eid in eids else p)
    gone = before - {p.period for p in out.provisions()}
    kept = [c for c in act.commencements[1:] if c.id not in gone | {name}]
    added = sorted([*kept, replace(commencement, id=name)], key=lambda c: int(c.id.rpartition("_")[2]))
    return replace(out, commencements=(*act.commencements[:1], *added))


def _name(act: Act, eids: Collection[str]) -> str:
    """The name of a commencement that only these provisions have, or one that is free."""
    for commencement in act.commencements[1:]:
        tied_to = {p.eid for p in act.provisions() if p.period == commencement.id}
        if tied_to and tied_to <= set(eids):
            return commencement.id
    taken = {c.id for c in act.commencements}
    return next(name for n in range(2, 10_000) if (name := f"cm_{n}") not in taken)
