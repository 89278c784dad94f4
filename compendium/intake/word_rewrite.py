"""Reduce a Word document to what carries meaning, list numbers written out, before pandoc reads it.

Pandoc folds spaces, moves title lines into metadata and turns lists, quotations and captions into
structures of its own; a document without those styles comes back as the paragraphs that were put in.
"""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Mapping
from io import BytesIO

from lxml import etree

from compendium.intake.word_oracle import hidden, symbol
from compendium.intake.word_zip import Element, W, WordFile

# Noncharacters stand for the spaces that pandoc would fold; they can't occur in a text.
GUARDS = {"\ufdd0": " ", "\ufdd1": "\t"}
_GUARD = str.maketrans({original: guard for guard, original in GUARDS.items()})

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_UNWRAP = frozenset(
    f"{W}{tag}" for tag in ("smartTag", "customXml", "sdtContent", "fldSimple", "hyperlink", "bdo", "dir")
)
_DROP_NAMES = """sdtPr sdtEndPr smartTagPr customXmlPr fldChar instrText proofErr bookmarkStart bookmarkEnd
    commentRangeStart commentRangeEnd commentReference annotationRef lastRenderedPageBreak softHyphen
    permStart permEnd footnoteRef endnoteRef separator continuationSeparator fldData"""
_DROP = frozenset(f"{W}{tag}" for tag in _DROP_NAMES.split())


def reduced(
    word: WordFile, numbers: Mapping[Element, str], document: Element, headings: frozenset[str]
) -> bytes:
    """The file again as a small .docx: text, headings, tables, notes and pictures only."""
    parts = {name: data for name, data in word.parts.items() if _needed(name)}
    for paragraph in list(document.iter(f"{W}p")):
        _prepend(paragraph, numbers.get(paragraph, ""))
    parts[word.main] = _simplified(document, headings)
    for kind in ("footnotes", "endnotes"):
        name = word.part(kind)
        if name and name in word.parts:
            parts[name] = _simplified(copy.deepcopy(word.xml(name)), headings)
    styles = word.part("styles")
    if styles and styles in word.parts:
        parts[styles] = _without_lists(word.xml(styles))
    return _zipped(parts)


def _needed(name: str) -> bool:
    return not (
        name.startswith("/") or ".." in name or name.endswith(("numbering.xml", "comments.xml", ".bin"))
    )


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def _prepend(paragraph: Element, number: str) -> None:
    if not number:
        return
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t").text = number
    place = 1 if paragraph.find(f"{W}pPr") is not None else 0
    paragraph.insert(place, run)


def _without_lists(styles: Element) -> bytes:
    for numbers in list(styles.iter(f"{W}numPr")):
        _remove(numbers)
    return etree.tostring(styles)


def _simplified(root: Element, headings: frozenset[str]) -> bytes:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag == f"{_MC}AlternateContent":
            _choose(element)
        elif element.tag in _DROP or (element.tag == f"{W}r" and hidden(element)):
            _remove(element)
        elif element.tag in {f"{W}pPr", f"{W}rPr"}:
            _keep_meaning(element, headings)
        else:
            _rewrite(element)
    for wrapper in [e for e in root.iter() if e.tag in _UNWRAP or e.tag == f"{W}sdt"]:
        _replace(wrapper, list(wrapper))
    return etree.tostring(root)


def _rewrite(element: Element) -> None:
    if element.tag == f"{W}t":
        element.text = (element.text or "").translate(_GUARD)
        element.set(_SPACE, "preserve")
    elif element.tag in {f"{W}tab", f"{W}ptab", f"{W}sym", f"{W}noBreakHyphen"}:
        written = {
            f"{W}sym": symbol(element) if element.tag == f"{W}sym" else "",
            f"{W}noBreakHyphen": "\u2011",
        }
        put = etree.Element(f"{W}t")
        put.text = written.get(str(element.tag), "\ufdd1")
        _replace(element, [put])
    elif element.tag in {f"{W}br", f"{W}cr"}:
        _replace(element, [etree.Element(f"{W}br")])


def _keep_meaning(properties: Element, headings: frozenset[str]) -> None:
    for child in list(properties):
        style = child.tag == f"{W}pStyle" and child.get(f"{W}val", "") in headings
        if not style and child.tag != f"{W}vertAlign":
            properties.remove(child)


def _choose(alternatives: Element) -> None:
    """Keep the modern drawing, or the fallback where there is no modern one."""
    branch = alternatives.find(f"{_MC}Choice")
    if branch is None:
        branch = alternatives.find(f"{_MC}Fallback")
    _replace(alternatives, [] if branch is None else list(branch))


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _replace(element: Element, children: list[Element]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = children
