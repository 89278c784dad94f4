"""An edition: the corpus at one revision, seen from one day. Everything published is a view of it.

What has happened to its works, newest first, is the matter of the feed and of the home page (`happenings`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Generic, TypeVar, cast

from compendium.law.act import Act, Event
from compendium.law.citations import locate
from compendium.law.identifiers import NO_EID, CorpusPath, Digest, EId, Folder, Uri
from compendium.law.kinds import EventKind
from compendium.law.timeline import Standing, Status, events_of, interval_of, standing, version_status
from compendium.library.catalog import Catalog, Work
from compendium.library.config import Category, CorpusConfig
from compendium.library.facts import Facts, Reference
from compendium.library.history import Past
from compendium.library.moved import NOTHING_MOVED, Moves
from compendium_build.edition.media import PublishedFiles

T = TypeVar("T")


def index_of(work: Work, facts: Facts) -> int | None:
    """Find the place of a version, or of the one that it translates, among the versions of a work."""
    return next((i for i, version in enumerate(work.expressions) if version.date == facts.date), None)


@dataclass(frozen=True)
class Target:
    """The place a reference leads to: a version of a work and a provision in it (empty: the whole)."""

    work: Work
    facts: Facts
    eid: EId


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What every form of publication needs: works, the day, and who publishes.

    `config` is corpus.toml. `past` has the commits that led to the catalog, None where there are none.
    `moves` tells what stood elsewhere before.
    """

    catalog: Catalog
    as_of: date
    config: CorpusConfig
    revision: str = ""
    past: Past | None = None
    moves: Moves = NOTHING_MOVED

    @property
    def title(self) -> str:
        """The name of the compendium."""
        return self.config.title

    @property
    def publisher(self) -> str:
        """Who publishes it."""
        return self.config.publisher

    @property
    def base_url(self) -> str:
        """Where the site stands; empty while it has no address."""
        return self.config.base_url

    @property
    def scheme(self) -> tuple[Category, ...]:
        """The classes of acts, in order."""
        return self.config.scheme

    @property
    def dropped(self) -> dict[CorpusPath, str]:
        """The files of the corpus that may not be published, with the reason."""
        files = self.catalog.files
        return files.dropped if isinstance(files, PublishedFiles) else {}

    @property
    def origin(self) -> dict[str, str]:
        """Of which commit and day it is, as the manifest of a folder tells it."""
        return {"revision": self.revision, "as_of": self.as_of.isoformat()}

    @cached_property
    def standings(self) -> dict[Uri, Standing]:
        """How each work stands on the edition's day, by URI."""
        return {work.uri: standing(work.expressions, self.as_of) for work in self.catalog.works}

    def standing(self, work: Work) -> Standing:
        """Tell how a work stands on the edition's day."""
        return self.standings[work.uri]

    def current(self, work: Work) -> Facts:
        """Return the version to show for a work on the edition's day."""
        return work.expressions[self.standing(work).index]

    def version_status(self, work: Work, facts: Facts) -> Status:
        """Tell the status of one version on the edition's day."""
        return version_status(work.expressions, work.expressions.index(facts), self.as_of)

    def act(self, facts: Facts) -> Act:
        """Read the text of a version."""
        return self.catalog.act(facts)

    def resolve(self, work: Work, facts: Facts, reference: Reference) -> Target | None:
        """Find where a reference in a version leads, or None when nothing in the corpus answers to it.

        A reference inside the act leads into the same version; one to another act leads to the version
        that holds on the `reading_day`.
        """
        if not reference.title:
            own = locate(reference.eid, self.eids(facts))
            return Target(work, facts, own) if own else None
        cited = self.catalog.cited(reference.title)
        if cited is None:
            return None
        version = facts
        if cited.uri != work.uri:
            version = cited.expressions[standing(cited.expressions, self.reading_day(work, facts)).index]
        eid = locate(reference.eid, self.eids(version)) if reference.eid else NO_EID
        return None if eid is None else Target(cited, version, eid)

    def reading_day(self, work: Work, facts: Facts) -> date:
        """Choose the day as of which a version is read, so that references lead to what held beside it.

        The edition's day while the version holds; its first day while that is still to come; the last day
        that it held once it is over, so that the page of a past version stays as it was when it ended.
        """
        index = index_of(work, facts)
        start, until = (facts.date, None) if index is None else interval_of(work.expressions, index)
        if start is None or start > self.as_of:
            return max(start or facts.date, self.as_of)
        return max(start, until - timedelta(days=1)) if until and until <= self.as_of else self.as_of

    def eids(self, facts: Facts) -> frozenset[EId]:
        """List the eIds of all provisions of a version."""
        held = self._eids.get(facts.digest)
        if held is None:
            held = self._eids[facts.digest] = frozenset(eid for eid, _ in facts.labels)
        return held

    @cached_property
    def folders(self) -> frozenset[Folder]:
        """The folders of the works."""
        return frozenset(work.folder for work in self.catalog.works)

    @cached_property
    def places(self) -> frozenset[str]:
        """The folders of the works, and those of the versions in them."""
        every = ((w, f) for w in self.catalog.works for f in (*w.expressions, *w.translations))
        return self.folders | {f"{work.folder}/{facts.date.isoformat()}" for work, facts in every}

    @cached_property
    def _known(self) -> dict[object, object]:
        """What forms of publication work out once for all of them, by the `Once` that does so."""
        return {}

    @cached_property
    def _eids(self) -> dict[Digest, frozenset[EId]]:
        return {}

    @cached_property
    def backlinks(self) -> dict[Uri, tuple[tuple[Work, Facts, Reference], ...]]:
        """For each work's URI, the references to it from the current versions of other works."""
        found: dict[Uri, list[tuple[Work, Facts, Reference]]] = defaultdict(list)
        for work in self.catalog.works:
            facts = self.current(work)
            for reference in facts.references:
                if not reference.title:
                    continue
                cited = self.catalog.cited(reference.title)
                if cited is not None and cited.uri != work.uri:
                    found[cited.uri].append((work, facts, reference))
        return {uri: tuple(rows) for uri, rows in found.items()}


