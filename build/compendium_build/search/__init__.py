"""Full-text search: literal, exact, by version; the engine behind it can be changed."""

from compendium_build.search.api import Hit, SearchResult, search, search_open
from compendium_build.search.index import build_index, open_index
from compendium_build.search.query import Query, QueryError, parse_query

__all__ = [
    "Hit",
    "Query",
    "QueryError",
    "SearchResult",
    "build_index",
    "open_index",
    "parse_query",
    "search",
    "search_open",
]
