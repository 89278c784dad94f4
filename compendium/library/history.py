"""What a corpus knew and when: the versions of every commit, read once and cached by digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from compendium.akn import BadXml, parse_act
from compendium.law.names import parse_expression_path
from compendium.library.facts import Facts, facts_of
from compendium.library.facts_cache import FactsCache
from compendium.store import Corpus, Snapshot, Step


@dataclass(frozen=True)
class Past:
    """The commits that led to a state of the corpus, oldest first, and how to read what they wrote.

    Edits that are not committed yet are the last step, at the time of the last commit.
    """

    steps: tuple[Step, ...]
    read: Callable[[str], bytes]
    cache: FactsCache | None = None

    def facts(self, known: Mapping[str, Facts]) -> dict[str, Facts]:
        """Read the facts of every version that a step wrote, by digest; the unreadable are left out.

        Args:
            known: facts at hand already.
        """
        paths = {digest: path for step in self.steps for path, digest in step.files.items() if digest}
        found = {digest: known[digest] for digest in paths if digest in known}
        missing = [digest for digest in paths if digest not in found]
        cached = self.cache.get(missing) if self.cache and missing else {}
        fresh = []
        for digest in missing:
            held = cached.get(digest) or self._read(paths[digest], digest)
            if held is None:
                continue
            found[digest] = held
            if digest not in cached:
                fresh.append(held)
        if self.cache and fresh:
            self.cache.put(fresh, missing)
        return found

    def _read(self, path: str, digest: str) -> Facts | None:
        try:
            return facts_of(parse_act(self.read(digest), path), path, digest)
        except BadXml:
            return None


def past_of(corpus: Corpus, snapshot: Snapshot) -> Past | None:
    """Gather the past of a state of a corpus; None where there are no commits."""
    if not snapshot.revision or corpus.blobs is None:
        return None
    steps = [_versions(step) for step in corpus.steps(snapshot.revision)]
    if not steps:
        return None
    held = set(snapshot.paths())
    edited = {path: snapshot.digest(path) if path in held else None for path in snapshot.uncommitted}
    steps.append(_versions(Step("", steps[-1].when, edited)))
    by_digest = {digest: path for path, digest in edited.items() if digest}
    blobs = corpus.blobs

    def read(digest: str) -> bytes:
        return snapshot.read(by_digest[digest]) if digest in by_digest else blobs.read(digest)

    return Past(tuple(step for step in steps if step.files), read, _cache(corpus.cache_dir / "past"))


def _versions(step: Step) -> Step:
    """A step without the files that are no versions of acts."""
    files = {path: digest for path, digest in step.files.items() if parse_expression_path(path)}
    return Step(step.commit, step.when, files)


def _cache(folder: Path) -> FactsCache | None:
    """A cache apart from that of the present, which forgets what the present does not need."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a corpus that can't be written is read all the same
        return None
    return FactsCache(folder)
