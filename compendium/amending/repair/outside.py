"""References from other works of the corpus to provisions that an amendment moved or took away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from compendium.amending.repair.pointer import Number, numbers_in
from compendium.amending.repair.target import parts_of, renumbered
from compendium.law.act import Act
from compendium.law.citations import Citation, Steps, find_citations, locate
from compendium.law.commencement import made_on
from compendium.law.identifiers import CorpusPath, EId
from compendium.law.kinds import DECISIONS, Level
from compendium.law.names import quoted, title_key
from compendium.law.timeline import standing
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A reference in another work: its file, line and provision, its words, and how they should read.

    `corrected` is empty where what it names is gone, was split, or can't be named number by number.
    """

    path: CorpusPath
    line: int
    title: str
    eid: EId
    words: str
    corrected: str
    reason: str


def outside_references(
    catalog: Catalog,
    work: Work,
    *,
    moves: Mapping[EId, EId | None],
    day: date | None = None,
    origins: Mapping[EId, tuple[EId, ...]] | None = None,
    title: str = "",
) -> Iterator[Outside]:
    """Find what versions in force on `day` say about the work and its provisions that is no longer right.

    `moves` and `origins` are those of the amended text, whole; without a day the latest versions are read.
    `title` is the new title of the work where it has one. A text made when the amendment was in force speaks
    of what it made already. Files that do not refer to the work are not parsed.
    """
    divided = _divided(origins or {})
    names = {name for f in work.expressions for name in (f.title, f.short_title) if name}
    keys = {title_key(name) for name in names}
    changed = {eid for eid, now in moves.items() if now != eid} | divided
    if not changed and not title:
        return
    fates = _Fates(moves=moves, changed=changed, divided=divided, keys=keys, title=title)
    naming = frozenset[CorpusPath]().union(*(catalog.naming.get(key, frozenset()) for key in keys))
    for other in catalog.works if naming else ():
        if other.uri == work.uri or other.kind in DECISIONS:
            continue
        facts = other.expressions[standing(other.expressions, day).index if day else -1]
        if facts.path in naming and not (day and (made_on(facts) or facts.date) >= day):
            yield from _in_file(catalog.act(facts), facts, fates)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fates:
    moves: Mapping[EId, EId | None]
    changed: set[EId]
    divided: set[EId]
    keys: set[str]
    title: str


def _in_file(act: Act, facts: Facts, fates: _Fates) -> Iterator[Outside]:
    for provision in act.provisions():
        for block in (*provision.blocks, *provision.tail):
            text = block.text
            context: Steps = ()
            for cited in find_citations(text):
                if title_key(cited.title) not in fates.keys:
                    continue
                verdict = _judged(text, cited, context, fates)
                context = verdict.steps
                if verdict.reason:
                    words = text[cited.start : cited.end]
                    yield Outside(
                        path=facts.path,
                        line=provision.line,
                        title=act.title,
                        eid=provision.eid,
                        words=words,
                        corrected=verdict.corrected,
                        reason=verdict.reason,
                    )


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Steps as they will be read, and what is wrong with the reference, if anything."""

    steps: Steps
    corrected: str = ""
    reason: str = ""


def _judged(text: str, cited: Citation, context: Steps, fates: _Fates) -> _Verdict:
    stays = _Verdict(cited.steps)
    if not cited.steps:
        return _Verdict((), quoted(fates.title), "法规名称已改") if fates.title else stays
    eid = locate(cited.eid, fates.moves.keys())
    if eid is None or eid not in fates.changed:
        return stays
    if eid in fates.divided:
        return _Verdict(cited.steps, "", "所引用的条款已拆分或者合并")
    now = fates.moves[eid]
    if now is None:
        return _Verdict(cited.steps, "", "所引用的条款已删去")
    numbers = numbers_in(text, cited.start, cited.end)
    parts = parts_of(now) or {}
    printed = {number.level for number in numbers}
    inherited = [(level, n) for level, n in cited.steps if level not in printed]
    read = dict(context)
    if any(number.level not in parts for number in numbers) or any(
        parts.get(level) != read.get(level, n) for level, n in inherited
    ):
        return _Verdict(cited.steps, "", "所引用的条款已移位，须改写")
    steps = tuple((level, parts[level]) for level, _ in cited.steps)
    corrected = _corrected(text, cited, numbers, dict(steps))
    moved = corrected != text[cited.start : cited.end]
    return _Verdict(steps, corrected if moved else "", "所引用的条款已改变序号" if moved else "")


def _corrected(
    text: str, cited: Citation, numbers: tuple[Number, ...], steps: dict[Level, tuple[int, ...]]
) -> str:
    """The words with the numbers of where the provision stands now."""
    out, position, old = "", cited.start, dict(cited.steps)
    for number in numbers:
        word = text[number.start : number.end]
        same = steps[number.level] == old[number.level]
        out += text[position : number.start] + (word if same else renumbered(word, steps[number.level]))
        position = number.end
    return out + text[position : cited.end]


def _divided(origins: Mapping[EId, tuple[EId, ...]]) -> set[EId]:
    """The provisions before that were merged with others or split over several."""
    heirs = Counter(eid for sources in origins.values() for eid in sources)
    merged = {eid for sources in origins.values() if len(sources) > 1 for eid in sources}
    return merged | {eid for eid, count in heirs.items() if count > 1}
