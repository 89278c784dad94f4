"""Carry out what happens to 条: they come, go, are split, merged and moved, and change their numbers.

For a new 条 it is settled first which 章 or 节 it belongs to (`settle`); then the 条 are arranged.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from compendium.amending.applying import new_text
from compendium.amending.applying.chapters import arrange_chapters
from compendium.amending.applying.conflict import conflicts
from compendium.amending.applying.find import (
    find,
    find_one,
    is_article,
    last_level,
    numbers_of,
    old_or_new,
    whole,
)
from compendium.amending.applying.new_text import bury, rewrite
from compendium.amending.applying.numbers import Change, Place, has_number, ordered, printed
from compendium.amending.applying.tree import Node, Refused, spoken
from compendium.amending.applying.work import Done, Work
from compendium.amending.instruction import (
    Delete,
    Insert,
    Merge,
    ModType,
    Move,
    Ref,
    Renumber,
    Split,
    Substitute,
)
from compendium.law.identifiers import NO_EID
from compendium.law.kinds import HEADED, PARAGRAPHS, UNITS, Level


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


def arrange_articles(work: Work) -> None:
    """Carry out what concerns the sequence of the 条 and of the 章."""
    changes: dict[int, Change] = {}
    for item, action in work.actions():
        with work.trying(item):
            change = Change(item)
            match action:
                case Delete(refs):
                    _delete(work, change, refs)
                case Insert() if action.level in UNITS and not action.within.name:
                    _insert(work, change, action)
                case Renumber(ref, result) if whole(ref):
                    _renumber(work, change, ref, result)
                case Substitute(refs, _, _, results) if results and all(map(whole, refs)):
                    _renumber_all(work, change, refs, results)
                case Split():
                    _split(work, change, action)
                case Merge():
                    _merge(work, change, action)
                case Move():
                    _move(work, change, action)
                case _:
                    continue
            if change.removes or change.places or change.states:
                changes[item] = change
    arrange_chapters(work, changes)
    if work.failures or not changes:
        return
    conflicts(work, changes.values())
    if not work.failures:
        _arrange(work, list(changes.values()))


def _articles(work: Work, ref: Ref) -> list[Node]:
    """The 条 that a reference names whole; none where it names something else."""
    if not whole(ref) or last_level(ref) in PARAGRAPHS:
        return []
    if len(ref.steps) > 1 and last_level(ref) not in HEADED | UNITS:
        return []
    found = [spot.node for spot in find(work.tree, ref)]
    return [node for node in found if is_article(work.tree, node)]


def _delete(work: Work, change: Change, refs: Sequence[Ref]) -> None:
    for ref in refs:
        for node in _articles(work, ref):
            if not work.active(change.item):
                continue
            change.removes.append(node)
            work.record(change.item, Done(type=ModType.REPEAL, targets=(node,), results=()))
    if change.removes and not _numbers_told(work) and change.removes[-1] is not work.tree.articles()[-1]:
        work.remark(change.item, "决定没有写明其后各条的序号，已依次前移")


def _numbers_told(work: Work) -> bool:
    return work.licensed or any(
        isinstance(action, Renumber) and last_level(action.ref) in UNITS for _, action in work.actions()
    )


def _insert(work: Work, change: Change, action: Insert) -> None:
    numbers = numbers_of(action.results)
    if numbers and len(numbers) != action.count:
        raise Refused(f"写明增加{action.count}条，序号却有{len(numbers)}个")
    level = work.tree.article_level
    if work.active(change.item):
        try:
            nodes = new_text.as_articles(action.content.blocks, action.count, level)
        except Refused as refused:
            raise Refused(refused.reason, holds=bool(numbers)) from None
    else:
        nodes = [Node(level=level, phantom=True) for _ in range(action.count)]
    told = [node.now for node in nodes]
    if not numbers and all(told):
        numbers = told
    for position, node in enumerate(nodes):
        if node.now and numbers and node.now != numbers[position]:
            raise Refused(
                f"新的文字写作{spoken(level, node.now)}，决定写为{spoken(level, numbers[position])}"
            )
    if not numbers and action.after is None and action.before is None and not action.within.steps:
        raise Refused("没有写明作为第几条，也没有写明增加在哪一条之后")
    container = find_one(work.tree, action.within) if action.within.steps else None
    if container is not None and container.level not in HEADED:
        container = None
    after = old_or_new(work.tree, action.after) if action.after else None
    before = old_or_new(work.tree, action.before) if action.before else None
    if container is not None and not numbers and after is None and before is None:
        after = next((n for n in reversed(list(container.walk())) if n.level is level), None)
        if after is None:
            raise Refused(f"{container.label()}没有条，不能推算新增的条的序号")
        work.remark(change.item, f"没有写明作为第几条，已放在{container.label()}末尾")
    for position, node in enumerate(nodes):
        node.now = numbers[position] if numbers else ()
        change.places.append(
            Place(node=node, number=node.now, after=after, before=before, container=container)
        )
    if work.active(change.item):
        target = (container,) if container is not None else ()
        work.record(
            change.item,
            Done(
                type=ModType.INSERTION, targets=target, results=tuple(nodes), fixed=None if target else NO_EID
            ),
        )


def _renumber_all(work: Work, change: Change, refs: Sequence[Ref], results: Sequence[Ref]) -> None:
    nodes = [node for ref in refs for node in _articles(work, ref)]
    numbers = numbers_of(results)
    if not nodes or last_level(results[0]) not in UNITS:
        return
    if len(nodes) != len(numbers):
        raise Refused(f"所说的是{len(nodes)}条，新的序号却有{len(numbers)}个")
    change.states += list(zip(nodes, numbers, strict=True))


def _renumber(work: Work, change: Change, ref: Ref, result: Ref) -> None:
    if last_level(ref) is Level.PARAGRAPH and last_level(result) is Level.ARTICLE:
        _promote(work, change, ref, result)
        return
    before = len(change.states)
    _renumber_all(work, change, (ref,), (result,))
    for node, _ in change.states[before:]:
        work.record(change.item, Done(type=ModType.RENUMBERING, targets=(node,), results=(node,)))


def _promote(work: Work, change: Change, ref: Ref, result: Ref) -> None:
    """第十三条第二款改为第十六条: a 款 becomes a 条; where all go, the first takes the name of the old 条."""
    node = find_one(work.tree, ref)
    article = node.was_parent
    assert article is not None
    going = [n for n in _promoted(work) if n.was_parent is article]
    number = result.steps[-1].number
    all_go = len(going) == len(article.was_children)
    if all_go and node is min(going, key=article.was_children.index):
        change.states.append((article, number))
        article.origins.append(node.old.eid if node.old else NO_EID)
    else:
        fresh = Node(level=article.level, now=number, line=node.line, period=article.period)
        if node.old is not None:
            fresh.origins.append(node.old.eid)
        article.children.remove(node)
        for position, left in enumerate(article.children, 1):
            left.now = (position,)
        node.now = (1,)
        fresh.adopt([node])
        change.places.append(Place(node=fresh, number=number, container=article.parent))
    here = article if all_go and change.states else change.places[-1].node
    work.record(change.item, Done(type=ModType.SPLIT, targets=(node,), results=(here,)))


def _promoted(work: Work) -> list[Node]:
    """All 款 that become 条."""
    out = []
    for item, action in work.actions():
        if not isinstance(action, Renumber) or not work.active(item):
            continue
        if last_level(action.ref) is Level.PARAGRAPH and last_level(action.result) is Level.ARTICLE:
            with suppress(Refused):
                out.append(find_one(work.tree, action.ref))
    return out


def _split(work: Work, change: Change, action: Split) -> None:
    found = _articles(work, action.ref)
    if not found:
        return
    node, numbers = found[0], numbers_of(action.results)
    blocks = action.content.blocks
    nodes = new_text.as_articles(blocks, len(numbers) or len(blocks), node.level)
    if node in work.rewritten:
        raise Refused(f"{node.label()}另有一处整条修改")
    work.rewritten[node] = change.item
    for position, new in enumerate(nodes):
        if new.now and numbers and new.now != numbers[position]:
            raise Refused(f"新的文字写作{spoken(new.level, new.now)}，与所说的序号不合")
        new.now = numbers[position] if numbers else ()
    rewrite(node, nodes[0])
    if numbers:
        change.states.append((node, numbers[0]))
    for new in nodes[1:]:
        new.period = node.period
        change.places.append(
            Place(node=new, number=new.now, after=None if numbers else node, container=node.parent)
        )
    for one in (node, *nodes[1:]):
        one.origins.append(node.old.eid if node.old else NO_EID)
    work.record(change.item, Done(type=ModType.SPLIT, targets=(node,), results=(node, *nodes[1:])))


def _merge(work: Work, change: Change, action: Merge) -> None:
    found = [node for ref in action.refs for node in _articles(work, ref)]
    if len(found) < 2:
        return
    node, rest = found[0], found[1:]
    if taken := [one for one in found if one in work.rewritten]:
        raise Refused(f"{taken[0].label()}另有一处整条修改")
    if action.content is not None:
        rewrite(node, new_text.as_articles(action.content.blocks, 1, node.level)[0])
    else:
        for other in rest:
            node.adopt([*node.children, *other.children])
            other.adopt([])
    work.rewritten.update(dict.fromkeys(found, change.item))
    node.origins += [one.old.eid for one in found if one.old]
    change.removes += rest
    if action.result is not None:
        change.states.append((node, action.result.steps[-1].number))
    work.record(change.item, Done(type=ModType.JOIN, targets=tuple(found), results=(node,)))


def _move(work: Work, change: Change, action: Move) -> None:
    found = _articles(work, action.ref)
    if not found:
        raise Refused("只会移动整条，其他移动须由人处理")
    after = old_or_new(work.tree, action.after) if action.after else None
    before = old_or_new(work.tree, action.before) if action.before else None
    into = find_one(work.tree, action.into) if action.into else None
    if after is None and before is None:
        raise Refused("没有写明移至哪一条之前或者之后")
    for node in found:
        change.places.append(Place(node=node, number=(), after=after, before=before, container=into))
        after = node if after is not None else None
    work.record(change.item, Done(type=ModType.RENUMBERING, targets=tuple(found), results=tuple(found)))


def _arrange(work: Work, changes: list[Change]) -> None:
    olds = [node for node in work.tree.olds if is_article(work.tree, node)]
    with work.trying(changes[0].item):
        order = ordered(olds, changes)
        for node, number in order.numbers.items():
            node.now = number
        for node, item in order.moved.items():
            work.remark(item, f"{node.label()}改变了与其他各条的先后次序，请核对")
        places = [(change.item, place) for change in changes for place in change.places]
        for node, item in order.moved.items():
            places.append((item, Place(node=node)))
        known = settle(work, order.nodes, places)
        if work.failures:
            return
        for change in changes:
            for node in change.removes:
                if node.parent is not None:
                    node.parent.children.remove(node)
                bury(node)
        put(order.nodes, known, [place.node for _, place in places])
        sample = next((node.num for node in olds), "")
        for node in order.nodes:
            renumbered(node, sample)
        after = [node for node in work.tree.articles() if not node.phantom]
        if after != [node for node in order.nodes if not node.phantom and node in known]:
            item = next((item for item, place in places), changes[0].item)
            work.fail(item, "各条的次序与所在的章节不合，请核对各条序号")


def renumbered(node: Node, sample: str) -> None:
    """Print a provision's new number where it has one."""
    if has_number(node.level) and (node.now != node.was or not node.num):
        node.num = printed(node.level, node.now, node.num or sample)
