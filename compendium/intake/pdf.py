"""Read PDF files that have a text layer.

Printed lines are put back together as paragraphs, by indentation, line ends and the space between lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from compendium.intake.centred import join_centred
from compendium.intake.finish import finish, plain
from compendium.intake.pdf_page import PdfLine, PdfPage, pdf_pages, without_furniture
from compendium.intake.source import SourceRefused, SourceText, squeeze

_ITEM = re.compile(
    r"^(?:第[一二三四五六七八九十百千万零〇]+(?:编|分编|章|节)(?!第|[的规])"
    r"|第[一二三四五六七八九十百千万零〇]+条(?:之[一二三四五六七八九十]+)?(?=\s|$)"
    r"|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|[“]?[（(][一二三四五六七八九十]+[)）]"
    r"|\d+[.．]\s?\D|[(（]\d+[)）]|附件|\*第)"
)
_SHORT = 8
_SENTENCE_END = tuple("。；：！？")
_CLOSING = frozenset("。，、；：！？”’）》〉】〕」』…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The measures of the type page: left and right margin, size, line pitch; 0 pitch when unknown."""

    left: float
    right: float
    size: float
    pitch: float
    indented: bool
    spaced: bool


@dataclass(frozen=True, slots=True)
class PdfParagraph:
    """A paragraph rejoined; `ordinal` counts from 1."""

    ordinal: int
    lines: tuple[PdfLine, ...]
    text: str


