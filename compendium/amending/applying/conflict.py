"""Two instructions on one provision: what they may not both do."""

from __future__ import annotations

from collections.abc import Iterable

from compendium.amending.applying.find import is_article
from compendium.amending.applying.numbers import Change
from compendium.amending.applying.tree import Node, Refused, spoken
from compendium.amending.applying.work import Work
from compendium.law.kinds import HEADED

Changes = dict[Node, list[Change]]


def conflicts(work: Work, changes: Iterable[Change]) -> None:
    """Refuse what gives a number to, or deletes, something another item has deleted."""
    gone: dict[Node, int] = {}
    stated: dict[Node, tuple[int, tuple[int, ...]]] = {}
    for change in changes:
        for node in change.removes:
            if node in gone:
                work.fail(change.item, f"{node.label()}已由{work.name(gone[node])}删去")
            gone.setdefault(node, change.item)
        for node, number in change.states:
            if node in stated and stated[node][1] != number:
                work.fail(change.item, f"{node.label()}另有一处改为{spoken(node.level, stated[node][1])}")
            stated.setdefault(node, (change.item, number))
    for node, (item, _) in stated.items():
        if node in gone:
            work.fail(item, f"{node.label()}已由{work.name(gone[node])}删去")


def change_of(work: Work, found: Changes, item: int, parent: Node) -> Change:
    """Open a new change of a sequence, unless the provision it is in is written anew by another item."""
    unclaimed(work, item, parent)
    change = Change(item)
    found.setdefault(parent, []).append(change)
    return change


def unclaimed(work: Work, item: int, node: Node) -> None:
    """Check that no other item writes anew the provision or what holds it; of two, the later is refused.

    Raises:
        Refused: an earlier item does.
    """
    for above in _upwards(node):
        taken = work.rewritten.get(above)
        if taken is None or taken == item:
            continue
        if taken < item:
            raise Refused(f"{above.label()}已由{work.name(taken)}整个修改")
        work.fail(taken, f"{above.label()}已由{work.name(item)}修改其中的一部分")


def _upwards(node: Node | None) -> list[Node]:
    out = []
    while node is not None:
        out.append(node)
        node = node.parent
    return out


def above_of(node: Node) -> Node:
    """Return what a provision stands in.

    Raises:
        Refused: it is there no longer.
    """
    if node.gone:
        raise Refused(f"{node.label()}已由本决定另一处删去或者整个修改")
    assert node.parent is not None
    return node.parent


def not_inner(work: Work, node: Node) -> bool:
    """Tell whether a provision is a 条, a 章, or gone already."""
    return is_article(work.tree, node) or node.level in HEADED or node.gone
