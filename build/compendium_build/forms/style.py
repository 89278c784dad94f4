"""The styles of a text, and how each of the two forms asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from compendium_build.forms.tree import Attr, Node, attr, div, meta_text


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
