"""The index of an edition for the browser, worked out as far as its files are asked for."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from compendium.law.act import Act
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.querying.synonyms import synonyms_in, to_rows
from compendium_build.edition.edition import Edition
from compendium_build.websearch.chunks import chunk_count, chunk_values
from compendium_build.websearch.directory import directory_value
from compendium_build.websearch.pools import Pool, lengths_of, pool_of, versions_of
from compendium_build.websearch.postings import (
    Shape,
    pair_places,
    shape_for,
    shard_of,
    shards_of,
    single_places,
)

STAMP = 4
"""The length of a stamp; the script cuts them apart by it."""


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
        provisions = sum(len(facts.labels) for work in self.works for facts, _ in versions_of(work))
        return shape_for(provisions, len(self.works))

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
    def groups(self) -> list[list[Work]]:
        """The works whose lengths are in one file, in their order."""
        groups: list[list[Work]] = [[] for _ in range(self.shape.lengths)]
        for work in self.works:
            groups[shard_of(work.folder, len(groups))].append(work)
        return groups

    @cached_property
    def lengths(self) -> list[list[str]]:
        """The files of lengths."""
        return [[lengths_of(self.pool(work)) for work in group] for group in self.groups]

    @property
    def lengths_stamp(self) -> str:
        """The stamp of all lengths in one file."""
        return stamp("".join(map(stamp_of_lengths, self.lengths)))

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
        return stamp("".join(facts.digest for facts, _ in versions_of(work)))

    def directory(self) -> dict[str, Any]:
        """What the browser is given first."""
        return directory_value(
            self.edition,
            self.works,
            self.pools,
            {
                "pairs": _files(map(stamp, self.pairs)),
                "singles": _files(map(stamp, self.singles)),
                "lengths": {**_files(map(stamp_of_lengths, self.lengths)), "all": self.lengths_stamp},
                "synonyms": self.synonyms,
                "chunks": [[self.chunks(work), self.stamp_of(work)] for work in self.works],
            },
        )


def stamp(text: str) -> str:
    """A few characters that change with a text."""
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
    return urlsafe_b64encode(digest[: STAMP * 3 // 4]).decode()


def _files(stamps: Iterable[str]) -> dict[str, Any]:
    held = list(stamps)
    return {"count": len(held), "stamps": "".join(held)}


def stamp_of_lengths(lengths: list[str]) -> str:
    """The stamp of a file of lengths."""
    return stamp("".join(lengths))
