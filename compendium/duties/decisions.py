"""Decisions that the corpus holds and that have not been carried out on the regulations they name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from compendium.amending.instruction import Instruction, Part, Reading, RepealAct, Unread
from compendium.amending.planning.one import NoBase, made_by, work_of
from compendium.amending.reading import read_decision
from compendium.duties.duty import Concern, Duty, Place, known_by, name_of, version_id
from compendium.duties.effects import command_for, open_effects, place_of
from compendium.law.days import day_words
from compendium.law.kinds import DECIDING, DECISIONS, EventKind
from compendium.law.names import quoted, title_key
from compendium.law.timeline import OVER, first_day, standing, start_of
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts
from compendium.library.told_effects import Told
from compendium.text.wording import UNDETERMINED, UNSTATED


def unapplied(catalog: Catalog, day: date) -> Iterator[Duty]:
    """Find the decisions that name regulations of the corpus and have not amended or repealed them.

    Of a regulation on which its file records operations it has been carried out; only those are read that
    name a work which does not tell of them. What it does to the life of others, the facts tell.
    """
    names = _names(catalog)
    for work in catalog.works:
        for facts in work.expressions if work.kind in DECISIONS else ():
            if known_by(facts, day):
                told = [each for each in open_effects(catalog, work, day) if each.facts is facts]
                told = [each for each in told if not _over(each, day)]
                missing = [place_of(each) for each in told]
                if _may_miss(names, facts, day):
                    missing += _missing(catalog, facts, missing, day)
                if missing:
                    command = command_for(catalog, told[0]) if told else ""
                    if any(place.note in (_AMEND, _UNREAD) for place in missing):
                        command = f"compendium amend plan {name_of(catalog, work)}"
                    yield _duty(work, facts, missing, command, day)


def _missing(catalog: Catalog, facts: Facts, effects: Sequence[Place], day: date) -> Iterator[Place]:
    """What the decision orders and the regulations do not tell, as its words are read."""
    reading = read_decision(catalog.act(facts))
    yield from _unamended(catalog, facts, reading, day)
    if not facts.carried_out:
        told = {title_key(place.words) for place in effects}
        yield from (p for p in _unrepealed(catalog, facts, reading, day) if title_key(p.words) not in told)
        yield from _unread(catalog, facts, reading, day)


def _over(told: Told, day: date) -> bool:
    """Whether the act named holds no more, so that nothing is left to be done."""
    return told.target is not None and standing(told.target.expressions, day).status in OVER


def _duty(work: Work, facts: Facts, missing: Sequence[Place], command: str, day: date) -> Duty:
    start, certain = start_of(facts)
    several = len({place.words for place in missing})
    due = start if certain else None
    return Duty(
        id=f"{Concern.DECISION}:{version_id(facts)}",
        concern=Concern.DECISION,
        title=facts.title,
        message=f"{_when(due, certain, day)}，尚未据以修改或者废止 {several} 部",
        work=work.uri,
        due=due,
        overdue=due is not None and due <= day,
        places=tuple(missing),
        command=command,
    )


_AMEND, _REPEAL, _UNREAD = "没有据此修改的版本", "没有记上废止", "决定提到，怎样修改没有读懂"


def _may_miss(names: _Names, decision: Facts, day: date) -> bool:
    """Whether a work that the decision names lacks what it orders; reading its words costs far more.

    Of a decision that is carried out in part, only the works count that it speaks of changing.
    """
    said = [
        *decision.names_to_amend,
        *(effect.title for effect in decision.effects),
        *_titles_in(decision.title),
    ]
    if not decision.carried_out:
        said += [reference.title for reference in decision.references if reference.title]
    works = {w.uri: w for title in said for w in names.get(title_key(title.removeprefix(_STATE)), ())}
    works |= {w.uri: w for title in said for w in names.get(title_key(title), ())}
    return any(_concerned(w, decision, day) and not _carried_out(w, decision) for w in works.values())


_Names = Mapping[str, Sequence[Work]]


def _names(catalog: Catalog) -> _Names:
    """Works by all their titles, with and without what a bracket at the end adds."""
    found: dict[str, list[Work]] = defaultdict(list)
    for key, works in catalog.by_title.items():
        found[key] += works
    for work in catalog.works:
        if _BRACKETS.search(work.title):
            found[title_key(_BRACKETS.sub("", work.title))].append(work)
    return found


_TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)+》")
_STATE = "中华人民共和国"
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]$")


def _carried_out(work: Work, decision: Facts) -> bool:
    """Whether the decision or some version of a work says that the work carries what was ordered."""
    return work.uri in decision.carried_out or any(_carries(facts, decision) for facts in work.expressions)


def _unamended(catalog: Catalog, decision: Facts, reading: Reading, day: date) -> Iterator[Place]:
    """The regulations of which neither the decision nor a version says that it made one."""
    for part in reading.parts:
        for work in _named(part, catalog, decision):
            if _concerned(work, decision, day) and not _carried_out(work, decision):
                yield Place(path=work.expressions[-1].path, line=1, words=quoted(part.title), note=_AMEND)


def _carries(facts: Facts, decision: Facts) -> bool:
    """Whether a version says that the decision made it, or at least that it was remade on that day.

    Many a 题注 leaves the decision's title out, or shortens it: 中华人民共和国宪法修正案 for that of 1988.
    """
    adopted = {event.date for event in decision.events if event.kind in DECIDING}
    later = [e for e in facts.events if e.kind in DECIDING and e.date != first_day(facts)]
    return made_by(facts, decision) or any(event.date in adopted for event in later)


def _unrepealed(catalog: Catalog, decision: Facts, reading: Reading, day: date) -> Iterator[Place]:
    """The regulations that are to be repealed and record no repeal."""
    for item in reading.repeals:
        if not isinstance(item, Instruction) or not isinstance(item.action, RepealAct):
            continue
        for work in _named(Part(item.action.title, ()), catalog, decision):
            ends = any(e.kind is EventKind.REPEAL for f in work.expressions for e in f.events)
            if _concerned(work, decision, day) and not ends:
                yield Place(
                    path=work.expressions[-1].path, line=1, words=quoted(item.action.title), note=_REPEAL
                )


def _unread(catalog: Catalog, decision: Facts, reading: Reading, day: date) -> Iterator[Place]:
    """The regulations named in words that are not understood, or in the title where nothing was read."""
    words = "".join(item.words for item in reading.common if isinstance(item, Unread))
    words += "" if reading.parts or reading.repeals else decision.title
    told = {title_key(part.title) for part in reading.parts}
    for title in dict.fromkeys(_titles_in(words)):
        for work in _named(Part(title, ()), catalog, decision) if title_key(title) not in told else ():
            if _concerned(work, decision, day) and not _carried_out(work, decision):
                yield Place(path=work.expressions[-1].path, line=1, words=quoted(title), note=_UNREAD)


def _titles_in(words: str) -> list[str]:
    """The titles in 《》 in some words: 关于修改《甲条例》的决定."""
    return [match[0][1:-1] for match in _TITLE.finditer(words)]


def _named(part: Part, catalog: Catalog, decision: Facts) -> tuple[Work, ...]:
    """The regulation that a part names; none when the corpus holds none or the words fit several."""
    try:
        work = work_of(part, catalog, start_of(decision)[0])
    except NoBase:
        found = (catalog.cited(title) for title in (part.title, *part.aliases))
        return tuple(work for work in found if work)[:1]
    return (work,) if work else ()


def _concerned(work: Work, decision: Facts, day: date) -> bool:
    """Whether the decision still has something to do with a work: neither ended nor made anew since."""
    if standing(work.expressions, day).status in OVER:
        return False
    return any(not facts.events or first_day(facts) <= first_day(decision) for facts in work.expressions)


def _when(due: date | None, certain: bool, day: date) -> str:
    if due is None:
        return UNDETERMINED if certain else UNSTATED
    return f"{'已' if due <= day else '将'}自{day_words(due)}起施行"
