"""The printed paragraphs of a provision, as a decision gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compendium.amending.instruction import Content
from compendium.law.act import Block, Para, Provision
from compendium.law.kinds import HEADED, Level


def content(provisions: Sequence[Provision], *, numbered: bool = False) -> Content:
    """New text; the outermost numbers are printed only where the decision does not give them."""
    return Content(tuple(block for p in provisions for block in _printed(p, numbered)))


def _printed(provision: Provision, numbered: bool) -> Iterator[Block]:
    lead = _lead(provision) if numbered else provision.heading
    for block in _blocks(provision):
        if lead and isinstance(block, Para):
            yield prefixed(lead + _gap(provision), block)
            lead = ""
            continue
        if lead:
            yield Para((lead,))
            lead = ""
        yield block
    if lead:
        yield Para((lead,))


def _blocks(provision: Provision) -> Iterator[Block]:
    if provision.level in HEADED and (provision.num or provision.heading):
        yield Para(())
    yield from provision.blocks
    for child in provision.children:
        yield from _printed(child, True)
    yield from provision.tail


def _lead(provision: Provision) -> str:
    between = "　" if provision.num and provision.heading else ""
    return provision.num + between + provision.heading


def _gap(provision: Provision) -> str:
    """第十条 and a 条标 are followed by a space, （一） is not."""
    if provision.level is Level.ARTICLE or (provision.heading and provision.level not in HEADED):
        return "　"
    return ""


def prefixed(words: str, para: Para) -> Para:
    """A paragraph with words before it."""
    first, rest = para.runs[:1], para.runs[1:]
    if first and isinstance(first[0], str):
        return Para((words + first[0], *rest))
    return Para((words, *para.runs))


def suffixed(para: Para, words: str) -> Para:
    """A paragraph with words after it."""
    rest, last = para.runs[:-1], para.runs[-1:]
    if last and isinstance(last[0], str):
        return Para((*rest, last[0] + words))
    return Para((*para.runs, words))


def plain(block: Block) -> str | None:
    """The words of a paragraph that is nothing but words."""
    if isinstance(block, Para) and all(isinstance(run, str) for run in block.runs):
        return block.text
    return None
