"""Word files, e-books and PDFs of versions: what is wanted, under which key, and the files as artifacts.

Their keys hold what they are made from and the part of the program that makes them, so that neither another
day nor a change of the pages makes them again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from compendium.catalog import Work
from compendium.facts import Facts
from compendium_build.addresses import version_file
from compendium_build.artifacts import Artifact
from compendium_build.edition import Edition
from compendium_build.forms import form_key, version_docx, version_epub
from compendium_build.machine.choice import forms_for, slow_forms_of
from compendium_build.print.single import single_key, version_pdf


@dataclass(frozen=True, slots=True)
class Wanted:
    """A version in a form that takes long, and the hash of all it is made from."""

    work: Work
    facts: Facts
    ending: str
    key: str

    @property
    def path(self) -> str:
        """Its address."""
        return version_file(self.work, self.facts, self.ending)


def wanted_forms(edition: Edition, work: Work, facts: Facts) -> Iterator[Wanted]:
    """The slow forms of a version."""
    endings = [form.ending for form in forms_for(edition, facts) if form.is_slow]
    packed = form_key(edition, work, facts) if {"docx", "epub"} & set(endings) else ""
    for ending in endings:
        key = single_key(edition, work, facts) if ending == "pdf" else packed
        yield Wanted(work, facts, ending, key)


def slow_artifacts(edition: Edition, work: Work, facts: Facts) -> Iterator[Artifact]:
    """The files; those that were made beforehand are only read."""
    for wanted in wanted_forms(edition, work, facts):
        yield Artifact(wanted.path, wanted.key, partial(_bytes, edition, wanted))


def _bytes(edition: Edition, wanted: Wanted) -> bytes:
    slow = slow_forms_of(edition)
    held = slow.made(wanted.key, wanted.ending) if slow else None
    return make(edition, wanted) if held is None else held


def make(edition: Edition, wanted: Wanted) -> bytes:
    """Make one here and now."""
    match wanted.ending:
        case "docx":
            return version_docx(edition, wanted.work, wanted.facts)
        case "epub":
            return version_epub(edition, wanted.work, wanted.facts)
        case _:
            return version_pdf(edition, wanted.work, wanted.facts)
