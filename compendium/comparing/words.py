"""Where words begin and end in Chinese text."""

from __future__ import annotations

from functools import cache, lru_cache

import budoux

_REACH = 3
"""How far to each side of a place the model looks."""


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_simplified_chinese_parser()


class Words:
    """The words of a text, told apart only around the places that are asked about.

    >>> words = Words("行政主管部门负责监督")
    >>> [place for place in range(11) if words.ends_at(place)]
    [0, 4, 6, 8, 10]
    >>> words.into(5), words.out_of(5)
    (1, 1)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._known = {0: True, len(text): True}

    def ends_at(self, place: int) -> bool:
        """Whether a word ends or begins at an offset."""
        if place not in self._known:
            window = self._text[max(place - _REACH, 0) : place + _REACH]
            self._known[place] = _breaks(window, min(place, _REACH))
        return self._known[place]

    def into(self, place: int) -> int:
        """How many characters of a word stand before a place within it."""
        return next(back for back in range(place + 1) if self.ends_at(place - back))

    def out_of(self, place: int) -> int:
        """How many characters of a word stand after a place within it."""
        return next(on for on in range(len(self._text) - place + 1) if self.ends_at(place + on))


@lru_cache(maxsize=1 << 16)
def _breaks(window: str, place: int) -> bool:
    end = 0
    for piece in _parser().parse(window):
        end += len(piece)
        if end >= place:
            return end == place
    return False
