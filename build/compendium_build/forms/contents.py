"""The contents of a Word file: a field, so that Word sets the page numbers, filled with links beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from compendium_build.forms.tree import Node

_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{depth}" \\h \\z </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

PAGE_BREAK: Node = {"t": "RawBlock", "c": ["openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>']}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents: how deep it stands, its words, the place it leads to."""

    depth: int
    words: str
    place: str


def contents_block(lines: Sequence[Line]) -> Node:
    """The contents under their heading."""
    depth = max((line.depth for line in lines), default=1)
    heading = '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r><w:t>目录</w:t></w:r></w:p>'
    last = len(lines) - 1
    rows = [
        _paragraph(line, _BEGIN.format(depth=depth) if at == 0 else "", _END if at == last else "")
        for at, line in enumerate(lines)
    ]
    return {"t": "RawBlock", "c": ["openxml", heading + "".join(rows)]}


def _paragraph(line: Line, before: str, after: str) -> str:
    words = f'<w:r><w:t xml:space="preserve">{escape(line.words)}</w:t></w:r>'
    link = f'<w:hyperlink w:anchor={quoteattr(line.place)} w:history="1">{words}</w:hyperlink>'
    style = f'<w:pPr><w:pStyle w:val="TOC{line.depth}"/></w:pPr>'
    return f"<w:p>{style}{before}{link}{after}</w:p>"
