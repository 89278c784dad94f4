"""Titles that are nearly the same: a character lost or changed, 暂行 or a place name added.

Two such titles are often one act that was taken in twice, or an act and the one that came after it; a person
has to tell. Titles that differ by what makes another act are not near: a numeral, 条例 against 办法, another
place or organ, another word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from compendium.law.names import title_key

_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|"
    "云南|陕西|甘肃|青海|内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔"
)
_PLACE = re.compile(
    rf"(?:中华人民共和国|(?:{_PROVINCES})(?:省|市|自治区)?|[一-龥]{{2,3}}(?:市|新区|区|县)(?!域|容|场|政))*"
)
_TRIAL = re.compile(r"[（(](?:暂行|试行|(?:[0-9]{4}年?)?(?:修订|修正)(?:本|案)?)[)）]|暂行|试行")
_ENDING = re.compile(
    "(?:条例|实施办法|实施细则|细则|办法|规定|规则|决定|解释|解答|通知|通告|公告|批复|意见|方案|规划|规程|章程|制度"
    "|规范|标准|法)$"
)
_ANOTHER = re.compile(
    "[0-9０-９〇零一二三四五六七八九十百千两第甲乙丙丁上下前后内外东西南北新旧税]|补充|实施|修改|废止"
)
"""What makes another act where one title has it and the other has not."""
_LOOSE = re.compile("管理|若干|工作|有关|相关|事项|审查|监督|促进|保障|保护|环境|生态|诉讼")
"""Words that a title made anew often takes in or leaves out; any other word may make another act."""
_SHORTEST = 5
"""The least characters of a title, its place left out, of which one or two can be a slip."""
_MOST = 2
"""Characters in which near titles may differ."""


class Nearness(StrEnum):
    """In what two titles differ."""

    TRIAL = "trial"  # 暂行, 试行, （修订）
    PLACE = "place"  # only one names the place
    ADDED = "added"  # one has a character more, or a word that says little: 管理
    WORD = "word"  # one has a word more: 海洋
    CHANGED = "changed"  # a character or two are others


@dataclass(frozen=True, slots=True)
class Near:
    """A title that is nearly another, in what they differ, and the difference in words."""

    title: str
    kind: Nearness
    words: str


@dataclass(frozen=True, slots=True)
class _Form:
    """A title taken apart: the place it begins with, the words of trial, and the rest."""

    title: str
    place: str
    trial: str
    core: str

    @classmethod
    def of(cls, title: str) -> _Form:
        bare = title_key(_TRIAL.sub("", title))
        place = _PLACE.match(bare)
        found = place[0] if place else ""
        return cls(title, found, "".join(map(title_key, _TRIAL.findall(title))), bare[len(found) :])


_Edit = tuple[str, str]
"""What stands in the one title and what in the other; one of the two may be empty."""


def near(title: str, other: str) -> Near | None:
    """Tell in what another title differs from a title that is nearly the same; None where it is not.

    >>> near("海浦市历史建筑保护条例", "海浦市历史筑保护条例").words
    '只差“建”'
    >>> near("海浦市河道管理办法", "海浦市河道管理条例")
    """
    return _near(_Form.of(title), _Form.of(other))


def _near(one: _Form, two: _Form) -> Near | None:
    if one.core == two.core:
        return _around(one, two)
    if (one.place, one.trial) != (two.place, two.trial) or min(len(one.core), len(two.core)) < _SHORTEST:
        return None
    if len(set(one.core) ^ set(two.core)) > 2 * _MOST:
        return None
    ends = [match[0] if (match := _ENDING.search(form.core)) else "" for form in (one, two)]
    edits = _edits(one.core, two.core)
    if edits is None or ends[0] != ends[1] or any(_ANOTHER.search(old + new) for old, new in edits):
        return None
    if any(old for old, _ in edits) and any(new for _, new in edits):
        return _changed(two.title, edits)
    told = [old + new for old, new in edits]
    is_word = any(len(words) > 1 and not _LOOSE.fullmatch(words) for words in told)
    return Near(two.title, Nearness.WORD if is_word else Nearness.ADDED, f"只差“{'”、“'.join(told)}”")


def _changed(title: str, edits: list[_Edit]) -> Near | None:
    """Characters that are others; two side by side are a word of their own: 公园 against 河道."""
    if any(len(old) > 1 for old, _ in edits):
        return None
    told = [f"“{old}”与“{new}”" if old and new else f"有无“{old}{new}”" for old, new in edits]
    return Near(title, Nearness.CHANGED, f"{'、'.join(told)}不同")


def _around(one: _Form, two: _Form) -> Near | None:
    """What differs around the same words: the place or the words of trial, not both."""
    if title_key(one.title) == title_key(two.title):
        return None
    if one.place == two.place:
        words = "”与“".join(filter(None, (one.trial, two.trial)))
        return Near(two.title, Nearness.TRIAL, f"只差“{words}”")
    if one.trial != two.trial or not (one.place.endswith(two.place) or two.place.endswith(one.place)):
        return None
    longer, shorter = sorted((one.place, two.place), key=len, reverse=True)
    return Near(two.title, Nearness.PLACE, f"只差地名“{longer.removesuffix(shorter)}”")


def _edits(one: str, two: str, left: int = _MOST) -> list[_Edit] | None:
    """List what differs, at most `left` characters; None where it is more."""
    start = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), None)
    if start is None:
        start = min(len(one), len(two))
    one, two = one[start:], two[start:]
    if not one or not two:
        if len(one) + len(two) > left:
            return None
        return [(one, two)] if one or two else []
    if left == 0:
        return None
    ways = []
    for old, new in ((one[0], ""), ("", two[0]), (one[0], two[0])):
        after, following = one[len(old) :], two[len(new) :]
        rest = _edits(after, following, left - 1)
        if rest is not None:
            ways.append(_joined((old, new), rest, adjoins=after[:1] != following[:1]))
    return min(ways, key=lambda way: (sum(max(map(len, edit)) for edit in way), len(way)), default=None)


def _joined(first: _Edit, rest: list[_Edit], *, adjoins: bool) -> list[_Edit]:
    """Put two changes of one kind that stand side by side together."""
    if rest and adjoins and tuple(map(bool, first)) == tuple(map(bool, rest[0])):
        return [(first[0] + rest[0][0], first[1] + rest[0][1]), *rest[1:]]
    return [first, *rest]


class NearTitles:
    """Titles among which near ones are found without comparing each with each.

    Of a title cut into three, two changes leave one part as it was; so only titles that share a part at
    nearly the same place, and the place and the words of trial, are compared.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        self._cores: dict[str, list[_Form]] = defaultdict(list)
        self._parts: dict[tuple[object, ...], list[_Form]] = defaultdict(list)
        for title in dict.fromkeys(titles):
            form = _Form.of(title)
            self._cores[form.core].append(form)
            for number, (_, part) in enumerate(_parts(form.core)):
                self._parts[form.place, form.trial, len(form.core), number, part].append(form)

    def find(self, title: str) -> list[Near]:
        """Find the titles that are nearly this one."""
        form = _Form.of(title)
        others = {other.title: other for other in self._cores.get(form.core, ())}
        others |= {other.title: other for other in self._candidates(form)}
        return [found for other in others.values() if (found := _near(form, other))]

    def _candidates(self, form: _Form) -> Iterator[_Form]:
        core = form.core
        for length in range(max(len(core) - _MOST, _SHORTEST), len(core) + _MOST + 1):
            for number, (at, part) in enumerate(_parts(core.ljust(length)[:length])):
                for start in range(max(at - _MOST, 0), at + _MOST + 1):
                    held = core[start : start + len(part)]
                    yield from self._parts.get((form.place, form.trial, length, number, held), ())


def _parts(core: str) -> list[tuple[int, str]]:
    """Cut a title into three, each part with its place."""
    cuts = [0, len(core) // 3, 2 * len(core) // 3, len(core)]
    return [(start, core[start:end]) for start, end in pairwise(cuts)]
