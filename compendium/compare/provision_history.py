"""The life of a provision through the versions of a work: what it was, when it changed, by what.

A provision is followed by its wId and, where one came of others, by the ancestry that a version states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from compendium.law.act import Act, Block, Event, Image, Para, Provision, inline_text
from compendium.law.changes import Change, ModType
from compendium.law.days import day_label
from compendium.law.identifiers import NO_EID, EId
from compendium.law.kinds import AMENDING, ITEMS, EventKind
from compendium.law.names import quoted
from compendium.law.problems import CompendiumError
from compendium.law.timeline import missing_versions, start_of
from compendium.library.facts import labels
from compendium.text.plain import provision_lines


class Turn(StrEnum):
    """What became of a provision with a version."""

    ENACTED = "enacted"  # in the act from its making
    EARLIEST = "earliest"  # in the oldest version of the corpus, itself an amended text
    BORN = "born"  # with a later version
    UNCHANGED = "unchanged"
    AMENDED = "amended"
    RENUMBERED = "renumbered"  # the words are the same, the number is not
    SPLIT = "split"
    JOINED = "joined"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A provision in one version: `place` is 第三十五条第二款, `text` None once it is gone.

    `version` names the version; `start` is its day of effect, None when undetermined, and `certain` whether
    a text states it. `was` are the places in the version before, `origins` their eIds. `events` made the
    version; `changes` is what the version states of this provision. `is_one_of` is set where texts between
    the version and the one before are not held: which of `events` made the change is then not known.
    """

    version: date
    start: date | None
    certain: bool
    eid: EId
    place: str
    text: str | None
    turn: Turn
    origins: tuple[EId, ...] = ()
    was: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    changes: tuple[Change, ...] = ()
    is_one_of: bool = False

    @property
    def moved(self) -> bool:
        """Whether it stood under another number before."""
        return bool(self.was) and self.was != (self.place,)


class NoSuchProvision(CompendiumError):
    """The version has no provision with that eId."""

    def __init__(self, act: Act, eid: EId) -> None:
        super().__init__(f"{quoted(act.title)}{day_label(act.date)} 的版本没有 {eid}")


def life(acts: Sequence[Act], eid: EId, at: int | None = None) -> tuple[Stage, ...]:
    """Tell the life of the provision that is `eid` in version `at`, by default the last that takes effect.

    `acts` are the versions of a work in one language, in order of date. The stages are in that order too; a
    version has several where the provision was put together from others or was divided.

    Raises:
        NoSuchProvision: the version has no such provision.
    """
    return Lives(acts).life(eid, at)


class Lives:
    """The lives of all provisions of a work: what is the same for each of them is worked out once.

    `acts` are the versions of a work in one language, in order of date.
    """

    def __init__(self, acts: Sequence[Act]) -> None:
        self._versions: list[_Version] = []
        days = {act.date for act in acts}
        gaps = {missing.until for missing in missing_versions(acts)}
        for act in acts:
            version = _Version(act, self._versions[-1] if self._versions else None, days)
            version.follows_gap = version.before is not None and start_of(act)[0] in gaps - {None}
            self._versions.append(version)

    def life(self, eid: EId, at: int | None = None) -> tuple[Stage, ...]:
        """Tell the life of the provision that is `eid` in version `at`, by default the last to take effect.

        Raises:
            NoSuchProvision: the version has no such provision.
        """
        versions = self._versions
        if at is None:
            begun = [i for i, version in enumerate(versions) if start_of(version.act)[0] is not None]
            at = begun[-1] if begun else len(versions) - 1
        if eid not in versions[at].provisions:
            raise NoSuchProvision(versions[at].act, eid)
        return (*_until(versions[at], eid), *_after(versions[at + 1 :], eid))


class _Version:
    """A version with its provisions at hand, the version before it, and what it states of that one."""

    def __init__(self, act: Act, before: _Version | None, days: set[date]) -> None:
        self.act = act
        self.before = before
        self.provisions = {p.eid: p for p in (*act.provisions(), *(a.provision for a in act.attachments))}
        self.by_wid = {p.wid: p.eid for p in self.provisions.values()}
        self.labels = dict(labels(act))
        # the day of the version before may have been settled since, and then names no version
        fits = {before.act.date} if before else set()
        self.follows_gap = False
        self.stated = tuple(c for c in act.changes if c.before in fits or c.before not in days)

    @cached_property
    def heirs(self) -> dict[EId, frozenset[EId]]:
        """For each provision the places in the version before that it comes from."""
        return {eid: frozenset(_own_origins(self, eid)) for eid in self.provisions}


def _until(version: _Version, eid: EId) -> list[Stage]:
    """The stages up to a version, backwards through all that the provision was made of."""
    here: tuple[EId, ...] = (eid,)
    stages: list[Stage] = []
    at: _Version | None = version
    while at is not None and here:
        stages[:0] = [_stage(at, place) for place in here]
        here = _distinct(origin for place in here for origin in _origins(at, place))
        at = at.before
    return stages


