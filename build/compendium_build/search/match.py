"""Whether a document answers a query, how well, and where: the last word, whatever the engine found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from compendium_build.search.documents import Document, Part
from compendium_build.search.fold import fold, fold_map
from compendium_build.search.query import Alternative, Field, Query

Fields = Callable[[Field], str]
"""The folded text of a field of one document; Field.ANY is the document's own text."""

Spans = tuple[tuple[int, int], ...]

_BODY = (Part.PROVISION, Part.ATTACHMENT, Part.CONCLUSIONS)


@dataclass(frozen=True, slots=True)
class _Demand:
    """What an alternative asks of the documents of one part, and the phrases to show in them."""

    wanted: tuple[tuple[Field, str], ...]
    barred: tuple[tuple[Field, str], ...]
    shown: tuple[str, ...]


class Matcher:
    """A query made ready to be held against many documents."""

    def __init__(self, query: Query) -> None:
        self._demands = {part: tuple(_demands(query, part)) for part in Part}

    def phrases(self, part: Part, fields: Fields) -> tuple[str, ...] | None:
        """The phrases asked for that stand in the document's own text; None when it is no answer."""
        met = [demand for demand in self._demands[part] if _meets(demand, fields)]
        if len(met) == 1:
            return met[0].shown
        return tuple(dict.fromkeys(phrase for demand in met for phrase in demand.shown)) if met else None

    def spans(self, document: Document) -> Spans:
        """Where the phrases asked for stand in the document's text as displayed."""
        folded, offsets = fold_map(document.text)
        others = {Field.TITLE: document.title, Field.ISSUER: document.issuer, Field.NUMBER: document.number}
        phrases = self.phrases(document.part, lambda f: fold(others[f]) if f in others else folded) or ()
        found = {
            (offsets[start], offsets[start + len(phrase) - 1] + 1)
            for phrase in phrases
            for start in _occurrences(phrase, folded)
        }
        return _merged(sorted(found))


def rate(phrases: tuple[str, ...], part: Part, own: str) -> float:
    """Rate a hit: titles from 1, all else below; then by the share of the text that is asked for."""
    asked = sum(own.count(phrase) * len(phrase) for phrase in phrases)
    density = min(asked / len(own), 1.0) if own else 0.0
    return density + 1 if part is Part.TITLE else density / 2


def _demands(query: Query, part: Part) -> Iterator[_Demand]:
    if query.acts_only and part is not Part.TITLE:
        return
    for alternative in query.alternatives:
        if part in _BODY or all(term.field is not Field.BODY for term in alternative.wanted):
            yield _demand(alternative, part)


def _demand(alternative: Alternative, part: Part) -> _Demand:
    fields = {field: field for field in Field} | {Field.BODY: Field.ANY}
    own = (Field.ANY, Field.BODY, *((Field.TITLE,) if part is Part.TITLE else ()))
    wanted = ((fields[term.field], term.phrase) for term in alternative.wanted)
    barred = (
        (fields[term.field], term.phrase)
        for term in alternative.barred
        if part in _BODY or term.field is not Field.BODY
    )
    shown = (term.phrase for term in alternative.wanted if term.field in own)
    return _Demand(tuple(wanted), tuple(barred), tuple(dict.fromkeys(shown)))


def _meets(demand: _Demand, fields: Fields) -> bool:
    for field, phrase in demand.wanted:
        if phrase not in fields(field):
            return False
    return not any(phrase in fields(field) for field, phrase in demand.barred)


def _occurrences(phrase: str, text: str) -> Iterator[int]:
    start = text.find(phrase)
    while start >= 0:
        yield start
        start = text.find(phrase, start + 1)


def _merged(spans: list[tuple[int, int]]) -> Spans:
    """Join spans that overlap."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
