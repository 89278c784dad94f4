"""Write down what a decision does: operations in its own file, the ancestry in the texts that it makes.

From these come the files that carry a plan out, and the words of its commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from compendium.akn import BadXml, parse_act, write_act
from compendium.amending.instruction import Adjust, Amended, Instruction, Item, Operation, Unread
from compendium.amending.planning.entered import entered
from compendium.amending.planning.plans import AmendPlan, WorkPlan
from compendium.amending.planning.rebase import statements_path
from compendium.compare import DifferenceKind, difference
from compendium.editing.decided import done, record_effects
from compendium.law.act import Act, Event
from compendium.law.changes import Change, Modification, ModType, State
from compendium.law.commencement import made_on
from compendium.law.days import day_label
from compendium.law.effects import effects_of
from compendium.law.identifiers import NO_EID, CorpusPath, EId, Uri
from compendium.law.kinds import EventKind
from compendium.law.names import expression_path, quoted, title_key, with_wids
from compendium.law.problems import CompendiumError
from compendium.library.catalog import Catalog

if TYPE_CHECKING:
    from compendium.amending.opening import Opened

KEPT = frozenset({State.READ, State.STATED, State.ASIDE})


def modifications(works: Iterable[WorkPlan]) -> tuple[tuple[Modification, ...], ...]:
    """List the operations of each plan on a regulation that the corpus holds, numbered through."""
    found, count = [], 0
    for plan in works:
        own: list[Modification] = []
        if plan.work is not None and plan.after is not None:
            for item in plan.items:
                for modification in _of_item(item, plan.work.uri):
                    count += 1
                    own.append(replace(modification, eid=EId(f"mod_{count}")))
        found.append(tuple(own))
    return tuple(found)


def rerecorded(decision: Act, plan: WorkPlan) -> tuple[Act, tuple[Modification, ...]]:
    """Record a decision's operations as they are on another text before; return it and these alone."""
    assert plan.work is not None
    uri = plan.work.uri
    fresh = [m for item in plan.items for m in _of_item(item, uri)]
    again = {m.passages for m in fresh}
    gone = [m for m in decision.modifications if m.work == uri and m.passages in again]
    highest = max((_count(m) for m in decision.modifications), default=0)
    names = [m.eid for m in gone] + [EId(f"mod_{highest + n}") for n in range(1, len(fresh) + 1)]
    named = tuple(replace(m, eid=name) for m, name in zip(fresh, names, strict=False))
    kept = [m for m in decision.modifications if m not in gone]
    return replace(decision, modifications=tuple(sorted([*kept, *named], key=_count))), named


def _count(modification: Modification) -> int:
    return int(modification.eid.rpartition("_")[2])


def _of_item(item: Item, uri: Uri) -> Iterator[Modification]:
    instruction = item.instruction
    if item.state not in KEPT:
        return
    if item.state is State.ASIDE:
        yield Modification(
            eid=NO_EID,
            type=ModType.SUBSTITUTION,
            work=uri,
            passages=instruction.passages,
            targets=(),
            results=(),
            state=State.ASIDE,
            reason=item.reason,
        )
        return
    words = instruction.words if item.state is State.STATED else ""
    for operation in item.operations or catch_all(instruction):
        yield Modification(
            eid=NO_EID,
            type=operation.type,
            work=uri,
            passages=instruction.passages,
            targets=operation.targets,
            results=operation.results,
            old=operation.old,
            new=operation.new,
            form=getattr(instruction, "form", ""),
            state=item.state,
            words=words,
            reason=item.reason,
        )


def catch_all(instruction: Instruction | Unread) -> tuple[Operation, ...]:
    """Tell what 此外，对条款顺序作相应调整 does: the numbers of the whole act."""
    if isinstance(instruction, Instruction) and isinstance(instruction.action, Adjust):
        return (Operation(type=ModType.RENUMBERING, targets=(NO_EID,), results=(NO_EID,)),)
    return ()


