"""Two versions side by side: what became of each provision, and how a decision names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from compendium.amending.instruction import Numbering, Ref, Region, Step
from compendium.compare.align import align
from compendium.intake.source import squeeze
from compendium.law.act import Act, Provision
from compendium.law.identifiers import NO_EID, EId
from compendium.law.kinds import HEADED, UNITS, Level
from compendium.law.names import number_of

_Path = tuple[tuple[Level, tuple[int, ...]], ...]


def _path(steps: Sequence[Step]) -> _Path:
    return tuple((step.level, step.number) for step in steps)


_TITLES = frozenset({"序言", "引言", "前言", "导言"})  # on a line of its own this is no 自然段


class Side:
    """One of two versions: its provisions by eId with their parents and the steps that lead to them."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self.known: dict[EId, Provision] = {}
        self.parent: dict[EId, EId] = {}
        self.number: dict[EId, tuple[int, ...]] = {}
        self._region: dict[EId, tuple[Region, str]] = {}
        self._enter_all(act.preamble, NO_EID, Region.PREAMBLE, "")
        self._enter_all(act.body, NO_EID, Region.WHOLE, "")
        for attachment in act.attachments:
            name = attachment.num or attachment.heading
            self._enter_all(attachment.body, attachment.eid, Region.WHOLE, name)
        self._by_path: dict[_Path, EId] = {}
        for eid, (region, name) in self._region.items():
            if region is Region.WHOLE and not name:
                self._by_path.setdefault(_path(self.named(eid).steps), eid)
                self._by_path.setdefault(_path(self.ref(eid).steps), eid)

    def _enter_all(self, provisions: Sequence[Provision], above: EId, region: Region, name: str) -> None:
        counts: dict[Level, int] = {}
        for provision in provisions:
            titled = provision.level is Level.RECITAL and squeeze(provision.text) in _TITLES
            counts[provision.level] = position = counts.get(provision.level, 0) + (not titled)
            self.known[provision.eid] = provision
            self.parent[provision.eid] = above
            self.number[provision.eid] = number_of(provision.level, provision.num) or (position,)
            self._region[provision.eid] = (region, name)
            self._enter_all(provision.children, provision.eid, region, name)

    def named(self, eid: EId, numbering: Numbering = Numbering.UNSAID, *, full: bool = False) -> Ref:
        """Refer to a provision by its own number, be it the only 款 of its 条."""
        where, name = self._region[eid]
        return Ref(steps=self.steps(eid, numbering, full=full), region=where, name=name)

    def steps(
        self, eid: EId, numbering: Numbering = Numbering.UNSAID, *, full: bool = False
    ) -> tuple[Step, ...]:
        """List the steps that lead to a provision: 条 without their 章, 项 without the only 款 of a 条.

        `full` names that 款 too.
        """
        steps: list[Step] = []
        while eid in self.known:
            provision = self.known[eid]
            if full or not (steps and self._unsaid(eid)):
                level = provision.level
                if level is Level.LEVEL and self._region[eid][1]:
                    level = Level.POINT  # a 一、 of a 附件 is spoken of as a 项
                steps.insert(0, Step(level, self.number[eid], numbering=numbering))
            if provision.level is Level.ARTICLE:
                break
            eid = self.parent[eid]
        return tuple(steps)

    def _unsaid(self, eid: EId) -> bool:
        """Whether a 款 need not be named above its 项."""
        above = self.known.get(self.parent[eid])
        return self.known[eid].level is Level.PARAGRAPH and above is not None and len(above.children) == 1

    def ref(self, eid: EId, region: Region = Region.WHOLE, numbering: Numbering = Numbering.UNSAID) -> Ref:
        """Refer to a provision or to a part of it; the only 款 of a 条 is the 条."""
        above = self.known.get(self.parent[eid])
        part = region in (Region.LEAD, Region.TAIL)
        where, name = self._region[eid]
        units = UNITS if name else (Level.ARTICLE,)
        if above is not None and above.level in units and self._unsaid(eid) and not part:
            return self.ref(above.eid, region, numbering)
        steps = self.steps(eid, numbering, full=part)
        return Ref(steps=steps, region=where if region is Region.WHOLE else region, name=name)

    def at(self, ref: Ref) -> EId | None:
        """Find the eId of the provision of the body that a reference names by the numbers of this version."""
        return self._by_path.get(_path(ref.steps))

    def below(self, eid: EId) -> frozenset[EId]:
        """List the eIds of a provision and of all that stands below it."""
        return frozenset(p.eid for p in self.known[eid].walk())


