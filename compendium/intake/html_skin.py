"""What a web page shows beside the text: menus, footers, notes of the site; and the marks of Wikisource."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from lxml import etree

from compendium.intake.html_walk import Element, all_text, items
from compendium.intake.lines import Opens, classify
from compendium.intake.source import SourceBlock, squeeze

ITEM = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])")
HISTORY = re.compile(r"^[（(]?.*(?:通过|公布|施行|修正|修订|发布|批准|通過).*[)）]?$")
_NAMES = """mw-editsection noprint ws-noexport licenseContainer licensetpl navbox toc catlinks
    printfooter mw-jump-link reference reflist mw-cite-backlink sister-project
    badge breadcrumb breadcrumbs crumbs sr-only visually-hidden screen-reader-text"""
_SKIN = frozenset(_NAMES.split())
_TAG_NAMES = """script style noscript iframe object embed svg canvas template input select textarea
    button link meta nav aside audio video map"""
_TAGS = frozenset(_TAG_NAMES.split())
_ROLE_NAMES = """navigation search banner contentinfo complementary note menu menubar toolbar dialog
    alert status doc-backlink"""
_ROLES = frozenset(_ROLE_NAMES.split())
"""Sources: WAI-ARIA 1.2 5.3.4 (landmark roles) and 5.4 (note, status); Digital Publishing WAI-ARIA 1.1."""


def without_skin(root: Element) -> list[str]:
    """Take out of the tree what a reader doesn't see as text, and say what words went with it."""
    gone = _open_wiki_header(root)
    with_provisions = _with_provisions(root)
    for element in list(root.iter()):
        if element is root or element.getparent() is None or not _is_skin(element, with_provisions):
            continue
        words = "" if element.tag in {"script", "style", "noscript"} else _words(element)
        if words:
            gone.append(words)
        _drop(element)
    return [f"{words}（{count}处）" if count > 1 else words for words, count in Counter(gone).items()]


def _open_wiki_header(root: Element) -> list[str]:
    """Leave of a Wikisource header box only the history line, which stands nowhere else."""
    for box in root.iter("div"):
        if box.get("id") != "headerContainer":
            continue
        words = _words(box)
        lines = [item.block.text for item in items(box, lambda _: None, layout_only=True)]
        for child in list(box):
            box.remove(child)
        box.text = None
        for line in lines:
            if line.startswith("（") and HISTORY.match(line):
                etree.SubElement(box, "p").text = line
        return [words]
    return []


def _is_skin(element: Element, with_provisions: Collection[Element]) -> bool:
    if not isinstance(element.tag, str):
        return True
    if element.tag in _TAGS:  # a script that is a formula is told as one
        return not (element.tag == "script" and (element.get("type") or "").startswith("math/"))
    classes = (element.get("class") or "").split()
    style = squeeze(element.get("style") or "").lower()
    hidden = "display:none" in style or "mso-hide:all" in style or element.get("hidden") is not None
    named = any(name in classes for name in _SKIN) or element.get("id") in _SKIN
    return hidden or named or element.get("role") in _ROLES or _is_frame(element, with_provisions)


def _is_frame(element: Element, with_provisions: Collection[Element]) -> bool:
    """Whether the element's own name says that it frames a page or can be unfolded beside the text."""
    if element.tag == "footer":
        return not _in_text(element)
    if element.tag == "header":
        kinds = {str(inner.tag) for inner in element.iter()}
        return not _in_text(element) and not kinds.isdisjoint({"nav", "form"}) and "h1" not in kinds
    return element.tag in _FOLDED and element not in with_provisions


def _in_text(element: Element) -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _with_provisions(root: Element) -> frozenset[Element]:
    """What can be unfolded and holds lines that open a provision."""
    folded = _FOLDED if next(root.iter(*_FOLDED), None) is not None else ()
    found: set[Element] = set()
    for item in items(root, lambda _: None, layout_only=True) if folded else ():
        line = classify(SourceBlock(item.block))
        if line.opens in (Opens.ARTICLE, Opens.HEADING) or line.style == "一、":
            found.update(each for each in (item.element, *item.element.iterancestors()) if each.tag in folded)
    return frozenset(found)


_FOLDED = ("details", "summary")


def _words(element: Element) -> str:
    return squeeze(all_text(element))[:20]


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)
