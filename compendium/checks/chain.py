"""Rules on the chain of versions: each is made from the one before, every decision has its version."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.checks.rules import found
from compendium.editing.errata import lacking_errata
from compendium.law.days import day_label
from compendium.law.names import quoted
from compendium.law.problems import Problem
from compendium.library.catalog import Catalog, Work
from compendium.library.chain import breaks, sharing_folder, without_version


def chained(work: Work, catalog: Catalog) -> Iterator[Problem]:
    """V405, V408: each version is made from the one before it and has its errata."""
    for one in breaks(work):
        code = "V408" if one.is_official else "V405"
        yield found(code, one.facts.path, 1, one.words, "；".join(e.words for e in one.missing))
    for facts, before, place in lacking_errata(work, catalog):
        words = f"{day_label(before.date)} 的版本已经勘误，本版本仍是“{place.old}”"
        yield found("V405", facts.path, 1, words, place.new)


def apart(work: Work) -> Iterator[Problem]:
    """V406: every decision has a folder of its own."""
    first, *others = sharing_folder(work) or (work.expressions[0],)
    for other in others:
        yield found("V406", other.path, 1, f"与 {first.path} 是两件决定，地址却相同", other.title)


def carried_out(work: Work, catalog: Catalog) -> Iterator[Problem]:
    """V407: what a decision is recorded to have done to a regulation stands in a version."""
    for facts in work.expressions:
        for regulation in without_version(catalog, facts):
            title = quoted(regulation.title)
            yield found("V407", facts.path, 1, f"{title}没有一个版本记有本决定", facts.title)
