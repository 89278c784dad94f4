"""Asking an index: a query in, hits with marks in the text as displayed out."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from compendium.model import ActKind
from compendium_build.search.documents import Document, Part
from compendium_build.search.engine import Match, Reader
from compendium_build.search.index import open_index
from compendium_build.search.match import Matcher, Spans
from compendium_build.search.query import parse_query
from compendium_build.search.snippet import Snippet, snippet


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece of a version that answers: where it stands, its text, the marks in it as (start, end).

    `label` is 第十条, 附件1, 标题 …; `eid` is empty when the whole act is meant.
    """

    title: str
    label: str
    headings: tuple[str, ...]
    work: str
    path: str
    date: date
    language: str
    kind: ActKind
    part: Part
    eid: str
    text: str
    spans: Spans
    snippet: Snippet
    score: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits and the number of all; `as_of` is None when all versions were asked."""

    query: str
    as_of: date | None
    total: int
    hits: tuple[Hit, ...]


def search(
    folder: Path,
    query: str,
    as_of: date | None,
    all_versions: bool = False,
    limit: int = 20,
    offset: int = 0,
    width: int = 80,
) -> SearchResult:
    """Search the index in a folder: in the text that holds on a day, or in all versions (also for None).

    Raises:
        QueryError: the query can't be understood.
        NoIndex, DamagedIndex: there is no index to ask.
    """
    parse_query(query)  # a bad query is told of before a missing index
    with closing(open_index(folder)) as reader:
        return search_open(reader, query, None if all_versions else as_of, limit, offset, width)


def search_open(
    reader: Reader, query: str, as_of: date | None, limit: int = 20, offset: int = 0, width: int = 80
) -> SearchResult:
    """Search an index that is kept open."""
    parsed = parse_query(query)
    found = reader.search(parsed, as_of.toordinal() if as_of else None, max(limit, 0), max(offset, 0))
    matcher = Matcher(parsed)
    hits = tuple(_hit(match, matcher, width) for match in found.matches)
    return SearchResult(query, as_of, found.total, hits)


def _hit(match: Match, matcher: Matcher, width: int) -> Hit:
    document: Document = match.document
    spans = matcher.spans(document)
    return Hit(
        title=document.title,
        label=document.label,
        headings=document.headings,
        work=document.work,
        path=document.path,
        date=document.date,
        language=document.language,
        kind=document.kind,
        part=document.part,
        eid=document.eid,
        text=document.text,
        spans=spans,
        snippet=snippet(document.text, spans, width),
        score=match.score,
    )
