"""Whole 条, headings, leads, titles, recitals and attachments that get new text."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying import new_text
from compendium.amending.applying.choose import substituted
from compendium.amending.applying.conflict import unclaimed
from compendium.amending.applying.find import Spot, find, holders, is_article, last_level, whole
from compendium.amending.applying.matching import folded, hits, sentences
from compendium.amending.applying.new_text import (
    check_number,
    last_mark,
    rewrite,
    rewrite_children,
    set_heading,
    supply,
)
from compendium.amending.applying.paragraphs import holds, unlike
from compendium.amending.applying.text import Text, opened, texts_of
from compendium.amending.applying.tree import Node, Refused, grown_all
from compendium.amending.applying.work import Done, Work
from compendium.amending.instruction import Content, ModType, Region, Retitle, Substitute
from compendium.law.act import Provision
from compendium.law.identifiers import NO_EID, NO_WID, EId
from compendium.law.kinds import ITEMS, PARAGRAPHS, Level


def replace_wholes(work: Work) -> None:
    """Carry out what gives new text to anything but 款 and 项 as a whole."""
    for item, action in work.actions():
        with work.trying(item):
            if isinstance(action, Retitle):
                retitle(work, item, action.title)
            elif isinstance(action, Substitute):
                _substitute(work, item, action)


def claim_wholes(work: Work) -> None:
    """Note which 条 get new text as a whole, so that nothing else changes what stands in them."""
    for item, action in work.actions():
        if isinstance(action, Substitute) and action.refs and all(map(whole, action.refs)):
            with work.trying(item):
                _claim(work, item, action)


def _claim(work: Work, item: int, action: Substitute) -> None:
    if last_level(action.refs[0]) in PARAGRAPHS:
        return
    try:
        nodes = substituted(work, item, action)
    except Refused:
        if last_level(action.refs[0]) in ITEMS:
            return  # its 款 may have a new number that is not known yet
        raise
    if not all(is_article(work.tree, node) for node in nodes):
        return
    if action.old is not None and not holds(nodes, action.old.blocks):
        return
    for node in nodes:
        if node in work.rewritten:
            raise Refused(f"{node.label()}已由{work.name(work.rewritten[node])}整条修改")
        if node.gone:
            raise Refused(f"{node.label()}已由本决定另一处删去")
        work.rewritten[node] = item


def _substitute(work: Work, item: int, action: Substitute) -> None:
    regions = {ref.region for ref in action.refs}
    if len(regions) != 1 or any(ref.loose for ref in action.refs):
        raise Refused("没有写明修改哪一处")
    region = regions.pop()
    if any(ref.sentences for ref in action.refs):
        _sentences(work, item, action)
    elif region is Region.TITLE:
        retitle(work, item, action.content.text.strip("《》"))
    elif region is Region.PREAMBLE and not any(ref.steps for ref in action.refs):
        _preamble(work, item, action.content)
    elif region is Region.ATTACHMENT:
        return  # done with the 附件
    elif region is Region.HEADING:
        _heading(work, item, action)
    elif region is Region.LEAD:
        _lead(work, item, action)
    elif all(map(whole, action.refs)):
        _articles(work, item, action)
    elif not any(ref.steps for ref in action.refs):
        raise Refused("没有写明修改哪一条")
    else:
        raise Refused("不能整个修改所说的这一部分，须由人写明")


def _articles(work: Work, item: int, action: Substitute) -> None:
    nodes = substituted(work, item, action)
    mine = all(work.rewritten.get(node) == item for node in nodes)
    if mine and not any(is_article(work.tree, node) for node in nodes):
        return  # done with the 款 and 项
    if action.old is not None and not holds(nodes, action.old.blocks):
        _quoted(work, item, nodes, action.old, action.content)
        return
    if not all(is_article(work.tree, node) for node in nodes) or any(node.gone for node in nodes):
        raise Refused(f"{nodes[0].label()}已由本决定另一处删去或者整个修改")
    level = work.tree.article_level
    new = new_text.as_articles(action.content.blocks, len(nodes), level)
    for node, text in zip(nodes, new, strict=True):
        if text.now and text.now != node.was:
            check_number(node, text.now)
        mark = last_mark(node)
        rewrite(node, text)
        supply(work, item, node, mark)
        work.record(item, Done(type=ModType.SUBSTITUTION, targets=(node,), results=(node,)))


def _quoted(work: Work, item: int, nodes: Sequence[Node], old: Content, new: Content) -> None:
    """The decision quotes a part of a provision and what it becomes."""
    if len(old.blocks) != 1 or len(new.blocks) != 1:
        raise Refused(unlike(nodes, old.blocks))
    words, found = old.blocks[0].text, []
    for node in nodes:
        found += [(n, text, hit) for n, text in node.texts() for hit in hits(text.text, words)]
    if len(found) != 1:
        raise Refused("决定所引的文字不止一处" if found else unlike(nodes, old.blocks))
    where, text, hit = found[0]
    unclaimed(work, item, where)
    if hit.loose:
        work.remark(item, f"所引文字与现行文本只有标点形式不同：“{text.text[hit.start : hit.end]}”")
    text.replace(hit.start, hit.end, new.blocks[0].text)
    work.record(
        item,
        Done(
            type=ModType.SUBSTITUTION, targets=(where,), results=(where,), old=words, new=new.blocks[0].text
        ),
    )


def _sentences(work: Work, item: int, action: Substitute) -> None:
    spots = [spot for ref in action.refs for spot in find(work.tree, ref)]
    if len(spots) != 1 or len(action.content.blocks) != 1:
        raise Refused("所说的句子不止一处，请写明")
    spot, new = spots[0], action.content.blocks[0].text
    zones = sentence_zones(spot)
    node, text, start, end = zones[0]
    unclaimed(work, item, node)
    if action.old is not None:
        quoted = folded(action.old.text)[0]
        if folded(text.text[start:end])[0] != quoted:
            _quoted(work, item, [spot.node], action.old, action.content)
            return
    was = text.text[start:end]
    text.replace(start, end, new)
    work.record(item, Done(type=ModType.SUBSTITUTION, targets=(node,), results=(node,), old=was, new=new))


_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def sentence_zones(spot: Spot) -> list[tuple[Node, Text, int, int]]:
    """Find the characters that 后两句, 第一句, 前段 name.

    Raises:
        Refused: it can't be told which sentences are meant.
    """
    paragraphs = [(n, t) for n, t in spot.node.texts() if t is not n.heading and t.text]
    if len(paragraphs) != 1:
        raise Refused(f"{spot.node.label()}不止一个自然段，不知“{spot.sentences}”指哪一段")
    node, text = paragraphs[0]
    spans = sentences(text.text)
    first, last = _which(spot.sentences, len(spans))
    if not 0 <= first < last <= len(spans):
        raise Refused(f"{spot.node.label()}没有“{spot.sentences}”")
    return [(node, text, spans[first][0], spans[last - 1][1])]


def _which(words: str, count: int) -> tuple[int, int]:
    digit = next((_NUMERALS[c] for c in words if c in _NUMERALS), 0)
    if "末" in words or "最后" in words or (words.startswith("后") and words.endswith("句")):
        return count - (digit or 1), count
    if words.startswith("前") and words.endswith("句"):
        return 0, digit or 1
    if words.startswith("第") and digit:
        return digit - 1, digit
    if words in ("前段", "后段") and count == 2:
        return (0, 1) if words == "前段" else (1, 2)
    raise Refused(f"不知“{words}”指哪几句")


def _heading(work: Work, item: int, action: Substitute) -> None:
    spots = [spot for ref in action.refs for spot in find(work.tree, ref)]
    number, heading = new_text.as_heading(action.content.blocks)
    if len(spots) != 1:
        raise Refused("所说的名称不止一处")
    node = spots[0].node
    if node.gone:
        raise Refused(f"{node.label()}已由本决定另一处删去")
    check_number(node, number)
    set_heading(node, heading)
    fixed = work.tree.attached[node].eid if node in work.tree.attached else None
    work.record(item, Done(type=ModType.SUBSTITUTION, targets=(node,), results=(node,), fixed=fixed))


def lead_of(node: Node) -> Node:
    """Find the provision whose own paragraphs come before 项: 款首, 条首部分.

    Raises:
        Refused: no 项, or several 款 that have 项.
    """
    if any(child.level in ITEMS for child in node.children):
        return node
    found = holders(node, True)
    if len(found) == 1:
        return found[0]
    if not found and len(node.children) == 1:
        return node.children[0]
    raise Refused(f"{node.label()}{'有不止一处' if found else '没有'}项前的引导语")


def _lead(work: Work, item: int, action: Substitute) -> None:
    spots = [spot for ref in action.refs for spot in find(work.tree, ref)]
    if len(spots) != 1:
        raise Refused("所说的引导语不止一处")
    node = lead_of(spots[0].node)
    unclaimed(work, item, node)
    old = [text.text for piece in node.own for text in texts_of(piece)]
    node.own = [opened(block, True) for block in action.content.blocks]
    last = node.own[-1]
    if old and old[-1].endswith("：") and isinstance(last, Text) and last.text[-1:] not in tuple("：，。；"):
        last.replace(len(last.text), len(last.text), "：")
        work.remark(item, f"新的文字末尾没有标点，已补上“：”：“…{last.text[-9:]}”")
    work.record(item, Done(type=ModType.SUBSTITUTION, targets=(node,), results=(node,)))


def _preamble(work: Work, item: int, content: Content) -> None:
    if not work.tree.preamble.children:
        raise Refused("现行文本没有引言或者序言")
    olds = tuple(work.tree.preamble.children)
    new = [
        Provision(level=Level.RECITAL, eid=NO_EID, wid=NO_WID, blocks=(block,)) for block in content.blocks
    ]
    rewrite_children(work.tree.preamble, grown_all(tuple(new), fresh=True))
    work.record(
        item, Done(type=ModType.SUBSTITUTION, targets=olds, results=tuple(work.tree.preamble.children))
    )


def retitle(work: Work, item: int, title: str) -> None:
    """Give the act a new title, on its title line too."""
    work.tree.title = Text.of(title, fresh=True)
    lines = [i for i, line in enumerate(work.before.front) if line.role == "docTitle"]
    for position, line in enumerate(lines):
        work.tree.front[line] = Text.of(title if position == 0 else "", fresh=True)
    work.record(
        item,
        Done(
            type=ModType.REPLACEMENT,
            targets=(),
            results=(),
            old=work.before.title,
            new=title,
            fixed=EId("preface"),
        ),
    )
