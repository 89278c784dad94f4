"""The notes of a web page whose marks say what they are, brought to where their marks stand.

Source: Digital Publishing WAI-ARIA Module 1.1, doc-noteref and doc-backlink.
"""

from __future__ import annotations

import re

from lxml import etree

from compendium.intake.html_walk import NOTE, Element, all_text
from compendium.intake.source import squeeze

_GAP = re.compile(r"\s+")


def bring_notes(body: Element) -> None:
    """Put the words of each note in place of the mark that leads to it, and take it from its own place."""
    named = {element.get("id"): element for element in body.iter() if element.get("id")}
    for mark in [a for a in body.iter("a") if a.get("role") == "doc-noteref"]:
        note = named.get((mark.get("href") or "").removeprefix("#"))
        place = _place_of(mark)
        parent = place.getparent()
        if note is None or parent is None or any(above is note for above in mark.iterancestors()):
            continue
        marker = squeeze(all_text(mark))
        made = etree.Element(NOTE, marker=marker)
        made.text = marker + _words(note).removeprefix(marker).strip()
        made.tail, place.tail = place.tail, None
        parent.replace(place, made)
        _remove(note)


def _place_of(mark: Element) -> Element:
    """The mark, or the raised element that holds nothing else."""
    above = mark.getparent()
    alone = above is not None and above.tag == "sup" and squeeze(all_text(above)) == squeeze(all_text(mark))
    return above if alone and above is not None else mark


def _words(note: Element) -> str:
    for link in [a for a in note.iter("a") if a.get("role") == "doc-backlink"]:
        link.text = ""
    return _GAP.sub(" ", all_text(note)).strip()


def _remove(note: Element) -> None:
    parent = note.getparent()
    if parent is not None:
        parent.remove(note)
