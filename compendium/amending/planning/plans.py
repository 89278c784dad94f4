"""What a plan holds: for each regulation the text before and after, and what became of each instruction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from compendium.amending.instruction import Amended, Item, State
from compendium.amending.repair import Repair, Report
from compendium.amending.repair.outside import Outside
from compendium.amending.statements import NONE, Statements
from compendium.law.act import Act
from compendium.law.identifiers import CorpusPath
from compendium.library.catalog import Work

BLOCKING = State.REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlan:
    """What a decision does to one regulation from one day on.

    `work` is None for a regulation that the corpus does not hold: its items were read and block nothing.
    `fault` says why nothing can be planned for one that it holds. `after` is None then, and when nothing is
    to be written. `held` is the text that the corpus has already for the day, `notes` (Chinese) what a
    person should know of the whole. `decision` is set for what another decision, this one, makes anew on the
    same day or later; `interim` where one more decision amends the text for the same day, so that it is not
    written.
    """

    title: str
    day: date | None
    work: Work | None = None
    before: Act | None = None
    after: Act | None = None
    amended: Amended | None = None
    held: Act | None = None
    items: tuple[Item, ...] = ()
    repairs: tuple[Repair, ...] = ()
    reports: tuple[Report, ...] = ()
    outside: tuple[Outside, ...] = ()
    notes: tuple[str, ...] = ()
    fault: str = ""
    decision: Act | None = None
    interim: bool = False

    @property
    def refused(self) -> tuple[Item, ...]:
        """The items that block; none for a regulation outside the corpus."""
        return tuple(i for i in self.items if i.state is BLOCKING) if self.work else ()

    @property
    def text(self) -> Act | None:
        """The text after, as far as it could be made."""
        return self.after or (self.amended.after if self.amended else None)

    @property
    def blocked(self) -> bool:
        """Whether the regulation can't be amended yet."""
        return bool(self.fault or self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendPlan:
    """All that a decision does, and the files that carry it out; no files while something blocks.

    `faults` are entries of the statements that fit nothing, `unrecorded` (Chinese) the effects on the life of
    others that can't be recorded.
    """

    decision: Act
    works: tuple[WorkPlan, ...]
    statements: Statements = NONE
    faults: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    unrecorded: tuple[str, ...] = ()
    files: dict[CorpusPath, bytes | None] = field(default_factory=dict)

    @property
    def blocked(self) -> bool:
        """Whether something must be decided by a person first."""
        return bool(self.faults) or any(work.blocked for work in self.works)

    def items(self) -> Iterator[tuple[WorkPlan, Item]]:
        """Every instruction with the regulation it is about."""
        for work in self.works:
            for item in work.items:
                yield work, item

    @property
    def counts(self) -> Counter[str]:
        """The number of instructions in each state; `outside` for regulations not in the corpus."""
        return Counter("outside" if w.work is None else i.state.value for w, i in self.items())
