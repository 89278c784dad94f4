"""How much and how deep a file may be: looked at before anything is built from it, and refused by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from compendium.intake.source import SourceBlock, SourceRefused

# 民法典 has 1,260 articles, 110,000 characters and, were each character a run of its own, 700,000 elements.
MOST_ELEMENTS = 1_500_000
MOST_PARAGRAPHS = 100_000
MOST_BLOCKS = 20_000
MOST_CHARACTERS = 2_000_000
MOST_MEMBERS = 10_000
DEEPEST_XML = 100
DEEPEST_HTML = 200  # pages with marks that are never closed go deep without malice
WIDEST = 1000  # what HTML allows a cell to span
_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,9}\s*")


def refuse_many(data: bytes | str, what: str) -> None:
    """Refuse XML or HTML with too many elements, by counting brackets, which costs next to nothing."""
    opened = data.count(b"<") - data.count(b"</") if isinstance(data, bytes) else _opened(data)
    if opened > MOST_ELEMENTS:
        raise SourceRefused(
            f"{what}有 {opened} 个元素，超过 {MOST_ELEMENTS} 个的上限，多得不合情理，不予读取。"
        )


def _opened(text: str) -> int:
    return text.count("<") - text.count("</")


def refuse_long_text(text: str) -> None:
    """Refuse a text file far longer than any law before its lines are looked at one by one."""
    size, lines = len(text), text.count("\n")
    if size > 4 * MOST_CHARACTERS or lines > 4 * MOST_BLOCKS:
        raise SourceRefused(f"共有 {lines + 1} 行、{size} 字，多得不合情理，不像一件法规，请分开导入。")


def refuse_deep(root: etree._Element, what: str, deepest: int = DEEPEST_XML) -> None:
    """Refuse a tree that is nested deeper than any that a person writes."""
    if root.xpath(f"boolean({'/*' * (deepest + 1)})"):
        raise SourceRefused(
            f"{what}一层套一层超过 {deepest} 层，深得不合情理，不予读取。"
            "请在 Word 中另存为 .docx 或 .txt 再导入。"
        )


def refuse_crowd(root: etree._Element, tags: Sequence[str], what: str) -> None:
    """Refuse a text of more paragraphs or rows than a law can have, empty ones counted."""
    for tag in tags:
        found = sum(1 for _ in root.iter(tag))
        if found > MOST_PARAGRAPHS:
            raise SourceRefused(
                f"{what}有 {found} 个段落或表格行（空的也计），超过 {MOST_PARAGRAPHS} 个的上限。"
                "请删去空段、空行，另存后再导入。"
            )


def refuse_long(blocks: Sequence[SourceBlock]) -> None:
    """Refuse a text far longer than the longest law."""
    if len(blocks) > MOST_BLOCKS:
        raise SourceRefused(f"共有 {len(blocks)} 段，超过 {MOST_BLOCKS} 段的上限，不像一件法规，请分开导入。")
    size = sum(len(block.block.text) for block in blocks)
    if size > MOST_CHARACTERS:
        raise SourceRefused(f"共有 {size} 字，超过 {MOST_CHARACTERS} 字的上限，不像一件法规，请分开导入。")


def whole(text: str, what: str, most: int = 32_767) -> int:
    """Read a whole number that an outside file states; refuse what is none, since a guess would lie."""
    if _WHOLE.fullmatch(text) and abs(int(text)) <= most:
        return int(text)
    raise SourceRefused(
        f"{what}“{text[:20]}”不是合理的整数，文件可能已损坏。请在 Word 中另存为 .docx 再导入。"
    )


def leading(text: str | None, absent: int) -> int:
    """Read the number that an HTML attribute begins with, as browsers do; `absent` where there is none.

    >>> leading("12", 1), leading(" 3px", 1), leading("zz", 1), leading(None, 1)
    (12, 3, 1, 1)
    """
    match = re.match(r"[ \t\r\n\f]*([+-]?[0-9]{1,9})(?![0-9])", text or "")
    return int(match[1]) if match else absent


def spanned(text: str | None) -> int:
    """Read how many columns or rows a cell of HTML spans."""
    return min(WIDEST, max(1, leading(text, 1)))
