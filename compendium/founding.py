"""The laws under which an act says that it is made: 根据《立法法》《…》，结合本市实际，制定本条例.

Source: 立法技术规范（试行）（一）5.1, 立法目的与立法依据 stand in the first article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compendium.citation import OWN_WORDS
from compendium.model import Act, Level, Para
from compendium.numerals import NUMERAL

_MAKING = re.compile(
    rf"制定本(?:{OWN_WORDS}|规章|准则|标准)|作(?:出|如下)(?:如下)?(?:决定|规定)|现(?:就|将|对)|通知如下"
)
_TITLE = r"《(?:[^《》]|《[^《》]*》)+》"
_NAME = rf"(?:{_TITLE}|(?:中华人民共和国)?宪法)"
_LEAD = r"(?:根据|依据|依照|按照|遵照|实施|贯彻落实|贯彻执行|贯彻|落实|执行)"
_PART = rf"第{NUMERAL}(?:条|款|项)"
_BETWEEN = (
    rf"(?:、|和|以及|及其|及|与|，|的|等|{_PART}|国家|国务院|有关|相关|其他|规定|授权|批准|颁布|发布"
    r"|法律|行政法规|法规|（[^（）]*）|\([^()]*\))"
)
_FOUNDED = re.compile(rf"{_LEAD}(?:{_BETWEEN})*({_NAME}(?:{_BETWEEN}*{_NAME})*)")
_NAMES = re.compile(_NAME)
_SHORT = re.compile(r"[（(](?:以下)?(?:统称|简称)[^（）()]*[）)]")


def legal_basis(act: Act) -> tuple[str, ...]:
    """The titles without 《》, in the order of the text; empty where the text names none."""
    for text in _openings(act):
        if making := _MAKING.search(text):
            return basis_in(text[: making.start()])
    return ()


def basis_in(words: str) -> tuple[str, ...]:
    """The titles that a clause names as basis.

    >>> basis_in("根据宪法、《立法法》和国务院《排水条例》（以下简称《条例》）等，结合本市实际，")
    ('宪法', '立法法', '排水条例')
    >>> basis_in("为了落实规划，规范《目录》的编制，")
    ()
    """
    found: dict[str, None] = {}
    for run in _FOUNDED.finditer(_SHORT.sub("", words)):
        for name in _NAMES.findall(run[1]):
            found[name[1:-1] if name.startswith("《") else name] = None
    return tuple(found)


def _openings(act: Act) -> Iterator[str]:
    """The passages in which an act may say why it is made: 序言 and the first 条, or its first paragraphs."""
    for root in act.preamble:
        yield root.text
    first = next(iter(act.articles), None)
    if first is not None:
        yield "".join(b.text for p in first.walk() for b in p.blocks if isinstance(b, Para))
        return
    for root in act.body[:3]:
        if root.level is not Level.ARTICLE:
            yield root.text
