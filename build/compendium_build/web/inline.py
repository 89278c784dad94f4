"""Paragraphs into HTML: spans, pictures, marks of notes, and the links found in the words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from compendium.citation import find_citations
from compendium.definitions import Terms
from compendium.facts import enclosing_article
from compendium.model import Image, Note, Para, Span, inline_text
from compendium_build.web.escape import text_html


class Link(NamedTuple):
    """What stands at start to end of a text: a reference, a term, or its definition (without an address)."""

    start: int
    end: int
    href: str
    is_term: bool = False


@dataclass(slots=True)
class Inliner:
    """Writes the paragraphs of one page and gathers their notes.

    `links` are the addresses for (title, eId) in other acts, `own` the eIds of this page; `picture` gives the
    address of a picture or fails. `terms` are those that the act defines; a term is marked once in each 条.
    `notes` are the notes so far as (marker, HTML of the text).
    """

    links: Mapping[tuple[str, str], str]
    own: frozenset[str]
    picture: Callable[[str], str]
    terms: Terms | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    _told: set[tuple[str, str]] = field(default_factory=set)

    def para(self, para: Para, eid: str) -> str:
        """The HTML of a paragraph in the provision `eid`; with no eId it has no links."""
        runs = para.runs
        if len(runs) == 1 and isinstance(runs[0], str):
            found = self._links(runs[0], eid)
            return linked(runs[0], 0, found) if found else text_html(runs[0])
        found = self._links(para.text, eid)
        out, position = [], 0
        for run in runs:
            out.append(self._run(run, position, found))
            position += len(inline_text(run))
        return "".join(out)

    def _run(self, run: str | Span | Image | Note, position: int, found: list[Link]) -> str:
        if isinstance(run, str):
            return linked(run, position, found)
        if isinstance(run, Span):
            return f"<{run.style}>{linked(run.text, position, found)}</{run.style}>"
        if isinstance(run, Image):
            return f'<img src="{text_html(self.picture(run.src))}" alt="{text_html(run.alt)}">'
        self.notes.append((run.marker, linked(run.text, position + len(run.marker), found)))
        number = len(self.notes)
        mark = text_html(run.marker) or "注"
        link = f'<a id="ref-{number}" href="#note-{number}" role="doc-noteref">{mark}</a>'
        return f'<sup class="note-ref">{link}</sup>'

    def _links(self, text: str, eid: str) -> list[Link]:
        if not eid:
            return []
        found = list(self._resolved(text, eid)) if "《" in text or "本" in text else []
        if self.terms is None:
            return found
        terms = [link for link in self._used(text, eid) if not _overlaps(link, found, text)]
        return sorted([*found, *terms]) if terms else found

    def _resolved(self, text: str, source: str) -> Iterator[Link]:
        for cited in find_citations(text):
            eid = f"{enclosing_article(source)}__{cited.eid}" if cited.relative else cited.eid
            if cited.title:
                href = self.links.get((cited.title, eid), "")
            else:
                href = f"#{eid}" if eid in self.own else ""
            if href:
                yield Link(cited.start, cited.end, href)

    def _used(self, text: str, eid: str) -> Iterator[Link]:
        """The defined terms of a paragraph that its 条 has not had yet."""
        assert self.terms is not None
        for use in self.terms.uses(text, eid):
            place = (enclosing_article(eid), use.definition.term)
            if use.defines:
                yield Link(use.start, use.end, "", is_term=True)
            elif place not in self._told:
                self._told.add(place)
                yield Link(use.start, use.end, f"#{use.definition.eid}", is_term=True)


def _overlaps(link: Link, others: list[Link], text: str) -> bool:
    """Whether a term stands in a reference, or in the title of an act that the corpus does not have."""
    if any(link.start < other.end and other.start < link.end for other in others):
        return True
    return text.rfind("《", 0, link.start) > text.rfind("》", 0, link.start)


def linked(text: str, position: int, links: list[Link]) -> str:
    """The HTML of a run that starts at `position` of its paragraph, with the links that fall into it.

    >>> linked("依照本条例第三条", 0, [Link(2, 8, "#art_3")])
    '依照<a href="#art_3">本条例第三条</a>'
    """
    out, done, end = [], 0, len(text)
    for link in links:
        start, stop = max(link.start - position, done), min(link.end - position, end)
        if start >= stop:
            continue
        out.append(text_html(text[done:start]))
        out.append(_element(link, text_html(text[start:stop])))
        done = stop
    out.append(text_html(text[done:]))
    return "".join(out)


def _element(link: Link, words: str) -> str:
    if not link.href:
        return f"<dfn>{words}</dfn>"
    name = ' class="term"' if link.is_term else ""
    return f'<a{name} href="{text_html(link.href)}">{words}</a>'