def _after(versions: Sequence[_Version], eid: EId) -> Iterator[Stage]:
    """The stages after a version, until the provision is gone."""
    here: tuple[EId, ...] = (eid,)
    for version in versions:
        heirs = tuple(p for p in version.provisions if not version.heirs[p].isdisjoint(here))
        if not heirs:
            yield _end(version, here)
            return
        yield from (_stage(version, heir) for heir in heirs)
        here = heirs


def _distinct(eids: Iterable[EId]) -> tuple[EId, ...]:
    return tuple(dict.fromkeys(eids))


def _own_origins(version: _Version, eid: EId) -> tuple[EId, ...]:
    """What the version states of this very provision, and the provision that has its wId."""
    if version.before is None:
        return ()
    # words deleted, or what stood below it: neither is where the provision comes from
    stated = [c for c in version.stated if c.eid == eid and c.type is not ModType.REPEAL]
    places = [place for change in stated for place in change.was]
    same = version.before.by_wid.get(version.provisions[eid].wid, NO_EID)
    return _distinct(place for place in (*places, same) if place in version.before.provisions)


def _origins(version: _Version, eid: EId) -> tuple[EId, ...]:
    """Where a provision comes from; a 款 born with a 条 that was split or joined comes from what that was."""
    found = _own_origins(version, eid)
    above = eid
    while not found and "__" in above and version.before is not None:
        above = EId(above.rpartition("__")[0])
        made = [c for c in version.stated if c.eid == above and c.type in (ModType.SPLIT, ModType.JOIN)]
        found = _distinct(p for change in made for p in change.was if p in version.before.provisions)
    return found


def _stage(version: _Version, eid: EId) -> Stage:
    origins = _origins(version, eid)
    start, certain = start_of(version.act)
    changes = tuple(c for c in version.act.changes if c.eid and (_within(eid, c.eid) or _within(c.eid, eid)))
    return Stage(
        version=version.act.date,
        start=start,
        certain=certain,
        eid=eid,
        place=version.labels[eid],
        text="\n".join(provision_lines(version.provisions[eid])),
        turn=_turn(version, eid, origins),
        origins=origins,
        was=_places(version.before, origins),
        events=_made(version, changes),
        changes=changes,
        is_one_of=version.follows_gap and not changes,
    )


def _end(version: _Version, gone: tuple[EId, ...]) -> Stage:
    start, certain = start_of(version.act)
    changes = tuple(c for c in version.stated if any(_within(eid, was) for was in c.was for eid in gone))
    was = _places(version.before, gone)
    made = _made(version, changes)
    return Stage(
        version=version.act.date,
        start=start,
        certain=certain,
        eid=NO_EID,
        place="、".join(was),
        text=None,
        turn=Turn.DELETED,
        origins=gone,
        was=was,
        events=made,
        changes=changes,
        is_one_of=version.follows_gap and not changes,
    )


def _within(eid: EId, above: EId) -> bool:
    return eid == above or (bool(above) and eid.startswith(f"{above}__"))


def _places(version: _Version | None, eids: tuple[EId, ...]) -> tuple[str, ...]:
    return tuple(version.labels[eid] for eid in eids) if version else ()


_MADE = (EventKind.ADOPTION, EventKind.PROMULGATION, *AMENDING)


def _made(version: _Version, changes: tuple[Change, ...]) -> tuple[Event, ...]:
    """The events that made a version: those of its stated changes, else those that the one before lacks."""
    known = {(e.kind, e.date) for e in version.before.act.events} if version.before else set()
    fresh = [e for e in version.act.events if e.kind in _MADE and (e.kind, e.date) not in known]
    remade = [event for event in fresh if event.kind in AMENDING]
    if version.before is None:
        remade = remade[-1:]
    decided = {change.decided for change in changes}
    return tuple(e for e in remade if e.date in decided) or tuple(remade or fresh)


def _turn(version: _Version, eid: EId, origins: tuple[EId, ...]) -> Turn:
    if version.before is None:
        amended = any(event.kind in AMENDING for event in version.act.events)
        return Turn.EARLIEST if amended else Turn.ENACTED
    if not origins:
        return Turn.BORN
    if len(origins) > 1:
        return Turn.JOINED
    split = any(c.eid == eid and c.type is ModType.SPLIT for c in version.stated)
    if split or not _own_origins(version, eid):
        return Turn.SPLIT
    before = version.before.provisions[origins[0]]
    if _words(version.provisions[eid]) != _words(before):
        return Turn.AMENDED
    return Turn.UNCHANGED if version.labels[eid] == _places(version.before, origins)[0] else Turn.RENUMBERED


def _words(provision: Provision) -> str:
    """What a provision says and shows, without the numbers of 条 and above."""
    own = provision.heading + _shown(provision.blocks)
    for child in provision.children:
        own += (child.num if child.level in ITEMS else "") + _words(child)
    return own + _shown(provision.tail)


def _shown(blocks: tuple[Block, ...]) -> str:
    """The characters of paragraphs, pictures told apart by their files."""
    paras: list[Para] = []
    for block in blocks:
        paras += (
            [block] if isinstance(block, Para) else [p for r in block.rows for cell in r for p in cell.paras]
        )
    captions = "".join(block.caption for block in blocks if not isinstance(block, Para))
    runs = (run for para in paras for run in para.runs)
    return captions + "".join(run.src if isinstance(run, Image) else inline_text(run) for run in runs)
