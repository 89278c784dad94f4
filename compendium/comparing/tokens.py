"""The smallest pieces of a text that are never marked in part: references, amounts, titles, terms."""

from __future__ import annotations

import re

from compendium.numerals import NUMERAL

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
