"""The files of the browser's search, as artifacts: script, directory, postings, texts."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from importlib.resources import files
from typing import Any

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.model import Act
from compendium.querying.synonyms import synonyms_in, to_rows
from compendium_build.addresses import SEARCH_DATA, SEARCH_SCRIPT
from compendium_build.artifacts import Artifact, code_key, key_of
from compendium_build.edition import Edition
from compendium_build.websearch.chunks import chunk_count, chunk_values
from compendium_build.websearch.directory import FORMAT, directory_value
from compendium_build.websearch.packing import script
from compendium_build.websearch.pools import Pool, pool_of, versions_of
from compendium_build.websearch.postings import Shape, pair_places, shape_for, shards_of, single_places

DIRECTORY = "directory"
_HEAD = '(function () {\n"use strict";\n\n'
_STAMP = 4


@dataclass(frozen=True)
class WebIndex:
    """The index of an edition, worked out as far as its files are asked for."""

    edition: Edition
    read: Callable[[Facts], Act]
    _pools: dict[str, Pool] = field(default_factory=dict)

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """The works, the oldest first, so that a new one comes last and moves no other."""
        return tuple(sorted(self.edition.catalog.works, key=lambda w: (versions_of(w)[0][0].date, w.folder)))

    @cached_property
    def shape(self) -> Shape:
        """Into how many files the postings are divided."""
        return shape_for(sum(len(facts.labels) for work in self.works for facts, _ in versions_of(work)))

    def pool(self, work: Work) -> Pool:
        """The texts of a work."""
        if work.uri not in self._pools:
            self._pools[work.uri] = pool_of(self.read, work)
        return self._pools[work.uri]

    @cached_property
    def pools(self) -> tuple[Pool, ...]:
        """The texts of all works."""
        return tuple(map(self.pool, self.works))

    @cached_property
    def pairs(self) -> list[str]:
        """The files of pairs."""
        return shards_of(map(pair_places, self.pools), self.shape.pairs)

    @cached_property
    def singles(self) -> list[str]:
        """The files of single characters."""
        return shards_of(map(single_places, self.pools), self.shape.singles)

    @cached_property
    def synonyms(self) -> tuple[dict[str, Any], ...]:
        """The rows of the table of synonyms."""
        return to_rows(synonyms_in(self.edition.catalog.files))

    def chunks(self, work: Work) -> int:
        """How many files the texts of a work are divided into."""
        return chunk_count([facts for facts, _ in versions_of(work)])

    def chunk(self, work: Work, number: int) -> dict[str, Any]:
        """One of them."""
        return chunk_values(self.pool(work), self.chunks(work))[number]

    def stamp_of(self, work: Work) -> str:
        """What tells the texts of a work from those of other editions."""
        return _stamp("".join(facts.digest for facts, _ in versions_of(work)))

    def directory(self) -> dict[str, Any]:
        """What the browser is given first."""
        return directory_value(
            self.edition,
            self.works,
            self.pools,
            {
                "pairs": {"count": self.shape.pairs, "stamps": "".join(map(_stamp, self.pairs))},
                "singles": {"count": self.shape.singles, "stamps": "".join(map(_stamp, self.singles))},
                "synonyms": self.synonyms,
                "chunks": [[self.chunks(work), self.stamp_of(work)] for work in self.works],
            },
        )


def index_artifacts(index: WebIndex) -> Iterator[Artifact]:
    """List the script, the directory and the postings; nothing is read before one of them is rendered."""
    code, data = code_key(), _script()
    yield Artifact(SEARCH_SCRIPT, key_of("file", hashlib.sha256(data).hexdigest()), lambda: data)
    texts = [[work.folder, _digests(work)] for work in index.works]
    told = _told(index)
    yield _artifact(DIRECTORY, key_of(code, texts, told), lambda: ["", index.directory()])
    for number in range(index.shape.pairs):
        yield _artifact(f"pairs/{number}", key_of(code, texts), partial(_shard, index, "pairs", number))
    for number in range(index.shape.singles):
        yield _artifact(f"singles/{number}", key_of(code, texts), partial(_shard, index, "singles", number))


def text_artifacts(index: WebIndex, work: Work) -> Iterator[Artifact]:
    """List the files with the texts of a work."""
    for number in range(index.chunks(work)):
        name = f"texts/{work.folder}/{number}"
        yield _artifact(name, key_of(code_key(), _digests(work)), partial(_texts, index, work, number))


def _artifact(name: str, key: str, value: Any) -> Artifact:
    return Artifact(f"{SEARCH_DATA}/{name}.js", key_of(FORMAT, name, key), lambda: script(name, value()))


def _shard(index: WebIndex, sort: str, number: int) -> list[Any]:
    text = (index.pairs if sort == "pairs" else index.singles)[number]
    return [_stamp(text), text]


def _texts(index: WebIndex, work: Work, number: int) -> list[Any]:
    return [index.stamp_of(work), index.chunk(work, number)]


def _digests(work: Work) -> list[str]:
    return [facts.digest for facts, _ in versions_of(work)]


def _told(index: WebIndex) -> list[Any]:
    """What the directory tells beside the texts."""
    edition = index.edition
    intervals = [[str(interval) for _, interval in versions_of(work)] for work in index.works]
    return [edition.as_of.isoformat(), str(edition.scheme), intervals, index.synonyms]


def _stamp(text: str) -> str:
    """A few characters that change with a text."""
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
    return urlsafe_b64encode(digest[: _STAMP * 3 // 4]).decode()


def _script() -> bytes:
    """The search script: its parts one after another, in a scope of their own."""
    folder = files(__package__).joinpath("script")
    parts = sorted(
        (part for part in folder.iterdir() if part.name.endswith(".js")), key=lambda part: part.name
    )
    return (_HEAD + "\n".join(part.read_text("utf-8") for part in parts) + "})();\n").encode()
