"""Runs of text inside a paragraph: references become links, notes go to the foot of the page."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from compendium.law.act import Image, Inline, Note, Span, inline_text
from compendium.law.identifiers import EId, Folder
from compendium.text.runs import Run, cut, marks_of
from compendium_build.print.names import BOOK, IMAGES
from compendium_build.print.plan import CitedAt


@dataclass(frozen=True, slots=True)
class Place:
    """Where runs stand: the folder of the work, and where its references lead."""

    folder: Folder
    links: dict[CitedAt, str]


def add_runs(element: Element, runs: tuple[Inline, ...], place: Place, source: EId) -> None:
    """Append runs to an element; `source` is the eId of the provision whose references they hold."""
    text = "".join(map(inline_text, runs)) if place.links and source else ""
    links = marks_of(text, source, lambda cited: place.links.get((source, cited.title, cited.eid), ""))
    for run in cut(runs, links):
        match run.inline:
            case str():
                _add_words(element, run)
            case Span(style=style):
                _add_words(SubElement(element, style), run)
            case Note(marker=marker):
                _add_words(SubElement(element, "span", {"class": "note", "data-marker": marker}), run)
            case Image(src=src, alt=alt):
                picture = SubElement(element, "img", {"src": f"{IMAGES}{place.folder}/{src}", "alt": alt})
                if len(runs) == 1:
                    picture.set("class", "plate")


def _add_words(element: Element, run: Run[str]) -> None:
    for words, link in run.words:
        if link is None:
            _append(element, words)
        else:
            SubElement(element, "a", {"href": BOOK + link.target}).text = words


def _append(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
