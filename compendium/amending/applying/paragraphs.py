"""Carry out what happens to 款, 项 and 目, and to the 条 of 附件: they come, go, change text and numbers.

First the new text for 款 and 项, which are replaced, split and merged; then those that come and go.
"""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying import new_text
from compendium.amending.applying.choose import substituted
from compendium.amending.applying.conflict import Changes, above_of, change_of, conflicts, not_inner
from compendium.amending.applying.find import (
    article_of,
    as_new,
    find_one,
    home,
    is_article,
    last_level,
    numbers_of,
    old_or_new,
    spots_of,
    whole,
)
from compendium.amending.applying.matching import folded
from compendium.amending.applying.new_text import bury, check_number, last_mark, rewrite, supply
from compendium.amending.applying.numbers import Change, Place, has_number, ordered, printed
from compendium.amending.applying.text import texts_of
from compendium.amending.applying.tree import Node, Refused, spoken
from compendium.amending.applying.work import Done, Work
from compendium.amending.instruction import Delete, Insert, Merge, ModType, Ref, Renumber, Split, Substitute
from compendium.intake.source import first_difference
from compendium.law.act import Block
from compendium.law.identifiers import NO_EID
from compendium.law.kinds import ITEMS, PARAGRAPHS, UNITS, Level


def substitute_inner(work: Work, found: Changes, item: int, action: Substitute) -> None:
    """Give 款 or 项 new text."""
    nodes = substituted(work, item, action)
    if any(not_inner(work, node) for node in nodes):
        if all(is_article(work.tree, node) for node in nodes):
            return
        raise Refused("所说的条款项已由本决定另一处删去或者整个修改")
    if action.old is not None and not holds(nodes, action.old.blocks):
        return  # the words of a part of it; see `wholes`
    rewrite_inner(
        work, found, item=item, nodes=nodes, blocks=action.content.blocks, numbers=numbers_of(action.results)
    )


def holds(nodes: Sequence[Node], blocks: Sequence[Block]) -> bool:
    """Tell whether provisions read as the decision quotes them, with their numbers or without."""
    quoted = folded("".join(block.text for block in blocks))[0]
    return any(folded(_read_out(nodes, numbered=flag))[0] == quoted for flag in (False, True))


def unlike(nodes: Sequence[Node], blocks: Sequence[Block]) -> str:
    """Say where the decision's quotation and the text in force first differ."""
    quoted, text = folded("".join(b.text for b in blocks))[0], folded(_read_out(nodes, numbered=False))[0]
    return f"决定所引的现行文字与文本不一致，请核对：{first_difference(quoted, text)}"


def _read_out(nodes: Sequence[Node], *, numbered: bool) -> str:
    return "".join("".join(_own(node, numbered=numbered)) for node in nodes)


def _own(node: Node, *, numbered: bool = False) -> list[str]:
    """The words of a provision, the numbers of its 项 included; its own where it is quoted with it."""
    out = [node.num if numbered else ""]
    out += [t.text for piece in node.own for t in texts_of(piece)]
    for child in node.children:
        out += _own(child, numbered=True)
    return out + [t.text for piece in node.tail for t in texts_of(piece)]


def rewrite_inner(
    work: Work,
    found: Changes,
    *,
    item: int,
    nodes: list[Node],
    blocks: Sequence[Block],
    numbers: list[tuple[int, ...]],
) -> None:
    """Give some 款 or 项 that stand together new text, which may hold more or fewer of them."""
    parent = above_of(nodes[0])
    if any(node.parent is not parent for node in nodes):
        raise Refused("所说的款、项不在同一处，请分别写明")
    new = _read(nodes, blocks, max(len(numbers), len(nodes)))
    if taken := [node for node in nodes if node in work.rewritten]:
        raise Refused(f"{taken[0].label()}另有一处整个修改")
    change = change_of(work, found, item, parent)
    work.rewritten.update(dict.fromkeys(nodes, item))
    for position, node in enumerate(nodes[: len(new)]):
        printed_one = new[position].now if has_number(node.level) and new[position].num else ()
        mark = last_mark(node)
        rewrite(node, new[position])
        supply(work, item, node, mark)
        if numbers and position < len(numbers):
            change.states.append((node, numbers[position]))
        _hold_number(node, printed_one, numbers[position] if position < len(numbers) else node.was)
    kept = list(nodes[: len(new)])
    for position, node in enumerate(new[len(nodes) :], len(nodes)):
        node.level = nodes[0].level
        number = numbers[position] if position < len(numbers) else ()
        node.now = number
        change.places.append(Place(node=node, number=number, after=None if number else nodes[-1]))
        kept.append(node)
    change.removes += nodes[len(new) :]
    _tell(work, item, nodes, kept)


