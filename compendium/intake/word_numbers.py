"""The numbers that Word counts for its lists, written out as Word shows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from compendium.intake.extent import whole
from compendium.intake.source import SourceRefused
from compendium.intake.word_zip import Element, W, WordFile
from compendium.law.numerals import roman

_DIGITS = "〇一二三四五六七八九"
_SETTING = "自动编号的设置"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


class UnknownNumber(Exception):
    """The format, or this value of it, isn't one whose display is known for certain."""


def counting(n: int) -> str:
    """Chinese counting up to 9999.

    >>> [counting(n) for n in (1, 10, 12, 20, 101, 110)]
    ['一', '十', '十二', '二十', '一百零一', '一百一十']
    """
    if not 0 < n < 10000:
        raise UnknownNumber
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + name
        zero = digit == 0
    return text.removeprefix("一") if 10 <= n < 20 else text


def _short(n: int) -> str:
    """Counting whose display beyond 99 differs between versions of Word."""
    if n > 99:
        raise UnknownNumber
    return counting(n)


def _letters(n: int) -> str:
    return chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1)


def _one_of(marks: str) -> Callable[[int], str]:
    def pick(n: int) -> str:
        if not 0 < n <= len(marks):
            raise UnknownNumber
        return marks[n - 1]

    return pick


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda n: str(n).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "upperLetter": _letters,
    "lowerLetter": lambda n: _letters(n).lower(),
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "chineseCounting": _short,
    "chineseCountingThousand": counting,
    "japaneseCounting": _short,
    "taiwaneseCounting": _short,
    "taiwaneseCountingThousand": _short,
    "ideographDigital": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "japaneseDigitalTenThousand": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "taiwaneseDigital": lambda n: "".join("○一二三四五六七八九"[int(d)] for d in str(n)),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "decimalEnclosedCircle": _one_of("".join(map(chr, range(0x2460, 0x2474)))),
    "decimalEnclosedCircleChinese": _one_of("".join(map(chr, range(0x2460, 0x246A)))),
    "decimalEnclosedParen": _one_of("".join(map(chr, range(0x2474, 0x2488)))),
    "decimalEnclosedFullstop": _one_of("".join(map(chr, range(0x2488, 0x249C)))),
    "none": lambda n: "",
}


def written(n: int, form: str) -> str:
    """A number in one of Word's formats; raise UnknownNumber when its display isn't known."""
    if form not in _FORMATS:
        raise UnknownNumber
    return _FORMATS[form](n)


@dataclass(slots=True, kw_only=True)
class Level:
    """One level of a list: its format, its pattern such as 第%1条, and where it starts."""

    form: str = "decimal"
    pattern: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: bool = True
    legal: bool = False


