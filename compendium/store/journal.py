"""The record of a write under way; it tells the unfinished copy of a writer from the edits of people."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from compendium.store.errors import DamagedJournal, UnsafePath
from compendium.store.paths import check_path
from compendium.store.place import Place

_MANY = 100
_DIGEST = re.compile(r"[0-9a-f]{40}")
_TOKEN = re.compile(r"[0-9a-f]{16}")


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
    """A write from one head to the next, of the corpus that stands at `prefix`.

    `token` names the folder in which the new files are put together, `inode` the repository: another one may
    stand at the same path by now.
    """

    old: str
    new: str
    prefix: str
    token: str
    inode: int
    steps: Mapping[str, Step]


def load(place: Place) -> Journal | None:
    """Read the journal; None when no write is under way in this repository."""
    try:
        journal = _checked(json.loads(place.journal.read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError, UnsafePath) as error:
        raise DamagedJournal(place.journal, place.top) from error
    return journal if journal.inode == inode_of(place) else None


def _checked(data: dict[str, object]) -> Journal:
    """The journal, held to what is ever written in one: paths that stay inside, digests, a token."""
    steps_said = data["steps"]
    if not isinstance(steps_said, dict):
        raise TypeError
    steps = {check_path(path): Step(**step) for path, step in steps_said.items()}
    digests = [digest for step in steps.values() for digest in (step.committed, step.working, step.new)]
    if not all(digest is None or _DIGEST.fullmatch(digest) for digest in digests):
        raise ValueError
    prefix, token = str(data["prefix"]), str(data["token"])
    if prefix and (check_path(prefix.removesuffix("/")) + "/") != prefix:
        raise ValueError
    if not _TOKEN.fullmatch(token):
        raise ValueError
    return Journal(str(data["old"]), str(data["new"]), prefix, token, int(str(data["inode"])), steps)


def inode_of(place: Place) -> int:
    """What tells this repository from another at the same path."""
    return place.git_dir.stat().st_ino


def save(place: Place, journal: Journal) -> None:
    """Put the journal on disk before anything is moved."""
    scratch = place.journal.with_suffix(".new")
    scratch.write_bytes(json.dumps(asdict(journal)).encode())
    sync([scratch])
    os.replace(scratch, place.journal)
    sync([place.journal.parent])


def drop(place: Place) -> None:
    """Declare the write finished, or never begun."""
    place.journal.unlink(missing_ok=True)
    sync([place.journal.parent])


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
