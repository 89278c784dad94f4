"""Word's marks of revision: w:ins and w:del around runs, on paragraph marks, on rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from compendium.comparing import MarkKind
from compendium_build.changes.content import Form, Run
from compendium_build.changes.tracked_order import Fate
from compendium_build.changes.wordml import Element, Look, add_run, paragraph, sub, w

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
