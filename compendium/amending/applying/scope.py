"""Where the words of an instruction are looked for, and where they are found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compendium.amending.applying.choose import old_words
from compendium.amending.applying.find import Spot, find, same_spots, unsaid
from compendium.amending.applying.matching import Hit, folded, hits, nearest
from compendium.amending.applying.text import Text, texts_of
from compendium.amending.applying.tree import Node, Refused, Tree
from compendium.amending.applying.whole_texts import lead_of, sentence_zones
from compendium.amending.applying.work import Work
from compendium.amending.instruction import Ref, Region


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """Characters start to end of a paragraph in which words may be looked for."""

    node: Node
    text: Text
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Words found: which of the words asked for, under which reference."""

    zone: Zone
    hit: Hit
    ref: int
    words: int


def is_global(ref: Ref) -> bool:
    """Tell whether the whole act is meant, or 相关条款 without a number."""
    return not ref.steps and ref.region is Region.WHOLE and not ref.name


def zones_of(tree: Tree, ref: Ref, *, new: bool = False) -> list[Zone]:
    """Find the paragraphs that a reference names.

    Raises:
        Refused: it names nothing that is still there.
    """
    if is_global(ref):
        roots = [root.texts() for root in tree.roots()]
        return [_whole(node, text) for root in roots for node, text in root if not node.phantom]
    if ref.region is Region.TITLE:
        lines = [t for t, line in zip(tree.front, tree.before.front, strict=True) if line.role == "docTitle"]
        return [_whole(tree.body, text) for text in (tree.title, *lines)]
    return [zone for spot in find(tree, ref, new=new) for zone in _zones(spot)]


def _whole(node: Node, text: Text) -> Zone:
    return Zone(node, text, 0, len(text.text))


def _zones(spot: Spot) -> Iterator[Zone]:
    node = spot.node
    if node.gone:
        raise Refused(f"{node.label()}已由本决定另一处删去或者整个修改")
    if spot.sentences:
        yield from (Zone(*zone) for zone in sentence_zones(spot))
    elif spot.region is Region.HEADING:
        yield _whole(node, node.heading)
    elif spot.region is Region.LEAD:
        lead = lead_of(node)
        yield from (_whole(lead, text) for piece in lead.own for text in texts_of(piece))
    elif spot.region in (Region.START, Region.TAIL):
        found = [(n, t) for n, t in node.texts() if t.text and t is not n.heading]
        if found:
            yield _whole(*(found[0] if spot.region is Region.START else found[-1]))
    else:
        yield from (_whole(n, text) for n, text in node.texts())


def search(work: Work, refs: Sequence[Ref], words: Sequence[str], *, new: bool, fresh: bool) -> list[Found]:
    """Look for words in all places named; those the decision wrote itself count only with `fresh`."""
    out = []
    for r, ref in enumerate(refs):
        for zone in zones_of(work.tree, ref, new=new):
            inner = zone.text.text[zone.start : zone.end]
            flags = zone.text.fresh
            for w, word in enumerate(words):
                for hit in hits(inner, word):
                    at = Hit(hit.start + zone.start, hit.end + zone.start, hit.loose)
                    if fresh or not all(flags[at.start : at.end]):
                        out.append(Found(zone, at, r, w))
    return _longest(out, words)


def _longest(found: Sequence[Found], words: Sequence[str]) -> list[Found]:
    """Where one of several words stands within another, only the longer counts."""
    taken: dict[Text, list[tuple[int, int]]] = {}
    out = []
    for one in sorted(found, key=lambda f: -len(words[f.words])):
        spans = taken.setdefault(one.zone.text, [])
        if all(one.hit.end <= start or end <= one.hit.start for start, end in spans):
            spans.append((one.hit.start, one.hit.end))
            out.append(one)
    return out


def lacking(refs: Sequence[Ref], words: Sequence[str], found: Sequence[Found]) -> list[tuple[int, int]]:
    """Say what is not found: every word must be somewhere, and every place have one of the words."""
    have_words, have_refs = {f.words for f in found}, {f.ref for f in found}
    out = [(r, 0) for r in range(len(refs)) if r not in have_refs]
    return out + [(-1, w) for w in range(len(words)) if w not in have_words]


