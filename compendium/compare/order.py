"""Two sequences read as one: what follows the order after, what is gone in its old place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def in_order(partners: Sequence[int | None]) -> set[int]:
    """Return the positions of the longest ascending run of partners; the others have changed places.

    >>> sorted(in_order([2, 0, None, 1]))
    [1, 3]
    """
    tops: list[int] = []
    ends: list[int] = []
    previous: dict[int, int | None] = {}
    for position, partner in enumerate(partners):
        if partner is None:
            continue
        place = bisect_left(tops, partner)
        previous[position] = ends[place - 1] if place else None
        tops[place : place + 1] = [partner]
        ends[place : place + 1] = [position]
    kept: set[int] = set()
    at: int | None = ends[-1] if ends else None
    while at is not None:
        kept.add(at)
        at = previous[at]
    return kept


def merged(partners: Sequence[int | None], count: int) -> list[tuple[int | None, int | None, bool]]:
    """Merge two sequences into (before, after, moved) in reading order.

    `partners` stand by their position after; `count` is the number of those before.

    >>> merged([0, None, 2], 3)
    [(0, 0, False), (1, None, False), (None, 1, False), (2, 2, False)]
    """
    kept = in_order(partners)
    taken = {partner for partner in partners if partner is not None}
    out: list[tuple[int | None, int | None, bool]] = []
    shown = 0

    def catch_up(until: int) -> None:
        nonlocal shown
        out.extend((i, None, False) for i in range(shown, until) if i not in taken)
        shown = max(shown, until)

    catch_up(_gap(0, taken, count))
    for position, partner in enumerate(partners):
        if partner is not None and position in kept:
            catch_up(partner)
        out.append((partner, position, partner is not None and position not in kept))
        if partner is not None and position in kept:
            catch_up(_gap(partner + 1, taken, count))
    catch_up(count)
    return out


def _gap(start: int, taken: set[int], count: int) -> int:
    """Where the run of vanished pieces that begins at `start` ends."""
    while start < count and start not in taken:
        start += 1
    return start
