"""Forms that change words: 中的“甲”修改为“乙”, 删去“甲”, 在“甲”后增加“乙”.

删去 is here for provisions too: 第八条、第九条中的“甲” may stand in one list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lark import Tree

from compendium.amending.instruction import (
    WHOLE_ACT,
    Delete,
    DeleteWords,
    InsertWords,
    Ref,
    Region,
    Side,
    SubstituteWords,
)
from compendium.amending.reading.clause import Clause, Form, Ordered, by_act, named, same
from compendium.amending.reading.context import Context, resolve
from compendium.amending.reading.forms_provisions import renumber
from compendium.amending.reading.grammar import Failure, Misread, parse
from compendium.amending.reading.places import child, place_of, places_of, tokens, trees
from compendium.law.numerals import NUMERAL

Group = tuple[int, tuple[Ref, ...], list[str]]


def _groups(clause: Clause, context: Context) -> list[Group]:
    """The words of a clause by the places in which they stand."""
    out: list[Group] = []
    for group in trees(clause.sub("groups"), "group"):
        qs = child(group, "qs")
        assert qs is not None
        words = [clause.words(mask) for mask in tokens(qs, "Q")]
        refs = child(group, "refs")
        if refs is None:
            out.append((-1, _scope(clause, context), words))
            continue
        found = resolve(places_of(refs), context)
        context.named([ref for _, ref in found])
        out += [(act, of_act, words) for act, of_act in by_act(found)]
    context.named([ref for _, refs, _ in out for ref in refs])
    return out


def _scope(clause: Clause, context: Context) -> tuple[Ref, ...]:
    """Where words are meant whose place is not named: in that of the words before them."""
    wide = bool({"统一", "全部", "一律"} & set(tokens(clause.tree, "ALL")))
    afresh = not context.refs and not context.lost and clause.every
    if tokens(clause.tree, "JIANG") and (wide or afresh):
        if any(ref.steps for ref in context.refs) or context.lost:
            raise Misread("没有说明在哪些条文中统一修改")
        return context.refs or (WHOLE_ACT,)
    return same(context)


_REFERENCE = re.compile(r"第[^第]{1,8}条(?:之[一二三四五六七八九十]+)?")


def _substitute_words(clause: Clause, context: Context) -> list[Ordered]:
    new = clause.word()
    if clause.intro:
        return _adjusted(clause, new, context)
    everywhere = clause.every or clause.besides
    if (headed := _heading(clause, new, context)) is not None:
        return [(-1, headed)]
    return [
        (act, SubstituteWords(refs, tuple((word, new) for word in words), everywhere))
        for act, refs, words in _groups(clause, context)
    ]


_HEADING = re.compile(rf"(第{NUMERAL}[编章节])\s+(\S.*)")


def _heading(clause: Clause, new: str, context: Context) -> SubstituteWords | None:
    """将“第三章　监督”修改为“第三章　监督管理”: the quotation says itself where it stands."""
    groups = list(trees(clause.sub("groups"), "group"))
    qs = child(groups[0], "qs")
    if len(groups) != 1 or child(groups[0], "refs") is not None or qs is None or len(tokens(qs, "Q")) != 1:
        return None
    old, after = _HEADING.fullmatch(clause.words(tokens(qs, "Q")[0])), _HEADING.fullmatch(new)
    if old is None or after is None or old[1] != after[1]:
        return None
    tree = parse(f"删去{old[1]}")
    assert isinstance(tree, Tree)
    ((_, ref),) = resolve([place_of(next(tree.find_data("ref")))], context)
    refs = context.named([replace(ref, region=Region.HEADING)])
    return SubstituteWords(refs, ((old[2], after[2]),))


def _adjusted(clause: Clause, new: str, context: Context) -> list[Ordered]:
    """条文顺序作相应调整：“第八条”调整为“第七条”."""
    groups = list(trees(clause.sub("groups"), "group"))
    qs = child(groups[0], "qs")
    if len(groups) != 1 or child(groups[0], "refs") is not None or qs is None or len(qs.children) != 1:
        raise Misread("条文顺序的调整不是“第几条”调整为“第几条”")
    old = clause.words(tokens(qs, "Q")[0])
    tree = parse(f"{old}改为{new}")
    if isinstance(tree, Failure) or not (_REFERENCE.fullmatch(old) and _REFERENCE.fullmatch(new)):
        raise Misread("条文顺序的调整不是“第几条”调整为“第几条”")
    inner = tree.children[-1]
    assert isinstance(inner, Tree)
    return renumber(replace(clause, tree=inner), context)


def _substitute_each(clause: Clause, context: Context) -> list[Ordered]:
    groups = _groups(clause, context)
    old = [word for _, _, words in groups for word in words]
    new = [clause.words(mask) for mask in tokens(clause.sub("qwords"), "Q")]
    if len(old) != len(new):
        raise Misread("“分别”的前后词句数目不同")
    out: list[Ordered] = []
    for act, refs, words in groups:
        pairs, new = tuple(zip(words, new, strict=False)), new[len(words) :]
        out.append((act, SubstituteWords(refs, pairs)))
    return out


def _delete(clause: Clause, context: Context) -> list[Ordered]:
    """A list of places, of words in places, or of both: places before words share them."""
    out: list[Ordered] = []
    pending: list[tuple[int, Ref]] = []
    every: list[Ref] = []
    for delem in trees(clause.sub("delems"), "delem"):
        ref, qs = child(delem, "ref"), child(delem, "qs")
        if ref is not None:
            place = place_of(ref)
            pending += _chained(pending, resolve([place], context))
            context.named([r for _, r in pending] or context.refs)
            every += [r for _, r in pending[-1:]]
        if qs is not None:
            words = tuple(clause.words(mask) for mask in tokens(qs, "Q"))
            where = by_act(pending) or [(-1, same(context))]
            out += [(act, DeleteWords(refs, words)) for act, refs in where]
            pending = []
    out += [(act, Delete(_whole(refs))) for act, refs in by_act(pending)]
    context.named(every or context.refs)
    return out


def _delete_in(clause: Clause, context: Context) -> list[Ordered]:
    act, _ = named(clause, context)
    return [(act if of < 0 else of, action) for of, action in _delete(clause, context)]


def _chained(before: Sequence[tuple[int, Ref]], found: list[tuple[int, Ref]]) -> list[tuple[int, Ref]]:
    """A place without an act belongs to the act named before it."""
    act = before[-1][0] if before else -1
    return [(act if a < 0 else a, ref) for a, ref in found]


def _whole(refs: tuple[Ref, ...]) -> tuple[Ref, ...]:
    if any(not ref.steps and ref.region is Region.WHOLE for ref in refs):
        raise Misread("没有说明删去的是哪一条")
    return refs


def _delete_these(clause: Clause, context: Context) -> list[Ordered]:
    groups = by_act(resolve(places_of(clause.sub("refs")), context))
    context.named([ref for _, refs in groups for ref in refs])
    return [(act, Delete(_whole(refs))) for act, refs in groups]


def _delete_words(clause: Clause, context: Context) -> list[Ordered]:
    return [
        (act, DeleteWords(refs, tuple(words), clause.every)) for act, refs, words in _groups(clause, context)
    ]


def side_of(clause: Clause) -> Side:
    return Side.AFTER if tokens(clause.sub("side"), "AFTER") else Side.BEFORE


def _insert_words(clause: Clause, context: Context) -> list[Ordered]:
    new, side = clause.word(), side_of(clause)
    return [
        (act, InsertWords(refs=refs, anchors=tuple(words), side=side, new=new, everywhere=clause.every))
        for act, refs, words in _groups(clause, context)
    ]


def _insert_at(clause: Clause, context: Context) -> list[Ordered]:
    act, refs = named(clause, context)
    content = clause.content()
    if len(content.blocks) != 1:
        raise Misread("增加的词句分成了几段")
    new = content.text
    regions = {ref.region for ref in refs}
    if regions == {Region.TAIL}:
        return [(act, InsertWords(refs=refs, anchors=(), side=Side.END, new=new))]
    if regions == {Region.START} or regions == {Region.LEAD}:
        at_start = tuple(replace(ref, region=Region.START) for ref in refs)
        return [(act, InsertWords(refs=at_start, anchors=(), side=Side.START, new=new))]
    raise Misread("没有说明增加在什么位置")


def _insert_sentence(clause: Clause, context: Context) -> list[Ordered]:
    """第九条第一款增加一句：“…”: at the end, where it is not said where."""
    act, refs = named(clause, context)
    content = clause.content()
    if len(content.blocks) != 1:
        raise Misread("增加的词句分成了几段")
    if any(ref.region not in (Region.WHOLE, Region.TAIL) or not ref.steps or ref.sentences for ref in refs):
        raise Misread("没有说明增加在什么位置")
    at_end = tuple(replace(ref, region=Region.TAIL) for ref in refs)
    return [(act, InsertWords(refs=at_end, anchors=(), side=Side.END, new=content.text))]


def _insert_nowhere(clause: Clause, context: Context) -> list[Ordered]:
    raise Misread("没有说明增加在什么位置")


FORMS: dict[str, Form] = {
    "substitute_words": _substitute_words,
    "substitute_each": _substitute_each,
    "delete": _delete,
    "delete_in": _delete_in,
    "delete_these": _delete_these,
    "delete_words": _delete_words,
    "insert_words": _insert_words,
    "insert_at": _insert_at,
    "insert_sentence": _insert_sentence,
    "insert_nowhere": _insert_nowhere,
}
