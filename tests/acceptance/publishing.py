"""Build everything from one corpus: clean, after one change, after none; and look at what was made."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from tests.acceptance.intake import new_corpus
from tests.acceptance.running import Run, run

BEFORE = "before"
"""The folder with the map of the pages of the first book, beside what is built."""


@dataclass(frozen=True, slots=True)
class Built:
    """One target built once."""

    state: str
    target: str
    built: int
    kept: int
    seconds: float
    peak: float
    bytes: int
    pages: int
    warnings: tuple[str, ...] = ()


def full_corpus(sets: Sequence[Sequence[Path]], folder: Path) -> tuple[Path, int]:
    """All sets in one corpus, one import each; the number of its versions."""
    corpus = new_corpus(folder)
    for files in filter(None, sets):
        if not run(corpus, "import", "--json", *files).out:
            raise RuntimeError(f"import of {files[0].parent} failed")
    listed = run(corpus, "list", "--json").json
    return corpus, sum(len(work["versions"]) for work in listed)


def build_states(corpus: Path, out: Path, targets: Sequence[str], example: Path) -> Iterator[Built]:
    """Build every target clean, then with one regulation changed, then with none."""
    yield from _build(corpus, out, targets, "全新")
    if "print" in targets:
        before = out.parent / BEFORE
        before.mkdir()
        shutil.copy(out / "print" / "pages.json", before)
    change_one(corpus, example, out.parent)
    yield from _build(corpus, out, targets, "改一件")
    yield from _build(corpus, out, targets, "不改")


def change_one(corpus: Path, source: Path, folder: Path) -> None:
    """Correct one word of one article, as staff would: import the corrected file again."""
    text = source.read_text("utf-8")
    head, _, tail = text.rpartition("应当")
    if not head:
        raise RuntimeError(f"{source} has no word to change")
    corrected = folder / source.name
    corrected.write_text(f"{head}应{tail}", "utf-8")
    result = run(corpus, "import", "--replace", "--json", corrected)
    if result.code or result.json[0]["known"]:
        raise RuntimeError(f"the change was not taken in: {result.err or result.out}")


def _build(corpus: Path, out: Path, targets: Sequence[str], state: str) -> Iterator[Built]:
    for target in targets:
        result: Run = run(corpus, "build", target, "-o", out, "--json")
        told = result.json
        report = told["targets"][0]
        yield Built(
            state,
            target,
            report["built"],
            report["kept"],
            result.seconds,
            result.peak,
            report["bytes"],
            report["pages"],
            tuple(told["warnings"]),
        )


def book_faults(folder: Path) -> list[str]:
    """What libqpdf and pdffonts find wrong with the books in a folder."""
    return [fault for book in sorted(folder.rglob("*.pdf")) for fault in _faults(book)]


def _faults(book: Path) -> Iterator[str]:
    with pikepdf.open(book) as opened:
        yield from (f"{book.name}: {problem}" for problem in opened.check_pdf_syntax())
    if shutil.which("pdffonts"):
        listed = subprocess.run(["pdffonts", book], capture_output=True, text=True, check=True).stdout
        head, _, *rows = listed.splitlines()
        column = head.index("emb")
        for row in rows:
            if row[column : column + 3].strip() != "yes":
                yield f"{book.name}: 字体未嵌入：{row[:36].strip()}"
        if not rows:
            yield f"{book.name}: 没有字体"


def unchecked() -> list[str]:
    """The checks of books that can't be made here."""
    return [tool for tool in ("pdffonts",) if not shutil.which(tool)]
