"""Whether a piece of an act answers a query, and where: the rule that every engine is held to.

A word holds where it stands in the piece's own text, or in the title of its act; but at least one of the
words asked for must stand in the piece itself. So 消防条例 罚款 finds what the 消防条例 says of 罚款. A query
for titles, issuers and numbers alone is answered by the title of the act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compendium.querying.folding import fold, unfold
from compendium.querying.tree import And, Field, Leaf, Near, Node, Not, Or, Prefix, Query, Synonyms, Text

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A text as printed and as folded."""

    raw: str
    folded: str


def run_of(text: str) -> Run:
    """Make a run of a text, with its folded form."""
    return Run(text, fold(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What a query is held against: a piece of an act and what is said of the act.

    `whole` is the piece that stands for the act, its title; `body` what is neither title nor heading nor
    front matter. The own text of the whole is the title as printed.
    """

    own: Run
    title: Run
    issuer: Run
    number: Run
    whole: bool
    body: bool


Evidence = tuple[Leaf, ...]


def answers(query: Query, piece: Piece) -> bool:
    """Whether a piece answers a query."""
    return evidence(query, piece) is not None


def evidence(query: Query, piece: Piece) -> Evidence | None:
    """Find the leaves that stand in the piece's own text and make it an answer; None when it is none."""
    if query.acts_only:
        return _holds(query.root, piece) if piece.whole else None
    return _holds(query.root, piece) or None


def marks(leaves: Iterable[Leaf], run: Run) -> Spans:
    """Find where leaves stand in a text as printed; what overlaps is joined."""
    found = sorted({place for leaf in leaves for place in _places(leaf, run)})
    return _merged(unfold(run.raw, run.folded, found))


def _holds(node: Node, piece: Piece) -> Evidence | None:
    """The leaves that hold in the own text, empty where the title alone holds; None: it does not hold."""
    match node:
        case And(parts):
            found: dict[Leaf, None] = {}
            for part in parts:
                held = _holds(part, piece)
                if held is None:
                    return None
                found |= dict.fromkeys(held)
            return tuple(found)
        case Or(parts):
            return _any(parts, piece)
        case Synonyms(main, others):
            return _any((main, *others), piece)
        case Not(part):
            return () if _holds(part, piece) is None else None
        case _:
            return _leaf(node, piece)


def _any(parts: Iterable[Node], piece: Piece) -> Evidence | None:
    held = [found for part in parts if (found := _holds(part, piece)) is not None]
    return tuple(dict.fromkeys(leaf for found in held for leaf in found)) if held else None


def _leaf(leaf: Leaf, piece: Piece) -> Evidence | None:
    match leaf.field:
        case Field.ANY:
            if stands(leaf, piece.own):
                return (leaf,)
            return () if stands(leaf, piece.title) else None
        case Field.BODY:
            return (leaf,) if piece.body and stands(leaf, piece.own) else None
        case Field.TITLE:
            if piece.whole and stands(leaf, piece.own):
                return (leaf,)
            return () if stands(leaf, piece.title) else None
        case Field.ISSUER:
            return () if stands(leaf, piece.issuer) else None
        case Field.NUMBER:
            return () if stands(leaf, piece.number) else None


def stands(leaf: Leaf, run: Run) -> bool:
    """Whether a leaf, its field aside, stands in a text."""
    match leaf:
        case Text(_, text):
            return text in run.folded
        case Prefix(_, text):
            return text in run.folded and any(_places(leaf, run))
        case Near(_, first, second):
            both = first in run.folded and second in run.folded
            return both and any(_near(leaf, run.folded))


def _places(leaf: Leaf, run: Run) -> Iterator[tuple[int, int]]:
    """Where a leaf stands, as (start, end) in the folded text."""
    match leaf:
        case Text(_, text):
            yield from ((start, start + len(text)) for start in _occurrences(text, run.folded))
        case Prefix(_, text):
            for start in _occurrences(text, run.folded):
                [(at, _)] = unfold(run.raw, run.folded, [(start, start + 1)])
                if at == 0 or not _latin(run.raw[at - 1]):
                    yield start, start + len(text)
        case Near():
            yield from _near(leaf, run.folded)


def _latin(char: str) -> bool:
    """Whether a character is a Latin letter or digit, of full or half width."""
    narrow = chr(ord(char) - 0xFEE0) if 0xFF01 <= ord(char) <= 0xFF5E else char
    return narrow.isascii() and narrow.isalnum()


def _near(leaf: Near, folded: str) -> Iterator[tuple[int, int]]:
    """The places of both runs wherever they are near each other."""
    left = list(_occurrences(leaf.first, folded))
    right = list(_occurrences(leaf.second, folded))
    begin = 0
    for start in left:
        end = start + len(leaf.first)
        lowest = start - leaf.distance - len(leaf.second)
        while begin < len(right) and right[begin] < lowest:
            begin += 1
        for at in right[begin:]:
            if at > end + leaf.distance:
                break
            if at >= end or at + len(leaf.second) <= start:
                yield start, end
                yield at, at + len(leaf.second)


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
