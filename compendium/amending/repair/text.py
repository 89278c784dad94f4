"""Replace characters of a printed paragraph or of a table without touching any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from compendium.law.act import Act, Block, Inline, Note, Para, Provision, Span, Table, inline_text
from compendium.law.identifiers import EId


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters start to end of a block's text are to read `new`."""

    start: int
    end: int
    new: str


def edited(block: Block, edits: Sequence[Edit]) -> Block:
    """Return the block with its edits carried out; edits may not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        block = _in_para(block, edit) if isinstance(block, Para) else _in_table(block, edit)
    return block


def _in_para(para: Para, edit: Edit) -> Para:
    runs: list[Inline] = []
    position, new = 0, edit.new
    for run in para.runs:
        text = inline_text(run)
        start, end = edit.start - position, edit.end - position
        position += len(text)
        if end <= 0 or start >= len(text) or not text:
            runs.append(run)
            continue
        runs.append(_with(run, text[: max(0, start)] + new + text[end:]))
        new = ""  # where the characters lie in several runs, the first takes the new ones
    return Para(tuple(run for run in runs if run != ""))


def _with(run: Inline, text: str) -> Inline:
    if isinstance(run, Span):
        return replace(run, text=text)
    if isinstance(run, Note):
        return replace(run, text=text.removeprefix(run.marker))
    return text


def _in_table(table: Table, edit: Edit) -> Table:
    position = len(table.caption)
    if edit.end <= position:
        return replace(table, caption=table.caption[: edit.start] + edit.new + table.caption[edit.end :])
    rows = []
    for row in table.rows:
        cells = []
        for cell in row:
            paras = []
            for para in cell.paras:
                size = len(para.text)
                if position <= edit.start and edit.end <= position + size:
                    para = _in_para(para, Edit(edit.start - position, edit.end - position, edit.new))
                position += size
                paras.append(para)
            cells.append(replace(cell, paras=tuple(paras)))
        rows.append(tuple(cells))
    return replace(table, rows=tuple(rows))


Edits = dict[EId, dict[int, list[Edit]]]
"""Edits by eId and by block: the provision's own blocks first, then its tail."""


def with_edits(act: Act, edits: Edits) -> Act:
    """Return the act with edits in its provisions."""
    return replace(
        act,
        preamble=tuple(_provision(p, edits) for p in act.preamble),
        body=tuple(_provision(p, edits) for p in act.body),
        attachments=tuple(
            replace(a, body=tuple(_provision(p, edits) for p in a.body)) for a in act.attachments
        ),
    )


def _provision(provision: Provision, edits: Edits) -> Provision:
    own = edits.get(provision.eid, {})
    size = len(provision.blocks)
    return replace(
        provision,
        blocks=tuple(edited(b, own.get(i, ())) for i, b in enumerate(provision.blocks)),
        children=tuple(_provision(child, edits) for child in provision.children),
        tail=tuple(edited(b, own.get(size + i, ())) for i, b in enumerate(provision.tail)),
    )
