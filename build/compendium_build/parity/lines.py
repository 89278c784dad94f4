"""The words of an act in the order in which every form gives them."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.law.act import Act, Block, Note, Para, Provision, Table, inline_text


def pieces(act: Act) -> Iterator[tuple[str, str]]:
    """(eId, words): each number with the paragraph it runs into, each further paragraph, each cell."""
    for root in (*act.preamble, *act.body):
        yield from _pieces(root)
    for attachment in act.attachments:
        for root in attachment.body:
            yield from _pieces(root)


def notes(act: Act) -> list[str]:
    """The words of all notes, which stand elsewhere than their marks in some forms."""
    held = [block for provision in act.provisions() for block in (*provision.blocks, *provision.tail)]
    paras = [para for block in held for para in _paras(block)]
    return [run.text for para in paras for run in para.runs if isinstance(run, Note)]


def _pieces(provision: Provision) -> Iterator[tuple[str, str]]:
    number = provision.num + provision.heading
    for block in provision.blocks:
        for text in _texts(block):
            yield provision.eid, number + text
            number = ""
    if number:
        yield provision.eid, number
    for child in provision.children:
        yield from _pieces(child)
    for block in provision.tail:
        for text in _texts(block):
            yield provision.eid, text


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Table) and block.caption:
        yield block.caption
    for para in _paras(block):
        yield "".join(inline_text(run) for run in para.runs if not isinstance(run, Note))


def _paras(block: Block) -> Iterator[Para]:
    if isinstance(block, Table):
        yield from (para for row in block.rows for cell in row for para in cell.paras)
    else:
        yield block
