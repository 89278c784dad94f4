"""Runs of a paragraph as pandoc's inlines: references as links, pictures within the file."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from compendium.citation import find_citations
from compendium.facts import enclosing_article
from compendium.model import Image, Inline, Note, Para, Span, inline_text
from compendium_build.forms.tree import Node, attr, formed, link, picture, span, text

Cited = tuple[str, str]
"""A title and an eId that a text refers to; no title for the act itself."""
Link = tuple[int, int, str]
_FORMS = {"sup": "Superscript", "sub": "Subscript", "b": "Strong", "i": "Emph", "u": "Underline"}


@dataclass
class Inliner:
    """Writes the paragraphs of one act.

    `links` tells where references lead, `own` which eIds the act has, `place` what goes before an eId in
    this document. `notes` gathers the notes whose marks have been written.
    """

    links: Mapping[Cited, str]
    own: frozenset[str]
    read: Callable[[str], bytes]
    place: str = ""
    notes: list[Note] = field(default_factory=list)

    def anchor(self, eid: str) -> str:
        """The name of a provision's place in the document."""
        return self.place + eid

    def para(self, para: Para, eid: str) -> list[Node]:
        """A paragraph of a provision; no eId for what refers to nothing."""
        links = list(self._links(para.text, eid)) if eid else []
        out: list[Node] = []
        position = 0
        for run in para.runs:
            out += self._run(run, position, links)
            position += len(inline_text(run))
        return out

    def _run(self, run: Inline, position: int, links: list[Link]) -> list[Node]:
        if isinstance(run, str):
            return list(linked(run, position, links))
        if isinstance(run, Span):
            return [formed(_FORMS[run.style], list(linked(run.text, position, links)))]
        if isinstance(run, Image):
            return [picture(run.alt, _data_uri(run.src, self.read(run.src)))]
        self.notes.append(run)
        number = len(self.notes)
        words = [text(run.marker or f"注{number}")]
        mark = link(attr("", (), {"role": "doc-noteref"}), words, f"#{self.anchor(f'note-{number}')}")
        return [formed("Superscript", [span(attr(self.anchor(f"ref-{number}")), [mark])])]

    def _links(self, words: str, eid: str) -> Iterator[Link]:
        if "《" not in words and "本" not in words:
            return
        for cited in find_citations(words):
            target = f"{enclosing_article(eid)}__{cited.eid}" if cited.relative else cited.eid
            if cited.title:
                href = self.links.get((cited.title, target), "")
            else:
                href = f"#{self.anchor(target)}" if target in self.own else ""
            if href:
                yield cited.start, cited.end, href


def linked(words: str, position: int, links: list[Link]) -> Iterator[Node]:
    """The nodes of a run that starts at `position` of its paragraph, with the links that fall into it."""
    done = 0
    for first, last, href in links:
        start, stop = max(first - position, done), min(last - position, len(words))
        if start >= stop:
            continue
        if done < start:
            yield text(words[done:start])
        yield link(attr(), [text(words[start:stop])], href)
        done = stop
    if done < len(words):
        yield text(words[done:])


def _data_uri(path: str, data: bytes) -> str:
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
