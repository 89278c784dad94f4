"""Pictures of a source under names that hold for good: their content's hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from compendium.media import suffix_of
from compendium.model import Act, Block, Cell, Image, Inline, Para, Provision, Table


def with_images(act: Act, images: Mapping[str, bytes]) -> tuple[Act, dict[str, bytes]]:
    """Rename an act's pictures; returns them by path relative to the work's folder.

    Raises:
        ValueError: the text shows a picture that the source does not hold.
    """
    if not images and not any(isinstance(run, Image) for run in _all_runs(act)):
        return act, {}
    names = {name: _name(data) for name, data in images.items()}
    out = replace(
        act,
        front=tuple(replace(line, para=_para(line.para, names)) for line in act.front),
        preamble=tuple(_provision(p, names) for p in act.preamble),
        body=tuple(_provision(p, names) for p in act.body),
        conclusions=_blocks(act.conclusions, names),
        attachments=tuple(
            replace(a, body=tuple(_provision(p, names) for p in a.body)) for a in act.attachments
        ),
    )
    used = {run.src for run in _all_runs(out) if isinstance(run, Image)}
    return out, {names[name]: data for name, data in images.items() if names[name] in used}


def _name(data: bytes) -> str:
    """The name of a picture: its content's hash, and the suffix that its content has."""
    return f"media/{hashlib.sha256(data).hexdigest()[:16]}{suffix_of(data)}"


def _all_runs(act: Act) -> list[Inline]:
    blocks: list[Block] = [*(line.para for line in act.front), *act.conclusions]
    for provision in act.provisions():
        blocks += [*provision.blocks, *provision.tail]
    paras = [p for block in blocks for p in _paras(block)]
    return [run for para in paras for run in para.runs]


def _paras(block: Block) -> list[Para]:
    if isinstance(block, Para):
        return [block]
    return [para for row in block.rows for cell in row for para in cell.paras]


def _provision(provision: Provision, names: Mapping[str, str]) -> Provision:
    return replace(
        provision,
        blocks=_blocks(provision.blocks, names),
        tail=_blocks(provision.tail, names),
        children=tuple(_provision(child, names) for child in provision.children),
    )


def _blocks(blocks: tuple[Block, ...], names: Mapping[str, str]) -> tuple[Block, ...]:
    return tuple(_para(b, names) if isinstance(b, Para) else _table(b, names) for b in blocks)


def _table(table: Table, names: Mapping[str, str]) -> Table:
    return replace(table, rows=tuple(tuple(_cell(cell, names) for cell in row) for row in table.rows))


def _cell(cell: Cell, names: Mapping[str, str]) -> Cell:
    return replace(cell, paras=tuple(_para(p, names) for p in cell.paras))


def _para(para: Para, names: Mapping[str, str]) -> Para:
    return Para(tuple(_run(run, names) for run in para.runs))


def _run(run: Inline, names: Mapping[str, str]) -> Inline:
    if not isinstance(run, Image):
        return run
    if run.src not in names:
        raise ValueError(f"文中的图片 {run.src} 不在源文件里")
    return replace(run, src=names[run.src])