class Once(Generic[T]):
    """A value that is worked out once for an edition, whoever asks for it.

    >>> titles = Once(lambda edition: [work.title for work in edition.catalog.works])
    """

    def __init__(self, make: Callable[[Edition], T]) -> None:
        self._make = make

    def __call__(self, edition: Edition) -> T:
        known = edition._known
        if self not in known:
            known[self] = self._make(edition)
        return cast(T, known[self])

    def settle(self, edition: Edition, value: T) -> None:
        """Set the value instead of working it out."""
        edition._known[self] = value


ANNOUNCED = frozenset({EventKind.ADOPTION, EventKind.PROMULGATION})
"""What is a fact before its day has come."""
_ORDER = {kind: position for position, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class Happening:
    """An event in the life of a work and the version that first tells of it.

    `nth` counts the events of the same kind on the same day, from 1.
    """

    work: Work
    facts: Facts
    event: Event
    nth: int = 1

    @property
    def is_partial(self) -> bool:
        """Whether only some provisions begin, sleep or wake on the day.

        The act begins with its first commencement.
        """
        if self.event.places:
            return True
        first = self.facts.commencements[0].date if self.facts.commencements else None
        return self.event.kind is EventKind.COMMENCEMENT and not self.event.words and self.event.date != first

    @property
    def rank(self) -> tuple[date, str, int, int]:
        """The place of the event in time; what happens on one day is told work by work."""
        return self.event.date, self.work.uri, _ORDER[self.event.kind], self.nth


def happenings(edition: Edition) -> list[Happening]:
    """List all that has happened by the edition's day, newest first.

    Of what is still to come only that is told which is already a fact: that an act was adopted or published.
    """
    told = [h for work in edition.catalog.works for h in work_happenings(work) if _is_told(h, edition.as_of)]
    return sorted(told, key=lambda h: h.rank, reverse=True)


def _is_told(happening: Happening, day: date) -> bool:
    return happening.event.date <= day or happening.event.kind in ANNOUNCED


def work_happenings(work: Work) -> list[Happening]:
    """List the events of a work, each once, though every version repeats those before it."""
    found: dict[tuple[EventKind, date, int], Happening] = {}
    for index, facts in enumerate(work.expressions):
        for event, nth in _counted([*events_of(work.expressions, index), *_commencements(facts)]):
            found.setdefault((event.kind, event.date, nth), Happening(work, facts, event, nth))
    return list(found.values())


def _counted(events: list[Event]) -> Iterator[tuple[Event, int]]:
    seen: Counter[tuple[EventKind, date]] = Counter()
    for event in events:
        seen[event.kind, event.date] += 1
        yield event, seen[event.kind, event.date]


def _commencements(facts: Facts) -> list[Event]:
    """The stated days of effect that the version's events don't tell already."""
    told = {event.date for event in facts.events if event.kind is EventKind.COMMENCEMENT}
    days = {c.date for c in facts.commencements if c.date and c.basis.is_known}
    return [Event(kind=EventKind.COMMENCEMENT, date=day) for day in sorted(days - told)]