def with_changes(after: Act, amended: Amended, decision: Act, made: Sequence[Modification]) -> Act:
    """State in a text what the decision did to its provisions and where each was before.

    A provision that the decision names has the type of what was done to it; one that has another number only
    because others came or went is a renumbering. Where another decision amended the text for the same day,
    both are told, from the version before them.
    """
    origin = _Origin.of(amended, after)
    if origin is None:
        return after
    before = _was(amended)
    there = {provision.eid for provision in after.provisions()}
    day = made_on(decision) or decision.date

    def change(kind: ModType, modification: EId, eid: EId) -> Change:
        was = tuple(old for eid in before.get(eid, ()) for old in origin.traced(eid))
        return Change(
            type=kind,
            decision=decision.work,
            decided=day,
            modification=modification,
            eid=eid,
            before=origin.day,
            was=was,
        )

    changes: dict[EId, Change] = {}
    for modification in made:
        for eid in modification.results:
            if eid in there and modification.state is not State.ASIDE:
                old = changes.get(eid)
                if old is None or old.type is ModType.RENUMBERING:
                    changes[eid] = change(modification.type, modification.eid, eid)
    licence = _licence(made)
    for eid, was in before.items():
        if licence and eid in there and eid not in changes and _renumbered(eid, was):
            changes[eid] = change(ModType.RENUMBERING, licence, eid)
    for told in origin.told.values():
        now = amended.moves.get(told.eid)
        if now in there and (now not in changes or changes[now].type is ModType.RENUMBERING):
            changes[now] = replace(told, eid=now)
    order = {provision.eid: position for position, provision in enumerate(after.provisions())}
    return replace(after, changes=tuple(sorted(changes.values(), key=lambda c: order.get(c.eid, -1))))


@dataclass(frozen=True, slots=True)
class _Origin:
    """The version that the changes of a text are told from, and what was changed for its day before."""

    day: date
    told: Mapping[EId, Change]

    @classmethod
    def of(cls, amended: Amended, after: Act) -> _Origin | None:
        """Find the origin of a text; None where the text before is of the same day and does not tell its
        changes.
        """
        before = amended.before
        if before.date != after.date:
            return cls(before.date, {})
        told = {change.eid: change for change in before.changes}
        return cls(before.changes[0].before, told) if told else None

    def traced(self, eid: EId) -> tuple[EId, ...]:
        """Find where a provision of the text before stood in that version."""
        if eid in self.told:
            return self.told[eid].was
        above, step, last = eid.rpartition("__")
        return tuple(EId(f"{old}{step}{last}") for old in self.traced(EId(above))) if above else (eid,)


_MOVERS = frozenset({ModType.INSERTION, ModType.REPEAL, ModType.RENUMBERING, ModType.SPLIT, ModType.JOIN})


def _licence(made: Sequence[Modification]) -> EId:
    """The modification by which other provisions moved: the catch-all, or the first that makes them move."""
    whole = [m for m in made if m.type is ModType.RENUMBERING and m.targets == ("",)]
    movers = [m for m in made if m.type in _MOVERS]
    return next((m.eid for m in (*whole, *movers, *made)), NO_EID)


def _was(amended: Amended) -> Mapping[EId, tuple[EId, ...]]:
    """From each place in the text after to where it was before."""
    came = {new: (old,) for old, new in amended.moves.items() if new}
    return {**came, **amended.origins}


def _renumbered(eid: EId, was: tuple[EId, ...]) -> bool:
    """Whether the provision itself has another number, not only what it stands in."""
    return any(old.rpartition("__")[2] != eid.rpartition("__")[2] for old in was)


_BUILT_OTHERWISE = frozenset(
    {DifferenceKind.STRUCTURE, DifferenceKind.MISSING, DifferenceKind.EXTRA, DifferenceKind.NUMBER}
)


