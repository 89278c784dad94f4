"""All that staff must do as of a day, as far as the corpus tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from compendium.duties.chain import broken_chains
from compendium.duties.decisions import unapplied
from compendium.duties.duty import Duty, ordered
from compendium.duties.effects import unrecorded, waiting
from compendium.duties.laws import Law, older_than_laws
from compendium.duties.references import stale_references
from compendium.duties.times import commencing, ending, lasting, open_days, unread_times
from compendium.library.catalog import Catalog


def survey(
    catalog: Catalog, day: date, laws: Iterable[Law] = (), more: Iterable[Duty] = ()
) -> tuple[Duty, ...]:
    """List what must be done, the most urgent first; `more` are duties found elsewhere."""
    found = [
        *broken_chains(catalog, day),
        *unapplied(catalog, day),
        *unrecorded(catalog, day),
        *commencing(catalog, day),
        *ending(catalog, day),
        *lasting(catalog, day),
        *stale_references(catalog, day),
        *older_than_laws(catalog, day, laws),
        *open_days(catalog, day),
        *unread_times(catalog, day),
        *waiting(catalog, day),
        *more,
    ]
    return ordered(found, day)
