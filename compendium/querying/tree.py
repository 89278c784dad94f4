"""The parsed tree of a query, the same for every engine; its form in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Field(StrEnum):
    """Where a phrase is looked for, by its name in JSON."""

    ANY = "any"
    TITLE = "title"
    BODY = "body"
    ISSUER = "issuer"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Text:
    """A folded run of characters that a field must contain; `exact` when it stood in quotation marks."""

    field: Field
    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """A folded run of Latin letters and digits with which a word of the field must begin."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Two runs with at most `distance` folded characters between them, in either order, not overlapping."""

    field: Field
    first: str
    second: str
    distance: int


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A run as the user wrote it, or one that means the same."""

    main: Text
    others: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """All but the part; stands only among the parts of an And that has others beside it."""

    part: Node


Leaf = Text | Prefix | Near
Node = Leaf | Synonyms | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A query: its text as written, and its tree."""

    text: str
    root: Node

    @property
    def acts_only(self) -> bool:
        """Whether only the act as a whole is asked for, so that its provisions are no answer."""
        return all(leaf.field not in (Field.ANY, Field.BODY) for leaf in wanted(self.root))


def wanted(node: Node) -> Iterator[Leaf]:
    """List the leaves that a query asks for, those under a Not left out, in the order written."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted(part)
        case Synonyms(main, others):
            yield main
            yield from others
        case Not():
            return
        case _:
            yield node


def to_object(node: Node) -> dict[str, Any]:
    """Give a tree as JSON, to be read by other programs.

    >>> to_object(And((Text(Field.ANY, "甲"), Not(Text(Field.TITLE, "乙", exact=True)))))["parts"][1]
    {'op': 'not', 'part': {'op': 'text', 'field': 'title', 'text': '乙', 'exact': True}}
    """
    match node:
        case And(parts):
            return {"op": "and", "parts": [to_object(part) for part in parts]}
        case Or(parts):
            return {"op": "or", "parts": [to_object(part) for part in parts]}
        case Not(part):
            return {"op": "not", "part": to_object(part)}
        case Synonyms(main, others):
            return {"op": "synonyms", "main": to_object(main), "others": [to_object(o) for o in others]}
        case Text(field, text, exact):
            return {"op": "text", "field": field.value, "text": text, "exact": exact}
        case Prefix(field, text):
            return {"op": "prefix", "field": field.value, "text": text}
        case Near(field, first, second, distance):
            return {
                "op": "near",
                "field": field.value,
                "first": first,
                "second": second,
                "distance": distance,
            }
