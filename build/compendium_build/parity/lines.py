"""The words of an act in the order in which every form gives them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from compendium.law.act import Act, Block, Note, Para, Table, inline_text
from compendium.text import flow
from compendium.text.flow import Grid, Heading, Line


def pieces(act: Act) -> Iterator[tuple[str, str]]:
    """(eId, words): each heading, each paragraph with the numbers that run into it, each cell."""
    for item in chain(flow.body(act), *(flow.annex(attachment) for attachment in act.attachments)):
        match item:
            case Heading(provision=each) if each is not None:
                yield item.eid, item.num + item.heading
            case Line():
                numbers = "".join(lead.provision.num for lead in item.leads)
                yield item.source, numbers + (_words(item.para) if item.para else "")
            case Grid():
                yield from ((item.source, words) for words in _texts(item.table))


def notes(act: Act) -> list[str]:
    """The words of all notes, which stand elsewhere than their marks in some forms."""
    held = [block for provision in act.provisions() for block in (*provision.blocks, *provision.tail)]
    paras = [para for block in held for para in _paras(block)]
    return [run.text for para in paras for run in para.runs if isinstance(run, Note)]


def _texts(table: Table) -> Iterator[str]:
    if table.caption:
        yield table.caption
    yield from map(_words, _paras(table))


def _words(para: Para) -> str:
    """The words of a paragraph but for those of its notes."""
    return "".join(inline_text(run) for run in para.runs if not isinstance(run, Note))


def _paras(block: Block) -> Iterator[Para]:
    if isinstance(block, Table):
        yield from (para for row in block.rows for cell in row for para in cell.paras)
    else:
        yield block
