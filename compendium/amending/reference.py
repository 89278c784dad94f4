"""Where a decision points, in its own terms: 第五条第二款, 款首, 引言; and the new text that it gives.

Numbers are as said. Which numbering they follow is told where the words tell it (原, 改为, 作为) and left
open where they do not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from compendium.model import Block, Level, Passage

__all__ = ["LAST", "WHOLE_ACT", "Content", "Numbering", "Passage", "Ref", "Region", "Step"]


class Numbering(StrEnum):
    """Whose numbers a reference speaks in."""

    UNSAID = "unsaid"  # 第五条: the text in force, unless only the amended text fits
    OLD = "old"  # 原第五条, or what stands left of 改为
    NEW = "new"  # what stands right of 改为 or 作为, or 修改后的第五条


LAST = (-1,)
"""The number of 最后一款, which the text decides."""


@dataclass(frozen=True, slots=True)
class Step:
    """第五条, 第（三）项; with `until`, 第二十六条至第三十一条. Numbers as in `ids.number_of`, or LAST."""

    level: Level
    number: tuple[int, ...]
    until: tuple[int, ...] = ()
    numbering: Numbering = Numbering.UNSAID


class Region(StrEnum):
    """Which part of a provision, or of an act, is meant."""

    WHOLE = "whole"
    HEADING = "heading"  # 章名, 节名, 条标
    LEAD = "lead"  # 款首, 条首部分, 引导语: what comes before the 项
    START = "start"  # 开始部分: a place at the very beginning
    TAIL = "tail"  # 款尾, 最后, 末尾: the words at the end, after the 项 where there are any
    TITLE = "title"  # 题名, 法规名称
    PREAMBLE = "preamble"  # 引言, 序言; its 自然段 are steps of level RECITAL
    ATTACHMENT = "attachment"  # 附件, 附表; `Ref.name` says which


@dataclass(frozen=True, slots=True)
class Ref:
    """A place as the decision names it; no steps and WHOLE: the whole act.

    `sentences` are words like 后两句 or 第一句; `name` is that of an attachment; `loose` is True where only
    相关条款 is said.
    """

    steps: tuple[Step, ...] = ()
    region: Region = Region.WHOLE
    sentences: str = ""
    name: str = ""
    loose: bool = False


WHOLE_ACT = Ref()


@dataclass(frozen=True, slots=True)
class Content:
    """New text: printed paragraphs, without the quotation marks of the decision; ‘’ within “” made “”."""

    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...] = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(block.text for block in self.blocks)