def choose(work: Work, item: int, refs: Sequence[Ref], words: Sequence[str]) -> list[Found]:
    """Find the words under one reading of the numbers: that of the text in force, or else the new one.

    Raises:
        Refused: found under neither, or under both in different places.
    """
    old, reason = _attempt(work, refs, words, new=False, fresh=False)
    new: list[Found] | None = None
    open_numbers = any(map(unsaid, refs)) and not _same(work, refs)
    if open_numbers:
        new, _ = _attempt(work, refs, words, new=True, fresh=old is None)
    if old is not None and new is not None:
        both = f"{_places(old)}和改号后的{_places(new)}"
        raise Refused(f"所引文字在{both}都有，不知指哪一处，请写明“原”或者“修改后的”")
    if old is not None:
        return old
    if new is None and not open_numbers:
        new, _ = _attempt(work, refs, words, new=False, fresh=True)
        if new is not None:
            work.remark(item, "所引文字是本决定另一处新写的，已在新的文字上修改，请核对")
            return new
    if new is None:
        raise Refused(reason)
    work.remark(item, f"现行文本的同号条款没有所引文字，已按修改后的序号，指{_places(new)}")
    return new


def _places(found: Sequence[Found]) -> str:
    seen = dict.fromkeys(("原" if f.zone.node.old else "新增的") + f.zone.node.label() for f in found)
    return "、".join(seen)


def _same(work: Work, refs: Sequence[Ref]) -> bool:
    try:
        return all(same_spots(find(work.tree, r), find(work.tree, r, new=True)) for r in refs if r.steps)
    except Refused:
        return False


def _attempt(
    work: Work, refs: Sequence[Ref], words: Sequence[str], *, new: bool, fresh: bool
) -> tuple[list[Found] | None, str]:
    try:
        found = search(work, refs, words, new=new, fresh=fresh)
    except Refused as refused:
        return None, refused.reason
    if missing := lacking(refs, words, found):
        return None, _reason(work, refs, words, missing)
    return found, ""


def _reason(work: Work, refs: Sequence[Ref], words: Sequence[str], missing: Sequence[tuple[int, int]]) -> str:
    out = []
    covered = len(words) == 1 and any(r >= 0 for r, _ in missing)
    for r, w in missing:
        if r < 0 and covered:
            continue
        quoted = "“" + ("”、“".join(words) if r >= 0 else words[w]) + "”"
        where = "所说的各处" if r < 0 or is_global(refs[r]) else named(work.tree, refs[r])
        out.append(f"{where}没有{quoted}")
    gone = [w for w in (words[i] for i in {w for _, w in missing}) if _was_there(work, refs, w)]
    if gone:
        out.append(f"“{gone[0]}”在现行文本中有，已被本决定另一处改动")
    if close := _nearest(work, refs, words[missing[0][1]]):
        out.append(f"最接近的文字是“{close}”")
    elsewhere = [n.label() for n in work.tree.olds if n.own and hits(_own_words(n), words[missing[0][1]])]
    if elsewhere and not gone:
        more = "等处" if len(elsewhere) > 6 else ""
        out.append(f"“{words[missing[0][1]]}”见于{'、'.join(elsewhere[:6])}{more}")
    return "；".join(dict.fromkeys(out))


def _nearest(work: Work, refs: Sequence[Ref], words: str) -> str:
    texts = []
    for ref in refs:
        try:
            texts += [zone.text.text for zone in zones_of(work.tree, ref)]
        except Refused:
            continue
    return next((close for text in texts if (close := nearest(text, words))), "")


def _own_words(node: Node) -> str:
    return "" if node.old is None else "\n".join(block.text for block in node.old.blocks)


def _was_there(work: Work, refs: Sequence[Ref], words: str) -> bool:
    nodes = []
    for ref in refs:
        try:
            nodes += [spot.node for spot in find(work.tree, ref)]
        except Refused:
            continue
    return any(folded(words)[0] in folded(old_words(node))[0] for node in nodes)


def named(tree: Tree, ref: Ref) -> str:
    """Write a reference as it reads in a reason."""
    if ref.region is Region.TITLE:
        return "法规名称"
    try:
        spots = find(tree, ref)
    except Refused:
        return "所说的位置"
    return "、".join(spot.node.label() for spot in spots) or "所说的位置"
