"""Which 章 or 节 a new 条 belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying.numbers import Place
from compendium.amending.applying.tree import Node, Refused, spoken
from compendium.amending.applying.work import Work
from compendium.model import HEADED


def settle(work: Work, line: Sequence[Node], places: Sequence[tuple[int, Place]]) -> dict[Node, Node]:
    """Tell the container of every provision that enters; those that can't be told are refused."""
    entering = {place.node: (item, place) for item, place in places}
    known: dict[Node, Node] = {}
    for node in line:
        said = _said(*entering[node][1:]) if node in entering else node.parent
        if said is not None:
            known[node] = said
    for position, node in enumerate(line):
        if node in known:
            continue
        left = next((known[n] for n in reversed(line[:position]) if n in known), None)
        right = next((known[n] for n in line[position + 1 :] if n in known), None)
        item, _ = entering[node]
        if left is not None and right is not None and left is not right and len(node.now) == 1:
            reason = (
                f"{spoken(node.level, node.now)}可以在{_end(left, last=True)}，"
                f"也可以在{_end(right, last=False)}，决定没有写明，请指定所在的章节"
            )
            if work.active(item):
                work.fail(item, reason, holds=True)
        if left is right is None and any(n.level in HEADED for n in work.tree.body.children):
            reason = f"{spoken(node.level, node.now)}前后没有保留下来的条文，请指定所在的章节"
            if work.active(item):
                work.fail(item, reason, holds=True)
            continue
        if left is not None and len(node.now) > 1:
            known[node] = left  # 第十二条之一 belongs where 第十二条 does
            continue
        known_one = left or right or work.tree.body
        if left is right or left is None or right is None:
            known[node] = known_one
    for item, place in places:
        with work.trying(item):
            _check(line, known, place)
    return known


def _said(place: Place) -> Node | None:
    if place.node.parent is not None and place.node.old is None:
        return place.node.parent  # comes with a new 章
    if place.container is not None:
        return place.container
    near = place.after or place.before
    return near.parent if near is not None and not place.number else None


def _end(container: Node, *, last: bool) -> str:
    name = container
    words = spoken(name.level, name.now) if name.level in HEADED else "章节之外"
    if name.heading.text and name.level in HEADED:
        words += f"（{name.heading.text}）"
    return words + ("末尾" if last else "开头")


def _check(line: Sequence[Node], known: dict[Node, Node], place: Place) -> None:
    """Hold a stated container against the neighbours."""
    node = place.node
    if place.container is None or node not in known:
        return
    at = line.index(node)
    around = {known.get(line[i]) for i in (at - 1, at + 1) if 0 <= i < len(line)} - {None}
    holds = any(known.get(other) is place.container for other in line if other is not node)
    if around and place.container not in around and holds:
        number = spoken(node.level, node.now)
        raise Refused(
            f"{number}的前后各条不在{spoken(place.container.level, place.container.was)}，与所说的章节不合"
        )


def put(line: Sequence[Node], known: dict[Node, Node], entering: Sequence[Node]) -> None:
    """Move what enters into its container, next to its neighbour in the sequence."""
    for node in entering:
        if node.parent is not None and node in node.parent.children:
            if node.parent is known.get(node) and node.old is None:
                continue
            node.parent.children.remove(node)
    done = set(line) - set(entering)
    for position, node in enumerate(line):
        if node in done or node not in known:
            continue
        container = known[node]
        if node in container.children:
            done.add(node)
            continue
        siblings = container.children
        earlier = next((n for n in reversed(line[:position]) if n in siblings), None)
        later = next((n for n in line[position + 1 :] if n in siblings), None)
        if earlier is not None:
            siblings.insert(siblings.index(earlier) + 1, node)
        else:
            siblings.insert(siblings.index(later) if later is not None else 0, node)
        node.parent = container
        done.add(node)
