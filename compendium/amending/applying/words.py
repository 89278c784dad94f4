"""Carry out what happens to words: they are changed, deleted, inserted and added.

Quoted words are found, told of, and changed in all their places at once. Words come beside others or at
either end of a provision. Last, `change_words` settles the order in which quoted words are dealt with.
"""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying.conflict import unclaimed
from compendium.amending.applying.find import find
from compendium.amending.applying.matching import context, hits, in_title, listed, standing
from compendium.amending.applying.punctuation import (
    Edit,
    at_end,
    at_start,
    deletion,
    doubtful,
    edited,
    in_list,
    joined,
    shown,
)
from compendium.amending.applying.scope import Found, choose, is_global, search, zones_of
from compendium.amending.applying.text import CutsRun, Text, texts_of
from compendium.amending.applying.tree import Node, Refused
from compendium.amending.applying.whole_texts import sentence_zones
from compendium.amending.applying.work import Done, Work
from compendium.amending.instruction import (
    Action,
    Delete,
    DeleteWords,
    InsertWords,
    ModType,
    Ref,
    Side,
    SubstituteWords,
)
from compendium.law.identifiers import NO_EID, EId
from compendium.law.kinds import ITEMS

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
    """Sort places paragraph by paragraph, the last first, so that those before it stay where they are."""
    order = {text: at for at, text in reversed(list(enumerate(f.zone.text for f in found)))}
    return sorted(found, key=lambda f: (order[f.zone.text], -f.hit.start))


def told(spots: Sequence[tuple[Found, str]], most: int = 60) -> str:
    """List words to look at, in the order of the text."""
    order = {text: at for at, text in reversed(list(enumerate(f.zone.text for f, _ in spots)))}
    line = sorted(spots, key=lambda spot: (order[spot[0].zone.text], spot[0].hit.start))
    return listed([words for _, words in line], most)


