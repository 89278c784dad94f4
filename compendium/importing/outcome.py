"""What an import is asked, what becomes of each file, and what is to be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from compendium.commencement import UNKNOWN_DAY
from compendium.intake.draft import Draft
from compendium.intake.source import squeeze
from compendium.model import Act, ActKind
from compendium.titles import quoted


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports has decided: kind, date, and the act that English texts translate."""

    kind: ActKind | None = None
    day: date | None = None
    translation_of: str = ""
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `refused` holds the reason, `known` is set when the corpus has it already."""

    path: Path
    act: Act | None = None
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    refused: str = ""
    known: bool = False


@dataclass(frozen=True)
class ImportPlan:
    """The outcomes in the order of the files, and the files of the corpus to write or remove (None)."""

    outcomes: tuple[Outcome, ...]
    files: dict[str, bytes | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def same_day(draft: Draft, held: Act, act: Act) -> Outcome:
    """What becomes of a file whose day is taken: known when the words are the same, refused otherwise."""
    if squeeze(held.text) == squeeze(act.text):
        return Outcome(draft.path, held, known=True)
    day = "日期不明" if act.date == UNKNOWN_DAY else str(act.date)
    other = f"（来自 {held.source.file}）" if held.source.file else ""
    reason = f"{quoted(act.title)}已有 {day} 的版本{other}，文字不同；如确要改正已入库的文本，请用 --replace"
    return Outcome(draft.path, refused=f"{draft.path.name}：{reason}")


def describe(plan: ImportPlan) -> str:
    """The message of the commit: what came in, from which files."""
    taken = [o.act for o in plan.outcomes if o.act is not None and not o.known]
    files = [o.path.name for o in plan.outcomes if o.act is not None and not o.known]
    names = [f"- {quoted(act.title)}{act.date}（{file}）" for act, file in zip(taken, files, strict=True)]
    head = f"导入{quoted(taken[0].title)}" if len(taken) == 1 else f"导入 {len(taken)} 件文本"
    return "\n".join([head, "", *names, *plan.notes]) + "\n"
