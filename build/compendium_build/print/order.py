"""The order of the book: regulations by 编, 章 and 节, by kind where there are no classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compendium.catalog import Work
from compendium.config import Category
from compendium.model import ActKind
from compendium.numerals import to_chinese
from compendium.timeline import Status
from compendium_build.edition import Edition

PRINTED = (Status.IN_FORCE, Status.NOT_YET)
LEVELS = "编章节"
_DECISIONS = (ActKind.AMENDING_DECISION, ActKind.REPEALING_DECISION)
_ORDER = {kind: position for position, kind in enumerate(ActKind)}


@dataclass(frozen=True, slots=True)
class Division:
    """A 编, 章 or 节 of the book, or a kind of act in the place of a 编; `depth` counts from 0."""

    id: str
    depth: int
    label: str
    title: str

    @property
    def anchor(self) -> str:
        """The name of the place where it opens."""
        return f"division:{self.id}"

    @property
    def name(self) -> str:
        """Number and title."""
        return "\u3000".join(filter(None, (self.label, self.title)))


Path = tuple[Division, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A work in its place; `opens` are the divisions that begin with it."""

    work: Work
    path: Path
    opens: Path


def arrange(edition: Edition, chosen: frozenset[str] | None = None) -> list[Placed]:
    """The works that stand in the book, in order; a work of several classes stands in the first of them.

    `chosen` are the folders of those that are wanted; None takes all.
    """
    paths = {path[-1].id: path for path in _paths(edition.scheme, ())}
    works = [work for work in edition.catalog.works if edition.standing(work).status in PRINTED]
    works = [work for work in works if chosen is None or work.folder in chosen]
    classed = {work.uri: path for work in works if (path := _class_of(edition, work, paths))}
    ranks = {path[-1].id: rank for rank, path in enumerate(paths.values())}
    rows = []
    for work in works:
        kind = edition.current(work).kind
        path = classed.get(work.uri) or (_kind_division(kind, mixed=bool(classed)),)
        rank = ranks.get(path[-1].id, len(ranks))
        rows.append((rank, _ORDER[kind], work.slug, work.folder, work, path))
    return list(_opened([(row[4], row[5]) for row in sorted(rows, key=lambda row: row[:4])]))


def _paths(categories: Sequence[Category], above: Path) -> Iterator[Path]:
    for position, category in enumerate(categories, 1):
        path = (*above, _division(category, position, len(above)))
        yield path
        yield from _paths(category.children, path)


def _division(category: Category, position: int, depth: int) -> Division:
    label = f"第{to_chinese(position)}{LEVELS[depth]}"
    return Division(category.id, depth, "" if category.title.startswith(label) else label, category.title)


def _class_of(edition: Edition, work: Work, paths: dict[str, Path]) -> Path | None:
    return next((paths[id] for id in edition.current(work).subjects if id in paths), None)


def _kind_division(kind: ActKind, mixed: bool) -> Division:
    return Division(
        kind.value, 0, "", kind.chinese + ("（未归类）" if mixed and kind not in _DECISIONS else "")
    )


def _opened(rows: Sequence[tuple[Work, Path]]) -> Iterator[Placed]:
    before: Path = ()
    for work, path in rows:
        same = 0
        while same < min(len(before), len(path)) and before[same] == path[same]:
            same += 1
        yield Placed(work, path, path[same:])
        before = path
