"""Regulations that what has been typed may mean: by title, pinyin, initials, or an abbreviation."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.catalog import Work
from compendium.querying import QueryError, parse_query
from compendium.querying.synonyms import from_rows
from compendium.titles import title_key
from compendium_build.search import Index
from compendium_build.serving.searcher import Searcher
from compendium_build.serving.shown import Shown

_MOST = 10


def suggested(shown: Shown, searcher: Searcher, words: str) -> list[Work]:
    """The works that fit best, at most ten."""
    by_uri = shown.edition.catalog.by_uri
    found: dict[str, None] = {}
    if searcher.is_ready:
        with searcher.held() as index:
            found |= dict.fromkeys(_named(index, words))
    key = title_key(words)
    holding = (work for work in shown.edition.catalog.works if key and key in title_key(work.title))
    for work in sorted(holding, key=lambda work: (len(work.title), work.folder)):
        found.setdefault(work.uri, None)
    return [by_uri[uri] for uri in found if uri in by_uri][:_MOST]


def _named(index: Index, words: str) -> Iterator[str]:
    try:
        titles = from_rows(index.synonyms).titles(parse_query(words))
    except QueryError:
        titles = ()
    for title in titles:
        yield from index.names.find(title)
    yield from index.names.spelt(words)
    yield from index.names.whole(words)
