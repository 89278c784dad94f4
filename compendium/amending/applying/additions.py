"""Words that come: beside others, or at either end of a provision."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying.conflict import unclaimed
from compendium.amending.applying.find import find
from compendium.amending.applying.hitting import apply, backwards, carry, done, look_for, tell_hits, told
from compendium.amending.applying.matching import context
from compendium.amending.applying.seams import Edit, at_end, at_start, joined, shown
from compendium.amending.applying.text import Text, texts_of
from compendium.amending.applying.tree import ITEMS, Node, Refused
from compendium.amending.applying.work import Work
from compendium.amending.applying.zones import Found
from compendium.amending.instruction import InsertWords, Side
from compendium.amending.operation import ModType
from compendium.amending.reference import Ref


def insert_words(work: Work, item: int, action: InsertWords) -> None:
    """Words after or before others."""
    found = look_for(work, item, action.refs, action.anchors)
    after = action.side is not Side.BEFORE
    tell_hits(work, item, action.refs, action.anchors, found, action.everywhere)
    edits: list[tuple[Found, Edit]] = []
    sure: list[tuple[Found, str]] = []
    doubts: list[tuple[Found, str]] = []
    there = [f for f in found if _is_there(f, action.new, after=after)]
    if there:
        spots = [(f, context(f.zone.text.text, f.hit.start, f.hit.end, 12)) for f in there]
        work.remark(item, f"以下各处已有所增加的文字，没有改动：{told(spots)}")
    found = [f for f in found if f not in there]
    for one in backwards(found):
        text = one.zone.text.text
        edit, doubt = joined(text, one.hit.start, one.hit.end, action.new, after=after)
        (doubts if doubt else sure).append((one, shown(text, edit)))
        edits.append((one, edit))
    if sure:
        work.remark(item, f"增加后读作{told(sure)}")
    if doubts:
        work.remark(item, f"增加后读作{told(doubts)}，与前后文字的连接请核对")
    apply(work, item, edits, ModType.INSERTION, [(anchor, action.new) for anchor in action.anchors])
    if not found:
        work.idle.add(item)


def _is_there(found: Found, new: str, *, after: bool) -> bool:
    """Whether the words stand beside the anchor already."""
    text, start, end = found.zone.text.text, found.hit.start, found.hit.end
    if after:
        return text[end:].lstrip("、，").startswith(new)
    return text[:start].rstrip("、，").endswith(new)


def add_words(work: Work, item: int, refs: Sequence[Ref], side: Side, new: str) -> None:
    """Words at the beginning or at the end of provisions."""
    by_text: dict[Text, list[Edit]] = {}
    for ref in refs:
        for spot in find(work.tree, ref):
            node, text = (_first if side is Side.START else _last)(spot.node)
            unclaimed(work, item, node)
            words = text.text
            edit = at_start(words, new) if side is Side.START else at_end(words, new)
            by_text.setdefault(text, []).append(edit)
            work.remark(item, f"增加后读作“{shown(words, edit)}”")
            work.record(item, done(work, ModType.INSERTION, (node,), "", new))
    carry(by_text)


def _first(node: Node) -> tuple[Node, Text]:
    _there(node)
    for one, text in node.texts():
        if text is not one.heading and text.text:
            return one, text
    raise Refused(f"{node.label()}没有文字")


def _last(node: Node) -> tuple[Node, Text]:
    _there(node)
    while not node.tail and node.children:
        if node.children[-1].level in ITEMS and node.level not in ITEMS:
            raise Refused(f"{node.label()}以项结尾，没有写明加在哪一项")
        node = node.children[-1]
    texts = [text for piece in (node.tail or node.own) for text in texts_of(piece)]
    if not texts:
        raise Refused(f"{node.label()}没有文字")
    return node, texts[-1]


def _there(node: Node) -> None:
    if node.gone:
        raise Refused(f"{node.label()}已由本决定另一处删去或者整个修改")
