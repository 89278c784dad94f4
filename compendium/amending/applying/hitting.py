"""Quoted words found, told of, and changed in all their places at once."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying.matching import context, hits, in_title, listed
from compendium.amending.applying.seams import Edit
from compendium.amending.applying.text import CutsRun, Text
from compendium.amending.applying.tree import Node, Refused
from compendium.amending.applying.work import Done, Work
from compendium.amending.applying.zones import Found, choose, is_global, search, zones_of
from compendium.amending.operation import ModType
from compendium.amending.reference import Ref

SHORT = 2
"""Words of so few characters match too much when they are replaced in a whole act."""


def look_for(work: Work, item: int, refs: Sequence[Ref], words: Sequence[str]) -> list[Found]:
    if any(not word for word in words):
        raise Refused("没有写明所指的文字")
    if not all(map(is_global, refs)):
        return choose(work, item, refs, words)
    found = search(work, refs, words, new=False, fresh=False)
    have = {one.words for one in found}
    missing = [word for position, word in enumerate(words) if position not in have]
    _tell_fresh(work, item, refs, words)
    if any(ref.loose for ref in refs):
        if not found:
            work.idle.add(item)
        return found
    if vain := [word for word in missing if hits(work.before.text, word)]:
        work.remark(item, f"{listed(vain)}在现行文本中只见于已由本决定另一处改动的文字，别处没有")
    if len(missing) > len(vain):
        raise Refused(f"全文没有{listed([word for word in missing if word not in vain])}")
    return found


def _tell_fresh(work: Work, item: int, refs: Sequence[Ref], words: Sequence[str]) -> None:
    found = []
    for zone in zones_of(work.tree, refs[0]):
        flags = zone.text.fresh
        for word in words:
            for hit in hits(zone.text.text, word):
                if all(flags[hit.start : hit.end]):
                    found.append(zone.node.label())
    if found:
        places = "、".join(dict.fromkeys(found))
        work.remark(item, f"本决定新写的文字中也有所引文字（{places}），没有改动，请核对")


def backwards(found: Sequence[Found]) -> list[Found]:
    """Paragraph by paragraph, the last place first, so that the places before it stay where they are."""
    order = {text: at for at, text in reversed(list(enumerate(f.zone.text for f in found)))}
    return sorted(found, key=lambda f: (order[f.zone.text], -f.hit.start))


def told(spots: Sequence[tuple[Found, str]], most: int = 60) -> str:
    """Words to look at, in the order of the text."""
    order = {text: at for at, text in reversed(list(enumerate(f.zone.text for f, _ in spots)))}
    line = sorted(spots, key=lambda spot: (order[spot[0].zone.text], spot[0].hit.start))
    return listed([words for _, words in line], most)


def tell_hits(
    work: Work, item: int, refs: Sequence[Ref], words: Sequence[str], found: Sequence[Found], everywhere: bool
) -> None:
    for position, word in enumerate(words):
        mine = [f for f in found if f.words == position]
        spots = [context(f.zone.text.text, f.hit.start, f.hit.end) for f in mine]
        if loose := [f.zone.text.text[f.hit.start : f.hit.end] for f in mine if f.hit.loose]:
            work.remark(item, f"“{word}”与现行文本只有标点或者空格的形式不同，已按{listed(loose)}修改")
        titles = [s for s, f in zip(spots, mine, strict=True) if in_title(f.zone.text.text, f.hit.start)]
        if all(map(is_global, refs)) and titles:
            work.remark(item, f"“{word}”有{len(titles)}处在书名号内，也已改动，请核对：{listed(titles)}")
        if any(ref.loose for ref in refs) and mine:
            work.remark(item, f"没有写明是哪些条款，“{word}”已改动{len(mine)}处：{listed(spots)}")
        elif all(map(is_global, refs)) and len(word) <= SHORT and mine:
            work.remark(item, f"“{word}”字数少，全文改动{len(mine)}处，请逐处核对：{listed(spots, 60)}")
        elif not everywhere and not all(map(is_global, refs)):
            several = {r for r in range(len(refs)) if sum(f.ref == r for f in mine) > 1}
            if several:
                work.remark(item, f"“{word}”不止一处，已全部改动：{listed(spots)}")


def apply(
    work: Work,
    item: int,
    edits: Sequence[tuple[Found, Edit]],
    kind: ModType,
    pairs: Sequence[tuple[str, str]],
) -> None:
    by_text: dict[Text, list[Edit]] = {}
    nodes: dict[int, dict[Node, None]] = {}
    for found, edit in edits:
        by_text.setdefault(found.zone.text, []).append(edit)
        nodes.setdefault(found.words, {})[found.zone.node] = None
    carry(by_text)
    for position, touched in nodes.items():
        old, new = pairs[position]
        for group in _groups(work, tuple(touched)):
            work.record(item, done(work, kind, group, old, new))


def _groups(work: Work, nodes: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    """The provisions, and apart from them the title."""
    roots = work.tree.roots()
    real = tuple(node for node in nodes if node not in roots)
    return [group for group in (real, tuple(node for node in nodes if node in roots)) if group]


def done(work: Work, kind: ModType, nodes: tuple[Node, ...], old: str, new: str) -> Done:
    """The operation on some provisions; the act's title has an eId of its own."""
    real = tuple(node for node in nodes if node not in work.tree.roots())
    if real:
        return Done(kind, real, real, old, new)
    return Done(kind, (), (), old, new, fixed="preface" if work.tree.body in nodes else "")


def carry(by_text: dict[Text, list[Edit]]) -> None:
    """Make all changes of some paragraphs in their order, or none where one of them can't be made."""
    kept = [(text, text.kept()) for text in by_text]
    try:
        for text, edits in by_text.items():
            for edit in edits:
                text.replace(edit.start, edit.end, edit.new)
    except CutsRun:
        for text, state in kept:
            text.restore(state)
        raise
