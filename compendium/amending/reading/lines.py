"""A decision as printed lines: each paragraph with its number and the place it stands at.

The numbers under which a line stands are 一、, then 1., then （1）. Quotation marks run over several printed
paragraphs, and it is told which open, which close, and which are repeated or nested.

Source: GB/T 15834, 4.8 and 附录 B.5: a quotation of several paragraphs repeats its opening mark at each and
closes at the last; ‘’ stand within “”. Real decisions also print straight marks, and marks within their like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from compendium.amending.instruction import Passage
from compendium.law.act import Act, Block, Provision
from compendium.law.identifiers import EId
from compendium.law.numerals import NUMERAL, item_number, provision_number

CONCLUSIONS = EId("conclusions")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed paragraph; `num` is the number its provision prints apart from the text."""

    eid: EId
    block: int
    text: str
    num: str = ""
    para: Block | None = None

    def passage(self, start: int, end: int) -> Passage:
        """The characters start to end of the line."""
        return Passage(self.eid, self.block, start, end)


def lines_of(act: Act) -> tuple[Line, ...]:
    """List the printed paragraphs of a decision in reading order: recitals, body, attachments, closing."""
    out: list[Line] = []
    for root in act.preamble + act.body:
        out += _of(root, "")
    for attachment in act.attachments:
        for root in attachment.body:
            out += _of(root, "")
    out += [
        Line(eid=CONCLUSIONS, block=i, text=block.text, num="", para=block)
        for i, block in enumerate(act.conclusions)
    ]
    return tuple(out)


def _of(provision: Provision, above: str) -> Iterator[Line]:
    """The lines of a provision; its number goes to the first of them."""
    num = above + provision.num + provision.heading
    for i, block in enumerate(provision.blocks):
        yield Line(eid=provision.eid, block=i, text=block.text, num=num, para=block)
        num = ""
    for child in provision.children:
        yield from _of(child, num)
        num = ""
    for i, block in enumerate(provision.tail, len(provision.blocks)):
        yield Line(eid=provision.eid, block=i, text=block.text, num=num, para=block)
        num = ""


def label_of(text: str) -> Label | None:
    """Read the number at the beginning of a line.

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
    """Read the 第三条 at the beginning of a line where articles number the decision itself.

    >>> article_label("第三条 宪法第七条").number
    3
    """
    match = _ARTICLE.match(text)
    if not match:
        return None
    return Label("article", provision_number(match[1])[0], match[1], match.end())


@dataclass(slots=True)
class Numbers:
    """The numbers in force while reading on; `names` tell where 第三条 numbers the decision itself."""

    names: tuple[str, ...] = ()
    stack: list[Label] = field(default_factory=list)
    own: bool = False

    def label(self, text: str) -> Label | None:
        """Read the number that a line begins with (第三条 only before the name of the act amended)."""
        label = label_of(text)
        if label is None and self.names and (article := article_label(text)):
            rest = text[article.end :]
            return article if any(rest.startswith(name) for name in self.names) else None
        return label

    def enter(self, line: Line) -> int:
        """Take in the numbers of a line; return where its text begins. `own` tells if it has any."""
        self.own = False
        if line.eid == CONCLUSIONS:
            self.stack.clear()
        if line.num and (label := label_of(line.num) or article_label(line.num + " ")):
            self._push(label)
        if label := self.label(line.text):
            self._push(label)
            return label.end
        return 0

    def _push(self, label: Label) -> None:
        styles = [known.style for known in self.stack]
        if label.style in styles:
            del self.stack[styles.index(label.style) :]
        self.stack.append(label)
        self.own = True

    @property
    def printed(self) -> str:
        """The numbers in force as printed: 四-5."""
        return "-".join(label.printed for label in self.stack)

    def expects(self, label: Label) -> bool:
        """Tell whether a number could be that of the next item of the decision."""
        return any(known.style == label.style and label.number == known.number + 1 for known in self.stack)

    def in_list(self, label: Label, before: Sequence[str]) -> bool:
        """Tell whether the number goes on with a list of the new text, whose lines so far are given."""
        if label.number == 1:
            return True
        found = [known for text in before if (known := self.label(text))]
        return any(known.style == label.style and known.number == label.number - 1 for known in found)


# A straight mark does not tell whether it opens or closes: what follows a closing one decides.
_AFTER_CLOSING = re.compile(
    r"[ 　]*(?:$|[，。；：、,;:）)\ue000-\ue00f\"“]|的?(?:修改|修订|改为|统一|均|分别|一律|全部|相应"
    r"|后|前|之后|之前|删|增加|调整|并[将在删增]?|将|第[零一二三四五六七八九十百千万0-9]|原第|等|和第?|及第?|以及|与|或者?|的(?:提法|表述|内容|规定|字样)|一词))"
)


@dataclass(slots=True)
class Quotation:
    """A quotation: from its opening mark to behind its closing one, in (line, offset).

    `skipped` are the places of repeated opening marks, which are no part of the quoted text. `straight`
    tells the kind of mark.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    skipped: set[tuple[int, int]] = field(default_factory=set)
    straight: bool = False


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A quotation that begins at `start` and does not end."""

    start: tuple[int, int]


def scan(texts: Sequence[str], line: int, offset: int, upto: int) -> tuple[list[Quotation], int] | Unclosed:
    """Find the outermost quotations from an offset on, and the line on which the last of them ends.

    Lines after `upto` are read only while a quotation is open.
    """
    found: list[Quotation] = []
    while True:
        start = _opening(texts[line], offset)
        if start < 0:
            if line >= upto:
                return found, line
            line, offset = line + 1, 0
            continue
        straight = texts[line][start] == '"'
        quotation = _straight(texts, line, start) if straight else _curly(texts, line, start)
        if quotation is None:
            return Unclosed((line, start))
        found.append(quotation)
        line, offset = quotation.end


def _opening(text: str, offset: int) -> int:
    found = [i for i in (text.find("“", offset), text.find('"', offset)) if i >= 0]
    return min(found, default=-1)


def _curly(texts: Sequence[str], line: int, start: int) -> Quotation | None:
    quotation = Quotation((line, start), (line, start))
    depth = 0
    for row in range(line, len(texts)):
        text = texts[row]
        first = len(text) - len(text.lstrip())
        for column in range(start if row == line else 0, len(text)):
            char = text[column]
            if char == "“":
                repeated = row > line and column == first
                misplaced = depth > 0 and not text[column + 1 :].strip()  # it belongs to the next paragraph
                if repeated or misplaced:
                    quotation.skipped.add((row, column))
                else:
                    depth += 1
            elif char == "”":
                depth -= 1
                if depth == 0:
                    quotation.end = (row, column + 1)
                    return quotation
    return None


def _straight(texts: Sequence[str], line: int, start: int) -> Quotation | None:
    """A closing mark is followed by what can follow one; another mark opens a quotation within."""
    quotation = Quotation((line, start), (line, start), straight=True)
    nested = False
    for row in range(line, len(texts)):
        text = texts[row]
        first = len(text) - len(text.lstrip())
        for column in range(start + 1 if row == line else 0, len(text)):
            if text[column] != '"':
                continue
            if row > line and column == first and text[column + 1 :].strip():
                quotation.skipped.add((row, column))
            elif nested:
                nested = False
            elif _AFTER_CLOSING.match(text[column + 1 :]):
                quotation.end = (row, column + 1)
                return quotation
            else:
                nested = True
    return None
