"""The result of a comparison: what became of every provision, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from compendium.comparing.marks import Marks
from compendium.model import Level, Provision


class Kind(StrEnum):
    """What became of a piece of text. A new number alone is no change of the text."""

    UNCHANGED = "unchanged"
    AMENDED = "amended"
    ADDED = "added"
    DELETED = "deleted"
    RENUMBERED = "renumbered"  # its words stayed; its own number, or one below it, is another
    MOVED = "moved"  # its words stayed; it stands in another 章, in another 条 or out of order
    DEPARTED = "departed"  # shown in its old place; `after` says where it has gone
    SPLIT = "split"  # one of the 条 that another was divided into
    JOINED = "joined"  # a 条 that took in the text of another that is gone


TEXTUAL = frozenset(Kind) - {Kind.UNCHANGED, Kind.RENUMBERED}
"""The kinds that say something about the text itself."""


class Role(StrEnum):
    """What a row is about: a level of provision, or a piece that is none."""

    TITLE = "title"
    FRONT = "front"  # 公布令, number, the title as printed in lines
    HISTORY = "history"  # 题注
    CONTENTS = "contents"  # 目录
    RECITAL = Level.RECITAL.value
    PART = Level.PART.value
    SUBPART = Level.SUBPART.value
    CHAPTER = Level.CHAPTER.value
    SECTION = Level.SECTION.value
    LEVEL = Level.LEVEL.value
    ARTICLE = Level.ARTICLE.value
    PARAGRAPH = Level.PARAGRAPH.value
    POINT = Level.POINT.value
    INDENT = Level.INDENT.value
    SUBINDENT = Level.SUBINDENT.value
    WORDS = "words"  # further paragraphs of a provision: after a table, after its 项
    TABLE = "table"
    TABLE_ROW = "table-row"
    CELL = "cell"
    CONCLUSIONS = "conclusions"
    ATTACHMENT = "attachment"


UNITS = frozenset({Role.ARTICLE, Role.LEVEL})
"""What people count when they say how many 条 a decision changes."""


@dataclass(frozen=True, slots=True)
class Side:
    """Where a piece stands in one of the two texts: 第六条第二款; no eId for what is no provision."""

    place: str
    eid: str = ""
    wid: str = ""
    num: str = ""
    provision: Provision | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of text in both versions; a side is None where it does not stand there.

    `marks` are those of its own words, several paragraphs with line breaks between; of a row that is
    unchanged they are one equal stretch. `below` has what stands under it, changed or not. `form` is True
    where all that differs is the shape of punctuation, spaces, digits, or characters set as sup or sub.
    `origins` are the 条 before that a split or joined 条 has its text from.
    """

    role: Role
    kind: Kind
    before: Side | None
    after: Side | None
    heading: Marks = ()
    marks: Marks = ()
    below: tuple[Row, ...] = ()
    renumbered: bool = False
    moved: bool = False
    form: bool = False
    origins: tuple[Side, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands: in the text after, or in that before where it is gone."""
        side = self.before if self.after is None or self.kind is Kind.DEPARTED else self.after
        return side.place if side else ""

    def walk(self) -> Iterator[Row]:
        """This row and all below it."""
        yield self
        for row in self.below:
            yield from row.walk()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts, row by row in the order of the text after; what is deleted stands in its old place.

    The rows of the body are 编章节 headings, 条, and 一、; those of an attachment stand below its own.
    """

    rows: tuple[Row, ...]

    @property
    def changed(self) -> tuple[Row, ...]:
        """The rows whose text is another; not those that only have a new number."""
        return tuple(row for row in self.rows if row.kind in TEXTUAL)

    def walk(self) -> Iterator[Row]:
        """All rows."""
        for row in self.rows:
            yield from row.walk()
