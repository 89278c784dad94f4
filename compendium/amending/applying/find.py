"""Find where a reference points: by the numbers of the text in force, or by the new ones.

Below stand the small questions about references that every operation asks: their last level, their numbers,
where a new provision belongs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from compendium.amending.applying.tree import Node, Refused, Tree, spoken
from compendium.amending.applying.work import Work
from compendium.amending.instruction import LAST, Insert, Numbering, Ref, Region, Step
from compendium.intake.source import squeeze
from compendium.law.kinds import HEADED, ITEMS, UNITS, Level
from compendium.law.numerals import NUMERAL, to_int


@dataclass(frozen=True, slots=True)
class Spot:
    """A provision that a reference names, with the region and sentences of the reference."""

    node: Node
    region: Region = Region.WHOLE
    sentences: str = ""


def find(tree: Tree, ref: Ref, *, new: bool = False) -> list[Spot]:
    """Find the provisions that a reference names; `new` reads what is UNSAID in the new numbers.

    Raises:
        Refused: there is none, or more than one may be meant.
    """
    nodes = _start(tree, ref)
    for step in ref.steps:
        by_new = step.numbering is Numbering.NEW or (step.numbering is Numbering.UNSAID and new)
        nodes = [found for node in nodes for found in _step(tree, node, step, by_new)]
    return [Spot(node, ref.region, ref.sentences) for node in nodes]


def find_one(tree: Tree, ref: Ref, *, new: bool = False) -> Node:
    """Find the one provision that a reference names.

    Raises:
        Refused: there is none, or it names several.
    """
    spots = find(tree, ref, new=new)
    if len(spots) != 1:
        raise Refused("此处应当只指一个条款项")
    return spots[0].node


def _start(tree: Tree, ref: Ref) -> list[Node]:
    if ref.region is Region.PREAMBLE or (ref.steps and ref.steps[0].level is Level.RECITAL):
        if not tree.preamble.children:
            raise Refused("现行文本没有引言或者序言")
        return [tree.preamble]
    if ref.region is Region.ATTACHMENT or ref.name:
        return [_annex(tree, ref.name)]
    return [tree.body]


def _annex(tree: Tree, name: str) -> Node:
    if not tree.attached:
        raise Refused("现行文本没有附件")
    found = [annex for annex, held in tree.attached.items() if _numbered(held.num) == _numbered(name)]
    if not found and len(tree.attached) == 1 and not name.strip("附件表录图"):
        found = list(tree.attached)
    if len(found) != 1:
        raise Refused(f"找不到附件“{name}”" if not found else f"“{name}”可以指不止一个附件")
    return found[0]


def _numbered(name: str) -> tuple[str, int]:
    """附件一, 附件1 and 附件 1： are one name."""
    words = squeeze(name).rstrip("：:")
    match = re.search(f"{NUMERAL}$", words)
    return (words[: match.start()], to_int(match[0])) if match else (words, 0)


def _step(tree: Tree, scope: Node, step: Step, new: bool) -> list[Node]:
    numbered = _candidates(tree, scope, step.level, new)
    if step.until:
        found = [node for node in numbered if step.number <= _number(node, new) <= step.until]
        ends = {_number(node, new) for node in found}
        if not {step.number, step.until} <= ends:
            raise Refused(f"{_text(new)}没有{_words(scope, step)}")
        return found
    found = [node for node in numbered if _number(node, new) == step.number]
    if step.number == LAST:  # of several 款 with 项, each has one
        found = [node for node in numbered if node is _last_of(node, numbered, new)]
    if not found:
        raise Refused(f"{_text(new)}没有{_words(scope, step)}")
    if len(found) > 1:
        places = "、".join(sorted({node.label() for node in found}))
        raise Refused(f"{_words(scope, step)}可以指不止一处（{places}），请写明")
    return found


def _last_of(node: Node, numbered: Sequence[Node], new: bool) -> Node:
    """The last provision of a list that stands under the same one."""
    above = node.parent if new else node.was_parent
    return [other for other in numbered if (other.parent if new else other.was_parent) is above][-1]


def _number(node: Node, new: bool) -> tuple[int, ...]:
    return node.now if new else node.was


def _text(new: bool) -> str:
    return "修改后的文本" if new else "现行文本"


def _words(scope: Node, step: Step) -> str:
    above = scope.num if scope.parent is None else "" if scope.level in HEADED else scope.label()
    first = above + spoken(step.level, step.number)
    return first + (f"至{spoken(step.level, step.until)}" if step.until else "")


def below(node: Node, new: bool) -> list[Node]:
    """List what stands straight below, before or after."""
    if new:
        return [child for child in node.children if not child.gone]
    return node.was_children


def _walk(node: Node, new: bool) -> list[Node]:
    out = []
    for child in below(node, new):
        out.append(child)
        if child.level in HEADED:
            out += _walk(child, new)
    return out


def _candidates(tree: Tree, scope: Node, level: Level, new: bool) -> list[Node]:
    if scope in tree.attached:
        return _annexed(scope, level, new)
    if scope.parent is None and scope is tree.body:
        if level in UNITS or (level in ITEMS and tree.article_level is Level.LEVEL):
            return [node for node in _walk(scope, new) if node.level in UNITS and _is_article(tree, node)]
        if level in HEADED:
            return [node for node in _walk(scope, new) if node.level is level]
    if level in HEADED or level is Level.ARTICLE:
        return [node for node in _walk(scope, new) if node.level is level]
    if level in ITEMS:
        return _items(scope, level, new)
    return [node for node in below(scope, new) if node.level is level]


def _annexed(scope: Node, level: Level, new: bool) -> list[Node]:
    """What stands in a 附件, which numbers in its own way: its 第二项 or 第二条 may be a 二、."""
    straight = below(scope, new)
    found = [n for n in _walk(scope, new) if n.level is level] if level in HEADED else []
    found = found or [n for n in straight if n.level is level or {n.level, level} <= ITEMS]
    if not found and level in UNITS | {Level.POINT}:
        found = [n for n in _walk(scope, new) if n.level in UNITS]
    if not found and level is Level.POINT and holders(scope, new):
        found = [child for child in below(holder(scope, new), new) if child.level in ITEMS]
    return found


def _is_article(tree: Tree, node: Node) -> bool:
    return node.level is tree.article_level


def holders(node: Node, new: bool) -> list[Node]:
    """List the provisions within a 条 that have 项: itself or its 款."""
    if any(child.level in ITEMS for child in below(node, new)):
        return [node]
    return [
        child
        for child in below(node, new)
        if child.level is Level.PARAGRAPH and any(item.level in ITEMS for item in below(child, new))
    ]


def holder(node: Node, new: bool) -> Node:
    """Find the one 款 of a 条 that has 项.

    Raises:
        Refused: none has, or several have.
    """
    found = holders(node, new)
    if not found:
        raise Refused(f"{node.label()}没有项")
    if len(found) > 1:
        places = "、".join(one.label() for one in found)
        raise Refused(f"{places}都有项，没有写明是哪一款")
    return found[0]


def _items(scope: Node, level: Level, new: bool) -> list[Node]:
    if level is Level.POINT:
        where = holder(scope, new) if scope.level in UNITS or scope.level is Level.PARAGRAPH else scope
        return [child for child in below(where, new) if child.level in ITEMS]
    if scope.level in UNITS or scope.level is Level.PARAGRAPH:
        points = below(holder(scope, new), new)
        with_items = [p for p in points if any(c.level in ITEMS for c in below(p, new))]
        if len(with_items) > 1:
            raise Refused(f"{'、'.join(p.label() for p in with_items)}都有目，没有写明是哪一项")
        scope = with_items[0] if with_items else scope
    return [child for child in below(scope, new) if child.level in ITEMS]


def same_spots(one: Sequence[Spot], other: Sequence[Spot]) -> bool:
    """Tell whether two readings name the same provisions."""
    return [spot.node for spot in one] == [spot.node for spot in other]


def unsaid(ref: Ref) -> bool:
    """Tell whether a reference leaves open whose numbers it speaks in."""
    return any(step.numbering is Numbering.UNSAID for step in ref.steps)


def last_level(ref: Ref) -> Level | None:
    """Return the level that a reference ends at; none for the act."""
    return ref.steps[-1].level if ref.steps else None


def numbers_of(results: Sequence[Ref]) -> list[tuple[int, ...]]:
    """List the new numbers, 第七条至第九条 counted out."""
    out: list[tuple[int, ...]] = []
    for ref in results:
        step = ref.steps[-1]
        if step.until and len(step.number) == len(step.until) == 1:
            out += [(n,) for n in range(step.number[0], step.until[0] + 1)]
        else:
            out.append(step.number)
    return out


def whole(ref: Ref) -> bool:
    """Tell whether a whole provision is meant."""
    return ref.region in (Region.WHOLE, Region.PREAMBLE) and not ref.sentences and bool(ref.steps)


def as_new(ref: Ref, steps: int | None = None) -> Ref:
    """Read the steps of a reference in the new numbers."""
    kept = ref.steps[:steps]
    return replace(ref, steps=tuple(replace(step, numbering=Numbering.NEW) for step in kept))


def article_of(node: Node) -> Node:
    """Find the 条 a provision belongs to, or its outermost provision."""
    while node.level not in UNITS and node.parent is not None and node.parent.parent is not None:
        node = node.parent
    return node


def is_article(tree: Tree, node: Node) -> bool:
    """Tell whether a provision is a 条 of the body, or a 一、 that stands for one."""
    return node.level is tree.article_level and node.parent is not None and tree.body is _root(node)


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def old_or_new(tree: Tree, ref: Ref) -> Node:
    """Find the one provision named, by the old numbers and, where these name none, by the new ones."""
    try:
        return find_one(tree, ref)
    except Refused:
        if not unsaid(ref):
            raise
        try:
            return find_one(tree, ref, new=True)
        except Refused:
            pass
        raise


def home(work: Work, insert: Insert) -> Node:
    """Find the provision that a new 款, 项 or 目 goes into.

    Raises:
        Refused: it is not said, or said in two ways that don't agree.
    """
    found = list(_homes(work.tree, insert))
    if not found:
        raise Refused("没有写明增加在哪一条")
    if any(node is not found[0] for node in found):
        raise Refused(f"所说的位置不一致：{'、'.join(node.label() for node in found)}")
    return _holding(found[0], insert.level)


def _homes(tree: Tree, insert: Insert) -> list[Node]:
    out = []
    if insert.within.steps or insert.within.name or insert.within.region is not Region.WHOLE:
        out.append(_within(tree, insert))
    for near in (insert.after, insert.before):
        if near is not None and not out:
            node = old_or_new(tree, near)
            out.append(node.parent or node)
    for result in insert.results[:1]:
        if len(result.steps) > 1 and not out:
            out.append(find_one(tree, as_new(result, -1)))
    return out


def _within(tree: Tree, insert: Insert) -> Node:
    if insert.level is Level.RECITAL or insert.within.region is Region.PREAMBLE:
        return tree.preamble
    return old_or_new(tree, insert.within)


def _holding(node: Node, level: Level) -> Node:
    """The 款 that takes a new 项, the 项 that takes a new 目."""
    numbered = ITEMS | {Level.LEVEL}
    if (
        level is Level.POINT
        and node.level not in ITEMS
        and not any(c.level in numbered for c in node.children)
    ):
        with_items = [c for c in node.children if any(i.level in ITEMS for i in c.children)]
        if not with_items and len(node.children) == 1:
            return node.children[0]
        return holder(node, True)
    return node


def spots_of(tree: Tree, refs: Sequence[Ref], *, new: bool = False) -> list[Node]:
    """List the provisions of several references in the order named."""
    return [spot.node for ref in refs for spot in find(tree, ref, new=new)]