def tell_hits(
    work: Work,
    item: int,
    *,
    refs: Sequence[Ref],
    words: Sequence[str],
    found: Sequence[Found],
    everywhere: bool,
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
    """Record the operation on some provisions; the act's title has an eId of its own."""
    real = tuple(node for node in nodes if node not in work.tree.roots())
    if real:
        return Done(type=kind, targets=real, results=real, old=old, new=new)
    return Done(
        type=kind,
        targets=(),
        results=(),
        old=old,
        new=new,
        fixed=EId("preface") if work.tree.body in nodes else NO_EID,
    )


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


def insert_words(work: Work, item: int, action: InsertWords) -> None:
    """Insert words after or before others."""
    found = look_for(work, item, action.refs, action.anchors)
    after = action.side is not Side.BEFORE
    tell_hits(work, item, refs=action.refs, words=action.anchors, found=found, everywhere=action.everywhere)
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
    """Add words at the beginning or at the end of provisions."""
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


def change_words(work: Work) -> None:
    """Carry out what concerns quoted words: named places first, the whole act then, the rest once more."""
    later: list[tuple[int, Action]] = []
    everywhere: list[tuple[int, Action]] = []
    for item, action in work.actions():
        if not work.active(item):
            continue
        if isinstance(action, SubstituteWords | DeleteWords | InsertWords):
            if all(map(is_global, action.refs)):
                everywhere.append((item, action))
            elif not _try(work, item, action):
                later.append((item, action))
        elif isinstance(action, Delete) and any(ref.sentences for ref in action.refs):
            with work.trying(item):
                _delete_sentences(work, item, action.refs)
    for item, action in everywhere:
        with work.trying(item):
            _carry_out(work, item, action)
    for item, action in later:
        with work.trying(item):
            _carry_out(work, item, action)


def _try(work: Work, item: int, action: Action) -> bool:
    try:
        _carry_out(work, item, action)
    except Refused:
        work.remarks.pop(item, None)
        return False
    except CutsRun:
        work.fail(item, "所引文字中有图片、脚注或者上下标，须由人处理")
    return True


def _carry_out(work: Work, item: int, action: Action) -> None:
    match action:
        case SubstituteWords(refs, pairs, everywhere):
            _substitute(work, item, refs, pairs, everywhere)
        case DeleteWords(refs, words, everywhere):
            _delete(work, item, refs, words, everywhere)
        case InsertWords(refs=refs, anchors=anchors, side=side, new=new) if (
            side in (Side.START, Side.END) and not anchors
        ):
            add_words(work, item, refs, side, new)
        case InsertWords():
            insert_words(work, item, action)


# ---- A becomes B


def _substitute(
    work: Work, item: int, refs: Sequence[Ref], pairs: Sequence[tuple[str, str]], everywhere: bool
) -> None:
    words = [old for old, _ in pairs]
    found = look_for(work, item, refs, words)
    left = [f for f in found if standing(f.zone.text.text, f.hit, pairs[f.words][1], words[f.words])]
    going = [f for f in found if f not in left]
    if left:
        spots = [context(f.zone.text.text, f.hit.start, f.hit.end) for f in left]
        work.remark(item, f"以下{len(left)}处已经是修改后的文字，没有改动：{listed(spots)}")
        if not going and not all(ref.loose for ref in refs):
            raise Refused(f"所引文字都已经是“{pairs[left[0].words][1]}”")
    tell_hits(work, item, refs=refs, words=words, found=going, everywhere=everywhere)
    edits = [(f, _put(f, pairs[f.words][1])) for f in backwards(going)]
    doubled = [(f, shown(f.zone.text.text, e)) for f, e in edits if e.end != f.hit.end]
    if doubled:
        work.remark(item, f"新的文字与后面的标点重复，已去掉一个：{told(doubled)}")
    apply(work, item, edits, ModType.SUBSTITUTION, pairs)
    for one in going:
        new = pairs[one.words][1]
        if twice := [word for joint in "、和" if (word := new + joint + new) in one.zone.text.text]:
            work.remark(item, f"修改后出现重复的文字“{twice[0]}”（{one.zone.node.label()}），请核对")
    if not going:
        work.idle.add(item)


def _put(found: Found, new: str) -> Edit:
    """New words in the place of old ones, a mark not doubled that both they and the text go on with."""
    text, start, end = found.zone.text.text, found.hit.start, found.hit.end
    old = text[start:end]
    if new[-1:] in tuple("。，；、：") and new[-1:] == text[end : end + 1] and old[-1:] != new[-1:]:
        return Edit(start, end + 1, new)
    return Edit(start, end, new)


# ---- words go


def _delete(work: Work, item: int, refs: Sequence[Ref], words: Sequence[str], everywhere: bool) -> None:
    found = look_for(work, item, refs, words)
    if all(map(is_global, refs)):
        _refuse_letters(words, found)
    tell_hits(work, item, refs=refs, words=words, found=found, everywhere=everywhere)
    _remove(work, item, found, words)
    if not found:
        work.idle.add(item)


def _refuse_letters(words: Sequence[str], found: Sequence[Found]) -> None:
    """One character may be deleted from a whole act only where it is a member of lists."""
    for position, word in enumerate(words):
        within = []
        for one in found:
            text, start, end = one.zone.text.text, one.hit.start, one.hit.end
            listed_one = text[:start].endswith("、") or text[end:].startswith("、")
            if one.words == position and not listed_one:
                within.append(context(text, start, end))
        if len(word) == 1 and within:
            raise Refused(f"“{word}”只有一个字，以下各处不是并列的一项，不能确定是否删去：{listed(within)}")


def _remove(work: Work, item: int, found: Sequence[Found], words: Sequence[str]) -> None:
    members = {f.words for f in found if in_list(f.zone.text.text, f.hit.start, f.hit.end)}
    reads: dict[Text, str] = {}
    edits: list[tuple[Found, Edit]] = []
    mended: list[tuple[Found, str]] = []
    doubts: list[tuple[Found, str]] = []
    for one in backwards(found):
        text = reads.setdefault(one.zone.text, one.zone.text.text)
        edit = deletion(text, one.hit.start, one.hit.end, member=one.words in members)
        if edit != Edit(one.hit.start, one.hit.end):
            mended.append((one, shown(text, edit)))
        elif doubtful(text, edit):
            doubts.append((one, shown(text, edit)))
        reads[one.zone.text] = edited(text, edit)
        if not reads[one.zone.text].strip("。；，、 　"):
            raise Refused(f"{one.zone.node.label()}删去所引文字后没有内容，请写明是否删去整款、整项")
        edits.append((one, edit))
    if mended:
        work.remark(item, f"删去后的标点或者连词已相应处理：{told(mended)}")
    if doubts:
        work.remark(item, f"删去后留有顿号，请核对：{told(doubts)}")
    apply(work, item, edits, ModType.REPEAL, [(word, "") for word in words])


def _delete_sentences(work: Work, item: int, refs: Sequence[Ref]) -> None:
    by_text: dict[Text, list[Edit]] = {}
    for ref in refs:
        if not ref.sentences:
            continue
        for spot in find(work.tree, ref):
            if spot.node.gone:
                raise Refused(f"{spot.node.label()}已由本决定另一处删去或者整个修改")
            for node, text, start, end in sentence_zones(spot):
                words = text.text[start:end]
                if start == 0 and end == len(text.text):
                    raise Refused(f"{node.label()}删去所说的句子后没有内容")
                by_text.setdefault(text, []).append(Edit(start, end))
                work.record(item, done(work, ModType.REPEAL, (node,), words, ""))
    carry(by_text)
