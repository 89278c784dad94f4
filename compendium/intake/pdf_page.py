"""The text layer of a PDF page by page: printed lines with their positions."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTImage, LTLine, LTRect
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFObjectNotFound, PDFStream, resolve1

from compendium.intake.source import SourceRefused, squeeze

_PAGE_NUMBER = re.compile(r"^(?:[－—–\-·.]*\d{1,4}[－—–\-·.]*|第\d+页(?:[共/，,]*\d+页)?|\d+/\d+)$")
_LATIN = re.compile(r"[!-~\u00c0-\u024f]")
_EDGE = 0.11
_WIDE_GAP = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One character where it stands; `y` is its baseline, `spaced` says that a space was drawn before it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One printed line: its glyphs from left to right."""

    page: int
    glyphs: tuple[Glyph, ...]

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return self.glyphs[-1].x1

    @property
    def y(self) -> float:
        return Counter(g.y for g in self.glyphs).most_common(1)[0][0]

    @property
    def size(self) -> float:
        return max(g.size for g in self.glyphs)

    @property
    def text(self) -> str:
        """The characters, with a space where the print leaves one and none that only justifies."""
        parts = [self.glyphs[0].text]
        justified = sum(g.spaced for g in self.glyphs) > max(4, len(self.glyphs) / 4)
        for before, glyph in zip(self.glyphs, self.glyphs[1:], strict=False):
            gap = glyph.x0 - before.x1
            latin = bool(_LATIN.match(before.text) and _LATIN.match(glyph.text))
            if gap > _WIDE_GAP * self.size:
                parts.append("\u3000")
            elif (glyph.spaced and (latin or not justified)) or (latin and gap > 0.15 * self.size):
                parts.append(" ")
            parts.append(glyph.text)
        return "".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPage:
    """A page: its lines from top to bottom, its characters in the order they were drawn."""

    number: int
    height: float
    lines: tuple[PdfLine, ...]
    drawn: str
    pictures: int
    rules: int


def pdf_pages(path: Path) -> list[PdfPage]:
    """Read every page; refuse a file that is damaged, locked, or whose fonts name no characters."""
    try:
        with path.open("rb") as stream:
            document = PDFDocument(PDFParser(stream))
            if not document.is_extractable:
                raise SourceRefused(f"{path.name}：PDF 禁止提取文字。请用原 Word 文件导入。")
            broken = _damaged(document)
            pages = list(_interpret(document))
            if broken or len(pages) != resolve1(resolve1(document.catalog["Pages"])["Count"]):
                raise SourceRefused(f"{path.name}：PDF 已损坏，部分内容无法解读，未导入。请重新取得原件。")
            return pages
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise SourceRefused(f"{path.name}：PDF 已加密。请解除密码，或用原 Word 文件导入。") from error
    except SourceRefused as refused:
        raise refused if path.name in str(refused) else SourceRefused(f"{path.name}：{refused}") from refused
    except MemoryError:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file leads it to
        raise SourceRefused(
            f"{path.name}：PDF 已损坏或不完整，无法读取（{type(error).__name__}）。"
        ) from error


def _damaged(document: PDFDocument) -> bool:
    """Whether a compressed stream doesn't unpack to its end; pdfminer takes such a one for empty."""
    if document.encryption is not None:
        return False  # what is stored is enciphered and can't be unpacked here
    numbers = {number for xref in document.xrefs for number in xref.get_objids()}
    return any(_broken(document, number) for number in numbers)


def _broken(document: PDFDocument, number: int) -> bool:
    try:
        found = document.getobj(number)
    except PDFObjectNotFound:
        return False  # a free entry; a page that needs it is missed by the count of pages
    if not isinstance(found, PDFStream) or found.rawdata is None:
        return False
    filters = found.get_filters()
    if not filters or filters[0][0] not in LITERALS_FLATE_DECODE:
        return False
    unpack = zlib.decompressobj()
    try:
        unpack.decompress(found.rawdata)
    except zlib.error:
        return True
    return not unpack.eof


