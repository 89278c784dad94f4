"""Which numbers a reference speaks in where it doesn't say: the old ones, unless only the new ones fit."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying.find import find, spots_of, unsaid
from compendium.amending.applying.matching import likeness
from compendium.amending.applying.tree import Node, Refused
from compendium.amending.applying.work import Work
from compendium.amending.instruction import Ref, Substitute

CLEARLY = 0.25
"""How much more like another provision new text must be before a person is asked which one was meant."""


def old_words(node: Node) -> str:
    """Return what a provision said before."""
    return "" if node.old is None else node.old.text.removeprefix(node.num)


def substituted(work: Work, item: int, action: Substitute) -> list[Node]:
    """Find the provisions that new text replaces.

    Raises:
        Refused: there are none, or the new text is more like those that carry the numbers afterwards.
    """
    refs = action.refs
    try:
        olds = spots_of(work.tree, refs)
    except Refused as refused:
        news = _by_new(work, refs)
        if news is None:
            raise
        work.remark(item, f"{refused.reason}，已按修改后的序号，指{_labels(news)}")
        return news
    news = _by_new(work, refs)
    if news is None or news == olds or action.old is not None or action.results:
        return olds
    text = action.content.text
    here = likeness(text, "".join(map(old_words, olds)))
    there = likeness(text, "".join(map(old_words, news)))
    if there > here + CLEARLY and all(node.old for node in news):
        raise Refused(
            f"可以指{_labels(olds)}，也可以指改号后的{_labels(news)}（新的文字更像后者），请写明“原”或者“修改后的”"
        )
    return olds


def _by_new(work: Work, refs: Sequence[Ref]) -> list[Node] | None:
    if not any(map(unsaid, refs)):
        return None
    try:
        return [spot.node for ref in refs for spot in find(work.tree, ref, new=True)]
    except Refused:
        return None


def _labels(nodes: Sequence[Node]) -> str:
    return "、".join(("原" if node.old else "新增的") + node.label() for node in nodes)
