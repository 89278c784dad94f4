"""章 and 节 that come, go and change their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying import contents
from compendium.amending.applying.find import find, find_one
from compendium.amending.applying.headed import rewrite_headed
from compendium.amending.applying.numbers import Change, Place, ordered, printed
from compendium.amending.applying.replace import bury
from compendium.amending.applying.steps import last_level, numbers_of, old_or_new, whole
from compendium.amending.applying.tree import Node, Refused
from compendium.amending.applying.work import Done, Work
from compendium.amending.instruction import Delete, Insert, Renumber, Substitute
from compendium.amending.operation import ModType
from compendium.amending.reference import Ref
from compendium.model import HEADED

_Heads = dict[Node, list[Change]]


def arrange_chapters(work: Work, articles: dict[int, Change]) -> None:
    """Carry out what concerns 章 and 节; the 条 that come or go with them are added to `articles`."""
    heads: _Heads = {}
    for item, action in work.actions():
        with work.trying(item):
            match action:
                case Insert() if action.level in HEADED:
                    _insert(work, heads, articles, item, action)
                case Delete(refs) if any(last_level(ref) in HEADED and whole(ref) for ref in refs):
                    _delete(work, heads, articles, item, refs)
                case Substitute(refs) if any(last_level(ref) in HEADED and whole(ref) for ref in refs):
                    rewrite_headed(work, articles, item, action)
                case Renumber(ref, result) if last_level(ref) in HEADED and whole(ref):
                    node = find_one(work.tree, ref)
                    change = Change(item, states=[(node, result.steps[-1].number)])
                    heads.setdefault(_above(node), []).append(change)
                    work.record(item, Done(ModType.RENUMBERING, (node,), (node,)))
    if work.failures:
        return
    for parent, changes in heads.items():
        with work.trying(changes[0].item):
            _arrange(parent, changes)


def _above(node: Node) -> Node:
    assert node.was_parent is not None
    return node.was_parent


def _delete(work: Work, heads: _Heads, articles: dict[int, Change], item: int, refs: Sequence[Ref]) -> None:
    change = articles.setdefault(item, Change(item))
    for ref in refs:
        for spot in find(work.tree, ref):
            node = spot.node
            if node.level not in HEADED:
                continue
            inner = [n for n in node.walk() if n.level is work.tree.article_level]
            change.removes += [n for n in inner if n not in change.removes]
            heads.setdefault(_above(node), []).append(Change(item, removes=[node]))
            work.record(item, Done(ModType.REPEAL, (node,), ()))
            names = f"{inner[0].label()}至{inner[-1].label()}" if inner else ""
            work.remark(item, f"{node.label()}连同其中各条一并删去{'（' + names + '）' if names else ''}")


def _insert(work: Work, heads: _Heads, articles: dict[int, Change], item: int, action: Insert) -> None:
    parent = find_one(work.tree, action.within) if action.within.steps else work.tree.body
    nodes = contents.as_headed(action.content.blocks)
    numbers = numbers_of(action.results) or [node.now for node in nodes]
    if len(nodes) != action.count or len(numbers) != action.count:
        raise Refused("新的文字与所说的章节数不合")
    inner = [n for node in nodes for n in node.walk() if n.level is work.tree.article_level]
    if not inner or not all(n.now for n in inner):
        raise Refused("没有写明新增的章节包括哪些条")
    change = Change(item)
    after = old_or_new(work.tree, action.after) if action.after else None
    before = old_or_new(work.tree, action.before) if action.before else None
    for node, number in zip(nodes, numbers, strict=True):
        if node.now != number:
            raise Refused("新的文字所写的章节序号与决定所说的不合")
        node.parent = parent
        change.places.append(Place(node, number, after, before))
    heads.setdefault(parent, []).append(change)
    other = articles.setdefault(item, Change(item))
    other.places += [Place(n, n.now) for n in inner]
    targets = (parent,) if parent.old else ()
    work.record(item, Done(ModType.INSERTION, targets, tuple(nodes), fixed=None if targets else ""))


def _arrange(parent: Node, changes: list[Change]) -> None:
    olds = [node for node in parent.was_children if node.level in HEADED]
    others = [node for node in parent.children if node.level not in HEADED]
    order = ordered(olds, changes)
    for change in changes:
        for node in change.removes:
            bury(node)
    parent.adopt([*others, *order.nodes])
    for node in order.nodes:
        node.now = order.numbers[node]
        if node.old is None or node.now != node.was:
            node.num = printed(node.level, node.now, node.num or (olds[0].num if olds else ""))
