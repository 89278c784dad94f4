"""Correct the references within the amended act where that is certain, and report the others.

Only what the decision did not write speaks the old numbers. A reference is corrected in the style of its
words; what needs a person is reported with what it meant and where that stands now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from compendium.amending.instruction import Amended
from compendium.amending.repair.pointers import find_pointers
from compendium.amending.repair.target import Fates
from compendium.amending.repair.text import Edit, Edits, with_edits
from compendium.amending.repair.verdict import Block, Change, Trouble, verdicts
from compendium.law.act import Act
from compendium.law.identifiers import EId


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A reference that was corrected: characters start to end of the text after repair read `new`.

    `kind` says where its steps begin, as `Base` names it: act, article, paragraph, preceding, heading.
    """

    eid: EId
    block: int
    start: int
    end: int
    old: str
    new: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reference left as it stands, for a person: its place in the text after repair, and why (Chinese).

    `suggestion` is what it would have to read, empty where nothing certain can be said.
    """

    eid: EId
    block: int
    start: int
    end: int
    words: str
    trouble: Trouble
    reason: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The amended act with its references corrected, what was corrected, and what a person must look at."""

    act: Act
    repairs: tuple[Repair, ...]
    reports: tuple[Report, ...]


def repair_references(amended: Amended) -> Repaired:
    """Correct the references to the act itself that stand in words which the decision left as they were."""
    fates = Fates(amended)
    edits: Edits = {}
    repairs: list[Repair] = []
    reports: list[Report] = []
    for provision in amended.after.provisions():
        spans = amended.fresh.get(provision.eid, ())
        for index, block in enumerate((*provision.blocks, *provision.tail)):
            fresh = tuple((span.start, span.end) for span in spans if span.block == index)
            changes = _changes(Block(provision.eid, block.text, fresh), fates, amended.before.title)
            if not changes:
                continue
            own = [edit for change in changes for edit in change.edits]
            edits.setdefault(provision.eid, {})[index] = own
            for change in changes:
                _tell(
                    provision.eid,
                    index,
                    text=block.text,
                    change=change,
                    edits=own,
                    repairs=repairs,
                    reports=reports,
                )
    return Repaired(with_edits(amended.after, edits), tuple(repairs), tuple(reports))


def _changes(block: Block, fates: Fates, title: str) -> list[Change]:
    if all(any(a <= i < b for a, b in block.fresh) for i in range(len(block.text))):
        return []
    return verdicts(block, find_pointers(block.text, title), fates)


def _tell(
    eid: EId,
    block: int,
    *,
    text: str,
    change: Change,
    edits: list[Edit],
    repairs: list[Repair],
    reports: list[Report],
) -> None:
    start, end = _shifted(change.start, edits), _shifted(change.end, edits)
    words = text[change.start : change.end]
    if change.edits:
        shift = [replace(e, start=e.start - change.start, end=e.end - change.start) for e in change.edits]
        new = _applied(words, shift)
        repairs.append(
            Repair(eid=eid, block=block, start=start, end=end, old=words, new=new, kind=change.kind)
        )
    else:
        reports.append(
            Report(
                eid=eid,
                block=block,
                start=start,
                end=end,
                words=words,
                trouble=change.trouble,
                reason=change.reason,
                suggestion=change.suggestion,
            )
        )


def _applied(words: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        words = words[: edit.start] + edit.new + words[edit.end :]
    return words


def _shifted(position: int, edits: list[Edit]) -> int:
    """Where a position of the text before repair stands after it."""
    return position + sum(len(e.new) - (e.end - e.start) for e in edits if e.end <= position)
