"""Small cuts on paragraphs that keep every run as it is."""

from __future__ import annotations

import re

from compendium.model import Inline, Para

_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def cut(para: Para, rest: str) -> Para:
    """The end of a paragraph that reads `rest`: what is left when a number at its start is taken off."""
    drop = len(para.text) - len(rest)
    runs: list[Inline] = []
    for run in para.runs:
        if drop and isinstance(run, str):
            taken, run = min(drop, len(run)), run[drop:]
            drop -= taken
            if not run:
                continue
        runs.append(run)
    return Para(tuple(runs))


def tidy_heading(text: str) -> str:
    """A heading without the spaces that only stretch it: 总　　则 → 总则; others keep theirs.

    >>> tidy_heading("总　　则"), tidy_heading("法 律 责 任"), tidy_heading("户外广告 标牌")
    ('总则', '法律责任', '户外广告 标牌')
    """
    stripped = text.strip()
    if all(len(part) == 1 for part in stripped.split()):
        return _SPACED.sub("", stripped)
    return stripped
