"""Build the search index of a corpus folder and time phrases against a plain scan of the same documents.

    python benchmarks/bench_search.py CORPUS [--phrases 500] [--seed 1]

Every phrase is cut at random from the corpus, so it must be found; its hits are compared with the scan's.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from compendium.catalog import Catalog, load_catalog
from compendium_build.search import build_index, open_index
from compendium_build.search.documents import documents_of
from compendium_build.search.engine import Reader
from compendium_build.search.fold import fold
from compendium_build.search.query import Alternative, Field, Query, Term


class FolderFiles:
    """The XML files below a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def paths(self) -> tuple[str, ...]:
        """All paths, in order."""
        return tuple(sorted(path.relative_to(self._root).as_posix() for path in self._root.rglob("*.xml")))

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return (self._root / path).read_bytes()

    def digest(self, path: str) -> str:
        """The hash of a file."""
        return hashlib.sha256(self.read(path)).hexdigest()


def plain_texts(catalog: Catalog) -> dict[str, str]:
    """The folded text of every document, by id."""
    versions = (f for work in catalog.works for f in work.expressions + work.translations)
    return {
        document.id: fold(document.text)
        for facts in versions
        for document in documents_of(catalog.act(facts), facts, (None, None))
    }


def random_phrases(texts: dict[str, str], count: int, seed: int) -> list[str]:
    """Phrases of 1 to 12 characters that stand in the texts."""
    chance = random.Random(seed)
    pool = [text for text in texts.values() if text]
    phrases = []
    for _ in range(count):
        text = chance.choice(pool)
        start = chance.randrange(len(text))
        phrases.append(text[start : start + chance.randint(1, 12)])
    return phrases


def time_one(reader: Reader, texts: dict[str, str], phrase: str, limit: int) -> tuple[float, float, bool]:
    """Seconds of the index, seconds of the scan, and whether they agree on what they find."""
    query = Query((Alternative((Term(Field.ANY, phrase),)),))
    begin = time.perf_counter()
    total = reader.search(query, None, limit).total
    middle = time.perf_counter()
    scanned = {key for key, text in texts.items() if phrase in text}
    end = time.perf_counter()
    found = {match.document.id for match in reader.search(query, None, len(texts)).matches}
    return middle - begin, end - middle, found == scanned and total == len(scanned)


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--phrases", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    catalog = load_catalog(FolderFiles(arguments.corpus))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "index"
        report = build_index(catalog, folder)
        again = build_index(catalog, folder)
        texts = plain_texts(catalog)
        phrases = random_phrases(texts, arguments.phrases, arguments.seed)
        reader = open_index(folder)
        rows = [time_one(reader, texts, phrase, 20) for phrase in phrases]
    table = Table("measure", "index", "plain scan", "ratio")
    table.add_row("files / documents", f"{report.built}", f"{len(texts)}", "")
    table.add_row("characters", "", f"{sum(map(len, texts.values())):,}", "")
    table.add_row("build, s", f"{report.seconds:.1f}", "", "")
    table.add_row("build when unchanged, s", f"{again.seconds:.3f}", "", "")
    table.add_row("size, MB", f"{report.bytes / 1e6:.1f}", "", "")
    for share in (0.5, 0.95, 1.0):
        index, scan = (percentile([row[side] for row in rows], share) for side in (0, 1))
        name = f"p{share * 100:.0f}, ms"
        table.add_row(name, f"{index * 1e3:.2f}", f"{scan * 1e3:.2f}", f"{index / scan:.2f}")
    table.add_row("phrases found exactly", f"{sum(row[2] for row in rows)} of {len(rows)}", "", "")
    Console().print(table)


if __name__ == "__main__":
    main()
