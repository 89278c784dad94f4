"""Versions that lack what the version before them changed, and decisions that have lost their place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from compendium.checks.chain import apart, carried_out
from compendium.duties.duty import Concern, Duty, Place, known_by, name_of, version_id
from compendium.editing.errata import lacking_errata
from compendium.law.days import day_label, day_words
from compendium.law.timeline import start_of
from compendium.library.catalog import Catalog, Work
from compendium.library.chain import breaks
from compendium.library.facts import Facts


def broken_chains(catalog: Catalog, day: date) -> Iterator[Duty]:
    """List what keeps a corpus from being published because two people entered it beside each other."""
    for work in catalog.works:
        broken = {one.facts: one.words for one in breaks(work) if not one.is_official}
        for facts, before, _ in lacking_errata(work, catalog):
            broken.setdefault(facts, f"没有 {day_label(before.date)} 版本的勘误")
        for facts, words in broken.items():
            if known_by(facts, day):
                message = f"{day_words(facts.date)}的版本{words}"
                yield _duty(work, facts, message, f"compendium rebase {name_of(catalog, work)}")
        by_path: dict[str, Facts] = {facts.path: facts for facts in work.expressions}
        for problems, command in ((apart(work), "rebase"), (carried_out(work, catalog), "amend apply")):
            for problem in problems:
                call = f"compendium {command} {name_of(catalog, work)}"
                yield _duty(work, by_path[problem.path], f"：{problem.message}", call)


def _duty(work: Work, facts: Facts, message: str, command: str) -> Duty:
    """A duty that stops publication, whatever its day."""
    return Duty(
        id=f"{Concern.CHAIN}:{version_id(facts)}",
        concern=Concern.CHAIN,
        title=facts.title,
        message=message,
        work=work.uri,
        due=start_of(facts)[0],
        overdue=True,
        places=(Place(path=facts.path, line=1),),
        command=command,
    )
