"""The printed paragraphs of a provision, as a decision gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from compendium.amending.instruction import Content
from compendium.law.act import Block, Para, Provision
from compendium.law.kinds import HEADED
from compendium.text import flow
from compendium.text.flow import Grid, Heading, Line


def content(provisions: Sequence[Provision], *, numbered: bool = False) -> Content:
    """Write new text; the outermost numbers are printed only where the decision does not give them."""
    return Content(tuple(block for p in provisions for block in _printed(p, numbered)))


def _printed(root: Provision, numbered: bool) -> Iterator[Block]:
    """A 条标 opens the first paragraph, as it does in a decision; a heading above has a line of its own."""
    title = ""
    for item in flow.provision(root if numbered else replace(root, num="")):
        match item:
            case Heading(provision=each) if each is not None and each.level in HEADED:
                yield Para((item.text,))
            case Heading():
                title = item.num + (flow.WIDE if item.num else "") + item.heading
            case Line() if item.para is not None:
                words = "".join(lead.provision.num + lead.gap for lead in item.leads)
                words = title + flow.WIDE + words if title else words
                yield prefixed(words, item.para) if words else item.para
                title = ""
            case Line():
                yield Para((item.text,))
            case Grid():
                if title:
                    yield Para((title,))
                    title = ""
                yield item.table
    if title:
        yield Para((title,))


def prefixed(words: str, para: Para) -> Para:
    """Put words before a paragraph."""
    first, rest = para.runs[:1], para.runs[1:]
    if first and isinstance(first[0], str):
        return Para((words + first[0], *rest))
    return Para((words, *para.runs))


def suffixed(para: Para, words: str) -> Para:
    """Put words after a paragraph."""
    rest, last = para.runs[:-1], para.runs[-1:]
    if last and isinstance(last[0], str):
        return Para((*rest, last[0] + words))
    return Para((*para.runs, words))


def plain(block: Block) -> str | None:
    """Return the words of a paragraph that is nothing but words."""
    if isinstance(block, Para) and all(isinstance(run, str) for run in block.runs):
        return block.text
    return None
