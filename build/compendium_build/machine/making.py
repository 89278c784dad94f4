"""Slow forms made before a build, several at once: pandoc runs beside us, PDFs are typeset in processes.

What has been made lies in a folder until the build has taken it, so that a build that was stopped goes on
where it was; afterwards the edition itself holds it. What can't be made is noted and not tried again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from compendium.children import threads
from compendium.problems import CompendiumError
from compendium.titles import quoted
from compendium_build.edition import Edition
from compendium_build.folders import removed_on_failure
from compendium_build.forms import gathered
from compendium_build.machine.choice import SlowForms, offer_slow_forms
from compendium_build.machine.slow import Wanted, wanted_forms
from compendium_build.print.single import Single, single_of

_BATCH = 16
_FAILED = "failed"

Progress = Callable[[int, int], None]
Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files by key and ending in a folder; what is written half is never seen."""

    folder: Path

    def get(self, key: str, ending: str) -> bytes | None:
        """A file, None where there is none."""
        try:
            return self._path(key, ending).read_bytes()
        except OSError:
            return None

    def put(self, key: str, ending: str, data: bytes) -> None:
        """Hold a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(key, ending)
        half = path.with_name(f".{path.name}.half")
        with removed_on_failure(half):
            half.write_bytes(data)
            os.replace(half, path)

    def has(self, key: str, ending: str) -> bool:
        """Whether it holds a file."""
        return self._path(key, ending).is_file()

    def clear(self) -> None:
        """Drop all but the notes of what can't be made."""
        for path in self.folder.glob("*"):
            if path.suffix != f".{_FAILED}":
                path.unlink(missing_ok=True)

    def _path(self, key: str, ending: str) -> Path:
        return self.folder / f"{key}.{ending}"


def prepare(edition: Edition, held: Mapping[str, str], shelf: Shelf, tell: Progress, warn: Warn) -> None:
    """Make the slow forms that are not there yet, and let the edition offer those that there are.

    Args:
        held: the keys of the files that the last build left, by path.
    """
    offer_slow_forms(edition, SlowForms(shelf.get))
    every = [
        wanted
        for work in edition.catalog.works
        for facts in (*work.expressions, *work.translations)
        for wanted in wanted_forms(edition, work, facts)
    ]
    missing = [
        wanted
        for wanted in every
        if held.get(wanted.path) != wanted.key
        and not shelf.has(wanted.key, wanted.ending)
        and not shelf.has(wanted.key, f"{wanted.ending}.{_FAILED}")
    ]
    _make_all(edition, missing, shelf, tell)
    offer_slow_forms(edition, SlowForms(shelf.get, frozenset(_failed(every, shelf, warn))))


def _failed(every: Sequence[Wanted], shelf: Shelf, warn: Warn) -> Iterator[tuple[str, str]]:
    """What can't be made, each told with its reason."""
    for wanted in every:
        note = shelf.get(wanted.key, f"{wanted.ending}.{_FAILED}")
        if note is not None:
            title = quoted(wanted.facts.title)
            warn(f"{title}（{wanted.facts.date}）没有 {wanted.ending} 形式：{note.decode()}")
            yield wanted.facts.path, wanted.ending


def _make_all(edition: Edition, missing: Sequence[Wanted], shelf: Shelf, tell: Progress) -> None:
    done = 0

    def put(wanted: Wanted, made: bytes | CompendiumError) -> None:
        nonlocal done
        if isinstance(made, CompendiumError):
            shelf.put(wanted.key, f"{wanted.ending}.{_FAILED}", str(made).encode())
        else:
            shelf.put(wanted.key, wanted.ending, made)
        done += 1
        tell(done, len(missing))

    _pack([wanted for wanted in missing if wanted.ending != "pdf"], edition, put)
    _typeset([wanted for wanted in missing if wanted.ending == "pdf"], edition, put)


Put = Callable[[Wanted, bytes | CompendiumError], None]


def _pack(missing: Sequence[Wanted], edition: Edition, put: Put) -> None:
    """Word files and e-books: texts are read here, by one reader; pandoc is a process of its own."""
    waiting = iter(missing)
    with threads(_processors()) as executor:
        while batch := list(islice(waiting, _BATCH * _processors())):
            futures = {}
            for wanted in batch:
                try:
                    rest = gathered(edition, wanted.work, wanted.facts, wanted.ending)
                except CompendiumError as error:
                    put(wanted, error)
                    continue
                futures[executor.submit(rest)] = wanted
            for future in as_completed(futures):
                try:
                    put(futures[future], future.result())
                except CompendiumError as error:
                    put(futures[future], error)


def _typeset(missing: Sequence[Wanted], edition: Edition, put: Put) -> None:
    """PDFs, in processes."""
    if not missing:
        return
    from compendium_build.print.workers import typeset_singles

    named = {str(at): wanted for at, wanted in enumerate(missing)}

    def jobs() -> Iterator[tuple[str, Single]]:
        for name, wanted in named.items():
            try:
                yield name, single_of(edition, wanted.work, wanted.facts)
            except CompendiumError as error:
                put(wanted, error)

    typeset_singles(jobs(), _processors(), lambda name, made: put(named[name], made))


def _processors() -> int:
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
