"""A replayed text held against the official one: equal, or each difference named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from compendium.compare.compare import compare_texts
from compendium.compare.marks import Marks, after_of, before_of, is_changed, mark
from compendium.compare.rows import TEXTUAL, Comparison, Kind, Role, Row, Side, whole
from compendium.compare.words import folded, without_numbers
from compendium.law.act import Act, Provision


class DifferenceKind(StrEnum):
    """The ways in which a replayed text differs from the official one."""

    FORM = "form"  # width, quotation marks, spaces, 〇 and 零, sup and sub
    REFERENCE = "reference"  # only the numbers in references
    NUMBER = "number"  # the number that a provision prints
    WORDS = "words"  # anything else that is said
    STRUCTURE = "structure"  # the same characters, divided or placed otherwise
    MISSING = "missing"  # the replay lacks it
    EXTRA = "extra"  # the official text lacks it
    PREFACE = "preface"  # 公布令, number, 题注, 目录


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference at the smallest provision; `replayed` or `official` is None where it does not stand.

    The marks lead from the replayed words to the official ones.
    """

    kind: DifferenceKind
    replayed: Side | None
    official: Side | None
    marks: Marks

    @property
    def place(self) -> str:
        """The place of the difference, in the numbers of the official text where it stands there."""
        side = self.official or self.replayed
        return side.place if side else ""

    @property
    def replayed_words(self) -> str:
        """What the replay says there."""
        return before_of(self.marks)

    @property
    def official_words(self) -> str:
        """What the official text says there."""
        return after_of(self.marks)


_PREFACE = (Role.FRONT, Role.HISTORY, Role.CONTENTS)


def difference(replayed: Act, official: Act) -> tuple[Difference, ...]:
    """Name every difference between a replayed text and the official one; () where they are equal.

    Provisions are paired by content and order, whatever wIds the official text has. Spaces within the
    numbers of provisions are not compared.
    """
    comparison = compare_texts(replayed, official)
    found = [*_preface(comparison)]
    for row in comparison.rows:
        if row.role not in _PREFACE:
            found += _differences(row)
    return tuple(found)


def _preface(comparison: Comparison) -> Iterator[Difference]:
    for role in _PREFACE:
        rows = [row for row in comparison.rows if row.role is role]
        if any(row.kind is not Kind.UNCHANGED for row in rows):
            old = "\n".join(before_of(row.marks) for row in rows if row.before)
            new = "\n".join(after_of(row.marks) for row in rows if row.after)
            side = next(row.before or row.after for row in rows)
            yield Difference(DifferenceKind.PREFACE, side, side, mark(old, new))


def _differences(row: Row) -> Iterator[Difference]:
    if row.kind in (Kind.UNCHANGED, Kind.DEPARTED):
        return
    if row.kind in (Kind.ADDED, Kind.DELETED):
        kind = DifferenceKind.MISSING if row.kind is Kind.ADDED else DifferenceKind.EXTRA
        yield Difference(kind, row.before, row.after, whole(row))
        return
    if row.renumbered and row.role is not Role.PARAGRAPH and row.before and row.after:
        marks = mark(row.before.num, row.after.num)
        yield Difference(DifferenceKind.NUMBER, row.before, row.after, marks)
    if divided := _divided(row):
        yield divided
        return
    if row.moved or row.kind in (Kind.SPLIT, Kind.JOINED):
        before = row.before or next(iter(row.origins), None)
        yield Difference(DifferenceKind.STRUCTURE, before, row.after, whole(row))
    yield from _own(row)
    for below in row.below:
        yield from _differences(below)


def _own(row: Row) -> Iterator[Difference]:
    """The differences in the words that a row has itself."""
    for marks in (row.heading, row.marks):
        if is_changed(marks):
            kind = kind_of(before_of(marks), after_of(marks))
            yield Difference(kind, row.before, row.after, marks)
    if row.form and not row.below and not is_changed(row.heading + row.marks):
        yield Difference(DifferenceKind.FORM, row.before, row.after, row.marks)


def kind_of(replayed: str, official: str) -> DifferenceKind:
    """Tell in what two wordings differ.

    >>> kind_of("依照第十条，", "依照第十条,").value, kind_of("依照第十条", "依照第十二条").value
    ('form', 'reference')
    """
    one, other = folded(replayed), folded(official)
    if one == other:
        return DifferenceKind.FORM
    if without_numbers(one) == without_numbers(other):
        return DifferenceKind.REFERENCE
    return DifferenceKind.WORDS


def _divided(row: Row) -> Difference | None:
    """The difference of a provision that says the same in other 款 and 项."""
    old = row.before.provision if row.before else None
    new = row.after.provision if row.after else None
    if old is None or new is None or row.kind not in TEXTUAL or row.form or not row.below:
        return None
    if not any(below.kind in TEXTUAL and not below.form for below in row.below):
        return None
    if not any(_said(old, numbers=n) == _said(new, numbers=n) for n in (True, False)):
        return None
    marks = mark("\n".join(_lines(old)), "\n".join(_lines(new)))
    return Difference(DifferenceKind.STRUCTURE, row.before, row.after, marks)


def _said(provision: Provision, *, numbers: bool) -> str:
    """All that a provision says below its own number, folded."""
    return folded("".join(_lines(provision, numbers=numbers)))


def _lines(provision: Provision, *, numbers: bool = True) -> Iterator[str]:
    if provision.heading:
        yield provision.heading
    yield from (block.text for block in provision.blocks)
    for child in provision.children:
        first, *rest = [*_lines(child, numbers=numbers)] or [""]
        yield (child.num if numbers else "") + first
        yield from rest
    yield from (block.text for block in provision.tail)
