"""Time the book: typesetting, binding, a change; against Typst on the same texts in the same run.

    python benchmarks/bench_print.py [--limit 40]

Typst (its compiler comes in the wheel `typst`) sets the same paragraphs on the same page in the same fonts,
as one document and without links, tags or indexes: it is a measure of the machine, not a rival of equal duty.
"""

from __future__ import annotations

import argparse
import io
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import typst

from benchmarks.texts import regulations, said_source, show
from compendium.library.catalog import load_catalog
from compendium.library.config import load_config
from compendium.library.facts_cache import FactsCache
from compendium.store import open_corpus
from compendium.system.toml_table import CORPUS_FILE
from compendium.text.plain import as_text
from compendium_build.edition.artifacts import key_of
from compendium_build.edition.edition import Edition
from compendium_build.print.book import Plan, make
from compendium_build.print.fonts import fonts_key
from compendium_build.print.pieces import PieceCache, typesetting_key
from compendium_build.print.settings import print_settings
from compendium_build.targets import edition_of
from compendium_cli.main import run

TYPST = """\
#set page(width: 185mm, height: 260mm, margin: (x: 62.2pt, top: 74pt, bottom: 68pt), numbering: "1")
#set text(font: "Noto Serif CJK SC", size: 10.5pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 6.5pt, spacing: 6.5pt)
#show heading: set align(center)
#outline()
"""


def main() -> None:
    """Time and print a table; CPU seconds, for what else the machine does counts less in them."""
    parser = argparse.ArgumentParser(description="time the book")
    parser.add_argument("--limit", type=int, help="at most so many texts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        edition = imported(Path(scratch), options.limit)
        settings = print_settings(edition)
        plan = Plan(edition, settings, key_of(typesetting_key(), fonts_key()))
        held = PieceCache(Path(scratch) / "cache")
        clean, made = timed(lambda: make(plan, held, "book", None, 1))
        bound, again = timed(lambda: make(plan, held, "book", None, 1))
        assert again.files == made.files, "bound anew, the book must have the same bytes"
        drop_one(held, plan)
        changed, one = timed(lambda: make(plan, held, "book", None, 1))
        assert one.files == made.files, "one part typeset anew, the book must have the same bytes"
        source = typst_source(edition)
        other, pdf = timed(lambda: typst.compile(source.encode()))
    size = sum(map(len, made.files.values()))
    rows = [
        row("全新", clean, made.pages, size, other),
        row("一个部分重排", changed, one.pages, size, other),
        row("只装订", bound, again.pages, size, other),
        row("Typst，全部", other, len_pages(pdf), len(pdf), other),
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    show(
        f"书（{said_source()}，{len(edition.catalog.works)} 部；一个进程，峰值 {peak:.0f} MB）",
        ["", "CPU 秒", "页", "MB", "每页毫秒", "与 Typst 之比"],
        rows,
    )


def imported(scratch: Path, limit: int | None) -> Edition:
    """An edition of the texts."""
    corpus = scratch / "corpus"
    folder = scratch / "in"
    folder.mkdir()
    for source in regulations()[:limit]:
        (folder / source.name).write_bytes(source.read_bytes())
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        run(["init", str(corpus), "--place", "上海市"])
        run(["--corpus", str(corpus), "import", str(folder), "--json"])
    opened = open_corpus(corpus)
    snapshot = opened.snapshot()
    catalog = load_catalog(snapshot, FactsCache(opened.cache_dir))
    return edition_of(catalog, load_config(snapshot.read(CORPUS_FILE)), date(2026, 1, 1), "")


def drop_one(held: PieceCache, plan: Plan) -> None:
    """Forget the part in the middle of the book, as a change in it would."""
    pieces = plan.volumes()[0].volume.pieces
    held.file(pieces[len(pieces) // 2].key).unlink()


def typst_source(edition: Edition) -> str:
    """The same paragraphs for Typst, every mark that it would take for its own escaped."""
    out = [TYPST]
    for work in edition.catalog.works:
        facts = edition.current(work)
        out.append(f"#pagebreak()\n= #{literal(facts.title)}\n")
        out += [f"#{literal(line)}\n" for line in as_text(edition.act(facts)).splitlines()]
    return "\n".join(out)


def literal(text: str) -> str:
    """A string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The CPU seconds of this process that a piece of work takes, and its result."""
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def row(name: str, seconds: float, pages: int, size: int, other: float) -> list[str]:
    """A line of the table."""
    each = f"{seconds / max(1, pages) * 1000:.1f}"
    return [name, f"{seconds:.2f}", str(pages), f"{size / 1e6:.2f}", each, f"{seconds / other:.1f}"]


def len_pages(pdf: bytes) -> int:
    """The pages of a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as held:
        return len(held.pages)


if __name__ == "__main__":
    main()