def _hold_number(node: Node, printed_one: tuple[int, ...], right: tuple[int, ...]) -> None:
    if printed_one and right and printed_one != right:
        wrong = spoken(node.level, printed_one)
        raise Refused(f"新的文字写作{wrong}，所修改的是{spoken(node.level, right)}")


def _tell(work: Work, item: int, nodes: list[Node], kept: list[Node]) -> None:
    unit = spoken(nodes[0].level, (1,))[-1]
    if len(kept) == len(nodes):
        for one in nodes:
            work.record(item, Done(type=ModType.SUBSTITUTION, targets=(one,), results=(one,)))
        return
    kind = ModType.SPLIT if len(kept) > len(nodes) else ModType.JOIN
    work.record(item, Done(type=kind, targets=tuple(nodes), results=tuple(kept)))
    for one in kept:
        one.origins += [node.old.eid for node in nodes if node.old]
    work.remark(item, f"原{len(nodes)}{unit}改为{len(kept)}{unit}，其后各{unit}的序号随之改动")


def _read(nodes: Sequence[Node], blocks: Sequence[Block], count: int) -> list[Node]:
    if nodes[0].level in UNITS:
        return new_text.as_articles(blocks, count, nodes[0].level)
    if nodes[0].level in ITEMS:
        exact = new_text.as_items(blocks, 0, nodes[0].level)
        return exact or new_text.as_items(blocks, count, nodes[0].level)
    new = new_text.as_paragraphs(blocks)
    for node in new:
        node.level = nodes[0].level
    return new


def merge_inner(work: Work, found: Changes, item: int, action: Merge) -> None:
    """Put 款 or 项 together."""
    nodes = spots_of(work.tree, action.refs)
    if any(not_inner(work, node) for node in nodes):
        return
    parent = above_of(nodes[0])
    if any(node.parent is not parent for node in nodes) or len(nodes) < 2:
        raise Refused("所合并的款、项不在同一处")
    if action.content is None:
        raise Refused("没有写明合并后的文字")
    new = _read(nodes, action.content.blocks, 1)
    if len(new) != 1:
        raise Refused("合并后的文字不止一款")
    change = change_of(work, found, item, parent)
    work.rewritten.update(dict.fromkeys(nodes, item))
    rewrite(nodes[0], new[0])
    change.removes += nodes[1:]
    if action.result is not None:
        change.states.append((nodes[0], action.result.steps[-1].number))
    nodes[0].origins += [node.old.eid for node in nodes if node.old]
    work.record(item, Done(type=ModType.JOIN, targets=tuple(nodes), results=(nodes[0],)))


def arrange_inner(work: Work, levels: frozenset[Level]) -> None:
    """Carry out what concerns the sequences of 款 (PARAGRAPHS), 项 and 目 (ITEMS), 条 in 附件 (UNITS)."""
    found: Changes = {}
    for item, action in work.actions():
        with work.trying(item):
            match action:
                case Insert() if action.level in levels and _here(levels, action.within):
                    _insert(work, found, item, action)
                case Delete(refs):
                    _delete(work, found, item, refs, levels)
                case Renumber(ref, result) if _is_of(levels, ref):
                    _renumber(work, found, item, ref, result)
                case Substitute(refs) if all(_is_of(levels, ref) for ref in refs):
                    substitute_inner(work, found, item, action)
                case Split() if _is_of(levels, action.ref):
                    nodes = spots_of(work.tree, (action.ref,))
                    rewrite_inner(
                        work,
                        found,
                        item=item,
                        nodes=nodes,
                        blocks=action.content.blocks,
                        numbers=numbers_of(action.results),
                    )
                case Merge() if all(_is_of(levels, ref) for ref in action.refs):
                    merge_inner(work, found, item, action)
    if work.failures:
        return
    for parent, changes in found.items():
        conflicts(work, changes)
        if not work.failures:
            with work.trying(changes[0].item):
                _arrange(work, parent, changes)


