"""The Word file whose styles and pages pandoc takes: GB/T 9704's, with a heading style for each depth."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from importlib.resources import files

from compendium_build.changes.wordfile import STARTED

_PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package.rels",
    "docProps/core.xml": "core.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document.rels",
    "word/settings.xml": "settings.xml",
    "word/webSettings.xml": "web-settings.xml",
    "word/numbering.xml": "numbering.xml",
    "word/fontTable.xml": "font-table.xml",
    "word/footnotes.xml": "footnotes.xml",
    "word/footer1.xml": "footer1.xml",
    "word/footer2.xml": "footer2.xml",
}
_DEPTHS = 9
_GROUP = (
    '<w:pageBreakBefore/><w:spacing w:before="4632" w:after="579"/><w:jc w:val="center"/>',
    "方正小标宋简体",
    52,
)
_SUBGROUP = ('<w:spacing w:before="579" w:after="289"/><w:jc w:val="center"/>', "黑体", 36)
_TITLE = ('<w:spacing w:before="0" w:after="289"/><w:jc w:val="center"/>', "方正小标宋简体", 44)
_CHAPTER = ('<w:spacing w:before="289" w:after="289"/><w:jc w:val="center"/>', "黑体", 32)
_SECTION = ('<w:spacing w:before="145" w:after="145"/><w:jc w:val="center"/>', "楷体", 32)


@cache
def reference_docx(top: int = 1, breaks: bool = False) -> bytes:
    """Make the file; titles of acts stand at depth `top`, on a new page where there are several."""
    out = io.BytesIO()
    parts = {name: part(held) for name, held in _PARTS.items()}
    styles = part("styles.xml").decode().replace("@HEADINGS@", _headings(top, breaks))
    parts["word/styles.xml"] = styles.encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, STARTED), data)
    return out.getvalue()


def part(name: str) -> bytes:
    """A part of the file as it is kept beside this module."""
    return (files("compendium_build.forms") / "word" / name).read_bytes()


def _headings(top: int, breaks: bool) -> str:
    return "\n".join(_heading(depth, top, breaks) for depth in range(1, _DEPTHS + 1))


def _heading(depth: int, top: int, breaks: bool) -> str:
    match depth - top:
        case 0:
            pages, font, size = _TITLE
            pages = ("<w:pageBreakBefore/>" if breaks else "") + pages
        case 1:
            pages, font, size = _CHAPTER
        case _ if depth > top:
            pages, font, size = _SECTION
        case _:
            pages, font, size = _GROUP if depth == 1 else _SUBGROUP
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{depth}"><w:name w:val="heading {depth}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:keepLines/>{pages}<w:outlineLvl w:val="{depth - 1}"/></w:pPr>'
        f'<w:rPr><w:rFonts w:eastAsia="{font}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        "</w:style>"
    )
