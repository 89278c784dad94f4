"""The texts of a work in all its versions, each text once.

Most of a new version reads as the one before. What is equal in several versions is one unit of the work's
pool; a version is a list of units. Units are numbered as they first occur, version after version, so a new
version adds units at the end and moves none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from compendium.law.act import Act
from compendium.law.identifiers import EId
from compendium.law.timeline import interval_of
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.querying.folding import fold
from compendium_build.search.documents import Document, Interval, Part, documents_of
from compendium_build.websearch.packing import pack


@dataclass(frozen=True, slots=True)
class Unit:
    """A text that stands in one version or more; `start` is its place in the pool's folded text."""

    part: Part
    text: str
    folded: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a version has a unit; `begins` is its own first day, 0 when that is the version's."""

    unit: int
    eid: EId
    label: str
    headings: tuple[str, ...]
    begins: int


@dataclass(frozen=True)
class Pool:
    """The units of a work, and for each version, in the order of `versions_of`, where they stand."""

    units: tuple[Unit, ...]
    versions: tuple[tuple[Place, ...], ...]

    @cached_property
    def size(self) -> int:
        """The length of the pool's text; one place is left free after each unit."""
        return self.units[-1].start + len(self.units[-1].folded) + 1 if self.units else 0

    def chunk_of(self, unit: Unit, chunks: int) -> int:
        """Which of so many files holds the text of a unit; the browser reckons the same."""
        return unit.start * chunks // self.size


def lengths_of(pool: Pool) -> str:
    """The lengths of the units of a pool, packed: with them a place tells its unit."""
    return pack(len(unit.folded) for unit in pool.units)


def versions_of(work: Work) -> list[tuple[Facts, Interval]]:
    """The versions of a work in all languages, the oldest first, with the time each holds for."""
    found = [
        (facts, interval_of(sequence, position))
        for sequence in (work.expressions, work.translations)
        for position, facts in enumerate(sequence)
    ]
    return sorted(found, key=lambda version: (version[0].date, version[0].path))


def pool_of(read: Callable[[Facts], Act], work: Work) -> Pool:
    """Read the texts of a work."""
    return pooled([list(documents_of(read(facts), facts, interval)) for facts, interval in versions_of(work)])


def pooled(versions: Sequence[Sequence[Document]]) -> Pool:
    """Put the documents of versions into a pool.

    A text that a version has twice is two units, so that a unit stands in a version once at most.
    """
    units: list[Unit] = []
    known: dict[tuple[Part, str, int], int] = {}
    places = tuple(tuple(_places(documents, units, known)) for documents in versions)
    return Pool(tuple(units), places)


def _places(
    documents: Sequence[Document], units: list[Unit], known: dict[tuple[Part, str, int], int]
) -> Iterator[Place]:
    met: Counter[tuple[Part, str]] = Counter()
    usual = min((document.start for document in documents), default=0)
    for document in documents:
        key = (document.part, document.text, met[document.part, document.text])
        met[document.part, document.text] += 1
        if key not in known:
            known[key] = len(units)
            start = units[-1].start + len(units[-1].folded) + 1 if units else 0
            units.append(Unit(document.part, document.text, fold(document.text), start))
        begins = document.start if document.start != usual else 0
        yield Place(
            unit=known[key], eid=document.eid, label=document.label, headings=document.headings, begins=begins
        )
