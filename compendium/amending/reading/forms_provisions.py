"""Forms that change provisions: 修改为, 改为第几条, 分为, 合并, 移至, 名称修改为."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.instruction import Merge, Move, Ref, Region, Renumber, Retitle, Split, Substitute
from compendium.amending.reading.clause import Clause, Form, Ordered, became, named, only, same
from compendium.amending.reading.context import Context, expanded, marked_old, path_of, resolve
from compendium.amending.reading.grammar import Misread
from compendium.amending.reading.places import child, count_of, offset_of, place_of, tokens


def _is_title(refs: Sequence[Ref]) -> bool:
    return len(refs) == 1 and refs[0].region is Region.TITLE


def _substitute(clause: Clause, context: Context) -> list[Ordered]:
    act, refs = named(clause, context)
    content = clause.content()
    if any(ref.loose for ref in refs):
        raise Misread("只说“相关条款”，没有说明是哪一条")
    if _is_title(refs):
        return [(act, Retitle(_bare(content.text)))]
    if any(not ref.steps and ref.region is Region.WHOLE for ref in refs):
        raise Misread("没有说明修改的是哪一条")
    if clause.every:
        raise Misread("几处均修改为同一内容，须逐处说明")
    return [(act, Substitute(refs, content))]


def _bare(title: str) -> str:
    return title[1:-1] if title.startswith("《") and title.endswith("》") else title


def _substitute_old(clause: Clause, context: Context) -> list[Ordered]:
    act, refs = named(clause, context)
    return [(act, Substitute(refs, clause.content(), clause.content("quotations")))]


def _substitute_as(clause: Clause, context: Context) -> list[Ordered]:
    act, old = named(clause, context)
    content = clause.content()
    results = clause.results(clause.sub("nrefs"), old[-1], context)
    refs = tuple(marked_old(ref, results[0]) for ref in old)
    if len(refs) == 1 and len(results) > 1:
        return [(act, Split(refs[0], tuple(results), content))]
    if len(expanded(refs)) != len(results):
        raise Misread("修改前后的条数不同")
    became(refs, results, context)
    context.named(refs)
    return [(act, Substitute(refs, content, None, tuple(results)))]


def _substitute_it(clause: Clause, context: Context) -> list[Ordered]:
    return [(-1, Substitute(same(context), clause.content()))]


def renumber(clause: Clause, context: Context) -> list[Ordered]:
    act, old = named(clause, context)
    return _renumbered(clause, context, act, old)


def _renumber_it(clause: Clause, context: Context) -> list[Ordered]:
    if any(path_of(ref.steps) in context.became for ref in same(context)):
        raise Misread("序号已经改变过一次")
    return _renumbered(clause, context, -1, same(context))


def _renumbered(clause: Clause, context: Context, act: int, refs: Sequence[Ref]) -> list[Ordered]:
    if any(not ref.steps or ref.region is not Region.WHOLE for ref in refs):
        raise Misread("没有说明改变的是哪一条的序号")
    results = clause.results(clause.sub("nrefs"), refs[-1], context)
    old = [marked_old(ref, results[0]) for ref in expanded(refs)]
    if len(old) != len(results):
        raise Misread("改号前后的条数不同")
    became(old, results, context)
    context.named(old)
    return [(act, Renumber(ref, result)) for ref, result in zip(old, results, strict=True)]


def _retitle(clause: Clause, context: Context) -> list[Ordered]:
    act, refs = named(clause, context)
    if not _is_title(refs):
        raise Misread("只有法规名称可以修改为书名号内的名称")
    return [(act, Retitle(clause.named(offset_of(clause.sub("title")))))]


def _retitle_it(clause: Clause, context: Context) -> list[Ordered]:
    if not _is_title(same(context)):
        raise Misread("只有法规名称可以修改为书名号内的名称")
    return [(-1, Retitle(clause.named(offset_of(clause.sub("title")))))]


def _split(clause: Clause, context: Context) -> list[Ordered]:
    act, refs = named(clause, context)
    ref = only(refs)
    nrefs = child(clause.tree, "nrefs")
    results = clause.results(nrefs, ref, context) if nrefs is not None else []
    counts = tokens(clause.tree, "COUNT")
    if counts:
        count, level = count_of(counts[0])
        if not ref.steps or ref.steps[-1].level is not level or (results and len(results) != count):
            raise Misread("分开的数目与序号不符")
    if counts and count < 2:
        raise Misread("只有一条，不是分开")
    if child(clause.tree, "content") is None:
        raise Misread("没有给出分开后的文字")
    return [(act, Split(ref, tuple(results), clause.content()))]


def _merge(clause: Clause, context: Context) -> list[Ordered]:
    act, refs = named(clause, context)
    if len(expanded(refs)) < 2:
        raise Misread("合并的不到两处")
    merged = child(clause.tree, "merged")
    nrefs = child(merged, "nrefs") if merged is not None else None
    results = clause.results(nrefs, refs[0], context) if nrefs is not None else []
    counts = tokens(merged, "COUNT") if merged is not None else []
    if len(results) > 1 or any(count_of(count)[0] != 1 for count in counts):
        raise Misread("合并后仍有几条")
    content = clause.content() if child(clause.tree, "content") is not None else None
    result = results[0] if results else None
    if result is not None:
        for ref in expanded(refs):
            context.became[path_of(ref.steps)] = result.steps
    return [(act, Merge(tuple(expanded(refs)), result, content))]


def _move(clause: Clause, context: Context) -> list[Ordered]:
    act, refs = named(clause, context)
    ref = only(refs)
    target = resolve([place_of(clause.sub("ref"))], context)[0][1]
    side = child(clause.tree, "side")
    if side is None:
        moved = Move(ref, into=target)
    elif tokens(side, "AFTER"):
        moved = Move(ref, after=target)
    else:
        moved = Move(ref, before=target)
    out: list[Ordered] = [(act, moved)]
    if (nrefs := child(clause.tree, "nrefs")) is not None:
        results = clause.results(nrefs, ref, context)
        if len(results) != 1:
            raise Misread("移动前后的条数不同")
        became([ref], results, context)
        out.append((act, Renumber(marked_old(ref, results[0]), results[0])))
    return out


FORMS: dict[str, Form] = {
    "substitute": _substitute,
    "substitute_old": _substitute_old,
    "substitute_as": _substitute_as,
    "substitute_it": _substitute_it,
    "renumber": renumber,
    "renumber_it": _renumber_it,
    "retitle": _retitle,
    "retitle_it": _retitle_it,
    "split": _split,
    "merge": _merge,
    "move": _move,
}
