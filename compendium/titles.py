"""Titles: how they are compared and how they are set in 《》."""

from __future__ import annotations

import re

_NOISE = re.compile(r"[\s《》〈〉（）()“”\"'·,，、]+")


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
