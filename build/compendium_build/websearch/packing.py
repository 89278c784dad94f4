"""Numbers as text that a script file can hold: small ones as one character, so that UTF-8 is the packing.

A list of numbers that are mostly small is a string of characters, one for each number. In UTF-8 the small
ones take one byte, the middling two, the others three; a browser reads them back with charCodeAt. Characters
that a script, an editor or a server could change are left out: controls, quotation marks, the backslash,
line separators, surrogates.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

_FIRST = 0x23
_GAPS = ((0x5C, 0x5C), (0x7F, 0x9F), (0x2028, 0x2029))
_END = 0xD7FF
"""Says that the number goes on over the next two characters."""
_BITS = 15


def _characters() -> Iterator[str]:
    for code in range(_FIRST, _END):
        if not any(low <= code <= high for low, high in _GAPS):
            yield chr(code)


_CHARACTERS = tuple(_characters())
_NUMBERS = {character: number for number, character in enumerate(_CHARACTERS)}
LARGEST = (len(_CHARACTERS) << _BITS) - 1


def pack(numbers: Iterable[int]) -> str:
    """Write numbers of 0 and more as a string.

    >>> pack([0, 1, 57, 200000]).encode()[:3]
    b'#$]'
    """
    return "".join(map(_packed, numbers))


def _packed(number: int) -> str:
    if number < len(_CHARACTERS):
        return _CHARACTERS[number]
    high, low = number >> _BITS, number & ((1 << _BITS) - 1)
    return chr(_END) + _CHARACTERS[high] + _CHARACTERS[low]


def unpack(text: str) -> Iterator[int]:
    """Read the numbers of a string; what the browser does, for the tests.

    >>> list(unpack(pack([0, 57, 200000])))
    [0, 57, 200000]
    """
    characters = iter(text)
    for character in characters:
        if ord(character) == _END:
            yield _NUMBERS[next(characters)] << _BITS | _NUMBERS[next(characters)]
        else:
            yield _NUMBERS[character]


def gaps(numbers: Iterable[int]) -> Iterator[int]:
    """The steps from each number of a growing list to the next, the first from 0.

    >>> list(gaps([3, 5, 9]))
    [3, 2, 4]
    """
    before = 0
    for number in numbers:
        yield number - before
        before = number


def script(name: str, value: Any) -> bytes:
    """A file that hands a value to the search script under a name: it loads from a disk as from a server."""
    text = json.dumps([name, value], ensure_ascii=False, separators=(",", ":"))
    for separator in "\u2028\u2029":
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return f'"use strict";compendiumSearch({text[1:-1]});\n'.encode(errors="backslashreplace")
