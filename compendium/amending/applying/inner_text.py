"""New text for 款 and 项: replaced, split, merged."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying import contents
from compendium.amending.applying.choose import substituted
from compendium.amending.applying.conflict import Changes, above_of, change_of, not_inner
from compendium.amending.applying.matching import folded
from compendium.amending.applying.numbers import Place, has_number
from compendium.amending.applying.replace import last_mark, rewrite, supply
from compendium.amending.applying.steps import is_article, numbers_of, spots_of
from compendium.amending.applying.text import texts_of
from compendium.amending.applying.tree import ARTICLES, ITEMS, Node, Refused, spoken
from compendium.amending.applying.work import Done, Work
from compendium.amending.instruction import Merge, Substitute
from compendium.amending.operation import ModType
from compendium.intake.source import first_difference
from compendium.model import Block


def substitute_inner(work: Work, found: Changes, item: int, action: Substitute) -> None:
    """New text for 款 or 项."""
    nodes = substituted(work, item, action)
    if any(not_inner(work, node) for node in nodes):
        if all(is_article(work.tree, node) for node in nodes):
            return
        raise Refused("所说的条款项已由本决定另一处删去或者整个修改")
    if action.old is not None and not holds(nodes, action.old.blocks):
        return  # the words of a part of it; see `wholes`
    rewrite_inner(work, found, item, nodes, action.content.blocks, numbers_of(action.results))


def holds(nodes: Sequence[Node], blocks: Sequence[Block]) -> bool:
    """Whether provisions read as the decision quotes them, with their numbers or without."""
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
        change.places.append(Place(node, number, None if number else nodes[-1]))
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
            work.record(item, Done(ModType.SUBSTITUTION, (one,), (one,)))
        return
    kind = ModType.SPLIT if len(kept) > len(nodes) else ModType.JOIN
    work.record(item, Done(kind, tuple(nodes), tuple(kept)))
    for one in kept:
        one.origins += [node.old.eid for node in nodes if node.old]
    work.remark(item, f"原{len(nodes)}{unit}改为{len(kept)}{unit}，其后各{unit}的序号随之改动")


def _read(nodes: Sequence[Node], blocks: Sequence[Block], count: int) -> list[Node]:
    if nodes[0].level in ARTICLES:
        return contents.as_articles(blocks, count, nodes[0].level)
    if nodes[0].level in ITEMS:
        exact = contents.as_items(blocks, 0, nodes[0].level)
        return exact or contents.as_items(blocks, count, nodes[0].level)
    new = contents.as_paragraphs(blocks)
    for node in new:
        node.level = nodes[0].level
    return new


def merge_inner(work: Work, found: Changes, item: int, action: Merge) -> None:
    """款 or 项 put together."""
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
    work.record(item, Done(ModType.JOIN, tuple(nodes), (nodes[0],)))
