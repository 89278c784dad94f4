"""New text in the place of old, the provision keeping its name."""

from __future__ import annotations

from compendium.amending.applying.text import Text
from compendium.amending.applying.tree import ITEMS, Node, Refused, spoken
from compendium.amending.applying.work import Work


def rewrite(node: Node, new: Node) -> None:
    """Give a provision the text of a new one; what stands below keeps its names by position."""
    node.own, node.tail = new.own, new.tail
    if new.heading.text or new.children or new.own:
        node.heading = new.heading if new.heading.text else node.heading
    rewrite_children(node, new.children)


def rewrite_children(node: Node, new: list[Node]) -> None:
    """Give a provision new children; those in the same place and of the same level keep their names."""
    kept = []
    for position, child in enumerate(new):
        old = node.children[position] if position < len(node.children) else None
        if old is not None and (old.level is child.level or {old.level, child.level} <= ITEMS):
            rewrite(old, child)
            old.num, old.now, old.level = child.num, child.now, child.level
            kept.append(old)
        else:
            kept.append(child)
    for old in node.children:
        if old not in kept:
            bury(old)
    node.adopt(kept)


def bury(node: Node) -> None:
    """Mark a provision and all that stands below it as gone."""
    for one in node.walk():
        one.gone = True


def check_number(node: Node, printed: tuple[int, ...]) -> None:
    """Hold the number that new text opens with against the one the provision gets.

    Raises:
        Refused: they differ.
    """
    if printed and node.now and printed != node.now:
        right, wrong = spoken(node.level, node.now), spoken(node.level, printed)
        raise Refused(f"新的文字写作{wrong}，按各项推算应为{right}")


def set_heading(node: Node, heading: str) -> None:
    """Give a 章, 节 or 条 a new heading."""
    node.heading = Text.of(heading, fresh=True)


def last_mark(node: Node) -> str:
    """The mark that a provision ends with, empty where it ends with none."""
    texts = [text.text for _, text in node.texts() if text.text]
    return _mark(texts[-1]) if texts else ""


def _mark(text: str) -> str:
    inner = text.rstrip("”’") or text
    return inner[-1] if inner[-1] in "。；！？：，" else ""


def supply(work: Work, item: int, node: Node, mark: str) -> None:
    """Add the final mark that the decision's quotation left outside."""
    texts = [text for _, text in node.texts() if text.text]
    if mark in ("。", "；", "：") and texts and not _mark(texts[-1].text):
        words = texts[-1].text
        texts[-1].replace(len(words), len(words), mark)
        work.remark(item, f"新的文字末尾没有标点，已补上“{mark}”：“…{words[-8:]}{mark}”")
