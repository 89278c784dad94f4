"""The seam: what a search engine must do to stand behind the index. Nothing else knows which one it is.

An engine keeps the pieces of versions, each under a number (see `versions.Version.no`), and finds those for
which a formula holds: exactly those, whatever it indexes by. What a query means, which versions hold on a
day, facets, order, marks and pages are the same for all engines and stand elsewhere.

A folded text is indexed by characters and pairs of characters. So every run of characters is found: one
character by itself, a longer run by its pairs. For an engine that cuts at spaces, a text is its pairs in
order, then each of its characters once; ASCII becomes full width, so that no engine takes any of it for
punctuation or syntax.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from compendium.law.identifiers import EId
from compendium.law.problems import CompendiumError
from compendium.querying.formula import Formula
from compendium_build.search.documents import Document, Part
from compendium_build.search.versions import Held, Shelf

EVERYTHING = 1 << 40
"""A number of hits that is never reached."""


class DamagedIndex(CompendiumError):
    """The files of an index that can't be read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"检索索引已损坏：{folder}。请重新生成索引。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A piece as it was given. `id` is its version's number << 16 | its order; `below` the eIds under it."""

    id: int
    part: Part
    eid: EId
    label: str
    headings: tuple[str, ...]
    below: tuple[EId, ...]
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a formula found: hits for each version that holds, and the best of those in the chosen ones.

    `best` are ids, at most as many as were asked for: those that look best to the engine.
    """

    counts: Mapping[int, int]
    best: Sequence[int]


class Reader(Protocol):
    """An index as it was when it was opened; may be asked by several threads at once."""

    def find(
        self, formula: Formula, held: Held, chosen: frozenset[int] | None, top: int, each: int = 0
    ) -> Found:
        """Find the pieces for which a formula holds among what holds.

        `chosen` are the versions whose hits are wanted, None for all; `top` is how many hits, `each` how
        many at most of one version, 0 for any number.
        """
        ...

    def stored(self, ids: Sequence[int]) -> list[Stored]:
        """Read the pieces with these ids, in any order."""
        ...

    def pieces(self, version: int) -> list[Stored]:
        """Read all pieces of a version, in order."""
        ...

    def count(self) -> int:
        """Count the pieces."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class Writer(Protocol):
    """A new state of an index, seen by nobody before its folder is named by the manifest."""

    def delete(self, versions: Iterable[int]) -> None:
        """Delete all pieces of these versions."""
        ...

    def add(self, version: int, documents: Iterable[Document]) -> None:
        """Add the pieces of a version."""
        ...

    def commit(self) -> None:
        """Write everything to disk."""
        ...

    def cancel(self) -> None:
        """Forget everything."""
        ...


class Engine(Protocol):
    """A search engine that keeps each state of an index in a folder of its own."""

    @property
    def name(self) -> str:
        """What it is chosen by."""
        ...

    @property
    def stamp(self) -> str:
        """Its name and version; an index is read only by the one that wrote it."""
        ...

    def writer(self, folder: Path, base: Path | None) -> Writer:
        """Begin a new state in an empty folder, with what stands in the base folder."""
        ...

    def reader(self, folder: Path, shelf: Shelf) -> Reader:
        """Open the state in the folder; `shelf` has the versions in it.

        Raises:
            DamagedIndex: there is none, or it can't be read.
        """
        ...


_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
# Grams asked for: a spread of them is enough, since hits are verified on the text.
_MOST = 24


def grams_of(folded: str) -> set[str]:
    """List all characters and all pairs of neighbouring characters of a folded text.

    >>> sorted(grams_of("甲乙甲"))
    ['乙', '乙甲', '甲', '甲乙']
    """
    return set(folded) | {a + b for a, b in pairwise(folded)}


def grams_for(phrase: str) -> list[str]:
    """List grams that every text with the phrase has; a spread of them is enough where hits are verified.

    >>> grams_for("甲"), grams_for("甲乙丙")
    (['甲'], ['甲乙', '乙丙'])
    """
    if len(phrase) < 2:
        return [phrase]
    last = len(phrase) - 2
    step = max(-(-last // (_MOST - 1)), 1)
    starts = dict.fromkeys([*range(0, last, step), last])
    return list(dict.fromkeys(phrase[start : start + 2] for start in starts))


def words_of(folded: str) -> str:
    """Write a folded text as words: its pairs in order, then each of its characters.

    >>> words_of("甲a甲")
    '甲ａ ａ甲 甲 ａ'
    """
    wide = folded.translate(_WIDE)
    return " ".join([*map("".join, pairwise(wide)), *dict.fromkeys(wide)])


def words_for(run: str) -> list[str]:
    """List the words that stand in a row wherever a folded run does.

    >>> words_for("甲"), words_for("甲a甲")
    (['甲'], ['甲ａ', 'ａ甲'])
    """
    wide = run.translate(_WIDE)
    return [wide] if len(wide) < 2 else list(map("".join, pairwise(wide)))
