"""Chinese numerals and the numbers of provisions: 第十二条之一 ⇄ (12, 1)."""

from __future__ import annotations

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

HIGHEST = 99_999
"""The highest number that is written in Chinese; no part of a law comes near it."""
MOST_SIBLINGS = 15_000
"""The most provisions in one place: half as many again as have four digits, and still read in seconds."""

NUMERAL = "[零〇○Ｏ一二三四五六七八九十百千万萬两兩0-9０-９]+"
"""A regular expression for one number, Chinese or Arabic, full or half width."""


def to_int(text: str) -> int:
    """Read a number written in Chinese or Arabic digits.

    Raises:
        ValueError: the characters don't make a number.

    >>> to_int("一百二十三"), to_int("十"), to_int("一百零三"), to_int("二〇二四"), to_int("１２")
    (123, 10, 103, 2024, 12)
    """
    plain = text.translate(_FULL_WIDTH)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if not plain or any(c not in _DIGITS and c not in _UNITS for c in plain):
        raise ValueError(f"not a number: {text!r}")
    if not any(c in _UNITS for c in plain):
        return int("".join(str(_DIGITS[c]) for c in plain))
    return _with_units(plain)


def _with_units(text: str) -> int:
    above, wan, below = text.replace("萬", "万").partition("万")
    if not wan:
        return _below_wan(text)
    thousands = _below_wan(above)
    # 一万五 is said for 15,000; no number of a provision is written so.
    if not 0 < thousands < 10 or (below and below[0] not in "零〇○Ｏ" and "千" not in below):
        raise ValueError(f"not a number: {text!r}")
    return thousands * 10_000 + (_below_wan(below) if below else 0)


def _below_wan(text: str) -> int:
    """Read digits with 十, 百 and 千."""
    if not text:
        raise ValueError("not a number: nothing")
    total, digit, last_unit = 0, -1, 10_000
    for char in text:
        if char in _DIGITS:
            if digit > 0:
                raise ValueError(f"not a number: {text!r}")
            digit = _DIGITS[char]
            continue
        unit = _UNITS[char]
        if unit >= last_unit or digit == 0:
            raise ValueError(f"not a number: {text!r}")
        if digit < 0 and unit != 10:
            raise ValueError(f"not a number: {text!r}")
        total += max(digit, 1) * unit
        digit, last_unit = -1, unit
    return total + max(digit, 0)


def to_chinese(number: int) -> str:
    """Write a number from 0 to 99,999 as provisions are numbered.

    >>> to_chinese(10), to_chinese(21), to_chinese(105), to_chinese(110), to_chinese(1001), to_chinese(10_010)
    ('十', '二十一', '一百零五', '一百一十', '一千零一', '一万零一十')
    """
    if not 0 <= number <= HIGHEST:
        raise ValueError(f"out of range: {number}")
    if number == 0:
        return "零"
    out, zero = "", False
    for unit, name in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if zero and out else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = True
    return out[1:] if out.startswith("一十") else out


_PROVISION = re.compile(
    rf"第\s*({NUMERAL})\s*(?:[编編]|分[编編]|章|[节節]|[条條]|款|[项項]|目)((?:\s*之\s*{NUMERAL})*)"
)


def provision_number(text: str) -> tuple[int, ...]:
    """Read the number of a provision with its 之 parts.

    Raises:
        ValueError: the words are no provision number.

    >>> provision_number("第十二条之一"), provision_number("第 3 章"), provision_number("第120条")
    ((12, 1), (3,), (120,))
    """
    match = _PROVISION.fullmatch(text.strip())
    if not match:
        raise ValueError(f"not a provision number: {text!r}")
    parts = [match[1], *re.findall(NUMERAL, match[2])]
    return tuple(to_int(part) for part in parts)


def article_number(number: tuple[int, ...]) -> str:
    """Write the number of a 条.

    >>> article_number((12, 1))
    '第十二条之一'
    """
    first, *rest = number
    return f"第{to_chinese(first)}条" + "".join(f"之{to_chinese(n)}" for n in rest)


_ENGLISH = re.compile(r"(?:Part|Chapter|Section|Article)\s+(?:([0-9]+)(?:-([0-9]+))?|([IVXLC]+))")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_SIGNS = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def roman(number: int) -> str:
    """Write a number in Roman capitals; nothing for 0.

    >>> roman(4), roman(19), roman(1942)
    ('IV', 'XIX', 'MCMXLII')
    """
    out = ""
    for value, sign in _ROMAN_SIGNS:
        out += sign * (number // value)
        number %= value
    return out


def english_number(text: str) -> tuple[int, ...]:
    """Read the number of a provision in an English version.

    >>> english_number("Article 12-1"), english_number("Chapter IX")
    ((12, 1), (9,))
    """
    match = _ENGLISH.fullmatch(text.strip())
    if not match:
        raise ValueError(f"not a provision number: {text!r}")
    if match[3]:
        values = [_ROMAN[letter] for letter in match[3]]
        return (sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)),)
    return tuple(int(part) for part in match.groups() if part)


DECIMAL = re.compile(r"[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,3})*")
"""Numbers as plans and standards have them (GB/T 1.1): 1, 1.1, 1.1.1."""


def decimal_number(text: str) -> tuple[int, ...]:
    """Read a decimal number; each part is one level.

    >>> decimal_number("6.4.1"), decimal_number("７")
    ((6, 4, 1), (7,))
    """
    return tuple(to_int(part) for part in re.split("[.．]", text.strip()))


_LETTERED = re.compile(r"\(([a-z])\)")
_BRACKETED = re.compile(rf"[（(]\s*({NUMERAL})\s*[)）]")
_DOTTED = re.compile(rf"({NUMERAL})\s*[、.．]")
_CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)}


def item_number(text: str) -> int:
    """Read the number of a 项, a 目 or a 一、 level: （三）, 3., ③, 三、.

    >>> item_number("（三）"), item_number("3."), item_number("十一、"), item_number("③"), item_number("(b)")
    (3, 3, 11, 3, 2)
    """
    stripped = text.strip()
    if stripped in _CIRCLED:
        return _CIRCLED[stripped]
    if lettered := _LETTERED.fullmatch(stripped):
        return ord(lettered[1]) - ord("a") + 1
    match = _BRACKETED.fullmatch(stripped) or _DOTTED.fullmatch(stripped)
    if not match:
        raise ValueError(f"not an item number: {text!r}")
    return to_int(match[1])
