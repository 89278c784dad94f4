"""Import each set into a corpus and count what became of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from compendium.law.days import UNDATED, UNKNOWN_DAY
from compendium.law.names import expression_path
from tests.acceptance.running import run
from tests.acceptance.texts import Compared, compare

_UNREAD = re.compile(r"题注中有未能识读的文字：“(.*)”")
_ROUNDS = 6


@dataclass
class SetFigures:
    """What became of one set. `rivals` are files whose day another text of the set had taken already."""

    name: str
    files: int = 0
    imported: int = 0
    known: int = 0
    warned: int = 0
    rivals: int = 0
    seconds: float = 0
    peak: float = 0
    articles: int = 0
    refused: list[str] = field(default_factory=list)
    texts: dict[str, Compared] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def total(self, of: str) -> int:
        """The sum of one figure over all texts."""
        return sum(getattr(text, of) for text in self.texts.values())


def import_set(name: str, files: Sequence[Path], folder: Path) -> SetFigures:
    """Import a set into corpora of its own.

    A file that only finds its day taken by another copy goes into a further corpus, so that every file
    of the set is read and written once.
    """
    figures = SetFigures(name, files=len(files))
    waiting = list(files)
    for number in range(1, _ROUNDS):
        if not waiting:
            break
        corpus = new_corpus(folder / f"{name}-{number}")
        result = run(corpus, "import", "--json", *waiting)
        rows = result.json
        waiting = [Path(row["path"]) for row in rows if _is_rival(row)]
        figures.rivals += len(waiting)
        figures.seconds += result.seconds
        figures.peak = max(figures.peak, result.peak)
        _count(figures, [row for row in rows if not _is_rival(row)], corpus)
    figures.refused += [f"{path}：多次重名，未能导入" for path in waiting]
    return figures


def new_corpus(folder: Path) -> Path:
    """An empty corpus."""
    made = run(None, "init", folder, "--title", "验收", "--locality", "cn-sh", "--place", "上海市")
    if made.code:
        raise RuntimeError(made.err)
    return folder


def findings(corpus: Path) -> tuple[Counter[str], list[str]]:
    """How often each rule found something, and the findings that are errors."""
    rows = run(corpus, "check", "--json").json
    errors = [
        f"{r['path']}:{r['line']}: {r['code']} {r['message']}" for r in rows if r["severity"] == "error"
    ]
    return Counter(row["code"] for row in rows), errors


def _is_rival(row: dict[str, Any]) -> bool:
    return bool(row["refused"]) and "--replace" in row["refused"]


def _count(figures: SetFigures, rows: list[dict[str, Any]], corpus: Path) -> None:
    taken = [row for row in rows if not row["refused"]]
    figures.refused += [row["refused"] for row in rows if row["refused"]]
    figures.known += sum(row["known"] for row in taken)
    figures.imported += sum(not row["known"] for row in taken)
    figures.warned += sum(bool(row["warnings"]) for row in taken)
    figures.articles += sum(row["articles"] for row in taken)
    figures.unread += list(_unread(taken))
    pairs = [(Path(row["path"]), corpus / _xml_of(row)) for row in taken]
    with ProcessPoolExecutor() as pool:
        compared = pool.map(compare, *zip(*pairs, strict=True), chunksize=8) if pairs else ()
        figures.texts |= {str(source): text for (source, _), text in zip(pairs, compared, strict=True)}


def _unread(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        for warning in row["warnings"]:
            if match := _UNREAD.search(warning):
                yield f"《{row['title']}》：{match[1]}"


def _xml_of(row: dict[str, Any]) -> str:
    named = row["expression_date"]
    day = UNKNOWN_DAY if named == UNDATED else date.fromisoformat(named)
    return expression_path(row["work"], row["language"], day)
