"""Ask an index: a question in, a page of regulations with marked hits, counts and advice out.

Hits are counted by facet from those of each version alone: every filter is about versions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from compendium.law.identifiers import Uri
from compendium.law.kinds import ActKind
from compendium.querying import Piece, Query, Run, evidence, marks, parse_query, to_object
from compendium.querying.formula import Plan, plan_of
from compendium.querying.synonyms import EMPTY, Thesaurus, from_rows
from compendium_build.search.advice import act_for, jumps_of, named_by, suggestions_for
from compendium_build.search.answer import (
    Answer,
    Count,
    Group,
    Hit,
    Request,
    Sort,
    cursor_at,
    position_of,
    snippet,
)
from compendium_build.search.documents import BODIES, Part
from compendium_build.search.engine import EVERYTHING, Found, Stored
from compendium_build.search.index import Index
from compendium_build.search.ranking import Concept, concepts, rate
from compendium_build.search.versions import FACETS, Facet, Held, Shelf, Version

_LANGUAGES = {"zho": "中文", "eng": "英文"}


@dataclass(frozen=True, slots=True)
class Counts:
    """`chosen` are the versions that pass, `hits` the hits of every version, `total` those of the chosen."""

    chosen: frozenset[int]
    hits: Mapping[int, int]
    total: int
    facets: dict[Facet, tuple[Count, ...]]


def counted(shelf: Shelf, hits: Mapping[int, int], request: Request) -> Counts:
    """Count hits under each value of each facet.

    The counts of a facet leave its own filter aside: they tell what choosing another value would give.
    """
    chosen = []
    valued = shelf.values(request.day)
    filters = [(FACETS.index(facet), wanted) for facet, wanted in request.filters.items() if wanted]
    every = range(len(FACETS))
    hits_by: list[dict[str, int]] = [defaultdict(int) for _ in every]
    versions_by: list[dict[str, int]] = [defaultdict(int) for _ in every]
    for number, count in hits.items():
        if request.work and shelf.by_no[number].work != request.work:
            continue
        values = valued[number]
        failed = [at for at, wanted in filters if wanted.isdisjoint(values[at])]
        if len(failed) > 1:
            continue
        if not failed:
            chosen.append(number)
        for at in failed or every:
            for value in values[at]:
                hits_by[at][value] += count
                versions_by[at][value] += 1
    facets = {
        facet: tuple(_counts(facet, hits_by[at], versions_by[at], request)) for at, facet in enumerate(FACETS)
    }
    return Counts(frozenset(chosen), hits, sum(hits[number] for number in chosen), facets)


def _counts(
    facet: Facet, hits: Mapping[str, int], versions: Mapping[str, int], request: Request
) -> list[Count]:
    chosen = request.filters.get(facet, frozenset())
    values = {*hits, *chosen}
    found = [
        Count(
            value=v,
            label=label_of(facet, v),
            hits=hits.get(v, 0),
            versions=versions.get(v, 0),
            chosen=v in chosen,
        )
        for v in values
    ]
    if facet is Facet.YEAR:
        return sorted(found, key=lambda count: count.value, reverse=True)
    return sorted(found, key=lambda count: (-count.hits, count.value))


def label_of(facet: Facet, value: str) -> str:
    """Return what people call a value; corpus.toml names classes, which the index does not know."""
    if facet is Facet.KIND and value in set(ActKind):
        return ActKind(value).chinese
    return _LANGUAGES.get(value, value) if facet is Facet.LANGUAGE else value


_LOOKED_AT = 100
"""So many hits are rated by what stands in them; when there are more, the engine says which."""
_LEAST = 4
"""At least so many hits of a version are rated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """A request made ready: the query with synonyms, what to ask the engine, which acts are meant.

    `kept` are all hits, where the engine's formula may hold for more than the query does.
    """

    request: Request
    query: Query
    plan: Plan
    held: Held
    asked: tuple[Concept, ...]
    meant: frozenset[Uri]
    kept: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rated:
    stored: Stored
    version: Version
    score: float


def search(index: Index, request: Request) -> Answer:
    """Answer a request.

    Raises:
        QueryError: the query can't be understood.
        BadCursor: the cursor is not from an answer to this request.
        DamagedIndex: the files of the index can't be read.
    """
    written = parse_query(request.query)
    thesaurus = from_rows(index.synonyms) if request.synonyms else EMPTY
    question = _question(index, request, thesaurus, thesaurus.expand(written))
    found = _find(index, question, None, 0)
    counts = counted(index.shelf, found.counts, request)
    best = _best(index, question, counts.chosen, _LOOKED_AT)
    order = _order(index, request, counts, best)
    start = position_of(request, order)
    page = order[start : start + max(request.limit, 1)]
    named = named_by(index, request, question.meant)
    jumps = jumps_of(index, request)
    return Answer(
        query=request.query,
        tree=to_object(question.query.root),
        day=request.day,
        all_versions=request.all_versions,
        total=counts.total,
        works=len(order),
        groups=tuple(_groups(index, question, counts, page, best)),
        facets=counts.facets,
        cursor=cursor_at(request, order, start + len(page)) if start + len(page) < len(order) else "",
        jumps=jumps,
        named=named,
        suggestions=()
        if found.counts
        else suggestions_for(index, written, lambda q: _any(index, request, q)),
        synonyms=_added(written, question.query),
    )