def files_of(
    plan: AmendPlan, opened: Opened, catalog: Catalog, statements: bytes
) -> dict[CorpusPath, bytes | None]:
    """Decide what to write: the decision, the texts it makes, the repeals, the statements.

    Raises:
        ValueError: something in the plan blocks.
        NotWritten: a file would not read back to what was made.
    """
    if plan.blocked:
        raise ValueError("a blocked plan has no files")
    files = dict(opened.files)
    decision = plan.decision
    files[path_of(decision)] = checked(decision)
    if statements:
        files[statements_path(decision)] = statements
    for work in plan.works:
        if work.decision is not None:
            files[path_of(work.decision)] = checked(work.decision)
        if text := written(work):
            if work.held and path_of(work.held) != path_of(text):
                files[path_of(work.held)] = None
            files[path_of(text)] = checked(text)
    for path, act in _ended(plan, files, catalog):
        files[path] = write_act(act)
    files |= record_effects(catalog, [decision], [], files).files
    return files


def written(work: WorkPlan) -> Act | None:
    """Make the text to write for a regulation; an official text that is there already keeps its words.

    Where it is built as the decision's words make it, its provisions take the identity that follows from
    the operations; where it is not, it stays as it is. The replay tells what differs.
    """
    if work.interim:
        return None
    if work.after is None or work.held is None:
        return work.after
    if not work.held.source.file:
        return entered(work.after, work.held)  # it was made from the decision before
    if any(one.kind in _BUILT_OTHERWISE for one in difference(work.after, work.held)):
        return None
    wids = {provision.eid: provision.wid for provision in work.after.provisions()}
    return replace(
        work.held.renamed(work.after.date),
        preamble=with_wids(work.held.preamble, wids),
        body=with_wids(work.held.body, wids),
        attachments=tuple(replace(a, body=with_wids(a.body, wids)) for a in work.held.attachments),
        changes=work.after.changes,
        commencements=work.after.commencements,
    )


class NotWritten(CompendiumError):
    """A text that can't be kept: written and read again it would not be the same."""


def checked(act: Act) -> bytes:
    """The bytes of a file, once they have been read back to the same act."""
    path = path_of(act)
    try:
        data = write_act(act)
        same = parse_act(data, path) == act
    except (BadXml, ValueError) as error:
        raise NotWritten(f"{quoted(act.title)}：{error}") from error
    if not same:
        raise NotWritten(f"{quoted(act.title)}：写出的文本与推算的不同，没有写入")
    return data


def path_of(act: Act) -> CorpusPath:
    """Name the file where the corpus keeps a version."""
    return expression_path(act.work, act.language, act.date)


def _ended(
    plan: AmendPlan, files: dict[CorpusPath, bytes | None], catalog: Catalog
) -> Iterator[tuple[CorpusPath, Act]]:
    """The last versions of the acts that the decision repeals, with the repeal recorded."""
    start = plan.decision.commencements[0].date if plan.decision.commencements else None
    if start is None:
        return
    event = Event(kind=EventKind.REPEAL, date=start, body=plan.decision.issuer, decision=plan.decision.title)
    told = {effect.title for effect in effects_of(plan.decision).found}
    for title in (title for title in plan.repeals if title not in told):
        for work in catalog.by_title.get(title_key(title), ()):
            held = [facts for facts in work.expressions if facts.date <= start]
            if held:
                path = held[-1].path
                data = files.get(path)
                act = parse_act(data, path) if data else catalog.act(held[-1])
                ended = done(act, event)
                if ended is not act:
                    yield path, ended


def message_of(plan: AmendPlan) -> str:
    """Write the message of the commit."""
    lines = [f"执行{quoted(plan.decision.title)}", ""]
    for work in plan.works:
        if text := written(work):
            lines.append(f"- {quoted(text.title)}{day_label(text.date)}")
    lines += [f"- 废止{quoted(title)}" for title in plan.repeals]
    return "\n".join(lines) + "\n"
