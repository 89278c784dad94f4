"""What an import is asked, what becomes of each file, and what is to be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from compendium.days import UNKNOWN_DAY
from compendium.intake.draft import Draft
from compendium.model import Act, ActKind
from compendium.titles import quoted


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports has decided.

    `version_of` and `translation_of` name an act of the corpus, for a version under another title and for an
    English text; `replace` lets a text take the place of the one held for the same day.
    """

    kind: ActKind | None = None
    day: date | None = None
    version_of: str = ""
    translation_of: str = ""
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `refused` holds the reason, `known` is set when the corpus has it already,
    `corrects` when it takes the place of a text held for the same day."""

    path: Path
    act: Act | None = None
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    refused: str = ""
    known: bool = False
    corrects: bool = False


@dataclass(frozen=True)
class ImportPlan:
    """The outcomes in the order of the files, and the files of the corpus to write or remove (None)."""

    outcomes: tuple[Outcome, ...]
    files: dict[str, bytes | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def day_taken(draft: Draft, held: Act, act: Act) -> Outcome:
    """Refuse a file for whose day the corpus holds other words."""
    day = "日期不明" if act.date == UNKNOWN_DAY else str(act.date)
    other = f"（来自 {held.source.file}）" if held.source.file else ""
    reason = f"{quoted(act.title)}已有 {day} 的版本{other}，文字不同；如确要改正已入库的文本，请用 --replace"
    return Outcome(draft.path, refused=f"{draft.path.name}：{reason}")


def carried_out(draft: Draft) -> Outcome:
    """Refuse to replace a decision whose operations are written down: they name places in its words."""
    reason = f"{quoted(draft.act.title)}已据以修改法规，不能整件替换"
    advice = "改正个别文字请用 compendium correct"
    return Outcome(draft.path, refused=f"{draft.path.name}：{reason}；{advice}")


def describe(plan: ImportPlan) -> str:
    """The message of the commit: what came in, from which files."""
    taken = [(o, o.act) for o in plan.outcomes if o.act is not None and not o.known]
    names = [f"- {quoted(act.title)}{act.date}（{o.path.name}）" for o, act in taken]
    verb = "更正" if taken and all(o.corrects for o, _ in taken) else "导入"
    head = f"{verb}{quoted(taken[0][1].title)}" if len(taken) == 1 else f"{verb} {len(taken)} 件文本"
    return "\n".join([head, "", *names, *plan.notes]) + "\n"
