"""What an upgrade of a corpus writes: all steps that are due, run in memory, proved, in one commit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from compendium.law.days import BEIJING
from compendium.law.identifiers import CorpusPath, Digest, Folder
from compendium.law.names import parse_expression_path
from compendium.law.problems import CompendiumError
from compendium.library.moved import (
    MOVED_FILE,
    Move,
    Moves,
    load_moves,
    moved_text,
    moves_of,
    next_place,
    with_moves,
)
from compendium.store import Commit, Corpus, Snapshot, digest_of, formats
from compendium.store.formats import format_of, with_format
from compendium.system.toml_table import CORPUS_FILE
from compendium.upgrading import steps as registry
from compendium.upgrading.proving import NotProved, Proof, prove
from compendium.upgrading.step import Announced, Done, Doubt, Outcome, State, Step


class NoSteps(CompendiumError):
    """The program has no way from the format of the corpus to its own."""

    def __init__(self, source: int) -> None:
        super().__init__(
            f"本程序没有从格式 {source} 升级的办法。请先用前一版 compendium 升级，再用本程序升级。没有改动"
        )


@dataclass(frozen=True, slots=True)
class StepReport:
    """A step that was run, and what it said."""

    step: Step
    done: tuple[Done, ...]
    announced: tuple[Announced, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """An upgrade worked out in memory.

    `files` are to be written (None: removed), `expected` the digests of all that was read. With doubts there
    are no files. `moved` is what moved.toml will tell anew.
    """

    source: int
    target: int
    steps: tuple[StepReport, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    files: dict[CorpusPath, bytes | None] = field(default_factory=dict)
    expected: dict[CorpusPath, Digest | None] = field(default_factory=dict)
    moved: tuple[Move, ...] = ()
    proof: Proof | None = None

    @property
    def is_due(self) -> bool:
        """Whether there is anything to do."""
        return self.source < self.target


def due_steps(source: int) -> tuple[Step, ...]:
    """The steps from a format to the present one, in order.

    Raises:
        NoSteps: one of them is missing.
    """
    known = {step.source: step for step in registry.STEPS}
    if missing := [number for number in range(source, formats.FORMAT) if number not in known]:
        raise NoSteps(missing[0])
    return tuple(known[number] for number in range(source, formats.FORMAT))


def plan_upgrade(snapshot: Snapshot, today: date | None = None) -> Plan:
    """Run the steps that are due, without writing.

    Args:
        today: the day that moved.toml will name; by default that in Beijing, by which feeds count.

    Raises:
        NotProved: the result is not what the corpus said.
    """
    source = format_of(snapshot.read(CORPUS_FILE))
    steps = due_steps(source)
    if not steps:
        return Plan(source, formats.FORMAT)
    before = state = State(snapshot)
    reports: list[StepReport] = []
    moves: list[dict[str, str]] = []
    day = today or datetime.now(BEIJING).date()
    for step in steps:
        outcome = step.run(state)
        reports.append(StepReport(step, _with_format(outcome, step), outcome.announced))
        if outcome.doubts:  # the steps after it would speak of a state that won't come about
            return Plan(source, formats.FORMAT, tuple(reports), outcome.doubts)
        moves.append({one.source: one.target for one in outcome.moved})
        state = state.after(outcome.files)
        state = state.after({CORPUS_FILE: with_format(state.read(CORPUS_FILE), step.target)})
    place = partial(_follow, moves)
    announced = tuple(one for report in reports for one in report.announced)
    proof = prove(before, state, place, announced, steps[0].read)
    known = moves_of(before)
    occupied = _places(state)
    fresh = tuple(_fresh(known, _places(before), place, occupied, proof, day))
    if fresh:
        data = moved_text(with_moves(known, fresh, place, occupied))
        load_moves(data)  # what would be refused from tomorrow on is not written today
        state = state.after({MOVED_FILE: data})
    return Plan(
        source,
        formats.FORMAT,
        tuple(reports),
        (),
        _changed(before, state),
        {**dict.fromkeys(state.over), **snapshot.digests},
        fresh,
        proof,
    )


def _with_format(outcome: Outcome, step: Step) -> tuple[Done, ...]:
    return (*outcome.done, Done(CORPUS_FILE, f"写明格式 {step.target}"))


def _changed(before: State, after: State) -> dict[CorpusPath, bytes | None]:
    """The files that are not what they were."""
    held = frozenset(before.paths())
    return {
        path: data
        for path, data in after.over.items()
        if (data is None and path in held)
        or (data is not None and (path not in held or before.digest(path) != digest_of(data)))
    }


def _follow(moves: Sequence[Mapping[str, str]], place: str) -> str:
    """Where what stood at a place stands after all steps; within one step all moves are made at once."""
    for targets in moves:
        place = next_place(targets, place)
    return place


def _places(state: State) -> list[str]:
    """The works and versions of a state: kind/slug and kind/slug/day."""
    found: dict[str, None] = {}
    for path in state.paths():
        if held := parse_expression_path(path):
            folder, day, _ = held
            found |= {folder: None, f"{folder}/{day}": None}
    return list(found)


def _fresh(
    known: Moves,
    places: Sequence[str],
    place: Callable[[str], str],
    occupied: Collection[str],
    proof: Proof,
    day: date,
) -> Iterator[Move]:
    """What moved.toml must tell anew: places that were left, and works by the URI that feeds know them by."""
    for old in places:
        new = place(old)
        source = old if new != old and old not in occupied else ""
        if old.count("/") > 1:
            if source and new != next_place({_folder(old): place(_folder(old))}, old):
                yield Move(source, new, day)
        elif (uris := proof.uris.get(folder := Folder(old))) and (new != old or len(set(uris)) > 1):
            yield Move(source, new, day, known.identity(folder, uris[0]))


def _folder(place: str) -> str:
    return place.rpartition("/")[0]


def upgrade(corpus: Corpus, plan: Plan) -> Commit | None:
    """Write a plan as one commit, and read back what was written."""
    written = corpus.write(plan.files, message(plan), expected=plan.expected)
    if written is not None:
        held = corpus.snapshot(rev=written.hexsha)
        wanted = {path: None if data is None else digest_of(data) for path, data in plan.files.items()}
        wrong = [path for path, digest in wanted.items() if _digest(held, path) != digest]
        if wrong:
            raise NotProved([f"{path}: 写入之后读回的内容不同" for path in wrong])
    return written


def _digest(snapshot: Snapshot, path: CorpusPath) -> Digest | None:
    return snapshot.digest(path) if path in snapshot else None


def message(plan: Plan) -> str:
    """The commit message: from which format to which, by which steps, what moved."""
    lines = [f"升级法规库的格式：{plan.source} → {plan.target}", ""]
    lines += [f"{one.step.source} → {one.step.target}：{one.step.words}" for one in plan.steps]
    lines += [f"改动文件 {len(plan.files)} 个"]
    lines += _moved_lines(plan.moved)
    return "\n".join(lines) + "\n"


def _moved_lines(moved: Sequence[Move]) -> list[str]:
    return [f"搬动：{move.source} → {move.target}" for move in moved if move.source]
