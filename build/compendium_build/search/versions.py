"""What an index knows of each version, and what the rest of the search is told by it: time, facets, names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from pypinyin import lazy_pinyin

from compendium.law.days import UNKNOWN_DAY
from compendium.law.identifiers import CorpusPath, Digest, Folder, Uri
from compendium.law.kinds import ActKind
from compendium.law.names import folder_of
from compendium.law.timeline import Status, end_of, interval_of, missing_versions, start_of, version_status
from compendium.library.catalog import Catalog, Work
from compendium.library.config import Category
from compendium.library.facts import Facts
from compendium.text.missing import missing_words
from compendium.text.wording import doubt_words
from compendium_build.search.documents import NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version. It holds for the days `start` <= day < `until` (proleptic ordinals).

    `no` is its number in the index; a piece of it is no << 16 | the piece's order. `classes` are the 编章节
    it stands in, those above them too. `statuses` are (first day, status), in order. `late` are the orders
    of pieces that begin on a day of their own, with that day. `syllables` is the title in pinyin.
    `certain` says whether a text states the day of effect; `lacking` are (first day, until, words) where
    another text may have held that is not at hand.
    """

    no: int
    digest: Digest
    path: CorpusPath
    work: Uri
    kind: ActKind
    language: str
    date: date
    start: int
    until: int
    title: str
    short_title: str
    issuer: str
    number: str
    classes: tuple[str, ...]
    syllables: tuple[str, ...]
    statuses: tuple[tuple[int, Status], ...]
    certain: bool
    late: tuple[tuple[int, int], ...] = ()
    lacking: tuple[tuple[int, int, str], ...] = ()

    def status(self, day: int) -> Status:
        """Tell the version's status on a day."""
        at = bisect_right(self.statuses, day, key=lambda row: row[0])
        return self.statuses[max(at - 1, 0)][1]

    def doubt(self, day: int) -> str:
        """Say what the status on a day leaves open."""
        if lacking := self._lacking(day):
            return lacking
        return doubt_words(self.status(day), self.start != NEVER, self.certain)

    def is_certain(self, day: int) -> bool:
        """Tell whether the answer for a day rests on what texts state."""
        return self.certain and not self._lacking(day)

    def _lacking(self, day: int) -> str:
        if not (self.holds(day) or self.status(day) is Status.NOT_HELD):
            return ""
        return next((words for first, until, words in self.lacking if first <= day < until), "")

    def holds(self, day: int) -> bool:
        """Tell whether the version holds on a day."""
        return self.start <= day < self.until

    @property
    def folder(self) -> Folder:
        """The folder of its work."""
        return folder_of(self.path)


class Facet(StrEnum):
    """The properties by which versions are told apart, as filters and as counts."""

    STATUS = "status"
    KIND = "kind"
    ISSUER = "issuer"
    CLASS = "class"
    YEAR = "year"
    LANGUAGE = "language"


FACETS = tuple(Facet)


def numbered(
    catalog: Catalog, scheme: Sequence[Category], known: Mapping[CorpusPath, Version]
) -> tuple[Version, ...]:
    """Number all versions of a catalog; those of which the index has the text keep their numbers.

    `known` are the index's versions by path.
    """
    above = dict(_lines(scheme, ()))
    free = max((version.no for version in known.values()), default=-1) + 1
    made = []
    for work, sequence, position in _all(catalog):
        facts = sequence[position]
        held = known.get(facts.path)
        same = held is not None and held.digest == facts.digest
        number = held.no if held and same else free
        free += not same
        made.append(
            _version(
                work, sequence, position=position, above=above, number=number, held=held if same else None
            )
        )
    return tuple(made)


def facts_by_path(catalog: Catalog) -> dict[CorpusPath, Facts]:
    """Return the facts of every version, by path."""
    return {sequence[position].path: sequence[position] for _, sequence, position in _all(catalog)}


def _all(catalog: Catalog) -> Iterator[tuple[Work, Sequence[Facts], int]]:
    for work in catalog.works:
        for sequence in (work.expressions, work.translations):
            for position in range(len(sequence)):
                yield work, sequence, position


