"""A decision as printed lines: each paragraph with its number and the place it stands at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from compendium.amending.reference import Passage
from compendium.model import Act, Block, Provision
from compendium.numerals import NUMERAL, item_number, provision_number

CONCLUSIONS = "conclusions"
"""Where a passage stands that belongs to the closing lines, which are no provision."""

_STYLES = (
    ("chinese", re.compile(rf"\s*({NUMERAL})、\s*")),
    ("bracketed", re.compile(rf"\s*[（(]\s*({NUMERAL})\s*[)）]\s*")),
    ("dotted", re.compile(r"\s*([0-9０-９]+)\s*[.．、]\s*")),
)
_ARTICLE = re.compile(rf"\s*(第{NUMERAL}条)[\s　]+")


@dataclass(frozen=True, slots=True)
class Label:
    """The number a line begins with; `style` tells 一、 from （一）; the text begins at `end`."""

    style: str
    number: int
    printed: str
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One printed paragraph; `num` is the number its provision prints apart from the text."""

    eid: str
    block: int
    text: str
    num: str = ""
    para: Block | None = None

    def passage(self, start: int, end: int) -> Passage:
        """The characters start to end of the line."""
        return Passage(self.eid, self.block, start, end)


def lines_of(act: Act) -> tuple[Line, ...]:
    """The printed paragraphs of a decision in reading order: recitals, body, attachments, closing lines."""
    out: list[Line] = []
    for root in act.preamble + act.body:
        out += _of(root, "")
    for attachment in act.attachments:
        for root in attachment.body:
            out += _of(root, "")
    out += [Line(CONCLUSIONS, i, block.text, "", block) for i, block in enumerate(act.conclusions)]
    return tuple(out)


def _of(provision: Provision, above: str) -> Iterator[Line]:
    """The lines of a provision; its number goes to the first of them."""
    num = above + provision.num + provision.heading
    for i, block in enumerate(provision.blocks):
        yield Line(provision.eid, i, block.text, num, block)
        num = ""
    for child in provision.children:
        yield from _of(child, num)
        num = ""
    for i, block in enumerate(provision.tail, len(provision.blocks)):
        yield Line(provision.eid, i, block.text, num, block)
        num = ""


def label_of(text: str) -> Label | None:
    """The number at the beginning of a line.

    >>> label_of("（十）删去第五条。")
    Label(style='bracketed', number=10, printed='十', end=3)
    >>> label_of("1. 将第二条修改为：").style, label_of("（1）将").style, label_of("第三条")
    ('dotted', 'bracketed-arabic', None)
    """
    for style, pattern in _STYLES:
        if match := pattern.match(text):
            try:
                number = item_number(match[0])
            except ValueError:
                return None
            if match[1][0] in "0123456789０１２３４５６７８９":  # 1、 is of one kind with 1.
                style = "bracketed-arabic" if style == "bracketed" else "dotted"
            return Label(style, number, match[1], match.end())
    return None


def article_label(text: str) -> Label | None:
    """The 第三条 at the beginning of a line where articles number the decision itself.

    >>> article_label("第三条 宪法第七条").number
    3
    """
    match = _ARTICLE.match(text)
    if not match:
        return None
    return Label("article", provision_number(match[1])[0], match[1], match.end())
