"""A row of a comparison as lines of marked runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from compendium.comparing import Kind, Mark, MarkKind, Role, Row, Side
from compendium.model import Block, Provision, Table
from compendium_build.changes.content import Content, Form, Grid, Line, Run, View
from compendium_build.changes.grids import grid
from compendium_build.changes.spans import formed, forms_of

HEADINGS = frozenset({Role.PART, Role.SUBPART, Role.CHAPTER, Role.SECTION, Role.ATTACHMENT})
_NUMBERED = frozenset({Role.ARTICLE, Role.LEVEL})
_HIDDEN = {View.BEFORE: frozenset({Kind.ADDED}), View.AFTER: frozenset({Kind.DELETED, Kind.DEPARTED})}


Tables = list[Table]
Lead = tuple[Run, ...]


def content(row: Row, view: View, old: Sequence[Block] = (), new: Sequence[Block] = ()) -> Content:
    """What a row prints in a view, with all below it; `old` and `new` hold the tables of the 落款."""
    before, after = _tables(row)
    return tuple(_blocks(row, view, (), before + tables_in(old), after + tables_in(new)))


def tables_in(blocks: Sequence[Block]) -> Tables:
    """The tables among blocks, in order."""
    return [block for block in blocks if isinstance(block, Table)]


def _tables(row: Row) -> tuple[Tables, Tables]:
    """The tables of a provision before and after, in the order in which their rows come."""
    return _held(row.before), _held(row.after)


def _held(side: Side | None) -> Tables:
    provision: Provision | None = side.provision if side else None
    return tables_in((*provision.blocks, *provision.tail)) if provision else []


def _blocks(row: Row, view: View, lead: Lead, old: Tables, new: Tables) -> Iterator[Line | Grid]:
    """The blocks of a row; `lead` are numbers that wait for the text they run into."""
    if row.kind in _HIDDEN.get(view, ()):
        return
    blocks: list[Line | Grid] = []
    if row.role is Role.TABLE:
        before = old.pop(0) if row.before is not None and old else None
        after = new.pop(0) if row.after is not None and new else None
        blocks += [Line(lead)] if lead else []
        blocks.append(grid(row, view, before, after))
    else:
        own, lead = _words(row, view, lead + _number(row, view))
        blocks += own
        blocks += _below(row, view, lead, old, new)
    if blocks and (words := _note(row, view)) and isinstance(blocks[-1], Line):
        blocks[-1] = replace(blocks[-1], runs=(*blocks[-1].runs, Run(words, form=Form.NOTE)))
    yield from blocks


def _below(row: Row, view: View, lead: Lead, old: Tables, new: Tables) -> Iterator[Line | Grid]:
    for below in row.below:
        held = (old, new) if below.role is Role.TABLE else _tables(below)
        for block in _blocks(below, view, lead, *held):
            yield block
            lead = ()
    if lead:
        yield Line(lead)


def _words(row: Row, view: View, lead: Lead) -> tuple[list[Line], Lead]:
    """The heading and own words of a row after its number, and the number where no words follow it."""
    lines: list[Line] = []
    heading = _runs(row, row.heading, view, ())
    if row.role in HEADINGS:
        gap = (Run("　"),) if lead and heading else ()
        lines, lead = [Line((*lead, *gap, *heading), heading=True)], ()
    elif heading:
        lines, lead = [Line((*lead, *heading))], ()
    for line in _split(_runs(row, row.marks, view, forms_of(row, view))):
        lines.append(Line((*lead, *line), heading=row.role is Role.TITLE))
        lead = ()
    return lines, lead


def _split(runs: Sequence[Run]) -> Iterator[tuple[Run, ...]]:
    """Runs cut into lines where they hold line breaks."""
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in others:
            yield tuple(r for r in line if r.text)
            line = [replace(run, text=text)]
    if any(run.text for run in line):
        yield tuple(r for r in line if r.text)


def _seen(marks: Sequence[Mark], view: View) -> list[Mark]:
    hidden = {View.BEFORE: MarkKind.INSERTED, View.AFTER: MarkKind.DELETED}.get(view)
    return [m for m in marks if m.kind is not hidden and m.text]


def _runs(row: Row, marks: Sequence[Mark], view: View, forms: Sequence[Form]) -> tuple[Run, ...]:
    """Marks as runs; what only moved away is not marked as deleted."""
    seen = _seen(marks, view)
    if row.kind is Kind.DEPARTED and view is View.BEFORE:
        seen = [Mark(MarkKind.EQUAL, m.text) for m in seen]
    return tuple(formed(seen, forms))


def _number(row: Row, view: View) -> tuple[Run, ...]:
    side = row.before if view is View.BEFORE or row.after is None or row.kind is Kind.DEPARTED else row.after
    if side is None or not side.num or row.role is Role.CELL:
        return ()
    mark = {Kind.ADDED: MarkKind.INSERTED, Kind.DELETED: MarkKind.DELETED}.get(row.kind, MarkKind.EQUAL)
    gap = (Run("　"),) if row.role is Role.ARTICLE else ()
    form = Form.NUMBER if row.role in _NUMBERED else Form.PLAIN
    return (Run(side.num, mark, form), *gap)


def _note(row: Row, view: View) -> str:
    """What our own words add at the end of a row: where it came from or went."""
    if row.kind is Kind.DEPARTED and row.after:
        return f"（移至{row.after.place}）"
    came_from = view is not View.AFTER and row.before and row.role not in HEADINGS
    if row.moved and came_from and row.before and row.role not in _NUMBERED:
        return f"（原{row.before.place}）"
    if view is View.BOTH and row.role in _NUMBERED and row.renumbered and row.before:
        return f"（原{row.before.place}）"
    return ""
