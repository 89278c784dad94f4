"""The 对照表 as a Word file: landscape A4, the head on every page."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.compare import MarkKind
from compendium_build.changes.content import Content, Entry, Form, Grid, Line, Run
from compendium_build.changes.report import Report
from compendium_build.changes.word_file import (
    LANDSCAPE,
    Element,
    Look,
    add_grid,
    add_run,
    paragraph,
    table,
    table_cell,
    table_row,
    word_file,
    words,
)

KEY = "（修改前一栏中加阴影和删除线的为删去的文字，修改后一栏中黑体加下划线的为新增或者修改后的文字）"
NOTHING = "两个文本没有不同。"
_BASIS = 2200
_INNER = 216
"""What a table within a cell leaves free at its sides."""


def word_table(report: Report) -> bytes:
    """The 对照表 of two texts."""
    blocks = [words(report.title, "Title"), words(KEY, "Small")]
    blocks.append(_table(report) if report.rows else words(NOTHING))
    blocks += [words(said, "Plain") for said in report.footing]
    return word_file(report.title, blocks, LANDSCAPE)


def _table(report: Report) -> Element:
    basis = _BASIS if report.with_basis else 0
    text = (LANDSCAPE.measure - basis) // 2
    widths = [text, text, *([basis] if basis else [])]
    made = table(widths)
    head = table_row(made, heads=True)
    labels = (("修改前", report.before.label), ("修改后", report.after.label), ("修改依据", ""))
    for (name, label), width in zip(labels, widths, strict=False):
        lines = [words(name, "Head"), *([_centred(label)] if label else [])]
        table_cell(head, width, lines, shaded=True)
    for entry in report.rows:
        _add_entry(made, entry, widths)
    return made


def _centred(label: str) -> Element:
    return words(label, "Folio")


def _add_entry(made: Element, entry: Entry, widths: Sequence[int]) -> None:
    row = table_row(made)
    for width, content in zip(widths, (entry.before, entry.after), strict=False):
        table_cell(row, width, _blocks(content, width))
    if len(widths) > 2:
        table_cell(row, widths[2], [words(said) for said in entry.basis])


def _blocks(content: Content, width: int) -> list[Element]:
    out: list[Element] = []
    for block in content:
        if isinstance(block, Grid):
            if block.caption.runs:
                out.append(_paragraph(block.caption, "Head"))
            out.append(add_grid(block, width - _INNER, _plain))
        else:
            out.append(_paragraph(block, "LawHeading" if block.heading else "LawText"))
    return out


def _plain(lines: Sequence[Line]) -> list[Element]:
    return [_paragraph(line, "Plain") for line in lines]


def _paragraph(line: Line, style: str) -> Element:
    p = paragraph(style)
    for run in line.runs:
        add_run(p, run.text, look_of(run))
    return p


def look_of(run: Run) -> Look:
    """Deleted words are shaded and struck out, new ones bold and underlined."""
    new, gone = run.mark is MarkKind.INSERTED, run.mark is MarkKind.DELETED
    named = run.form in (Form.NUMBER, Form.NOTE)
    raised = {Form.SUP: "superscript", Form.SUB: "subscript"}.get(run.form, "")
    return Look(
        bold=new or run.form in (Form.NUMBER, Form.B),
        hei=new or named,
        underline=new or run.form is Form.U,
        strike=gone,
        shaded=gone,
        italic=run.form is Form.I,
        raised=raised,
    )