def _is_of(levels: frozenset[Level], ref: Ref) -> bool:
    return whole(ref) and last_level(ref) in levels and _here(levels, ref)


def _here(levels: frozenset[Level], ref: Ref) -> bool:
    """Whether a place is none of the 条 of the text itself, which have a sequence of their own."""
    return levels is not UNITS or bool(ref.name)


def _insert(work: Work, found: Changes, item: int, action: Insert) -> None:
    parent = home(work, action)
    numbers = numbers_of(action.results)
    if numbers and len(numbers) != action.count:
        raise Refused(f"写明增加的数目是{action.count}，序号却有{len(numbers)}个")
    siblings = _siblings(parent, action)
    level = siblings[0].level if siblings and action.level not in PARAGRAPHS else action.level
    nodes = _new(work, item, action, level)
    after = old_or_new(work.tree, action.after) if action.after else None
    before = old_or_new(work.tree, action.before) if action.before else None
    if not numbers and all(node.now for node in nodes) and action.level in ITEMS:
        numbers = [node.now for node in nodes]
    if not numbers and after is None and before is None and siblings:
        last = spoken(action.level, (len(siblings) + len(nodes),))
        work.remark(item, f"没有写明作为第几{last[-1]}，已放在最后，作为{last}")
    for node in nodes:
        node.level = level
    if work.rewritten.get(parent, item) < item and action.level is Level.PARAGRAPH:
        work.late.append((item, parent, nodes, numbers))
        return
    change = change_of(work, found, item, parent)
    for position, node in enumerate(nodes):
        printed_one, node.now = node.now, numbers[position] if numbers else ()
        if action.level in ITEMS:
            check_number(node, printed_one)
        change.places.append(Place(node=node, number=node.now, after=after, before=before))
        at_end = not node.now or node.now[0] > len(siblings)
        supply(work, item, node, "。" if at_end or action.level not in ITEMS else "；")
    if work.active(item):
        targets = (parent,) if parent.old else ()
        held = work.tree.attached.get(parent)
        fixed = None if targets else held.eid if held else NO_EID
        work.record(item, Done(type=ModType.INSERTION, targets=targets, results=tuple(nodes), fixed=fixed))


def _siblings(parent: Node, action: Insert) -> list[Node]:
    """What new provisions join; in a 附件 a 一、 may be called 项 or 条."""
    found = [node for node in parent.was_children if node.level in _class(action.level)]
    if not found and action.within.name and action.level in (Level.POINT, Level.ARTICLE):
        found = [node for node in parent.was_children if node.level is Level.LEVEL]
    return found


def insert_late(work: Work) -> None:
    """Add 款 to a 条 that the decision has rewritten first: 第五条修改为…，增加一款，作为第二款."""
    for item, article, nodes, numbers in work.late:
        with work.trying(item):
            for position, node in enumerate(nodes):
                number = numbers[position][0] if numbers else len(article.children) + 1
                if not 1 <= number <= len(article.children) + 1:
                    raise Refused(f"{article.label()}修改后只有{len(article.children)}款")
                line = list(article.children)
                line.insert(number - 1, node)
                article.adopt(line)
                supply(work, item, node, "。")
            for number, child in enumerate(article.children, 1):
                child.now = (number,)
            work.remark(
                item, f"{article.label()}已由{work.name(work.rewritten[article])}整条修改，在新的文字中增加"
            )
            if work.active(item):
                work.record(item, Done(type=ModType.INSERTION, targets=(article,), results=tuple(nodes)))


