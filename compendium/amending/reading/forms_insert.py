"""Forms that add provisions: 增加一条，作为第几条."""

from __future__ import annotations

from dataclasses import replace

from compendium.amending.instruction import LAST, WHOLE_ACT, Insert, InsertAttachment, Ref, Region, Side, Step
from compendium.amending.reading.clause import Clause, Form, Ordered, named, only
from compendium.amending.reading.context import RANK, Context, above
from compendium.amending.reading.forms_words import side_of
from compendium.amending.reading.grammar import Misread
from compendium.amending.reading.places import child, count_of, nref_steps, tokens, trees
from compendium.law.kinds import Level


def _insert(clause: Clause, context: Context) -> list[Ordered]:
    act, refs = named(clause, context)
    count, level = count_of(tokens(clause.tree, "COUNT")[0])
    place = refs[0]
    if len(refs) == 1 and place.region is Region.TAIL and place.steps:  # 第三条最后增加一款
        within = replace(place, region=Region.WHOLE)
        return [(act, _at_the_end(_inserted(clause, context, count, level, within)))]
    return [(act, _inserted(clause, context, count, level, only(refs)))]


def _at_the_end(inserted: Insert) -> Insert:
    """After the last there is, where no number is told."""
    if inserted.results or not inserted.within.steps:
        return inserted
    last = Step(inserted.level, LAST)
    return replace(inserted, after=replace(inserted.within, steps=(*inserted.within.steps, last)))


def _insert_here(clause: Clause, context: Context) -> list[Ordered]:
    count, level = count_of(tokens(clause.tree, "COUNT")[0])
    return [(-1, _inserted(clause, context, count, level, _said(clause, level) or _here(context, level)))]


def _said(clause: Clause, level: Level) -> Ref | None:
    """The 条 that a new number names itself (增加一款，作为第五条第二款)."""
    nrefs = child(clause.tree, "nrefs")
    steps = nref_steps(next(trees(nrefs, "nref")))[0] if nrefs is not None else ()
    if steps and RANK[steps[0].level] <= RANK[Level.ARTICLE] < RANK[level]:
        return Ref(steps=above(steps, level))
    return None


def _here(context: Context, level: Level) -> Ref:
    """What a bare 增加一款 adds to; a 条 or a 章 to the act."""
    if RANK[level] <= RANK[Level.ARTICLE] and level is not Level.SECTION:
        return WHOLE_ACT
    if context.lost or not (above(context.steps, level) or context.annex):
        raise Misread("没有说明增加在哪一条")
    return Ref(steps=above(context.steps, level), name=context.annex)


def _inserted(clause: Clause, context: Context, count: int, level: Level, place: Ref) -> Insert:
    within = Ref(steps=above(place.steps, level), name=place.name)
    if within.steps != place.steps:
        raise Misread("增加的层次与所在的条文不合")
    nrefs = child(clause.tree, "nrefs")
    results = clause.results(nrefs, within, context) if nrefs is not None else []
    last = len(results) == count == 1 and results[0].steps[-1].number == LAST
    if results and (len(results) != count or any(r.steps[-1].level is not level for r in results)):
        raise Misread("增加的数目与序号不符")
    inserted = Insert(
        level=level,
        count=count,
        content=clause.content(),
        within=within,
        results=() if last else tuple(results),
    )
    inserted = _at_the_end(inserted) if last else inserted
    _after_insert(inserted, context)
    return inserted


def _after_insert(inserted: Insert, context: Context) -> None:
    """Go on speaking of the 条 to which a 款 was added, or of the new 条."""
    if inserted.within.steps or inserted.within.name:
        context.named([inserted.within])
    else:
        context.named(inserted.results[:1] if len(inserted.results) == 1 else ())


def _insert_beside(clause: Clause, context: Context) -> list[Ordered]:
    act, refs = named(clause, context)
    count, level = count_of(tokens(clause.tree, "COUNT")[0])
    beside = only(refs)
    if not beside.steps or beside.steps[-1].level is not level or beside.steps[-1].until:
        raise Misread("增加的层次与前后的条文不合")
    inserted = _inserted(
        clause, context, count, level, Ref(steps=above(beside.steps, level), name=beside.name)
    )
    if side_of(clause) is Side.AFTER:
        return [(act, replace(inserted, after=beside))]
    return [(act, replace(inserted, before=beside))]


def _insert_between(clause: Clause, context: Context) -> list[Ordered]:
    """在第九条和第十条之间: the second must be the neighbour of the first."""
    act, refs = named(clause, context)
    count, level = count_of(tokens(clause.tree, "COUNT")[0])
    if len(refs) != 2 or not all(ref.steps and ref.steps[-1].level is level for ref in refs):
        raise Misread("增加的层次与前后的条文不合")
    first, second = refs
    (number, *more), (next_, *others) = first.steps[-1].number, second.steps[-1].number
    if first.steps[:-1] != second.steps[:-1] or number + 1 != next_ or more or others:
        raise Misread("“之间”的前后不是相邻的两处")
    place = Ref(steps=above(first.steps, level), name=first.name)
    return [(act, replace(_inserted(clause, context, count, level, place), after=first))]


def _insert_as(clause: Clause, context: Context) -> list[Ordered]:
    act, refs = named(clause, context)
    return [(act, _numbered(clause, context, only(refs)))]


def _insert_here_as(clause: Clause, context: Context) -> list[Ordered]:
    steps = nref_steps(next(trees(clause.sub("nrefs"), "nref")))[0]
    return [(-1, _numbered(clause, context, _here(context, steps[0].level)))]


def _numbered(clause: Clause, context: Context, place: Ref) -> Insert:
    """增加第五项：“…”."""
    results = clause.results(clause.sub("nrefs"), place, context)
    level = results[0].steps[-1].level
    named_one = place.steps or place.name
    within = Ref(steps=above((place if named_one else results[0]).steps, level), name=place.name)
    inserted = Insert(
        level=level, count=len(results), content=clause.content(), within=within, results=tuple(results)
    )
    _after_insert(inserted, context)
    return inserted


def _insert_attachment(clause: Clause, context: Context) -> list[Ordered]:
    name = str(tokens(clause.tree, "ATTACHMENT")[0])
    return [(-1, InsertAttachment(name, clause.content()))]


def _insert_told(clause: Clause, context: Context) -> list[Ordered]:
    raise Misread("没有给出增加的内容")


FORMS: dict[str, Form] = {
    "insert": _insert,
    "insert_here": _insert_here,
    "insert_beside": _insert_beside,
    "insert_between": _insert_between,
    "insert_as": _insert_as,
    "insert_here_as": _insert_here_as,
    "insert_attachment": _insert_attachment,
    "insert_told": _insert_told,
}
