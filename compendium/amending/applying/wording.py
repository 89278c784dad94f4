"""Words that are changed and deleted; the order in which quoted words are dealt with."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.applying.additions import add_words, insert_words
from compendium.amending.applying.find import find
from compendium.amending.applying.hitting import apply, backwards, carry, done, look_for, tell_hits, told
from compendium.amending.applying.matching import context, listed, standing
from compendium.amending.applying.seams import Edit, deletion, doubtful, edited, in_list, shown
from compendium.amending.applying.text import CutsRun, Text
from compendium.amending.applying.tree import Refused
from compendium.amending.applying.wholes import sentence_zones
from compendium.amending.applying.work import Work
from compendium.amending.applying.zones import Found, is_global
from compendium.amending.instruction import Action, Delete, DeleteWords, InsertWords, Side, SubstituteWords
from compendium.amending.operation import ModType
from compendium.amending.reference import Ref


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
        case InsertWords(refs, anchors, side, new) if side in (Side.START, Side.END) and not anchors:
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
    tell_hits(work, item, refs, words, going, everywhere)
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
    tell_hits(work, item, refs, words, found, everywhere)
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
