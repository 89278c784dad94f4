"""Instructions and operations: what a decision orders, first in its own terms, then tied to a text.

An instruction points (第五条第二款, 款首, 引言) and gives new text; it is not yet tied to any text. Numbers
are as said: which numbering they follow is told where the words tell it (原, 改为, 作为), and left open where
they do not. An operation is tied to the provisions of a text; `Amended` tells what became of each
instruction.

Source: 立法技术规范（试行）（一） on 修改形式; the forms are those found in real decisions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from compendium.law.act import Act, Block
from compendium.law.changes import Modification, ModType, Passage, State
from compendium.law.identifiers import EId
from compendium.law.kinds import Level

__all__ = ["LAST", "WHOLE_ACT", "Content", "Numbering", "Passage", "Ref", "Region", "Step"]


class Numbering(StrEnum):
    """The text whose numbers a reference speaks in."""

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
    """The part of a provision, or of an act, that is meant."""

    WHOLE = "whole"
    HEADING = "heading"  # 章名, 节名, 条标
    LEAD = "lead"  # 款首, 条首部分, 引导语: what comes before the 项
    START = "start"  # 开始部分: a place at the very beginning
    TAIL = "tail"  # 款尾, 最后, 末尾: the words at the end, after the 项 where there are any
    TITLE = "title"  # 题名, 法规名称
    PREAMBLE = "preamble"  # 引言, 序言; its 自然段 are steps of level RECITAL
    ATTACHMENT = "attachment"  # 附件, 附表; `Ref.name` says which


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True)
class Substitute:
    """将第X条修改为：…; `old` is the text in force where the decision quotes it.

    `results` where it says 修改为第三项 or 作为第五条 (a change of number with a change of text).
    """

    refs: tuple[Ref, ...]
    content: Content
    old: Content | None = None
    results: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class SubstituteWords:
    """将第X条中的“A”修改为“B”; `everywhere` where the decision says 均 or 统一."""

    refs: tuple[Ref, ...]
    pairs: tuple[tuple[str, str], ...]
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class DeleteWords:
    """删去第X条中的“A”."""

    refs: tuple[Ref, ...]
    words: tuple[str, ...]
    everywhere: bool = False


class Side(StrEnum):
    """Where words are inserted."""

    AFTER = "after"
    BEFORE = "before"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertWords:
    """在第X条中的“A”后增加“B”; START and END have no anchors (款尾增加, 开始部分增加规定)."""

    refs: tuple[Ref, ...]
    anchors: tuple[str, ...]
    side: Side
    new: str
    everywhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """增加一条，作为第五条：…; 在第三章增加一条; 第十一条后增加一条; 增加一款.

    `within` is the container where it is said or follows from the sentence (the 条 for a 款); with no steps,
    the act. `results` are the new numbers (作为…), empty where none is given. `after`, `before` as said.
    """

    level: Level
    count: int
    content: Content
    within: Ref = WHOLE_ACT
    results: tuple[Ref, ...] = ()
    after: Ref | None = None
    before: Ref | None = None


@dataclass(frozen=True, slots=True)
class InsertAttachment:
    """增加附件3：…; the new text may print number and name once more."""

    name: str
    content: Content


@dataclass(frozen=True, slots=True)
class Delete:
    """删去第X条、第Y条第二款."""

    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Renumber:
    """第X条改为第Y条; 原第二款作为第三款. `ref` is in old numbers, `result` in new ones."""

    ref: Ref
    result: Ref


@dataclass(frozen=True, slots=True)
class Split:
    """将第七条修改为两条，作为第七条、第八条：…; 第十三条分为两条."""

    ref: Ref
    results: tuple[Ref, ...]
    content: Content


@dataclass(frozen=True, slots=True)
class Merge:
    """将第六条和第七条合并（作为第六条），修改为：…; `content` None where the texts are only put together."""

    refs: tuple[Ref, ...]
    result: Ref | None
    content: Content | None


@dataclass(frozen=True, slots=True)
class Move:
    """将第五条移至第二章; 移至第十条之后. `into` names the container, `after` the neighbour."""

    ref: Ref
    into: Ref | None = None
    after: Ref | None = None
    before: Ref | None = None


@dataclass(frozen=True, slots=True)
class Retitle:
    """法规名称修改为《…》; `title` without its outer 《》."""

    title: str


@dataclass(frozen=True, slots=True)
class Adjust:
    """此外，对部分文字和条款顺序作相应调整: licenses renumbering and, with `wording`, unnamed changes."""

    numbers: bool
    wording: bool


@dataclass(frozen=True, slots=True)
class RepealAct:
    """废止《…》, without the outer 《》."""

    title: str


Action = (
    Substitute
    | SubstituteWords
    | DeleteWords
    | InsertWords
    | Insert
    | InsertAttachment
    | Delete
    | Renumber
    | Split
    | Merge
    | Move
    | Retitle
    | Adjust
    | RepealAct
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One action with the words it was read from; `form` is the name of the grammar's rule.

    `id` is unique in a reading: the item's number as printed, with a running number where an item holds
    several (四-5-2). `words` are the decision's own, the content left out where it has paragraphs of its own.
    """

    id: str
    action: Action
    words: str
    passages: tuple[Passage, ...]
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Words that no rule reads, and why (Chinese); `content` is the new text given under them, if any."""

    id: str
    words: str
    passages: tuple[Passage, ...]
    reason: str
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What a decision does to one regulation; `title` is as named, without its outer 《》.

    `number` is the document number in brackets after it, where there is one. `aliases` are the names the
    decision goes on to use (以下简称《解释》). Items are in the order of the decision.
    """

    title: str
    items: tuple[Instruction | Unread, ...]
    number: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A decision, read whole: every character of its text belongs to an item or to `formal`.

    `common` holds what is said for all the regulations of a package (此外，将相关地方性法规中的…).
    `formal` is what orders nothing: the recitals, the headings of the parts, 施行 and 重新公布.
    """

    parts: tuple[Part, ...]
    common: tuple[Instruction | Unread, ...]
    repeals: tuple[Instruction, ...]
    formal: tuple[Passage, ...]


__all__ = ["Amended", "Item", "ModType", "Modification", "Operation", "Span", "State"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing done: to `targets` (eIds in the text before) giving `results` (eIds in the text after).

    An empty eId is the act as a whole; `preface` its title. For words, `old` and `new` are those words, once
    for all places; for provisions they are empty and the texts are to be had from the two versions.
    """

    type: ModType
    targets: tuple[EId, ...]
    results: tuple[EId, ...]
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One instruction and what became of it.

    `reason` (Chinese) says why it was refused or set aside. `remarks` (Chinese) tell what a person should
    look at though it was carried out: punctuation supplied, several hits, a place not named.
    """

    instruction: Instruction | Unread
    state: State
    operations: tuple[Operation, ...] = ()
    reason: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start to end of paragraph `block` of a provision: its own blocks first, then its tail."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """A text after its instructions.

    `after` has its new eIds and keeps its wIds; it is whole but for the refused items, and must not be
    published while there are any. Its 题注, dates, 目录 and references are those of before. `moves` leads
    from the eId of every provision before to its eId after, None where it is gone. `fresh` tells which
    characters of the text after the decision itself wrote, by eId: references in them speak the new
    numbers. `origins` leads from the eId of a provision after that was split, merged or moved from others
    to the eIds of those before.
    """

    before: Act
    after: Act
    items: tuple[Item, ...]
    moves: dict[EId, EId | None] = field(default_factory=dict)
    fresh: dict[EId, tuple[Span, ...]] = field(default_factory=dict)
    origins: dict[EId, tuple[EId, ...]] = field(default_factory=dict)
