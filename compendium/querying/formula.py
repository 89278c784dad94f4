"""A query as a formula over what an index can tell of a piece, so that no engine has to know the rules.

`holds` says that the tree holds, `shows` that it does with evidence in the piece's own text
(see `matching`); both are exact but for prefixes and near runs, of which an index is only asked for the
runs: the formula then is too wide, never too narrow, and `sure` is False.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from compendium.querying.tree import And, Field, Leaf, Near, Node, Not, Or, Query, Synonyms, Text


class Column(StrEnum):
    """What an index has of every piece: its own text, and what is said of its act."""

    OWN = "own"
    TITLE = "title"
    ISSUER = "issuer"
    NUMBER = "number"


class Flag(StrEnum):
    """What a piece is."""

    WHOLE = "whole"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Has:
    """A folded run stands in a column."""

    column: Column
    run: str


@dataclass(frozen=True, slots=True)
class Is:
    """The piece is one."""

    flag: Flag


@dataclass(frozen=True, slots=True)
class All:
    """All parts, and none of the barred; there is at least one part."""

    parts: tuple[Formula, ...]
    barred: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of the parts, of which there are two or more."""

    parts: tuple[Formula, ...]


Formula = Has | Is | All | Some


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask an index; no formula when nothing can answer. `sure`: what it finds are the answers."""

    formula: Formula | None
    sure: bool


def plan_of(query: Query) -> Plan:
    """Turn a query into what is asked of an index."""
    builder = _Builder()
    if query.acts_only:
        held = builder.holds(query.root, wide=True)
        formula = None if held is None or held is True else _all([held, Is(Flag.WHOLE)])
    else:
        formula = builder.shows(query.root)
    return Plan(formula, builder.sure)


_Result = Formula | Literal[True] | None
"""A formula, True for whatever there is, None for nothing."""


class _Builder:
    """Makes formulas; a `wide` one may hold too often, the others (under a not) too seldom."""

    def __init__(self) -> None:
        self.sure = True

    def holds(self, node: Node, wide: bool) -> _Result:
        match node:
            case And(parts):
                return self._both([self._part(part, wide) for part in parts])
            case Or(parts):
                return _some(self.holds(part, wide) for part in parts)
            case Synonyms(main, others):
                return _some(self.holds(part, wide) for part in (main, *others))
            case Not():
                return self._both([self._part(node, wide)])
            case _:
                return self._leaf(node, wide)

    def shows(self, node: Node) -> Formula | None:
        match node:
            case And(parts):
                shown = _some(self.shows(part) for part in parts)
                if shown is None or shown is True:
                    return None
                found = self._both([*(self._part(part, wide=True) for part in parts), (shown, False)])
            case Or(parts):
                found = _some(self.shows(part) for part in parts)
            case Synonyms(main, others):
                found = _some(self.shows(part) for part in (main, *others))
            case Not():
                return None
            case _:
                found = self._evident(node)
        return None if found is True else found

    def _part(self, node: Node, wide: bool) -> tuple[_Result, bool]:
        """A part of an And, and whether it is barred."""
        if isinstance(node, Not):
            return self.holds(node.part, not wide), True
        return self.holds(node, wide), False

    @staticmethod
    def _both(parts: list[tuple[_Result, bool]]) -> _Result:
        wanted = [part for part, barred in parts if not barred]
        barred = [part for part, bars in parts if bars]
        if None in wanted or True in barred:
            return None
        found = [part for part in wanted if part is not None and part is not True]
        out = [part for part in barred if part is not None and part is not True]
        return _all(found, out) if found else True

    def _leaf(self, leaf: Leaf, wide: bool) -> _Result:
        match leaf.field:
            case Field.ANY:
                return _some([self._has(Column.OWN, leaf, wide), self._has(Column.TITLE, leaf, wide)])
            case Field.BODY:
                return self._both([(self._has(Column.OWN, leaf, wide), False), (Is(Flag.BODY), False)])
            case Field.TITLE:
                own = self._both([(self._has(Column.OWN, leaf, wide), False), (Is(Flag.WHOLE), False)])
                return _some([self._has(Column.TITLE, leaf, wide), own])
            case Field.ISSUER:
                return self._has(Column.ISSUER, leaf, wide)
            case Field.NUMBER:
                return self._has(Column.NUMBER, leaf, wide)

    def _evident(self, leaf: Leaf) -> _Result:
        if leaf.field in (Field.ISSUER, Field.NUMBER):
            return None
        own = self._has(Column.OWN, leaf, wide=True)
        flag = {Field.BODY: Flag.BODY, Field.TITLE: Flag.WHOLE}.get(leaf.field)
        return self._both([(own, False), (Is(flag), False)]) if flag else own

    def _has(self, column: Column, leaf: Leaf, wide: bool) -> _Result:
        if isinstance(leaf, Text):
            return Has(column, leaf.text)
        self.sure = False
        if not wide:
            return None
        runs = (leaf.first, leaf.second) if isinstance(leaf, Near) else (leaf.text,)
        return _all([Has(column, run) for run in dict.fromkeys(runs)])


def _all(parts: Iterable[Formula], barred: Iterable[Formula] = ()) -> Formula:
    """All parts, those that are All taken apart, those that another implies left out; one alone is itself."""
    found: dict[Formula, None] = {}
    out: dict[Formula, None] = dict.fromkeys(barred)
    for part in parts:
        if isinstance(part, All):
            found |= dict.fromkeys(part.parts)
            out |= dict.fromkeys(part.barred)
        else:
            found[part] = None
    kept = [part for part in found if not (isinstance(part, Some) and found.keys() & part.parts)]
    if len(kept) == 1 and not out:
        return kept[0]
    return All(tuple(kept), tuple(out))


def _some(parts: Iterable[_Result]) -> _Result:
    """At least one; one alone is itself, parts that are Some themselves are taken apart."""
    found: dict[Formula, None] = {}
    for part in parts:
        if part is True:
            return True
        if isinstance(part, Some):
            found |= dict.fromkeys(part.parts)
        elif part is not None:
            found[part] = None
    if len(found) > 1:
        return Some(tuple(found))
    return next(iter(found), None)
