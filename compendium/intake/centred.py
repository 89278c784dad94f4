"""Titles and 题注 that were broken into centred lines, put together again.

A text file has no centred lines; in a word processor or on a page they are what tells that a line was broken
to look well and not because a paragraph ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from compendium.intake.finish import para
from compendium.intake.lines import Line, Opens, classify
from compendium.intake.source import SourceBlock, squeeze
from compendium.intake.titles import NUMBER, ORGAN, TITLE_END, is_history_start
from compendium.law.act import Para
from compendium.law.numerals import NUMERAL

_OVER = re.compile(r"(?:通过|批准|公布|发布|颁布|印发|修正|修订|施行|实施|生效|废止|失效)[。）)]*$")
_REST = re.compile(r"[的《，、）)]|(?:施行|实施|公布|根据|修[正订])[。）)]*$")
"""What begins no event: the rest of one."""
_NEW = re.compile(
    r"关于|转发|印发|批转|《|中华人民共和国|全国|国务院|中共|最高人民|[\u4e00-\u9fff]{1,8}(?:省|市|自治区|自治州|自治县|县|区)"
)
_DAY = re.compile(rf"{NUMERAL}年{NUMERAL}月{NUMERAL}日")
NAMED_BY_NUMBER = re.compile(r"(?:公告|令).{0,10}号[)）]*(?:[（(].*[)）])*$")
_STOPS = re.compile(r"[。；：，:;]$")
_MOST, _MOST_OF_HISTORY, _LONGEST = 8, 60, 60


def join_centred(lines: Sequence[tuple[SourceBlock, bool]]) -> list[SourceBlock]:
    """Join the centred lines that are one title or one 题注; the others stay as they are."""
    out: list[SourceBlock] = []
    for centred, group in groupby(lines, key=lambda line: line[1]):
        blocks = [block for block, _ in group]
        out += _joined(blocks) if centred and len(blocks) > 1 else blocks
    return out


def _joined(blocks: Sequence[SourceBlock]) -> Iterator[SourceBlock]:
    at = 0
    while at < len(blocks):
        size = _history_size(blocks[at:]) or _title_size(blocks[at:]) or 1
        yield _one(blocks[at : at + size])
        at += size


def _one(blocks: Sequence[SourceBlock]) -> SourceBlock:
    if len(blocks) == 1:
        return blocks[0]
    runs = [run for block in blocks if isinstance(block.block, Para) for run in block.block.runs]
    made = para(*runs)
    assert made is not None
    return replace(blocks[0], block=made)


def _history_size(blocks: Sequence[SourceBlock]) -> int:
    """How many lines from here on are one 题注, or one event of it; 0 when none begins."""
    words = squeeze(blocks[0].block.text)
    if not isinstance(blocks[0].block, Para) or not (is_history_start(words) or _opens_bracket(words)):
        return 0
    for size, block in enumerate(blocks[1:_MOST_OF_HISTORY], 1):
        text = squeeze(block.block.text)
        whole = _depth(words) <= 0 and words.count("《") <= words.count("》") and not words[-1:].isdigit()
        if not isinstance(block.block, Para) or classify(block).opens in (Opens.ARTICLE, Opens.HEADING):
            return size
        if (
            whole
            and not _REST.match(text)
            and (_OVER.search(words) or is_history_start(text) or words[:1] in "（(")
        ):
            return size
        words += text
    return min(len(blocks), _MOST_OF_HISTORY)


def _opens_bracket(words: str) -> bool:
    return words[:1] in "（(" and _depth(words) > 0


def _depth(words: str) -> int:
    return sum(map(words.count, "（(")) - sum(map(words.count, "）)"))


def _title_size(blocks: Sequence[SourceBlock]) -> int:
    """How many lines from here on are one title; 0 when no title begins."""
    lines = [classify(block) for block in blocks[:_MOST]]
    texts: list[str] = []
    for line in takewhile(_fits, lines):
        text = squeeze(line.text)
        if NUMBER.fullmatch(text) and _even("".join(texts)):  # else it is the end of a name in brackets
            break
        texts.append(text)
    for size in range(len(texts), 1, -1):
        if _is_title("".join(texts[:size])) and not any(
            _parted("".join(texts[:cut]), "".join(texts[cut:size])) for cut in range(1, size)
        ):
            return size
    return 0


def _fits(line: Line) -> bool:
    text = squeeze(line.text)
    return (
        line.opens is Opens.TEXT
        and 0 < len(text) <= _LONGEST
        and not _STOPS.search(text)
        and not is_history_start(text)
        and not text.isascii()
    )


def _is_title(text: str) -> bool:
    return bool(TITLE_END.search(text) or NAMED_BY_NUMBER.search(text)) and _even(text)


def _even(text: str) -> bool:
    return all(text.count(begin) == text.count(end) for begin, end in ("《》", "（）", "〔〕"))


def _parted(above: str, below: str) -> bool:
    """Whether two titles meet here, or an organ's 令 or 文件 and the title below it."""
    if not _even(above):
        return False
    if below[:1] in "（(" and _DAY.search(below):  # who wrote it and when, no part of the title
        return True
    begins = _NEW.match(below) is not None
    if ORGAN.search(above) and below.startswith(("关于", "转发", "印发", "批转", "对")):
        return False
    return begins and (_is_title(above) or above.endswith(("文件", "令")))
