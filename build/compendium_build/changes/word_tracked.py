"""A Word file with tracked changes: accepted it is the text after, rejected the text before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from compendium.days import UNKNOWN_DAY
from compendium_build.changes.pieces import Piece, partners, pieces
from compendium_build.changes.printed import Paragraph, Printed, Rows, printed
from compendium_build.changes.report import Report
from compendium_build.changes.tracked_order import (
    Step,
    ended,
    in_sequence,
    marks_of,
    printed_partners,
)
from compendium_build.changes.tracked_tables import TrackedTables
from compendium_build.changes.tracked_words import tracked_runs
from compendium_build.changes.tracking import Tracker
from compendium_build.changes.wordfile import PORTRAIT, word_file
from compendium_build.changes.wordml import Element

AUTHOR = "法规修改"


def word_tracked(report: Report, author: str = AUTHOR) -> bytes:
    """The text before with all that changed as tracked changes, on the day of the text after."""
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
