"""How the glyphs of a line move so that it fills the measure: marks give way, or all gaps grow alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compendium_build.print.clreq import CLOSE, HALF, OPEN, apart, is_latin, lost
from compendium_build.print.compose import MOST_STRETCH


@dataclass(frozen=True, slots=True)
class Moves:
    """For each character, how much wider it becomes and how far its glyph is drawn to the side."""

    wider: list[float]
    aside: list[float]


def moves(text: str, sizes: Sequence[float], rest: float, first: bool, final: bool) -> Moves:
    """Set a line that lacks `rest`; `sizes` are those of its characters, all in one unit.

    Args:
        first: it begins its paragraph, whose indent is kept.
        final: it ends its paragraph and isn't stretched.
    """
    right, left = lost(text)
    gaps = apart(text)
    if not first and text[0] in OPEN:
        left[0] = HALF
    wider = [-(one + two) * size for one, two, size in zip(right, left, sizes, strict=True)]
    aside = [-lost_left * size for lost_left, size in zip(left, sizes, strict=True)]
    for at in range(1, len(text)):
        wider[at - 1] += gaps[at] * sizes[at]
    rest -= sum(wider)
    if rest < 0:
        _shrink(text, sizes, -rest, right, wider)
    elif not final:
        _stretch(text, sizes, rest, wider)
    return Moves(wider, aside)


def _shrink(text: str, sizes: Sequence[float], excess: float, right: list[float], wider: list[float]) -> None:
    last = len(text) - 1
    if text[last] in CLOSE and not right[last]:
        given = min(excess, HALF * sizes[last])
        wider[last] -= given
        excess -= given
    marks = [at for at in range(last) if text[at] in CLOSE and not right[at]]
    most = sum(HALF * sizes[at] for at in marks)
    given = min(excess, most)
    for at in marks:
        wider[at] -= given * HALF * sizes[at] / most
    if excess > given and last:
        for at in range(last):
            wider[at] -= (excess - given) / last


def _stretch(text: str, sizes: Sequence[float], rest: float, wider: list[float]) -> None:
    gaps = [at for at in range(len(text) - 1) if not (is_latin(text[at]) and is_latin(text[at + 1]))]
    if gaps and rest / len(gaps) <= MOST_STRETCH * max(sizes):
        for at in gaps:
            wider[at] += rest / len(gaps)
