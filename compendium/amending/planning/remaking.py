"""Make anew the versions of an act that were not made from the version before them.

Two decisions were carried out on the same text, each without the other. The later version is made again by
its own decision from the version that now comes before it, and after it every version made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from compendium.amending.planning.clashes import Clash, Remake, changed_between, clashes
from compendium.amending.planning.overtaken import Shifted, shifted_by, shifted_in
from compendium.amending.planning.plan import recorded_works
from compendium.amending.planning.plans import WorkPlan
from compendium.amending.planning.rebase import again, makers_of, statements_path, stored_statements
from compendium.amending.planning.record import checked, path_of, written
from compendium.amending.reading import read_decision
from compendium.amending.statements import unknown_entries
from compendium.editing.errata import lacking_errata
from compendium.editing.separating import separated
from compendium.law.act import Act
from compendium.law.commencement import made_on
from compendium.law.days import day_label
from compendium.law.identifiers import CorpusPath, Uri, WId
from compendium.law.kinds import AMENDING, DECISIONS
from compendium.law.names import quoted
from compendium.library.catalog import Catalog, Work
from compendium.library.chain import breaks, sharing_folder, version_before
from compendium.library.facts import Facts
from compendium.library.overlay import with_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Remade:
    """One version made anew: what is stored, the text before it now, the text after.

    `after` is None where something is for a person: `clashes`, or a `fault` that concerns the whole.
    """

    facts: Facts
    stored: Act
    before: Act
    after: Act | None = None
    works: tuple[WorkPlan, ...] = ()
    clashes: tuple[tuple[Act, Clash], ...] = ()
    fault: str = ""

    @property
    def blocked(self) -> bool:
        """Whether the version can't be made anew yet."""
        return bool(self.fault or self.clashes)


@dataclass(frozen=True, slots=True, kw_only=True)
class RebasePlan:
    """All that is to be put right; `files` are empty while something blocks or when nothing is to be done.

    `moved` are sentences (Chinese) on the decisions that get folders of their own, `notes` tell what a person
    should look at. `statements` are the files in which a person answers for a decision, by its address; each
    lies beside the decision as it stands in the corpus now.
    """

    works: tuple[Work, ...]
    versions: tuple[Remade, ...] = ()
    moved: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    statements: dict[Uri, CorpusPath] = field(default_factory=dict)
    files: dict[CorpusPath, bytes | None] = field(default_factory=dict)

    @property
    def blocked(self) -> bool:
        """Whether something must be decided by a person first."""
        return any(version.blocked for version in self.versions)


def plan_rebase(catalog: Catalog, work: Work) -> RebasePlan:
    """Work out how each version of an act, or of the acts that a decision amends, follows the one before."""
    files: dict[CorpusPath, bytes | None] = {}
    moved: list[str] = []
    first = catalog
    for decisions in _sharing(catalog, work):
        apart = separated(catalog, decisions)
        files |= apart.files
        moved += apart.notes
        catalog = with_files(catalog, apart.files)
    works = _amended(catalog, work)
    versions: list[Remade] = []
    notes: list[str] = []
    recorded: dict[Uri, Act] = {}
    for one in works:
        versions += remade(catalog, one, notes.append, recorded)
    plan = RebasePlan(
        works=works,
        versions=tuple(versions),
        moved=tuple(moved),
        notes=tuple(notes),
        statements=_statements(versions, first),
    )
    if plan.blocked:
        return plan
    for version in versions:
        files |= _files_of(version, catalog)
    return replace(plan, files=files, notes=(*notes, *_translated(catalog, plan)))


def _sharing(catalog: Catalog, work: Work) -> list[Work]:
    """The folders in which decisions on a work stand together though they are different acts."""
    if work.kind in DECISIONS:
        return [work] if sharing_folder(work) else []
    uris = {made.decision for facts in work.expressions for made in facts.made}
    return [
        other
        for other in catalog.works
        if sharing_folder(other)
        and (other.uri in uris or any(work.uri in facts.amends for facts in other.expressions))
    ]


