"""What wordings may differ in without saying anything else: width, quotation marks, spaces, 〇, 》、《."""

from __future__ import annotations

import re

from compendium.numerals import NUMERAL

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SHAPES = str.maketrans(
    {
        **dict.fromkeys("“”„‟〝〞『』「」＂", '"'),
        **dict.fromkeys("‘’‚‛＇`´", "'"),
        **dict.fromkeys("〈＜", "《"),
        **dict.fromkeys("〉＞", "》"),
        **dict.fromkeys("<", "《"),
        **dict.fromkeys(">", "》"),
        **dict.fromkeys("零○Ｏ", "〇"),
        **dict.fromkeys("—―–─－‐‑-", "-"),
        **dict.fromkeys("·•・‧", "·"),
        "…": "...",
        "｡": "。",
        "､": "、",
    }
)
_BLANK = re.compile(r"[\s\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
_LISTED = re.compile('(?<=[》"])、(?=[《"])')
"""GB/T 15834 sets no 顿号 between things in title or quotation marks; older texts do."""
_REFERENCE = re.compile(
    rf"第(?:\({NUMERAL}\)|{NUMERAL})(?:编|分编|章|节|条|款|项|目)(?:之{NUMERAL})*|前(?:{NUMERAL})?[条款项](?!件)"
)


def folded(text: str) -> str:
    """A text without what is only form.

    >>> folded("经 “批准”，二〇二四年") == folded('经"批准",二零二四年')
    True
    >>> folded("《甲条例》、《乙条例》") == folded("《甲条例》《乙条例》")
    True
    """
    return _LISTED.sub("", _BLANK.sub("", text.translate(_SHAPES).translate(_WIDTH)))


def without_numbers(text: str) -> str:
    """A folded text with the numbers of its references left out.

    >>> without_numbers(folded("依照第十条第二款")) == without_numbers(folded("依照第十二条第三款"))
    True
    """
    return _REFERENCE.sub(lambda m: "第" + m[0].rstrip(_DIGITS + "之")[-1], text)


_DIGITS = "〇一二三四五六七八九十百千两0123456789"


def same_number(a: str, b: str) -> bool:
    """Whether two printed numbers are one; their spaces and width do not count."""
    return a == b or folded(a) == folded(b)
