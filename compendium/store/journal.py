"""The record of a write under way; it tells the unfinished copy of a writer from the edits of people."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from compendium.store.errors import DamagedJournal
from compendium.store.place import Place

_MANY = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One file of a write: its digest in the old commit, in the working folder then, in the new commit."""

    committed: str | None
    working: str | None
    new: str | None

    def unfinished(self, working: str | None, head: str | None) -> bool:
        """Whether the working file still is what the writer meant to replace.

        It says so of no other content, so an edit made since is seen, and kept.
        """
        return head == self.new and working == self.working != self.new


@dataclass(frozen=True, slots=True)
class Journal:
    """A write from one head to the next, of the corpus that stands at `prefix`."""

    old: str
    new: str
    prefix: str
    steps: Mapping[str, Step]


def load(place: Place) -> Journal | None:
    """Read the journal; None when no write is under way."""
    try:
        data = json.loads(place.journal.read_bytes())
        steps = {path: Step(**step) for path, step in data["steps"].items()}
        return Journal(data["old"], data["new"], data["prefix"], steps)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedJournal(place.journal) from error


def save(place: Place, journal: Journal) -> None:
    """Put the journal on disk before anything is moved."""
    scratch = place.journal.with_suffix(".new")
    scratch.write_bytes(json.dumps(asdict(journal)).encode())
    sync([scratch])
    os.replace(scratch, place.journal)
    sync([place.git_dir])


def drop(place: Place) -> None:
    """Declare the write finished, or never begun."""
    place.journal.unlink(missing_ok=True)
    sync([place.git_dir])


def sync(paths: Collection[Path]) -> None:
    """Make the content of files, or the names in folders, durable."""
    if len(paths) > _MANY:
        os.sync()  # one by one, a first import of thousands would take minutes
        return
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
