"""Errata of a version that one made from it does not have: each was entered without the other."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.editing.rewording import count_in
from compendium.law.act import CorrectedWords
from compendium.library.catalog import Catalog, Work
from compendium.library.chain import uncorrected
from compendium.library.facts import Facts


def lacking_errata(work: Work, catalog: Catalog) -> Iterator[tuple[Facts, Facts, CorrectedWords]]:
    """List (version, version before, erratum) where the wrong words still stand at the same provision.

    Texts are read only of versions that were made from one corrected since.
    """
    for facts, before, corrections in uncorrected(work):
        wids = {p.eid: p.wid for p in catalog.act(before).provisions()}
        held = {p.wid: p for p in catalog.act(facts).provisions()}
        for place in (place for correction in corrections for place in correction.places):
            provision = held.get(wids[place.eid]) if place.eid in wids else None
            if provision is None or not place.old or not place.new:
                continue
            right = count_in(provision, place.new) * place.new.count(place.old)
            if count_in(provision, place.old) > right:
                yield facts, before, place
