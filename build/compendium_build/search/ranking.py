"""How well a piece answers: titles first, then the regulation on the subject, phrases, density.

The same for every engine. An engine's own score only chooses which pieces are looked at when there are
very many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compendium.law.kinds import DECISIONS, ActKind
from compendium.querying.tree import Leaf, Near, Node, Not, Prefix, Query, Synonyms, Text
from compendium_build.search.documents import Part
from compendium_build.search.engine import Stored

_PARTS = {Part.TITLE: 12.0, Part.HEADING: 1.2, Part.PROVISION: 1.0, Part.ATTACHMENT: 0.5}
_USUAL = 120
"""The usual length of a provision in characters."""
_AT_ONCE = 16
"""A provision that begins with the words, its number aside, is about them."""
_LIABLE = ("罚", "责任", "违反", "违法", "责令")
"""Words of which one shows that the consequences are what is asked for."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Runs that mean the same, the first as the user wrote it; `liable` when consequences are asked for."""

    runs: tuple[str, ...]
    liable: bool


def concepts(query: Query) -> tuple[Concept, ...]:
    """List what a query asks for, each once."""
    return tuple(dict.fromkeys(_concepts(query.root)))


def _concepts(node: Node) -> Iterator[Concept]:
    match node:
        case Synonyms(main, others):
            yield _concept(main.text, *(other.text for other in others))
        case Text() | Prefix() | Near():
            yield from map(_concept, _runs(node))
        case Not():
            return
        case _:
            for part in node.parts:
                yield from _concepts(part)


def _concept(*runs: str) -> Concept:
    return Concept(runs, any(mark in run for run in runs for mark in _LIABLE))


def _runs(leaf: Leaf) -> tuple[str, ...]:
    return (leaf.first, leaf.second) if isinstance(leaf, Near) else (leaf.text,)


def rate(asked: Sequence[Concept], piece: Stored, title: str, kind: ActKind, meant: bool) -> float:
    """Rate a piece; `title` is its act's, folded, `meant` whether the query is short for the act."""
    own = piece.folded
    rating = _PARTS.get(piece.part, 0.0) + (4.0 if meant else 0.0) - (2.0 if kind in DECISIONS else 0.0)
    for concept in asked:
        rating += _in_title(concept, title) + _in_text(concept, own)
    if piece.part is Part.PROVISION:
        rating -= _aside(asked, piece)
    if piece.part is Part.TITLE:
        rating += 4.0 * min(sum(len(c.runs[0]) for c in asked if c.runs[0] in own) / max(len(own), 1), 1.0)
    if len(asked) > 1:
        rating += _together(asked, own)
    return rating


def _in_title(concept: Concept, title: str) -> float:
    """What it is worth that the act is on the subject."""
    for number, run in enumerate(concept.runs):
        if run in title:
            worth = 0.8 + 2.4 * len(run) / max(len(title), 1)
            return worth if number == 0 else worth / 2
    return 0.0


def _in_text(concept: Concept, own: str) -> float:
    """How much of the text is about it: often, early, defined."""
    best = 0.0
    for number, run in enumerate(concept.runs):
        first = own.find(run)
        if first < 0:
            continue
        times = own.count(run)
        worth = times / (times + 0.6 + 0.3 * len(own) / _USUAL) + 0.4 * (1 - first / len(own))
        if first < _AT_ONCE:
            worth += 0.4
        if f"所称{run}" in own or f"所称的{run}" in own or f"{run},是指" in own or f"{run}是指" in own:
            worth += 0.8
        best = max(best, worth if number == 0 else worth * 0.6)
    return best


def _aside(asked: Sequence[Concept], piece: Stored) -> float:
    """What a provision loses that only says what follows from another, or is of the act as a whole."""
    if any(concept.liable for concept in asked):
        return 0.0
    if any("法律责任" in heading for heading in piece.headings) or "违反本" in piece.folded[:12]:
        return 0.8
    return 0.4 if piece.eid == "art_1" or "附则" in "".join(piece.headings) else 0.0


def _together(asked: Sequence[Concept], own: str) -> float:
    """What it is worth that words stand near each other, most of all as one phrase."""
    if "".join(concept.runs[0] for concept in asked) in own:
        return 2.0
    places = sorted(
        (start, number, len(run))
        for number, concept in enumerate(asked)
        for run in concept.runs
        for start in _first_places(run, own)
    )
    present = {number for _, number, _ in places}
    if len(present) < 2:
        return 0.0
    length = sum(len(concept.runs[0]) for concept in asked)
    return 1.5 * len(present) / len(asked) * min(length / _window(places, len(present)), 1.0)


def _first_places(run: str, own: str, most: int = 12) -> Iterator[int]:
    start = own.find(run)
    while start >= 0 and most:
        yield start
        most -= 1
        start = own.find(run, start + 1)


def _window(places: Sequence[tuple[int, int, int]], kinds: int) -> int:
    """The length of the shortest stretch with one of each."""
    counts: dict[int, int] = {}
    best = places[-1][0] + places[-1][2]
    left = 0
    for start, number, length in places:
        counts[number] = counts.get(number, 0) + 1
        while counts[places[left][1]] > 1:
            counts[places[left][1]] -= 1
            left += 1
        if len(counts) == kinds:
            best = min(best, start + length - places[left][0])
    return max(best, 1)
