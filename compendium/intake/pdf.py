"""PDF files that have a text layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from compendium.intake.finish import finish, plain
from compendium.intake.pdf_lines import paragraphs
from compendium.intake.pdf_page import PdfLine, PdfPage, pdf_pages, without_furniture
from compendium.intake.source import SourceBlock, SourceRefused, SourceText, squeeze

_FEW = 20
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
    blocks: list[SourceBlock] = [b for p in made for b in plain(p.text, line=p.ordinal)]
    oracle, order = _oracle(path, pages, lines, furniture)
    warnings = ["PDF 的断行已重新拼接，请与原件核对", *order, *_page_warnings(pages)]
    if unsure:
        places = "、".join(unsure[:8]) + (f"等{len(unsure)}处" if len(unsure) > 8 else "")
        warnings.append(f"版面看不出此处是否分段，已按分段处理，请核对：{places}")
    return finish(path, blocks, oracle, warnings, _left_out(furniture))


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
