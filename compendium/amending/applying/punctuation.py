"""Punctuation at the seam of a deletion, and between old words and new ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WEIGHT = {"、": 1, "，": 2, ",": 2, "；": 3, ";": 3, "：": 4, ":": 4, "。": 5}
_OPENING = "（(“‘《〈"
_CLOSING = "）)”’》〉"
# What is kept out of these: words that hold the same character, as in 和解, 及时, 与会, 等级, 涉及, 参与.
_AND = re.compile("和(?![解谐平睦好])|以及|及(?![时早格])|或者|或|与(?!会)")
_AND_SO_ON = re.compile(rf"等(?![级候待额同于价])|{_AND.pattern}")
_ENDS_IN_AND = re.compile("(?:(?<![涉普波危顾提论])及|(?<![参赋授给])与|和|以及|或者|或)$")
_LEADS = re.compile(rf"{_ENDS_IN_AND.pattern}|(?:对|将|由|向|得|应当|可以|禁止|从事)$")


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters start to end of a paragraph give way to `new`."""

    start: int
    end: int
    new: str = ""


def in_list(text: str, start: int, end: int) -> bool:
    """Tell whether words stand between marks of a list, so that they are one of its members whole.

    >>> in_list("区、县和乡镇", 2, 3), in_list("县级机关", 0, 1)
    (True, False)
    """
    left, right = text[:start], text[end:]
    opens = left.endswith("、") or bool(_ENDS_IN_AND.search(left))
    closes = right.startswith("、") or bool(_AND_SO_ON.match(right))
    return opens and closes and (left.endswith("、") or right.startswith("、"))


def deletion(text: str, start: int, end: int, *, member: bool = False) -> Edit:
    """Widen a deletion so that no punctuation is left doubled or dangling.

    `member` says that the words are known to be a whole member of lists.

    >>> text = "甲、乙、丙。"
    >>> deletion(text, 2, 3), deletion(text, 4, 5)
    (Edit(start=2, end=4, new=''), Edit(start=3, end=5, new=''))
    """
    left, right = text[start - 1 : start], text[end : end + 1]
    if not right and text[end - 1 : end] == "。" and left and left not in "。！？":
        if left in _WEIGHT:  # the sentence now ends before what was cut off
            return Edit(start - 1, end, "。")
        return Edit(start, end, "" if left in _CLOSING and text[start - 2 : start - 1] == "。" else "。")
    if right in _WEIGHT and (not left or left in _OPENING):
        return Edit(start, end + 1)
    if left in _WEIGHT and right in _WEIGHT:
        return Edit(start - 1, end) if _WEIGHT[right] > _WEIGHT[left] else Edit(start, end + 1)
    if left in ("、", "，") and right and right in _CLOSING:
        return Edit(start - 1, end)
    return _in_words(text, start, end, member)


def _in_words(text: str, start: int, end: int, member: bool) -> Edit:
    left, right = text[:start], text[end:]
    if left.endswith("、") and (member or _AND_SO_ON.match(right)):
        return Edit(start - 1, end)
    if right.startswith("、") and _LEADS.search(left) and not _AND.match(text[start:end]):
        return Edit(start, end + 1)
    if (not left or left[-1] in "，。；：（") and (joint := _AND.match(right)):
        return Edit(start, end + joint.end())
    if (not right or right[0] in "，。；）") and (last := _ENDS_IN_AND.search(left)):
        return Edit(last.start(), end)
    return Edit(start, end)


def doubtful(text: str, edit: Edit) -> bool:
    """Tell whether a mark of a list is left beside a deletion, so that a person should look."""
    left, right = text[edit.start - 1 : edit.start], text[edit.end : edit.end + 1]
    return "、" in (left, right) and not edit.new and not {left, right} <= {"、"}


_BEGINS = re.compile(r"和|以及|及|或者|或|并|与|的|等|但|且|[（(、，；：。,;:“”《》]")
_ENDS = re.compile(r".*(?:和|以及|及|或者|或|并|与|的|[）)、，；：。,;:])", re.DOTALL)
_LIST = re.compile(r"、|和|与|及|或者")
_NO_NOUN = re.compile(
    "应当|应|可以|可|不得|必须|依法|及时|统一|共同|按照|根据|依照|经|由|对|在|向|为|将|未|已|无|不|再|同时|其|该|以"
)


def joined(text: str, start: int, end: int, new: str, *, after: bool) -> tuple[Edit, bool]:
    """Join new words to the anchor at start to end; and tell whether a person should look at the joint."""
    at = end if after else start
    if (_BEGINS.match(new) if after else _ENDS.fullmatch(new)) or (after and _ENDS.fullmatch(new)):
        return Edit(at, at, new), False
    mark, doubt = _mark(text[:start], text[start:end], text[end:], new, after)
    return Edit(at, at, mark + new if after else new + mark), doubt


def _mark(left: str, anchor: str, right: str, new: str, after: bool) -> tuple[str, bool]:
    """The mark between anchor and new words: 、 in a list, ， between clauses; and whether to look at it."""
    clause_ends = right[:1] in ("，", "。", "；", "：") and bool(right)
    if _NO_NOUN.match(new):
        return ("，", True) if after and clause_ends else ("", True)
    before_end = _AND_SO_ON.match(right) and re.search(r"、[^，。；：]{0,15}$", left)
    if right.startswith("、") or left.endswith("、") or before_end:
        return "、", False
    if clause_ends:
        return ("，", False) if after and not _LIST.search(new) else ("", True)
    if len(anchor) > 2 and len(new) > 2:  # two nouns side by side would read as one
        return "、", True
    return "", True


def at_end(text: str, new: str) -> Edit:
    """Add words at the end of a 款: a sentence after the 。, a clause before it.

    >>> at_end("甲负责。", "乙配合"), at_end("甲负责。", "乙配合。")
    (Edit(start=3, end=4, new='；乙配合。'), Edit(start=4, end=4, new='乙配合。'))
    """
    if text[-1:] == "。" and new[-1:] not in tuple("。！？"):
        joint = "" if new[:1] in tuple("，；、") else "；"
        return Edit(len(text) - 1, len(text), joint + new + "。")
    if text[-1:] == "；" and new[-1:] not in tuple("。；"):
        joint = "" if new[:1] in tuple("，；、") else "，"
        return Edit(len(text) - 1, len(text), joint + new + "；")
    return Edit(len(text), len(text), new)


def at_start(text: str, new: str) -> Edit:
    """Add words at the beginning: a clause of its own is closed with ；, other words join as they are.

    >>> at_start("甲负责。", "乙的案件，不适用本规定").new, at_start("甲负责。", "市").new
    ('乙的案件，不适用本规定；', '市')
    """
    closed = not new or new[-1] in "。；，：、！？"
    return Edit(0, 0, new if closed or not text or "，" not in new else new + "；")


def shown(text: str, edit: Edit, width: int = 10) -> str:
    """Return the words around a place as they read after the edit."""
    left = text[max(0, edit.start - width) : edit.start]
    return left + edit.new + text[edit.end : edit.end + width]


def edited(text: str, edit: Edit) -> str:
    """Return the paragraph after the edit."""
    return text[: edit.start] + edit.new + text[edit.end :]
