"""What the pages before and after the text tell, taken from an edition; no page numbers, no layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from compendium.catalog import Work
from compendium.config_print import PrintConfig
from compendium.facts import Facts
from compendium.model import EventKind
from compendium.timeline import Status, first_day, interval_of, standing, start_of
from compendium_build.artifacts import key_of
from compendium_build.edition import Edition
from compendium_build.print.exchange import Exchange
from compendium_build.print.order import PRINTED
from compendium_build.print.plan import Entry, Piece, chinese_date
from compendium_build.print.settings import place_of, print_settings

_MADE = (EventKind.AMENDMENT, EventKind.REVISION)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that leads to a place in the book; `depth` is that of a division, 3 for a regulation."""

    title: str
    anchor: str
    depth: int = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """A regulation as the indexes list it: `name` is its title without the name of the place."""

    title: str
    name: str
    anchor: str
    year: int
    day: str
    number: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A text that no longer holds; `anchor` is empty when nothing of it stands in the book."""

    title: str
    version: str
    until: str
    words: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """What half title, title page, imprint, notes and contents say; `counts` are (kind, how many).

    `volume` is 第一册, empty when there is only one; `leads` says whether the notes stand here.
    """

    title: str
    publisher: str
    as_of: str
    settings: PrintConfig
    counts: tuple[tuple[str, int], ...]
    parts: tuple[str, ...]
    lines: tuple[Line, ...]
    volume: str = ""
    leads: bool = True


@dataclass(frozen=True, slots=True)
class Back:
    """What the tables and indexes after the text say; `changed` is None for a first edition."""

    title: str
    repealed: tuple[Ended, ...]
    superseded: tuple[Ended, ...]
    changed: tuple[Ended, ...] | None
    last_edition: str
    listed: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class MatterJob:
    """Pages around the text to typeset, in a format."""

    key: str
    book: str
    size: str
    matter: Front | Back | Exchange


def matter_job(making: str, size: str, matter: Front | Back | Exchange) -> MatterJob:
    """What a worker is given; the key holds everything the pages are made from."""
    return MatterJob(key_of(making, size, type(matter).__name__, asdict(matter)), matter.title, size, matter)


def front_of(edition: Edition, pieces: Iterable[Piece]) -> Front:
    """Gather what the front matter says."""
    lines, counts, parts = [], Counter[str](), []
    kinds = {work.folder: work.kind for work in edition.catalog.works}
    for entry in _entries(pieces):
        for division in entry.opens:
            lines.append(Line(division.name, division.anchor, division.depth))
            if division.depth == 0 and division.label:
                parts.append(division.title)
        mark = "（尚未施行）" if entry.mark else ""
        lines.append(Line(entry.title + mark, entry.folder))
        counts[kinds[entry.folder].chinese] += 1
    day = chinese_date(edition.as_of)
    settings = print_settings(edition)
    told = tuple(counts.most_common())
    return Front(edition.title, edition.publisher, day, settings, told, tuple(parts), tuple(lines))


def back_of(edition: Edition, pieces: Iterable[Piece]) -> Back:
    """Gather what the tables and indexes say."""
    last = print_settings(edition).last_edition
    works = edition.catalog.works
    held = {work.folder: work for work in works}
    in_book = [held[entry.folder] for entry in _entries(pieces)]
    return Back(
        edition.title,
        tuple(row for work in works for row in _repealed(edition, work)),
        tuple(row for work in in_book for row in _superseded(edition, work)),
        tuple(row for work in works for row in changed_since(edition, work, last)) if last else None,
        chinese_date(last) if last else "",
        tuple(_listed(edition, work) for work in in_book),
    )


def _entries(pieces: Iterable[Piece]) -> Iterator[Entry]:
    return (entry for piece in pieces for entry in piece.entries)


def _listed(edition: Edition, work: Work) -> Listed:
    facts = edition.current(work)
    day = first_day(facts)
    name = facts.title.removeprefix(place_of(edition)) or facts.title
    return Listed(facts.title, name, work.folder, day.year, day.isoformat(), facts.number)


def _repealed(edition: Edition, work: Work) -> Iterator[Ended]:
    now = edition.standing(work)
    if now.status in (Status.REPEALED, Status.EXPIRED) and now.ended:
        facts = edition.current(work)
        adopted = f"{chinese_date(first_day(facts))}"
        yield Ended(facts.title, adopted, chinese_date(now.ended), _by(facts, now.ended) or now.status.value)


def _superseded(edition: Edition, work: Work) -> Iterator[Ended]:
    current = edition.standing(work).index
    for position, facts in enumerate(work.expressions[:current]):
        start, until = interval_of(work.expressions, position)
        since = chinese_date(start) if start else "另行规定"
        ended = chinese_date(until) if until else ""
        yield Ended(facts.title, since, ended, _made_by(work.expressions[position + 1]), work.folder)


def changed_since(edition: Edition, work: Work, last: date) -> Iterator[Ended]:
    """What became of a work between the last edition and this one."""
    then, now = standing(work.expressions, last), edition.standing(work)
    was, stands = then.status in PRINTED and _known(work, last), now.status in PRINTED
    facts = edition.current(work)
    day = start_of(facts)[0] or facts.date
    if stands and not was:
        yield Ended(facts.title, "新收录", chinese_date(day), "", work.folder)
    elif stands and then.index != now.index:
        yield Ended(facts.title, "修改", chinese_date(day), _made_by(facts), work.folder)
    elif was and not stands and now.ended:
        word = "废止" if now.status is Status.REPEALED else "失效"
        yield Ended(facts.title, word, chinese_date(now.ended), _by(facts, now.ended))


def _known(work: Work, day: date) -> bool:
    """Whether a work had been adopted by a day."""
    return min(first_day(facts) for facts in work.expressions) <= day


def _made_by(facts: Facts) -> str:
    made = [event for event in facts.events if event.kind in _MADE]
    if not made:
        return ""
    last = max(made, key=lambda event: event.date)
    if last.decision:
        return f"《{last.decision}》"
    return f"{chinese_date(last.date)}{last.kind.chinese}"


def _by(facts: Facts, day: date) -> str:
    decisions = [event.decision for event in facts.events if event.date == day and event.decision]
    return f"《{decisions[-1]}》" if decisions else ""