def _interpret(document: PDFDocument) -> Iterator[PdfPage]:
    device = PDFPageAggregator(PDFResourceManager(), laparams=None)
    interpreter = PDFPageInterpreter(device.rsrcmgr, device)
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        interpreter.process_page(page)
        layout = device.get_result()
        glyphs = _distinct(_glyphs(layout, number))
        shapes = list(_walk(layout))
        yield PdfPage(
            number=number,
            height=layout.height,
            lines=tuple(_lines(number, glyphs)),
            drawn="".join(g.text for g in glyphs),
            pictures=sum(isinstance(shape, LTImage) for shape in shapes),
            rules=_rules(shapes),
        )


def _rules(shapes: Sequence[object]) -> int:
    """How many thin rules there are, where they run both ways as in a table."""
    thin = [s for s in shapes if isinstance(s, (LTLine, LTRect)) and min(s.width, s.height) < 2]
    upright = sum(rule.height > rule.width > 0 or (rule.width == 0 and rule.height > 5) for rule in thin)
    return len(thin) if upright >= 3 and len(thin) - upright >= 3 else 0


def _walk(container: object) -> Iterator[object]:
    if isinstance(container, LTContainer):
        for item in container:
            yield item
            yield from _walk(item)


def _glyphs(layout: object, number: int) -> Iterator[Glyph]:
    for item in _walk(layout):
        if isinstance(item, LTChar):
            text = item.get_text()
            if text.startswith("(cid:"):
                raise SourceRefused(
                    f"第{number}页的字体没有文字编码，无法得知是什么字。请用原 Word 文件导入。"
                )
            if text:
                yield Glyph(text=text, x0=item.x0, x1=item.x1, y=item.matrix[5], size=item.size)


def _distinct(glyphs: Iterator[Glyph]) -> list[Glyph]:
    """Drop a character printed twice on one spot, which is how some programs make bold."""
    kept: list[Glyph] = []
    seen: set[tuple[str, int, int]] = set()
    for glyph in glyphs:
        spot = (glyph.text, round(glyph.x0), round(glyph.y))
        if spot not in seen:
            seen.add(spot)
            kept.append(glyph)
    return kept


def _lines(number: int, glyphs: Sequence[Glyph]) -> Iterator[PdfLine]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -g.y):
        if rows and abs(rows[-1][0].y - glyph.y) < 0.4 * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    for row in rows:
        glyphs_of_row = _inked(sorted(row, key=lambda g: g.x0))
        if glyphs_of_row:
            yield PdfLine(number, glyphs_of_row)


def _inked(row: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs that print something, each knowing whether a space was drawn before it."""
    inked: list[Glyph] = []
    space = False
    for glyph in row:
        if not squeeze(glyph.text):
            space = True
            continue
        inked.append(replace(glyph, spaced=space) if space and inked else glyph)
        space = False
    return tuple(inked)


def without_furniture(pages: Sequence[PdfPage]) -> tuple[list[PdfLine], list[PdfLine]]:
    """Split off page numbers and the running lines that come back at the edge of most pages."""
    edges = Counter(
        (squeeze(line.text), round(line.y)) for page in pages for line in page.lines if _at_edge(page, line)
    )
    kept: list[PdfLine] = []
    dropped: list[PdfLine] = []
    for page in pages:
        for line in page.lines:
            text = squeeze(line.text)
            repeated = len(pages) > 2 and edges[text, round(line.y)] > len(pages) / 2
            furniture = _at_edge(page, line) and (repeated or bool(_PAGE_NUMBER.match(text)))
            (dropped if furniture else kept).append(line)
    return kept, dropped


def _at_edge(page: PdfPage, line: PdfLine) -> bool:
    outer = line in (page.lines[0], page.lines[-1])
    return outer and not _EDGE * page.height < line.y < (1 - _EDGE) * page.height
