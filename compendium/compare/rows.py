"""The result of a comparison: what became of every provision, in reading order.

Below it stand the forms in which people and programs read it: counts, lines of text, plain values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from compendium.compare.marks import Mark, MarkKind, Marks, is_changed
from compendium.compare.words import same_number
from compendium.law.act import Provision
from compendium.law.identifiers import NO_EID, NO_WID, EId, WId
from compendium.law.kinds import Level


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Where a piece stands in one of the two texts: 第六条第二款; no eId for what is no provision."""

    place: str
    eid: EId = NO_EID
    wid: WId = NO_WID
    num: str = ""
    provision: Provision | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
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
        """Walk this row and all below it."""
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
        """Walk all rows."""
        for row in self.rows:
            yield from row.walk()


KIND_NAMES = {
    Kind.UNCHANGED: "未变",
    Kind.AMENDED: "修改",
    Kind.ADDED: "新增",
    Kind.DELETED: "删去",
    Kind.RENUMBERED: "改序号",
    Kind.MOVED: "移动",
    Kind.DEPARTED: "移出",
    Kind.SPLIT: "拆分",
    Kind.JOINED: "合并",
}
_WHOLE = frozenset({Kind.ADDED, Kind.DELETED, Kind.DEPARTED})


def counts(comparison: Comparison) -> dict[Kind, int]:
    """Count the 条 (or 一、) of body and attachments by kind; kinds that don't occur are left out.

    A 条 both amended and renumbered counts as amended.
    """
    return dict(Counter(row.kind for row in comparison.walk() if row.role in UNITS))


def as_lines(comparison: Comparison, context: int | None = 20, *, numbers: bool = True) -> Iterator[str]:
    """Write what changed, a line for each smallest provision: 第六条第二款　修改：【新增：可以】处罚.

    Args:
        context: characters of unchanged text kept around a change; None keeps all.
        numbers: whether provisions that only have a new number are told.
    """
    for row in comparison.rows:
        yield from _lines(row, context, numbers)


def _lines(row: Row, context: int | None, numbers: bool) -> Iterator[str]:
    if row.kind in _WHOLE:
        yield f"{_head(row)}：{_plain(whole(row), None)}"
        return
    told = False
    if (
        is_changed(row.heading)
        or is_changed(row.marks)
        or (row.form and row.kind in TEXTUAL and not row.below)
    ):
        gap = (Mark(MarkKind.EQUAL, "　"),) if row.heading and row.marks else ()
        yield f"{_head(row)}：{_plain(row.heading + gap + row.marks, context)}"
        told = True
    elif row.kind in (Kind.MOVED, Kind.SPLIT, Kind.JOINED) or row.moved:
        yield _head(row)
        told = True
    if row.kind is Kind.RENUMBERED and row.renumbered and numbers and row.role is not Role.PARAGRAPH:
        yield _head(row)
        return
    for below in row.below if row.kind not in (Kind.UNCHANGED, Kind.MOVED) or not told else ():
        yield from _lines(below, context, numbers)


def _head(row: Row) -> str:
    """第三十五条第二款（原第三十二条第二款）　修改."""
    name = KIND_NAMES[row.kind] + ("（仅形式）" if row.form else "")
    if row.moved and row.kind is not Kind.MOVED:
        name += "并移动"
    before, after = (side.place if side else "" for side in (row.before, row.after))
    if row.kind is Kind.DEPARTED:
        return f"{before}　{name}，现为{after}"
    if row.kind is Kind.RENUMBERED:
        return f"{before}　改为{after}"
    was = "、".join(o.place for o in row.origins) or before
    place = f"{after}（原{was}）" if after and was and not same_number(was, after) else after or before
    return f"{place}　{name}"


def whole(row: Row) -> Marks:
    """Write all that a row says, with the numbers below it, as one run of marks."""
    out = list(row.heading)
    if row.heading and (row.marks or row.below):
        out.append(Mark(out[-1].kind, "　"))
    out += row.marks
    for below in row.below:
        side = below.after or below.before
        inner = whole(below)
        kind = inner[0].kind if inner else MarkKind.EQUAL
        if out:
            out.append(Mark(kind, "\n"))
        if side and side.num and below.role is not Role.CELL:
            out.append(Mark(kind, side.num))
        out += inner
    return _joined(out)


def _joined(marks: list[Mark]) -> Marks:
    out: list[Mark] = []
    for item in marks:
        if out and out[-1].kind is item.kind:
            out[-1] = Mark(item.kind, out[-1].text + item.text)
        else:
            out.append(item)
    return tuple(out)


_SIGNS = {MarkKind.DELETED: "【删去：{}】", MarkKind.INSERTED: "【新增：{}】", MarkKind.EQUAL: "{}"}


def _plain(marks: Marks, context: int | None) -> str:
    texts = [_SIGNS[m.kind].format(_shortened(m, i, len(marks), context)) for i, m in enumerate(marks)]
    return "".join(texts).replace("\n", "↵")


def _shortened(item: Mark, position: int, count: int, context: int | None) -> str:
    text = item.text
    if item.kind is not MarkKind.EQUAL or context is None:
        return text
    head = context if position else 0
    tail = context if position < count - 1 else 0
    return text if len(text) <= head + tail + 2 else text[:head] + "……" + text[len(text) - tail :]


def as_object(comparison: Comparison) -> dict[str, Any]:
    """Give a comparison as plain values for JSON; what is unchanged has its names only."""
    return {
        "counts": {kind.value: n for kind, n in counts(comparison).items()},
        "rows": [_row(row) for row in comparison.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    value: dict[str, Any] = {"role": row.role.value, "kind": row.kind.value}
    for key, side in (("before", row.before), ("after", row.after)):
        if side is not None:
            value[key] = side_object(side)
    for flag in ("renumbered", "moved", "form"):
        if getattr(row, flag):
            value[flag] = True
    if row.origins:
        value["origins"] = [side_object(side) for side in row.origins]
    if row.kind is Kind.UNCHANGED:
        return value
    for key, marks in (("heading", row.heading), ("marks", row.marks)):
        if marks:
            value[key] = marks_object(marks)
    if row.below:
        value["below"] = [_row(below) for below in row.below]
    return value


def side_object(side: Side) -> dict[str, str]:
    """Give a side as plain values, empty ones left out."""
    pairs = {"place": side.place, "eId": side.eid, "wId": side.wid, "num": side.num}
    return {key: text for key, text in pairs.items() if text}


def marks_object(marks: Marks) -> list[list[str]]:
    """Give marks as plain values: [["equal", "处"], ["deleted", "二千元"]]."""
    return [[m.kind.value, m.text] for m in marks]
