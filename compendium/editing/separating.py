"""Two decisions in one folder: each gets a folder, and with it an address, of its own.

A decision is named by its title and its year. Two copies of a corpus that do not know of each other give the
same name to two decisions of one title; git joins them in one folder, as if one were a version of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from compendium.akn import write_act
from compendium.editing.decided import Changes
from compendium.editing.moving import current
from compendium.intake.finish import pictures_of
from compendium.law.act import Act
from compendium.law.commencement import made_on
from compendium.law.days import day_words
from compendium.law.identifiers import CorpusPath, Uri
from compendium.law.names import (
    WorkUri,
    expression_path,
    folder_of,
    free_uri,
    parse_work_uri,
    path_in,
    quoted,
)
from compendium.law.timeline import first_day
from compendium.library.catalog import Catalog, Work
from compendium.library.chain import sharing_folder
from compendium.library.facts import Facts
from compendium.library.media_files import without_use


def separated(catalog: Catalog, work: Work) -> Changes:
    """Give each decision of a folder but the first adopted a folder of its own.

    Its translations, its statements and its pictures go with it, and the versions that it made name it by its
    new address. No text changes.
    """
    changes = Changes()
    taken = {known.folder for known in catalog.works}
    for facts in sharing_folder(work)[1:]:
        uri = free_uri(_wanted(work.uri, first_day(facts).year), taken)
        taken.add(uri.folder)
        mine = [f for f in (*work.expressions, *work.translations) if first_day(f) == first_day(facts)]
        for version in mine:
            act = catalog.act(version)
            _move(act, version, Uri(str(uri)), catalog=catalog, files=changes.files)
        for version in _made_by(catalog, facts):
            act = _renamed(current(catalog, version, changes.files), facts, Uri(str(uri)))
            changes.files[version.path] = write_act(act)
        day = day_words(made_on(facts) or facts.date)
        changes.notes.append(f"{day}的{quoted(facts.title)}移到 {uri.folder}")
    return changes


def _wanted(uri: Uri, year: int) -> WorkUri:
    """The address that a decision would have had in an empty corpus."""
    held = parse_work_uri(uri)
    return replace(held, year=year, slug=re.sub(r"-[12]\d{3}(?:-\d+)?$", "", held.slug))


def _move(
    act: Act, facts: Facts, uri: Uri, *, catalog: Catalog, files: dict[CorpusPath, bytes | None]
) -> None:
    """Write a version, its pictures and the statements beside it under another address."""
    path = expression_path(uri, act.language, act.date)
    old, new = folder_of(facts.path), folder_of(path)
    files[facts.path] = None
    files[path] = write_act(replace(act, work=uri))
    there = set(catalog.files.paths())
    beside = CorpusPath(facts.path.removesuffix(".xml") + ".toml")
    if beside in there:
        files[beside] = None
        files[CorpusPath(path.removesuffix(".xml") + ".toml")] = catalog.files.read(beside)
    pictures = pictures_of(act)
    for name in pictures:
        if path_in(old, name) in there:
            files[path_in(new, name)] = catalog.files.read(path_in(old, name))
    files.update(without_use(old, catalog.files, files, pictures))


def _made_by(catalog: Catalog, decision: Facts) -> Iterator[Facts]:
    """The versions that say that this decision made them, told from its namesake by the day of adoption."""
    for work in catalog.works:
        for facts in work.expressions:
            if any(m.decision == decision.work and m.decided == _decided(decision) for m in facts.made):
                yield facts


def _decided(decision: Facts) -> date:
    return made_on(decision) or decision.date


def _renamed(version: Act, decision: Facts, uri: Uri) -> Act:
    """A version that names the decision by its new address."""
    day = _decided(decision)
    changes = (
        replace(c, decision=uri) if c.decision == decision.work and c.decided == day else c
        for c in version.changes
    )
    return replace(version, changes=tuple(changes))
