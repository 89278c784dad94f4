"""What decisions settle for acts that are in the corpus already: their day of effect, their end.

The full reading of a decision's operations is not here; these are the two facts that need none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from compendium.akn import parse_act, write_act
from compendium.editing.moving import current, moved
from compendium.law.act import Act, Basis, Commencement, Event
from compendium.law.commencement import closing, made_on, words_of
from compendium.law.days import day_label
from compendium.law.identifiers import CorpusPath
from compendium.law.kinds import AMENDING, DECISIONS, ActKind, EventKind
from compendium.law.names import bare_title, expression_path, quoted, title_key
from compendium.law.validity import sayings
from compendium.library.catalog import Catalog

_REPEALS = re.compile(r"废止(?=《)|(?:予以|决定|同时)废止|日起废止")
_LISTS = re.compile(r"(?:下列|以下)[^。]*废止|废止(?:下列|以下)")
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》")


def settle(act: Act, decisions: Iterable[Act]) -> Act:
    """Take the day of effect of a version from the decision that made it, when the text leaves it open.

    The decision is recognised by its title and its day of adoption in the last event of the 题注.
    """
    if not act.commencements or act.commencements[0].basis is not Basis.NOT_STATED or not act.events:
        return act
    made = made_on(act)
    last = [e for e in act.events if e.date == made and e.kind in AMENDING]
    for event in last:
        for decision in decisions:
            start = decision.commencements[0] if decision.commencements else None
            if start and start.basis.is_known and start.date and _is_that(event, decision):
                words = f"{quoted(decision.title)}：{start.words}"
                first = Commencement("cm_1", start.date, Basis.STATED, words)
                return replace(act, date=start.date, commencements=(first, *act.commencements[1:]))
    return act


def _is_that(event: Event, decision: Act) -> bool:
    if decision.kind not in DECISIONS or made_on(decision) != event.date or not event.decision:
        return False
    return title_key(event.decision) in title_key(decision.title)


def repealed_by(act: Act) -> tuple[tuple[str, Event], ...]:
    """List the titles that an act ends, each with the event to record.

    A repealing decision ends what it names; any other act what its last 条 says is 同时废止.
    """
    if act.kind is ActKind.REPEALING_DECISION:
        return _by_decision(act)
    return () if act.kind is ActKind.AMENDING_DECISION else _by_successor(act)


def _by_successor(act: Act) -> tuple[tuple[str, Event], ...]:
    """本条例自2020年5月1日起施行。《某规定》同时废止。 A consolidated text says so of its first day.

    Where the words give no day (自公布之日起, 另行规定), it is that on which the original takes effect.
    """
    found: dict[str, Event] = {}
    for provision in closing(act):
        text = words_of(provision)
        days = [saying.day for saying in sayings(text) if saying.day] or _own_start(act)
        for sentence in re.split("[。；]", text):
            if days and "同时废止" in sentence:
                event = Event(kind=EventKind.REPEAL, date=days[0], body=act.issuer, decision=act.title)
                found |= dict.fromkeys(_titles(sentence), event)
    own = title_key(act.title)
    return tuple((title, event) for title, event in found.items() if title_key(title) != own)


def _own_start(act: Act) -> list[date]:
    """The stated day of effect of a text that has not been amended."""
    amended = any(event.kind is EventKind.AMENDMENT for event in act.events)
    start = act.commencements[0] if act.commencements and not amended else None
    return [start.date] if start and start.date and start.basis.is_known else []


def _by_decision(decision: Act) -> tuple[tuple[str, Event], ...]:
    start = decision.commencements[0] if decision.commencements else None
    if start is None or start.date is None:
        return ()
    event = Event(kind=EventKind.REPEAL, date=start.date, body=decision.issuer, decision=decision.title)
    titles: dict[str, None] = {}
    listed = False
    for provision in decision.provisions():
        for block in (*provision.blocks, *provision.tail):
            listed = listed or bool(_LISTS.search(block.text))
            if listed and block.text.startswith("《"):
                titles |= dict.fromkeys(_titles(block.text)[:1])
            elif listed and (bare := bare_title(block.text)):
                titles[bare] = None
            elif _REPEALS.search(block.text):
                titles |= dict.fromkeys(_titles(block.text))
    return tuple((title, event) for title in titles)


def _titles(text: str) -> list[str]:
    """The titles that a passage ends: not those in brackets, in 关于废止《…》的议案, or after 根据.

    >>> _titles("根据《甲法》，决定废止《乙条例》（1999年公布）和《丙条例》。")
    ['乙条例', '丙条例']
    """
    titles = [match[1] for match in _TITLE.finditer(text)]
    count = iter(range(len(titles)))
    marked = _TITLE.sub(lambda _: f"\x00{next(count)}\x00", text)
    marked = re.sub(r"（[^（）]*）", "", marked)
    marked = re.sub(r"关于[^，。；]*?的(?:议案|决定|说明)", "", marked)
    named: list[str] = []
    for sentence in re.split("[。；]", marked):
        _, verb, after = sentence.partition("废止\x00")
        kept = verb[-1:] + after if verb else sentence
        kept = re.sub(r"(?:根据|依照|按照|依据)[^，]*", "", kept) if not verb else kept
        named += re.findall("\x00(\\d+)\x00", kept)
    return [titles[int(number)] for number in named]


def end(act: Act, event: Event) -> Act:
    """Record a repeal in a version; one already recorded for that day stays as it is."""
    if any(e.kind is EventKind.REPEAL and e.date == event.date for e in act.events):
        return act
    return replace(act, events=(*act.events, event))


@dataclass(frozen=True, slots=True)
class Changes:
    """Files to write or remove (None), and a sentence on each change."""

    files: dict[CorpusPath, bytes | None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def known_decisions(catalog: Catalog) -> list[Act]:
    """List the decisions that the corpus holds."""
    works = [work for work in catalog.works if work.kind in DECISIONS]
    return [catalog.act(facts) for work in works for facts in work.expressions]


def settle_known(catalog: Catalog, decisions: Iterable[Act]) -> Changes:
    """Settle versions taken in before their decision: the day of effect it states also names their files."""
    changes, made = Changes(), list(decisions)
    days = {event.date for decision in made for event in decision.events}
    for work in catalog.works:
        taken = {facts.date for facts in work.expressions}
        for facts in work.expressions:
            if not any(event.date in days for event in facts.events):
                continue
            act = current(catalog, facts, changes.files)
            settled = settle(act, made)
            if settled is act or (settled.date != act.date and settled.date in taken):
                continue
            changes.files.update(moved(catalog, work, facts, settled, changes.files))
            changes.notes.append(
                f"{quoted(act.title)}{day_label(act.date)} 的版本据决定自 {settled.date} 起施行"
            )
    return changes


def citing(catalog: Catalog, titles: Iterable[str]) -> list[Act]:
    """List the versions in the corpus that name one of these titles, and so may have ended its act."""
    wanted = {title_key(title) for title in titles}
    return [
        catalog.act(facts)
        for work in catalog.works
        for facts in work.expressions
        if any(reference.title and title_key(reference.title) in wanted for reference in facts.references)
    ]


def record_repeals(
    catalog: Catalog, ending: Iterable[Act], fresh: Iterable[Act], written: Mapping[CorpusPath, bytes | None]
) -> Changes:
    """Record in the last versions what the acts `ending` repeal; `written` is not yet in the corpus."""
    changes, imported = Changes(), list(fresh)
    for ender in ending:
        for title, event in repealed_by(ender):
            known = {**written, **changes.files}
            for path, act in _last_version(title, event.date, catalog, imported, known):
                ended = end(act, event)
                if ended is not act:
                    changes.files[path] = write_act(ended)
                    by = f"（据{quoted(ender.title)}）"
                    changes.notes.append(f"{quoted(act.title)}自 {event.date} 起废止{by}")
    return changes


def _last_version(
    title: str, day: date, catalog: Catalog, fresh: list[Act], written: Mapping[CorpusPath, bytes | None]
) -> Iterator[tuple[CorpusPath, Act]]:
    """The last version before a day of the act of that title, from this import or from the corpus.

    An act may be made anew under the same title after its repeal.
    """
    key = title_key(title)
    candidates = [act for act in fresh if title_key(act.title) == key and act.language == "zho"]
    for work in catalog.by_title.get(key, ()):
        candidates += [catalog.act(facts) for facts in work.expressions if facts.date < day][-1:]
    candidates = [act for act in candidates if act.date < day]
    if candidates:
        act = max(candidates, key=lambda act: act.date)
        path = expression_path(act.work, act.language, act.date)
        data = written.get(path)
        yield path, parse_act(data, path) if data else act
