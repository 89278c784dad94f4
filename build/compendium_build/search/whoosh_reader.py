"""Searching a Whoosh index: the rarest grams give candidates, the folded text decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nlargest
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.reading import IndexReader, TermNotFound

from compendium_build.search.documents import Document
from compendium_build.search.engine import DamagedIndex, Found, Match, order_key
from compendium_build.search.grams import grams_for
from compendium_build.search.match import Matcher, rate
from compendium_build.search.query import Field, Query, Term
from compendium_build.search.whoosh_schema import FIELD_NAMES, OWN_TEXT, PARTS, from_row, head_of, path_of

_FEW = 48
"""So few candidates are verified sooner than narrowed further."""


class _Ranked(NamedTuple):
    score: float
    segment: _Segment
    number: int


class WhooshReader:
    """An open index."""

    def __init__(self, reader: IndexReader, folder: Path) -> None:
        self._reader = reader
        self._folder = folder
        self._segments = [_Segment(leaf) for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]

    def search(self, query: Query, day: int | None, limit: int, offset: int = 0) -> Found:
        """Find what answers the query on a day, or in all versions."""
        try:
            return self._search(query, day, limit, offset)
        except Exception as error:  # files are read as they are needed; a cut one raises almost anything
            raise DamagedIndex(self._folder) from error

    def _search(self, query: Query, day: int | None, limit: int, offset: int) -> Found:
        matcher = Matcher(query)
        ranked = [hit for segment in self._segments for hit in segment.hits(query, matcher, day)]
        page = _first(ranked, offset + limit)[offset:]
        matches = tuple(Match(hit.segment.document(hit.number), hit.score) for hit in page)
        return Found(len(ranked), matches)

    def count(self) -> int:
        """The number of documents."""
        return int(self._reader.doc_count())

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()


def _first(ranked: list[_Ranked], count: int) -> list[_Ranked]:
    """The best hits in order; only those that can be among them are asked for their place."""
    if count <= 0 or not ranked:
        return []
    least = nlargest(count, (hit.score for hit in ranked))[-1]
    able = [hit for hit in ranked if hit.score >= least]
    able.sort(key=lambda hit: order_key(hit.score, *hit.segment.place(hit.number)))
    return able[:count]


class _Segment:
    """One segment of the index; document numbers are its own."""

    def __init__(self, leaf: Any) -> None:
        self._leaf = leaf
        self._columns: dict[str, Any] = {}

    def hits(self, query: Query, matcher: Matcher, day: int | None) -> Iterator[_Ranked]:
        """Yield the documents that answer."""
        heads = self._column("head")
        for number in self._candidates(query):
            head = head_of(heads[number])
            if day is not None and not head.start <= day < head.until:
                continue
            part = PARTS[head.part]
            own = self._folded("text", number)
            phrases = matcher.phrases(
                part,
                # bound now: the matcher asks before the loop goes on
                lambda field, n=number, own=own: (  # type: ignore[misc]
                    own if field is Field.ANY else self._folded(FIELD_NAMES[field], n)
                ),
            )
            if phrases is not None:
                yield _Ranked(rate(phrases, part, own), self, number)

    def document(self, number: int) -> Document:
        """The document with a number."""
        return from_row(self._leaf.stored_fields(number)["row"])

    def place(self, number: int) -> tuple[str, int]:
        """Path and order of a document."""
        data = self._column("head")[number]
        return path_of(data), head_of(data).order

    def _candidates(self, query: Query) -> set[int]:
        found: set[int] = set()
        for alternative in query.alternatives:
            own = [term for term in alternative.wanted if FIELD_NAMES[term.field] == OWN_TEXT]
            found |= self._having(own) if own else self._with_rest_of_act(self._having(alternative.wanted))
        return found

    def _having(self, terms: Iterable[Term]) -> set[int]:
        """Documents that may have all of the terms: every one that does, and few others."""
        grams = {(FIELD_NAMES[term.field], gram) for term in terms for gram in grams_for(term.phrase)}
        counted = sorted((self._frequency(*gram), *gram) for gram in grams)
        if not counted[0][0]:
            return set()
        found = self._postings(*counted[0][1:])
        for frequency, field, gram in counted[1:]:
            # reading a long list costs more than looking at a few texts
            if len(found) <= max(_FEW, frequency // 4):
                break
            found &= self._postings(field, gram)
        return found

    def _with_rest_of_act(self, titles: set[int]) -> set[int]:
        """All documents of the versions that these are the titles of."""
        paths = {self.place(number)[0] for number in titles}
        return {number for path in paths for number in self._postings("path", path)}

    def _frequency(self, field: str, gram: str) -> int:
        return int(self._leaf.doc_frequency(field, gram))

    def _postings(self, field: str, gram: str) -> set[int]:
        try:
            return set(self._leaf.postings(field, gram).all_ids())
        except TermNotFound:
            return set()

    def _folded(self, name: str, number: int) -> str:
        data: bytes = self._column(name)[number]
        return data.decode()

    def _column(self, name: str) -> Any:
        if name not in self._columns:
            self._columns[name] = self._leaf.column_reader(name, translate=False)
        return self._columns[name]
