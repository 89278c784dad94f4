"""Where a quotation may begin and end: at the borders of words, never within a number, a title or a term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compendium.numerals import NUMERAL

_UNITS = "编章节条款项目年月日天元倍名次件万亿户%％"
_NUMBER = rf"第?{NUMERAL}(?:[.．]{NUMERAL})?(?:分之{NUMERAL})?[{_UNITS}]*"
_TOKEN = re.compile(rf"《(?:[^《》]|《[^《》]*》)*》|{_NUMBER}|[A-Za-z]+|[\s\S]")
_MARKS = "，。；：、！？（）“”‘’()《》,;:!?—…"
_LINKS = re.compile(
    "应当|或者|以及|可以|不得|必须|按照|根据|依照|关于|及其|并|等(?!级|待|额|于)"
    "|(?<!目)的(?!确)|(?<![共总饱人])和(?![国谐平解睦])|(?<![理自事缘])由|(?<!参)与(?!会)"
    "|(?<![相绝针面应])对(?![象方比策待照外应])|(?<![存现所潜正内])在(?![职线册校])"
)


def tokens(text: str) -> Iterator[str]:
    """The pieces that a quotation takes whole: numbers, titles, foreign words, else one character.

    >>> list(tokens("处二百元以下罚款"))
    ['处', '二百元', '以', '下', '罚', '款']
    """
    return iter(_TOKEN.findall(text))


def inner_borders(text: str) -> frozenset[int]:
    """The places at which a token begins or ends."""
    places, position = {0}, 0
    for token in tokens(text):
        position += len(token)
        places.add(position)
    return frozenset(places)


def borders(text: str) -> frozenset[int]:
    """The places where a quotation is cut: around punctuation and the words that link phrases."""
    places = {0, len(text)}
    for position, char in enumerate(text):
        if char in _MARKS:
            places |= {position, position + 1}
    for match in _LINKS.finditer(text):
        places |= {match.start(), match.end()}
    return frozenset(places & inner_borders(text))


def balanced(text: str) -> bool:
    """Whether quotation marks and brackets open and close within a text."""
    for opening, closing in ("“”", "‘’", "（）", "《》"):
        depth = 0
        for char in text:
            depth += (char == opening) - (char == closing)
            if depth < 0:
                return False
        if depth:
            return False
    return True


def is_mark(char: str) -> bool:
    """Whether a character is punctuation."""
    return char in _MARKS
