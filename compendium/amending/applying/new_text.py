"""New text as provisions: the printed paragraphs of a decision, read as the import reads a text.

What stands in the place of old text lets the provision keep its name (`rewrite`, `rewrite_children`).
"""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying.text import Text
from compendium.amending.applying.tree import Node, Refused, grown_all, spoken
from compendium.amending.applying.work import Work
from compendium.intake.body import Body
from compendium.intake.lines import Line, Opens, classify_all
from compendium.intake.pandoc import cut
from compendium.intake.source import SourceBlock
from compendium.law.act import Block, Para, Provision
from compendium.law.kinds import HEADED, ITEMS, Level

_STAND_IN = Para(("第一条",))  # so that （一） at the start is read as a 项 and not as a 一、 of its own


def _lines(blocks: Sequence[Block]) -> list[Line]:
    return classify_all(SourceBlock(block) for block in blocks)


def _provisions(blocks: Sequence[Block]) -> tuple[Provision, ...]:
    lines = _lines(blocks)
    if not (lines and lines[0].opens in (Opens.ARTICLE, Opens.HEADING)):
        lines = _lines((_STAND_IN, *blocks))
    return Body(lines).provisions()


def as_articles(blocks: Sequence[Block], count: int, level: Level) -> list[Node]:
    """Read new text as 条; without numbers it is one 条, or each paragraph is a 条 where that fits.

    Raises:
        Refused: the text can't be told apart into so many.
    """
    numbered = bool(blocks) and _lines(blocks)[0].opens is Opens.ARTICLE
    if level is Level.LEVEL and not numbered and (groups := _levels(blocks)):
        return _as_levels(groups, count)
    if not numbered and count > 1:
        if len(blocks) != count:
            raise Refused(f"新的文字有{len(blocks)}个自然段，分不清哪一段属于哪一条，请写明各条")
        nodes = [as_articles((block,), 1, level)[0] for block in blocks]
    else:
        nodes = grown_all(_provisions(blocks), fresh=True)
    if any(node.level is not Level.ARTICLE for node in nodes) or len(nodes) != count:
        raise Refused(f"新的文字不是{count}条的样子，请核对")
    for node in nodes:
        node.level = level
        if not numbered:
            node.num, node.was, node.now = "", (), ()
        node.was = ()
    return nodes


def _levels(blocks: Sequence[Block]) -> list[tuple[Line, list[Block]]]:
    """The 一、二、 of a text without 条, their numbers taken off; none where the new text prints none."""
    groups: list[tuple[Line, list[Block]]] = []
    for line in _lines(blocks):
        block = line.source.block
        if line.opens is Opens.ITEM and line.style == "一、" and isinstance(block, Para):
            groups.append((line, [cut(block, line.rest)]))
        elif not groups:
            return []
        else:
            groups[-1][1].append(block)
    return groups


def _as_levels(groups: Sequence[tuple[Line, list[Block]]], count: int) -> list[Node]:
    if len(groups) != count:
        raise Refused(f"新的文字有{len(groups)}条，所说的是{count}条")
    nodes = []
    for line, blocks in groups:
        node = as_articles(blocks, 1, Level.LEVEL)[0]
        node.num, node.now = line.num, line.number
        nodes.append(node)
    return nodes


def as_headed(blocks: Sequence[Block]) -> list[Node]:
    """Read new text as a 章 or 节 with what stands in it."""
    nodes = grown_all(_provisions(blocks), fresh=True)
    if any(node.level not in HEADED for node in nodes):
        raise Refused("新的文字没有写明章节的序号和名称，请核对")
    return nodes


def as_paragraphs(blocks: Sequence[Block]) -> list[Node]:
    """Read new text as 款."""
    nodes = grown_all(_provisions(blocks), fresh=True)
    if len(nodes) != 1 or nodes[0].level is not Level.ARTICLE:
        raise Refused("新的文字中另有条的序号，请核对")
    if nodes[0].heading.text:
        raise Refused("新的文字开头像条的标题，请核对")
    return nodes[0].children


def as_items(blocks: Sequence[Block], count: int, level: Level) -> list[Node]:
    """Read new text as 项 or 目, with or without their numbers."""
    found = as_paragraphs(blocks)
    if len(found) == 1 and not found[0].own and not found[0].tail:
        nodes = found[0].children
    elif all(node.level is Level.PARAGRAPH for node in found):
        nodes = found if len(found) == count else [_joined(found)] if count == 1 else []
    else:
        nodes = []
    if len(nodes) != count and count:
        raise Refused(f"新的文字分不成{count}{'项' if level is Level.POINT else '目'}，请核对")
    for node in nodes:
        if node.level is Level.PARAGRAPH:
            node.num, node.now = "", ()
        node.level = level
        for child in node.children:
            if child.level in ITEMS and child.level is level:
                child.level = Level.INDENT if level is Level.POINT else Level.SUBINDENT
    return nodes


def _joined(nodes: Sequence[Node]) -> Node:
    first, *rest = nodes
    for node in rest:
        (first.tail if first.children else first.own).extend(node.own)
        if node.children:
            if first.children:
                raise Refused("新的文字分不清项和目，请核对")
            first.adopt(node.children)
    return first


def as_heading(blocks: Sequence[Block]) -> tuple[tuple[int, ...], str]:
    """Read new text as a 章名 or 条标, with its number where it has one."""
    if len(blocks) != 1:
        raise Refused("新的名称不止一行，请核对")
    line = _lines(blocks)[0]
    if line.opens in (Opens.HEADING, Opens.ARTICLE):
        return line.number, line.rest
    return (), line.text


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
    """Return the mark that a provision ends with, empty where it ends with none."""
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
