"""An HTML tree to paragraphs and tables: block elements and <br> end a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from compendium.intake.extent import spanned
from compendium.intake.finish import para
from compendium.intake.lines import Opens, classify
from compendium.intake.source import SourceBlock, squeeze
from compendium.law.act import Block, Cell, Image, Inline, Note, Para, Span, Table

Element = etree._Element
Picture = Callable[[str], str | None]

_BLOCK_NAMES = """address article aside blockquote body caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol
    p pre section summary table tbody td tfoot th thead tr ul"""
BLOCKS = frozenset(_BLOCK_NAMES.split())
NOTE = "doc-note"
"""The element that stands for a note at its mark: its marker and its words."""
ARTICLE = re.compile(r"^第\s*[〇零一二三四五六七八九十百千万\d]+\s*[条條]")
_NUMBER = re.compile(
    r"第[〇零一二三四五六七八九十百千万\d]+[条條](?:之[一二三四五六七八九十]+)?|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．]"
)
_KEPT_SPACE = "\ufdd0"  # a noncharacter: the spaces of <pre> are not to be folded
_GAP = re.compile(r"[ \t\r\n\f]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’…—]")


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or table, the rank of its heading, and the block element it stands in."""

    block: Block
    heading: int
    element: Element


def items(root: Element, picture: Picture, layout_only: bool = False) -> list[Item]:
    """Walk the tree; with `layout_only` no table is kept as one, as is needed to look for the text."""
    walker = _Walker(picture, layout_only)
    walker.block(root, 0)
    walker.flush(root, 0)
    return walker.found


class _Walker:
    """Gathers the runs of the paragraph at hand and closes it where a block begins or ends."""

    def __init__(self, picture: Picture, layout_only: bool) -> None:
        self.picture = picture
        self.layout_only = layout_only
        self.found: list[Item] = []
        self.runs: list[Inline] = []

    def is_number(self) -> bool:
        """Whether the paragraph at hand has nothing but the number of a provision yet."""
        words = "".join(run if isinstance(run, str) else "*" for run in self.runs)
        return _NUMBER.fullmatch(squeeze(words)) is not None

    def flush(self, element: Element, heading: int) -> None:
        made = para(*_collapsed(self.runs))
        self.runs = []
        if made:
            self.found.append(Item(made, heading, element))

    def block(self, element: Element, heading: int) -> None:
        tag = str(element.tag)
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            heading = int(tag[1])
        self.text(element.text, element, heading, tag)
        for child in element:
            self.child(child, element, heading)
            self.text(child.tail, element, heading, tag)

    def child(self, child: Element, parent: Element, heading: int) -> None:
        if not isinstance(child.tag, str):
            return
        if child.tag == "br":
            self.flush(parent, heading)
        elif child.tag == "img":
            name = self.picture(child.get("src", ""))
            if name:
                self.runs.append(Image(name, child.get("alt", "")))
        elif child.tag == NOTE:
            marker = child.get("marker", "")
            self.runs.append(Note(marker, (child.text or "").removeprefix(marker)))
        elif child.tag in {"sup", "sub"} and not _holds_blocks(child):
            text = _GAP.sub(" ", all_text(child))
            self.runs.append(Span("sup" if child.tag == "sup" else "sub", text) if squeeze(text) else text)
        elif child.tag == "table" and not self.layout_only and not is_layout(child):
            self.flush(parent, heading)
            table = self.table(child)
            if table.rows:
                self.found.append(Item(table, 0, child))
        elif child.tag in BLOCKS:
            if self.is_number():  # a page may number a block from outside
                self.runs.append("\u3000")
            else:
                self.flush(parent, heading)
            self.block(child, heading)
            self.flush(child, _rank(child, heading))
        else:
            self.inline(child, parent, heading)

    def inline(self, element: Element, parent: Element, heading: int) -> None:
        self.text(element.text, parent, heading, str(parent.tag))
        for child in element:
            self.child(child, parent, heading)
            self.text(child.tail, parent, heading, str(parent.tag))

    def text(self, text: str | None, parent: Element, heading: int, tag: str) -> None:
        if not text:
            return
        lines = text.splitlines() if _in_pre(parent) else [text]
        for number, line in enumerate(lines):
            if number:
                self.flush(parent, heading)
            self.runs.append(line.replace(" ", _KEPT_SPACE) if _in_pre(parent) else line)

    def table(self, table: Element) -> Table:
        caption = "".join(all_text(c) for c in table.iterfind("caption"))
        rows = [tuple(self.cell(c) for c in row if c.tag in {"td", "th"}) for row in table.iter("tr")]
        return Table(tuple(row for row in rows if row), " ".join(caption.split()))

    def cell(self, cell: Element) -> Cell:
        inner = items(cell, self.picture)
        texts = tuple(item.block for item in inner if isinstance(item.block, Para))
        return Cell(texts, cell.tag == "th", spanned(cell.get("colspan")), spanned(cell.get("rowspan")))


def all_text(element: Element) -> str:
    """The text content of an element, its own tail not included."""
    return "".join(str(text) for text in element.itertext())


def is_centred(element: Element) -> bool:
    """Whether the lines of an element are centred, by its own style or that of what it stands in."""
    for each in (element, *element.iterancestors()):
        style = _ALIGNED.search(each.get("style") or "")
        aligned = style[1] if style else each.get("align") or ("center" if each.tag == "center" else "")
        if aligned:
            return aligned.lower() == "center"
    return False


_ALIGNED = re.compile(r"text-align\s*:\s*([a-z]+)", re.I)


def is_layout(table: Element) -> bool:
    """Whether a table only places text: it nests tables, has one column, or its cells open with 第…条."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    rows = [[c for c in row if c.tag in {"td", "th"}] for row in table.iter("tr")]
    if all(len(row) <= 1 for row in rows):
        return True
    cells = (para(" ".join(all_text(cell).split())) for row in rows for cell in row)
    return any(classify(SourceBlock(cell)).opens is Opens.ARTICLE for cell in cells if cell)


def _rank(element: Element, heading: int) -> int:
    tag = str(element.tag)
    return int(tag[1]) if re.fullmatch("h[1-6]", tag) else heading


def _holds_blocks(element: Element) -> bool:
    return any(isinstance(e.tag, str) and (e.tag in BLOCKS or e.tag in {"br", "img"}) for e in element.iter())


def _in_pre(element: Element) -> bool:
    return element.tag == "pre" or any(True for _ in element.iterancestors("pre"))


def _collapsed(runs: Iterable[Inline]) -> Iterator[Inline]:
    """Take white space as a browser does, except that a line end between Chinese characters is none."""
    joined: list[Inline] = []
    for run in runs:
        if isinstance(run, str) and joined and isinstance(joined[-1], str):
            joined[-1] += run
        else:
            joined.append(run)
    for run in joined:
        yield _GAP.sub(_gap, run).replace(_KEPT_SPACE, " ") if isinstance(run, str) else run


def _gap(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    wide = bool(_WIDE.match(text[start - 1 : start])) and bool(_WIDE.match(text[end : end + 1]))
    return "" if wide and "\n" in match[0] else " "
