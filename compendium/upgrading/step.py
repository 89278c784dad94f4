"""A step from one format of a corpus to the next, and what it may say of itself.

A step is a pure function from a state to an outcome. It never touches the corpus: what it wants is carried
out, or refused whole, by `compendium.upgrading.planning`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from compendium.akn import parse_act
from compendium.law.act import Act
from compendium.law.identifiers import CorpusPath
from compendium.law.names import parse_expression_path
from compendium.library.overlay import Overlay


class State(Overlay):
    """The files of a corpus in memory: a snapshot, and over it what steps have written (None: removed)."""

    def versions(self) -> Iterator[tuple[CorpusPath, bytes]]:
        """The files of versions and translations, with their bytes."""
        for path in self.paths():
            if parse_expression_path(path):
                yield path, self.read(path)


@dataclass(frozen=True, slots=True)
class Done:
    """What a step did to a file, in words (“条文编号改写”), and how often."""

    path: CorpusPath
    words: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a step cannot decide: where, which words, and why. One doubt, and nothing is written."""

    path: CorpusPath
    line: int
    reason: str
    words: str = ""

    def __str__(self) -> str:
        quoted = f"：“{self.words}”" if self.words else ""
        return f"{self.path}:{self.line}: {self.reason}{quoted}"


@dataclass(frozen=True, slots=True)
class Moved:
    """A work (kind/slug) or a version (kind/slug/day) that stands elsewhere after the step."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Announced:
    """Characters of a text, or a file, that a step changes on purpose.

    `path` is the file after the step (before it, when the step takes it away). `before` becomes `after` once;
    both are empty for a file that is no text.
    """

    path: CorpusPath
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step wants: files to write (None: to remove); and what it says of that."""

    files: Mapping[CorpusPath, bytes | None] = field(default_factory=dict)
    done: tuple[Done, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    moved: tuple[Moved, ...] = ()
    announced: tuple[Announced, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """The step from the format `source` to the next; `words` say what it is for.

    `read` reads a version as the earlier format has it. A step after which the program's own reader no longer
    understands the earlier format keeps a reader that does: texts are compared by what both of them find.
    """

    source: int
    words: str
    run: Callable[[State], Outcome]
    read: Callable[[bytes, str], Act] = parse_act

    @property
    def target(self) -> int:
        """The format that it leads to."""
        return self.source + 1
