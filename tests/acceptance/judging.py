"""What documents are and when they hold, against a table that people read from the sources (judged.tsv).

`?` is written where the file does not tell, `open` where the law leaves it open; `doubt` is what the reader
was not sure of. A field that is read otherwise counts as silent when the import hints at nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from compendium.intake.draft import Draft, drafts_of
from compendium.law.act import Act, Basis
from compendium.law.kinds import AMENDING, EventKind
from compendium.law.problems import CompendiumError

TABLE = Path(__file__).with_name("judged.tsv")
FIELDS = (
    *("title", "number", "issuer", "kind", "promulgated", "adopted", "last_amended"),
    *("effect", "expiry", "articles", "annexes"),
)
_EFFECT = {Basis.NOT_STATED: "?", Basis.UNDETERMINED: "open"}


@dataclass(frozen=True, slots=True)
class Judged:
    """One field: documents in which it is right, in which it differs with a hint, and without one."""

    field: str
    right: int
    hinted: int
    silent: tuple[str, ...]


def judged(data: Path) -> tuple[list[Judged], tuple[str, ...]]:
    """Hold the reading of every judged document against the table; also gives the files refused."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if (data / row["file"]).is_file()
        ]
    with ProcessPoolExecutor() as pool:
        read = list(pool.map(_read, (data / row["file"] for row in rows), chunksize=8))
    refused = tuple(row["file"] for row, found in zip(rows, read, strict=True) if found is None)
    pairs = [(row, found) for row, found in zip(rows, read, strict=True) if found is not None]
    return [_judge(field, pairs) for field in FIELDS], refused


def _read(path: Path) -> tuple[dict[str, str], bool] | None:
    """The fields of a document as the program reads them, and whether it hints at anything."""
    try:
        draft = drafts_of(path)[0]
    except CompendiumError:
        return None
    return _fields(draft), bool(draft.warnings)


def _fields(draft: Draft) -> dict[str, str]:
    act = draft.act
    first = act.commencements[0]
    return {
        "title": act.title,
        "number": act.number,
        "issuer": act.issuer,
        "kind": act.kind.chinese,
        "promulgated": _day(act, [EventKind.PROMULGATION]),
        "adopted": _day(act, [EventKind.ADOPTION]),
        "last_amended": _day(act, AMENDING, last=True),
        "effect": _EFFECT.get(first.basis) or str(first.date),
        "expiry": _expiry(act),
        "articles": str(len(act.articles)),
        "annexes": str(len(act.attachments)),
    }


def _day(act: Act, kinds: Iterable[EventKind], *, last: bool = False) -> str:
    wanted = set(kinds)
    days = sorted(event.date for event in act.events if event.kind in wanted)
    return str(days[-1 if last else 0]) if days else ""


def _expiry(act: Act) -> str:
    days = [event.date for event in act.events if event.kind is EventKind.EXPIRY]
    return str(days[-1] - timedelta(days=1)) if days else ""


def _judge(field: str, pairs: Sequence[tuple[dict[str, str], tuple[dict[str, str], bool]]]) -> Judged:
    right, hinted, silent = 0, 0, []
    for row, (found, has_hint) in pairs:
        if "".join(row[field].split()) == "".join(found[field].split()):
            right += 1
        elif has_hint:
            hinted += 1
        else:
            silent.append(f"{row['file']}：{row[field]} / {found[field]}")
    return Judged(field, right, hinted, tuple(silent))
