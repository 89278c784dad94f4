"""Where Chinese words begin and end, and in what two wordings may differ without saying anything else.

The smallest pieces of a text, which are never marked in part, are references, amounts, titles and terms. No
difference in what is said are width, quotation marks, spaces, 〇, 》、《.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import budoux

from compendium.law.numerals import NUMERAL

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
        """Count the characters of a word that stand before a place within it."""
        return next(back for back in range(place + 1) if self.ends_at(place - back))

    def out_of(self, place: int) -> int:
        """Count the characters of a word that stand after a place within it."""
        return next(on for on in range(len(self._text) - place + 1) if self.ends_at(place + on))


@lru_cache(maxsize=1 << 16)
def _breaks(window: str, place: int) -> bool:
    end = 0
    for piece in _parser().parse(window):
        end += len(piece)
        if end >= place:
            return end == place
    return False


_AMOUNT = "[零〇○一二三四五六七八九十百千万亿两半0-9０-９]"
_UNITS = (
    "个工作日|个自然日|个月|个百分点|周岁|小时|分钟|平方米|立方米|平方公里|公里|千米|毫米|厘米|公斤|千克|"
    "万元|亿元|元|年|月|日|天|周|倍|米|吨|岁|次|名|人|件|项|条|款|户|份|个|家|册|期|届|审|级|层|类|%|％|‰"
)
_TOKEN = re.compile(
    rf"""
      (?:第{NUMERAL}[编章节条](?:之{NUMERAL})*|第(?:[（(]{NUMERAL}[）)]|{NUMERAL})[款项目])
      (?:第(?:[（(]{NUMERAL}[）)]|{NUMERAL})[款项目])*                              # 第三十五条第二款
    | 第{NUMERAL}(?:次|届|号)
    | 《(?:[^《》\n]|《[^《》\n]*》){{1,60}}》
    | “[^“”\n]{{1,16}}” | "[^"\n]{{1,16}}"
    | 〔图：[^〕\n]*〕
    | [0-9０-９]{{2,4}}年(?:[0-9０-９]{{1,2}}月(?:[0-9０-９]{{1,2}}日)?)?
    | {_AMOUNT}+分之{_AMOUNT}+
    | {_AMOUNT}+(?:[.．点]{_AMOUNT}+)?(?:{_UNITS})
    | [0-9０-９]+(?:[.．][0-9０-９]+)*
    | {_AMOUNT}{{2,}}
    | [A-Za-zＡ-Ｚａ-ｚ][A-Za-z0-9Ａ-Ｚａ-ｚ'’_/.-]*[A-Za-z0-9Ａ-Ｚａ-ｚ] | [^\S\n]+ | .
    """,
    re.VERBOSE | re.DOTALL,
)
_SENTENCE = re.compile(r"[^。；\n]*(?:[。；]|\n|$)")


def tokens(text: str) -> list[str]:
    """Cut a text into pieces; together they are the text.

    >>> tokens("依照《海浦市桥梁条例》第十二条之一第二款，处二千元罚款")
    ['依', '照', '《海浦市桥梁条例》', '第十二条之一第二款', '，', '处', '二千元', '罚', '款']
    """
    return _TOKEN.findall(text)


def sentences(text: str) -> list[str]:
    """Cut a text after every 。 and ；; together the pieces are the text.

    >>> sentences("甲。乙；丙")
    ['甲。', '乙；', '丙']
    """
    return [piece for piece in _SENTENCE.findall(text) if piece]


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
    """Strip a text of what is only form.

    >>> folded("经 “批准”，二〇二四年") == folded('经"批准",二零二四年')
    True
    >>> folded("《甲条例》、《乙条例》") == folded("《甲条例》《乙条例》")
    True
    """
    return _LISTED.sub("", _BLANK.sub("", text.translate(_SHAPES).translate(_WIDTH)))


def without_numbers(text: str) -> str:
    """Leave the numbers of its references out of a folded text.

    >>> without_numbers(folded("依照第十条第二款")) == without_numbers(folded("依照第十二条第三款"))
    True
    """
    return _REFERENCE.sub(lambda m: "第" + m[0].rstrip(_DIGITS + "之")[-1], text)


_DIGITS = "〇一二三四五六七八九十百千两0123456789"


def same_number(a: str, b: str) -> bool:
    """Whether two printed numbers are one; their spaces and width do not count."""
    return a == b or folded(a) == folded(b)
