"""A comparison as the rows of a 对照表, and what is said beside it in words.

First a row as lines of marked runs, with characters set as sup, sub and the like kept through the marks; a
compared table as rows and cells, where a row that came or went is one as a whole; then the choice of rows and
the remarks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, repeat

from compendium.compare import (
    KIND_NAMES,
    TEXTUAL,
    UNITS,
    Comparison,
    Kind,
    Mark,
    MarkKind,
    Role,
    Row,
    Side,
    counts,
)
from compendium.compare.marks import is_changed
from compendium.law.act import Act, Block, Cell, Image, Inline, Para, Provision, Span, Table, inline_text
from compendium_build.changes.content import (
    Content,
    Entry,
    Form,
    Grid,
    GridCell,
    GridRow,
    Line,
    Run,
    View,
    note,
)


def forms_of(row: Row, view: View) -> tuple[Form, ...]:
    """Tell the form of every character of a provision's first paragraphs, in the wording a view shows."""
    side = row.before if view is View.BEFORE else row.after
    provision = side.provision if side else None
    if provision is None or view is View.BOTH:
        return ()
    forms = tuple(forms_in(_first(provision)))
    return forms if any(forms) else ()


def forms_in(paras: Iterable[Para]) -> Iterator[Form]:
    """Tell the form of every character of paragraphs, one for each line break between them."""
    for position, para in enumerate(paras):
        if position:
            yield Form.PLAIN
        for run in para.runs:
            form = Form(run.style) if isinstance(run, Span) else Form.PLAIN
            yield from [form] * len(_text(run))


def _text(run: Inline) -> str:
    return f"〔图：{run.src}〕" if isinstance(run, Image) else inline_text(run)


def _first(provision: Provision) -> list[Para]:
    out = []
    for block in provision.blocks:
        if not isinstance(block, Para):
            break
        out.append(block)
    return out


def formed(marks: Sequence[Mark], forms: Sequence[Form]) -> Iterator[Run]:
    """Marks as runs, cut where the form changes; `forms` is empty where all is plain."""
    if sum(len(m.text) for m in marks) != len(forms):
        yield from (Run(m.text, m.kind) for m in marks)
        return
    start = 0
    for mark in marks:
        piece = forms[start : start + len(mark.text)]
        start += len(mark.text)
        for form, group in groupby(zip(mark.text, piece, strict=True), key=lambda pair: pair[1]):
            yield Run("".join(letter for letter, _ in group), mark.kind, form)


_HIDDEN_CELLS = {
    View.BEFORE: (Kind.ADDED, MarkKind.INSERTED),
    View.AFTER: (Kind.DELETED, MarkKind.DELETED),
    View.BOTH: (None, None),
}


def grid(row: Row, view: View, before: Table | None, after: Table | None) -> Grid:
    """Make the table of a row in a view."""
    kind, mark = _HIDDEN_CELLS[view]
    rows = [below for below in row.below if below.kind is not kind]
    source = before if view is View.BEFORE else after if view is View.AFTER else None
    spans = source.rows if source and len(source.rows) == len(rows) and not _crossed(row, view) else None
    lines: Iterator[tuple[Cell, ...] | None] = iter(spans) if spans else repeat(None)
    caption = tuple(Run(m.text, m.kind) for m in row.heading if m.kind is not mark)
    return Grid(tuple(_row(r, view, cells) for r, cells in zip(rows, lines, strict=False)), Line(caption))


def _crossed(row: Row, view: View) -> bool:
    """Whether the rows of the wording before are not shown in their order."""
    return view is View.BEFORE and any(below.moved for below in row.below)


def _row(row: Row, view: View, source: tuple[Cell, ...] | None) -> GridRow:
    kind, _ = _HIDDEN_CELLS[view]
    cells = [below for below in row.below if below.kind is not kind]
    shapes: Iterator[Cell | None] = iter(source) if source and len(source) == len(cells) else repeat(None)
    made = tuple(_cell(cell, view, shape) for cell, shape in zip(cells, shapes, strict=False))
    return GridRow(made, row.kind)


def _cell(row: Row, view: View, shape: Cell | None) -> GridCell:
    _, hidden = _HIDDEN_CELLS[view]
    lines: list[list[Run]] = [[]]
    for mark in row.marks:
        if mark.kind is hidden:
            continue
        first, *others = mark.text.split("\n")
        lines[-1].append(Run(first, mark.kind, Form.PLAIN))
        lines += [[Run(text, mark.kind, Form.PLAIN)] for text in others]
    made = tuple(Line(tuple(run for run in line if run.text)) for line in lines)
    if shape is None:
        return GridCell(made)
    return GridCell(made, shape.header, shape.colspan, shape.rowspan)


HEADINGS = frozenset({Role.PART, Role.SUBPART, Role.CHAPTER, Role.SECTION, Role.ATTACHMENT})
_NUMBERED = frozenset({Role.ARTICLE, Role.LEVEL})
_HIDDEN = {View.BEFORE: frozenset({Kind.ADDED}), View.AFTER: frozenset({Kind.DELETED, Kind.DEPARTED})}


Tables = list[Table]
Lead = tuple[Run, ...]


def content(row: Row, view: View, old: Sequence[Block] = (), new: Sequence[Block] = ()) -> Content:
    """Gather what a row prints in a view, with all below it; `old` and `new` hold the tables of the 落款."""
    before, after = _tables(row)
    return tuple(_blocks(row, view, (), before + tables_in(old), after + tables_in(new)))


def tables_in(blocks: Sequence[Block]) -> Tables:
    """List the tables among blocks, in order."""
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


