"""What the engines in a folder share: they give candidates, the folded texts decide.

An engine indexes by characters and pairs of characters, so the pieces that hold all pairs of a run are few
more than those that hold the run. Only pieces of versions that hold are looked at; what was found is kept for
the next page or filter.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

from compendium.querying import fold
from compendium.querying.formula import All, Column, Flag, Formula, Has, Is, Some
from compendium_build.search.documents import BODIES, Part
from compendium_build.search.engine import Found, Stored
from compendium_build.search.pieces import Pieces
from compendium_build.search.versions import Held, Shelf

# Findings that are kept for the next page or filter.
_KEPT = 64
_TITLE_FIRST = 10.0


class LocalReader(ABC):
    """An index in a folder; the engine gives the pieces that hold some runs."""

    def __init__(self, folder: Path, shelf: Shelf) -> None:
        self.folder = folder
        self._shelf = shelf
        self._pieces = Pieces(folder)
        self._kept: OrderedDict[tuple[Formula, int | None], list[int]] = OrderedDict()
        self._said = {
            v.no: {Column.TITLE: fold(v.title), Column.ISSUER: fold(v.issuer), Column.NUMBER: fold(v.number)}
            for v in shelf.versions
        }

        newest = sorted(shelf.versions, key=lambda v: (-v.date.toordinal(), v.path))
        self._place = {version.no: place for place, version in enumerate(newest)}
        self._named = lru_cache(1024)(self._named_in)

    @abstractmethod
    def _candidates(self, formula: Formula) -> Iterable[int]:
        """Every piece for which a formula of runs in the own text may hold, none twice."""

    @abstractmethod
    def _close(self) -> None:
        """Let go of the engine's files."""

    def find(
        self, formula: Formula, held: Held, chosen: frozenset[int] | None, top: int, each: int = 0
    ) -> Found:
        """Find the pieces for which a formula holds among what holds."""
        ids = self._found(formula, held)
        counts = Counter([piece >> 16 for piece in ids])
        if not top:
            return Found(counts, ())
        mine = ids if chosen is None else [piece for piece in ids if piece >> 16 in chosen]
        if each or len(mine) > top:
            mine = self._best(formula, mine, top, each or top)
        return Found(counts, mine)

    def stored(self, ids: Sequence[int]) -> list[Stored]:
        """Read the pieces with these ids."""
        return [self._pieces.of(piece >> 16)[piece & 0xFFFF] for piece in ids]

    def pieces(self, version: int) -> list[Stored]:
        """Read all pieces of a version, in order."""
        return self._pieces.of(version)

    def count(self) -> int:
        """Count the pieces."""
        return self._pieces.count

    def close(self) -> None:
        """Let go of the files."""
        self._pieces.close()
        self._close()

    def _found(self, formula: Formula, held: Held) -> list[int]:
        key = (formula, held.day)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._look(formula, held)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _look(self, formula: Formula, held: Held) -> list[int]:
        narrowed = self._narrowed(formula)
        if narrowed is None:  # only titles can answer
            candidates: Iterable[int] = (number << 16 for number in held.versions)
        else:
            candidates = self._candidates(narrowed)
        versions, without = held.versions, held.without
        ids = [piece for piece in candidates if piece >> 16 in versions]
        if without:
            ids = [piece for piece in ids if piece not in without]
        if isinstance(formula, Has) and len(formula.run) < 3:
            return ids
        return [piece for piece in ids if self._holds(formula, piece)]

    def _narrowed(self, formula: Formula) -> Formula | None:
        """What of a formula can be asked of the grams; None when that is nothing."""
        match formula:
            case Has(Column.OWN, _):
                return formula
            case Some(parts):
                found = [self._narrowed(part) for part in parts if not self._idle(part)]
                some = tuple(part for part in found if part is not None)
                if len(some) < len(found) or not some:
                    return None
                return some[0] if len(some) == 1 else Some(some)
            case All(parts):
                every = tuple(part for part in map(self._narrowed, parts) if part is not None)
                if not every:
                    return None
                return every[0] if len(every) == 1 else All(every)
            case _:
                return None

    def _idle(self, formula: Formula) -> bool:
        """Whether no act has the run in its title, issuer or number."""
        if not isinstance(formula, Has) or formula.column is Column.OWN:
            return False
        return not self._named(formula.column, formula.run)

    def _named_in(self, column: Column, run: str) -> frozenset[int]:
        """The versions with a run in what is said of them."""
        return frozenset(number for number, said in self._said.items() if run in said[column])

    def _holds(self, formula: Formula, piece: int) -> bool:
        match formula:
            case Has(Column.OWN, run):
                return run in self._pieces.of(piece >> 16)[piece & 0xFFFF].folded
            case Has(column, run):
                return run in self._said[piece >> 16][column]
            case Is(flag):
                part = self._pieces.of(piece >> 16)[piece & 0xFFFF].part
                return part is Part.TITLE if flag is Flag.WHOLE else part in BODIES
            case Some(parts):
                return any(self._holds(part, piece) for part in parts)
            case All(parts, barred):
                if not all(self._holds(part, piece) for part in parts):
                    return False
                return not any(self._holds(part, piece) for part in barred)

    def _best(self, formula: Formula, ids: Sequence[int], top: int, each: int) -> list[int]:
        """The pieces that hold most of the runs for their length, those with them in the title first.

        At most `each` of a version. Of equals the newest text and then the first piece, whatever the numbers
        of the versions: these tell only in which order the versions came into the index.
        """
        best: list[int] = []
        taken: dict[int, int] = {}
        for *_, piece in sorted(self._scored(formula, ids)):
            version = piece >> 16
            number = taken.get(version, 0)
            if number < each:
                taken[version] = number + 1
                best.append(piece)
                if len(best) == top:
                    break
        return best

    def _scored(self, formula: Formula, ids: Sequence[int]) -> Iterator[tuple[float, int, int, int]]:
        """Pieces with what they are sorted by, the best the least."""
        of, place = self._pieces.of, self._place
        runs = tuple(dict.fromkeys(_runs(formula)))
        named = [(run, self._named(Column.TITLE, run)) for run in runs]
        for piece in ids:
            version, order = piece >> 16, piece & 0xFFFF
            own = of(version)[order].folded
            length = 0.6 + 0.005 * len(own)
            rating = 0.0 if order else _TITLE_FIRST
            for run, versions in named:
                times = own.count(run)
                rating += times / (times + length) + (version in versions)
            yield -rating, place[version], order, piece


def _runs(formula: Formula) -> Iterator[str]:
    """The runs wanted in the own text."""
    match formula:
        case Has(Column.OWN, run):
            yield run
        case All(parts) | Some(parts):
            yield from chain.from_iterable(map(_runs, parts))
