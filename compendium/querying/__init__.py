"""The query language: from what a person types to a tree, and what answers it. No engine is known here."""

from compendium.querying.folding import fold
from compendium.querying.matching import Piece, Run, answers, evidence, marks, run_of
from compendium.querying.parsing import QueryError, parse_query
from compendium.querying.tree import Field, Query, to_object

__all__ = [
    "Field",
    "Piece",
    "Query",
    "QueryError",
    "Run",
    "answers",
    "evidence",
    "fold",
    "marks",
    "parse_query",
    "run_of",
    "to_object",
]
