"""A state of the corpus, read once and never changed: what is committed, and nothing else."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from compendium.catalog import Catalog, load_catalog
from compendium.config import CorpusConfig, load_config
from compendium.factscache import FactsCache
from compendium.past import Past, past_of
from compendium.store import Corpus, Snapshot
from compendium_build.edition import Edition
from compendium_build.targets import edition_of


@dataclass(frozen=True)
class State:
    """The corpus at a commit; without git, as its files were when they were read.

    `name` tells states apart. `when` is the time of the commit, on the committer's clock.
    """

    name: str
    when: datetime
    catalog: Catalog
    config: CorpusConfig
    past: Past | None
    revision: str

    def edition(self, day: date) -> Edition:
        """The edition of this state on a day."""
        return edition_of(self.catalog, self.config, day, self.revision, self.past)


def state_name(corpus: Corpus, known_at: date | None = None) -> str:
    """Name the state that holds now, or was known on a day, without reading it.

    Raises:
        UnknownRevision: nothing was known yet.
        NoHistory: the corpus has no past.
    """
    if known_at is not None or corpus.place is not None:
        return corpus.revision(known_at)
    return _fingerprint(corpus)


def read_state(corpus: Corpus, name: str) -> State:
    """Read the state of a name that `state_name` gave."""
    snapshot = corpus.snapshot(rev=name) if corpus.place else corpus.snapshot()
    catalog = load_catalog(snapshot, FactsCache(corpus.cache_dir))
    past = past_of(corpus, snapshot)
    when = corpus.committed_at(name) if corpus.place else datetime.now(UTC)
    return State(name, when, catalog, _config(snapshot), past, snapshot.revision)


def _config(snapshot: Snapshot) -> CorpusConfig:
    return load_config(snapshot.read("corpus.toml"))


def _fingerprint(corpus: Corpus) -> str:
    """What a plain folder looks like from outside: names, sizes, times."""
    digest = sha256()
    for folder, below, names in os.walk(corpus.root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            found = os.stat(os.path.join(folder, name))
            digest.update(f"{folder}/{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:40]