@dataclass(slots=True, kw_only=True)
class Counter:
    """Counts the paragraphs of every list of a document, in order."""

    lists: dict[str, tuple[str, dict[int, Level]]]
    overrides: dict[tuple[str, int], int]
    styles: dict[str, tuple[str, int]]
    values: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def number(self, paragraph: Element) -> str:
        """The number shown before this paragraph, with its gap; empty when it has none."""
        num, depth = self._place(paragraph)
        if num not in self.lists:
            return ""
        abstract, levels = self.lists[num]
        level = levels.get(depth)
        if level is None or level.form == "bullet":
            return ""
        self._advance(num, abstract, depth, level)
        return self._shown(abstract, levels, level)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.get(f"{W}val", "")
        num, depth = self.styles.get(name, ("0", 0))
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            num, depth = _value(own, "numId", num), whole(_value(own, "ilvl", str(depth)), _SETTING)
        return num, depth

    def _advance(self, num: str, abstract: str, depth: int, level: Level) -> None:
        values = self.values.setdefault(abstract, {})
        first = (num, depth) not in self.begun
        self.begun.add((num, depth))
        if first and (num, depth) in self.overrides:
            values[depth] = self.overrides[num, depth]
        else:
            values[depth] = values.get(depth, level.start - 1) + 1
        levels = self.lists[num][1]
        for deeper in [d for d in values if d > depth and levels.get(d, Level()).restart]:
            del values[deeper]

    def _shown(self, abstract: str, levels: dict[int, Level], level: Level) -> str:
        values = self.values[abstract]

        def digit(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = levels.get(depth, Level())
            value = values.get(depth, other.start)
            return written(value, "decimal" if level.legal else other.form)

        text = re.sub(r"%([1-9])", digit, level.pattern)
        closed = text.endswith(tuple("、．.。）):："))
        gap = {"tab": "" if closed else "\u3000", "space": " "}.get(level.suffix, "")
        return text + gap if text else ""


def _value(parent: Element, tag: str, default: str) -> str:
    child = parent.find(f"{W}{tag}")
    return default if child is None else child.get(f"{W}val", default)


def _on(parent: Element, tag: str) -> bool:
    child = parent.find(f"{W}{tag}")
    return child is not None and child.get(f"{W}val", "1") not in {"0", "false", "off"}


def _level(element: Element) -> Level:
    return Level(
        form=_value(element, "numFmt", "decimal"),
        pattern=_value(element, "lvlText", ""),
        start=whole(_value(element, "start", "1"), _SETTING),
        suffix=_value(element, "suff", "tab"),
        restart=_value(element, "lvlRestart", "1") != "0",
        legal=_on(element, "isLgl"),
    )


def counter(word: WordFile) -> Counter:
    """Read the lists and the styles that carry them."""
    part = word.part("numbering")
    root = word.xml(part) if part in word.parts and part else None
    if root is None:
        return Counter(lists={}, overrides={}, styles={})
    abstracts = {e.get(f"{W}abstractNumId", ""): e for e in root.iterfind(f"{W}abstractNum")}
    named = {_value(e, "styleLink", ""): key for key, e in abstracts.items()}
    lists: dict[str, tuple[str, dict[int, Level]]] = {}
    overrides: dict[tuple[str, int], int] = {}
    for num in root.iterfind(f"{W}num"):
        key = _value(num, "abstractNumId", "")
        if key in abstracts:
            key = named.get(_value(abstracts[key], "numStyleLink", "-"), key)
        if key not in abstracts:
            continue
        name = num.get(f"{W}numId", "")
        levels = {
            whole(e.get(f"{W}ilvl", "0"), _SETTING): _level(e) for e in abstracts[key].iterfind(f"{W}lvl")
        }
        for change in num.iterfind(f"{W}lvlOverride"):
            depth = whole(change.get(f"{W}ilvl", "0"), _SETTING)
            own = change.find(f"{W}lvl")
            if own is not None:
                levels[depth] = _level(own)
            if change.find(f"{W}startOverride") is not None:
                overrides[name, depth] = whole(_value(change, "startOverride", "1"), _SETTING)
        lists[name] = (key, levels)
    return Counter(lists=lists, overrides=overrides, styles=_style_lists(word, root))


def _style_lists(word: WordFile, numbering: Element) -> dict[str, tuple[str, int]]:
    """The list and level that each paragraph style brings, its own or its parent's."""
    part = word.part("styles")
    if not part or part not in word.parts:
        return {}
    linked = {}
    for level in numbering.iter(f"{W}lvl"):
        carrier = _value(level, "pStyle", "")
        if carrier:
            linked[carrier] = whole(level.get(f"{W}ilvl", "0"), _SETTING)
    own: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for style in word.xml(part).iterfind(f"{W}style"):
        key = style.get(f"{W}styleId", "")
        parents[key] = _value(style, "basedOn", "")
        numbers = style.find(f"{W}pPr/{W}numPr")
        if numbers is not None:
            depth = whole(_value(numbers, "ilvl", str(linked.get(key, 0))), _SETTING)
            own[key] = (_value(numbers, "numId", "0"), depth)
    found = {}
    for key in parents:
        at, seen = key, set[str]()
        while at and at not in own and at not in seen:
            seen.add(at)
            at = parents.get(at, "")
        if at in own:
            found[key] = own[at]
    return found


def number_of(count: Counter, paragraph: Element, name: str, ordinal: int) -> str:
    """The number of a paragraph; refuse when the way Word shows it isn't known."""
    try:
        return count.number(paragraph)
    except UnknownNumber as error:
        words = "".join(t.text or "" for t in paragraph.iter(f"{W}t"))[:16]
        raise SourceRefused(
            f"{name}：第{ordinal}段“{words}”的自动编号格式不能识别。"
            "请在 Word 中把自动编号转换为文本（复制后选择性粘贴为文本）再导入。"
        ) from error