class Pairing:
    """Two versions, the later one with the wIds of the earlier where it continues it."""

    def __init__(self, before: Act, after: Act) -> None:
        self.old = Side(before)
        self.new = Side(align(before, after))
        olds = {p.wid: eid for eid, p in self.old.known.items()}
        self.source = {eid: olds[p.wid] for eid, p in self.new.known.items() if p.wid in olds}
        held = _held(self.old, self.new, self.source)
        taken = set(held.values())
        self.source = {a: b for a, b in self.source.items() if a not in held and b not in taken} | held
        for eid in _strays(self.old, self.new, self.source):
            self.source = {a: b for a, b in self.source.items() if a not in self.new.below(eid)}
        self.moves = {old: new for new, old in self.source.items()}

    def continued(self, old: EId) -> Provision | None:
        """Find the provision after that continues one of before."""
        return self.new.known[self.moves[old]] if old in self.moves else None


def _held(old: Side, new: Side, source: Mapping[EId, EId]) -> dict[EId, EId]:
    """The 编章节 after that hold the 条 of one before, whatever their headings; by eId after and before."""
    shared: Counter[tuple[EId, EId]] = Counter()
    above = {p.eid: c.eid for c in containers(old.act.body) for p in units(c.children)}
    for fresh in containers(new.act.body):
        for unit in units(fresh.children):
            home = above.get(source.get(unit.eid, NO_EID), NO_EID)
            while home in old.known:
                if old.known[home].level is fresh.level:
                    shared[fresh.eid, home] += 1
                home = old.parent[home]
    found: dict[EId, EId] = {}
    for (after, before), _ in sorted(
        shared.items(), key=lambda item: (-item[1], source.get(item[0][0]) != item[0][1], item[0])
    ):
        if after not in found and before not in found.values():
            found[after] = before
    return found


def _strays(old: Side, new: Side, source: Mapping[EId, EId]) -> list[EId]:
    """The 条 after that have a 条 before to continue, but in a 章 that can't take it over or give it away.

    They are few in their 章, so that their words rather than they themselves have come back.
    """
    moves = {before: after for after, before in source.items()}
    found: list[EId] = []
    for fresh in containers(new.act.body):
        own = [p.eid for p in fresh.children if p.eid in source and not is_container(p)]
        stay = [eid for eid in own if old.parent[source[eid]] == source.get(fresh.eid)]
        if own and not stay and 2 * len(own) <= len(fresh.children):
            found += own
    for gone in containers(old.act.body):
        kept = [moves[p.eid] for p in gone.children if p.eid in moves and not is_container(p)]
        if kept and gone.eid not in moves and 2 * len(kept) < len(gone.children):
            found += kept
    return found


def is_container(provision: Provision) -> bool:
    """Tell whether 条 stand below: 编章节, and 一、 over 条."""
    return provision.level in HEADED or (
        provision.level is Level.LEVEL and any(p.level is Level.ARTICLE for p in provision.walk())
    )


def units(provisions: Sequence[Provision]) -> Iterator[Provision]:
    """List what instructions are grouped by: the 条, or the 一、 of a text without 条."""
    for provision in provisions:
        if is_container(provision):
            yield from units(provision.children)
        else:
            yield provision


def containers(provisions: Sequence[Provision]) -> Iterator[Provision]:
    """List the 编章节, outermost first, in reading order."""
    for provision in provisions:
        if is_container(provision):
            yield provision
            yield from containers(provision.children)
