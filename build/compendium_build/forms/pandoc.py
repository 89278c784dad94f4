"""Pandoc as a writer of Word files and e-books: one tree in, one file out, the same bytes every time.

In order: the nodes of pandoc's document tree, as its JSON has them; the Word file whose styles and pages
pandoc takes, GB/T 9704's with a heading style for each depth; the writers; the styles of a text, and how each
of the two forms asks for them.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from compendium.law.problems import CompendiumError
from compendium.system.errors import naming
from compendium.system.programs import run
from compendium_build.changes.word_file import STARTED
from compendium_build.forms.navigation import Entry, with_entries

Node = dict[str, Any]
Attr = list[Any]
API = [1, 23]
"""The version of the tree that the nodes below are written in."""

BREAK: Node = {"t": "LineBreak"}
LEFT: Node = {"t": "AlignDefault"}


def attr(eid: str = "", classes: Sequence[str] = (), values: Mapping[str, str] | None = None) -> Attr:
    """Identifier, classes and further attributes of a node."""
    return [eid, list(classes), [[key, value] for key, value in (values or {}).items()]]


def text(words: str) -> Node:
    """Characters as they are."""
    return {"t": "Str", "c": words}


def span(attributes: Attr, inlines: list[Node]) -> Node:
    """A stretch of text."""
    return {"t": "Span", "c": [attributes, inlines]}


def link(attributes: Attr, inlines: list[Node], href: str) -> Node:
    """A link."""
    return {"t": "Link", "c": [attributes, inlines, [href, ""]]}


def picture(alt: str, source: str) -> Node:
    """A picture within a paragraph."""
    return {"t": "Image", "c": [attr(), [text(alt)] if alt else [], [source, ""]]}


def formed(kind: str, inlines: list[Node]) -> Node:
    """Superscript, Subscript, Strong, Emph or Underline."""
    return {"t": kind, "c": inlines}


def para(inlines: list[Node]) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": inlines}


def plain(inlines: list[Node]) -> Node:
    """A paragraph without space around it."""
    return {"t": "Plain", "c": inlines}


def div(attributes: Attr, blocks: list[Node]) -> Node:
    """Blocks of one style."""
    return {"t": "Div", "c": [attributes, blocks]}


def header(level: int, attributes: Attr, inlines: list[Node]) -> Node:
    """A heading."""
    return {"t": "Header", "c": [level, attributes, inlines]}


def document(blocks: list[Node], meta: Mapping[str, Node]) -> Node:
    """A whole document."""
    return {"pandoc-api-version": API, "meta": dict(meta), "blocks": blocks}


def meta_text(words: str) -> Node:
    """A value of the metadata."""
    return {"t": "MetaInlines", "c": [text(words)]}


def meta_list(values: Sequence[Node]) -> Node:
    """Several values of the metadata."""
    return {"t": "MetaList", "c": list(values)}


def meta_map(values: Mapping[str, Node]) -> Node:
    """Named values within the metadata."""
    return {"t": "MetaMap", "c": dict(values)}


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


_EARLIEST = date(1980, 1, 2)
"""Packages cannot say an earlier day, in whatever zone they are read."""


class PandocFailed(CompendiumError):
    """Pandoc refused a document that we made."""

    def __init__(self, form: str, title: str, words: str) -> None:
        super().__init__(f"无法生成《{title}》的 {form} 文件，pandoc 报告：{words[:300]}")


def write_docx(tree: Node, title: str, day: date, *, top: int = 1, several: bool = False) -> bytes:
    """Write a Word file; `day` is what it says it was made on."""
    with TemporaryDirectory(prefix="compendium-forms-") as scratch, naming(Path(scratch)):
        reference, template = Path(scratch, "reference.docx"), Path(scratch, "document.openxml")
        reference.write_bytes(reference_docx(top, several))
        template.write_bytes(part("document.openxml"))
        return _run(tree, "docx", [f"--reference-doc={reference}", f"--template={template}"], title, day)


def write_epub(
    tree: Node,
    title: str,
    day: date,
    *,
    split: int = 1,
    depth: int = 3,
    cover: bool = False,
    entries: Sequence[Entry] = (),
) -> bytes:
    """Write an e-book cut into files at headings of level `split`, with its contents so deep, and entries."""
    with TemporaryDirectory(prefix="compendium-forms-") as scratch, naming(Path(scratch)):
        css = Path(scratch, "law.css")
        css.write_bytes(part("../epub.css"))
        options = [
            f"--css={css}",
            f"--split-level={split}",
            f"--toc-depth={depth}",
            f"--epub-title-page={str(cover).lower()}",
        ]
        made = _run(tree, "epub3", options, title, day)
        return with_entries(made, entries, dated="date" in tree["meta"])


def _run(tree: Node, form: str, options: Sequence[str], title: str, day: date) -> bytes:
    moment = datetime.combine(max(day, _EARLIEST), datetime.min.time(), UTC)
    command = [_pandoc(), "--from=json", f"--to={form}", "--output=-", "--wrap=none", *options]
    done = run(
        command,
        feed=json.dumps(tree, ensure_ascii=False).encode(),
        env={**os.environ, "SOURCE_DATE_EPOCH": str(int(moment.timestamp()))},
    )
    if done.code or done.words.strip():
        raise PandocFailed(form, title, done.words.decode("utf-8", "replace").strip())
    return done.out


@cache
def _pandoc() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


class Style(StrEnum):
    """What a paragraph or a stretch of text is; the value is the name that Word shows."""

    TEXT = "条文"
    TITLE = "法规标题"
    COVER = "公布令"
    DOC_NUMBER = "文号"
    HISTORY = "题注"
    TOC_TITLE = "目录标题"
    TOC = "目录"
    PART = "编"
    CHAPTER = "章"
    SECTION = "节"
    ATTACHMENT = "附件"
    SIGNATURE = "落款"
    NOTE = "注释"
    NUMBER = "条号"
    POINT = "项号"
    MARK = "施行说明"

    @property
    def css(self) -> str:
        """The name of its class in an e-book."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Word has named styles and wants few bookmarks; an e-book has classes and a place for everything."""

    word: bool

    def heading(self, style: Style, eid: str) -> Attr:
        """Attributes of a heading, whose level gives it its look in Word."""
        return attr(eid) if self.word else attr(eid, [style.css])

    def meta(self, values: dict[str, Node]) -> dict[str, Node]:
        """The metadata that the form takes; the styles of the Word file tell its language."""
        if self.word:
            return {key: value for key, value in values.items() if key not in _EBOOK_ONLY}
        return values | {"toc-title": meta_text("目录")}

    def words(self, style: Style, eid: str = "") -> Attr:
        """Attributes of a stretch of text."""
        if not self.word:
            return attr(eid, [style.css])
        return attr(eid, (), {"custom-style": style} if style in _LOOKS else None)

    def paragraph(self, style: Style, eid: str, para: Node) -> Node:
        """A paragraph in its style; the text of the law is Word's usual one."""
        if not self.word:
            return div(attr(eid, [style.css]), [para]) if eid or style is not Style.TEXT else para
        named = {} if style is Style.TEXT else {"custom-style": style}
        return div(attr(eid, (), named), [para]) if named or eid else para


WORD, EPUB = Dialect(True), Dialect(False)
_LOOKS = frozenset({Style.NUMBER, Style.MARK})
_EBOOK_ONLY = frozenset({"lang", "date", "identifier", "belongs-to-collection"})
