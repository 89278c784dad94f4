"""A version whose day of effect becomes known: its file, its translations, what names it by its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from compendium.akn import parse_act, write_act
from compendium.editing.rewording import mapped
from compendium.law.act import Act
from compendium.law.identifiers import CorpusPath
from compendium.law.names import expression_path
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts

Files = Mapping[CorpusPath, bytes | None]


def moved(
    catalog: Catalog, work: Work, facts: Facts, act: Act, written: Files
) -> dict[CorpusPath, bytes | None]:
    """List the files to write, or to remove (None), when `act` takes the place of the version of `facts`.

    Its translations take its day and its commencements, and the versions amended from it its new name.
    `written` are files that are not in the corpus yet.
    """
    files: dict[CorpusPath, bytes | None] = {}
    for version in (facts, *(t for t in work.translations if t.date == facts.date)):
        held = current(catalog, version, written)
        own = act if version is facts else _like(act, held)
        if act.date != facts.date:
            files[version.path] = None
            own = replace(own, former=held.renamed(act.date).former)
        files[expression_path(own.work, own.language, own.date)] = write_act(own)
    for later in work.expressions if act.date != facts.date else ():
        held = current(catalog, later, written)
        if any(change.before == facts.date for change in held.changes):
            files[later.path] = write_act(_renamed(held, facts, act))
    return files


def current(catalog: Catalog, facts: Facts, written: Files) -> Act:
    """Return a version as it will stand once what is `written` is in the corpus."""
    data = written.get(facts.path)
    return parse_act(data, facts.path) if data else catalog.act(facts)


def _like(act: Act, translation: Act) -> Act:
    """A translation with the days of effect of its original."""
    periods = {provision.eid: provision.period for provision in act.provisions()}
    out = mapped(translation, lambda p: replace(p, period=periods.get(p.eid, p.period)))
    return replace(out, date=act.date, commencements=act.commencements)


def _renamed(version: Act, facts: Facts, act: Act) -> Act:
    changes = (replace(c, before=act.date) if c.before == facts.date else c for c in version.changes)
    return replace(version, changes=tuple(changes))
