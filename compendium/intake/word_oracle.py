"""The text of a Word file taken straight from its XML: what the reader's result is held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
        yield chr(int(element.get(f"{W}char", "20"), 16))
    elif tag == f"{W}noBreakHyphen":
        yield "\u2011"
    elif tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
        yield "\n"
    elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
        yield notes.get(element, "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child, numbers, notes)
