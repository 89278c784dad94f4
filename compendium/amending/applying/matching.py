"""Finding quoted words: exactly, or with other forms of the same punctuation, and never across paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from compendium.intake.source import is_blank

_FORMS = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "＂": '"',
    "‘": "'", "’": "'", "〈": "<", "〉": ">", "《": "<", "》": ">",
    "。": ".", "｡": ".", "、": "、", "､": "、", "—": "-", "–": "-", "－": "-",
    "０": "0",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found at text[start:end]; `loose` where only the form of a mark differs."""

    start: int
    end: int
    loose: bool = False


def folded(text: str) -> tuple[str, list[int]]:
    """Strip a text of spaces and bring its punctuation to one form, with the place of each character."""
    out, places = [], []
    for place, char in enumerate(text):
        if not is_blank(char):
            out.append(_FORMS.get(char, char))
            places.append(place)
    return "".join(out), places


def hits(text: str, words: str) -> list[Hit]:
    """Find words in a paragraph; those of another typographic form only where there is no exact one.

    >>> hits("市、区人民政府,市有关部门", "人民政府，市")
    [Hit(start=3, end=9, loose=True)]
    """
    exact = [Hit(at, at + len(words)) for at in _every(text, words)]
    if exact or not words:
        return exact
    plain, places = folded(text)
    wanted, _ = folded(words)
    if not wanted:
        return []
    return [Hit(places[at], places[at + len(wanted) - 1] + 1, True) for at in _every(plain, wanted)]


def _every(text: str, words: str) -> list[int]:
    out, at = [], text.find(words) if words else -1
    while at >= 0:
        out.append(at)
        at = text.find(words, at + len(words))
    return out


def standing(text: str, hit: Hit, longer: str, words: str) -> bool:
    """Tell whether a hit is already part of the longer words that would take its place.

    >>> standing("市卫生健康部门", Hit(1, 3), "卫生健康", "卫生")
    True
    """
    return any(text[hit.start - at : hit.start - at + len(longer)] == longer for at in _every(longer, words))


def context(text: str, start: int, end: int, width: int = 8) -> str:
    """Return the words around a place, for a person to look at."""
    left, right = max(0, start - width), min(len(text), end + width)
    return ("…" if left else "") + text[left:right] + ("…" if right < len(text) else "")


def in_title(text: str, at: int) -> bool:
    """Tell whether a place lies within 《》.

    >>> in_title("依照《桥梁法》和桥梁规定", 3), in_title("依照《桥梁法》和桥梁规定", 8)
    (True, False)
    """
    return text.rfind("《", 0, at) > text.rfind("》", 0, at)


def sentences(text: str) -> list[tuple[int, int]]:
    """Cut a paragraph into sentences, by 。 and its like.

    >>> sentences("甲。乙！（丙。）")
    [(0, 2), (2, 4), (4, 8)]
    """
    out, start, at = [], 0, 0
    while at < len(text):
        at += 1
        if text[at - 1] in "。！？":
            while at < len(text) and text[at] in "”’）】":
                at += 1
            out.append((start, at))
            start = at
    return out + ([(start, len(text))] if start < len(text) else [])


def nearest(text: str, words: str) -> str:
    """Find the place of a text that shares most of some words in one piece; empty if less than half.

    >>> nearest("由市质量技术监督局负责。", "市质量技术监督部门")
    '市质量技术监督局负'
    """
    match = SequenceMatcher(None, words, text, autojunk=False).find_longest_match()
    if len(words) < 4 or match.size * 2 < len(words):
        return ""
    start = max(0, match.b - match.a)
    return text[start : start + len(words)]


def likeness(one: str, other: str) -> float:
    """Compute the share of character pairs that two texts have in common."""
    a = Counter(one[i : i + 2] for i in range(max(len(one) - 1, 1)))
    b = Counter(other[i : i + 2] for i in range(max(len(other) - 1, 1)))
    return 2 * (a & b).total() / max(a.total() + b.total(), 1)


def listed(words: Sequence[str], most: int = 12) -> str:
    """List contexts one after another, the many cut short."""
    shown = "；".join(f"“{word}”" for word in words[:most])
    return shown + (f"等{len(words)}处" if len(words) > most else "")
