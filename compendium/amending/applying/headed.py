"""A 章 or 节 that gets new text as a whole: its 条 are told one by one which they become."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying import contents
from compendium.amending.applying.choose import old_words
from compendium.amending.applying.find import find_one
from compendium.amending.applying.matching import likeness
from compendium.amending.applying.numbers import Change, Place
from compendium.amending.applying.replace import check_number, rewrite, set_heading
from compendium.amending.applying.tree import Node, Refused
from compendium.amending.applying.work import Done, Work
from compendium.amending.instruction import Substitute
from compendium.amending.operation import ModType
from compendium.model import HEADED

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
    found = contents.as_headed(action.content.blocks)
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
    change.places += [Place(one, one.now, container=node) for one in fresh]
    change.removes += gone
    work.rewritten.update(dict.fromkeys([node, *kept], item))
    work.record(item, Done(ModType.SUBSTITUTION, (node,), (node,)))
    for old, _ in became:
        work.record(item, Done(ModType.SUBSTITUTION, (old,), (old,)))
    if gone:
        work.record(item, Done(ModType.REPEAL, tuple(gone), ()))
        work.remark(item, f"整章修改后不再有原{'、'.join(old.label() for old in gone)}")
    if fresh:
        work.record(item, Done(ModType.INSERTION, (node,), tuple(fresh)))


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