def _statements(versions: Iterable[Remade], catalog: Catalog) -> dict[Uri, CorpusPath]:
    """Where the statements on each decision are kept while nothing has been written yet."""
    makers = {decision.work: decision for version in versions for decision, _ in version.clashes}
    held = [f for work in catalog.works if work.kind in DECISIONS for f in work.expressions]
    return {
        uri: CorpusPath(facts.path.removesuffix(".xml") + ".toml")
        for uri, maker in makers.items()
        for facts in held
        if (facts.title, facts.date, facts.events) == (maker.title, maker.date, maker.events)
    }


def _amended(catalog: Catalog, work: Work) -> tuple[Work, ...]:
    """The act itself, or the acts that the decisions of its folder have amended."""
    if work.kind not in DECISIONS:
        return (catalog.by_uri[work.uri],)
    uris = {uri for facts in work.expressions for uri in facts.amends}
    return tuple(other for other in catalog.works if other.uri in uris)


def remade(
    catalog: Catalog, work: Work, note: Callable[[str], None], recorded: dict[Uri, Act]
) -> Iterator[Remade]:
    """Make anew each version that was not made from the one before, and those made from what has changed.

    A text that was published stands as it is; only what is recorded of its origin changes. `recorded` are the
    decisions whose operations have been recorded anew so far, by address; those recorded here are added.
    """
    broken = {one.facts.path for one in breaks(work)}
    broken |= {facts.path for facts, _, _ in lacking_errata(work, catalog)}
    fresh: dict[CorpusPath, Act] = {}
    for facts in work.expressions:
        before = version_before(work, facts)
        if before is None or not (facts.path in broken or before.path in fresh):
            continue
        makers = [recorded.get(maker.work, maker) for maker in makers_of(facts, catalog)]
        way = _Way(catalog, work, facts, catalog.act(facts))
        one = _remade(way, makers, fresh.get(before.path) or catalog.act(before))
        if facts.official and (one.blocked or one.after is None):
            note(f"{day_label(facts.date)} 的版本是公布的文本，保持不变，请核对是否已含此前的各次修改")
        elif one.blocked or one.after != one.stored:
            yield one
            if one.after is None:
                return
            fresh[facts.path] = one.after
            recorded |= {w.decision.work: w.decision for w in one.works if w.decision}


def _remade(way: _Way, makers: Sequence[Act], before: Act) -> Remade:
    """Make one version anew by the decisions that made it, in their order."""
    facts, stored = way.facts, way.stored
    one = Remade(facts=facts, stored=stored, before=before)
    if not makers:
        return replace(one, fault="法规库中没有作出这一版本的决定，不能重作；请导入该决定")
    plans: list[WorkPlan] = []
    found: list[tuple[Act, Clash]] = []
    text, origin = before, way.origin()
    changed = _changed(origin, before, stored)
    shifted = tuple(shifted_in(before))
    for maker in makers:
        if wrong := way.misstated(maker):
            return replace(one, fault=wrong)
        plan = replace(way.planned(maker, text, shifted), decision=maker, interim=maker is not makers[-1])
        plans.append(plan)
        found += [(maker, clash) for clash in way.clashes(maker, plan, origin, changed)]
        if plan.fault or plan.after is None or plan.amended is None:
            return replace(one, works=tuple(plans), clashes=tuple(found), fault=plan.fault)
        shifted = tuple(shifted_by(plan.amended, made_on(maker) or facts.date, shifted))
        text = plan.after
        if plan.interim and origin is not None:
            origin = way.planned(maker, origin, ()).after
            changed = changed_between(origin, text) if origin else frozenset()
    one = replace(one, works=tuple(plans), clashes=tuple(found))
    return one if found else _finished(one)


