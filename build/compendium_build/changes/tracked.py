"""A Word file with tracked changes: accepted it is the text after, rejected the text before.

Two printed texts are put in one sequence: what stayed, what is deleted in its old place, what is new. Word's
marks of revision, w:ins and w:del, stand around runs, on paragraph marks and on rows of tables. In a
paragraph the words that stayed keep what was deleted and inserted among them; in a table, rows that came or
went are marked as rows, and words within the cells of those that stayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Generic, TypeVar

from compendium.compare import Mark, MarkKind, mark
from compendium.compare.align import pairs
from compendium.compare.marks import deleted, equal, inserted
from compendium.compare.order import in_order, merged
from compendium.compare.wording import words_of
from compendium.law.act import Cell, Para
from compendium.law.days import UNKNOWN_DAY
from compendium.law.kinds import UNITS
from compendium_build.changes.content import Form, Run
from compendium_build.changes.printed import Paragraph, Piece, Printed, Rows, partners, pieces, printed, shown
from compendium_build.changes.report import Report
from compendium_build.changes.table import forms_in
from compendium_build.changes.word_file import (
    PORTRAIT,
    Element,
    Look,
    add_run,
    paragraph,
    sub,
    table,
    table_cell,
    table_row,
    w,
    word_file,
)

T = TypeVar("T")


class Fate(StrEnum):
    """What became of a paragraph, a row or a table."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """An item of either text, or of both."""

    old: T | None
    new: T | None

    @property
    def fate(self) -> Fate:
        """What became of it."""
        return Fate.INSERTED if self.old is None else Fate.DELETED if self.new is None else Fate.KEPT


def in_sequence(old: Sequence[T], new: Sequence[T], partners: Sequence[int | None]) -> list[Step[T]]:
    """Put two texts in one sequence; what changed places is deleted at the old and new at the other."""
    kept = in_order(partners)
    still = [place if at in kept else None for at, place in enumerate(partners)]
    steps = merged(still, len(old))
    return [Step(old[i] if i is not None else None, new[j] if j is not None else None) for i, j, _ in steps]


def printed_partners(
    old: Sequence[Printed], new: Sequence[Printed], was: Sequence[int | None]
) -> list[int | None]:
    """Tell which printed item is which: by a paragraph's last piece, by a table's caption."""
    place = {(type(item), _main(item)): at for at, item in enumerate(old)}
    out: list[int | None] = []
    for item in new:
        partner = was[_main(item)]
        out.append(None if partner is None else place.get((type(item), partner)))
    return out


def _main(item: Printed) -> int:
    return item.pieces[-1] if isinstance(item, Paragraph) else item.caption


def ended(steps: Sequence[Step[T]]) -> list[Step[T]]:
    """Let a run of paragraphs end with one whose mark can stay: Word can't delete or insert the last mark.

    After the last paragraph that stayed, what is deleted comes before what is new, and where there is both
    the last of each become one paragraph with other words.
    """
    last = max((at for at, step in enumerate(steps) if step.fate is Fate.KEPT), default=-1)
    gone = [step for step in steps[last + 1 :] if step.fate is Fate.DELETED]
    new = [step for step in steps[last + 1 :] if step.fate is Fate.INSERTED]
    if not gone or not new:
        return list(steps)
    joined = Step(gone[-1].old, new[-1].new)
    return [*steps[: last + 1], *gone[:-1], *new[:-1], joined]


def marks_of(steps: Sequence[Step[T]]) -> list[Fate]:
    """Tell what becomes of the paragraph mark of each step; that of the last always stays.

    Where paragraphs at the end come or go, the mark before them does in place of the last one's.
    """
    fates = [step.fate for step in steps]
    if fates and fates[-1] is not Fate.KEPT:
        last = max((at for at, fate in enumerate(fates) if fate is Fate.KEPT), default=-1)
        if last >= 0:
            fates[last] = fates[-1]
        fates[-1] = Fate.KEPT
    return fates


UNDATED = date(2000, 1, 1)
"""The day of revisions of a text that has none: every revision must have one."""
APART = 10
"""Minutes: LibreOffice takes revisions of one minute, and of the next, for one."""
_TAGS = {
    MarkKind.INSERTED: "ins",
    MarkKind.DELETED: "del",
    Fate.INSERTED: "ins",
    Fate.DELETED: "del",
}


class Tracker:
    """Writes revisions of one author and day, each with a number of its own."""

    def __init__(self, author: str, day: date | None) -> None:
        self._author, self._day = author, day or UNDATED
        self._count = 0
        self._minute = 0
        self._ended: MarkKind | None = None

    def paragraph(self, style: str, runs: Iterable[Run], fate: Fate = Fate.KEPT) -> Element:
        """A paragraph; `fate` is that of its mark."""
        p = paragraph(style)
        made = list(runs)
        self._part(made)
        if fate is not Fate.KEPT:
            properties = p.find(w("pPr"))
            assert properties is not None
            self._revision(sub(properties, "rPr"), _TAGS[fate])
        for kind, group in groupby(made, key=lambda run: run.mark):
            parent = p if kind is MarkKind.EQUAL else self._revision(p, _TAGS[kind])
            for run in group:
                add_run(parent, run.text, _look(run), "delText" if kind is MarkKind.DELETED else "t")
        self._ended = made[-1].mark if made and fate is Fate.KEPT else None
        return p

    def _part(self, runs: Sequence[Run]) -> None:
        """Give another minute to what begins a paragraph after one that ends with the like.

        LibreOffice takes the two for one revision otherwise, with the paragraph mark between them that stays.
        """
        if runs and runs[0].mark is not MarkKind.EQUAL and runs[0].mark is self._ended:
            self._minute = APART - self._minute

    def row(self, row: Element, fate: Fate) -> None:
        """Mark a row as one that came or went; its properties come first in it."""
        if fate is Fate.KEPT:
            return
        properties = row.find(w("trPr"))
        if properties is None:
            properties = sub(row, "trPr")
            row.insert(0, properties)
        self._revision(properties, _TAGS[fate])

    def _revision(self, parent: Element, tag: str) -> Element:
        self._count += 1
        moment = f"{self._day.isoformat()}T00:{self._minute:02}:00Z"
        return sub(parent, tag, id=str(self._count), author=self._author, date=moment)


def _look(run: Run) -> Look:
    raised = {Form.SUP: "superscript", Form.SUB: "subscript"}.get(run.form, "")
    number = run.form is Form.NUMBER
    return Look(
        bold=number or run.form is Form.B,
        hei=number,
        underline=run.form is Form.U,
        italic=run.form is Form.I,
        raised=raised,
    )


_Part = tuple[str, tuple[Form, ...]]


def tracked_runs(
    old: Paragraph | None, new: Paragraph | None, before: Sequence[Piece], after: Sequence[Piece]
) -> list[Run]:
    """List the runs of a paragraph: what both wordings have, what only one has."""
    left, right = _parts(old, before), _parts(new, after)
    runs: list[Run] = []
    if [name for name, _, _ in left] == [name for name, _, _ in right]:
        for (name, text, forms), (_, now, now_forms) in zip(left, right, strict=True):
            runs += _runs(_number(text, now) if name == "number" else mark(text, now), forms, now_forms)
        return runs
    text, forms = _joined(left)
    now, now_forms = _joined(right)
    found = mark(text, now) if left and right else _number(text, now)
    return list(_runs(found, forms, now_forms))


def _parts(paragraph: Paragraph | None, found: Sequence[Piece]) -> list[tuple[str, str, tuple[Form, ...]]]:
    if paragraph is None:
        return []
    out = []
    for at in paragraph.pieces:
        piece = found[at]
        text = shown(piece, at == paragraph.pieces[-1])
        out.append(("number" if piece.part == "number" else "words", text, _forms(piece, text)))
    return out


def _forms(piece: Piece, text: str) -> tuple[Form, ...]:
    if piece.part == "number":
        form = Form.NUMBER if piece.level in UNITS else Form.PLAIN
        return (form,) * len(text)
    if isinstance(piece.source, Para):
        return tuple(forms_in((piece.source,)))
    return (Form.PLAIN,) * len(text)


def _joined(parts: Sequence[tuple[str, str, tuple[Form, ...]]]) -> _Part:
    return "".join(text for _, text, _ in parts), tuple(form for _, _, forms in parts for form in forms)


def _number(old: str, new: str) -> tuple[Mark, ...]:
    """A number changes as a whole."""
    if old == new:
        return (Mark(MarkKind.EQUAL, old),) if old else ()
    found = (Mark(MarkKind.DELETED, old), Mark(MarkKind.INSERTED, new))
    return tuple(m for m in found if m.text)


def _runs(marks: Sequence[Mark], old: Sequence[Form], new: Sequence[Form]) -> Iterator[Run]:
    """Marks as runs in the forms that each wording has."""
    i = j = 0
    for item in marks:
        count = len(item.text)
        forms = old[i : i + count] if item.kind is MarkKind.DELETED else new[j : j + count]
        i += count if item.kind is not MarkKind.INSERTED else 0
        j += count if item.kind is not MarkKind.DELETED else 0
        for form, group in groupby(zip(item.text, forms, strict=True), key=lambda pair: pair[1]):
            yield Run("".join(letter for letter, _ in group), item.kind, form)


Line = tuple[Cell, ...]
Reaching = dict[int, tuple[int, int]]
"""By column, how many rows a cell from above still reaches down, and how many columns it spans."""


class TrackedTables:
    """Makes the tables of two texts that are held against each other."""

    def __init__(
        self, old: Sequence[Piece], new: Sequence[Piece], was: Sequence[int | None], tracker: Tracker
    ) -> None:
        self._old, self._new, self._was, self._tracker = old, new, was, tracker

    def made(self, old: Rows | None, new: Rows | None) -> Iterator[Element]:
        """The table of both texts; two where their columns or the cells that reach down are not alike."""
        left = [self._line(self._old[at]) for at in old.rows] if old else []
        right = [self._line(self._new[at]) for at in new.rows] if new else []
        if left and right and not _fit(left, right):
            yield self._table([Step(line, None) for line in left])
            yield self._table([Step(None, line) for line in right])
            return
        steps = in_sequence(left, right, self._partners(old, new) if old and new else [None] * len(right))
        if steps:
            yield self._table(steps)

    def _partners(self, old: Rows, new: Rows) -> list[int | None]:
        place = {at: position for position, at in enumerate(old.rows)}
        found = (self._was[at] for at in new.rows)
        return [place.get(at) if at is not None else None for at in found]

    def _line(self, piece: Piece) -> Line:
        assert isinstance(piece.source, tuple)
        return piece.source

    def _table(self, steps: Sequence[Step[Line]]) -> Element:
        columns = max(sum(c.colspan for c in line) for s in steps for line in (s.old, s.new) if line)
        width = PORTRAIT.measure // columns
        made = table([width] * columns)
        reaching: Reaching = {}
        for step in steps:
            row = table_row(made)
            self._tracker.row(row, step.fate)
            self._cells(row, step, width, reaching)
        return made

    def _cells(
        self, row: Element, step: Step[Line], width: int, reaching: dict[int, tuple[int, int]]
    ) -> None:
        shape = step.new or step.old or ()
        column, cells = 0, list(range(len(shape)))
        while cells or column in reaching:
            if column in reaching:
                left, span = reaching.pop(column)
                table_cell(row, width * span, [], span=span, merged="continue")
                if left > 1:
                    reaching[column] = (left - 1, span)
                column += span
                continue
            at = cells.pop(0)
            cell = shape[at]
            blocks = self._paragraphs(step.old[at] if step.old else None, step.new[at] if step.new else None)
            merged = "restart" if cell.rowspan > 1 else ""
            table_cell(row, width * cell.colspan, blocks, span=cell.colspan, merged=merged)
            if cell.rowspan > 1:
                reaching[column] = (cell.rowspan - 1, cell.colspan)
            column += cell.colspan

    def _paragraphs(self, old: Cell | None, new: Cell | None) -> list[Element]:
        """The paragraphs of a cell; of a row that came or went the row tells what becomes of their marks."""
        left = [words_of(p) for p in old.paras] if old else []
        right = [words_of(p) for p in new.paras] if new else []
        if old is None or new is None:
            found = [deleted(t) for t in left] if new is None else [inserted(t) for t in right]
            fate = Fate.DELETED if new is None else Fate.INSERTED
            return [self._tracker.paragraph("Plain", _cell_runs(marks), fate) for marks in found]
        partners: list[int | None] = list(range(len(left)))
        if len(left) != len(right):
            partners = pairs(left, right)
        steps = ended(in_sequence(left, right, partners))
        fates = marks_of(steps)
        return [
            self._tracker.paragraph("Plain", _cell_runs(_marks(step)), fate)
            for step, fate in zip(steps, fates, strict=True)
        ]


def _marks(step: Step[str]) -> tuple[Mark, ...]:
    if step.old is None or step.new is None:
        return inserted(step.new or "") if step.old is None else deleted(step.old)
    return mark(step.old, step.new) if step.old != step.new else equal(step.old)


def _cell_runs(marks: Sequence[Mark]) -> list[Run]:
    return [Run(m.text, m.kind) for m in marks]


def _fit(old: Sequence[Line], new: Sequence[Line]) -> bool:
    """Whether the rows of two tables can stand in one: all have as many cells and none reaches down."""
    if [_shape(line) for line in old] == [_shape(line) for line in new]:
        return True
    plain = all(cell.rowspan == 1 and cell.colspan == 1 for line in (*old, *new) for cell in line)
    return plain and len({len(line) for line in (*old, *new)}) == 1


def _shape(line: Line) -> list[tuple[int, int]]:
    return [(cell.colspan, cell.rowspan) for cell in line]


AUTHOR = "法规修改"


def word_tracked(report: Report, author: str = AUTHOR) -> bytes:
    """Write the text before with all changes as tracked changes, on the day of the text after."""
    before, after = report.before.act, report.after.act
    old, new = pieces(before), pieces(after)
    was = partners(old, new, report.comparison)
    day: date | None = None if after.date == UNKNOWN_DAY else after.date
    blocks = list(_blocks(old, new, was, Tracker(author, day)))
    return word_file(after.title, blocks, PORTRAIT)


def _blocks(
    old: Sequence[Piece], new: Sequence[Piece], was: Sequence[int | None], tracker: Tracker
) -> Iterator[Element]:
    left, right = printed(old), printed(new)
    steps = in_sequence(left, right, printed_partners(left, right, was))
    tables = TrackedTables(old, new, was, tracker)
    for is_table, run in groupby(steps, key=_is_table):
        if is_table:
            for step in run:
                yield from tables.made(_rows(step.old), _rows(step.new))
        else:
            yield from _paragraphs(run, old, new, tracker)


def _is_table(step: Step[Printed]) -> bool:
    return isinstance(step.new or step.old, Rows)


def _rows(item: Printed | None) -> Rows | None:
    return item if isinstance(item, Rows) else None


def _paragraphs(
    run: Iterable[Step[Printed]], old: Sequence[Piece], new: Sequence[Piece], tracker: Tracker
) -> Iterator[Element]:
    steps = ended(list(run))
    for step, fate in zip(steps, marks_of(steps), strict=True):
        was = step.old if isinstance(step.old, Paragraph) else None
        now = step.new if isinstance(step.new, Paragraph) else None
        style = (now or was or Paragraph((), "LawText")).style
        yield tracker.paragraph(style, tracked_runs(was, now, old, new), fate)
