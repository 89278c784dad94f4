"""What a corpus knew and when: the versions of every commit, read once and cached by digest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from compendium.akn import BadXml, parse_act
from compendium.law.identifiers import CorpusPath, Digest
from compendium.law.names import parse_expression_path
from compendium.library.facts import Facts, facts_of
from compendium.library.facts_cache import FactsCache
from compendium.library.moved import MOVED_FILE, NOTHING_MOVED, Moves, load_moves
from compendium.library.withdrawn import WITHDRAWN_FILE, Withdrawal, load_withdrawals
from compendium.store import Corpus, Snapshot, Step
from compendium.store.formats import format_of
from compendium.system.toml_table import CORPUS_FILE, BadConfig


@dataclass(frozen=True, slots=True)
class Turn:
    """What a step changed for all works: what moved, and whether it was an upgrade of the format.

    An upgrade changes files, not the law, so it is nothing to tell of. `withdrawn` is what the step recorded
    as taken out.
    """

    moves: Moves
    is_upgrade: bool
    withdrawn: tuple[Withdrawal, ...] = ()


@dataclass(frozen=True)
class Past:
    """The commits that led to a state of the corpus, oldest first, and how to read what they wrote.

    Edits that are not committed yet are the last step, at the time of the last commit. `turns` are by commit.
    """

    steps: tuple[Step, ...]
    read: Callable[[Digest], bytes]
    cache: FactsCache | None = None
    turns: Mapping[str, Turn] = field(default_factory=dict)

    def facts(self, known: Mapping[Digest, Facts]) -> dict[Digest, Facts]:
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

    def _read(self, path: CorpusPath, digest: Digest) -> Facts | None:
        try:
            return facts_of(parse_act(self.read(digest), path), path, digest)
        except BadXml:
            return None


def past_of(corpus: Corpus, snapshot: Snapshot) -> Past | None:
    """Gather the past of a state of a corpus; None where there are no commits."""
    if not snapshot.revision or corpus.blobs is None:
        return None
    steps = list(corpus.steps(snapshot.revision))
    if not steps:
        return None
    held = set(snapshot.paths())
    edited = {path: snapshot.digest(path) if path in held else None for path in snapshot.uncommitted}
    steps.append(Step("", steps[-1].when, edited))
    by_digest = {digest: path for path, digest in edited.items() if digest}
    blobs = corpus.blobs

    def read(digest: Digest) -> bytes:
        return snapshot.read(by_digest[digest]) if digest in by_digest else blobs.read(digest)

    turns = dict(_turns(steps, read))
    told = tuple(step for step in map(_versions, steps) if step.files or step.commit in turns)
    return Past(told, read, _cache(corpus.cache_dir / "past"), turns)


def _turns(steps: Iterable[Step], read: Callable[[Digest], bytes]) -> Iterator[tuple[str, Turn]]:
    """The steps that raised the format, changed moved.toml or withdrew something.

    A file that can't be read changes nothing.
    """
    stated, moves = 0, NOTHING_MOVED
    withdrawn: tuple[Withdrawal, ...] = ()
    for step in steps:
        had_withdrawn = withdrawn
        was_stated, had_moved = stated, moves
        with suppress(BadConfig):
            if digest := step.files.get(CORPUS_FILE):
                stated = format_of(read(digest))
        with suppress(BadConfig):
            if MOVED_FILE in step.files:
                digest = step.files[MOVED_FILE]
                moves = load_moves(read(digest)) if digest else NOTHING_MOVED
        with suppress(BadConfig):
            if WITHDRAWN_FILE in step.files:
                digest = step.files[WITHDRAWN_FILE]
                withdrawn = load_withdrawals(read(digest)).items if digest else ()
        is_upgrade = 0 < was_stated < stated
        fresh = tuple(item for item in withdrawn if item not in had_withdrawn)
        if is_upgrade or moves != had_moved or fresh:
            yield step.commit, Turn(moves, is_upgrade, fresh)


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
