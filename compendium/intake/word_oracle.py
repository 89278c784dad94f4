"""The text of a Word file taken straight from its XML: what the reader's result is held against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from compendium.intake.source import SourceRefused
from compendium.intake.word_zip import Element, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SILENT = frozenset(
    f"{W}{tag}"
    for tag in ("pPr", "rPr", "instrText", "delText", "txbxContent", "tblPr", "trPr", "tcPr", "sectPr")
) | {f"{_MC}Fallback"}


def hidden(run: Element) -> bool:
    """Whether a run is formatted as hidden text."""
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") not in {"0", "false", "off"}


def symbol(element: Element) -> str:
    """The character that a w:sym stands for."""
    code = element.get(f"{W}char", "20")
    if _CODE.fullmatch(code) and int(code, 16) >= 0x20 and not 0xD800 <= int(code, 16) < 0xE000:
        return chr(int(code, 16))
    raise SourceRefused(f"含有不能识别的符号（代码“{code[:12]}”）。请在 Word 中把它改为普通文字再导入。")


_CODE = re.compile("[0-9A-Fa-f]{1,4}")


def text_of(element: Element, numbers: Mapping[Element, str], notes: Mapping[Element, str]) -> str:
    """All characters in reading order, list numbers and notes at their places."""
    return "".join(_pieces(element, numbers, notes))


def _pieces(element: Element, numbers: Mapping[Element, str], notes: Mapping[Element, str]) -> Iterator[str]:
    tag = element.tag
    if tag in _SILENT or (tag == f"{W}r" and hidden(element)):
        return
    if tag == f"{W}p":
        yield numbers.get(element, "")
    elif tag == f"{W}t":
        yield element.text or ""
    elif tag == f"{W}sym":
        yield symbol(element)
    elif tag == f"{W}noBreakHyphen":
        yield "\u2011"
    elif tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
        yield "\n"
    elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
        yield notes.get(element, "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child, numbers, notes)
