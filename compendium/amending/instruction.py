"""What a decision orders, in its own terms: instructions not yet tied to any text.

Source: 立法技术规范（试行）（一） on 修改形式; the forms are those found in real decisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from compendium.amending.reference import WHOLE_ACT, Content, Passage, Ref
from compendium.model import Level


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


@dataclass(frozen=True, slots=True)
class InsertWords:
    """在第X条中的“A”后增加“B”; START and END have no anchors (款尾增加, 开始部分增加规定)."""

    refs: tuple[Ref, ...]
    anchors: tuple[str, ...]
    side: Side
    new: str
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
