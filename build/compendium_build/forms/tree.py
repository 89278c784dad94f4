"""Nodes of pandoc's document tree, as its JSON has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Node = dict[str, Any]
Attr = list[Any]
API = [1, 23]
"""The version of the tree that the nodes below are written in."""

BREAK: Node = {"t": "LineBreak"}
LEFT: Node = {"t": "AlignDefault"}


def attr(eid: str = "", classes: Sequence[str] = (), values: Mapping[str, str] | None = None) -> Attr:
    """Identifier, classes and further attributes of a node."""
    return [eid, list(classes), [[key, value] for key, value in (values or {}).items()]]


def text(words: str) -> Node:
    """Characters as they are."""
    return {"t": "Str", "c": words}


def span(attributes: Attr, inlines: list[Node]) -> Node:
    """A stretch of text."""
    return {"t": "Span", "c": [attributes, inlines]}


def link(attributes: Attr, inlines: list[Node], href: str) -> Node:
    """A link."""
    return {"t": "Link", "c": [attributes, inlines, [href, ""]]}


def picture(alt: str, source: str) -> Node:
    """A picture within a paragraph."""
    return {"t": "Image", "c": [attr(), [text(alt)] if alt else [], [source, ""]]}


def formed(kind: str, inlines: list[Node]) -> Node:
    """Superscript, Subscript, Strong, Emph or Underline."""
    return {"t": kind, "c": inlines}


def para(inlines: list[Node]) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": inlines}


def plain(inlines: list[Node]) -> Node:
    """A paragraph without space around it."""
    return {"t": "Plain", "c": inlines}


def div(attributes: Attr, blocks: list[Node]) -> Node:
    """Blocks of one style."""
    return {"t": "Div", "c": [attributes, blocks]}


def header(level: int, attributes: Attr, inlines: list[Node]) -> Node:
    """A heading."""
    return {"t": "Header", "c": [level, attributes, inlines]}


def document(blocks: list[Node], meta: Mapping[str, Node]) -> Node:
    """A whole document."""
    return {"pandoc-api-version": API, "meta": dict(meta), "blocks": blocks}


def meta_text(words: str) -> Node:
    """A value of the metadata."""
    return {"t": "MetaInlines", "c": [text(words)]}


def meta_list(values: Sequence[Node]) -> Node:
    """Several values of the metadata."""
    return {"t": "MetaList", "c": list(values)}


def meta_map(values: Mapping[str, Node]) -> Node:
    """Named values within the metadata."""
    return {"t": "MetaMap", "c": dict(values)}
