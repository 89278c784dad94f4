"""A translation beside its original: whether both have the same 条."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compendium.law.identifiers import EId
from compendium.law.numerals import to_chinese

_ARTICLE = re.compile(r"art_([0-9]+)(?:-([0-9]+))?")
_SHOWN = 5


def articles_differ(original: Iterable[EId], translation: Iterable[EId]) -> str:
    """Say in Chinese how the 条 of a translation differ from those of its original, by the eIds of each.

    Empty where both have the same; the 条 of attachments are left out.

    >>> articles_differ([EId("art_1"), EId("art_2")], [EId("art_1"), EId("art_3")])
    '中文本 2 条，译本 2 条；译本缺第二条；译本多第三条'
    """
    ours, theirs = _articles(original), _articles(translation)
    if ours == theirs:
        return ""
    lacking = [number for number in ours if number not in set(theirs)]
    further = [number for number in theirs if number not in set(ours)]
    parts = [f"中文本 {len(ours)} 条，译本 {len(theirs)} 条"]
    parts += [f"译本缺{_listed(lacking)}"] if lacking else []
    parts += [f"译本多{_listed(further)}"] if further else []
    return "；".join(parts if lacking or further else [*parts, "次序不同"])


def _articles(eids: Iterable[EId]) -> list[tuple[int, int]]:
    found = (_ARTICLE.fullmatch(eid) for eid in eids)
    return [(int(match[1]), int(match[2] or 0)) for match in found if match]


def _listed(numbers: list[tuple[int, int]]) -> str:
    names = [f"第{to_chinese(n)}条" + (f"之{to_chinese(m)}" if m else "") for n, m in numbers[:_SHOWN]]
    return "、".join(names) + ("等" if len(numbers) > _SHOWN else "")
