"""What the search is timed on: a corpus, its pieces, random phrases; versions made up to let it grow."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from compendium.law.identifiers import CorpusPath, Digest
from compendium.law.timeline import interval_of
from compendium.library.catalog import Catalog, load_catalog
from compendium.querying import fold
from compendium_build.search.documents import NEVER, Document, documents_of

_DAY = re.compile(rb'(?<=[="@/])((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})')


class Files:
    """Files of a corpus in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._digests = {path: Digest(hashlib.sha256(data).hexdigest()) for path, data in files.items()}

    def paths(self) -> tuple[CorpusPath, ...]:
        """All paths, in order."""
        return tuple(map(CorpusPath, sorted(self._files)))

    def read(self, path: CorpusPath) -> bytes:
        """The bytes of a file."""
        return self._files[path]

    def digest(self, path: CorpusPath) -> Digest:
        """The hash of a file."""
        return self._digests[path]


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a corpus that are searched."""
    paths = [*folder.rglob("*.xml"), *folder.glob("*.toml")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}


def grown(files: Mapping[str, bytes], times: int) -> dict[str, bytes]:
    """The same works with that many versions each: earlier ones made up by moving every day back."""
    out = dict(files)
    for path, data in files.items():
        folder, _, name = path.rpartition("/")
        if not re.fullmatch(r"[0-9-]{10}\.xml", name):
            continue
        for step in range(1, times):
            moved = _DAY.sub(lambda match, step=step: _back(match, step), data)  # type: ignore[misc]
            day = _back(re.fullmatch(rb"([0-9]{4})-([0-9]{2})-([0-9]{2})", name[:10].encode()), step)
            out.setdefault(f"{folder}/{day.decode()}.xml", moved)
    return out


def _back(match: re.Match[bytes] | None, step: int) -> bytes:
    assert match
    day = date(*map(int, match.groups())) - timedelta(days=200 * step)
    return day.isoformat().encode()


def catalog_of(files: Mapping[str, bytes]) -> Catalog:
    """The catalog of files in memory."""
    return load_catalog(Files(files))


@dataclass(frozen=True)
class Texts:
    """The folded texts of all pieces by id, with the days for which they hold."""

    documents: tuple[Document, ...]
    folded: Mapping[str, str]

    @property
    def days(self) -> list[date]:
        """The days on which texts begin to hold, where they are known."""
        known = {d.start for d in self.documents if 1 < d.start < NEVER}
        return [date.fromordinal(day) for day in sorted(known)]

    def scan(self, run: str, day: int | None = None) -> set[str]:
        """The pieces with a run, by looking at every one."""
        return {
            d.id
            for d in self.documents
            if run in self.folded[d.id] and (day is None or d.start <= day < d.until)
        }


def texts_of(catalog: Catalog) -> Texts:
    """The pieces of all versions."""
    found: list[Document] = []
    for work in catalog.works:
        for sequence in (work.expressions, work.translations):
            for position, facts in enumerate(sequence):
                found += documents_of(catalog.act(facts), facts, interval_of(sequence, position))
    return Texts(tuple(found), {document.id: fold(document.text) for document in found})


def random_phrases(texts: Texts, count: int, shortest: int, longest: int, seed: int) -> list[str]:
    """Phrases that stand in the texts, across punctuation and 款; quotation marks would end a phrase."""
    chance = random.Random(seed)
    pool = [text for text in texts.folded.values() if len(text) >= longest]
    phrases: list[str] = []
    while len(phrases) < count:
        text = chance.choice(pool)
        length = chance.randint(shortest, longest)
        start = chance.randrange(len(text) - length + 1)
        phrase = text[start : start + length]
        if '"' not in phrase:
            phrases.append(phrase)
    return phrases


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