def _question(index: Index, request: Request, thesaurus: Thesaurus, query: Query) -> _Question:
    meant = frozenset(work for title in thesaurus.titles(query) for work in index.names.find(title))
    held, plan = index.shelf.held(request.as_of), plan_of(query)
    kept = () if plan.sure else tuple(_kept(index, query, plan, held))
    return _Question(
        request=request, query=query, plan=plan, held=held, asked=concepts(query), meant=meant, kept=kept
    )


def _kept(index: Index, query: Query, plan: Plan, held: Held) -> Iterable[int]:
    """What the engine finds, without what it finds too much."""
    if plan.formula is None:
        return
    found = index.reader.find(plan.formula, held, None, EVERYTHING)
    for stored in index.reader.stored(found.best):
        if evidence(query, piece_of(stored, index)) is not None:
            yield stored.id


def _any(index: Index, request: Request, text: str) -> bool:
    """Whether a query has any hit in what is asked."""
    query = parse_query(text)
    question = _question(index, request, EMPTY, query)
    return bool(_find(index, question, None, 0).counts)


def _find(index: Index, question: _Question, chosen: frozenset[int] | None, top: int, each: int = 0) -> Found:
    """Ask the engine; where it finds too much it cannot tell the best, and all hits are given."""
    formula = question.plan.formula
    if formula is None:
        return Found({}, ())
    if question.plan.sure:
        return index.reader.find(formula, question.held, chosen, top, each)
    counts = Counter(piece >> 16 for piece in question.kept)
    mine = (piece for piece in question.kept if chosen is None or piece >> 16 in chosen)
    return Found(counts, tuple(mine) if top else ())


def _best(index: Index, question: _Question, chosen: frozenset[int], top: int) -> list[_Rated]:
    """The best hits in some versions, rated, best first."""
    if not chosen:
        return []
    each = max(question.request.per_work, _LEAST)
    rated = []
    for stored in index.reader.stored(_find(index, question, chosen, top, each).best):
        version = index.version_of(stored.id)
        title = index.said_of(version.no)[0].folded
        score = rate(question.asked, stored, title, version.kind, version.work in question.meant)
        rated.append(_Rated(stored, version, score))
    rated.sort(
        key=lambda each: (-each.score, -each.version.date.toordinal(), each.version.path, each.stored.id)
    )
    return rated


def _order(index: Index, request: Request, counts: Counts, best: Sequence[_Rated]) -> list[Uri]:
    """The works that answer, in order."""
    latest: dict[Uri, Version] = {}
    totals: dict[Uri, int] = defaultdict(int)
    for number in counts.chosen:
        version = index.shelf.by_no[number]
        totals[version.work] += counts.hits[number]
        if version.work not in latest or version.date > latest[version.work].date:
            latest[version.work] = version
    match request.sort:
        case Sort.DATE:
            return sorted(latest, key=lambda work: (-latest[work].date.toordinal(), work))
        case Sort.TITLE:
            return sorted(latest, key=lambda work: (latest[work].syllables, latest[work].title, work))
        case Sort.RELEVANCE:
            first = dict.fromkeys(each.version.work for each in best)
            rest = (work for work in totals if work not in first)
            return [*first, *sorted(rest, key=lambda work: (-totals[work], work))]


def _groups(
    index: Index, question: _Question, counts: Counts, page: Sequence[Uri], best: Sequence[_Rated]
) -> Iterable[Group]:
    """The regulations of a page with their best hits."""
    versions: dict[Uri, list[int]] = {work: [] for work in page}
    for number in counts.chosen:
        work = index.shelf.by_no[number].work
        if work in versions:
            versions[work].append(number)
    totals = {work: sum(counts.hits[number] for number in numbers) for work, numbers in versions.items()}
    rated: dict[Uri, list[_Rated]] = defaultdict(list)
    for each in best:
        rated[each.version.work].append(each)
    wanted = max(question.request.per_work, 1)
    short = {work for work in page if len(rated[work]) < min(totals[work], wanted)}
    if short:
        for work in short:
            rated[work] = []
        missing = frozenset(number for work in short for number in versions[work])
        for each in _best(index, question, missing, max(len(missing) * wanted, _LOOKED_AT)):
            rated[each.version.work].append(each)
    for work in page:
        first = rated[work][0].version
        hits = [_hit(question, each, index) for each in rated[work][: question.request.per_work]]
        yield Group(act_for(first, question.request), totals[work], tuple(hits))


def _hit(question: _Question, rated: _Rated, index: Index) -> Hit:
    stored, version = rated.stored, rated.version
    piece = piece_of(stored, index)
    spans = marks(evidence(question.query, piece) or (), piece.own)
    act = act_for(version, question.request)
    return Hit(
        act=act,
        part=stored.part,
        eid=stored.eid,
        label=stored.label,
        headings=stored.headings,
        text=stored.text,
        spans=spans,
        snippet=snippet(stored.text, spans, question.request.width),
        address=f"{act.address}#{stored.eid}" if stored.eid else act.address,
        score=rated.score,
    )


def piece_of(stored: Stored, index: Index) -> Piece:
    """Describe a piece of an index as the rule of `matching` sees it."""
    title, issuer, number = index.said_of(stored.id >> 16)
    own = Run(stored.text, stored.folded)
    return Piece(
        own=own,
        title=title,
        issuer=issuer,
        number=number,
        whole=stored.part is Part.TITLE,
        body=stored.part in BODIES,
    )


def _added(written: Query, expanded: Query) -> tuple[str, ...]:
    """The words that were looked for beside those of the query."""
    own = {run for concept in concepts(written) for run in concept.runs}
    runs = (run for concept in concepts(expanded) for run in concept.runs)
    return tuple(dict.fromkeys(run for run in runs if run not in own))
