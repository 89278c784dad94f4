"""Titles: how they are compared and how they are set in 《》."""

from __future__ import annotations

import re

_NOISE = re.compile(r"[\s《》〈〉（）()“”\"'·,，、]+")


TITLE = r"《((?:[^《》]|《[^《》]*》)+)》"
"""A title in 《》, which may hold one more; its words are the group."""


def quoted(title: str) -> str:
    """A title in 《》, with 〈〉 for those inside it (GB/T 15834, 4.14).

    >>> quoted("关于修改《某条例》的决定")
    '《关于修改〈某条例〉的决定》'
    """
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def title_key(title: str) -> str:
    """A title without what people write differently: spaces, brackets, quotation marks.

    >>> title_key("《 中国(上海)自由贸易试验区 条例》")
    '中国上海自由贸易试验区条例'
    """
    return _NOISE.sub("", title)


_NAME_END = "(?:条例|办法|规定|细则|规则|决定|解释|通知|通告|公告|批复|意见|法|规程|章程|制度|规范|标准|方案)"
_BARE_LISTED = re.compile(
    rf"([^，。；：《》、（）()\s][^，。；：《》]{{2,80}}?{_NAME_END}(?:[（(][^（）()]{{1,6}}[）)])?)"
    r"\s*[（(](?:[^（）()]|[（(](?:[^（）()]|[（(][^（）()]*[）)])*[）)])*[）)][。；，、]?"
    rf"|([^，。；：《》、（）()\s][^，。；：《》（）()]{{2,80}}{_NAME_END})[。；，、]?"
)


def bare_title(text: str) -> str:
    """The title that a line of a list holds without 《》, with nothing but its history in brackets after it.

    >>> bare_title("海浦市渡口办法（1992年7月25日发布）；"), bare_title("本决定自公布之日起施行。")
    ('海浦市渡口办法', '')
    """
    match = _BARE_LISTED.fullmatch(text.strip())
    return (match[1] or match[2]) if match else ""
