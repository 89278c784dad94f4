"""The text under change: a tree whose provisions know where they stood and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from compendium.amending.applying.text import Piece, Text, closed, opened, texts_of
from compendium.amending.instruction import LAST
from compendium.intake.source import squeeze
from compendium.law.act import Act, Provision
from compendium.law.identifiers import NO_EID, NO_WID, EId
from compendium.law.kinds import HEADED, ITEMS, UNITS, Level
from compendium.law.names import number_of
from compendium.law.numerals import to_chinese

_PREAMBLE_TITLES = frozenset({"序言", "引言", "前言", "导言"})
_UNITS = {
    Level.PART: "编",
    Level.SUBPART: "分编",
    Level.CHAPTER: "章",
    Level.SECTION: "节",
    Level.ARTICLE: "条",
    Level.LEVEL: "条",
    Level.PARAGRAPH: "款",
    Level.POINT: "项",
    Level.INDENT: "目",
    Level.SUBINDENT: "目",
    Level.RECITAL: "自然段",
}


class Refused(Exception):
    """An instruction that can't be carried out; the reason is Chinese. `holds`: its number stays reserved."""

    def __init__(self, reason: str, *, holds: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.holds = holds


@dataclass(slots=True, eq=False, kw_only=True)
class Node:
    """A provision under change.

    `was` and `now` are its numbers in the text before and after, those of a 款 by position; `was_children`
    what stood below it. `old` is None for what the decision adds. `phantom` keeps a number free for an
    instruction that was refused.
    """

    level: Level
    num: str = ""
    heading: Text = field(default_factory=lambda: Text.of(""))
    own: list[Piece] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    tail: list[Piece] = field(default_factory=list)
    parent: Node | None = None
    old: Provision | None = None
    was: tuple[int, ...] = ()
    now: tuple[int, ...] = ()
    was_children: list[Node] = field(default_factory=list)
    was_parent: Node | None = None
    origins: list[EId] = field(default_factory=list)
    period: str = ""
    line: int = 0
    gone: bool = False
    phantom: bool = False

    def walk(self) -> Iterator[Node]:
        """Walk this and all below, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def texts(self) -> Iterator[tuple[Node, Text]]:
        """Walk all paragraphs in reading order, each with the provision it stands in."""
        yield self, self.heading
        for piece in self.own:
            for text in texts_of(piece):
                yield self, text
        for child in self.children:
            yield from child.texts()
        for piece in self.tail:
            for text in texts_of(piece):
                yield self, text

    @property
    def text(self) -> str:
        """All its characters, its number left out."""
        return "".join(text.text for _, text in self.texts())

    def adopt(self, children: list[Node]) -> None:
        """Take children in place of those there are."""
        self.children = children
        for child in children:
            child.parent = self

    def label(self) -> str:
        """Name it as staff would: 第五条第二款第（三）项, by its old number where it has one."""
        if self.parent is None and self.old is None:
            return self.num or "法规名称"
        above = self.was_parent if self.old else self.parent
        number = self.was if self.old else self.now or self.was
        own = spoken(self.level, number, self.num)
        if above is not None and above.old is None and above.parent is None:
            return above.num + own  # 附件1第二项; the body has no number
        if above is None or self.level in UNITS:
            return own
        return (above.label() if above.level not in HEADED else "") + own


def spoken(level: Level, number: tuple[int, ...], num: str = "") -> str:
    """Say a number in words."""
    if not number:
        return num or "（新增的" + _UNITS[level] + "）"
    if number == LAST:
        return "最后一" + _UNITS[level]
    if level in ITEMS:
        return f"第（{to_chinese(number[0])}）{_UNITS[level]}"
    rest = "".join(f"之{to_chinese(n)}" for n in number[1:])
    return f"第{to_chinese(number[0])}{_UNITS[level]}{rest}"


def grown(provision: Provision, number: tuple[int, ...], *, fresh: bool = False) -> Node:
    """Make a provision a node, all below it too; `fresh` where the decision wrote it."""
    node = Node(
        level=provision.level,
        num=provision.num,
        heading=Text.of(provision.heading, fresh),
        own=[opened(block, fresh) for block in provision.blocks],
        tail=[opened(block, fresh) for block in provision.tail],
        old=None if fresh else provision,
        was=() if fresh else number,
        now=number,
        period=provision.period,
        line=provision.line,
    )
    node.adopt(grown_all(provision.children, fresh=fresh))
    if not fresh:
        node.was_children = list(node.children)
        for child in node.children:
            child.was_parent = node
    return node


def grown_all(provisions: tuple[Provision, ...], *, fresh: bool = False) -> list[Node]:
    """Make siblings nodes with their numbers, those without any numbered by position."""
    counts: dict[Level, int] = {}
    out = []
    for provision in provisions:
        counts[provision.level] = counts.get(provision.level, 0) + 1
        try:
            number = number_of(provision.level, provision.num)
        except ValueError:
            number = ()
        out.append(grown(provision, number or (counts[provision.level],), fresh=fresh))
    return out


def rooted(provisions: tuple[Provision, ...], *, fresh: bool = False) -> Node:
    """Put a nameless node over the provisions of a body or preamble; that of an attachment has its number."""
    root = Node(level=Level.PART)
    root.adopt(grown_all(provisions, fresh=fresh))
    position = 0
    for child in root.children:  # 序言 on a line of its own is no 自然段
        if child.level is Level.RECITAL:
            titled = squeeze(child.text) in _PREAMBLE_TITLES
            position += not titled
            child.was = child.now = () if titled else (position,)
    root.was_children = list(root.children)
    for child in root.children:
        child.was_parent = root
    return root


def frozen(node: Node) -> Provision:
    """Return the provision as it stands now, its ids still empty."""
    return Provision(
        level=node.level,
        eid=NO_EID,
        wid=NO_WID,
        num=node.num,
        heading=node.heading.text,
        blocks=tuple(closed(piece) for piece in node.own),
        children=tuple(frozen(child) for child in node.children),
        tail=tuple(closed(piece) for piece in node.tail),
        period=node.period,
        line=node.line,
    )


class Tree:
    """A whole act under change."""

    def __init__(self, before: Act) -> None:
        self.before = before
        self.body = rooted(before.body)
        self.preamble = rooted(before.preamble)
        self.annexes = [rooted(attachment.body) for attachment in before.attachments]
        self.attached = dict(zip(self.annexes, before.attachments, strict=True))
        for annex, attachment in self.attached.items():
            annex.num, annex.heading = attachment.num, Text.of(attachment.heading)
        self.title = Text.of(before.title)
        self.front = [Text(line.para) for line in before.front]
        self.olds = [node for root in self.roots() for node in root.walk() if node is not root]
        self.article_level = (
            Level.ARTICLE if any(n.level is Level.ARTICLE for n in self.body.walk()) else Level.LEVEL
        )

    def roots(self) -> list[Node]:
        """The nameless nodes over preamble, body and attachments."""
        return [self.preamble, self.body, *self.annexes]

    def articles(self) -> list[Node]:
        """The 条 as they stand now, in order (the 一、 of a text without 条)."""
        return [node for node in self.body.walk() if node.level is self.article_level]
