"""Sentences of a text with quotations, titles and asides out of sight: only what it says itself is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from compendium.law.numerals import NUMERAL

QUOTE, NAME = "\ufffc", "\ufffd"
"""What stands for a quoted character and for one of a title."""
QUOTED = re.compile(r"“[^”\n]*(?:”|$)|‘[^’\n]*(?:’|$)", re.MULTILINE)

_SPACE = re.compile(r"[^\S\n]+|[\u200b-\u200f\u2060\ufeff]+")
_TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)*》(?:（[^（）]*）|\([^()]*\))*")
_NAMED_ITSELF = re.compile("本《([^《》]{2,8})》")
_ASIDE = re.compile(
    r"[（(][0-9一二三四五六七八九十]{1,3}[)）](?=个?[年月日])"
    r"|[（(](?:含|包括|包含|以下|下同|星期|周[一二三四五六日])[^（）()]*[)）]"
)
_TOLD_IN_BRACKETS = re.compile(rf"[（(]([^（）()]{{0,60}}?{NUMERAL}(?:年|个月)[^（）()]{{0,60}})[)）]")
_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")


LONGEST = 4000
"""No sentence of law has more characters; what is longer is not read as one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without spaces, and the same as it is read: `at` are the places of `masked` in `words`.

    In `masked` quotations and titles are hidden, asides like （含当日） are left out, brackets around a time
    are commas, and financial numerals (伍) are plain ones (五).
    """

    words: str
    masked: str
    at: tuple[int, ...]

    def cut(self, start: int, end: int) -> str:
        """The words at a part of `masked`."""
        return self.words[self.at[start] : self.at[end - 1] + 1] if start < end else ""


def sentences(passage: str) -> Iterator[Sentence]:
    """Cut a passage of paragraphs into sentences, at 。；！ and the ends of lines.

    >>> [s.masked for s in sentences("自2023年6月1日（含当日）起施行。有效期伍年。")]
    ['自2023年6月1日起施行', '有效期五年']
    """
    plain = _NAMED_ITSELF.sub(r"本\1", _SPACE.sub("", passage))
    masked = _TITLE.sub(lambda m: NAME * len(m[0]), QUOTED.sub(lambda m: QUOTE * len(m[0]), plain))
    masked = _TOLD_IN_BRACKETS.sub(r"，\1，", masked).translate(_FINANCIAL)
    start = 0
    for match in re.finditer("[。；！\n]|$", masked):
        if match.start() > start:
            yield _sentence(plain[start : match.start()], masked[start : match.start()])
        start = match.end()


def _sentence(words: str, masked: str) -> Sentence:
    aside = {place for match in _ASIDE.finditer(masked) for place in range(*match.span())}
    at = tuple(place for place in range(len(masked)) if place not in aside)
    return Sentence(words, "".join(masked[place] for place in at), at)