def _finished(one: Remade) -> Remade:
    """A version made anew with all that is recorded of it; nothing that it told may be missing."""
    works = recorded_works(one.works, None, [()] * len(one.works))
    after = written(works[-1])
    if after is None:
        return replace(one, works=works, fault="公布的文本与按决定推算的结构不同")
    told = {(event.kind, event.date) for event in after.events}
    lacking = [e for e in one.stored.events if e.kind in AMENDING and (e.kind, e.date) not in told]
    if lacking:
        fault = f"重作的文本没有原来所记的“{lacking[0].words}”，法规库中没有对应的决定，不能重作"
        return replace(one, works=works, fault=fault)
    return replace(one, works=works, after=after)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a stored version is made from a text: the same for each of its decisions."""

    catalog: Catalog
    work: Work
    facts: Facts
    stored: Act

    def planned(self, maker: Act, text: Act, shifted: tuple[Shifted, ...]) -> WorkPlan:
        """What a decision makes of a text."""
        plan = again(maker, self.work, self.facts.date, text, shifted, self.catalog)
        return replace(plan, held=self.stored)

    def origin(self) -> Act | None:
        """The text that the version was made from, as it stands in the corpus; None where it is not there."""
        days = {made.before for made in self.facts.made}
        others = (f for f in self.work.expressions if f.path != self.facts.path)
        found = next((f for f in others if days & {f.date, *f.former}), None)
        return self.catalog.act(found) if found else None

    def misstated(self, maker: Act) -> str:
        """Say which statement on a decision fits none of its instructions; empty when all fit."""
        reading = read_decision(maker)
        asked = [*(item for part in reading.parts for item in part.items), *reading.common]
        faults = unknown_entries(
            stored_statements(maker, self.catalog), [(item.id, item.words) for item in asked]
        )
        return "；".join(faults)

    def clashes(
        self, maker: Act, plan: WorkPlan, origin: Act | None, changed: frozenset[WId]
    ) -> Iterator[Clash]:
        """What is left to a person, none of it for a text that was published."""
        for item in plan.refused:
            yield Clash(item.instruction.id, item.instruction.words, "", item.reason)
        if not (plan.refused or self.facts.official):
            operations = tuple(m for m in maker.modifications if m.work == self.work.uri)
            yield from clashes(
                plan,
                Remake(stored=self.stored, origin=origin, operations=operations, changed=changed),
            )


def _changed(origin: Act | None, before: Act, stored: Act) -> frozenset[WId]:
    """The provisions that were changed beside the version: since its origin, in its origin, by errata."""
    if origin is None:
        return frozenset()
    known = {event.date for event in stored.events}
    beside = {c.eid for c in origin.changes if c.decided not in known}
    errata = (c for c in before.corrections if c not in stored.corrections)
    put_right = {place.eid for correction in errata for place in correction.places}
    here = (p.wid for root in origin.provisions() if root.eid in beside for p in root.walk())
    there = (p.wid for p in before.provisions() if p.eid in put_right)
    return changed_between(origin, before) | {*here, *there}


def _files_of(version: Remade, catalog: Catalog) -> dict[CorpusPath, bytes | None]:
    """The version, the decisions as they record it now, and what was stated on them."""
    assert version.after is not None
    path = path_of(version.after)
    files: dict[CorpusPath, bytes | None] = {path: checked(version.after)}
    if path != version.facts.path:
        files[version.facts.path] = None
    for work in version.works:
        assert work.decision is not None
        files[path_of(work.decision)] = checked(work.decision)
        beside = statements_path(work.decision)
        if beside in catalog.files.paths():
            files[beside] = catalog.files.read(beside)
    return files


def _translated(catalog: Catalog, plan: RebasePlan) -> Iterator[str]:
    """The translations of what was made anew, which nobody makes anew."""
    for version in plan.versions:
        work = catalog.by_uri[version.stored.work]
        if translation := work.translation_of(version.facts):
            yield f"译本 {translation.path} 没有改动，请核对"


def message_of_rebase(plan: RebasePlan) -> str:
    """Write the message of the commit."""
    titles = "、".join(quoted(work.title) for work in plan.works)
    head = f"在前一版本上重作{titles}" if plan.versions else f"分开{plan.moved[0].partition('移到')[0]}"
    lines = [
        f"- {quoted(v.stored.title)}{day_label(v.facts.date)}，据 {v.before.date} 的版本"
        for v in plan.versions
    ]
    return "\n".join([head, "", *lines, *(f"- {words}" for words in plan.moved)]) + "\n"
