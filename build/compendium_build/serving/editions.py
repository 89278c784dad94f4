"""An edition ready to be shown: every file of it by path, made when it is asked for.

It is made from a state of the corpus, read once and never changed: what is committed, and nothing else.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from threading import Lock, RLock
from typing import TypeVar

from compendium.library.catalog import Catalog, Work, load_catalog
from compendium.library.config import CorpusConfig, load_config
from compendium.library.facts import Facts
from compendium.library.facts_cache import FactsCache
from compendium.library.history import Past, past_of
from compendium.store import Corpus, Snapshot
from compendium.system.toml_table import CORPUS_FILE
from compendium_build.data.forms_offered import SlowForms, offer_slow_forms
from compendium_build.edition.addresses import version_file, version_json
from compendium_build.edition.artifacts import Artifact
from compendium_build.edition.edition import Edition
from compendium_build.targets import edition_of
from compendium_build.web import web_artifacts
from compendium_build.web.context import Site

_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True, kw_only=True)
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
        """Make the edition of this state on a day."""
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
    return State(
        name=name, when=when, catalog=catalog, config=_config(snapshot), past=past, revision=snapshot.revision
    )


def _config(snapshot: Snapshot) -> CorpusConfig:
    return load_config(snapshot.read(CORPUS_FILE))


def _fingerprint(corpus: Corpus) -> str:
    """What a plain folder looks like from outside: names, sizes, times."""
    digest = sha256()
    for folder, below, names in os.walk(corpus.root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            found = os.stat(os.path.join(folder, name))
            digest.update(f"{folder}/{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:40]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A state of the corpus on a day, with all its files; `site` fills the server's own templates."""

    state: State
    edition: Edition
    files: dict[str, Artifact]
    site: Site
    lock: Lock = field(default_factory=Lock)

    @property
    def day(self) -> date:
        """The day it shows."""
        return self.edition.as_of

    @cached_property
    def works(self) -> dict[str, Work]:
        """The works by folder."""
        return {work.folder: work for work in self.edition.catalog.works}

    def file(self, path: str) -> Artifact | None:
        """Find the file at a path of the edition, None when it has none."""
        return self.files.get(path)

    def form(self, work: Work, facts: Facts, ending: str) -> str:
        """Return the path of a version in a form; empty when it does not exist in it."""
        path = version_json(work, facts) if ending == "json" else version_file(work, facts, ending)
        return path if path in self.files else ""

    def render(self, path: str) -> bytes:
        """Make a file; one at a time, for what they share is not made for several threads."""
        with self.lock:
            return self.files[path].render()


def show(state: State, day: date) -> Shown:
    """List the files of a state on a day."""
    edition = state.edition(day)
    offer_slow_forms(edition, SlowForms(lambda _, __: None))
    files = {artifact.path: artifact for artifact in web_artifacts(edition)}
    return Shown(state=state, edition=edition, files=files, site=Site(edition=edition))


class Shelf:
    """Editions by state and day; the ones not asked for longest make room. One is made at a time."""

    def __init__(self, corpus: Corpus, size: int) -> None:
        self.corpus, self._lock = corpus, RLock()
        self._states: OrderedDict[str, State] = OrderedDict()
        self._shown: OrderedDict[tuple[str, date], Shown] = OrderedDict()
        self._size = size

    def state(self, name: str) -> State:
        """Read the state of a name."""
        with self._lock:
            return _held(self._states, name, lambda: read_state(self.corpus, name), max(2, self._size // 3))

    def shown(self, name: str, day: date) -> Shown:
        """Show the edition of a state on a day."""
        with self._lock:
            return _held(self._shown, (name, day), lambda: show(self.state(name), day), self._size)


def _held(held: OrderedDict[_K, _V], key: _K, make: Callable[[], _V], size: int) -> _V:
    if key not in held:
        held[key] = make()
        while len(held) > size:
            held.popitem(last=False)
    held.move_to_end(key)
    return held[key]
