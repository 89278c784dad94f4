"""What an act in the corpus settles for others it names: their day of effect, their end.

The full reading of a decision's operations is not here; these are the two facts that need none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from compendium.commencement import closing, made_on, sayings, words_of
from compendium.model import Act, ActKind, Basis, Commencement, Event, EventKind
from compendium.titles import bare_title, quoted, title_key

DECISIONS = (ActKind.AMENDING_DECISION, ActKind.REPEALING_DECISION)
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
    last = [e for e in act.events if e.date == made and e.kind in (EventKind.AMENDMENT, EventKind.REVISION)]
    for event in last:
        for decision in decisions:
            start = decision.commencements[0] if decision.commencements else None
            if start and start.basis is Basis.STATED and start.date and _is_that(event, decision):
                words = f"{quoted(decision.title)}：{start.words}"
                first = Commencement("cm_1", start.date, Basis.STATED, words)
                return replace(act, date=start.date, commencements=(first, *act.commencements[1:]))
    return act


def _is_that(event: Event, decision: Act) -> bool:
    if decision.kind not in DECISIONS or made_on(decision) != event.date or not event.decision:
        return False
    return title_key(event.decision) in title_key(decision.title)


def repealed_by(act: Act) -> tuple[tuple[str, Event], ...]:
    """The titles that an act ends, each with the event to record.

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
                event = Event(EventKind.REPEAL, days[0], act.issuer, decision=act.title)
                found |= dict.fromkeys(_titles(sentence), event)
    own = title_key(act.title)
    return tuple((title, event) for title, event in found.items() if title_key(title) != own)


def _own_start(act: Act) -> list[date]:
    """The stated day of effect of a text that has not been amended."""
    amended = any(event.kind is EventKind.AMENDMENT for event in act.events)
    start = act.commencements[0] if act.commencements and not amended else None
    return [start.date] if start and start.date and start.basis is Basis.STATED else []


def _by_decision(decision: Act) -> tuple[tuple[str, Event], ...]:
    start = decision.commencements[0] if decision.commencements else None
    if start is None or start.date is None:
        return ()
    event = Event(EventKind.REPEAL, start.date, decision.issuer, decision=decision.title)
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