FRONT = frozenset({Role.FRONT, Role.HISTORY, Role.CONTENTS})
_NAMES = {Role.FRONT: "公布文件的文字", Role.HISTORY: "题注", Role.CONTENTS: "目录"}
_WHOLE = frozenset({Kind.ADDED, Kind.DELETED, Kind.DEPARTED})

Basis = Callable[[Row], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows a table has: those that stayed as they were too, those before the text proper too."""

    unchanged: bool = False
    front: bool = False


CHANGED = Selection()
FORM = note("（仅标点、空格等形式不同）")


def entries(
    comparison: Comparison,
    before: Act,
    after: Act,
    basis: Basis = lambda _: (),
    selection: Selection = CHANGED,
) -> Iterator[Entry]:
    """List the rows of a 对照表, in the order of the text after."""
    for row in _units(comparison.rows):
        if row.role in FRONT and not selection.front:
            continue
        if not selection.unchanged and not is_shown(row):
            continue
        closing = row.role in (Role.CONCLUSIONS, Role.TABLE, Role.WORDS)
        old, new = (before.conclusions, after.conclusions) if closing else ((), ())
        left, right, both = (content(row, view, old, new) for view in View)
        words = basis(row) if is_shown(row) else ()
        both += (FORM,) if row.form and is_shown(row) else ()
        yield Entry(
            role=row.role,
            kind=row.kind,
            place=row.place,
            before=_left(row, left),
            after=_right(row, right),
            both=both,
            basis=words,
            eid=_anchor(row),
        )


def _anchor(row: Row) -> str:
    if row.after and row.after.eid and row.kind is not Kind.DEPARTED:
        return row.after.eid
    return f"was-{row.before.eid}" if row.before and row.before.eid else ""


def is_shown(row: Row) -> bool:
    """Whether a row has changed in more than its number."""
    return row.kind in TEXTUAL


def _units(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that stand in a table as one; of an attachment that stayed, what stands in it."""
    for row in rows:
        if row.role is Role.ATTACHMENT and row.kind not in _WHOLE:
            yield _heading_of(row)
            yield from row.below
        else:
            yield row


def _heading_of(row: Row) -> Row:
    kind = Kind.AMENDED if is_changed(row.heading) else Kind.MOVED if row.moved else Kind.UNCHANGED
    return replace(row, below=(), kind=kind, form=row.form and kind is Kind.AMENDED)


def _left(row: Row, shown: Content) -> Content:
    return (note("（新增）"),) if row.kind is Kind.ADDED else shown


def _right(row: Row, shown: Content) -> Content:
    if row.kind is Kind.DELETED:
        return (note("（删去）"),)
    if row.kind is Kind.DEPARTED:
        return (note(f"（移至{row.after.place}）" if row.after else "（移出）"),)
    if words := _kinship(row):
        return (*shown, note(words))
    return (*shown, FORM) if row.form and is_shown(row) else shown


def _kinship(row: Row) -> str:
    was = "、".join(side.place for side in row.origins)
    match row.kind:
        case Kind.SPLIT if was:
            return f"（由原{was}拆分）"
        case Kind.JOINED if was:
            return f"（由原{was}合并）"
        case Kind.MOVED if row.role not in HEADINGS:
            return "（移动位置，内容未改）"
    return ""


def remarks(comparison: Comparison, selection: Selection) -> tuple[str, ...]:
    """Say what a table leaves out: numbers that moved, 题注 and 目录."""
    out = []
    if not selection.unchanged and (moved := "，".join(_renumbered(_units(comparison.rows)))):
        out.append(f"条文内容未改、仅序号变动的：{moved}。")
    changed = [r.role for r in comparison.rows if r.role in FRONT and r.kind is not Kind.UNCHANGED]
    if changed and not selection.front:
        names = "、".join(_NAMES[role] for role in dict.fromkeys(changed))
        out.append(f"{names}相应变动，未列入本表。")
    return tuple(out)


def _renumbered(rows: Iterable[Row]) -> Iterator[str]:
    """第十二条至第十五条改为第十三条至第十六条, for each run of 条 that shifted alike."""
    run: list[Row] = []
    for row in rows:
        if row.role not in UNITS:
            if row.role in HEADINGS and row.renumbered and not is_shown(row) and row.before and row.after:
                yield f"{row.before.num}改为{row.after.num}"
            continue
        if row.kind is Kind.RENUMBERED and row.renumbered:
            run.append(row)
        elif run:
            yield _shift(run)
            run = []
    if run:
        yield _shift(run)


def _shift(run: Sequence[Row]) -> str:
    first, last = run[0], run[-1]
    assert first.before and first.after and last.before and last.after
    if len(run) == 1:
        return f"{first.before.place}改为{first.after.place}"
    return f"{first.before.place}至{last.before.place}依次改为{first.after.place}至{last.after.place}"


def summary(comparison: Comparison) -> str:
    """Say in a sentence how many 条 of each kind there are."""
    rest = counts(comparison).get(Kind.UNCHANGED, 0)
    said = extent(comparison)
    return (f"{said}，未变 {rest} 条" if rest else said) if said else f"条文没有变动（{rest} 条）"


def extent(comparison: Comparison) -> str:
    """Say how many 条 of each kind that tells of a change; empty where none does."""
    found = counts(comparison)
    kinds = [kind for kind in KIND_NAMES if kind is not Kind.UNCHANGED and kind in found]
    return "，".join(f"{KIND_NAMES[kind]} {found[kind]} 条" for kind in kinds)
