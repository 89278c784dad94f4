"""Carry out what happens to 章, 节 and 附件: they come, go, get new text, and 章 and 节 change their numbers.

A 章 or 节 that gets new text as a whole comes first: its 条 are told one by one which they become.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from compendium.amending.applying import new_text
from compendium.amending.applying.choose import old_words
from compendium.amending.applying.find import find, find_one, last_level, numbers_of, old_or_new, whole
from compendium.amending.applying.matching import likeness
from compendium.amending.applying.new_text import bury, check_number, rewrite, rewrite_children, set_heading
from compendium.amending.applying.numbers import Change, Place, ordered, printed
from compendium.amending.applying.tree import Node, Refused, grown_all, rooted
from compendium.amending.applying.work import Done, Work
from compendium.amending.instruction import (
    Content,
    Delete,
    Insert,
    InsertAttachment,
    ModType,
    Ref,
    Region,
    Renumber,
    Substitute,
)
from compendium.intake.body import Body
from compendium.intake.draft import attachment_of
from compendium.intake.lines import Opens, classify_all
from compendium.intake.source import SourceBlock, squeeze
from compendium.law.act import Attachment
from compendium.law.identifiers import NO_EID
from compendium.law.kinds import HEADED
from compendium.law.numerals import NUMERAL, to_int

ALIKE = 0.4
"""How alike an old and a new 条 must be to be the same provision with new words."""


def rewrite_headed(work: Work, articles: dict[int, Change], item: int, action: Substitute) -> None:
    """Give a 章 or 节 new text; its 条 go on as those of the new ones that read alike, in order.

    Raises:
        Refused: the new text is not one such 章, or its 条 are not numbered.
    """
    if len(action.refs) != 1 or action.old is not None:
        raise Refused("几章须分别写明新的文字")
    node = find_one(work.tree, action.refs[0])
    found = new_text.as_headed(action.content.blocks)
    if len(found) != 1 or found[0].level is not node.level:
        raise Refused(f"新的文字不是一个完整的{node.label()[-1]}，请核对")
    new = found[0]
    check_number(node, new.now)
    if any(one.level in HEADED for top in (node, new) for child in top.children for one in child.walk()):
        raise Refused("章下有节，须由人分条写明")
    olds, news = list(node.children), list(new.children)
    if not news or any(one.level is not work.tree.article_level or not one.now for one in news):
        raise Refused("新的文字没有写明各条的序号")
    set_heading(node, new.heading.text)
    change = articles.setdefault(item, Change(item))
    became = _aligned(olds, news)
    for old, one in became:
        rewrite(old, one)
        change.states.append((old, one.now))
    kept, placed = {old for old, _ in became}, {one for _, one in became}
    gone = [old for old in olds if old not in kept]
    fresh = [one for one in news if one not in placed]
    for one in fresh:
        one.parent = None
    change.places += [Place(node=one, number=one.now, container=node) for one in fresh]
    change.removes += gone
    work.rewritten.update(dict.fromkeys([node, *kept], item))
    work.record(item, Done(type=ModType.SUBSTITUTION, targets=(node,), results=(node,)))
    for old, _ in became:
        work.record(item, Done(type=ModType.SUBSTITUTION, targets=(old,), results=(old,)))
    if gone:
        work.record(item, Done(type=ModType.REPEAL, targets=tuple(gone), results=()))
        work.remark(item, f"整章修改后不再有原{'、'.join(old.label() for old in gone)}")
    if fresh:
        work.record(item, Done(type=ModType.INSERTION, targets=(node,), results=tuple(fresh)))


def _aligned(olds: Sequence[Node], news: Sequence[Node]) -> list[tuple[Node, Node]]:
    """Pairs of old and new in the same order, together as like as can be."""
    like = [[likeness(old_words(old), one.text) for one in news] for old in olds]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in reversed(range(len(olds))):
        for j in reversed(range(len(news))):
            pair = like[i][j] + best[i + 1][j + 1] if like[i][j] >= ALIKE else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    out, i, j = [], 0, 0
    while i < len(olds) and j < len(news):
        if like[i][j] >= ALIKE and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            out.append((olds[i], news[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return out


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
                    work.record(item, Done(type=ModType.RENUMBERING, targets=(node,), results=(node,)))
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
            work.record(item, Done(type=ModType.REPEAL, targets=(node,), results=()))
            names = f"{inner[0].label()}至{inner[-1].label()}" if inner else ""
            work.remark(item, f"{node.label()}连同其中各条一并删去{'（' + names + '）' if names else ''}")


def _insert(work: Work, heads: _Heads, articles: dict[int, Change], item: int, action: Insert) -> None:
    parent = find_one(work.tree, action.within) if action.within.steps else work.tree.body
    nodes = new_text.as_headed(action.content.blocks)
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
        change.places.append(Place(node=node, number=number, after=after, before=before))
    heads.setdefault(parent, []).append(change)
    other = articles.setdefault(item, Change(item))
    other.places += [Place(node=n, number=n.now) for n in inner]
    targets = (parent,) if parent.old else ()
    work.record(
        item,
        Done(
            type=ModType.INSERTION, targets=targets, results=tuple(nodes), fixed=None if targets else NO_EID
        ),
    )


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


def arrange_annexes(work: Work) -> None:
    """Carry out what concerns 附件 as a whole; those that go are no place for other instructions."""
    for item, action in work.actions():
        if not work.active(item):
            continue
        with work.trying(item):
            match action:
                case Substitute(refs) if any(map(_is_whole, refs)):
                    if len(refs) != 1:
                        raise Refused("几个附件须分别写明新的文字")
                    _replace(work, item, refs[0], action.content)
                case InsertAttachment(name, content):
                    _insert_annex(work, item, name, content)
    for item, action in work.actions():
        if isinstance(action, Delete) and work.active(item):
            with work.trying(item):
                _delete_annex(work, item, action.refs)


def _is_whole(ref: Ref) -> bool:
    return ref.region is Region.ATTACHMENT and not ref.steps


def _replace(work: Work, item: int, ref: Ref, content: Content) -> None:
    annex = find_one(work.tree, ref)
    new = _read(content)
    if new is None:
        lines = classify_all(SourceBlock(block) for block in content.blocks)
        opening, heading = squeeze(lines[0].text) if lines else "", squeeze(annex.heading.text)
        titled = opening == heading != ""
        if heading and opening.startswith(heading) and not titled:
            raise Refused("新的文字开头像附件的名称，分不清名称和内容，请核对")
        body = grown_all(Body(lines[1:] if titled else lines).provisions(), fresh=True)
        if not titled:
            work.remark(item, "新的文字没有写附件的编号和名称，编号和名称未动，请核对")
    else:
        if squeeze(new.num) != squeeze(annex.num):
            raise Refused(f"新的文字写作{new.num}，所修改的是{annex.num}")
        if new.heading and squeeze(new.heading) != squeeze(annex.heading.text):
            set_heading(annex, new.heading)
        body = grown_all(new.body, fresh=True)
    rewrite_children(annex, body)
    work.rewritten[annex] = item
    work.record(
        item,
        Done(type=ModType.REPLACEMENT, targets=(), results=(annex,), fixed=work.tree.attached[annex].eid),
    )


def _read(content: Content) -> Attachment | None:
    """The new text as a 附件, where it opens with its number."""
    lines = classify_all(SourceBlock(block) for block in content.blocks)
    heads = [line for line in lines if line.opens is Opens.ATTACHMENT]
    if len(heads) > 1:
        raise Refused("新的文字像有几个附件，须分别写明")
    return attachment_of(tuple(lines), 0) if heads and lines[0] is heads[0] else None


def _insert_annex(work: Work, item: int, name: str, content: Content) -> None:
    new = _read(content)
    if new is None:
        raise Refused(f"新的文字没有以“{name}”开头，分不清附件的名称和内容")
    if squeeze(new.num).rstrip("：:") != squeeze(name):
        raise Refused(f"新的文字写作{new.num}，决定写为{name}")
    if any(squeeze(annex.num) == squeeze(new.num) for annex in work.tree.annexes):
        raise Refused(f"现行文本已有{name}")
    root = rooted(new.body, fresh=True)
    root.num, root.now = new.num, _number(new.num)
    set_heading(root, new.heading)
    _put(work.tree.annexes, root)
    work.record(item, Done(type=ModType.INSERTION, targets=(), results=(root,), fixed=NO_EID))


def _put(annexes: list[Node], root: Node) -> None:
    number = _number(root.num)
    later = (at for at, other in enumerate(annexes) if number and _number(other.num) > number)
    annexes.insert(next(later, len(annexes)), root)


def _number(num: str) -> tuple[int, ...]:
    found = re.search(NUMERAL, num)
    return (to_int(found[0]),) if found else ()


def _delete_annex(work: Work, item: int, refs: Sequence[Ref]) -> None:
    for ref in refs:
        if not _is_whole(ref):
            continue
        annex = find_one(work.tree, ref)
        if annex in work.rewritten or annex not in work.tree.annexes:
            raise Refused(f"{annex.num}另有一处修改或者删去")
        if any(_number(other.num) > _number(annex.num) != () for other in work.tree.annexes):
            work.remark(item, f"删去{annex.num}后，其后各附件的编号没有改动，请核对")
        work.tree.annexes.remove(annex)
        bury(annex)
        work.record(
            item, Done(type=ModType.REPEAL, targets=(), results=(), fixed=work.tree.attached[annex].eid)
        )
