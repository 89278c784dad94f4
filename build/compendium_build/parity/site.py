"""The text of pages of the site, read as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

from compendium.law.act import Act
from compendium.law.identifiers import CorpusPath
from compendium_build.parity.differences import Difference, difference, squeezed

_ADDED = frozenset({"mark", "self"})
"""Classes of what a page adds to the text."""


def page_differences(path: CorpusPath, page: Path, act: Act) -> list[Difference]:
    """Where a page is not the text of an act, by provision."""
    try:
        shown = page_texts(page.read_bytes())
    except OSError:
        return [Difference(form="web", path=path, place="", expected=act.title, found="")]
    wanted = {p.eid: p.text for p in act.provisions()} | {a.eid: a.text for a in act.attachments}
    rows = (
        difference("web", path, eid, squeezed(text), squeezed(shown.get(eid, "")))
        for eid, text in wanted.items()
    )
    return [row for row in rows if row]


def page_texts(page: bytes) -> dict[str, str]:
    """The text of every element with an eId on a page; a note is read where its mark stands."""
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    held: Any = tree.xpath("//article//*[contains(@id, '_')]")
    return {element.get("id"): "".join(_words(element, tree)) for element in held}


def _words(element: html.HtmlElement, tree: html.HtmlElement) -> Iterator[str]:
    classes = (element.get("class") or "").split()
    if _ADDED & set(classes):
        return
    if "note-ref" in classes:
        note = tree.get_element_by_id(element[0].get("href")[1:])
        parts = note.find_class("note-mark") + note.find_class("note-text")
        yield from (part.text_content() for part in parts)
        return
    yield element.text or ""
    for child in element:
        yield from _words(child, tree)
        yield child.tail or ""
