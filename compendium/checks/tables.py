"""S701, S702: the table of synonyms, which staff keep beside the texts."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.catalog import Catalog, Files
from compendium.checks.rules import found
from compendium.problems import Problem
from compendium.querying.names import Name, Names
from compendium.querying.synonyms import SYNONYMS_FILE, read_synonyms


def synonyms(catalog: Catalog, files: Files) -> Iterator[Problem]:
    """Every fault of the table, and every title in it that the search finds in no act."""
    if SYNONYMS_FILE not in files.paths():
        return
    thesaurus, faults = read_synonyms(files.read(SYNONYMS_FILE))
    for fault in faults:
        yield found("S701", SYNONYMS_FILE, fault.line, fault.reason)
    names = Names(
        Name(work.uri, title)
        for work in catalog.works
        for facts in (*work.expressions, *work.translations)
        for title in (facts.title, facts.short_title)
        if title
    )
    for meaning in thesaurus.meanings.values():
        for title in meaning.titles:
            if not names.find(title):
                yield found("S702", SYNONYMS_FILE, meaning.line, f"“{meaning.word}”所指的不在库中", title)
