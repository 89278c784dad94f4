"""Where every pair of neighbouring characters stands, in files that a browser takes one by one.

A pair (gram) has, for each work that it occurs in, its places in the work's pool. Two pairs side by side are
the phrase: so phrases are found by places alone, without fetching a text. Single characters have the units
that they occur in; Latin letters and digits also the places where a word begins with them.

Which file a gram is in is told by its hash, so no directory is needed. A new version adds places of the
grams that are new in its pool, and leaves all other files as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add

from compendium.querying.folding import fold_map
from compendium_build.websearch.packing import gaps, pack
from compendium_build.websearch.pools import Pool, Unit

WORD_START = "^"
"""Follows a character in the key of the places where a word begins with it."""

MOST_FILES = 4096

Places = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Shape:
    """Into how many files grams (pairs, single characters) and the lengths of the units are divided.

    All are powers of two.
    """

    pairs: int
    singles: int
    lengths: int


def shape_for(provisions: int, works: int) -> Shape:
    """Files of a handy size for so many provisions and works; they double as these double, and else stay."""
    pairs = _doubled(8, 72, provisions)
    return Shape(pairs, pairs // 8, _doubled(1, 32, works))


def _doubled(files: int, each: int, number: int) -> int:
    """So many files, doubled until they hold a number at so many each."""
    while files < MOST_FILES and files * each < number:
        files *= 2
    return files


def shard_of(gram: str, shards: int) -> int:
    """Which file a gram is in; for the lengths, a work by its folder.

    >>> shard_of("应当", 512), shard_of("a", 64)
    (122, 26)
    """
    value = 0x811C9DC5
    for character in gram:
        value = ((value ^ ord(character)) * 0x01000193) & 0xFFFFFFFF
    value ^= value >> 16
    value = (value * 0x045D9F3B) & 0xFFFFFFFF
    return (value ^ value >> 16) & (shards - 1)


def pair_places(pool: Pool) -> Places:
    """The places of every pair of characters in a pool."""
    found: dict[str, list[int]] = defaultdict(list)
    for unit in pool.units:
        folded = unit.folded
        for place, gram in enumerate(map(add, folded, folded[1:]), unit.start):
            found[gram].append(place)
    return found


def single_places(pool: Pool) -> Places:
    """The units of every character, and the places where a Latin word begins."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(pool.units):
        for character in set(unit.folded):
            found[character].append(number)
        for place, character in _word_starts(unit):
            found[character + WORD_START].append(unit.start + place)
    return found


_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789〇")
"""What Latin letters and digits fold to."""


def _word_starts(unit: Unit) -> Iterator[tuple[int, str]]:
    if _LATIN.isdisjoint(unit.folded):
        return
    folded, offsets = fold_map(unit.text)
    for place, character in enumerate(folded):
        at = offsets[place]
        if character in _LATIN and (at == 0 or not _is_latin(unit.text[at - 1])):
            yield place, character


def _is_latin(character: str) -> bool:
    narrow = chr(ord(character) - 0xFEE0) if 0xFF01 <= ord(character) <= 0xFF5E else character
    return narrow.isascii() and narrow.isalnum()


def shards_of(pools: Iterable[Places], shards: int) -> list[str]:
    """The contents of the files, for the pools of all works in order.

    An entry is a space, the gram, `!` and its places: for each work the works passed over and whether there
    are several places; their number less two if so; the places as gaps.
    """
    entries: dict[str, list[str]] = defaultdict(list)
    last: dict[str, int] = {}
    for work, places in enumerate(pools):
        for gram, numbers in places.items():
            passed = work - last.get(gram, -1) - 1
            last[gram] = work
            if len(numbers) == 1:
                entries[gram].append(pack((passed * 2, numbers[0])))
            else:
                entries[gram].append(pack((passed * 2 + 1, len(numbers) - 2, *gaps(numbers))))
    files: list[list[str]] = [[] for _ in range(shards)]
    for gram in sorted(entries):
        files[shard_of(gram, shards)].append(f" {gram}!{''.join(entries[gram])}")
    return ["".join(file) for file in files]
