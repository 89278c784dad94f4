"""A 对照表 as a whole: its title, its rows, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass

from compendium.comparing import Comparison, compare, compare_texts
from compendium.model import Act
from compendium.titles import quoted
from compendium_build.changes.basis import Bases
from compendium_build.changes.content import Entry
from compendium_build.changes.entries import CHANGED, Selection, entries, remarks, summary


@dataclass(frozen=True, slots=True)
class Text:
    """One of the two texts: the act, and how it is named above its column (2020年5月1日起施行).

    `is_held` tells that it has wIds that the corpus gave; those of a file tell nothing.
    """

    act: Act
    label: str
    is_held: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What every form prints. `footing` is said below the table."""

    title: str
    before: Text
    after: Text
    comparison: Comparison
    rows: tuple[Entry, ...]
    summary: str
    heading: tuple[str, ...] = ()
    footing: tuple[str, ...] = ()
    with_basis: bool = True


def compared(before: Text, after: Text) -> Comparison:
    """Compare two texts: by wIds where both are versions of one work in the corpus, else by content."""
    one, other = before.act, after.act
    if before.is_held and after.is_held and one.work == other.work:
        return compare(one, other)
    return compare_texts(one, other)


UNKNOWN = Bases()


def report(before: Text, after: Text, bases: Bases = UNKNOWN, selection: Selection = CHANGED) -> Report:
    """Make the 对照表 of two texts."""
    comparison = compared(before, after)
    rows = tuple(entries(comparison, before.act, after.act, bases.words, selection))
    heading = [f"修改前：{before.label}", f"修改后：{after.label}"]
    footing = [*filter(None, [bases.legend()]), *remarks(comparison, selection)]
    return Report(
        f"{quoted(after.act.title)}修改前后对照表",
        before,
        after,
        comparison,
        rows,
        summary(comparison),
        tuple(heading),
        tuple(footing),
    )
