"""编章节条款项目: a provision and what stands below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from compendium.model.blocks import Block


class Level(StrEnum):
    """The levels of a text (立法法 第六十五条: 编、章、节、条、款、项、目), by their Akoma Ntoso names."""

    PART = "part"  # 编
    SUBPART = "subpart"  # 分编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    LEVEL = "level"  # 一、 in texts that have no 条
    ARTICLE = "article"  # 条
    PARAGRAPH = "paragraph"  # 款
    POINT = "point"  # 项
    INDENT = "indent"  # 目
    SUBINDENT = "subindent"  # （1） below 目; an indent within an indent
    RECITAL = "recital"  # a paragraph of the 序言


HEADED = frozenset({Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION})


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered or unnumbered piece of the text, with what stands below it.

    `num` is as printed (第十条之一, （三）), empty for a 款. `blocks` is the provision's own text: all of
    it for a leaf, what comes before the children otherwise. `tail` comes after the children.
    `period` names the Commencement that holds for it where it differs from the act's.
    """

    level: Level
    eid: str
    wid: str
    num: str = ""
    heading: str = ""
    blocks: tuple[Block, ...] = ()
    children: tuple[Provision, ...] = ()
    tail: tuple[Block, ...] = ()
    period: str = ""
    line: int = field(default=0, compare=False)

    def walk(self) -> Iterator[Provision]:
        """This provision and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def text(self) -> str:
        """All characters of the provision in reading order, its number and heading included."""
        own = "".join(block.text for block in self.blocks)
        below = "".join(child.text for child in self.children)
        return self.num + self.heading + own + below + "".join(block.text for block in self.tail)
