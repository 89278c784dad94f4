"""Small questions about references: their last level, their numbers, where a new provision belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compendium.amending.applying.find import find, find_one, holder, unsaid
from compendium.amending.applying.tree import ARTICLES, ITEMS, Node, Refused, Tree
from compendium.amending.applying.work import Work
from compendium.amending.instruction import Insert
from compendium.amending.reference import Numbering, Ref, Region
from compendium.model import Level


def last_level(ref: Ref) -> Level | None:
    """The level that a reference ends at; none for the act."""
    return ref.steps[-1].level if ref.steps else None


def numbers_of(results: Sequence[Ref]) -> list[tuple[int, ...]]:
    """The new numbers, 第七条至第九条 counted out."""
    out: list[tuple[int, ...]] = []
    for ref in results:
        step = ref.steps[-1]
        if step.until and len(step.number) == len(step.until) == 1:
            out += [(n,) for n in range(step.number[0], step.until[0] + 1)]
        else:
            out.append(step.number)
    return out


def whole(ref: Ref) -> bool:
    """Whether a whole provision is meant."""
    return ref.region in (Region.WHOLE, Region.PREAMBLE) and not ref.sentences and bool(ref.steps)


def as_new(ref: Ref, steps: int | None = None) -> Ref:
    """A reference with its steps read in the new numbers."""
    kept = ref.steps[:steps]
    return replace(ref, steps=tuple(replace(step, numbering=Numbering.NEW) for step in kept))


def article_of(node: Node) -> Node:
    """The 条 a provision belongs to, or its outermost provision."""
    while node.level not in ARTICLES and node.parent is not None and node.parent.parent is not None:
        node = node.parent
    return node


def is_article(tree: Tree, node: Node) -> bool:
    """Whether a provision is a 条 of the body, or a 一、 that stands for one."""
    return node.level is tree.article_level and node.parent is not None and tree.body is _root(node)


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def old_or_new(tree: Tree, ref: Ref) -> Node:
    """The one provision named, by the old numbers and, where these name none, by the new ones."""
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
    """The provision that a new 款, 项 or 目 goes into.

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
    """The provisions of several references in the order named."""
    return [spot.node for ref in refs for spot in find(tree, ref, new=new)]
