"""What only the whole tells: a 条 that changed its 章, was split from another or took others in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compendium.compare.matching import Matching, words
from compendium.compare.places import groups_units
from compendium.compare.rows import UNITS, Kind, Row
from compendium.law.act import Attachment, Provision

SHARE = 0.5
"""Share of the text of a 条 that must come from another for it to count as split from that."""


def with_container(row: Row, matching: Matching) -> Row:
    """Mark a row where a 条 stands in another 章 than before, though in the same order."""
    old, new = _provisions(row)
    if old is None or new is None or row.moved or groups_units(new) or row.kind is Kind.DEPARTED:
        return row
    above, was = matching.new[id(new)].above, matching.old[id(old)].above
    if above is None or was is None or matching.partner(above) is was:
        return row
    if matching.partner(above) is None or matching.successor(was) is None:
        return row  # the 章 came or went around its 条, and its heading says so
    kind = Kind.MOVED if row.kind in (Kind.UNCHANGED, Kind.RENUMBERED) else row.kind
    return replace(row, kind=kind, moved=True, form=False)


def with_origins(row: Row, matching: Matching) -> Row:
    """Mark a row where a 条 was split from another, or joined with one that is gone."""
    _, new = _provisions(row)
    if row.role not in UNITS or new is None or row.kind is Kind.DEPARTED or groups_units(new):
        return row
    kind = _kinship(new, matching)
    if kind is None:
        return row
    origins = tuple(matching.old[id(p)].side for p in matching.sources(new))
    return replace(row, kind=kind, origins=origins, form=False)


def _kinship(new: Provision, matching: Matching) -> Kind | None:
    own, sources = matching.partner(new), matching.sources(new)
    if own is None:
        if not _is_offspring(new, matching):
            return None
        return Kind.SPLIT if len(sources) == 1 else Kind.JOINED
    if any(p is not own and matching.successor(p) is None for p in sources):
        return Kind.JOINED
    others = [p for p in matching.receivers(own) if matching.partner(p) is None]
    return Kind.SPLIT if any(_is_offspring(p, matching) for p in others) else None


def _is_offspring(new: Provision, matching: Matching) -> bool:
    """Whether a 条 without a partner has most of its text from 条 of the text before."""
    if id(new) in matching.stated:
        return True
    leaves = [p for child in new.children for p in child.walk() if matching.partner(p) is not None]
    tops = [p for p in leaves if matching.new[id(p)].above not in leaves]
    return sum(len(words(p)) for p in tops) >= SHARE * max(len(words(new)), 1) and bool(tops)


def attachment_partners(
    old: Sequence[Attachment], new: Sequence[Attachment], matching: Matching
) -> list[int | None]:
    """Pair each attachment with the one before that shares most provisions with it, else by its eId."""
    home = {id(p): i for i, a in enumerate(old) for root in a.body for p in root.walk()}
    out: list[int | None] = []
    for attachment in new:
        votes = [0] * len(old)
        for root in attachment.body:
            for provision in root.walk():
                place = home.get(id(matching.partner(provision)))
                if place is not None:
                    votes[place] += 1
        ranked = sorted(range(len(old)), key=lambda i: -votes[i])
        best = next((i for i in ranked if votes[i] and i not in out), None)
        out.append(best)
    for j, attachment in enumerate(new):
        if out[j] is None:
            same = (i for i, a in enumerate(old) if a.eid == attachment.eid and i not in out)
            out[j] = next(same, None)
    return out


def _provisions(row: Row) -> tuple[Provision | None, Provision | None]:
    old = row.before.provision if row.before else None
    new = row.after.provision if row.after else None
    return old, new
