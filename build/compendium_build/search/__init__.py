"""Full-text search: literal, exact, by version; the engine behind it can be changed.

build_index(catalog, folder)                      bring an index up to date
index = open_index(folder)                        may be kept open and asked from several threads
answer = search(index, Request("物业 维修资金", day))
answer_object(answer)                             the same as JSON
"""

from compendium.querying import QueryError, parse_query
from compendium_build.search.answer import Answer, BadCursor, Group, Hit, Request, Sort, answer_object
from compendium_build.search.index import Index, NoIndex, build_index, open_index
from compendium_build.search.search import search
from compendium_build.search.versions import Facet

__all__ = [
    "Answer",
    "BadCursor",
    "Facet",
    "Group",
    "Hit",
    "Index",
    "NoIndex",
    "QueryError",
    "Request",
    "Sort",
    "answer_object",
    "build_index",
    "open_index",
    "parse_query",
    "search",
]
