"""The paragraphs and tables that a provision holds itself, compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby

from compendium.compare.matching import compare_tables
from compendium.compare.rows import Role, Row, Side
from compendium.compare.wording import Sides, compare_words
from compendium.law.act import Block, Para, Table

Group = tuple[Para, ...] | Table


def groups(blocks: Sequence[Block]) -> list[Group]:
    """Group blocks, taking together the paragraphs that follow each other."""
    out: list[Group] = []
    for is_para, run in groupby(blocks, lambda block: isinstance(block, Para)):
        if is_para:
            out.append(tuple(block for block in run if isinstance(block, Para)))
        else:
            out += [block for block in run if isinstance(block, Table)]
    return out


def compare_groups(old: Sequence[Group], new: Sequence[Group], sides: Sides) -> list[Row]:
    """Compare runs of paragraphs and tables in order."""
    rows = []
    for one, other in _paired(old, new):
        before = _unnumbered(sides[0]) if one is not None else None
        after = _unnumbered(sides[1]) if other is not None else None
        if isinstance(one or other, Table):
            assert not isinstance(one, tuple) and not isinstance(other, tuple)
            rows.append(compare_tables(one, other, (before, after)))
        else:
            assert not isinstance(one, Table) and not isinstance(other, Table)
            rows.append(compare_words(Role.WORDS, one, other, (before, after)))
    return rows


def _unnumbered(side: Side | None) -> Side | None:
    """The side of a piece of a provision: its place, but not its number, which stands before it once."""
    return side and replace(side, num="", provision=None)


def _paired(old: Sequence[Group], new: Sequence[Group]) -> list[tuple[Group | None, Group | None]]:
    left, right = ([isinstance(group, Table) for group in side] for side in (old, new))
    out: list[tuple[Group | None, Group | None]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            out += zip(old[i1:i2], new[j1:j2], strict=True)
        else:
            out += [(group, None) for group in old[i1:i2]] + [(None, group) for group in new[j1:j2]]
    return out
