"""What a reader makes of a file: its paragraphs and tables in order, before any legal structure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from compendium.law.act import Block
from compendium.law.problems import CompendiumError

INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u00ad")
# Written out, because half of the time of an import went into asking for the category of each character.
_BLANK = re.compile(
    "[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    + "".join(sorted(INVISIBLE))
    + "]+"
)


class SourceRefused(CompendiumError):
    """The file can't be read as a text of law; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """One natural paragraph or one table of the source.

    `heading` is 1 to 6 where the source itself marks a heading of that rank, 0 elsewhere; `line` is the
    line of a text file, or the paragraph's ordinal in a file that has no lines.
    """

    block: Block
    heading: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """A file as read.

    `oracle` is the text of the same region taken by a path of its own, so that what is written can be
    held against it; `images` are the pictures by the name that the blocks use; `left_out` says what was
    put aside as no part of the text (site navigation, page numbers); `names` are the names that the file
    itself gives its text outside of it, each with the words for where (网页标题),
    `told` what else it says of the text (publish: 2024-08-22).
    """

    blocks: tuple[SourceBlock, ...]
    oracle: str
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    images: Mapping[str, bytes] = field(default_factory=dict)
    names: tuple[tuple[str, str], ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)


def named(name: str, words: str) -> str:
    """The words of a refusal with the file's name before them, where it isn't there yet.

    >>> named("甲.docx", "已损坏。"), named("甲.docx", "甲.docx：已损坏。")
    ('甲.docx：已损坏。', '甲.docx：已损坏。')
    """
    return words if words.startswith(f"{name}：") else f"{name}：{words}"


def is_blank(char: str) -> bool:
    """Whether a character prints nothing: white space, a control or a zero-width character.

    >>> [is_blank(c) for c in "\\u3000\\u200b\\t字"]
    [True, True, True, False]
    """
    return _BLANK.fullmatch(char) is not None


def squeeze(text: str) -> str:
    """Remove all white space and zero-width characters, so that two texts compare by what is printed.

    >>> squeeze(" 第一条\\u3000为 了\\u200b")
    '第一条为了'
    """
    return _BLANK.sub("", text)


def first_difference(a: str, b: str, context: int = 12) -> str | None:
    """Say in a sentence where two texts first differ, or nothing when they are equal.

    >>> first_difference("第一条甲", "第一条乙")
    '第4个字符起不同：一处为“第一条甲”，另一处为“第一条乙”'
    >>> first_difference("同", "同") is None
    True
    """
    if a == b:
        return None
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    start, end = max(0, at - context), at + context
    return f"第{at + 1}个字符起不同：一处为“{a[start:end]}”，另一处为“{b[start:end]}”"
