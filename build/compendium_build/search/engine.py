"""The seam: what a search engine must do to stand behind the index. Nothing else knows which one it is.

An engine may find candidates in any way as long as it misses none; what it returns has passed
`match.Matcher` on the folded text, is rated by `match.rate` and ordered by `order_key`. So two
engines over the same documents give the same answers in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from compendium.problems import CompendiumError
from compendium_build.search.documents import Document
from compendium_build.search.query import Query


class DamagedIndex(CompendiumError):
    """The files of an index can't be read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"检索索引已损坏：{folder}。请重新生成索引。")


class IndexBusy(CompendiumError):
    """Another process is writing the index."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"另一个程序正在更新检索索引：{folder}。请稍后再试。")


@dataclass(frozen=True, slots=True)
class Match:
    """A document that answers the query, and how well."""

    document: Document
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the answers, and how many there are in all."""

    total: int
    matches: tuple[Match, ...]


def order_key(score: float, path: str, order: int) -> tuple[float, str, int]:
    """The order of answers: the best first, then by file and place in the file."""
    return (-score, path, order)


class Reader(Protocol):
    """An index as it was when it was opened; later commits don't change it."""

    def search(self, query: Query, day: int | None, limit: int, offset: int = 0) -> Found:
        """Find what answers the query on a day (a proleptic ordinal), or in all versions for None."""
        ...

    def count(self) -> int:
        """The number of documents."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class Writer(Protocol):
    """Changes to an index, seen by nobody before the commit and not at all after a cancel or a crash."""

    def delete(self, paths: frozenset[str]) -> None:
        """Delete all documents of these files that were committed before."""
        ...

    def add(self, document: Document) -> None:
        """Add a document."""
        ...

    def commit(self) -> None:
        """Make all changes seen at once."""
        ...

    def cancel(self) -> None:
        """Forget all changes."""
        ...


class Engine(Protocol):
    """A search engine that keeps an index in a folder of its own."""

    @property
    def name(self) -> str:
        """Its name and version; an index is read only by the one that wrote it."""
        ...

    def writer(self, folder: Path) -> Writer:
        """Begin to change the index in the folder, which is made if it is not there.

        Raises:
            IndexBusy: another process is at it.
        """
        ...

    def reader(self, folder: Path) -> Reader:
        """Open the index in the folder.

        Raises:
            DamagedIndex: there is none, or it can't be read.
        """
        ...