def measure(lines: Sequence[PdfLine]) -> Shape:
    """Take the measures of the body text from its most frequent values."""
    size = Counter(round(line.size) for line in lines for _ in line.glyphs).most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) < 1]
    starts = Counter(round(line.x0) for line in body)
    usual_starts = [x for x, n in starts.items() if n >= max(2, len(body) // 20)]
    left = min(usual_starts or starts)
    ends = sorted(line.x1 for line in body)
    right = ends[int(0.9 * (len(ends) - 1))]
    indents = sum(1.4 * size < line.x0 - left < 2.8 * size for line in body)
    steps = [round(a.y - b.y, 1) for a, b in pairwise(body) if a.page == b.page and a.y > b.y]
    counts = Counter(round(step) for step in steps)
    pitch = float(counts.most_common(1)[0][0]) if counts else 0.0
    usual = [step for step, n in counts.items() if n >= max(3, len(steps) // 8)]
    pitch = float(min(usual, default=pitch))
    spaced = any(1.3 * pitch < step < 3 * pitch for step in usual)
    return Shape(
        left=left, right=right, size=size, pitch=pitch, indented=indents >= 0.1 * len(body), spaced=spaced
    )


def paragraphs(lines: Sequence[PdfLine]) -> tuple[list[PdfParagraph], list[str]]:
    """Rejoin the lines, and name the places where the page does not tell whether a paragraph ends."""
    shape = measure(lines)
    margins = _page_margins(lines, shape)
    groups: list[list[PdfLine]] = []
    unsure: list[str] = []
    for line in lines:
        verdict = _continues(groups[-1], line, shape, margins) if groups else False
        if verdict is None:
            unsure.append(f"第{line.page}页“{groups[-1][-1].text[-8:]}”之后")
        if verdict:
            groups[-1].append(line)
        else:
            groups.append([line])
    made = [PdfParagraph(n, tuple(group), _text(group)) for n, group in enumerate(groups, 1)]
    return made, unsure


def _page_margins(lines: Sequence[PdfLine], shape: Shape) -> dict[int, float]:
    """The left margin of each page, since odd and even pages may differ by a little."""
    margins = {}
    for page in {line.page for line in lines}:
        counts = Counter(round(line.x0) for line in lines if line.page == page)
        near = [x for x in counts if abs(x - shape.left) < shape.size]
        margins[page] = float(max(near, key=lambda x: (counts[x], -x))) if near else shape.left
    return margins


def _continues(group: list[PdfLine], line: PdfLine, shape: Shape, margins: dict[int, float]) -> bool | None:
    """Whether the line carries on the paragraph; None when it does not but the page can't tell."""
    last = group[-1]
    if abs(last.size - line.size) > 0.08 * line.size:
        return False
    if _ITEM.match(line.text):
        return _mid_citation(last, line, shape, margins)
    if _open_bracket(group) or _never_first(last, line):
        return True
    if line.size > 1.12 * shape.size:
        return _same_title(last, line)
    if shape.indented:
        flush = line.x0 < margins[line.page] + 0.7 * shape.size
        return flush and (last.x1 > shape.right - 2.6 * shape.size or _goes_on(last, shape, margins))
    return _unindented(group, line, shape)


def _mid_citation(last: PdfLine, line: PdfLine, shape: Shape, margins: dict[int, float]) -> bool:
    """A flush line in an indented text can't open an item, whatever it begins with."""
    flush = line.x0 < margins[line.page] + 0.7 * shape.size
    return shape.indented and flush and _goes_on(last, shape, margins)


def _goes_on(last: PdfLine, shape: Shape, margins: dict[int, float]) -> bool:
    """Whether a line of an indented text ends in mid sentence, a little short where words can't be broken."""
    begins = last.x0 < margins[last.page] + 2.8 * shape.size
    return begins and not last.text.endswith(_SENTENCE_END) and last.x1 > shape.right - _SHORT * shape.size


def _never_first(last: PdfLine, line: PdfLine) -> bool:
    """Whether the line begins with what no paragraph begins with, such as the rest of a broken title."""
    return line.text[0] in _CLOSING | {"的"} and not last.text.endswith(_SENTENCE_END)


def _open_bracket(group: list[PdfLine]) -> bool:
    """Whether the group is a 题注 whose bracket is still open."""
    text = "".join(line.text for line in group)
    return text.startswith(("（", "(")) and len(group) < 40 and _depth(text) > 0


def _depth(text: str) -> int:
    return sum(text.count(c) for c in "（(") - sum(text.count(c) for c in "）)")


def _same_title(last: PdfLine, line: PdfLine) -> bool:
    near = last.page == line.page and 0 < last.y - line.y < 2.2 * line.size
    return near and not _ITEM.match(last.text)


def _unindented(group: list[PdfLine], line: PdfLine, shape: Shape) -> bool | None:
    last = group[-1]
    if last.x1 + _unit(line) <= shape.right + 0.1 * shape.size:
        return False
    if last.page == line.page and shape.spaced:
        return last.y - line.y < 1.3 * shape.pitch
    if last.text.endswith("；") and not _ITEM.match(group[0].text):
        return True  # a semicolon closes an item, never a 款
    return None if last.text.endswith(_SENTENCE_END) else True


def _unit(line: PdfLine) -> float:
    """The width of what can't be broken at the start of a line, as a browser sees it."""
    glyphs = line.glyphs
    end = 1
    while end < len(glyphs) and (
        glyphs[end].text in _CLOSING or (glyphs[end].text.isascii() and glyphs[end - 1].text.isascii())
    ):
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0


def _text(group: list[PdfLine]) -> str:
    text = group[0].text
    for line in group[1:]:
        after = line.text
        latin = text[-1:].isascii() and after[:1].isascii() and text[-1:].isalpha() and after[:1].isalpha()
        text += (" " if latin else "") + after
    return text


_FEW = 20
_UNEVEN = 1.2
_MANY_RULES = 8


def read_pdf(path: Path) -> SourceText:
    """Read the text layer and rejoin its lines to paragraphs."""
    pages = pdf_pages(path)
    total = sum(len(page.drawn) for page in pages)
    if not pages or total < _FEW * len(pages):
        raise SourceRefused(
            f"{path.name}：共{len(pages)}页，文字层只有{total}个字，像是扫描件。"
            "请先做文字识别（OCR）并校对，或用原 Word 文件导入。"
        )
    lines, furniture = without_furniture(pages)
    made, unsure = paragraphs(lines)
    shape = measure(lines)
    blocks = join_centred([(b, _is_centred(p, shape)) for p in made for b in plain(p.text, line=p.ordinal)])
    oracle, order = _oracle(path, pages, lines, furniture)
    warnings = ["PDF 的断行已重新拼接，请与原件核对", *order, *_page_warnings(pages)]
    if unsure:
        places = "、".join(unsure[:8]) + (f"等{len(unsure)}处" if len(unsure) > 8 else "")
        warnings.append(f"版面看不出此处是否分段，已按分段处理，请核对：{places}")
    return finish(path, blocks, oracle=oracle, warnings=warnings, left_out=_left_out(furniture))


def _is_centred(paragraph: PdfParagraph, shape: Shape) -> bool:
    """Whether every line has as much room on its left as on its right; a full line has none."""
    return all(
        abs((line.x0 - shape.left) - (shape.right - line.x1)) < _UNEVEN * line.size
        for line in paragraph.lines
    )


def _left_out(furniture: Sequence[PdfLine]) -> list[str]:
    if not furniture:
        return []
    return [f"页码、页眉页脚 {len(furniture)} 行：{furniture[0].text} 至 {furniture[-1].text}"]


def _oracle(
    path: Path, pages: Sequence[PdfPage], lines: Sequence[PdfLine], furniture: Sequence[PdfLine]
) -> tuple[str, list[str]]:
    """The characters in the order they were drawn, page numbers taken out; by position where that differs."""
    texts: list[str] = []
    moved: list[str] = []
    for page in pages:
        placed = squeeze("".join(line.text for line in lines if line.page == page.number))
        drawn = _without(page.drawn, [line for line in furniture if line.page == page.number])
        if Counter(placed) != Counter(squeeze(drawn)):
            raise SourceRefused(f"{path.name}：第{page.number}页按位置读出的字与文字层不一致，未导入。")
        if placed != squeeze(drawn):
            moved.append(str(page.number))
        texts.append(placed)
    note = f"第{'、'.join(moved)}页文字层的次序与版面不同，已按版面位置排列" if moved else ""
    return "".join(texts), [note] if note else []


def _without(drawn: str, furniture: Sequence[PdfLine]) -> str:
    """Take each page-number line's characters out of the drawn text, wherever they were drawn."""
    for line in furniture:
        text = squeeze(line.text)
        if text in drawn[: len(text)]:
            drawn = drawn[len(text) :]
        elif text in drawn:
            before, _, after = drawn.rpartition(text)
            drawn = before + after
        else:
            for char in text:
                before, _, after = drawn.rpartition(char)
                drawn = before + after
    return drawn


def _page_warnings(pages: Sequence[PdfPage]) -> list[str]:
    ruled = [str(page.number) for page in pages if page.rules >= _MANY_RULES]
    pictured = [str(page.number) for page in pages if page.pictures]
    warnings = []
    if ruled:
        warnings.append(f"第{'、'.join(ruled)}页有框线，可能是表格，表格未能识别，请核对")
    if pictured:
        warnings.append(f"第{'、'.join(pictured)}页有图片，图片未取出，请核对")
    return warnings