def _new(work: Work, item: int, action: Insert, level: Level) -> list[Node]:
    if not work.active(item):
        return [Node(level=action.level, phantom=True) for _ in range(action.count)]
    try:
        if level in UNITS:
            return new_text.as_articles(action.content.blocks, action.count, level)
        if action.level in ITEMS:
            return new_text.as_items(action.content.blocks, action.count, action.level)
        nodes = new_text.as_paragraphs(action.content.blocks)
        for node in nodes:
            node.level = action.level
        if len(nodes) != action.count:
            raise Refused(f"写明增加{action.count}款，新的文字却有{len(nodes)}款")
        return nodes
    except Refused as refused:
        raise Refused(refused.reason, holds=bool(action.results)) from None


def _class(level: Level) -> frozenset[Level]:
    return ITEMS if level in ITEMS else frozenset({level})


def _delete(work: Work, found: Changes, item: int, refs: Sequence[Ref], levels: frozenset[Level]) -> None:
    by_parent: dict[Node, Change] = {}
    for ref in refs:
        if not _is_of(levels, ref):
            continue
        for node in spots_of(work.tree, (ref,)):
            if not_inner(work, node):
                continue
            parent = above_of(node)
            change = by_parent.get(parent) or change_of(work, found, item, parent)
            by_parent[parent] = change
            change.removes.append(node)
            work.record(item, Done(type=ModType.REPEAL, targets=(node,), results=()))


def _renumber(work: Work, found: Changes, item: int, ref: Ref, result: Ref) -> None:
    if last_level(result) not in (*PARAGRAPHS, *ITEMS) and not ref.name:
        return
    node = find_one(work.tree, ref)
    if not_inner(work, node):
        return
    parent, number = above_of(node), result.steps[-1].number
    goal = _goal(work, node, result)
    work.record(item, Done(type=ModType.RENUMBERING, targets=(node,), results=(node,)))
    if goal is None or goal is parent:
        change_of(work, found, item, parent).states.append((node, number))
        return
    change_of(work, found, item, parent).removes.append(node)
    change_of(work, found, item, goal).places.append(Place(node=node, number=number))
    node.origins.append(node.old.eid if node.old else NO_EID)


def _goal(work: Work, node: Node, result: Ref) -> Node | None:
    """The provision that a renumbered one goes to, where the new number names its 条."""
    if len(result.steps) < 2 or result.steps[0].level not in UNITS:
        return None
    if result.steps[0].number in (article_of(node).was, article_of(node).now):
        return None
    above = as_new(result, -1)
    return find_one(work.tree, above)


def _arrange(work: Work, parent: Node, changes: list[Change]) -> None:
    level = _level(changes)
    kinds = _class(level)
    olds = [node for node in parent.was_children if node.level in kinds and node.parent is parent]
    numbers_before = {node: node.was for node in olds}
    order = ordered(olds, changes)
    going = [node for change in changes for node in change.removes]
    rest = [node for node in parent.children if node not in order.nodes and node not in going]
    if not order.nodes and not rest and not parent.own:
        raise Refused(f"{parent.label()}删去后没有内容，请写明是否删去整条")
    first = next((i for i, node in enumerate(parent.children) if node.level in kinds), len(rest))
    for node in going:
        if node.parent is parent and not node.origins:  # one with origins goes on elsewhere
            bury(node)
    lead = [node for node in parent.children[:first] if node in rest]
    parent.adopt([*lead, *order.nodes, *(node for node in rest if node not in lead)])
    sample = next((node.num for node in olds if node.num), "")
    for node in order.nodes:
        node.now = order.numbers[node]
        if has_number(node.level) and (node.now != numbers_before.get(node) or not node.num):
            default = "（一）" if node.level is Level.POINT else "1."
            node.num = printed(node.level, node.now, node.num or sample or default)
    for node, item in order.moved.items():
        work.remark(item, f"{node.label()}改变了与其他各款、项的先后次序，请核对")


def _level(changes: Sequence[Change]) -> Level:
    for change in changes:
        for node in [*change.removes, *(p.node for p in change.places), *(n for n, _ in change.states)]:
            return node.level
    return Level.PARAGRAPH
