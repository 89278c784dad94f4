"""Runs of text inside a paragraph: references become links, notes go to the foot of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from compendium.law.act import Image, Inline, Note, Span, inline_text
from compendium.law.citations import find_citations
from compendium.library.facts import enclosing_article
from compendium_build.print.names import BOOK, IMAGES
from compendium_build.print.plan import CitedAt


@dataclass(frozen=True, slots=True)
class Place:
    """Where runs stand: the folder of the work, and where its references lead."""

    folder: str
    links: dict[CitedAt, str]


def add_runs(element: Element, runs: tuple[Inline, ...], place: Place, source: str) -> None:
    """Append runs to an element; `source` is the eId of the provision whose references they hold."""
    links = list(_links("".join(inline_text(run) for run in runs), place, source))
    position = 0
    for run in runs:
        text = inline_text(run)
        if isinstance(run, str):
            _add_text(element, run, position, links)
        elif isinstance(run, Span):
            SubElement(element, run.style).text = run.text
        elif isinstance(run, Note):
            SubElement(element, "span", {"class": "note", "data-marker": run.marker}).text = run.text
        elif isinstance(run, Image):
            picture = SubElement(element, "img", {"src": f"{IMAGES}{place.folder}/{run.src}", "alt": run.alt})
            if len(runs) == 1:
                picture.set("class", "plate")
        position += len(text)


def _links(text: str, place: Place, source: str) -> Iterator[tuple[int, int, str]]:
    if not place.links or not source:
        return
    for cited in find_citations(text):
        eid = f"{enclosing_article(source)}__{cited.eid}" if cited.relative else cited.eid
        if target := place.links.get((source, cited.title, eid)):
            yield cited.start, cited.end, target


def _add_text(element: Element, text: str, position: int, links: list[tuple[int, int, str]]) -> None:
    """Append text that starts at `position` of its paragraph; a link across runs is linked in each."""
    done = 0
    for start, end, target in links:
        start, end = max(start - position, done), min(end - position, len(text))
        if start >= end:
            continue
        _append(element, text[done:start])
        SubElement(element, "a", {"href": BOOK + target}).text = text[start:end]
        done = end
    _append(element, text[done:])


def _append(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
