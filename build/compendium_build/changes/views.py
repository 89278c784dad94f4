"""A 对照表 as plain values and as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compendium.compare import as_lines, as_object
from compendium.law.days import day_name
from compendium_build.changes.report import Report, Text, operations
from compendium_build.changes.table import Selection, remarks


def report_object(report: Report) -> dict[str, Any]:
    """All that a program needs: the two texts, rows, grounds, and operations that make the one the other."""
    compared = as_object(report.comparison)
    before, after = report.before.act, report.after.act
    return {
        "title": report.title,
        "before": _text(report.before),
        "after": _text(report.after),
        "counts": compared["counts"],
        "rows": compared["rows"],
        "basis": [
            {"place": row.place, "kind": row.kind.value, "basis": list(row.basis)}
            for row in report.rows
            if row.basis
        ],
        "notes": list(report.footing),
        "operations": operations(before, after, report.comparison),
    }


def _text(text: Text) -> dict[str, Any]:
    act = text.act
    return {"title": act.title, "label": text.label, "work": act.work or None, "date": day_name(act.date)}


def report_lines(report: Report, context: int | None = 20) -> Iterator[str]:
    """The comparison as lines for a terminal; `context` characters are kept around a change."""
    yield report.title
    yield from report.heading
    yield ""
    yield from as_lines(report.comparison, context, numbers=False)
    yield ""
    yield f"{report.summary}。"
    yield from remarks(report.comparison, Selection(front=True))