def _version(
    work: Work,
    sequence: Sequence[Facts],
    *,
    position: int,
    above: Mapping[str, tuple[str, ...]],
    number: int,
    held: Version | None,
) -> Version:
    facts = sequence[position]
    start, until = (day.toordinal() if day else NEVER for day in interval_of(sequence, position))
    subjects = facts.subjects or next((f.subjects for f in reversed(sequence) if f.subjects), ())
    classes = (name for subject in subjects for name in (*above.get(subject, ()), subject))
    return Version(
        no=number,
        digest=facts.digest,
        path=facts.path,
        work=work.uri,
        kind=facts.kind,
        language=facts.language,
        date=facts.date,
        start=start,
        until=until,
        title=facts.title,
        short_title=facts.short_title,
        issuer=facts.issuer,
        number=facts.number,
        classes=tuple(dict.fromkeys(classes)),
        syllables=held.syllables if held else tuple(lazy_pinyin(facts.title, errors="ignore")),
        statuses=tuple(_statuses(sequence, position)),
        certain=start_of(facts)[1],
        late=held.late if held else (),
        lacking=tuple(_lacking(work)),
    )


def _lacking(work: Work) -> Iterator[tuple[int, int, str]]:
    """The days for which texts of a work are missing, with what is said of them; whatever its language."""
    gaps = missing_versions(work.expressions)
    cuts = sorted({day for gap in gaps for day in (gap.since, gap.until) if day})
    for first, until in zip_longest(cuts, cuts[1:]):
        if found := [gap for gap in gaps if gap.on(first)]:
            yield first.toordinal(), until.toordinal() if until else NEVER, missing_words(found)


def _statuses(sequence: Sequence[Facts], position: int) -> Iterator[tuple[int, Status]]:
    """The statuses of a version through time: they change only on days on which something begins or ends."""
    days = {date.min}
    for index, facts in enumerate(sequence):
        days |= {day for day in (start_of(facts)[0],) if day}
        if end := end_of(sequence, index):
            days.add(end[0])
    days |= {day for gap in missing_versions(sequence) for day in (gap.since, gap.until) if day}
    last = None
    for day in sorted(days):
        status = version_status(sequence, position, day)
        if status is not last:
            yield day.toordinal(), status
        last = status


def _lines(scheme: Iterable[Category], above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every class with those above it."""
    for category in scheme:
        yield category.id, above
        yield from _lines(category.children, (*above, category.id))


def values_of(version: Version, facet: Facet, day: date) -> tuple[str, ...]:
    """List the values of a version under a facet."""
    match facet:
        case Facet.STATUS:
            return (version.status(day.toordinal()).value,)
        case Facet.KIND:
            return (version.kind.value,)
        case Facet.ISSUER:
            return (version.issuer,) if version.issuer else ()
        case Facet.CLASS:
            return version.classes
        case Facet.YEAR:
            return () if version.date == UNKNOWN_DAY else (str(version.date.year),)
        case Facet.LANGUAGE:
            return (version.language,)


@dataclass(frozen=True)
class Held:
    """What holds on a day, or all versions: by number, with those of their pieces that do not hold."""

    day: int | None
    versions: frozenset[int]
    without: frozenset[int]


class Shelf:
    """All versions of an index, by number and by path."""

    def __init__(self, versions: Iterable[Version]) -> None:
        self.versions = tuple(versions)
        self.by_no = {version.no: version for version in self.versions}
        self._held: dict[int | None, Held] = {}
        self._values: dict[date, Mapping[int, tuple[tuple[str, ...], ...]]] = {}

    def held(self, day: int | None) -> Held:
        """Find what holds on a day; everything for None."""
        if day not in self._held:
            if len(self._held) > _DAYS:
                self._held.clear()
            self._held[day] = self._on(day)
        return self._held[day]

    def values(self, day: date) -> Mapping[int, tuple[tuple[str, ...], ...]]:
        """List the values of each version on a day, under each of the facets in their order."""
        if day not in self._values:
            if len(self._values) > _DAYS:
                self._values.clear()
            self._values[day] = {
                v.no: tuple(values_of(v, facet, day) for facet in FACETS) for v in self.versions
            }
        return self._values[day]

    def _on(self, day: int | None) -> Held:
        if day is None:
            return Held(None, frozenset(self.by_no), frozenset())
        versions = [version for version in self.versions if version.holds(day)]
        late = (v.no << 16 | order for v in versions for order, start in v.late if start > day)
        return Held(day, frozenset(v.no for v in versions), frozenset(late))


_DAYS = 64
