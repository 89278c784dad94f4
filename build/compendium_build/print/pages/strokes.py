"""Stroke counts of characters, for the index by 笔画: Unicode's Unihan database, as Debian packages it."""

from __future__ import annotations

import bz2
import re
from collections.abc import Iterable
from pathlib import Path

from compendium.law.problems import CompendiumError

UNIHAN = Path("/usr/share/unicode/Unihan_IRGSources.txt.bz2")
_LINE = re.compile(rb"^U\+([0-9A-F]+)\t(kTotalStrokes|kRSUnicode)\t(\S+)", re.MULTILINE)
_RADICAL = re.compile(r"(\d+)'*\.(-?\d+)")


class MissingStrokes(CompendiumError):
    """A database of strokes that isn't installed."""

    def __init__(self) -> None:
        super().__init__(f"没有找到笔画数据（{UNIHAN}），不能编笔画索引。请先安装：apt install unicode-data")


StrokeKey = tuple[int, int, int, int]
"""How a character is filed: strokes (none when it is no 汉字), radical, strokes beside it, code point."""


def stroke_keys(letters: Iterable[str]) -> dict[str, StrokeKey]:
    """Tell how characters are filed by stroke count, within one count by radical.

    Raises:
        MissingStrokes: the database isn't there.
    """
    wanted = {letter: (0, 0, 0, ord(letter)) for letter in letters}
    han = {f"{ord(letter):X}".encode(): letter for letter in wanted if ord(letter) > 0x2E80}
    if not han:
        return wanted
    try:
        text = bz2.decompress(UNIHAN.read_bytes())
    except OSError:
        raise MissingStrokes from None
    for match in _LINE.finditer(text):
        letter = han.get(match[1])
        if letter is None:
            continue
        strokes, radical, rest, code = wanted[letter]
        if match[2] == b"kTotalStrokes":
            strokes = int(match[3])  # the first of two is that of the mainland's form
        elif found := _RADICAL.match(match[3].decode()):
            radical, rest = int(found[1]), int(found[2])
        wanted[letter] = (strokes, radical, rest, code)
    return wanted
