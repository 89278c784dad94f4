"""Characters of a source that nobody sees: those that turn the reading are refused, the others are told."""

from __future__ import annotations

import re
from collections import Counter

from compendium.intake.source import INVISIBLE, SourceRefused

_TURNING = re.compile("[\u061c\u202a-\u202e\u2066-\u2069]")
# Marks of direction (Unicode Standard Annex 9): with them a text reads otherwise than its characters run.
_UNSEEN = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Not among them: the selectors of ideographic variants (U+E0100 on) choose a glyph and belong to the text.
_BEFORE, _SHOWN = 32, 8


def refuse_turning(text: str) -> None:
    """Refuse a text in which characters are shown in another order than they stand in.

    Raises:
        SourceRefused: it has a mark of direction.
    """
    if found := _TURNING.search(text):
        raise SourceRefused(
            f"含有改变文字方向的字符 U+{ord(found[0]):04X}，显示的次序与文字的次序不同，未导入。"
            f"请在原文件中删去后再试：它在“{_before(text, found.start())}”之后"
        )


def unseen(text: str) -> list[str]:
    """A hint for all characters that print nothing and are not white space, with the place of the first."""
    found = list(_UNSEEN.finditer(text))
    dropped = [each for each in found if each[0] in INVISIBLE]
    kept = [each for each in found if each[0] not in INVISIBLE]
    return [
        f"含有看不见的字符（{_counted(places)}），{what}；首处在“{_before(text, places[0].start())}”之后"
        for places, what in ((dropped, "未录入"), (kept, "已照录，请核对"))
        if places
    ]


def _counted(places: list[re.Match[str]]) -> str:
    counts = Counter(each[0] for each in places)
    return "、".join(f"U+{ord(char):04X} {count} 个" for char, count in sorted(counts.items()))


def _before(text: str, at: int) -> str:
    return "".join(char for char in text[max(0, at - _BEFORE) : at] if char.isprintable())[-_SHOWN:]
