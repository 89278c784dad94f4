"""Paragraphs into HTML: spans, pictures, marks of notes, and the links found in the words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from compendium.citation import find_citations
from compendium.facts import enclosing_article
from compendium.model import Image, Note, Para, Span, inline_text
from compendium_build.web.escape import text_html

Link = tuple[int, int, str]
"""Start, end and address of a link in a paragraph's text."""


@dataclass(slots=True)
class Inliner:
    """Writes the paragraphs of one page and gathers their notes.

    `links` are the addresses for (title, eId) in other acts, `own` the eIds of this page; `picture` gives the
    address of a picture or fails. `notes` are the notes so far as (marker, HTML of the text).
    """

    links: Mapping[tuple[str, str], str]
    own: frozenset[str]
    picture: Callable[[str], str]
    notes: list[tuple[str, str]] = field(default_factory=list)

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
        if not eid or ("《" not in text and "本" not in text):
            return []
        return list(self._resolved(text, eid))

    def _resolved(self, text: str, source: str) -> Iterator[Link]:
        for cited in find_citations(text):
            eid = f"{enclosing_article(source)}__{cited.eid}" if cited.relative else cited.eid
            if cited.title:
                href = self.links.get((cited.title, eid), "")
            else:
                href = f"#{eid}" if eid in self.own else ""
            if href:
                yield cited.start, cited.end, href


def linked(text: str, position: int, links: list[Link]) -> str:
    """The HTML of a run that starts at `position` of its paragraph, with the links that fall into it.

    >>> linked("依照本条例第三条", 0, [(2, 8, "#art_3")])
    '依照<a href="#art_3">本条例第三条</a>'
    """
    out, done, end = [], 0, len(text)
    for first, last, href in links:
        start, stop = max(first - position, done), min(last - position, end)
        if start >= stop:
            continue
        out.append(text_html(text[done:start]))
        out.append(f'<a href="{text_html(href)}">{text_html(text[start:stop])}</a>')
        done = stop
    out.append(text_html(text[done:]))
    return "".join(out)
